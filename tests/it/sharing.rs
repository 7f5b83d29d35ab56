//! Equal reads are made once, whoever asks and whoever goes away; what is forgotten stays forgotten.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use signgraph::sandbox::WorldKind;

use crate::app::{PATIENCE, TestApp};

const NESTED: &str = include_str!("../specs/twenty_by_a_hundred.graphql");
const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
const ADMINS: &str = "GET /v2/organizations/{organization_id}/admins";
const USERS_ACTIVITY: &str = "GET /v2/organizations/{organization_id}/users-activity";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_equal_queries_at_once_cost_no_more_than_one() {
    let app = TestApp::start_with(|config| {
        config.sandbox.world = WorldKind::Large;
        config.sandbox.latency = Duration::from_millis(20);
    })
    .await;
    let answers = join_all((0..16).map(|_| app.ask(NESTED, json!({})))).await;
    for answer in &answers {
        assert_eq!(answer.failures(), []);
        assert_eq!(answer.data, answers[0].data);
    }
    assert_eq!(app.calls().await.values().sum::<u64>(), 1 + 20 + 20);
    let made: u64 = answers.iter().map(|answer| answer.calls()).sum();
    assert_eq!(made, 1 + 20 + 20, "each call is told by the request that made it, and by no other");
    app.shutdown().await;
}

#[tokio::test]
async fn a_caller_who_hangs_up_neither_wastes_nor_repeats_a_call_that_others_wait_for() {
    let app =
        Arc::new(TestApp::start_with(|config| config.sandbox.latency = Duration::from_millis(300)).await);
    let leader = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.ask("{ viewer { email } }", json!({})).await }
    });
    reached(&app, "GET /user").await;
    let follower = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.ask("{ viewer { email } }", json!({})).await }
    });
    leader.abort();
    assert_eq!(follower.await.unwrap().failures(), []);
    assert_eq!(app.calls().await["GET /user"], 1);
}

#[tokio::test]
async fn a_read_that_began_before_a_refresh_is_not_served_after_it() {
    let app = Arc::new(TestApp::start().await);
    let id = app.largest_organization().await;
    let query =
        "query ($id: ID!) { organization(id: $id) { organizationId members(first: 1) { totalCount } } }";
    let count = |data: &Value| data["organization"]["members"]["totalCount"].as_u64().unwrap();
    let first = app.data(query, json!({ "id": id })).await;
    let (before, organization) = (count(&first), first["organization"]["organizationId"].as_str().unwrap());
    app.forget_calls().await;

    // The first read leaves signNow with the old answer and is slow to arrive.
    app.fault(json!({ "route": MEMBERS, "answer_latency_ms": 1_500, "times": 1 })).await;
    let old = tokio::spawn({
        let (app, id) = (Arc::clone(&app), id.clone());
        async move { app.ask_anew(query, json!({ "id": id })).await }
    });
    reached(&app, MEMBERS).await;
    add_member(&app, organization).await;
    let new = app.ask_anew(query, json!({ "id": id })).await;
    let kept_before = app.ask(query, json!({ "id": id })).await;
    old.await.unwrap();
    let kept_after = app.ask(query, json!({ "id": id })).await;
    assert_eq!(count(&new.data), before + 1);
    assert_eq!(count(&kept_before.data), before + 1);
    assert_eq!(
        count(&kept_after.data),
        before + 1,
        "the late answer of the old read took the place of the new one"
    );
}

#[tokio::test]
async fn within_a_request_nothing_is_asked_twice_even_if_nothing_is_kept() {
    let app = TestApp::start_with(|config| {
        config.lifetimes.people = Duration::ZERO;
        config.lifetimes.organizations = Duration::ZERO;
        config.lifetimes.activity = Duration::ZERO;
    })
    .await;
    let id = app.largest_organization().await;
    app.forget_calls().await;
    let query = "query ($id: ID!) { organization(id: $id) { a: members(first: 5) { nodes { roles activity { documents } } }
        b: members(last: 5) { nodes { organization { name } activity { documents } } } people { totalCount } } }";
    assert_eq!(app.ask(query, json!({ "id": id })).await.failures(), []);
    let first = app.calls().await;
    let asked = (first[MEMBERS], first[ADMINS], first[USERS_ACTIVITY]);
    assert_eq!(asked, (2, 1, 2), "two pages of members and of their activity: {first:?}");
    assert_eq!(first.values().sum::<u64>(), 1 + 2 + 1 + 2, "{first:?}");
    app.ask(query, json!({ "id": id })).await;
    assert_eq!(app.calls().await[MEMBERS], 4, "a lifetime of zero keeps nothing for the next request");
    app.shutdown().await;
}

#[tokio::test]
async fn two_spellings_of_one_question_are_one_question_even_if_nothing_is_kept() {
    let app = TestApp::start_with(|config| config.lifetimes.people = Duration::ZERO).await;
    let id = app.largest_organization().await;
    app.forget_calls().await;
    // One after the other: asked at once, they would meet on the way to signNow.
    let query =
        "query ($id: ID!) { organization(id: $id) { admins(roles: [ADMIN, MODERATOR], first: 1) { totalCount
        nodes { organization { admins(roles: [MODERATOR, ADMIN]) { totalCount } } } } } }";
    let data = app.data(query, json!({ "id": id })).await;
    let outer = &data["organization"]["admins"];
    assert_eq!(outer["nodes"][0]["organization"]["admins"]["totalCount"], outer["totalCount"]);
    assert_eq!(app.calls().await[ADMINS], 1, "the order of a filter asks nothing new");
    app.shutdown().await;
}

#[tokio::test]
async fn an_answer_is_read_again_when_its_time_is_over() {
    let app = TestApp::start_with(|config| config.lifetimes.viewer = Duration::from_secs(2)).await;
    let query = "{ viewer { email } }";
    app.ask(query, json!({})).await;
    app.ask(query, json!({})).await;
    assert_eq!(app.calls().await["GET /user"], 1);
    let again = async {
        while app.calls().await["GET /user"] < 2 {
            app.ask(query, json!({})).await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("the answer was kept beyond its lifetime");
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_run_out_under_load_are_refreshed_once_and_fail_nobody() {
    let app = TestApp::start().await;
    app.ask("{ viewer { email } }", json!({})).await;
    let logins = app.token_calls().await;
    // Once: a second refusal within half a minute forces no other refresh.
    app.fault(json!({ "route": "GET /user", "expire_tokens": true, "times": 1 })).await;
    let asking =
        (0..150).map(|_| app.ask_anew("{ viewer { email } organizations { totalCount } }", json!({})));
    let answers = join_all(asking).await;
    assert!(answers.iter().all(|answer| answer.failures().is_empty()), "{:?}", answers[0].failures());
    assert_eq!((logins, app.token_calls().await), (1, 2), "one refresh per expiry, however many wait");
    app.shutdown().await;
}

/// Waits until the sandbox has been asked on this route.
async fn reached(app: &TestApp, route: &str) {
    let asked = async {
        while !app.calls().await.contains_key(route) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("the sandbox is asked");
}

/// Puts someone into an organization, behind the graph's back.
async fn add_member(app: &TestApp, organization: &str) {
    let member = json!({ "outsider@sandbox.test": { "status": "active" } });
    app.edit_world(json!({ "organizations": { organization: { "members": member } } })).await;
}
