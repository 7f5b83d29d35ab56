//! Writes, and the reads that see them.

use serde_json::{Value, json};

use super::stage::{Actor, Stage, filter};

const HARBOR: &str = "Harbor & Pine Logistics";

#[tokio::test]
async fn an_organization_is_founded_renamed_and_deleted() {
    let stage = Stage::demo().await;
    let outsider = stage.log_in("outsider").await;
    let answer = outsider.post("/v2/organizations", json!({"name": "Fairbanks & Sons", "unknown": 1})).await;
    let body = answer.expect(201);
    let id = body["id"].as_str().unwrap();
    assert_eq!(body, json!({ "id": id }));
    let path = format!("/v2/organizations/{id}");
    let listed = async || {
        let rows = outsider.rows("/v2/organizations", &filter("status", "=", json!("active"))).await;
        rows.iter().find(|row| row["id"] == id).cloned()
    };
    let membership = json!({"type": "admin", "status": "active", "invited_by": null});
    let founded =
        json!({"id": id, "name": "Fairbanks & Sons", "active": true, "logo": null, "membership": membership});
    assert_eq!(listed().await, Some(founded));
    outsider.put(&path, json!({"name": "n".repeat(255)})).await.expect_empty(204);
    assert_eq!(listed().await.unwrap()["name"], "n".repeat(255));
    outsider.delete(&path).await.expect_empty(204);
    assert_eq!(listed().await, None);
    assert_eq!(outsider.delete(&path).await.refused(404), 12_003_001);
    assert_eq!(
        outsider.post(&format!("{path}/admins/{id}/accept"), json!({})).await.refused(404),
        12_001_001
    );
}

#[tokio::test]
async fn a_deleted_organization_makes_room_for_another() {
    let stage = Stage::demo().await;
    let trial = stage.log_in("trial").await;
    let found = async || trial.post("/v2/organizations", json!({"name": "One more"})).await;
    for _ in 2..=5 {
        found().await.expect(201);
    }
    assert_eq!(found().await.refused(403), 12_001_006);
    let last = stage.world().await.organization_id("One more");
    trial.delete(&format!("/v2/organizations/{last}")).await.expect_empty(204);
    found().await.expect(201);
}

async fn setting(actor: &Actor<'_>, path: &str, name: &str) -> Value {
    let rows = actor.rows(path, "").await;
    rows.into_iter().find(|row| row["setting"] == name).unwrap()
}

#[tokio::test]
async fn settings_are_written_as_text_and_read_as_what_they_mean() {
    let stage = Stage::demo().await;
    let founder = stage.log_in("outsider").await;
    let body = founder.post("/v2/organizations", json!({"name": "Untouched"})).await.expect(201);
    let path = format!("/v2/organizations/{}/settings", body["id"].as_str().unwrap());
    let write = async |name: &str, value: &str| {
        founder.put(&path, json!({"setting_name": name, "value": value})).await.expect_empty(204);
        setting(&founder, &path, name).await
    };
    let untouched = setting(&founder, &path, "document_guide").await;
    assert_eq!(
        untouched,
        json!({"setting": "document_guide", "value": "0", "created": null, "updated": null})
    );
    for (text, flag) in [("1", true), ("0", false), ("true", true), ("false", false)] {
        let written = write("document_guide", text).await;
        assert_eq!(written["value"], json!(flag), "{text}");
        assert!(written["created"].is_i64() && written["updated"].is_i64());
    }
    for text in ["30", "1", "true", &"v".repeat(1000)] {
        assert_eq!(write("document_completion_retention_days", text).await["value"], json!(text));
    }
}

#[tokio::test]
async fn every_documented_setting_can_be_written() {
    let stage = Stage::demo().await;
    let path = format!("/v2/organizations/{}/settings", stage.world().await.organization_id(HARBOR));
    let viewer = stage.log_in("viewer").await;
    let names = [
        "mobileweb_option",
        "digitally_sign_dowloaded_docs",
        "cloud_export_with_history",
        "emailed_docs_include_history",
        "require_login_for_signing",
        "logout_on_signing",
        "document_completion_retention_days",
        "audit_trail_completion_retention_days",
        "front_end_session_length",
        "email_admin_on_banned_login",
        "require_authentication_for_invites",
        "add_signature_stamp_with_name",
        "unsuccessful_logout_attempts_allowed",
        "document_guide",
        "org_allowed_team_admins",
        "cfr_title_21_part_11",
        "email_logo_position",
        "email_btn_bkgd_color",
        "email_btn_text_color",
    ];
    for name in names {
        viewer.put(&path, json!({"setting_name": name, "value": "1"})).await.expect_empty(204);
        let value = setting(&viewer, &path, name).await["value"].clone();
        assert!(value == json!(true) || value == json!("1"), "{name}: {value}");
    }
}

#[tokio::test]
async fn an_allowed_team_admin_is_added_and_switched() {
    let stage = Stage::demo().await;
    let path =
        format!("/v2/organizations/{}/allowed-team-admins", stage.world().await.organization_id(HARBOR));
    let moderator = stage.log_in("moderator").await;
    let row = async || moderator.rows(&path, &filter("email", "=", json!("outsider@sandbox.test"))).await;
    assert_eq!(row().await.len(), 0);
    moderator.post(&path, json!({"email": "outsider@sandbox.test"})).await.expect_empty(201);
    let added = row().await.remove(0);
    assert_eq!((&added["active"], &added["created"]), (&json!(true), &added["updated"]));
    for active in [false, true] {
        moderator
            .put(&path, json!({"email": "outsider@sandbox.test", "active": active}))
            .await
            .expect_empty(204);
        assert_eq!(row().await[0]["active"], json!(active));
    }
}

#[tokio::test]
async fn the_last_admin_stays_until_there_is_another() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let path = |name| {
        format!(
            "/v2/organizations/{}/admins/{}",
            world.organization_id("Blue Lantern Studios"),
            world.user_id(name)
        )
    };
    let (viewer, outsider) = (stage.log_in("viewer").await, stage.log_in("outsider").await);
    assert_eq!(viewer.delete(&path("viewer")).await.refused(403), 12_004_022);
    outsider.post(&format!("{}/accept", path("outsider")), json!({})).await.expect_empty(204);
    assert_eq!(viewer.delete(&path("viewer")).await.refused(403), 12_004_022, "a moderator is no admin");
    viewer.put(&path("outsider"), json!({"type": "admin"})).await.expect_empty(204);
    viewer.delete(&path("viewer")).await.expect_empty(204);
    assert_eq!(viewer.delete(&path("outsider")).await.refused(403), 12_003_003);
    assert_eq!(outsider.put(&path("outsider"), json!({"type": "moderator"})).await.refused(403), 12_004_022);
}

#[tokio::test]
async fn a_moderator_removes_moderators_and_may_go() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let path =
        |name| format!("/v2/organizations/{}/admins/{}", world.organization_id(HARBOR), world.user_id(name));
    let (viewer, moderator) = (stage.log_in("viewer").await, stage.log_in("moderator").await);
    viewer.put(&path("admin"), json!({"type": "moderator"})).await.expect_empty(204);
    moderator.delete(&path("admin")).await.expect_empty(204);
    moderator.delete(&path("moderator")).await.expect_empty(204);
    let rows = viewer.rows(&format!("/v2/organizations/{}/admins", world.organization_id(HARBOR)), "").await;
    assert!(
        rows.iter()
            .all(|row| row["email"] != "admin@sandbox.test" && row["email"] != "moderator@sandbox.test")
    );
}

#[tokio::test]
async fn members_are_removed_or_leave() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let members = format!("/v2/organizations/{}/members", world.organization_id(HARBOR));
    let (moderator, member) = (stage.log_in("moderator").await, stage.log_in("member").await);
    let before = moderator.rows(&members, "").await.len();
    let own = format!("{members}/{}", world.user_id("member"));
    member.delete(&own).await.expect_empty(204);
    assert_eq!(member.delete(&own).await.refused(404), 12_007_014);
    moderator.delete(&format!("{members}/{}", world.user_id("admin"))).await.expect_empty(204);
    let after = moderator.rows(&members, "").await;
    assert_eq!(after.len(), before - 2);
    let admins = format!("/v2/organizations/{}/admins", world.organization_id(HARBOR));
    let still = moderator.rows(&admins, &filter("email", "=", json!("admin@sandbox.test"))).await;
    assert_eq!(still.len(), 1, "the seat of the admin is another one");
}

#[tokio::test]
async fn a_member_leaves_without_any_subscription() {
    let stage = Stage::demo().await;
    let world = stage.world().await;
    let email = world.seated("Faded Ink Partners", "members", None, "active").to_owned();
    let members = format!("/v2/organizations/{}/members", world.organization_id("Faded Ink Partners"));
    stage
        .log_in(&email)
        .await
        .delete(&format!("{members}/{}", world.user_id(&email)))
        .await
        .expect_empty(204);
}
