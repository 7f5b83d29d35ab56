//! One failing call nulls its own field, says why in codes a program can act on, and leaves its siblings alone.

use serde_json::{Value, json};

use crate::app::TestApp;

const DASHBOARD: &str = "query ($id: ID!) { viewer { email } organization(id: $id) { name
    members(first: 2) { nodes { email activity { documents } } } admins { totalCount } activity { documents } } }";

const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
const USERS_ACTIVITY: &str = "GET /v2/organizations/{organization_id}/users-activity";

async fn dashboard(app: &TestApp, fault: Value) -> crate::app::Answer {
    let id = app.largest_organization().await;
    app.fault(fault).await;
    let answer = app.ask_anew(DASHBOARD, json!({ "id": id })).await;
    app.end_faults().await;
    answer
}

#[tokio::test]
async fn a_failing_call_nulls_its_own_field() {
    let app = TestApp::start().await;
    let business =
        |code: u64| json!({ "errors": [{ "code": code, "message": "the canary in the upstream text" }] });
    for (status, body, code, upstream_code, retryable) in [
        (
            500,
            json!({ "error": [{ "code": "HY000", "message": "canary" }] }),
            "UPSTREAM_UNAVAILABLE",
            None,
            true,
        ),
        (503, json!("canary, and not JSON"), "UPSTREAM_UNAVAILABLE", None, true),
        (403, business(12_003_003), "FORBIDDEN", Some(12_003_003), false),
        (403, business(12_003_002), "PLAN_REQUIRED", Some(12_003_002), false),
        (404, business(12_003_001), "NOT_FOUND", Some(12_003_001), false),
        (400, business(12_006_006), "UPSTREAM_REJECTED", Some(12_006_006), false),
        (200, json!("canary"), "UPSTREAM_INVALID_RESPONSE", None, false),
        (302, json!({}), "UPSTREAM_INVALID_RESPONSE", None, false),
    ] {
        let answer = dashboard(&app, json!({ "route": MEMBERS, "status": status, "body": body })).await;
        assert_eq!(answer.failures(), [("organization.members".into(), code.into())], "{status}");
        let extensions = &answer.errors[0]["extensions"];
        assert_eq!(extensions["retryable"], retryable, "{status}");
        assert_eq!(extensions["upstream"]["code"], json!(upstream_code), "{status}");
        assert_eq!(extensions["upstream"]["route"], MEMBERS, "{status}");
        assert_eq!(answer.data["organization"]["members"], Value::Null, "{status}");
        assert!(answer.data["viewer"]["email"].is_string(), "{status}");
        assert!(answer.data["organization"]["admins"]["totalCount"].is_u64(), "{status}");
        assert!(answer.data["organization"]["activity"]["documents"].is_u64(), "{status}");
        assert!(!format!("{answer:?}").contains("canary"), "{status}: upstream text reached the caller");
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_failure_that_rows_share_is_told_at_each_and_fetched_once() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    app.fault(json!({ "route": USERS_ACTIVITY, "status": 500 })).await;
    app.forget_calls().await;
    let answer = app.ask_anew(DASHBOARD, json!({ "id": id })).await;
    let at = |row: usize| {
        (format!("organization.members.nodes.{row}.activity"), "UPSTREAM_UNAVAILABLE".to_owned())
    };
    assert_eq!(answer.failures(), [at(0), at(1)]);
    assert!(answer.data["organization"]["members"]["nodes"][1]["email"].is_string());
    assert_eq!(app.calls().await[USERS_ACTIVITY], 1);
    app.shutdown().await;
}

#[tokio::test]
async fn an_error_is_not_kept() {
    let app = TestApp::start().await;
    let id = app.largest_organization().await;
    app.fault(json!({ "route": MEMBERS, "status": 500, "times": 1 })).await;
    let failed = app.ask_anew(DASHBOARD, json!({ "id": id })).await;
    assert_eq!(failed.errors.len(), 1);
    let answered = app.ask(DASHBOARD, json!({ "id": id })).await;
    assert_eq!(answered.failures(), []);
    app.shutdown().await;
}

#[tokio::test]
async fn reads_are_tried_again_where_that_may_help() {
    let app = TestApp::start().await;
    for fault in [
        json!({ "route": MEMBERS, "status": 429, "retry_after": 0, "times": 1 }),
        json!({ "route": MEMBERS, "status": 429, "times": 1 }),
        json!({ "route": MEMBERS, "status": 503, "times": 1 }),
        json!({ "route": MEMBERS, "drop": "before_effect", "times": 1 }),
        json!({ "route": MEMBERS, "drop": "after_effect", "times": 1 }),
    ] {
        let answer = dashboard(&app, fault.clone()).await;
        assert_eq!(answer.failures(), [], "{fault}");
    }
    app.shutdown().await;
}

#[tokio::test]
async fn a_limit_that_lasts_is_told_with_the_time_to_wait() {
    let app = TestApp::start().await;
    let answer = dashboard(&app, json!({ "route": MEMBERS, "status": 429, "retry_after": 77 })).await;
    assert_eq!(answer.failures(), [("organization.members".into(), "RATE_LIMITED".into())]);
    assert_eq!(answer.errors[0]["extensions"]["retryAfterSeconds"], 77);
    assert_eq!(answer.errors[0]["extensions"]["retryable"], true);
    app.shutdown().await;
}

#[tokio::test]
async fn a_slow_upstream_is_a_timeout_of_its_field() {
    let app = TestApp::start_with(|config| {
        // Long enough for every other call on a machine that is busy with other tests.
        config.upstream.options.request_timeout = std::time::Duration::from_secs(2);
    })
    .await;
    let answer = dashboard(&app, json!({ "route": MEMBERS, "latency_ms": 60_000 })).await;
    assert_eq!(answer.failures(), [("organization.members".into(), "UPSTREAM_TIMEOUT".into())]);
    app.shutdown().await;
}

#[tokio::test]
async fn what_a_plain_member_may_not_see_is_null_and_says_so() {
    let app = TestApp::start().await;
    let query = "{ organizations(roles: [MEMBER]) { nodes { name viewerMembership { role } settings { totalCount } activity { documents } } } }";
    let answer = app.ask(query, json!({})).await;
    let nodes = answer.data["organizations"]["nodes"].as_array().unwrap();
    let member = nodes.iter().position(|node| node["viewerMembership"]["role"] == "MEMBER").unwrap();
    for field in ["settings", "activity"] {
        let failure = (format!("organizations.nodes.{member}.{field}"), "FORBIDDEN".to_owned());
        assert!(answer.failures().contains(&failure), "{:?}", answer.failures());
        assert_eq!(nodes[member][field], Value::Null);
    }
    assert!(nodes[member]["name"].is_string());
    app.shutdown().await;
}

#[tokio::test]
async fn a_join_of_two_refusals_tells_the_same_one_each_time_and_all_it_cost() {
    let app = TestApp::start().await;
    let query =
        "{ organizations(roles: [MEMBER], status: ACTIVE) { nodes { id viewerMembership { role } } } }";
    let data = app.data(query, json!({})).await;
    let nodes = data["organizations"]["nodes"].as_array().unwrap();
    let plain = nodes.iter().find(|node| node["viewerMembership"]["role"] == "MEMBER").unwrap();
    let query = "query ($id: ID!) { organization(id: $id) { name people { totalCount } } }";
    let mut told = Vec::new();
    for _ in 0..10 {
        app.forget_calls().await;
        let answer = app.ask_anew(query, json!({ "id": plain["id"] })).await;
        assert_eq!(answer.failures(), [("organization.people".into(), "FORBIDDEN".into())]);
        assert!(answer.data["organization"]["name"].is_string());
        let calls = app.calls().await;
        assert_eq!(answer.calls(), calls.values().sum::<u64>(), "{calls:?}");
        told.push(answer.errors);
    }
    assert!(told.iter().all(|errors| *errors == told[0]), "{told:#?}");
    app.shutdown().await;
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_refused_with_a_code() {
    let app = TestApp::start().await;
    let chain: String = (0..40)
        .map(|link| format!("fragment F{link} on Query {{ ...F{next} ...F{next} }} ", next = link + 1))
        .collect();
    for (query, code) in [
        ("{ viewer { email ".to_owned(), "GRAPHQL_PARSE_FAILED"),
        ("{ viewer { shoeSize } }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        (format!("{{ ...F0 }} {chain} fragment F40 on Query {{ __typename }}"), "QUERY_TOO_LARGE"),
        (format!("{{ {} }}", "__typename ".repeat(10_001)), "QUERY_TOO_LARGE"),
        (
            "{ organizations { nodes { members(first: 100) { nodes { organization { members(first: 100) { nodes { email } } } } } } } }"
                .to_owned(),
            "QUERY_TOO_LARGE",
        ),
        (
            "query ($n: Int = 100) { organizations { nodes { members(first: $n) { nodes { organization { members(first: $n) { nodes { email } } } } } } } }"
                .to_owned(),
            "QUERY_TOO_LARGE",
        ),
        ("{ organizations { nodes { activity(from: \"yesterday\") { documents } } } }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { a }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        (format!("{}viewer{}", "{ ".repeat(4_900), " }".repeat(4_900)), "QUERY_TOO_LARGE"),
        (format!("{}id{}", "{ viewer ".repeat(4_900), " }".repeat(4_900)), "QUERY_TOO_LARGE"),
    ] {
        let answer = app.ask(&query, json!({})).await;
        let codes: Vec<_> = answer.failures().into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, [code], "{}", &query[..query.len().min(60)]);
    }
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}

#[tokio::test]
async fn variables_that_do_not_fit_are_refused_as_a_whole_by_name() {
    let app = TestApp::start().await;
    let query = "query ($id: ID!, $first: Int, $from: DateTime) {
        organization(id: $id) { members(first: $first) { totalCount } activity(from: $from) { documents } } }";
    for (variables, code) in [
        (json!({}), "BAD_USER_INPUT"),
        (json!({ "id": null }), "BAD_USER_INPUT"),
        (json!({ "id": "x", "first": 99_999_999_999_u64 }), "BAD_USER_INPUT"),
        (json!({ "id": "x", "first": "ten" }), "GRAPHQL_VALIDATION_FAILED"),
        (json!({ "id": "x", "from": "2026-01-01" }), "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let answer = app.ask(query, variables.clone()).await;
        assert_eq!(answer.failures(), [(String::new(), code.into())], "{variables}");
        assert_eq!(answer.data, Value::Null, "{variables}");
    }
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}
