//! Someone leaves every organization, and each tells what became of it.

use serde_json::{Value, json};

use super::stage::{Stage, told};
use super::world::{HARBOR, KESTREL, LANTERN};

const LEAVER: &str = "member@sandbox.test";
const REMOVE_ADMIN: &str = "DELETE /v2/organizations/{organization_id}/admins/{user_id}";
const REMOVE_MEMBER: &str = "DELETE /v2/organizations/{organization_id}/members/{user_id}";
const NOWHERE: [&str; 3] = ["FIND_ORGANIZATION FOUND", "REMOVE_ADMIN NOT_NEEDED", "REMOVE_MEMBER NOT_NEEDED"];

/// A member of Harbor who also manages it, moderates Blue Lantern and belongs to Kestrel.
fn places() -> Value {
    json!({ "organizations": {
        HARBOR: { "admins": { LEAVER: { "role": "admin" } } },
        LANTERN: { "admins": { LEAVER: { "role": "moderator" } }, "members": { LEAVER: { "status": "declined" } } },
        KESTREL: { "members": { LEAVER: {} } },
    } })
}

#[tokio::test]
async fn someone_leaves_every_organization_as_both() {
    for by_id in [false, true] {
        let stage = Stage::after(places()).await;
        let input = match by_id {
            false => json!({ "email": "Member@Sandbox.Test" }),
            true => json!({ "personId": stage.world().await.person_id(HARBOR, LEAVER) }),
        };
        let mut dry = input.clone();
        dry["dryRun"] = true.into();
        let would = stage.ask_in_vain("offboardMember", dry).await;
        assert_eq!((would.outcome.as_str(), would.codes()), ("REJECTED", vec!["DRY_RUN"]));
        let both = |word: &str| {
            [
                "FIND_ORGANIZATION FOUND".to_owned(),
                format!("REMOVE_ADMIN {word}"),
                format!("REMOVE_MEMBER {word}"),
            ]
        };
        assert_eq!(would.steps_in(HARBOR), both("WOULD_DO"));

        stage.app.forget_calls().await;
        let done = stage.ask("offboardMember", input.clone()).await;
        done.expect_done();
        assert_eq!(done.list("organizations").len(), 3);
        assert_eq!(done.payload["wasFound"], true);
        assert_eq!(done.steps_in(HARBOR), both("CONFIRMED"));
        assert_eq!(done.steps_in(LANTERN)[1..], ["REMOVE_ADMIN CONFIRMED", "REMOVE_MEMBER NOT_NEEDED"]);
        assert_eq!(done.steps_in(KESTREL)[1..], ["REMOVE_ADMIN NOT_NEEDED", "REMOVE_MEMBER CONFIRMED"]);
        let mut writes = stage.writes().await;
        writes.sort();
        assert_eq!(writes, [REMOVE_ADMIN, REMOVE_ADMIN, REMOVE_MEMBER, REMOVE_MEMBER]);
        let world = stage.world().await;
        let seats = [(HARBOR, "admins"), (HARBOR, "members"), (LANTERN, "admins"), (KESTREL, "members")];
        for (organization, kind) in seats {
            assert_eq!(world.seat(organization, kind, LEAVER), "none", "{organization} {kind}");
        }

        let again = stage.ask_in_vain("offboardMember", input).await;
        again.expect_done();
        assert_eq!(again.steps_in(HARBOR), NOWHERE);
        stage.app.shutdown().await;
    }
}

#[tokio::test]
async fn someone_who_is_nowhere_needs_no_step() {
    let stage = Stage::start().await;
    let done = stage.ask_in_vain("offboardMember", json!({ "email": "nobody@example.test" })).await;
    done.expect_done();
    assert_eq!(done.payload["wasFound"], false, "a misspelled address shows");
    for organization in [HARBOR, LANTERN, KESTREL] {
        assert_eq!(done.steps_in(organization), NOWHERE);
    }
    stage.app.shutdown().await;
}

#[tokio::test]
async fn the_last_admin_stays_and_leaves_elsewhere() {
    let stage = Stage::start().await;
    let admin = stage.world().await.sole_admin(KESTREL);
    let edit = json!({ "organizations": { KESTREL: { "members": { &admin: {} } }, HARBOR: { "members": { &admin: {} } } } });
    stage.app.edit_world(edit).await;
    for dry in [true, false] {
        let input = json!({ "email": admin, "dryRun": dry });
        let partly = stage.ask("offboardMember", input).await;
        let first = if dry { ("DRY_RUN", "dryRun") } else { ("PARTLY_DONE", "") };
        assert_eq!(partly.outcome, "REJECTED");
        assert_eq!(partly.user_errors, told(&[first, ("LAST_ADMIN", "email")]));
        let word = if dry { "WOULD_DO" } else { "CONFIRMED" };
        assert_eq!(
            partly.steps_in(KESTREL)[1..],
            ["REMOVE_ADMIN REJECTED LAST_ADMIN".to_owned(), format!("REMOVE_MEMBER {word}")]
        );
        assert_eq!(partly.steps_in(HARBOR)[2], format!("REMOVE_MEMBER {word}"));
    }
    let world = stage.world().await;
    assert_eq!(world.seat(KESTREL, "admins", &admin), "admin active");
    assert_eq!(world.seat(HARBOR, "members", &admin), "none");
    assert_eq!(stage.writes().await, [REMOVE_MEMBER, REMOVE_MEMBER]);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn signnow_has_the_last_word_about_the_last_admin() {
    let stage = Stage::after(places()).await;
    let refusal = json!({ "errors": [{ "code": 12_004_022, "message": "Can not delete the last admin." }] });
    stage.app.fault(json!({ "route": REMOVE_ADMIN, "status": 403, "body": refusal })).await;
    let partly = stage.ask("offboardMember", json!({ "email": LEAVER })).await;
    assert_eq!((partly.outcome.as_str(), partly.codes()[0]), ("REJECTED", "PARTLY_DONE"));
    assert_eq!(partly.steps_in(HARBOR)[1..], ["REMOVE_ADMIN REJECTED LAST_ADMIN", "REMOVE_MEMBER CONFIRMED"]);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_organization_that_cannot_be_read_is_told_and_stops_no_other() {
    let stage = Stage::after(places()).await;
    let list = "GET /v2/organizations/{organization_id}/admins";
    let refusal = json!({ "errors": [{ "code": 12_003_002, "message": "canary" }] });
    stage.app.fault(json!({ "route": list, "status": 403, "body": refusal, "times": 1 })).await;
    let partly = stage.ask("offboardMember", json!({ "email": LEAVER })).await;
    assert_eq!((partly.outcome.as_str(), partly.codes()), ("REJECTED", vec!["PARTLY_DONE", "PLAN_REQUIRED"]));
    assert!(!partly.text.contains("canary"));
    let steps = [HARBOR, LANTERN, KESTREL].map(|organization| partly.steps_in(organization));
    let unread = steps.iter().filter(|steps| **steps == ["FIND_ORGANIZATION REJECTED PLAN_REQUIRED"]);
    assert_eq!((unread.count(), steps.iter().filter(|steps| steps.len() == 3).count()), (1, 2));

    let rest = stage.ask("offboardMember", json!({ "email": LEAVER })).await;
    rest.expect_done();
    stage.app.shutdown().await;
}

#[tokio::test]
async fn without_the_list_of_organizations_nothing_is_done() {
    let stage = Stage::after(places()).await;
    stage.app.fault(json!({ "route": "GET /v2/organizations", "status": 503 })).await;
    let failed = stage.ask_in_vain("offboardMember", json!({ "email": LEAVER })).await;
    assert_eq!(
        (failed.outcome.as_str(), failed.failures),
        ("REJECTED", vec!["UPSTREAM_UNAVAILABLE".to_owned()])
    );
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_open_invitation_stays_and_is_told() {
    let outsider = "outsider@sandbox.test";
    let seats = json!({ "members": { outsider: { "status": "pending" } } });
    let stage = Stage::after(json!({ "organizations": { HARBOR: seats } })).await;
    // Blue Lantern has invited them as a moderator in the demo world.
    let told = stage.ask_in_vain("offboardMember", json!({ "email": outsider })).await;
    assert_eq!(
        (told.outcome.as_str(), told.codes()),
        ("REJECTED", vec!["INVITATION_OPEN", "INVITATION_OPEN"])
    );
    assert_eq!(told.steps_in(HARBOR)[2], "REMOVE_MEMBER REJECTED INVITATION_OPEN");
    assert_eq!(told.steps_in(LANTERN)[1], "REMOVE_ADMIN REJECTED INVITATION_OPEN");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn the_signed_in_user_is_not_taken_out() {
    let stage = Stage::start().await;
    let person = stage.world().await.person_id(HARBOR, "viewer@sandbox.test");
    for (input, argument) in
        [(json!({ "email": "Viewer@sandbox.test" }), "email"), (json!({ "personId": person }), "personId")]
    {
        let refused = stage.ask_in_vain("offboardMember", input).await;
        assert_eq!(refused.user_errors, told(&[("VIEWER_STAYS", argument)]));
        assert_eq!((refused.outcome.as_str(), &refused.payload["organizations"]), ("REJECTED", &Value::Null));
    }
    stage.app.shutdown().await;
}
