//! Someone new gets a place, and nobody is mailed twice.

use futures::future::join_all;
use serde_json::{Value, json};

use super::stage::{Stage, told};
use super::world::{HARBOR, KESTREL, LANTERN, QUARRY};

const NEWCOMER: &str = "newcomer@example.test";
const OUTSIDER: &str = "outsider@sandbox.test";

async fn input(stage: &Stage, email: &str, role: &str) -> Value {
    let organization = stage.world().await.organization_id(HARBOR);
    json!({ "organizationId": organization, "email": email, "role": role })
}

async fn with_account(stage: &Stage, email: &str, role: &str) -> Value {
    let mut input = input(stage, email, role).await;
    input["account"] = json!({ "password": "a-new-password", "firstName": "Nell", "lastName": "Comer" });
    input
}

#[tokio::test]
async fn someone_without_an_account_gets_one_and_a_place() {
    for (role, add, kind, seat) in [
        ("MEMBER", "ADD_MEMBER", "members", "pending"),
        ("MODERATOR", "ADD_ADMIN", "admins", "moderator pending"),
        ("ADMIN", "ADD_ADMIN", "admins", "admin pending"),
    ] {
        let stage = Stage::start().await;
        let input = with_account(&stage, NEWCOMER, role).await;
        let done = stage.ask("provisionMember", input.clone()).await;
        done.expect_done();
        let added = format!("{add} CONFIRMED");
        assert_eq!(
            done.steps(),
            ["FIND_ORGANIZATION FOUND", "CREATE_ACCOUNT CONFIRMED", &added, "CONFIRM FOUND"]
        );
        assert_eq!(done.payload["person"]["email"], NEWCOMER);
        let invite = format!("POST /v2/organizations/{{organization_id}}/{kind}");
        assert_eq!(stage.writes().await, [&invite, "POST /user", &invite]);
        let world = stage.world().await;
        assert_eq!(world.seat(HARBOR, kind, NEWCOMER), seat);
        assert_eq!(world.user(NEWCOMER)["first_name"], "Nell");
        assert_eq!(world.mails_to(NEWCOMER), ["verification", "organization_invite"]);

        let again = stage.ask_in_vain("provisionMember", input).await;
        again.expect_done();
        let added = format!("{add} NOT_NEEDED");
        assert_eq!(
            again.steps(),
            ["FIND_ORGANIZATION FOUND", "CREATE_ACCOUNT NOT_NEEDED", &added, "CONFIRM FOUND"]
        );
        // One look is all there is to do, and the payload's person stands in what it read.
        assert_eq!(stage.reads().await.len(), 1);
        stage.app.shutdown().await;
    }
}

#[tokio::test]
async fn someone_with_an_account_is_invited_with_one_call() {
    let stage = Stage::start().await;
    let input = with_account(&stage, "Outsider@Sandbox.test", "MEMBER").await;
    let done = stage.ask("provisionMember", input.clone()).await;
    done.expect_done();
    assert_eq!(done.steps()[1..3], ["CREATE_ACCOUNT NOT_NEEDED", "ADD_MEMBER CONFIRMED"]);
    assert_eq!(stage.writes().await.len(), 1);
    assert_eq!(stage.world().await.mails(), 1);
    stage.ask_in_vain("provisionMember", input).await.expect_done();
    stage.app.shutdown().await;
}

#[tokio::test]
async fn whoever_manages_in_another_role_changes_it() {
    let stage = Stage::start().await;
    for (name, role, seat) in [
        ("moderator@sandbox.test", "ADMIN", "admin active"),
        ("moderator@sandbox.test", "MODERATOR", "moderator active"),
        ("admin@sandbox.test", "MODERATOR", "moderator active"),
    ] {
        let input = input(&stage, name, role).await;
        let done = stage.ask("provisionMember", input.clone()).await;
        done.expect_done();
        assert_eq!(
            done.steps()[1..],
            ["CREATE_ACCOUNT NOT_NEEDED", "CHANGE_ROLE CONFIRMED", "CONFIRM FOUND"]
        );
        assert_eq!(stage.world().await.seat(HARBOR, "admins", name), seat);
        stage.ask_in_vain("provisionMember", input).await.expect_done();
    }
    assert_eq!(stage.world().await.mails(), 0);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_member_may_manage_and_goes_on_doing_so() {
    let stage = Stage::start().await;
    let input = input(&stage, "moderator@sandbox.test", "MEMBER").await;
    stage.ask("provisionMember", input).await.expect_done();
    let world = stage.world().await;
    assert_eq!(world.seat(HARBOR, "members", "moderator@sandbox.test"), "pending");
    assert_eq!(world.seat(HARBOR, "admins", "moderator@sandbox.test"), "moderator active");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_open_invitation_to_another_role_cannot_be_changed() {
    let seat = json!({ OUTSIDER: { "role": "moderator", "status": "pending" } });
    let stage = Stage::after(json!({ "organizations": { HARBOR: { "admins": seat } } })).await;
    let input = input(&stage, OUTSIDER, "ADMIN").await;
    let refused = stage.ask_in_vain("provisionMember", input).await;
    assert_eq!(refused.outcome, "REJECTED");
    assert_eq!(refused.user_errors, told(&[("INVITATION_OPEN", "email")]));
    assert_eq!(
        refused.steps()[1..],
        ["CREATE_ACCOUNT NOT_NEEDED", "CHANGE_ROLE REJECTED INVITATION_OPEN", "CONFIRM NOT_TRIED"]
    );
    stage.app.shutdown().await;
}

#[tokio::test]
async fn whoever_declined_is_invited_again() {
    let seats = json!({ "members": { OUTSIDER: { "status": "declined" } } });
    let stage = Stage::after(json!({ "organizations": { HARBOR: seats } })).await;
    let input = input(&stage, OUTSIDER, "MEMBER").await;
    stage.ask("provisionMember", input).await.expect_done();
    assert_eq!(stage.world().await.seat(HARBOR, "members", OUTSIDER), "pending");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn without_an_account_there_is_nobody_to_invite() {
    let stage = Stage::start().await;
    for role in ["MEMBER", "ADMIN"] {
        let input = input(&stage, NEWCOMER, role).await;
        let refused = stage.ask("provisionMember", input).await;
        assert_eq!(refused.outcome, "REJECTED");
        assert_eq!(refused.user_errors, told(&[("USER_NOT_FOUND", "email")]));
        let steps = refused.steps();
        assert_eq!(steps[1], "CREATE_ACCOUNT NOT_TRIED");
        assert!(steps[2].ends_with("REJECTED USER_NOT_FOUND"), "{steps:?}");
        assert_eq!(steps[3], "CONFIRM NOT_TRIED");
        assert_eq!(refused.payload["person"], Value::Null);
    }
    assert_eq!(stage.world().await.mails(), 0);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn the_last_admin_is_not_made_a_moderator() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let admin = world.sole_admin(KESTREL);
    let input =
        json!({ "organizationId": world.organization_id(KESTREL), "email": admin, "role": "MODERATOR" });
    let refused = stage.ask_in_vain("provisionMember", input).await;
    assert_eq!(refused.user_errors, told(&[("LAST_ADMIN", "email")]));
    assert_eq!(refused.steps()[2], "CHANGE_ROLE REJECTED LAST_ADMIN");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_part_that_is_done_is_told_when_the_rest_is_refused() {
    let edit = json!({ "users": { "viewer@sandbox.test": { "subscription": "trial" } } });
    let stage = Stage::after(edit).await;
    let input = with_account(&stage, NEWCOMER, "MEMBER").await;
    let partly = stage.ask("provisionMember", input.clone()).await;
    assert_eq!(
        (partly.outcome.as_str(), partly.codes()),
        ("REJECTED", vec!["PARTLY_DONE", "MEMBER_LIMIT_REACHED"])
    );
    assert_eq!(
        partly.steps()[1..],
        ["CREATE_ACCOUNT CONFIRMED", "ADD_MEMBER REJECTED MEMBER_LIMIT_REACHED", "CONFIRM NOT_TRIED"]
    );
    assert_eq!(stage.world().await.mails_to(NEWCOMER), ["verification"]);

    stage
        .app
        .edit_world(json!({ "users": { "viewer@sandbox.test": { "subscription": "enterprise" } } }))
        .await;
    stage.ask("provisionMember", input).await.expect_done();
    assert_eq!(stage.world().await.mails_to(NEWCOMER), ["verification", "organization_invite"]);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_account_that_signnow_does_not_make_leaves_nothing_behind() {
    let stage = Stage::start().await;
    let refusal = json!({ "errors": [{ "code": 65_536, "message": "canary" }] });
    stage.app.fault(json!({ "route": "POST /user", "status": 400, "body": refusal })).await;
    let refused = stage.ask("provisionMember", with_account(&stage, NEWCOMER, "MEMBER").await).await;
    assert_eq!((refused.outcome.as_str(), refused.codes()), ("REJECTED", vec!["INVALID"]));
    assert_eq!(
        refused.steps()[1..],
        ["CREATE_ACCOUNT REJECTED INVALID", "ADD_MEMBER NOT_TRIED", "CONFIRM NOT_TRIED"]
    );
    assert!(!refused.text.contains("canary"));
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done() {
    let stage = Stage::start().await;
    for (email, role, account, steps, codes) in [
        (
            NEWCOMER,
            "MEMBER",
            true,
            ["CREATE_ACCOUNT WOULD_DO_IF_NEEDED", "ADD_MEMBER WOULD_DO", "CONFIRM WOULD_DO"],
            vec!["DRY_RUN"],
        ),
        (
            OUTSIDER,
            "ADMIN",
            false,
            ["CREATE_ACCOUNT NOT_TRIED", "ADD_ADMIN WOULD_DO", "CONFIRM WOULD_DO"],
            vec!["DRY_RUN"],
        ),
        (
            "moderator@sandbox.test",
            "ADMIN",
            true,
            ["CREATE_ACCOUNT NOT_NEEDED", "CHANGE_ROLE WOULD_DO", "CONFIRM WOULD_DO"],
            vec!["DRY_RUN"],
        ),
        (
            "member@sandbox.test",
            "MEMBER",
            true,
            ["CREATE_ACCOUNT NOT_NEEDED", "ADD_MEMBER NOT_NEEDED", "CONFIRM FOUND"],
            vec![],
        ),
    ] {
        let mut input =
            if account { with_account(&stage, email, role).await } else { input(&stage, email, role).await };
        input["dryRun"] = true.into();
        let told = stage.ask_in_vain("provisionMember", input).await;
        assert_eq!(told.steps()[1..], steps, "{email}");
        assert_eq!(told.codes(), codes, "{email}");
        let outcome = if codes.is_empty() { "CONFIRMED" } else { "REJECTED" };
        assert_eq!(told.outcome, outcome, "{email}");
    }
    stage.app.shutdown().await;
}

#[tokio::test]
async fn an_organization_that_refuses_is_told_before_anything_is_sent() {
    let stage = Stage::start().await;
    let mut input = with_account(&stage, NEWCOMER, "MEMBER").await;
    input["organizationId"] = stage.world().await.organization_id(QUARRY).into();
    let refused = stage.ask_in_vain("provisionMember", input.clone()).await;
    assert_eq!((refused.outcome.as_str(), refused.failures), ("REJECTED", vec!["FORBIDDEN".to_owned()]));
    input["organizationId"] = "f".repeat(40).into();
    let refused = stage.ask_in_vain("provisionMember", input).await;
    assert_eq!(refused.user_errors, told(&[("ORGANIZATION_NOT_FOUND", "organizationId")]));
    assert_eq!((refused.outcome.as_str(), refused.failures.len()), ("REJECTED", 0));
    stage.app.shutdown().await;
}

#[tokio::test]
async fn what_was_read_of_other_organizations_stays_kept() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    // That it is not the viewer who is given a place is seen where the viewer is known.
    let query = "query ($id: ID!) { viewer { id }
        organization(id: $id) { name members { totalCount } admins { totalCount } } }";
    let lantern = json!({ "id": world.organization_id(LANTERN) });
    stage.app.data(query, lantern.clone()).await;
    stage.ask("provisionMember", input(&stage, OUTSIDER, "MEMBER").await).await.expect_done();
    stage.app.forget_calls().await;
    stage.app.data(query, lantern).await;
    assert_eq!(stage.reads().await, Vec::<String>::new());
    stage.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_who_ask_at_once_make_one_account_and_one_invitation() {
    let stage = Stage::start().await;
    for (email, role) in [(NEWCOMER, "MEMBER"), ("manager@example.test", "MODERATOR")] {
        let input = with_account(&stage, email, role).await;
        for done in join_all((0..5).map(|_| stage.ask("provisionMember", input.clone()))).await {
            done.expect_done();
        }
        assert_eq!(stage.world().await.mails_to(email), ["verification", "organization_invite"]);
    }
    stage.app.shutdown().await;
}
