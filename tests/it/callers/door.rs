//! The door over HTTP: who is let in, as whom, and what they may ask.

use std::time::Duration;

use signgraph::callers::Role;

use super::stage::{Stage, WHO, draft};
use crate::app::advance;

const NAMES: &str = r#"mutation { updateViewer(input: { firstName: "Ida", idempotencyKey: "the-same" }) {
    outcome operationId viewer { email } } }"#;

#[tokio::test]
async fn nobody_is_let_in_who_shows_nothing_that_is_known() {
    let stage = Stage::start().await;
    let (integration, key) = stage.integration(Role::Viewer, "default").await;
    let answer = stage.ask(None, WHO).await;
    assert_eq!((answer.status, answer.code()), (401, "UNAUTHENTICATED"), "{answer:?}");
    assert_eq!(answer.challenge.as_deref(), Some("Bearer realm=\"signgraph\""));
    let inactive = stage.registry().create(&draft(Role::Owner, "default")).await.unwrap().1;
    let cut_off = &key[..key.len() - 1];
    let of_another = format!("sgk_{}_{}", integration.id, "A".repeat(43));
    let inactive = secrecy::ExposeSecret::expose_secret(inactive.text()).to_owned();
    for wrong in ["", "x", cut_off, &of_another, &inactive, &format!("{key} "), &format!("{key}x"), "a.b.c"] {
        // A space at the end is no part of a token, as no space can be.
        let is_right = wrong.trim() == key;
        let answer = stage.ask(Some(wrong), WHO).await;
        assert_eq!(answer.status, if is_right { 200 } else { 401 }, "{answer:?}");
        if !is_right {
            assert_eq!(answer.code(), "UNAUTHENTICATED");
            assert!(answer.challenge.unwrap().ends_with("error=\"invalid_token\""));
            assert!(!answer.body.to_string().contains(cut_off), "{:?}", answer.body);
        }
    }
    assert_eq!(stage.calls().await, 2, "one login and one read, for the one that was let in");
}

#[tokio::test]
async fn health_and_the_page_ask_nobody() {
    let stage = Stage::start().await;
    for path in ["/health/live", "/health/ready", "/"] {
        assert_eq!(reqwest::get(format!("{}{path}", stage.app.url())).await.unwrap().status(), 200, "{path}");
    }
    assert!(!stage.app.is_open());
}

#[tokio::test]
async fn a_caller_asks_as_its_account_and_no_other() {
    let stage = Stage::start().await;
    let (_, here) = stage.integration(Role::Viewer, "default").await;
    let (_, other) = stage.integration(Role::Viewer, "other").await;
    let (_, lost) = stage.integration(Role::Owner, "gone").await;
    for (key, path, email) in [
        (&here, "/graphql", Some("viewer@sandbox.test")),
        (&here, "/accounts/other/graphql", None),
        (&other, "/graphql", Some("outsider@sandbox.test")),
        (&other, "/accounts/other/graphql", Some("outsider@sandbox.test")),
        (&lost, "/graphql", None),
        (&lost, "/accounts/other/graphql", None),
    ] {
        let answer = stage.ask_at(path, Some(key), WHO).await;
        match email {
            Some(email) => assert_eq!(answer.body["data"]["viewer"]["email"], email, "{path} {answer:?}"),
            None => assert_eq!((answer.status, answer.code()), (403, "FORBIDDEN"), "{path} {answer:?}"),
        }
    }
}

#[tokio::test]
async fn a_role_is_a_limit_and_what_is_beyond_it_costs_nothing() {
    let stage = Stage::start().await;
    let activity = "{ organizations(first: 1) { nodes { activity(from: \"2026-01-01\", to: \"2026-01-31\") { documents } } } }";
    for role in Role::ALL {
        let (_, key) = stage.integration(role, "default").await;
        assert_eq!(stage.ask(Some(&key), WHO).await.body["data"]["viewer"]["email"], "viewer@sandbox.test");
        for (query, least) in [(activity, Role::Analyst), (NAMES, Role::Operator)] {
            let before = stage.calls().await;
            let answer = stage.ask(Some(&key), query).await;
            let is_denied = answer.code() == "FORBIDDEN" && answer.body.get("data").is_none();
            assert_eq!(is_denied, role < least, "{role} {query} {answer:?}");
            assert!(!is_denied || stage.calls().await == before, "{role} {query}");
        }
    }
}

#[tokio::test]
async fn what_one_caller_did_under_a_key_is_not_told_to_another() {
    let stage = Stage::start().await;
    let (_, ada) = stage.integration(Role::Operator, "default").await;
    let (_, bea) = stage.integration(Role::Operator, "default").await;
    let operation = async |key: &str| {
        let answer = stage.ask(Some(key), NAMES).await;
        answer.body["data"]["updateViewer"]["operationId"].as_str().unwrap_or_default().to_owned()
    };
    let first = operation(&ada).await;
    assert_eq!(operation(&ada).await, first, "the same caller's repeat");
    assert_ne!(operation(&bea).await, first, "another caller's key is another key");
}

#[tokio::test]
async fn who_is_switched_off_or_gets_another_key_or_is_deleted_stays_out_soon() {
    let stage = Stage::start().await;
    let (integration, key) = stage.integration(Role::Viewer, "default").await;
    let registry = stage.registry();
    let status = async |key: &str| {
        advance(Duration::from_secs(2)).await;
        stage.ask(Some(key), WHO).await.status
    };
    assert_eq!(status(&key).await, 200);
    registry.set_active(&integration.id, false).await.unwrap();
    assert_eq!(status(&key).await, 401);
    registry.set_active(&integration.id, true).await.unwrap();
    assert_eq!(status(&key).await, 200);
    let (_, new) = registry.regenerate_key(&integration.id).await.unwrap();
    let new = secrecy::ExposeSecret::expose_secret(new.text()).to_owned();
    assert_eq!((status(&key).await, status(&new).await), (401, 200));
    registry.delete(&integration.id).await.unwrap();
    assert_eq!(status(&new).await, 401);
}

#[tokio::test]
async fn a_store_that_cannot_be_read_lets_in_who_was_known_for_a_while_and_then_nobody() {
    let stage = Stage::start().await;
    let (_, key) = stage.integration(Role::Viewer, "default").await;
    advance(Duration::from_secs(2)).await;
    assert_eq!(stage.ask(Some(&key), WHO).await.status, 200);
    std::fs::write(stage.file(), "{").unwrap();
    advance(Duration::from_secs(5)).await;
    assert_eq!(stage.ask(Some(&key), WHO).await.status, 200);
    advance(Duration::from_secs(40)).await;
    let answer = stage.ask(Some(&key), WHO).await;
    assert_eq!((answer.status, answer.code()), (503, "UNAVAILABLE"), "{answer:?}");
    assert_eq!(stage.ask(None, WHO).await.status, 401);
}
