//! An organization is compared with a directory of record, and made like it.

use serde_json::{Value, json};

use super::stage::{Stage, Told, told};
use super::world::{KESTREL, QUARRY};

const LEDGER: &str = "Ledger Works";

fn at(name: &str) -> String {
    format!("{name}@sandbox.test")
}

/// An organization with a seat of each kind beside the viewer's.
async fn ledger_works(stage: &Stage) -> String {
    let admin = |role: &str, status: &str| json!({ "role": role, "status": status });
    let member = |status: &str| json!({ "status": status });
    stage
        .found(
            LEDGER,
            json!({
                "admins": {
                    at("admin"): admin("admin", "active"),
                    at("moderator"): admin("moderator", "active"),
                    at("trial"): admin("moderator", "pending"),
                    at("expired"): admin("admin", "declined"),
                },
                "members": {
                    at("member"): member("active"),
                    at("outsider"): member("active"),
                    at("business"): member("pending"),
                    at("unverified"): member("declined"),
                },
            }),
        )
        .await
}

fn directory() -> Value {
    json!([
        { "email": "Member@Sandbox.Test" },
        { "email": at("business"), "role": "MEMBER" },
        { "email": at("unverified"), "role": "MEMBER" },
        { "email": at("viewer"), "role": "ADMIN" },
        { "email": at("admin"), "role": "MODERATOR" },
        { "email": at("moderator"), "role": "ADMIN" },
        { "email": at("expired"), "role": "MEMBER" },
    ])
}

async fn reconcile(stage: &Stage, rules: Value) -> Told {
    stage.ask("reconcileMembers", input(stage, rules).await).await
}

async fn input(stage: &Stage, rules: Value) -> Value {
    let id = stage.world().await.organization_id(LEDGER);
    let mut input = json!({ "organizationId": id, "directory": directory() });
    input.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn every_kind_of_difference_is_told_and_nothing_is_done() {
    let stage = Stage::start().await;
    ledger_works(&stage).await;
    let would = stage.ask_in_vain("reconcileMembers", input(&stage, json!({})).await).await;
    assert_eq!((would.outcome.as_str(), &would.user_errors), ("REJECTED", &told(&[("DRY_RUN", "apply")])));
    assert_eq!(
        would.differences(),
        [
            "business@sandbox.test PENDING MEMBER PENDING REPORTED",
            "unverified@sandbox.test DECLINED MEMBER DECLINED REPORTED",
            "admin@sandbox.test WRONG_ROLE ADMIN ACTIVE REPORTED",
            "moderator@sandbox.test WRONG_ROLE MODERATOR ACTIVE WOULD_DO",
            "expired@sandbox.test MISSING MEMBER - WOULD_DO",
            "trial@sandbox.test UNEXPECTED MODERATOR PENDING REPORTED INVITATION_OPEN",
            "outsider@sandbox.test UNEXPECTED MEMBER ACTIVE WOULD_DO",
        ]
    );
    let counts =
        json!({ "missing": 1, "wrongRole": 2, "pending": 1, "declined": 1, "unexpected": 2, "dormant": 0 });
    assert_eq!(would.payload["counts"], counts);
    let person = stage.world().await.person_id(LEDGER, &at("outsider"));
    assert_eq!(would.list("differences")[6]["personId"], person);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn applied_the_difference_goes_away() {
    let stage = Stage::start().await;
    ledger_works(&stage).await;
    let done = reconcile(&stage, json!({ "apply": true })).await;
    done.expect_done();
    let changed: Vec<_> =
        done.differences().into_iter().filter(|difference| difference.ends_with(" CONFIRMED")).collect();
    assert_eq!(
        changed,
        [
            "moderator@sandbox.test WRONG_ROLE MODERATOR ACTIVE CONFIRMED",
            "expired@sandbox.test MISSING MEMBER - CONFIRMED",
            "outsider@sandbox.test UNEXPECTED MEMBER ACTIVE CONFIRMED",
        ]
    );
    assert_eq!(stage.writes().await.len(), 3);
    let world = stage.world().await;
    assert_eq!(world.seat(LEDGER, "admins", &at("moderator")), "admin active");
    assert_eq!(world.seat(LEDGER, "admins", &at("admin")), "admin active");
    assert_eq!(world.seat(LEDGER, "members", &at("expired")), "pending");
    assert_eq!(world.seat(LEDGER, "members", &at("outsider")), "none");
    assert_eq!(world.mails(), 1);

    let again = stage.ask_in_vain("reconcileMembers", input(&stage, json!({ "apply": true })).await).await;
    again.expect_done();
    assert!(again.differences().iter().all(|difference| difference.contains(" REPORTED")), "{again:?}");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn rights_are_taken_and_declined_people_are_asked_where_it_is_allowed() {
    let stage = Stage::start().await;
    ledger_works(&stage).await;
    let rules = json!({ "apply": true, "removeAdmins": true, "inviteDeclined": true });
    let done = reconcile(&stage, rules.clone()).await;
    done.expect_done();
    assert_eq!(
        done.differences()[1..3],
        [
            "unverified@sandbox.test DECLINED MEMBER DECLINED CONFIRMED",
            "admin@sandbox.test WRONG_ROLE ADMIN ACTIVE CONFIRMED",
        ]
    );
    let world = stage.world().await;
    assert_eq!(world.seat(LEDGER, "admins", &at("admin")), "moderator active");
    assert_eq!(world.seat(LEDGER, "members", &at("unverified")), "pending");
    stage.ask_in_vain("reconcileMembers", input(&stage, rules).await).await.expect_done();
    stage.app.shutdown().await;
}

#[tokio::test]
async fn the_viewer_and_the_last_admin_stay_whatever_the_directory_says() {
    let stage = Stage::start().await;
    let seats = json!({ "admins": { at("admin"): {} }, "members": { at("viewer"): {} } });
    let id = stage.found(LEDGER, seats).await;
    let input = json!({ "organizationId": id, "directory": [{ "email": at("member") }], "apply": true,
        "removeAdmins": true });
    let done = stage.ask("reconcileMembers", input).await;
    done.expect_done();
    assert_eq!(
        done.differences(),
        [
            "member@sandbox.test MISSING MEMBER - CONFIRMED",
            "viewer@sandbox.test UNEXPECTED ADMIN ACTIVE REPORTED VIEWER_STAYS",
            "admin@sandbox.test UNEXPECTED ADMIN ACTIVE CONFIRMED",
            "viewer@sandbox.test UNEXPECTED MEMBER ACTIVE REPORTED VIEWER_STAYS",
        ]
    );
    let world = stage.world().await;
    assert_eq!(world.sole_admin(LEDGER), at("viewer"));
    assert_eq!(world.seat(LEDGER, "members", &at("viewer")), "active");

    // Of Kestrel, the viewer is a moderator only.
    let (kestrel, admin) = (world.organization_id(KESTREL), world.sole_admin(KESTREL));
    let directory: Vec<Value> =
        world.seated(KESTREL, "members", "active").iter().map(|email| json!({ "email": email })).collect();
    let input =
        json!({ "organizationId": kestrel, "directory": directory, "apply": true, "removeAdmins": true });
    let told = stage.ask_in_vain("reconcileMembers", input).await;
    let last = format!("{admin} UNEXPECTED ADMIN ACTIVE REPORTED LAST_ADMIN");
    assert!(told.differences().contains(&last), "{told:?}");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn one_item_that_fails_stops_no_other() {
    let stage = Stage::start().await;
    let id = stage.found(LEDGER, json!({ "members": { at("member"): {} } })).await;
    let known = ["outsider", "business", "viewer"].map(at);
    let entries = ["nobody@example.test", &known[0], "no-one@example.test", &known[1], &known[2]];
    let directory: Vec<Value> = entries.iter().map(|email| json!({ "email": email })).collect();
    let input = json!({ "organizationId": id, "directory": directory, "apply": true });
    let partly = stage.ask("reconcileMembers", input).await;
    assert_eq!(partly.outcome, "REJECTED");
    let expected = [
        ("PARTLY_DONE", ""),
        ("USER_NOT_FOUND", "directory.0.email"),
        ("USER_NOT_FOUND", "directory.2.email"),
    ];
    assert_eq!(partly.user_errors, told(&expected));
    assert_eq!(
        partly.differences(),
        [
            "nobody@example.test MISSING MEMBER - REJECTED USER_NOT_FOUND",
            "outsider@sandbox.test MISSING MEMBER - CONFIRMED",
            "no-one@example.test MISSING MEMBER - REJECTED USER_NOT_FOUND",
            "business@sandbox.test MISSING MEMBER - CONFIRMED",
            "member@sandbox.test UNEXPECTED MEMBER ACTIVE CONFIRMED",
        ]
    );
    stage.app.shutdown().await;
}

#[tokio::test]
async fn members_who_were_not_here_are_dormant() {
    let edit = json!({ "users": {
        at("member"): { "last_login": "2020-02-03T04:05:06Z" },
        at("outsider"): { "last_login": null },
        at("business"): { "last_login": "2025-02-03T04:05:06Z" },
    } });
    let stage = Stage::after(edit).await;
    let people = ["member", "outsider", "business"].map(at);
    let seats = json!({ "members": people.iter().map(|email| (email.clone(), json!({}))).collect::<serde_json::Map<_, _>>() });
    let id = stage.found(LEDGER, seats).await;
    let directory: Vec<Value> =
        people.iter().chain([&at("viewer")]).map(|email| json!({ "email": email })).collect();
    let input = json!({ "organizationId": id, "directory": directory, "apply": true,
        "dormantSince": "2024-01-01T00:00:00+02:00" });
    let done = stage.ask_in_vain("reconcileMembers", input).await;
    done.expect_done();
    assert_eq!(
        done.differences(),
        [
            "member@sandbox.test DORMANT MEMBER ACTIVE REPORTED",
            "outsider@sandbox.test DORMANT MEMBER ACTIVE REPORTED",
        ]
    );
    let logins: Vec<_> = done.list("differences").iter().map(|one| one["lastLoginAt"].clone()).collect();
    assert_eq!(logins, [json!("2020-02-03T04:05:06Z"), Value::Null]);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_directory_that_was_cut_short_empties_nothing() {
    let stage = Stage::start().await;
    ledger_works(&stage).await;
    let refused = stage
        .ask_in_vain("reconcileMembers", input(&stage, json!({ "apply": true, "limit": 2 })).await)
        .await;
    assert_eq!(
        (refused.outcome.as_str(), &refused.user_errors),
        ("REJECTED", &told(&[("OUT_OF_RANGE", "limit")]))
    );
    let tried = refused.differences();
    assert_eq!(tried.iter().filter(|difference| difference.ends_with(" NOT_TRIED")).count(), 3, "{tried:#?}");
    reconcile(&stage, json!({ "apply": true, "limit": 3 })).await.expect_done();
    stage.app.shutdown().await;
}

#[tokio::test]
async fn the_largest_directory_is_compared_within_all_limits() {
    let stage = Stage::start().await;
    let id = stage.found(LEDGER, json!({})).await;
    let entry = |index| json!({ "email": format!("somebody.{index}@example.test"), "role": "MODERATOR" });
    let directory: Vec<Value> = (0..10_000).map(entry).collect();
    let told =
        stage.ask_in_vain("reconcileMembers", json!({ "organizationId": id, "directory": directory })).await;
    assert_eq!(told.payload["counts"]["missing"], 10_000);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_organization_that_cannot_be_read_is_told_at_once() {
    let stage = Stage::start().await;
    let quarry = stage.world().await.organization_id(QUARRY);
    let mut input = json!({ "organizationId": quarry, "directory": directory(), "apply": true });
    let refused = stage.ask_in_vain("reconcileMembers", input.clone()).await;
    assert_eq!((refused.outcome.as_str(), refused.failures), ("REJECTED", vec!["FORBIDDEN".to_owned()]));
    input["organizationId"] = "f".repeat(40).into();
    let refused = stage.ask_in_vain("reconcileMembers", input).await;
    assert_eq!(refused.user_errors, told(&[("ORGANIZATION_NOT_FOUND", "organizationId")]));
    stage.app.shutdown().await;
}
