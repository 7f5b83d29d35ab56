//! One failing call nulls the fields that need it, with a typed error, and leaves every other as it is: each read of the
//! client, failing in each way there is, under one query that needs them all.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use signgraph::directory::Lifetimes;
use signgraph::signnow::operations;

use crate::app::{Answer, TestApp, advance};

const HOUR: Duration = Duration::from_secs(3_600);

const EVERYTHING: &str = "
query ($organization: ID!, $person: ID!, $document: ID!, $group: ID!) {
  viewer {
    email
    organization { name }
    memberships(first: 3) { nodes { role organization { name } } }
    documents(first: 3) { nodes { name group { name inviteStatus updatedAt documents { name } } } }
    unchanged: documents(state: UNMODIFIED, first: 3) { nodes { name } }
    documentGroups(first: 2) { totalCount nodes { name inviteStatus documents { name document { name } } } }
  }
  organizations(first: 2) { totalCount nodes { name isActive } }
  organization(id: $organization) {
    name
    admins(first: 2) { totalCount nodes { ...Person } }
    members(first: 2) { totalCount nodes { ...Person } }
    people(first: 2) { totalCount nodes { ...Person } }
    invitations(first: 2) { totalCount nodes { role status person { email } } }
    settings(first: 2) { totalCount nodes { name value } }
    setting(name: \"require_login_for_signing\") { value }
    emailFooters(first: 2) { nodes { text } }
    allowedTeamAdmins(first: 2) { nodes { isActive person { email } } }
    lastLogins(first: 2) { nodes { at person { email roles } } }
    activity { documents signedDocuments }
    usersActivity(first: 2) { nodes { documents person { email roles } } }
  }
  document(id: $document) { name fields { kind } group { name inviteStatus updatedAt documents { name } } }
  documentGroup(id: $group) { name inviteStatus updatedAt documents { name roles document { name } } }
  eventSubscriptions(first: 2) { totalCount nodes { eventName } }
  node(id: $person) { id ... on Person { email } }
  nodes(ids: [$organization, $document, $group]) { id }
}
fragment Person on Person {
  email fullName roles adminRole adminStatus memberStatus isViewer
  organization { name } lastLogin { at } activity { documents } viewer { firstName }
}";

/// What a look-up by an id answers with null and without an error, where signNow knows no such thing or does not show it.
fn is_look_up(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    path == "documentGroup" || path == "node" || path.starts_with("nodes.") || last == "document"
}

/// Each way to fail, and the code it has.
fn failures() -> Vec<(Value, &'static str)> {
    let refusal = |status: u16, code: u64| json!({ "status": status, "body": { "errors": [{ "code": code, "message": "canary" }] } });
    vec![
        (refusal(400, 12_006_006), "UPSTREAM_REJECTED"),
        (refusal(401, 1537), "UPSTREAM_UNAUTHENTICATED"),
        (refusal(403, 12_003_003), "FORBIDDEN"),
        (refusal(403, 12_003_002), "PLAN_REQUIRED"),
        (refusal(404, 12_005_001), "NOT_FOUND"),
        (json!({ "status": 500 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "status": 503 }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "drop": "before_effect" }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "drop": "after_effect" }), "UPSTREAM_UNAVAILABLE"),
        (json!({ "status": 200, "body": "canary" }), "UPSTREAM_INVALID_RESPONSE"),
        (json!({ "status": 302, "body": {} }), "UPSTREAM_INVALID_RESPONSE"),
        (json!({ "latency_ms": 60_000 }), "UPSTREAM_TIMEOUT"),
        // The last one, because it silences the endpoint for a while.
        (json!({ "status": 429, "retry_after": 77 }), "RATE_LIMITED"),
    ]
}

fn reads() -> BTreeSet<&'static str> {
    operations()
        .filter(|operation| operation.nature.is_none())
        .map(|operation| operation.route.as_str())
        .collect()
}

/// Longer than the client waits for an answer.
const TOO_LONG: Duration = Duration::from_secs(21);

/// A graph that keeps what it read for an hour, what everything is asked with, and the answer when nothing fails.
struct Stand {
    app: TestApp,
    variables: Value,
    whole: Value,
}

impl Stand {
    async fn start() -> Self {
        let app = TestApp::start_with(|config| {
            config.upstream.options.retry.base_delay = Duration::from_millis(1);
            config.upstream.options.request_timeout = TOO_LONG;
            config.upstream.options.breaker_interval = Duration::ZERO;
            // Time is made to pass while a call is waited for; nothing else is to run out of it.
            config.upstream.options.connect_timeout = HOUR;
            config.server.request_timeout = HOUR;
            config.lifetimes = Lifetimes {
                viewer: HOUR,
                organizations: HOUR,
                people: HOUR,
                settings: HOUR,
                logins: HOUR,
                activity: HOUR,
                documents: HOUR,
            };
        })
        .await;
        let organization = app.largest_organization().await;
        let ids = "query ($id: ID!) {
            organization(id: $id) { members(first: 1) { nodes { id } } }
            viewer { documentGroups(first: 1) { nodes { id documents { document { id } } } } } }";
        let data = app.data(ids, json!({ "id": organization })).await;
        let group = &data["viewer"]["documentGroups"]["nodes"][0];
        let variables = json!({
            "organization": organization,
            "person": data["organization"]["members"]["nodes"][0]["id"],
            "document": group["documents"][0]["document"]["id"],
            "group": group["id"],
        });
        app.forget_calls().await;
        let whole = app.ask_anew(EVERYTHING, variables.clone()).await;
        assert_eq!(whole.failures(), []);
        Self { app, variables, whole: whole.data }
    }

    /// What is wrong with the answers when `route` fails in each way. Failures are not kept and all else is, so only the
    /// first query asks for more than what fails.
    async fn complaints(&self, route: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for (index, (failure, code)) in failures().iter().enumerate() {
            let mut fault = failure.clone();
            fault["route"] = json!(route);
            self.app.fault(fault).await;
            let answer = match index {
                0 => self.app.ask_anew(EVERYTHING, self.variables.clone()).await,
                _ if failure.get("latency_ms").is_some() => self.ask_and_let_time_pass().await,
                _ => self.app.ask(EVERYTHING, self.variables.clone()).await,
            };
            self.app.end_faults().await;
            let complaints = compare(&self.whole, &answer, route, code);
            wrong.extend(complaints.into_iter().map(|complaint| format!("{route} {failure}: {complaint}")));
        }
        wrong
    }

    /// Waits for too slow calls, one after the other, without spending the time.
    async fn ask_and_let_time_pass(&self) -> Answer {
        let mut answer = std::pin::pin!(self.app.ask(EVERYTHING, self.variables.clone()));
        loop {
            match tokio::time::timeout(Duration::from_millis(200), &mut answer).await {
                Ok(answer) => return answer,
                Err(_) => advance(TOO_LONG).await,
            }
        }
    }
}

/// Every difference between the two answers that no error of this route and code explains.
fn compare(whole: &Value, answer: &Answer, route: &str, code: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let failed: BTreeMap<String, String> = answer.failures().into_iter().collect();
    for (error, path) in answer.errors.iter().zip(answer.failures()) {
        if path.1 != code || error["extensions"]["upstream"]["route"] != route {
            wrong.push(format!("an error of something else: {error}"));
        }
        if at(&answer.data, &path.0) != &Value::Null {
            wrong.push(format!("{} has an error and a value", path.0));
        }
    }
    let may_be_silent = matches!(code, "FORBIDDEN" | "NOT_FOUND");
    let mut nulls = 0;
    walk(whole, &answer.data, String::new(), &mut |path, is_null| {
        nulls += 1;
        let is_explained = failed.contains_key(path) || may_be_silent && is_look_up(path);
        if !is_null || !is_explained {
            wrong.push(format!("{path} is another one, or null without an error"));
        }
    });
    if nulls == 0 {
        wrong.push("nothing is missing".to_owned());
    }
    if format!("{answer:?}").contains("canary") {
        wrong.push("signNow's own text is told".to_owned());
    }
    wrong
}

fn at<'a>(data: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(data, |value, part| match part.parse::<usize>() {
        Ok(index) => &value[index],
        Err(_) => &value[part],
    })
}

/// Goes through both answers, and tells where they part, and whether the second one has nothing there.
fn walk(whole: &Value, part: &Value, path: String, differs: &mut impl FnMut(&str, bool)) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) if whole.keys().eq(part.keys()) => {
            for (name, value) in whole {
                walk(value, &part[name], below(name), differs);
            }
        }
        (Value::Array(whole), Value::Array(part)) if whole.len() == part.len() => {
            for (index, value) in whole.iter().enumerate() {
                walk(value, &part[index], below(&index.to_string()), differs);
            }
        }
        _ if whole == part => {}
        _ => differs(&path, part.is_null()),
    }
}

#[tokio::test]
async fn one_query_needs_every_read_of_the_client_and_is_the_same_twice() {
    let stand = Stand::start().await;
    let called = stand.app.calls().await;
    let called: BTreeSet<&str> = called.keys().map(String::as_str).collect();
    assert_eq!(called, reads());
    let again = stand.app.ask_anew(EVERYTHING, stand.variables.clone()).await;
    assert_eq!(again.data, stand.whole);
    stand.app.shutdown().await;
}

#[tokio::test]
async fn whatever_fails_and_however_the_rest_is_as_without_it() {
    let stand = Stand::start().await;
    let mut wrong = Vec::new();
    for route in reads() {
        wrong.extend(stand.complaints(route).await);
        advance(Duration::from_secs(80)).await;
    }
    assert!(wrong.is_empty(), "{} complaints\n{}", wrong.len(), wrong.join("\n"));
    stand.app.shutdown().await;
}
