//! Secrets are in no text this room produces.

use std::sync::Arc;

use serde_json::json;
use signgraph::signnow::events::EventSubscriptions;
use signgraph::signnow::v2::Members;
use signgraph::signnow::vault::{MemoryStore, SealedStore};
use signgraph::signnow::{CallLog, Client, Credentials, Error, List, Options, OrganizationId, Reason};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, options, user};
pub(super) use crate::support::Paper;
use crate::support::Vault;

pub(super) fn credentials() -> Credentials {
    Credentials::Password {
        client_id: "sandbox-client".to_owned(),
        client_secret: "canary-client-secret".to_owned().into(),
        username: "canary-user@sandbox.test".to_owned(),
        password: "canary-password".to_owned().into(),
    }
}

/// All an error says, to people and to programmers, down to its last cause.
pub(super) fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text.push_str(&format!(" {source} {source:?}"));
        cause = source.source();
    }
    text
}

fn token_pair() -> Reply {
    Reply::json(
        200,
        &json!({"access_token": "canary-access", "refresh_token": "canary-refresh", "expires_in": 3600}),
    )
}

#[tokio::test]
async fn no_secret_and_no_text_of_signnow_is_logged_shown_or_reported() {
    let paper = Paper::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(paper.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // With a single subscriber, tracing asks only the thread that reaches a line first whether the line is
    // of interest, and other tests run on other threads. With two it asks all subscribers.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let mut seen = Vec::new();

    let upstream = Scripted::start().await;
    upstream.answer_tokens(|_| token_pair());
    let clock = HandClock::new();
    let store = Arc::new(MemoryStore::new());
    let options = Options { credentials: credentials(), ..options(&upstream) };
    seen.push(format!("{options:?}"));
    let client = Client::new(options, Vault::over(store.clone()).sealed(), clock.clone()).unwrap();
    let log = CallLog::new();
    let client = client.recording(log.clone());
    user(&client).await.unwrap();
    seen.push(format!("{client:?} {log:?} {store:?}"));

    let organization = OrganizationId::parse("o1").unwrap();
    let members =
        Members { email: Some("canary-filter@example.test".to_owned()), ..Members::of(organization) };
    for reply in [
        || {
            Reply::json(
                404,
                &json!({"errors": [{"code": 12_005_001, "message": "User `canary@x.test` is not found."}]}),
            )
        },
        || Reply::json(400, &json!({"error": "canary"})),
        || Reply::json(200, &json!({"data": [{"id": "canary/x", "email": 1}]})),
        || Reply::json(200, &json!({"data": "canary"})),
        || {
            Reply::json(
                200,
                &json!({"data": [{"id": "m", "email": "e", "status": "active", "last_login": "canary"}]}),
            )
        },
        || Reply::status(302).header("location", "http://canary.example/"),
        || Reply::Drop,
        Reply::invalid_token,
    ] {
        upstream.script(move |_| reply());
        seen.push(everything(&client.get(&members.page(1)).await.unwrap_err()));
    }

    let subscription = json!({"id": "e1", "event": "document.open", "json_attributes": {
        "callback_url": "https://hooks.example/?key=canary", "secret_key": "canary-signing-key",
        "headers": {"authorization": "canary-header"}}});
    upstream.script(move |_| Reply::json(200, &json!({"data": [subscription.clone()]})));
    let page = client.get(&EventSubscriptions.page(1)).await.unwrap();
    assert!(page.value.rows[0].has_secret_key && page.value.rows[0].callback.is_some());
    seen.push(format!("{page:?}"));
    upstream.script(|_| {
        Reply::json(
            200,
            &json!({"data": [{"id": "e1", "event": "document.open",
        "json_attributes": {"secret_key": "canary", "created": "canary", "use_tls_12": "canary"}}]}),
        )
    });
    seen.push(everything(&client.get(&EventSubscriptions.page(1)).await.unwrap_err()));

    clock.advance(3600);
    upstream.answer_tokens(|_| Reply::json(400, &json!({"error": "canary", "error_description": "canary"})));
    seen.push(everything(&client.ready().await.unwrap_err()));
    seen.push(log.records().iter().map(|record| format!("{record:?}")).collect());

    let logged = paper.text();
    assert!(logged.contains("called signNow") && logged.contains("asked signNow for a token"), "{logged}");
    for reason in [Reason::RefreshToken, Reason::Login] {
        assert_eq!(logged.matches(reason.message()).count(), 1, "{logged}");
    }
    assert!(logged.contains("GET /v2/organizations/{organization_id}/members"), "{logged}");
    seen.push(logged);
    for text in seen {
        let place = text.find("canary");
        let around = place.map(|place| &text[place.saturating_sub(200)..text.len().min(place + 80)]);
        assert_eq!(around, None);
    }
}

#[tokio::test]
async fn an_unreachable_upstream_is_reported_without_its_url() {
    let upstream = Scripted::start().await;
    let key = Credentials::ApiKey("canary-key".to_owned().into());
    let options = Options { credentials: key, ..options(&upstream) };
    let client = Client::new(options, SealedStore::in_memory(), HandClock::new()).unwrap();
    upstream.script(|_| Reply::Drop);
    let organization = OrganizationId::parse("o1").unwrap();
    let members =
        Members { email: Some("canary-filter@example.test".to_owned()), ..Members::of(organization) };
    let text = everything(&client.get(&members.page(1)).await.unwrap_err());
    assert!(!text.contains("canary") && !text.contains("127.0.0.1"), "{text}");
}

#[tokio::test]
async fn no_token_is_in_a_file_of_ours() {
    let upstream = Scripted::start().await;
    upstream.answer_tokens(|_| token_pair());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let options = Options { credentials: credentials(), ..options(&upstream) };
    let vault = Vault::of_program(&file);
    let client = Client::new(options.clone(), vault.sealed(), HandClock::new()).unwrap();
    user(&client).await.unwrap();
    assert_eq!(vault.record(&options).await.unwrap()["pair"]["access_token"], "canary-access");
    let mut names = Vec::new();
    for entry in folder.path().read_dir().unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for word in [&b"canary"[..], b"Y2FuYXJ5", b"NhbmFye", b"jYW5hcn", b"63616e617279"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word), "{}", path.display());
        }
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["tokens.json", "tokens.json.key", "tokens.json.lock"]);
}
