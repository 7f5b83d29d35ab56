//! What an upload looks like on its way.

use bytes::Bytes;
use serde_json::json;
use signgraph::signnow::v1::UploadDocument;

use super::stage::Stage;
use crate::client::scripted::{Asked, Reply, Scripted};
use crate::client::world::client;

fn upload(file_name: &str) -> UploadDocument {
    let (file, file_name) = (Bytes::from_static(b"%PDF-1.4\r\n--\r\n"), file_name.to_owned());
    UploadDocument { file, file_name, name: Some("Übergabe \"2\"\r\n".to_owned()), finds_fields: true }
}

fn boundary(asked: &Asked) -> &str {
    asked.content_type.strip_prefix("multipart/form-data; boundary=").unwrap()
}

#[tokio::test]
async fn a_form_is_sent_whole_with_its_length_and_again_after_a_throttle() {
    let mut throttled = false;
    let upstream = Scripted::answering(move |_| {
        let is_first = !std::mem::replace(&mut throttled, true);
        if is_first { Reply::status(429) } else { Reply::json(200, &json!({ "id": "d1" })) }
    })
    .await;
    let id = client(&upstream).execute(&upload("lease.pdf")).await.unwrap();
    assert_eq!(id.as_str(), "d1");
    let asked = upstream.data_asked();
    assert_eq!(asked.len(), 2);
    for asked in &asked {
        let edge = boundary(asked);
        let form = [
            &format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nÜbergabe \"2\"\r\n\r\n"
            ),
            &format!("--{edge}\r\nContent-Disposition: form-data; name=\"check_fields\"\r\n\r\ntrue\r\n"),
            &format!("--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lease.pdf\"\r\n"),
            "content-type: application/octet-stream\r\n\r\n%PDF-1.4\r\n--\r\n\r\n",
            &format!("--{edge}--\r\n"),
        ];
        assert_eq!(asked.body, form.concat());
        assert_eq!(asked.content_length, Some(asked.body.len()));
    }
    assert_ne!(boundary(&asked[0]), boundary(&asked[1]));
}

#[tokio::test]
async fn what_is_not_said_is_not_sent() {
    let upstream = Scripted::answering(|_| Reply::json(200, &json!({ "id": "d1" }))).await;
    let bare = UploadDocument { name: None, finds_fields: false, ..upload("lease.pdf") };
    client(&upstream).execute(&bare).await.unwrap();
    let asked = upstream.data_asked();
    assert_eq!(asked[0].body.matches("Content-Disposition").count(), 1);
}

#[tokio::test]
async fn no_file_name_adds_a_header_or_a_part() {
    let hostile = [
        "a.pdf\"\r\nX-Evil: 1\r\n\r\nother content\r\n",
        "a.pdf\"; name=\"make_template",
        "a\\\".pdf",
        "\n\r\t\0\u{7f}.pdf",
        "../../a%22.pdf",
        "Mietvertrag für 家.pdf",
    ];
    for file_name in hostile {
        let upstream = Scripted::answering(|_| Reply::json(200, &json!({ "id": "d1" }))).await;
        client(&upstream).execute(&upload(file_name)).await.unwrap();
        let asked = &upstream.data_asked()[0];
        let part = asked.body.split(&format!("--{}", boundary(asked))).nth(3).unwrap();
        let lines: Vec<_> = part.lines().collect();
        let (head, rest) = (lines[1], &lines[2..]);
        assert!(
            head.starts_with("Content-Disposition: form-data; name=\"file\"; filename=\"")
                && head.ends_with('"')
        );
        assert_eq!(head.matches('"').count(), 4, "{head}");
        assert_eq!(rest[..2], ["content-type: application/octet-stream", ""], "{file_name:?}");
    }
}

#[tokio::test]
async fn a_file_arrives_byte_for_byte_under_its_name() {
    let stage = Stage::after(&json!({})).await;
    let file: Vec<u8> = (0..=u8::MAX).cycle().take(5_000_000).collect();
    let file_name = "Mietvertrag \"für\" 家.pdf".to_owned();
    let command = UploadDocument { file: file.clone().into(), file_name, name: None, finds_fields: false };
    let id = stage.client.execute(&command).await.unwrap();
    let world = stage.world().await;
    let document = world.document("Mietvertrag %22für%22 家");
    assert_eq!((&document["id"], &document["template"]), (&json!(id.as_str()), &json!(false)));
    assert_eq!(stage.download(&id).await, file);
}
