//! Invitations from asking to answering, seen through the lists.

use serde_json::{Value, json};

use super::stage::{Actor, Stage, filter};

const HARBOR: &str = "Harbor & Pine Logistics";
const BLUE_LANTERN: &str = "Blue Lantern Studios";
const KESTREL: &str = "Kestrel Medical Supply";

/// The status of somebody in a list of an organization, as its admin sees it.
async fn status(admin: &Actor<'_>, list: &str, name: &str) -> Option<String> {
    let email = json!(format!("{name}@sandbox.test"));
    let rows = admin.rows(list, &filter("email", "=", email)).await;
    rows.first().map(|row| row["status"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn an_invited_moderator_manages_after_accepting() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let admins = format!("/v2/organizations/{}/admins", world.organization_id(BLUE_LANTERN));
    let outsider = stage.log_in("outsider").await;
    assert_eq!(outsider.get(&admins).await.refused(403), 12_003_003);
    let answer = outsider.post(&format!("{admins}/{}/accept", world.user_id("outsider")), json!({})).await;
    answer.expect_empty(204);
    outsider.get(&admins).await.expect(200);
    assert_eq!(status(&outsider, &admins, "outsider").await.as_deref(), Some("active"));
}

#[tokio::test]
async fn a_new_admin_is_told_of_as_pending_and_sees_who_asked() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let admins = format!("/v2/organizations/{}/admins", world.organization_id(HARBOR));
    let (viewer, outsider) = (stage.log_in("viewer").await, stage.log_in("outsider").await);
    let body = json!({"email": "outsider@sandbox.test", "type": "admin"});
    let answer = viewer.post(&admins, body.clone()).await.expect(201);
    let invitation = answer["data"]["id"].as_str().unwrap();
    assert_eq!(
        answer,
        json!({"data": {"id": invitation, "email": "outsider@sandbox.test", "type": "admin", "status": "pending"}})
    );
    assert_eq!((invitation.len(), invitation == world.user_id("outsider")), (40, false));
    assert_eq!(viewer.post(&admins, body).await.refused(400), 12_004_009);
    let pending = outsider.rows("/v2/organizations", &filter("status", "=", json!("pending"))).await;
    let harbor = pending.iter().find(|row| row["name"] == HARBOR).unwrap();
    let inviter = json!({"id": world.user_id("viewer"), "email": "viewer@sandbox.test"});
    assert_eq!(harbor["membership"], json!({"type": "admin", "status": "pending", "invited_by": inviter}));
}

#[tokio::test]
async fn who_declined_to_manage_may_be_asked_again() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let admins = format!("/v2/organizations/{}/admins", world.organization_id(BLUE_LANTERN));
    let (viewer, outsider) = (stage.log_in("viewer").await, stage.log_in("outsider").await);
    let answer = format!("{admins}/{}/decline", world.user_id("outsider"));
    outsider.post(&answer, json!({})).await.expect_empty(204);
    assert_eq!(status(&viewer, &admins, "outsider").await.as_deref(), Some("declined"));
    assert_eq!(outsider.post(&answer, json!({})).await.refused(404), 12_007_013);
    viewer.post(&admins, json!({"email": "outsider@sandbox.test", "type": "moderator"})).await.expect(201);
    assert_eq!(status(&viewer, &admins, "outsider").await.as_deref(), Some("pending"));
    let seats = stage.world().await.organization(BLUE_LANTERN)["admins"].clone();
    let id = world.user_id("outsider");
    assert_eq!(seats.as_array().unwrap().iter().filter(|seat| seat["user_id"] == id.as_str()).count(), 1);
}

#[tokio::test]
async fn joining_another_organization_ends_the_membership_before() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let members = |name| format!("/v2/organizations/{}/members", world.organization_id(name));
    let (viewer, member) = (stage.log_in("viewer").await, stage.log_in("member").await);
    let invitation = json!({"email": "member@sandbox.test"});
    viewer.post(&members(BLUE_LANTERN), invitation.clone()).await.expect_empty(201);
    viewer.post(&members(KESTREL), invitation).await.expect_empty(201);
    assert_eq!(
        status(&viewer, &members(HARBOR), "member").await.as_deref(),
        Some("active"),
        "not before yes"
    );
    let path = format!("{}/{}/accept", members(BLUE_LANTERN), world.user_id("member"));
    member.post(&path, json!({})).await.expect_empty(201);
    assert_eq!(status(&viewer, &members(BLUE_LANTERN), "member").await.as_deref(), Some("active"));
    assert_eq!(status(&viewer, &members(HARBOR), "member").await, None);
    assert_eq!(status(&viewer, &members(KESTREL), "member").await.as_deref(), Some("pending"));
    let listed = member.rows("/v2/organizations", &filter("type", "in", json!(["member"]))).await;
    assert_eq!(listed.iter().map(|row| &row["name"]).collect::<Vec<_>>(), [BLUE_LANTERN, KESTREL]);
}

#[tokio::test]
async fn joining_ends_no_management() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let viewer = stage.log_in("viewer").await;
    let everything = json!(["admin", "moderator", "member"]);
    let path = format!(
        "/v2/organizations/{}/members/{}/accept",
        world.organization_id("Old Mill Energy"),
        world.user_id("viewer")
    );
    viewer.post(&path, json!({})).await.expect_empty(201);
    let rows = viewer.rows("/v2/organizations", &filter("type", "in", everything)).await;
    let kept: Vec<&Value> = rows.iter().map(|row| &row["name"]).collect();
    let expected = [HARBOR, BLUE_LANTERN, KESTREL, "Juniper Foods Cooperative", "Old Mill Energy"];
    assert_eq!(kept, expected, "Quarry Street Legal is left, nothing else");
}

#[tokio::test]
async fn who_declined_to_join_stays_outside() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let members = format!("/v2/organizations/{}/members", world.organization_id(BLUE_LANTERN));
    let (viewer, outsider) = (stage.log_in("viewer").await, stage.log_in("outsider").await);
    let invitation = json!({"email": "Outsider@Sandbox.test"});
    viewer.post(&members, invitation.clone()).await.expect_empty(201);
    let answer = |verb: &str| format!("{members}/{}/{verb}", world.user_id("outsider"));
    outsider.post(&answer("decline"), json!({})).await.expect_empty(201);
    assert_eq!(status(&viewer, &members, "outsider").await.as_deref(), Some("declined"));
    assert_eq!(outsider.post(&answer("accept"), json!({})).await.refused(404), 12_007_013);
    viewer.post(&members, invitation).await.expect_empty(201);
    outsider.post(&answer("accept"), json!({})).await.expect_empty(201);
    assert_eq!(status(&viewer, &members, "outsider").await.as_deref(), Some("active"));
}
