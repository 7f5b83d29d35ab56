//! Mutations of the viewer's own place in an organization change what the viewer may see.

use serde_json::{Value, json};

use super::stage::Stage;

const OURS: &str = "Harbor & Pine Logistics";

/// The organizations where the viewer is a member or is invited to be one.
async fn memberships(stage: &Stage) -> Vec<Value> {
    let query = "{ organizations(first: 100, roles: [MEMBER]) { nodes { organizationId } } }";
    stage.app.data(query, json!({})).await["organizations"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn whoever_adds_themselves_sees_it() {
    for (mutation, field) in [("addMember", "email: $email"), ("addMembers", "emails: [$email]")] {
        let stage = Stage::after(&json!({})).await;
        let organization = stage.initial().organization_id(OURS);
        let seat = json!({ "organizationId": organization });
        let before = memberships(&stage).await;
        assert!(!before.contains(&seat));
        let document = format!(
            "mutation ($organization: ID!, $email: String!) {{
                it: {mutation}(input: {{ organizationId: $organization, {field} }}) {{ outcome }} }}"
        );
        let email = "viewer@sandbox.test";
        let data = stage.app.data(&document, json!({ "organization": organization, "email": email })).await;
        assert_eq!(data["it"]["outcome"], "CONFIRMED", "{mutation}");
        assert!(memberships(&stage).await.contains(&seat), "{mutation}");
    }
}

#[tokio::test]
async fn whoever_gives_up_their_rights_sees_nothing_from_before() {
    let stage = Stage::after(&json!({})).await;
    let organization = stage.initial().organization_id(OURS);
    let query = "query ($id: ID!) { organization(id: $id) {
        settings(first: 1) { totalCount } members(first: 1) { totalCount } allowedTeamAdmins(first: 1) { totalCount }
        admins(first: 100) { nodes { id email } } } }";
    let variables = json!({ "id": organization });
    let before = stage.app.data(query, variables.clone()).await;
    let admins = before["organization"]["admins"]["nodes"].as_array().unwrap();
    let own = admins.iter().find(|admin| admin["email"] == "viewer@sandbox.test").unwrap();
    let document =
        "mutation ($id: ID!) { it: removeAdmin(input: { personId: $id }) { outcome userErrors { code } } }";
    let told = stage.app.data(document, json!({ "id": own["id"] })).await;
    assert_eq!(told["it"]["outcome"], "CONFIRMED", "{told}");
    let after = stage.app.ask(query, variables).await;
    assert!(after.data["organization"].is_null() || after.errors.len() == 4, "{after:?}");
}
