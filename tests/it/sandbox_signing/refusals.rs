//! Every refusal of documents, invitations, embedded signing and groups, provoked by doing the thing that causes it.
//! The deeds are in `refusals.txt`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::desk::{BUYER, Desk, PDF, SELLER, field, form, invitation, send_form, text, upload};
use crate::sandbox_organizations::stage::{Actor, Stage};
use crate::support::Refusal;

/// The codes there are: those of v1 and of lists, the three of embedded signing that were seen live, and the chosen
/// ones.
const CODES: [(u64, u64); 7] = [
    (22_200, 22_200),
    (65_536, 65_536),
    (65_582, 65_582),
    (65_585, 65_585),
    (12_006_002, 12_006_002),
    (19_003_101, 19_003_119),
    (19_003_201, 19_003_211),
];

const SEEN_LIVE: [u64; 3] = [19_001_028, 19_002_002, 19_003_008];

fn refusals(names: &[(&str, String)]) -> Vec<Refusal> {
    let mut text = include_str!("refusals.txt").to_owned();
    for (name, id) in names {
        text = text.replace(&format!("{{{name}}}"), id);
    }
    Refusal::table(&text)
}

/// Everything that has a name in braces.
async fn prepare(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    let mut names = vec![("nowhere", "0".repeat(40)), ("151 letters", "a".repeat(139) + "@client.test")];
    documents(desk, &mut names).await;
    invitations(desk, &mut names).await;
    groups(desk, &mut names).await;
    names
}

async fn documents(desk: &Desk<'_>, names: &mut Vec<(&'static str, String)>) {
    let draft = desk.contract().await;
    let seller = text(&desk.document(&draft).await["roles"][1]["unique_id"]);
    let template = template(desk).await;
    let fields = [field("signature", "Buyer", 1)];
    desk.viewer.put(&format!("/document/{template}"), json!({ "fields": fields })).await.expect(200);
    let unverified = desk.stage.log_in("unverified").await;
    names.extend([
        ("plain", desk.upload("plain").await),
        ("draft", draft),
        ("draft_seller", seller),
        ("template", template),
        ("bare_template", self::template(desk).await),
        ("foreign", upload(&desk.stage.log_in("member").await, "foreign").await),
        ("unverified_draft", upload(&unverified, "unverified").await),
    ]);
}

async fn template(desk: &Desk<'_>) -> String {
    let file = ("file", Some("template.pdf".to_owned()), PDF.to_owned());
    let parts = [("make_template", None, "1".to_owned()), file];
    text(&send_form(&desk.viewer, &form(&parts)).await.expect(200)["id"])
}

async fn invitations(desk: &Desk<'_>, names: &mut Vec<(&'static str, String)>) {
    let sent = desk.contract().await;
    let mut body = invitation(1, 2);
    body["to"][1]["email"] = json!("outsider@sandbox.test");
    desk.viewer.post(&format!("/document/{sent}/invite"), body).await.expect(200);
    let shown = desk.document(&sent).await;
    let embedded = desk.contract().await;
    let invites = desk.embed(&embedded, 1, 2).await;
    let signed = desk.contract().await;
    desk.invite(&signed, 1, 1).await.expect(200);
    for email in [BUYER, SELLER] {
        desk.sign(&signed, email).await;
    }
    let freeform = desk.upload("freeform").await;
    let [waiting, done] =
        [ask(desk, &freeform, "outsider@sandbox.test").await, ask(desk, &freeform, BUYER).await];
    desk.sign(&freeform, BUYER).await;
    names.extend([
        ("sent", sent),
        ("sent_request", text(&shown["fields"][0]["field_request_id"])),
        ("sent_waiting", text(&shown["field_invites"][1]["id"])),
        ("embedded", embedded),
        ("embedded_invite", text(&invites[0]["id"])),
        ("embedded_waiting", text(&invites[1]["id"])),
        ("contract", signed),
        ("freeform", freeform),
        ("freeform_invite", waiting),
        ("freeform_signed", done),
    ]);
}

/// A freeform invitation.
async fn ask(desk: &Desk<'_>, document: &str, to: &str) -> String {
    let body = json!({ "from": "viewer@sandbox.test", "to": to });
    text(&desk.viewer.post(&format!("/document/{document}/invite"), body).await.expect(200)["id"])
}

async fn groups(desk: &Desk<'_>, names: &mut Vec<(&'static str, String)>) {
    let (grouped, bare, gone) = (desk.contract().await, desk.contract().await, desk.contract().await);
    let (invited, annex) = (desk.contract().await, desk.upload("annex").await);
    names.push(("group", group(desk, &[&grouped]).await));
    names.push(("bare_group", group(desk, &[&bare]).await));
    desk.viewer.put(&format!("/document/{bare}"), json!({ "fields": [] })).await.expect(200);
    names.push(("empty_group", group(desk, &[&gone]).await));
    desk.viewer.delete(&format!("/document/{gone}")).await.expect(200);
    let invited_group = group(desk, &[&invited, &annex]).await;
    let step = |order: u32, email: &str, role: &str| {
        let documents = [json!({ "id": invited, "role": role, "action": "sign" })];
        json!({ "order": order, "signers": [{ "email": email, "auth_method": "none", "documents": documents }] })
    };
    let body =
        json!({ "invites": [step(1, BUYER, "Buyer"), step(2, SELLER, "Seller")], "sign_as_merged": false });
    let path = format!("/v2/document-groups/{invited_group}/embedded-invites");
    let invite = text(&desk.viewer.post(&path, body).await.expect(201)["data"]["id"]);
    names.extend([("grouped", grouped), ("bare", bare), ("annex", annex)]);
    names.extend([("invited_group", invited_group), ("group_invite", invite)]);
}

async fn group(desk: &Desk<'_>, documents: &[&str]) -> String {
    let body = json!({ "document_ids": documents, "group_name": "Group" });
    text(&desk.viewer.post("/documentgroup", body).await.expect(200)["id"])
}

#[tokio::test]
async fn every_refusal_answers_the_deed_that_causes_it() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let names = prepare(&desk).await;
    let mut actors: BTreeMap<&str, Actor<'_>> = BTreeMap::new();
    for name in ["viewer", "member", "outsider", "unverified"] {
        actors.insert(name, stage.log_in(name).await);
    }
    let before = stage.world().await.0;
    let mut provoked = BTreeSet::new();
    for refusal in refusals(&names) {
        let actor = &actors[refusal.who.as_str()];
        let answer = actor.send(refusal.method.clone(), &refusal.path, refusal.body.as_ref()).await;
        let body = json!({ "errors": [{ "code": refusal.code, "message": refusal.message }] });
        assert_eq!((answer.status, answer.json()), (refusal.status, body), "{refusal:?}");
        provoked.insert(refusal.code);
    }
    let known: BTreeSet<u64> = CODES.iter().flat_map(|(from, to)| *from..=*to).chain(SEEN_LIVE).collect();
    assert_eq!(provoked, known);
    assert!(stage.world().await.0 == before, "a refusal changed something");
}

#[tokio::test]
async fn what_is_no_id_leads_nowhere() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    for (method, path) in [
        ("PUT", "document/short"),
        ("DELETE", "document/short"),
        ("GET", "document/short/download"),
        ("POST", "document/short/invite"),
        ("PUT", "invite/short/cancel"),
        ("PUT", "fieldinvite/short/resend"),
        ("GET", "documentgroup/short"),
        ("POST", "v2/documents/short/embedded-invites"),
        ("POST", "v2/document-groups/short/embedded-invites/short/link"),
    ] {
        let answer = viewer.send(method.parse().unwrap(), &format!("/{path}"), Some(&json!({}))).await;
        let message = format!("Unable to find a route to match the URI: {path}");
        assert_eq!(answer.expect(404), json!({ "404": message }), "{method} {path}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_refused_everywhere() {
    let stage = Stage::demo().await;
    let (stranger, id) = (stage.stranger(), "0".repeat(40));
    for (method, path) in [
        ("POST", "/document".to_owned()),
        ("POST", "/v2/documents/url".to_owned()),
        ("PUT", format!("/document/{id}")),
        ("POST", format!("/document/{id}/invite")),
        ("PUT", format!("/invite/{id}/cancel")),
        ("POST", "/documentgroup".to_owned()),
        ("GET", "/user/documentgroups".to_owned()),
        ("POST", format!("/v2/documents/{id}/embedded-invites")),
        ("DELETE", format!("/v2/document-groups/{id}/embedded-invites")),
    ] {
        let answer = stranger.send(method.parse().unwrap(), &path, Some(&json!({}))).await;
        assert_eq!(answer.expect(400), json!({ "error": "invalid_token", "code": 1537 }), "{method} {path}");
    }
}
