//! Several mutations in one document: one after the other, each seeing what those before it did.

use serde_json::{Value, json};

use super::stage::Stage;
use super::world::World;

const OURS: &str = "Harbor & Pine Logistics";

fn ours(world: &World) -> Value {
    json!({
        "organization": world.organization_id(OURS),
        "moderator": world.person_id(OURS, "moderator"),
        "member": world.person_id(OURS, "member"),
    })
}

#[tokio::test]
async fn mutations_of_one_document_run_in_its_order() {
    let stage = Stage::after(&json!({})).await;
    let rename = "PUT /v2/organizations/{organization_id}";
    stage.app.fault(json!({ "route": rename, "latency_ms": 300 })).await;
    let document = "mutation ($organization: ID!, $moderator: ID!, $member: ID!) {
        a: renameOrganization(input: { organizationId: $organization, name: \"One\" }) { organization { name } }
        b: removeAdmin(input: { personId: $moderator }) { outcome }
        c: renameOrganization(input: { organizationId: $organization, name: \"Two\" }) { organization { name } }
        d: removeMember(input: { personId: $member }) { outcome }
        e: addMember(input: { organizationId: $organization, email: \"member@sandbox.test\" }) {
            person { organization { name } memberStatus } } }";
    let data = stage.app.data(document, ours(stage.initial())).await;
    assert_eq!(data["a"]["organization"]["name"], "One");
    assert_eq!(data["c"]["organization"]["name"], "Two");
    assert_eq!(data["e"]["person"], json!({ "organization": { "name": "Two" }, "memberStatus": "PENDING" }));
    let requests = stage.app.requests().await;
    let written: Vec<&str> = requests
        .iter()
        .filter(|request| request["method"] != "GET")
        .map(|request| request["route"].as_str().unwrap())
        .filter(|route| !route.contains("/oauth2/"))
        .collect();
    assert_eq!(
        written,
        [
            rename,
            "DELETE /v2/organizations/{organization_id}/admins/{user_id}",
            rename,
            "DELETE /v2/organizations/{organization_id}/members/{user_id}",
            "POST /v2/organizations/{organization_id}/members",
        ]
    );
}

#[tokio::test]
async fn a_payload_shows_what_the_mutations_before_it_did() {
    let stage = Stage::after(&json!({})).await;
    let document = "mutation ($organization: ID!, $moderator: ID!, $member: ID!) {
        before: changeAdminRole(input: { personId: $moderator, role: ADMIN }) { person { ...Seen } }
        add: addMember(input: { organizationId: $organization, email: \"outsider@sandbox.test\" }) { outcome }
        between: changeAdminRole(input: { personId: $moderator, role: MODERATOR }) { person { ...Seen } }
        remove: removeMember(input: { personId: $member }) { outcome }
        set: changeOrganizationSetting(
            input: { organizationId: $organization, name: \"email_logo_position\", value: \"left\" }) { outcome }
        after: renameOrganization(input: { organizationId: $organization, name: \"Last\" }) {
            organization { people(first: 1) { totalCount } settings(first: 100) { nodes { name value } } } } }
        fragment Seen on Person { adminRole organization { people(first: 1) { totalCount } } }";
    let data = stage.app.data(document, ours(stage.initial())).await;
    let people = |organization: &Value| organization["people"]["totalCount"].as_u64().unwrap();
    let before = people(&data["before"]["person"]["organization"]);
    assert_eq!(data["before"]["person"]["adminRole"], "ADMIN");
    assert_eq!(people(&data["between"]["person"]["organization"]), before + 1);
    assert_eq!(data["between"]["person"]["adminRole"], "MODERATOR");
    let after = &data["after"]["organization"];
    assert_eq!(people(after), before);
    let mut settings = after["settings"]["nodes"].as_array().unwrap().iter();
    assert!(settings.any(|one| *one == json!({ "name": "email_logo_position", "value": "left" })), "{after}");
}

#[tokio::test]
async fn one_that_fails_stops_no_other() {
    let stage = Stage::after(&json!({})).await;
    stage.app.fault(json!({ "route": "POST /user/forgotpassword", "drop": "after_effect" })).await;
    let setting = "PUT /v2/organizations/{organization_id}/settings";
    stage.app.fault(json!({ "route": setting, "status": 403 })).await;
    let document = "mutation ($organization: ID!, $member: ID!) {
        refused: addMember(input: { organizationId: $organization, email: \"member@sandbox.test\" }) { outcome }
        bad: createOrganization(input: { name: \"\" }) { outcome }
        forbidden: changeOrganizationSetting(
            input: { organizationId: $organization, name: \"document_guide\", value: \"true\" }) { outcome }
        unknown: sendPasswordReset(input: { email: \"outsider@sandbox.test\" }) { outcome }
        done: removeMember(input: { personId: $member }) { outcome } }";
    let mut variables = ours(stage.initial());
    variables.as_object_mut().unwrap().remove("moderator");
    let answer = stage.app.ask(document, variables).await;
    let outcome = |name: &str| answer.data[name]["outcome"].clone();
    assert_eq!(
        ["refused", "bad", "unknown", "done"].map(outcome),
        ["REJECTED", "REJECTED", "UNKNOWN", "CONFIRMED"]
    );
    assert_eq!(answer.failures(), [("forbidden".to_owned(), "FORBIDDEN".to_owned())]);
    assert_eq!(answer.errors[0]["extensions"]["outcome"], "REJECTED");
    assert!(stage.world().await.seat(OURS, "members", "member").is_null());
}
