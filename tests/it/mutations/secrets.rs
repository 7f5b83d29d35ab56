//! Passwords and tokens in inputs are in no line of the log, no answer and no file.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::Paper;

/// Mutations that are told secrets, with the call each leads to.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "mutation ($key: String) { createUser(input: { idempotencyKey: $key, email: \"newcomer@sandbox.test\", \
         password: \"canary-password\", source: \"web\" }) { userId outcome userErrors { code field message } } }",
        "POST /user",
    ),
    (
        "mutation ($key: String) { updateViewer(input: { idempotencyKey: $key, oldPassword: \"canary-old\", \
         newPassword: \"canary-new\", firstName: \"Vesna\" }) { viewer { email } outcome userErrors { code field \
         message } } }",
        "PUT /user",
    ),
    (
        "mutation ($key: String) { verifyEmail(input: { idempotencyKey: $key, email: \"unverified@sandbox.test\", \
         token: \"canary-token\" }) { email outcome userErrors { code field message } } }",
        "PUT /user/email/verify",
    ),
];

/// Documents that are refused as a whole, each with a secret in it.
const MALFORMED: &[&str] = &[
    "mutation { createUser(input: { email: \"a@b.test\", password: canary }) { outcome } }",
    "mutation { createUser(input: { email: \"a@b.test\", password: [\"canary\"] }) { outcome } }",
    "mutation { createUser(input: { email: \"a@b.test\", password: { canary: \"canary\" } }) { outcome } }",
    "mutation { createUser(input: { email: 5, password: \"canary\" }) { outcome } }",
    "mutation { createUser(input: { password: \"canary\" }) { outcome } }",
    "mutation { createUser(input: { email: \"a@b.test\", password: \"canary }) { outcome } }",
    "mutation { updateViewer(input: { newPassword: \"canary\" }) { outcome userErrors { message } } }",
    "mutation { updateViewer(input: { newPassword: \"x\", oldPassword: \"canary\" }) { userErrors { message } } }",
];

fn faults() -> Vec<Value> {
    vec![
        json!({}),
        json!({ "drop": "before_effect" }),
        json!({ "drop": "after_effect" }),
        json!({ "status": 500, "body": "canary" }),
        json!({ "status": 403, "body": { "errors": [{ "code": 1, "message": "canary" }] } }),
        json!({ "status": 400, "body": { "errors": [{ "code": 65_536, "message": "canary" }] } }),
        json!({ "status": 200, "body": { "id": "canary/x", "canary": ["canary"] } }),
    ]
}

#[tokio::test]
async fn no_secret_is_logged_told_or_kept() {
    let paper = Paper::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(paper.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // As in the canary of the client: with two subscribers every line asks both, whichever thread came first.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    let kept = file.clone();
    let stage = Stage::with(&json!({}), |config| config.idempotency.file = Some(kept)).await;
    let told = everything_told(&stage).await;
    stage.app.shutdown().await;

    let (logged, kept) = (paper.text(), std::fs::read_to_string(file).unwrap());
    let lines =
        logged.lines().filter(|line| line.contains("mutated") && line.contains("operation_id")).count();
    assert_eq!(lines, DOCUMENTS.len() * faults().len(), "one line for each mutation:\n{logged}");
    assert!(kept.lines().count() >= DOCUMENTS.len(), "{kept}");
    for text in told.into_iter().chain([logged, kept]) {
        let place = text.find("canary");
        let around = place.map(|place| &text[place.saturating_sub(200)..text.len().min(place + 80)]);
        assert_eq!(around, None);
    }
}

/// Every answer to every document, in every weather and under keys.
async fn everything_told(stage: &Stage) -> Vec<String> {
    let mut told = Vec::new();
    for (document, route) in DOCUMENTS {
        for (number, mut fault) in faults().into_iter().enumerate() {
            stage.app.begin_anew().await;
            if fault != json!({}) {
                fault["route"] = (*route).into();
                stage.app.fault(fault).await;
            }
            let answer =
                stage.app.ask(document, json!({ "key": format!("key-{number}-{}", route.len()) })).await;
            told.push(format!("{answer:?}"));
        }
    }
    for document in MALFORMED {
        told.push(format!("{:?}", stage.app.ask(document, json!({})).await));
    }
    let typed = "mutation ($input: CreateUserInput!) { createUser(input: $input) { outcome } }";
    for password in [json!(["canary"]), json!({ "canary": 1 }), json!(null)] {
        let input = json!({ "email": "a@b.test", "password": password, "canary": "canary" });
        told.push(format!("{:?}", stage.app.ask(typed, json!({ "input": input })).await));
    }
    told
}
