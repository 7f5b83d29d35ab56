//! What signNow refuses is not told from memory, nor is what it may have refused with it.

use std::time::Duration;

use serde_json::{Value, json};

use super::desk::{
    ADMINS, MEMBERS, ORGANIZATIONS, OUTDATED, PEOPLE, SETTINGS, USER, fault, hasty, refuse, stale,
};
use crate::app::{TestApp, advance};

const DENIED: u64 = 12_003_003;
const NO_PLAN: u64 = 12_003_002;
const ABSENT: u64 = 12_005_001;

const SETUP: &str = "query ($id: ID!) { organization(id: $id) { settings { totalCount } } }";
const HEADS: &str = "query ($id: ID!) { organization(id: $id) { admins { totalCount } } }";
const VIEWER: &str = "{ viewer { email } }";

fn down() -> Value {
    json!({ "status": 500 })
}

/// The code of the members, and of nothing else.
fn members(code: &str) -> [(String, String); 1] {
    [("organization.members".into(), code.into())]
}

#[tokio::test]
async fn a_refusal_is_told_and_so_is_the_outage_after_it() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    for (status, code, told) in [
        (401, DENIED, "UPSTREAM_UNAUTHENTICATED"),
        (403, DENIED, "FORBIDDEN"),
        (403, NO_PLAN, "PLAN_REQUIRED"),
        (402, 1, "PLAN_REQUIRED"),
        (404, ABSENT, "NOT_FOUND"),
    ] {
        app.ask_anew(PEOPLE, id.clone()).await;
        advance(OUTDATED).await;
        refuse(&app, MEMBERS, status, code).await;
        let refused = app.ask(PEOPLE, id.clone()).await;
        assert_eq!((refused.failures(), stale(&refused)), (members(told).into(), vec![]), "{status} {code}");
        app.end_faults().await;
        fault(&app, MEMBERS, &down()).await;
        let after = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(after.failures(), members("UPSTREAM_UNAVAILABLE"), "{status} {code}");
        assert_eq!(stale(&after), [], "{status} {code}");
        app.end_faults().await;
    }
    app.shutdown().await;
}

/// The largest organization, and another one that the viewer manages.
async fn two_organizations(app: &TestApp) -> [Value; 2] {
    let largest = app.largest_organization().await;
    let query = "{ organizations(first: 100, roles: [ADMIN], status: ACTIVE) { nodes { id } } }";
    let data = app.data(query, json!({})).await;
    let nodes = data["organizations"]["nodes"].as_array().unwrap();
    let other = nodes.iter().find(|node| node["id"] != largest.as_str()).unwrap()["id"].clone();
    [json!({ "id": largest }), json!({ "id": other })]
}

#[tokio::test]
async fn what_one_read_was_refused_no_other_of_the_organization_is_told_from_before() {
    let app = hasty().await;
    let [id, other] = two_organizations(&app).await;
    for (status, code) in [(403, DENIED), (403, NO_PLAN), (404, ABSENT)] {
        for organization in [&id, &other] {
            app.ask_anew(PEOPLE, organization.clone()).await;
        }
        app.data(HEADS, id.clone()).await;
        advance(OUTDATED).await;
        fault(&app, MEMBERS, &down()).await;
        let before = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(stale(&before).len(), 1, "{status} {code}: nothing was refused yet");

        refuse(&app, ADMINS, status, code).await;
        assert_eq!(app.ask(HEADS, id.clone()).await.failures().len(), 1, "{status} {code}");
        let after = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(after.failures(), members("UPSTREAM_UNAVAILABLE"), "{status} {code}");
        assert_eq!(stale(&after), [], "{status} {code}");
        let elsewhere = app.ask(PEOPLE, other.clone()).await;
        assert_eq!((elsewhere.failures(), stale(&elsewhere).len()), (vec![], 1), "{status} {code}");
        app.end_faults().await;
        // What is answered is no longer refused.
        app.data(HEADS, id.clone()).await;
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_refused_organization_is_not_told_from_the_list_of_before() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, ORGANIZATIONS, &down()).await;
    refuse(&app, MEMBERS, 404, ABSENT).await;
    let noticing = app.ask(PEOPLE, id.clone()).await;
    assert_eq!(noticing.failures(), members("NOT_FOUND"));
    let after = app.ask(PEOPLE, id).await;
    assert_eq!(after.failures(), [("organization".into(), "UPSTREAM_UNAVAILABLE".into())]);
    app.shutdown().await;
}

#[tokio::test]
async fn a_refused_credential_ends_everything_that_was_read_with_it() {
    let app = hasty().await;
    let [id, other] = two_organizations(&app).await;
    app.ask(PEOPLE, id.clone()).await;
    app.ask(PEOPLE, other.clone()).await;
    advance(OUTDATED).await;
    refuse(&app, USER, 401, 1537).await;
    for route in [MEMBERS, ORGANIZATIONS] {
        fault(&app, route, &down()).await;
    }
    assert_eq!(stale(&app.ask(PEOPLE, id.clone()).await).len(), 2);
    assert_eq!(
        app.ask(VIEWER, json!({})).await.failures(),
        [("viewer".into(), "UPSTREAM_UNAUTHENTICATED".into())]
    );
    for organization in [id, other] {
        let after = app.ask(PEOPLE, organization).await;
        assert_eq!(after.failures(), [("organization".into(), "UPSTREAM_UNAVAILABLE".into())]);
        assert_eq!(stale(&after), []);
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_part_that_never_was_to_be_had_leaves_the_rest_as_it_is() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    refuse(&app, SETTINGS, 403, NO_PLAN).await;
    app.ask(SETUP, id.clone()).await;
    advance(OUTDATED).await;
    app.data(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    app.ask(SETUP, id.clone()).await;
    fault(&app, MEMBERS, &down()).await;
    assert_eq!(stale(&app.ask(PEOPLE, id).await).len(), 1);
    app.shutdown().await;
}

#[tokio::test]
async fn a_document_that_is_gone_is_in_no_list_of_before() {
    let app = hasty().await;
    let documents = "{ viewer { documents(first: 5) { nodes { id name } } } }";
    let nodes = app.data(documents, json!({})).await["viewer"]["documents"]["nodes"].take();
    advance(Duration::from_secs(16)).await;
    fault(&app, "GET /user/documentsv2", &down()).await;
    let before = app.ask(documents, json!({})).await;
    assert_eq!(before.data["viewer"]["documents"]["nodes"], nodes);
    refuse(&app, "GET /document/{document_id}", 404, 65_582).await;
    let one = "query ($id: ID!) { document(id: $id) { name } }";
    assert_eq!(app.data(one, json!({ "id": nodes[0]["id"] })).await["document"], Value::Null);
    let after = app.ask(documents, json!({})).await;
    assert_eq!(after.failures(), [("viewer.documents".into(), "UPSTREAM_UNAVAILABLE".into())]);
    app.shutdown().await;
}
