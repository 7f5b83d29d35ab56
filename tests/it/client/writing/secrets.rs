//! Commands carry passwords and addresses, and say nothing about them.

use std::sync::Arc;

use serde_json::json;
use signgraph::signnow::events::{
    CallbackUrl, ChangeEventSubscription, CreateEventSubscription, EventCallback, EventName,
};
use signgraph::signnow::v1::{
    CreateUser, PasswordChange, SendPasswordReset, SendVerificationEmail, UpdateUser, VerifyEmail,
};
use signgraph::signnow::v2::{ActivateTeamAdmin, AddAdmin, AddMember, AdminRole, AllowTeamAdmin};
use signgraph::signnow::{
    CallLog, Client, EmailAddress, EventEntityId, EventSubscriptionId, MemoryStore, Options, OrganizationId,
};

use super::stage::Act;
use crate::client::canary::{Paper, credentials, everything};
use crate::client::scripted::{Reply, Scripted};
use crate::client::world::{HandClock, options};

fn acts() -> Vec<Act> {
    let organization = || OrganizationId::parse("o1").unwrap();
    let email = || EmailAddress::new("canary@sandbox.test");
    let password =
        PasswordChange { old: "canary-old".to_owned().into(), new: "canary-new".to_owned().into() };
    vec![
        Act::of(CreateUser {
            email: email(),
            password: "canary-password".to_owned().into(),
            first_name: None,
            last_name: None,
            phone: None,
            skips_trial: false,
            source: None,
            accepts_terms: None,
        }),
        Act::of(UpdateUser { password: Some(password), ..UpdateUser::default() }),
        Act::of(VerifyEmail { email: email(), token: "canary-token".to_owned().into() }),
        Act::of(SendVerificationEmail { email: email() }),
        Act::of(SendPasswordReset { email: email() }),
        Act::of(AddMember { organization: organization(), email: email() }),
        Act::of(AddAdmin { organization: organization(), email: email(), role: AdminRole::Admin }),
        Act::of(AllowTeamAdmin { organization: organization(), email: email() }),
        Act::of(ActivateTeamAdmin { organization: organization(), email: email(), active: true }),
        Act::of(CreateEventSubscription {
            event: EventName::DocumentOpen,
            entity: EventEntityId::parse("d1").unwrap(),
            callback: callback(),
        }),
        Act::of(ChangeEventSubscription {
            subscription: EventSubscriptionId::parse("e1").unwrap(),
            event: EventName::DocumentOpen,
            entity: EventEntityId::parse("d1").unwrap(),
            callback: callback(),
        }),
    ]
}

fn callback() -> EventCallback {
    let url = CallbackUrl::parse("https://hooks.example/canary?key=canary").unwrap();
    let mut callback = EventCallback::new(url, "canary-signing-key".to_owned().into());
    callback.headers.insert("authorization".to_owned(), "canary-header".to_owned().into());
    callback
}

fn replies() -> Vec<Reply> {
    let refusal =
        json!({ "errors": [{ "code": 12_004_008, "message": "User `canary@x.test` is not found." }] });
    let invited = json!({ "id": "i1", "email": "canary@sandbox.test", "type": "admin", "status": "pending" });
    vec![
        Reply::json(200, &invited),
        Reply::json(200, &json!({ "canary": "canary", "id": "canary/x", "email": ["canary"] })),
        Reply::json(200, &json!("canary")),
        Reply::json(404, &refusal),
        Reply::json(500, &json!({ "error": [{ "code": "HY000", "message": "canary" }] })),
        Reply::invalid_token(),
        Reply::status(307).header("location", "http://canary.example/"),
        Reply::Drop,
    ]
}

#[tokio::test]
async fn no_password_token_or_address_is_logged_shown_or_reported() {
    let paper = Paper::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(paper.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // As in the canary of reads: with two subscribers every line asks both, whichever thread came first.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let upstream = Scripted::start().await;
    let options = Options { credentials: credentials(), ..options(&upstream) };
    upstream
        .answer_tokens(|_| Reply::json(200, &json!({ "access_token": "canary-access", "expires_in": 60 })));
    let client = Client::new(options, Arc::new(MemoryStore::new()), HandClock::new()).unwrap();
    let log = CallLog::new();
    let client = client.recording(log.clone());
    let mut seen = Vec::new();
    for act in acts() {
        seen.push(act.debug.clone());
        for place in 0..replies().len() {
            upstream.script(move |_| replies().swap_remove(place));
            seen.push(match act.execute(&client).await {
                Ok(answer) => answer,
                Err(error) => everything(&error),
            });
        }
    }
    for secret in ["canary-password", "canary-new", "canary-signing-key", "canary-header"] {
        assert!(upstream.data_asked().iter().any(|asked| asked.body.contains(secret)), "{secret}");
    }
    let logged = paper.text();
    assert!(logged.contains("POST /user/forgotpassword"), "{logged}");
    seen.push(logged);
    seen.push(format!("{log:?}"));
    for text in seen {
        let place = text.find("canary");
        let around = place.map(|place| &text[place.saturating_sub(200)..text.len().min(place + 80)]);
        assert_eq!(around, None);
    }
}
