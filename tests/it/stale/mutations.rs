//! Nothing within a mutation is told from before: neither what it decides by nor what it shows.

use serde_json::json;

use super::desk::{MEMBERS, ORGANIZATIONS, OUTDATED, PEOPLE, fault, hasty, outages, stale};
use crate::app::advance;

const RENAME: &str =
    "mutation ($id: ID!) { renameOrganization(input: { organizationId: $id, name: \"Northern Light\" }) {
    outcome organization { name members(first: 2) { totalCount } } } }";

const CREATE: &str = "mutation { createOrganization(input: { name: \"Northern Light\" }) {
    outcome organization { name } } }";

#[tokio::test]
async fn the_payload_tells_the_error_where_a_query_is_told_what_was_before() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    for (outage, code) in outages() {
        app.ask_anew(PEOPLE, id.clone()).await;
        advance(OUTDATED).await;
        fault(&app, MEMBERS, &outage).await;
        let query = app.ask(PEOPLE, id.clone()).await;
        assert_eq!(stale(&query).len(), 1, "{outage}");
        let mutation = app.ask(RENAME, id.clone()).await;
        let place = "renameOrganization.organization.members".to_owned();
        assert_eq!(mutation.failures(), [(place, code.to_owned())], "{outage}");
        assert_eq!(mutation.data["renameOrganization"]["outcome"], "CONFIRMED", "{outage}");
        assert_eq!(mutation.data["renameOrganization"]["organization"]["name"], "Northern Light", "{outage}");
        assert_eq!(stale(&mutation), [], "{outage}");
        app.end_faults().await;
    }
    app.shutdown().await;
}

#[tokio::test]
async fn what_a_mutation_has_to_know_first_is_not_told_from_before() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    fault(&app, ORGANIZATIONS, &json!({ "status": 500 })).await;
    assert_eq!(stale(&app.ask(PEOPLE, id).await).len(), 1);
    app.forget_calls().await;
    let mutation = app.ask(CREATE, json!({})).await;
    assert_eq!(mutation.failures(), [("createOrganization".into(), "UPSTREAM_UNAVAILABLE".into())]);
    assert_eq!(mutation.errors[0]["extensions"]["outcome"], "REJECTED");
    assert_eq!(stale(&mutation), []);
    assert!(app.calls().await.keys().all(|route| !route.starts_with("POST")), "nothing was sent");
    app.shutdown().await;
}

#[tokio::test]
async fn what_shows_the_effect_of_a_mutation_is_not_told_from_before() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    advance(OUTDATED).await;
    // The answer is lost, and so is every look at what became of it.
    fault(&app, ORGANIZATIONS, &json!({ "status": 500 })).await;
    fault(&app, "PUT /v2/organizations/{organization_id}", &json!({ "drop": "after_effect" })).await;
    let mutation = app.ask(RENAME, id).await;
    assert_eq!(mutation.data["renameOrganization"]["outcome"], "UNKNOWN", "{mutation:?}");
    assert_eq!(stale(&mutation), []);
    app.shutdown().await;
}

#[tokio::test]
async fn what_a_mutation_changed_is_not_told_as_it_was_before() {
    let app = hasty().await;
    let id = json!({ "id": app.largest_organization().await });
    app.ask(PEOPLE, id.clone()).await;
    fault(&app, ORGANIZATIONS, &json!({ "status": 500 })).await;
    let mutation = app.ask(RENAME, id.clone()).await;
    assert_eq!(mutation.data["renameOrganization"]["outcome"], "CONFIRMED", "{mutation:?}");
    let query = app.ask(PEOPLE, id).await;
    assert_eq!(query.failures(), [("organization".into(), "UPSTREAM_UNAVAILABLE".into())]);
    assert_eq!(stale(&query), []);
    app.shutdown().await;
}
