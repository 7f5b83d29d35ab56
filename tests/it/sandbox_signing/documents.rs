//! Documents go.

use serde_json::json;

use super::desk::{Desk, SELLER};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn a_deleted_document_is_gone_everywhere() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let path = format!("/document/{id}");
    assert_eq!(desk.viewer.delete(&path).await.expect(200), json!({ "status": "success" }));
    for answer in [desk.viewer.get(&path).await, desk.viewer.delete(&path).await] {
        assert_eq!(answer.refused(404), 65_582);
    }
    let listed = desk.viewer.get("/user/documentsv2?per_page=100").await.expect(200);
    assert!(listed.as_array().unwrap().iter().all(|document| document["id"] != id.as_str()));
}

#[tokio::test]
async fn a_deleted_document_can_not_be_signed() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 1).await.expect(200);
    desk.viewer.delete(&format!("/document/{id}")).await.expect(200);
    assert_eq!(desk.act("sign", &id, SELLER).await.status, 400);
}

#[tokio::test]
async fn a_document_leaves_its_group_when_it_is_deleted() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let (one, other) = (desk.contract().await, desk.upload("annex").await);
    let body = json!({ "document_ids": [one, other], "group_name": "Pair" });
    let group = desk.viewer.post("/documentgroup", body).await.expect(200)["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.document(&one).await["document_group_info"]["doc_count_in_group"], 2);
    desk.viewer.delete(&format!("/document/{other}")).await.expect(200);
    let shown = desk.viewer.get(&format!("/documentgroup/{group}")).await.expect(200);
    assert_eq!(shown["documents"].as_array().unwrap().len(), 1);
    assert_eq!(desk.document(&one).await["document_group_info"]["doc_count_in_group"], 1);
}
