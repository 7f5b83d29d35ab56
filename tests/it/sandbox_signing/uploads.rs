//! Documents come in by form or by URL.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::desk::{Desk, PDF, form, send_form, text, upload};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn an_uploaded_file_is_shown_listed_and_given_back() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("order form").await;
    let document = desk.document(&id).await;
    assert_eq!(document["document_name"], "order form");
    assert_eq!(document["original_filename"], "order form.pdf");
    assert_eq!((&document["page_count"], document["pages"].as_array().unwrap().len()), (&json!("2"), 2));
    for empty in ["fields", "roles", "field_invites", "requests", "signatures"] {
        assert_eq!(document[empty], json!([]), "{empty}");
    }
    assert_eq!(document["document_group_info"]["document_group_id"], json!(null));
    let untouched = desk.viewer.get("/user/documents?per_page=1").await.expect(200);
    assert_eq!(untouched, json!([document]));
    let request =
        desk.viewer.request(reqwest::Method::GET, &format!("/document/{id}/download?type=collapsed"));
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/pdf");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"order_form.pdf\"");
    assert_eq!(response.text().await.unwrap(), PDF);
}

#[tokio::test]
async fn every_upload_makes_another_document() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let count = async || stage.world().await.0["documents"].as_array().unwrap().len();
    let before = count().await;
    let (one, other) = (desk.upload("same").await, desk.upload("same").await);
    assert_ne!(one, other);
    assert_eq!(count().await, before + 2);
}

#[tokio::test]
async fn a_form_may_name_the_document_make_a_template_and_say_what_nobody_knows() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let part = |name, content: &str| (name, None, content.to_owned());
    let file = ("file", Some("x.pdf".to_owned()), PDF.to_owned());
    let parts = [part("name", "Better name"), part("make_template", "1"), part("check_fields", "true"), file];
    let id = text(&send_form(&desk.viewer, &form(&parts)).await.expect(200)["id"]);
    let document = desk.document(&id).await;
    assert_eq!((&document["document_name"], &document["template"]), (&json!("Better name"), &json!(true)));
}

#[tokio::test]
async fn the_last_boundary_may_lack_its_end() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let whole = form(&[("file", Some("a.pdf".to_owned()), PDF.to_owned())]);
    for ending in ["--edge--\r\n", "--edge--", "--edge\r\n", "--edge"] {
        let cut = whole.replace("--edge--\r\n", ending);
        let id = text(&send_form(&desk.viewer, &cut).await.expect(200)["id"]);
        assert_eq!(desk.viewer.get(&format!("/document/{id}/download")).await.text, PDF, "{ending:?}");
    }
}

#[tokio::test]
async fn an_upload_may_come_in_chunks() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let body = form(&[("file", Some("chunks.pdf".to_owned()), PDF.to_owned())]);
    let mut request = format!(
        "POST /document HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=edge\r\n\r\n",
        desk.viewer.token()
    );
    let (one, other) = body.split_at(40);
    for chunk in [one, other, ""] {
        request += &format!("{:x}\r\n{chunk}\r\n", chunk.len());
    }
    let mut stream = TcpStream::connect(stage.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    let newest = desk.viewer.get("/user/documents?per_page=1").await.expect(200);
    assert_eq!(newest[0]["original_filename"], "chunks.pdf");
}

#[tokio::test]
async fn a_file_may_have_megabytes() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let large = "x".repeat(5_000_000);
    let answer = send_form(&desk.viewer, &form(&[("file", Some("big.pdf".to_owned()), large)])).await;
    let id = text(&answer.expect(200)["id"]);
    assert_eq!(desk.viewer.get(&format!("/document/{id}/download")).await.text.len(), 5_000_000);
}

/// Answers one request with these words, and tells what was asked.
async fn serve_once(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = vec![];
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(head).unwrap()
    });
    (url, asked)
}

#[tokio::test]
async fn a_url_of_this_machine_is_fetched() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let (url, asked) = serve_once("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").await;
    let body = json!({ "url": format!("{url}/files/Terms.pdf?version=2") });
    let id = text(&desk.viewer.post("/v2/documents/url", body).await.expect(200)["id"]);
    assert!(asked.await.unwrap().starts_with("GET /files/Terms.pdf?version=2 HTTP/1.1\r\nhost: 127.0.0.1:"));
    let document = desk.document(&id).await;
    assert_eq!(
        (&document["document_name"], &document["original_filename"]),
        (&json!("Terms"), &json!("Terms.pdf"))
    );
    assert_eq!(desk.viewer.get(&format!("/document/{id}/download")).await.text, "hello");
}

#[tokio::test]
async fn a_url_that_gives_nothing_makes_no_document() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    for answer in [
        "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut",
        "nonsense\r\n\r\n",
    ] {
        let (url, _asked) = serve_once(answer).await;
        let refused = desk.viewer.post("/v2/documents/url", json!({ "url": url })).await;
        assert_eq!(refused.refused(400), 65_536, "{answer}");
    }
}

#[tokio::test]
async fn a_document_belongs_to_who_uploaded_it() {
    let stage = Stage::demo().await;
    let (member, outsider) = (stage.log_in("member").await, stage.log_in("outsider").await);
    let id = upload(&member, "mine").await;
    member.get(&format!("/document/{id}")).await.expect(200);
    for path in [format!("/document/{id}"), format!("/document/{id}/download")] {
        assert_eq!(outsider.get(&path).await.refused(404), 65_582);
    }
    assert_eq!(outsider.delete(&format!("/document/{id}")).await.refused(404), 65_582);
}
