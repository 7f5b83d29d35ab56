//! What the tests of this folder share: queries, outages and what is expected to be told.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

pub(super) const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
pub(super) const ADMINS: &str = "GET /v2/organizations/{organization_id}/admins";
pub(super) const SETTINGS: &str = "GET /v2/organizations/{organization_id}/settings";
pub(super) const ORGANIZATIONS: &str = "GET /v2/organizations";
pub(super) const USER: &str = "GET /user";

/// Two calls: the list of organizations, kept for a minute, and the members, kept for half a minute.
pub(super) const PEOPLE: &str =
    "query ($id: ID!) { organization(id: $id) { name members(first: 2) { totalCount nodes { email } } } }";

/// Longer than anything of `PEOPLE` is kept.
pub(super) const OUTDATED: Duration = Duration::from_secs(61);

/// For how long an answer stands in by default, beyond its lifetime.
pub(super) const BEYOND: Duration = Duration::from_secs(300);

/// Every way to fail that says nothing about what was asked, and the code it has.
pub(super) fn outages() -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "status": 500 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "status": 502 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "status": 503 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "status": 504 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "drop": "before_effect" }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "drop": "after_effect" }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "latency_ms": 60_000 }), "UPSTREAM_TIMEOUT"),
        (json!({ "status": 429 }), "RATE_LIMITED"),
        (json!({ "status": 429, "retry_after": 77 }), "RATE_LIMITED"),
    ]
}

/// A graph that gives up soon.
pub(super) async fn hasty() -> TestApp {
    TestApp::start_with(|config| {
        config.upstream.options.retry.base_delay = Duration::from_millis(1);
        // A breaker would tell what failed before.
        config.upstream.options.breaker_interval = Duration::ZERO;
        // Long enough for every other call on a machine that is busy with other tests.
        config.upstream.options.request_timeout = Duration::from_secs(2);
    })
    .await
}

/// Lets a route fail.
pub(super) async fn fault(app: &TestApp, route: &str, fault: &Value) {
    let mut fault = fault.clone();
    fault["route"] = json!(route);
    app.fault(fault).await;
}

/// Lets a route refuse, in the words that signNow has for it.
pub(super) async fn refuse(app: &TestApp, route: &str, status: u16, code: u64) {
    let body = json!({ "errors": [{ "code": code, "message": "Access denied." }] });
    fault(app, route, &json!({ "status": status, "body": body })).await;
}

/// What an answer tells of what it holds from before: route, answers and code.
pub(super) fn stale(answer: &Answer) -> Vec<(String, u64, String)> {
    let told = answer.extensions["upstream"]["stale"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told.iter()
        .map(|stale| (text(&stale["route"]), stale["answers"].as_u64().unwrap(), text(&stale["code"])))
        .collect()
}

/// How old the oldest of it is.
pub(super) fn age(answer: &Answer) -> u64 {
    let told = answer.extensions["upstream"]["stale"].as_array().cloned().unwrap_or_default();
    told.iter().map(|stale| stale["ageSeconds"].as_u64().unwrap()).max().unwrap_or_default()
}
