//! An operator is waited for: health, metrics and errors say so, and nobody hangs.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use signgraph::app::App;
use signgraph::signnow::{Clock, Reason};

use super::wire::{JSON, fault, get, request, series, start, start_with_clock};

const GRANT: &str = "POST /oauth2/token";
const REAUTH_REQUIRED: &str = r#"signgraph_chain_state{account="default",state="reauth_required"}"#;

struct Hand(Mutex<DateTime<Utc>>);

impl Hand {
    fn advance(&self, days: i64) {
        *self.0.lock().unwrap() += TimeDelta::days(days);
    }
}

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

async fn viewer(app: &App) -> Value {
    let headers = [("content-type", JSON), ("cache-control", "no-cache")];
    request(app, "POST", "/graphql", &headers, r#"{"query":"{ viewer { email } }"}"#).await.json()
}

async fn health(app: &App) -> (u16, Value) {
    let answer = get(app, "/health/ready", &[]).await;
    (answer.status, answer.json())
}

/// How often the sandbox was asked, for tokens and in all.
async fn asked(app: &App) -> (u64, u64) {
    let url = format!("{}/__sandbox/requests", app.sandbox().unwrap().url());
    let counts: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let counts = counts["counts"].as_object().unwrap();
    let all = counts.values().filter_map(Value::as_u64).sum();
    (counts.get(GRANT).and_then(Value::as_u64).unwrap_or_default(), all)
}

#[tokio::test]
async fn health_tells_the_state_of_the_chain_and_costs_no_calls() {
    let app = start(&[]).await;
    let (status, body) = health(&app).await;
    let chain = &body["chain"];
    assert_eq!((status, &chain["state"], &chain["generation"]), (200, &json!("ready"), &json!(1)), "{body}");
    assert_eq!((&chain["usable"], &chain["failure"]), (&json!(true), &Value::Null));
    let moment = |name: &str| chain[name].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert!(Utc::now() < moment("refresh_at") && moment("refresh_at") < moment("expires_at"));
    for _ in 0..50 {
        health(&app).await;
    }
    assert_eq!(asked(&app).await, (1, 1), "the login that the first request would have made");
    let text = body.to_string();
    assert!(!text.contains("sandbox") && !text.contains("access_token"), "{text}");
}

#[tokio::test]
async fn a_credential_that_needs_an_operator_is_told_everywhere_within_a_second() {
    let clock = Arc::new(Hand(Mutex::new(Utc::now())));
    let settings = [
        ("upstream.token_recovery", "wait"),
        ("upstream.connect_timeout", "500ms"),
        ("upstream.request_timeout", "1s"),
        ("server.metrics_listen", "127.0.0.1:0"),
    ];
    let app = start_with_clock(&settings, clock.clone()).await;
    assert_eq!(viewer(&app).await["data"]["viewer"]["email"], "viewer@sandbox.test");
    fault(&app, json!({ "route": GRANT, "drop": "after_effect", "times": 1 })).await;

    // Half of the token's life is over, and the answer to its refresh is lost.
    clock.advance(16);
    while health(&app).await.1["chain"]["state"] != "reauth_required" {
        assert_eq!(viewer(&app).await["data"]["viewer"]["email"], "viewer@sandbox.test");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (status, body) = health(&app).await;
    assert_eq!((status, &body["status"], &body["chain"]["usable"]), (200, &json!("ready"), &json!(true)));
    assert_eq!(body["chain"]["failure"], Reason::LostRefresh.message());
    assert_eq!(series(&app).await[REAUTH_REQUIRED], 1.0);

    // The token itself is over.
    clock.advance(15);
    let begun = Instant::now();
    let error = &viewer(&app).await["errors"][0]["extensions"];
    assert_eq!((&error["code"], &error["retryable"]), (&json!("REAUTHENTICATION_REQUIRED"), &json!(false)));
    let (status, body) = health(&app).await;
    assert_eq!((status, &body["status"]), (503, &json!("unready")), "{body}");
    assert_eq!(body["reasons"], json!([Reason::LostRefresh.message()]));
    assert_eq!(
        (&body["chain"]["state"], &body["chain"]["usable"]),
        (&json!("reauth_required"), &json!(false))
    );
    let series = series(&app).await;
    assert_eq!((series[REAUTH_REQUIRED], series[r#"signgraph_chain_usable{account="default"}"#]), (1.0, 0.0));
    let elapsed = begun.elapsed();
    println!("P4: error, health and metric tell that an operator is waited for within {elapsed:?}");
    assert!(elapsed < Duration::from_secs(1), "{elapsed:?}");
    assert_eq!(asked(&app).await.0, 2, "nothing is presented again");
}

#[tokio::test]
async fn a_refused_login_needs_an_operator_as_well() {
    let app = start(&[("server.metrics_listen", "127.0.0.1:0")]).await;
    fault(&app, json!({ "route": GRANT, "status": 400, "body": { "error": "invalid_client" } })).await;
    let (status, body) = health(&app).await;
    assert_eq!((status, &body["reasons"]), (503, &json!([Reason::Application.message()])), "{body}");
    assert_eq!(body["chain"]["state"], "reauth_required");
    assert_eq!(series(&app).await[REAUTH_REQUIRED], 1.0);
    for _ in 0..20 {
        health(&app).await;
    }
    assert_eq!(asked(&app).await.0, 1, "asking for health does not ask signNow again and again");
}
