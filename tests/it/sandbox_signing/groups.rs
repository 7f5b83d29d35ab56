//! Groups of documents, and signing them inside other applications (document 002, wire section 6.5).

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, text};
use crate::sandbox_organizations::stage::{Answer, Stage};

/// A group of two contracts.
struct Pair {
    group: String,
    documents: [String; 2],
}

impl Pair {
    async fn of(desk: &Desk<'_>) -> Self {
        let documents = [desk.contract().await, desk.contract().await];
        let body = json!({ "document_ids": documents, "group_name": "Pair" });
        let group = text(&desk.viewer.post("/documentgroup", body).await.expect(200)["id"]);
        Pair { group, documents }
    }

    /// The buyer signs both at the first step, and the seller, who has already seen one, at the second.
    async fn invite(&self, desk: &Desk<'_>) -> String {
        let [one, other] = &self.documents;
        let task = |id: &str, role: &str| json!({ "id": id, "role": role, "action": "sign" });
        let signer = |email: &str, documents: Value| json!({ "email": email, "auth_method": "none", "documents": documents });
        let body = json!({
            "invites": [
                { "order": "1", "signers": [
                    signer(BUYER, json!([task(one, "Buyer"), task(other, "Buyer")])),
                    signer(SELLER, json!([{ "id": one, "action": "view" }])),
                ]},
                { "order": 2, "signers": [signer(SELLER, json!([task(one, "Seller"), task(other, "Seller")]))] },
            ],
            "sign_as_merged": "true",
        });
        let path = format!("/v2/document-groups/{}/embedded-invites", self.group);
        let answer = desk.viewer.post(&path, body).await.expect(201);
        let id = text(&answer["data"]["id"]);
        assert_eq!(answer, json!({ "data": { "id": id } }));
        id
    }

    async fn link(&self, desk: &Desk<'_>, invite: &str, email: &str) -> Answer {
        let path = format!("/v2/document-groups/{}/embedded-invites/{invite}/link", self.group);
        desk.viewer.post(&path, json!({ "email": email, "auth_method": "none", "link_expiration": 15 })).await
    }

    /// The statuses of the steps, each with those of its actions.
    async fn steps(&self, desk: &Desk<'_>, invite: &str) -> (String, Vec<(String, Vec<String>)>) {
        let path = format!("/documentgroup/{}/groupinvite/{invite}", self.group);
        let invite = desk.viewer.get(&path).await.expect(200)["invite"].clone();
        let status = |value: &Value| text(&value["status"]);
        let steps = invite["steps"].as_array().unwrap().iter();
        let steps = steps
            .map(|step| (status(step), step["actions"].as_array().unwrap().iter().map(status).collect()));
        (status(&invite), steps.collect())
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn a_group_is_made_shown_listed_and_deleted() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let path = format!("/documentgroup/{}", pair.group);
    let shown = desk.viewer.get(&path).await.expect(200);
    assert_eq!((&shown["group_name"], &shown["invite_id"]), (&json!("Pair"), &Value::Null));
    let documents = shown["documents"].as_array().unwrap();
    assert_eq!(documents.iter().map(|document| text(&document["id"])).collect::<Vec<_>>(), pair.documents);
    assert_eq!(
        (&documents[0]["roles"], &documents[0]["document_name"]),
        (&json!(["Buyer", "Seller"]), &json!("contract"))
    );
    let listed = desk.viewer.get("/user/documentgroups?limit=1&offset=0").await.expect(200);
    assert_eq!(listed["document_groups"][0]["group_id"], pair.group.as_str());
    assert_eq!(listed["document_groups"][0]["invite_status"], Value::Null);
    assert_eq!(listed["document_group_total_count"], 2);
    let info = desk.document(&pair.documents[1]).await["document_group_info"].clone();
    assert_eq!((&info["document_group_id"], &info["doc_count_in_group"]), (&json!(pair.group), &json!(2)));
    assert_eq!((&info["document_group_name"], &info["invite_status"]), (&json!("Pair"), &Value::Null));
    assert_eq!(desk.viewer.delete(&path).await.expect(200), json!({ "status": "success" }));
    assert_eq!(desk.viewer.get(&path).await.refused(400), 65_582);
    desk.document(&pair.documents[0]).await;
}

#[tokio::test]
async fn pages_of_groups_join_without_gap() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    for _ in 0..4 {
        Pair::of(&desk).await;
    }
    let page = async |limit: usize, offset: usize| {
        let path = format!("/user/documentgroups?limit={limit}&offset={offset}");
        desk.viewer.get(&path).await.expect(200)["document_groups"].as_array().unwrap().clone()
    };
    let whole = page(50, 0).await;
    assert_eq!(whole.len(), 5);
    let joined = [page(2, 0).await, page(2, 2).await, page(2, 4).await].concat();
    assert_eq!((joined, page(50, 5).await), (whole, vec![]));
}

#[tokio::test]
async fn the_turn_passes_over_all_documents_of_a_group() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let invite = pair.invite(&desk).await;
    let act = async |email: &str| {
        stage
            .control("signers", json!({ "action": "sign", "invite": invite, "email": email }))
            .await
            .expect_empty(204);
    };
    let (status, steps) = pair.steps(&desk, &invite).await;
    assert_eq!(status, "pending");
    assert_eq!(steps[0], ("pending".to_owned(), words(&["pending", "pending", "pending"])));
    assert_eq!(steps[1], ("created".to_owned(), words(&["created", "created"])));
    act(BUYER).await;
    assert_eq!(pair.steps(&desk, &invite).await.1[1].0, "created");
    act(SELLER).await;
    let (_, steps) = pair.steps(&desk, &invite).await;
    assert_eq!((steps[0].0.as_str(), steps[1].0.as_str()), ("fulfilled", "pending"));
    act(SELLER).await;
    assert_eq!(pair.steps(&desk, &invite).await.0, "fulfilled");
    for id in &pair.documents {
        assert_eq!(desk.document(id).await["document_group_info"]["invite_status"], "fulfilled");
        assert_eq!(desk.document(id).await["signatures"].as_array().unwrap().len(), 2);
    }
    assert_eq!(desk.mails().await, []);
}

#[tokio::test]
async fn the_documents_of_an_invited_group_show_it() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let invite = pair.invite(&desk).await;
    let document = desk.document(&pair.documents[0]).await;
    let info = &document["document_group_info"];
    assert_eq!((&info["invite_id"], &info["invite_status"]), (&json!(invite), &json!("pending")));
    assert_eq!((&info["sign_as_merged"], &info["state"]), (&json!(true), &json!("pending")));
    assert_eq!(document["field_invites"].as_array().unwrap().len(), 2);
    assert_eq!(document["viewer_field_invites"][0]["email"], format!("{SELLER} (Sandbox Application)"));
    let listed = desk.viewer.get("/user/documentgroups?limit=1&offset=0").await.expect(200);
    assert_eq!(listed["document_groups"][0]["invite_id"], invite.as_str());
    assert_eq!(listed["document_groups"][0]["invite_status"], "pending");
}

#[tokio::test]
async fn a_link_of_a_group_is_for_one_signer() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let invite = pair.invite(&desk).await;
    let url = text(&pair.link(&desk, &invite, BUYER).await.expect(200)["data"]["link"]);
    assert!(url.contains(&format!("/document/{}?access_token=", pair.documents[0])));
    stage.control("signers", json!({ "action": "sign", "link": url })).await.expect_empty(204);
    let (_, steps) = pair.steps(&desk, &invite).await;
    assert_eq!(steps[0].1, words(&["fulfilled", "pending", "fulfilled"]));
    assert_eq!(pair.link(&desk, &invite, "nobody@client.test").await.refused(404), 19_003_210);
    assert_eq!(desk.links().await, 1);
}

#[tokio::test]
async fn who_only_signs_later_gets_no_link_yet() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let [one, other] = &pair.documents;
    let signer = |email: &str, role: &str| {
        let task = |id: &str| json!({ "id": id, "role": role, "action": "sign" });
        json!([{ "email": email, "auth_method": "none", "documents": [task(one), task(other)] }])
    };
    let steps = json!([
        { "order": 1, "signers": signer(BUYER, "Buyer") },
        { "order": 2, "signers": signer(SELLER, "Seller") },
    ]);
    let path = format!("/v2/document-groups/{}/embedded-invites", pair.group);
    let body = json!({ "invites": steps, "sign_as_merged": false });
    let invite = text(&desk.viewer.post(&path, body).await.expect(201)["data"]["id"]);
    assert_eq!(pair.link(&desk, &invite, SELLER).await.refused(403), 19_001_028);
    pair.link(&desk, &invite, BUYER).await.expect(200);
}

#[tokio::test]
async fn a_deleted_group_invitation_leaves_room_for_another() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let invite = pair.invite(&desk).await;
    let path = format!("/v2/document-groups/{}/embedded-invites", pair.group);
    desk.viewer.delete(&path).await.expect_empty(204);
    assert_eq!(desk.viewer.delete(&path).await.refused(400), 19_003_211);
    assert_eq!(pair.link(&desk, &invite, BUYER).await.refused(404), 19_002_002);
    assert_eq!(desk.standing(&pair.documents[0]).await, []);
    assert_ne!(pair.invite(&desk).await, invite);
}

#[tokio::test]
async fn a_group_that_was_declined_can_be_invited_again_once_the_rest_is_withdrawn() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let pair = Pair::of(&desk).await;
    let invite = pair.invite(&desk).await;
    let body = json!({ "action": "decline", "invite": invite, "email": BUYER });
    stage.control("signers", body).await.expect_empty(204);
    assert_eq!(pair.steps(&desk, &invite).await.0, "declined");
    desk.viewer
        .delete(&format!("/v2/document-groups/{}/embedded-invites", pair.group))
        .await
        .expect_empty(204);
    pair.invite(&desk).await;
}
