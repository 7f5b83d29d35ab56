//! Trouble on request.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stand::{Stand, errors, invalid_token, send};

async fn statuses(stand: &Stand, token: &str, count: usize) -> Vec<u16> {
    let mut statuses = vec![];
    for _ in 0..count {
        statuses.push(stand.bearer(token, "GET", "/user", Value::Null).await.0);
    }
    statuses
}

#[tokio::test]
async fn a_status_strikes_its_route_alone_and_as_often_as_asked() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.fault(json!({ "route": "GET /user", "status": 500, "skip": 1, "times": 2 })).await;
    assert_eq!(stand.bearer(&token, "GET", "/user/documents", Value::Null).await.0, 200);
    assert_eq!(statuses(&stand, &token, 5).await, [200, 500, 500, 200, 200]);
    let (_, listed) = stand.control("GET", "faults", Value::Null).await;
    assert_eq!(listed["faults"][0]["fired"], 2);
    assert_eq!(listed["faults"][0]["seen"], 5);
    let effects: Vec<Value> =
        stand.requests().await[2..].iter().map(|entry| entry["effect"].clone()).collect();
    assert_eq!(effects, [true, false, false, true, true]);
}

#[tokio::test]
async fn bodies_are_those_of_the_layer_or_as_asked() {
    let stand = Stand::start().await;
    let server = json!({ "error": [{ "code": "HY000", "message": "Internal Api Error" }] });
    let cases = [
        (json!({ "status": 502 }), (502, server)),
        (json!({ "status": 429 }), (429, json!({ "message": "Too Many Attempts." }))),
        (json!({ "status": 403 }), (403, errors(403, "Forbidden"))),
        (json!({ "status": 500, "body": { "errors": [] } }), (500, json!({ "errors": [] }))),
        (json!({ "status": 200, "body": "{\"id\": " }), (200, json!("{\"id\": "))),
        (json!({ "status": 504, "body": "<html>", "content_type": "text/html" }), (504, json!("<html>"))),
    ];
    for (fault, expected) in cases {
        let mut fault = fault;
        fault["route"] = json!("*");
        fault["times"] = json!(1);
        stand.fault(fault.clone()).await;
        assert_eq!(send(stand.request("GET", "/user")).await, expected, "{fault}");
    }
}

#[tokio::test]
async fn headers_come_with_a_429_when_asked() {
    let stand = Stand::start().await;
    stand.fault(json!({ "route": "*", "status": 429, "retry_after": 7, "times": 1 })).await;
    stand
        .fault(json!({ "route": "*", "status": 429, "headers": { "X-RateLimit-Reset": 12 }, "times": 1 }))
        .await;
    let first = stand.request("GET", "/user").send().await.unwrap();
    assert_eq!((first.status().as_u16(), &first.headers()["retry-after"]), (429, &"7".parse().unwrap()));
    let second = stand.request("GET", "/user").send().await.unwrap();
    assert!(second.headers().get("retry-after").is_none());
    assert_eq!(second.headers()["x-ratelimit-reset"], "12");
}

#[tokio::test]
async fn a_dropped_connection_answers_nothing() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    for (point, name) in [("before_effect", "Lindholm"), ("after_effect", "Dropped")] {
        stand.fault(json!({ "route": "PUT /user", "drop": point, "times": 1 })).await;
        let change = json!({ "last_name": "Dropped" });
        let failed =
            stand.request("PUT", "/user").bearer_auth(&token).json(&change).send().await.unwrap_err();
        assert!(failed.is_request() && failed.status().is_none(), "{failed:?}");
        assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.1["last_name"], name);
        let requests = stand.requests().await;
        let dropped = requests.iter().rfind(|entry| entry["route"] == "PUT /user").unwrap();
        assert_eq!(
            (&dropped["status"], &dropped["principal"]),
            (&Value::Null, &json!("viewer@sandbox.test"))
        );
        assert_eq!(dropped["effect"], point == "after_effect");
    }
}

#[tokio::test]
async fn not_one_byte_of_an_answer_precedes_the_drop() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let stand = Stand::start().await;
    stand.fault(json!({ "route": "*", "drop": "after_effect" })).await;
    let mut stream = tokio::net::TcpStream::connect(stand.sandbox.address()).await.unwrap();
    stream.write_all(b"GET /user HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut bytes = vec![];
    // A reset instead of a plain end is as good: what counts is that nothing arrives.
    let _ = stream.read_to_end(&mut bytes).await;
    assert_eq!(bytes, b"");
}

#[tokio::test]
async fn an_answer_may_hide_that_the_request_was_carried_out() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.fault(json!({ "route": "PUT /user", "status": 504, "effect": true, "times": 1 })).await;
    assert_eq!(stand.bearer(&token, "PUT", "/user", json!({ "first_name": "Done" })).await.0, 504);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.1["first_name"], "Done");
}

#[tokio::test]
async fn a_refresh_whose_answer_is_lost_has_spent_the_token() {
    let stand = Stand::start().await;
    let (_, refresh) = stand.log_in("viewer@sandbox.test").await;
    stand.fault(json!({ "route": "POST /oauth2/token", "drop": "before_effect", "times": 1 })).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let lost = stand
        .request("POST", "/oauth2/token")
        .basic_auth("sandbox-client", Some("sandbox-secret"))
        .form(&form);
    assert!(lost.try_clone().unwrap().send().await.is_err());
    stand.fault(json!({ "route": "POST /oauth2/token", "drop": "after_effect", "times": 1 })).await;
    assert!(lost.send().await.is_err());
    assert_eq!(stand.refresh(&refresh).await, (400, json!({ "error": "invalid_grant" })));
}

#[tokio::test]
async fn an_access_token_can_be_made_to_expire() {
    let stand = Stand::start().await;
    let (token, refresh) = stand.log_in("viewer@sandbox.test").await;
    stand.fault(json!({ "route": "GET /user", "expire_tokens": true, "times": 1 })).await;
    assert_eq!(stand.bearer(&token, "GET", "/user/documents", Value::Null).await.0, 200);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
    assert_eq!(stand.bearer(&token, "GET", "/user/documents", Value::Null).await, invalid_token());
    assert_eq!(stand.refresh(&refresh).await.0, 200);
}

#[tokio::test]
async fn latency_adds_up() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.fault(json!({ "route": "GET /user", "latency_ms": 60 })).await;
    stand.fault(json!({ "route": "*", "latency_ms": 60, "status": 503 })).await;
    let begun = Instant::now();
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.0, 503);
    assert!(begun.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn an_answer_held_back_tells_of_the_past() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.fault(json!({ "route": "GET /user", "answer_latency_ms": 300, "times": 1 })).await;
    let held = tokio::spawn(send(stand.request("GET", "/user").bearer_auth(&token)));
    let fired = async || stand.control("GET", "faults", Value::Null).await.1["faults"][0]["fired"] == 1;
    while !fired().await {}
    // Firing and answering are one step of the same task; what follows comes too late for it.
    assert_eq!(stand.bearer(&token, "PUT", "/user", json!({ "first_name": "New" })).await.0, 200);
    assert_eq!(held.await.unwrap().1["first_name"], "Vera");
}

#[tokio::test]
async fn a_rate_limit_refuses_what_is_beyond_it() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let limit = json!({ "requests": 2, "per_ms": 60_000, "headers": true });
    stand.fault(json!({ "route": "GET /user", "rate_limit": limit })).await;
    let ask = async || stand.request("GET", "/user").bearer_auth(&token).send().await.unwrap();
    let first = ask().await;
    assert_eq!(
        (first.status().as_u16(), &first.headers()["x-ratelimit-remaining"]),
        (200, &"1".parse().unwrap())
    );
    assert_eq!(ask().await.headers()["x-ratelimit-remaining"], "0");
    let refused = ask().await;
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (429, &"60".parse().unwrap()));
    assert_eq!(refused.headers()["x-ratelimit-limit"], "2");
    assert!(refused.headers().contains_key("x-ratelimit-reset"));
}

#[tokio::test]
async fn a_rate_limit_opens_again_after_its_window() {
    let stand = Stand::start().await;
    stand.fault(json!({ "route": "*", "rate_limit": { "requests": 3, "per_ms": 300 } })).await;
    let deadline = Instant::now() + Duration::from_secs(10);
    for limited in [true, false] {
        while (send(stand.request("GET", "/user")).await.0 == 429) != limited {
            assert!(Instant::now() < deadline, "the limit never changed");
        }
    }
}

#[tokio::test]
async fn a_told_rate_limit_may_keep_the_wait_to_itself() {
    let stand = Stand::start().await;
    let limit = json!({ "requests": 0, "per_ms": 60_000, "headers": true });
    for (retry_after, told) in [(Value::Null, None), (json!(3), Some("3"))] {
        stand
            .fault(json!({ "route": "*", "rate_limit": limit, "retry_after": retry_after, "times": 1 }))
            .await;
        let response = stand.request("GET", "/user").send().await.unwrap();
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers().get("retry-after").map(|header| header.to_str().unwrap()), told);
        assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    }
}

#[tokio::test]
async fn a_hidden_rate_limit_says_nothing() {
    let stand = Stand::start().await;
    let limit = json!({ "requests": 1, "per_ms": 60_000 });
    stand.fault(json!({ "route": "*", "rate_limit": limit })).await;
    for status in [400, 429] {
        let response = stand.request("GET", "/user").send().await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        let told =
            response.headers().keys().any(|name| name.as_str().contains("rate") || name == "retry-after");
        assert!(!told);
    }
}

#[tokio::test]
async fn chance_follows_the_seed() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let mut runs = vec![];
    for seed in [7, 7, 8] {
        let fault = json!({ "route": "GET /user", "status": 500, "probability": 0.5 });
        let (status, _) = stand.control("POST", "faults", json!({ "faults": [fault], "seed": seed })).await;
        assert_eq!(status, 200);
        runs.push(statuses(&stand, &token, 24).await);
        assert_eq!(stand.control("DELETE", "faults", Value::Null).await.0, 204);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    assert!(runs[0].contains(&200) && runs[0].contains(&500));
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused_by_field() {
    let stand = Stand::start().await;
    let cases = [
        (json!({}), "faults is required"),
        (json!({ "faults": 3 }), "faults must be a list"),
        (json!({ "faults": [], "x": 1 }), "x is unknown"),
        (json!({ "faults": [{}] }), "faults[0].route is required"),
        (json!({ "faults": [{ "route": "GET /usr" }] }), "faults[0].route must be"),
        (json!({ "faults": [{ "route": "*" }, { "route": "*", "staus": 1 }] }), "faults[1].staus is unknown"),
        (json!({ "faults": [{ "route": "*", "status": 99 }] }), "faults[0].status must be"),
        (json!({ "faults": [{ "route": "*", "body": {} }] }), "faults[0].body has no meaning"),
        (json!({ "faults": [{ "route": "*", "retry_after": 1 }] }), "faults[0].retry_after has no meaning"),
        (json!({ "faults": [{ "route": "*", "drop": "now" }] }), "faults[0].drop must be"),
        (json!({ "faults": [{ "route": "*", "probability": 2 }] }), "faults[0].probability must be"),
        (json!({ "faults": [{ "route": "*", "latency_ms": "1" }] }), "faults[0].latency_ms must be"),
        (
            json!({ "faults": [{ "route": "*", "rate_limit": {} }] }),
            "faults[0].rate_limit.per_ms is required",
        ),
    ];
    for (body, complaint) in cases {
        let (status, answer) = stand.control("POST", "faults", body.clone()).await;
        assert_eq!(status, 400, "{body}");
        assert!(answer["error"].as_str().unwrap().starts_with(complaint), "{body}: {answer}");
    }
    assert_eq!(stand.control("GET", "faults", Value::Null).await.1, json!({ "faults": [] }));
}
