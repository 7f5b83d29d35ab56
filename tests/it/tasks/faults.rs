//! Answers that never come: what is told is true, asking again does the rest, and nobody is mailed twice.

use futures::future::join_all;
use serde_json::{Value, json};

use super::stage::Stage;
use super::world::{HARBOR, World};

const NEWCOMER: &str = "newcomer@example.test";
const OUTSIDER: &str = "outsider@sandbox.test";
const BUSINESS: &str = "business@sandbox.test";
const MODERATOR: &str = "moderator@sandbox.test";
const MEMBER: &str = "member@sandbox.test";
const ADMIN: &str = "admin@sandbox.test";

const CREATE: &str = "POST /user";
const ADD_MEMBER: &str = "POST /v2/organizations/{organization_id}/members";
const ADD_ADMIN: &str = "POST /v2/organizations/{organization_id}/admins";
const CHANGE_ROLE: &str = "PUT /v2/organizations/{organization_id}/admins/{user_id}";
const REMOVE_ADMIN: &str = "DELETE /v2/organizations/{organization_id}/admins/{user_id}";
const REMOVE_MEMBER: &str = "DELETE /v2/organizations/{organization_id}/members/{user_id}";

/// A task, one of its calls that gets no answer, and what is told where the call had no effect and where it had.
struct Case {
    task: &'static str,
    input: fn(&World) -> Value,
    route: &'static str,
    /// How many calls of the route are answered before.
    skip: u64,
    told: [&'static str; 2],
    is_done: fn(&World) -> bool,
}

const REPEATED: [&str; 2] = ["CONFIRMED", "CONFIRMED_BY_READ"];

fn provision(world: &World, email: &str, role: &str) -> Value {
    json!({ "organizationId": world.organization_id(HARBOR), "email": email, "role": role,
        "account": { "password": "a-new-password" } })
}

/// Everyone who is in Harbor as they are, but for the member and the moderator, who change places with others.
fn reconcile(world: &World) -> Value {
    let members = ["active", "pending"].map(|status| world.seated(HARBOR, "members", status)).concat();
    let admins = ["active", "pending"].map(|status| world.seated(HARBOR, "admins", status)).concat();
    let everyone: std::collections::BTreeSet<String> = members.into_iter().chain(admins).collect();
    let stay = everyone.into_iter().filter(|email| ![MEMBER, MODERATOR, ADMIN].contains(&email.as_str()));
    let changed = [
        json!({ "email": MODERATOR, "role": "ADMIN" }),
        json!({ "email": OUTSIDER, "role": "MODERATOR" }),
        json!({ "email": BUSINESS }),
        json!({ "email": ADMIN, "role": "MEMBER" }),
    ];
    let directory: Vec<Value> = stay.map(|email| json!({ "email": email })).chain(changed).collect();
    json!({ "organizationId": world.organization_id(HARBOR), "directory": directory, "apply": true,
        "removeAdmins": true })
}

fn is_reconciled(world: &World) -> bool {
    world.seat(HARBOR, "admins", MODERATOR) == "admin active"
        && world.seat(HARBOR, "admins", OUTSIDER) == "moderator pending"
        && world.seat(HARBOR, "members", BUSINESS) == "pending"
        && world.seat(HARBOR, "admins", ADMIN) == "none"
        && world.seat(HARBOR, "members", MEMBER) == "none"
}

fn cases() -> Vec<Case> {
    let member = |route, skip, told| Case {
        task: "provisionMember",
        input: |world| provision(world, NEWCOMER, "MEMBER"),
        route,
        skip,
        told,
        is_done: |world| world.seat(HARBOR, "members", NEWCOMER) == "pending",
    };
    let offboard = |route| Case {
        task: "offboardMember",
        input: |_| json!({ "email": ADMIN }),
        route,
        skip: 0,
        told: REPEATED,
        is_done: |world| {
            world.seat(HARBOR, "admins", ADMIN) == "none" && world.seat(HARBOR, "members", ADMIN) == "none"
        },
    };
    let reconcile = |route| Case {
        task: "reconcileMembers",
        input: reconcile,
        route,
        skip: 0,
        told: REPEATED,
        is_done: is_reconciled,
    };
    vec![
        // The first invitation is refused because there is no account, with or without an answer.
        member(ADD_MEMBER, 0, ["CONFIRMED", "CONFIRMED"]),
        member(ADD_MEMBER, 1, REPEATED),
        // Who made an account, nothing can tell.
        member(CREATE, 0, ["UNKNOWN", "UNKNOWN"]),
        Case {
            task: "provisionMember",
            input: |world| provision(world, NEWCOMER, "MODERATOR"),
            route: ADD_ADMIN,
            skip: 1,
            told: REPEATED,
            is_done: |world| world.seat(HARBOR, "admins", NEWCOMER) == "moderator pending",
        },
        Case {
            task: "provisionMember",
            input: |world| provision(world, MODERATOR, "ADMIN"),
            route: CHANGE_ROLE,
            skip: 0,
            told: REPEATED,
            is_done: |world| world.seat(HARBOR, "admins", MODERATOR) == "admin active",
        },
        offboard(REMOVE_ADMIN),
        offboard(REMOVE_MEMBER),
        Case {
            task: "addMembers",
            input: |world| json!({ "organizationId": world.organization_id(HARBOR), "emails": [OUTSIDER, MEMBER, BUSINESS] }),
            route: ADD_MEMBER,
            skip: 0,
            told: REPEATED,
            is_done: |world| {
                [OUTSIDER, BUSINESS].iter().all(|email| world.seat(HARBOR, "members", email) == "pending")
            },
        },
        Case {
            task: "removeMembers",
            input: |world| {
                let ids = [MEMBER, ADMIN].map(|email| world.person_id(HARBOR, email));
                json!({ "personIds": ids })
            },
            route: REMOVE_MEMBER,
            skip: 0,
            told: REPEATED,
            is_done: |world| {
                [MEMBER, ADMIN].iter().all(|email| world.seat(HARBOR, "members", email) == "none")
            },
        },
        reconcile(CHANGE_ROLE),
        reconcile(REMOVE_ADMIN),
        reconcile(REMOVE_MEMBER),
        reconcile(ADD_ADMIN),
        reconcile(ADD_MEMBER),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_without_an_answer_before_the_effect() {
    join_all(cases().iter().map(|case| once(case, "before_effect", case.told[0]))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_without_an_answer_after_the_effect() {
    join_all(cases().iter().map(|case| once(case, "after_effect", case.told[1]))).await;
}

/// One call gets no answer; the next one of its route does.
async fn once(case: &Case, point: &str, outcome: &str) {
    let stage = Stage::start().await;
    let input = (case.input)(&stage.world().await);
    stage.app.fault(json!({ "route": case.route, "drop": point, "times": 1, "skip": case.skip })).await;
    let told = stage.ask(case.task, input.clone()).await;
    let which = format!("{} {} {point}", case.task, case.route);
    assert_eq!(told.outcome, outcome, "{which}: {:#}", told.payload);
    let is_done = (case.is_done)(&stage.world().await);
    assert_eq!(is_done, outcome != "UNKNOWN" || (case.route, point) == (CREATE, "after_effect"), "{which}");
    completes(&stage, case, input, &which).await;
    stage.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_call_is_answered_nothing_is_claimed() {
    let lost = |case: Case| async move {
        for point in ["before_effect", "after_effect"] {
            let stage = Stage::start().await;
            let input = (case.input)(&stage.world().await);
            stage.app.fault(json!({ "route": case.route, "drop": point, "skip": case.skip })).await;
            let told = stage.ask(case.task, input.clone()).await;
            let which = format!("{} {} {point}", case.task, case.route);
            let is_done = (case.is_done)(&stage.world().await);
            assert!(is_done || told.outcome == "UNKNOWN", "{which}: {:#}", told.payload);
            assert!(!is_done || told.outcome != "REJECTED", "{which}: {:#}", told.payload);
            stage.app.end_faults().await;
            completes(&stage, &case, input, &which).await;
            stage.app.shutdown().await;
        }
    };
    join_all(cases().into_iter().map(lost)).await;
}

/// Asking again does the rest; asking once more finds nothing to do. Nobody was mailed twice.
async fn completes(stage: &Stage, case: &Case, input: Value, which: &str) {
    let again = stage.ask(case.task, input.clone()).await;
    assert_eq!(
        (again.outcome.as_str(), again.codes().len()),
        ("CONFIRMED", 0),
        "{which}: {:#}",
        again.payload
    );
    let world = stage.world().await;
    assert!((case.is_done)(&world), "{which}");
    stage.ask_in_vain(case.task, input).await.expect_done();
    for email in [NEWCOMER, OUTSIDER, BUSINESS, MODERATOR, MEMBER, ADMIN] {
        let mut mails = world.mails_to(email);
        mails.dedup();
        assert_eq!(mails, world.mails_to(email), "{which}: {email}");
    }
}

#[tokio::test]
async fn a_look_that_fails_in_the_end_leaves_it_open() {
    let stage = Stage::start().await;
    let input = provision(&stage.world().await, OUTSIDER, "MEMBER");
    let list = "GET /v2/organizations/{organization_id}/members";
    stage.app.fault(json!({ "route": list, "status": 503, "skip": 1 })).await;
    let unknown = stage.ask("provisionMember", input.clone()).await;
    assert_eq!((unknown.outcome.as_str(), unknown.codes()), ("UNKNOWN", vec!["UNAVAILABLE"]));
    assert_eq!(unknown.steps()[2..], ["ADD_MEMBER CONFIRMED", "CONFIRM UNKNOWN UNAVAILABLE"]);
    stage.app.end_faults().await;
    stage.ask_in_vain("provisionMember", input).await.expect_done();
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_look_that_fails_at_the_beginning_sends_nothing() {
    let stage = Stage::start().await;
    stage
        .app
        .fault(json!({ "route": "GET /v2/organizations/{organization_id}/members", "status": 503 }))
        .await;
    let world = stage.world().await;
    let add = json!({ "organizationId": world.organization_id(HARBOR), "emails": [OUTSIDER] });
    for (task, input) in [
        ("provisionMember", provision(&world, OUTSIDER, "MEMBER")),
        ("reconcileMembers", reconcile(&world)),
        ("addMembers", add),
    ] {
        let failed = stage.ask_in_vain(task, input).await;
        assert_eq!(
            (failed.outcome.as_str(), failed.failures),
            ("REJECTED", vec!["UPSTREAM_UNAVAILABLE".to_owned()])
        );
    }
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_task_decides_by_what_is_there_now() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let id = world.organization_id(HARBOR);
    // Someone reads the list; then somebody else changes it at signNow.
    let query = "query ($id: ID!) { organization(id: $id) { members(email: \"member@sandbox.test\") { nodes { email } } people { totalCount } } }";
    stage.app.ask(query, json!({ "id": id })).await;
    stage
        .app
        .edit_world(json!({ "organizations": { HARBOR: { "members": { MEMBER: null, OUTSIDER: {} } } } }))
        .await;
    stage.ask("provisionMember", provision(&world, MEMBER, "MEMBER")).await.expect_done();
    assert_eq!(stage.world().await.mails_to(MEMBER), ["organization_invite"]);
    stage.ask_in_vain("provisionMember", provision(&world, OUTSIDER, "MEMBER")).await.expect_done();
    let add = json!({ "organizationId": id, "emails": [MEMBER, OUTSIDER] });
    stage.ask_in_vain("addMembers", add).await.expect_done();
    stage.app.shutdown().await;
}
