//! What the demo world shows of signing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::desk::{Desk, text};
use crate::sandbox_organizations::stage::Stage;

async fn documents(desk: &Desk<'_>, list: &str) -> Vec<Value> {
    desk.viewer.get(&format!("/user/{list}?per_page=100")).await.expect(200).as_array().unwrap().clone()
}

#[tokio::test]
async fn the_viewer_has_invitations_in_every_state() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let documents = documents(&desk, "documentsv2").await;
    let invites = documents.iter().flat_map(|document| document["field_invites"].as_array().unwrap());
    let statuses: BTreeSet<String> = invites.clone().map(|invite| text(&invite["status"])).collect();
    let all = ["created", "declined", "expired", "fulfilled", "pending"].map(str::to_owned);
    assert_eq!(statuses, BTreeSet::from(all));
    for embedded in [true, false] {
        assert!(invites.clone().any(|invite| invite["is_embedded"] == embedded));
    }
    assert!(documents.iter().any(|document| document["field_invites"].as_array().unwrap().is_empty()));
    assert!(documents.iter().any(|document| document["template"] == true));
}

#[tokio::test]
async fn the_viewer_has_an_invited_group_and_a_freeform_document() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let groups = desk.viewer.get("/user/documentgroups?limit=50&offset=0").await.expect(200);
    let group = &groups["document_groups"][0];
    assert_eq!(
        (&groups["document_group_total_count"], &group["invite_status"]),
        (&1.into(), &"pending".into())
    );
    let path =
        format!("/documentgroup/{}/groupinvite/{}", text(&group["group_id"]), text(&group["invite_id"]));
    let steps = desk.viewer.get(&path).await.expect(200)["invite"]["steps"].clone();
    assert_eq!((&steps[0]["status"], &steps[1]["status"]), (&"fulfilled".into(), &"pending".into()));
    let untouched = documents(&desk, "documents").await;
    let asked = untouched.iter().filter(|document| document["requests"].as_array().unwrap().len() == 2);
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn a_planted_document_can_be_signed_to_its_end() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let documents = documents(&desk, "documentsv2").await;
    let named = |name: &str| documents.iter().find(|document| document["document_name"] == name).unwrap();
    let id = text(&named("Rental contract Ash Lane")["id"]);
    desk.sign(&id, "tenant@client.example").await;
    desk.sign(&id, "landlord@client.example").await;
    assert_eq!(desk.document(&id).await["signatures"].as_array().unwrap().len(), 2);
    let file = desk.viewer.get(&format!("/document/{id}/download")).await;
    assert!(file.status == 200 && file.text.starts_with("%PDF-"));
}

#[tokio::test]
async fn nothing_that_waits_has_run_out_unnoticed() {
    let stage = Stage::demo().await;
    let state = stage.world().await.0;
    let now = chrono::Utc::now();
    for document in state["documents"].as_array().unwrap() {
        for invite in document["invites"].as_array().unwrap() {
            let expires =
                invite["expires"].as_str().map(|at| at.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
            let waits = matches!(invite["status"].as_str(), Some("created" | "pending"));
            assert!(!waits || expires.is_none_or(|expires| now < expires), "{invite}");
        }
    }
}
