//! Making, changing and ending subscriptions.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::callback::EventCallback;
use super::name::EventName;
use crate::signnow::command::{Authorization, Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{EventEntityId, EventSubscriptionId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::acknowledged;

/// Asks to be called when something happens: `POST /api/v2/events`.
///
/// signNow answers with no id and refuses no second one, so what was made is found by reading
/// [`EventSubscriptions`](super::EventSubscriptions) before and after. With a
/// [marker](super::CallbackUrl::with_marker) of the caller's own in the URL that is certain, whoever else subscribes
/// meanwhile, and then a subscription that is not in the list was not made.
#[derive(Clone, Debug)]
pub struct CreateEventSubscription {
    /// What is to be told of.
    pub event: EventName,
    /// Whom or what it has to happen to; [`EventName::subject`] says which of them.
    pub entity: EventEntityId,
    /// Whom to call.
    pub callback: EventCallback,
}

impl Command for CreateEventSubscription {
    type Answer = ();

    const ROUTE: Route = Route::new("POST /api/v2/events");
    const NATURE: Nature = Nature::Keyless;

    fn target(&self) -> Target {
        Target::new(Path::root("/api/v2/events"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        description(&self.event, &self.entity, &self.callback)
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Puts a whole new description in place of a subscription's: `PUT /api/v2/events/{event_subscription_id}`.
///
/// What is not given is not kept: a secret key and headers, which no list of ours tells, have to be given anew.
#[derive(Clone, Debug)]
pub struct ChangeEventSubscription {
    /// Which subscription of the application.
    pub subscription: EventSubscriptionId,
    /// What is to be told of from now on.
    pub event: EventName,
    /// Whom or what it has to happen to.
    pub entity: EventEntityId,
    /// Whom to call.
    pub callback: EventCallback,
}

impl Command for ChangeEventSubscription {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /api/v2/events/{event_subscription_id}");
    const NATURE: Nature = Nature::Idempotent;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        itself(&self.subscription)
    }

    fn body(&self) -> Result<Body, Error> {
        description(&self.event, &self.entity, &self.callback)
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Ends a subscription: `DELETE /api/v2/events/{event_subscription_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEventSubscription {
    /// Which subscription of the application.
    pub subscription: EventSubscriptionId,
}

impl Command for DeleteEventSubscription {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /api/v2/events/{event_subscription_id}");
    const NATURE: Nature = Nature::NaturalKey;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        itself(&self.subscription)
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

fn itself(subscription: &EventSubscriptionId) -> Target {
    Target::new(Path::root("/api/v2/events").id(subscription), &Query::new())
}

/// The body that describes a subscription. signNow's sources put the secret key in two places, so it is sent in both
/// (wire section 9 row 32).
fn description(event: &EventName, entity: &EventEntityId, callback: &EventCallback) -> Result<Body, Error> {
    #[derive(Serialize)]
    struct OnWire<'a> {
        event: &'a str,
        entity_id: &'a str,
        action: &'static str,
        attributes: AttributesOnWire<'a>,
        secret_key: &'a str,
    }
    let secret_key = callback.secret_key.expose_secret();
    if secret_key.is_empty() {
        return Err(Error::internal("a subscription without a secret key was to be made").not_executed());
    }
    Body::json(&OnWire {
        event: event.as_str(),
        entity_id: entity.as_str(),
        action: "callback",
        attributes: AttributesOnWire::of(callback),
        secret_key,
    })
}

#[derive(Serialize)]
struct AttributesOnWire<'a> {
    callback: &'a str,
    use_tls_12: bool,
    docid_queryparam: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<&'a str, &'a str>,
    delete_access_token: bool,
    include_metadata: bool,
    secret_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay: Option<u32>,
}

impl<'a> AttributesOnWire<'a> {
    fn of(callback: &'a EventCallback) -> AttributesOnWire<'a> {
        let exposed = |(name, value): (&'a String, &'a SecretString)| (name.as_str(), value.expose_secret());
        AttributesOnWire {
            callback: callback.url.as_str(),
            use_tls_12: true,
            docid_queryparam: callback.adds_document_id,
            headers: callback.headers.iter().map(exposed).collect(),
            delete_access_token: true,
            include_metadata: callback.includes_metadata,
            secret_key: callback.secret_key.expose_secret(),
            retry_count: callback.retries,
            delay: callback.delay,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::signnow::Fate;
    use crate::signnow::events::CallbackUrl;

    fn creation(secret_key: &str) -> CreateEventSubscription {
        let url = CallbackUrl::parse("https://example.test/hook").unwrap();
        CreateEventSubscription {
            event: EventName::DocumentComplete,
            entity: EventEntityId::parse("d1").unwrap(),
            callback: EventCallback::new(url, secret_key.to_owned().into()),
        }
    }

    fn sent(command: &impl Command) -> Value {
        serde_json::from_slice(command.body().unwrap().text()).unwrap()
    }

    #[test]
    fn a_plain_subscription_is_signed_and_free_of_tokens() {
        let attributes = json!({ "callback": "https://example.test/hook", "use_tls_12": true,
            "docid_queryparam": false, "delete_access_token": true, "include_metadata": false,
            "secret_key": "key" });
        let expected = json!({ "event": "document.complete", "entity_id": "d1", "action": "callback",
            "attributes": attributes, "secret_key": "key" });
        assert_eq!(sent(&creation("key")), expected);
    }

    #[test]
    fn extras_are_sent_when_they_are_given() {
        let CreateEventSubscription { event, entity, mut callback } = creation("key");
        callback.headers.insert("x-team".to_owned(), "4".to_owned().into());
        (callback.adds_document_id, callback.includes_metadata) = (true, true);
        (callback.retries, callback.delay) = (Some(3), Some(60));
        let subscription = EventSubscriptionId::parse("e1").unwrap();
        let change = ChangeEventSubscription { subscription, event, entity, callback };
        let attributes = sent(&change)["attributes"].take();
        for (name, value) in [
            ("headers", json!({ "x-team": "4" })),
            ("docid_queryparam", json!(true)),
            ("include_metadata", json!(true)),
            ("retry_count", json!(3)),
            ("delay", json!(60)),
        ] {
            assert_eq!(attributes[name], value, "{name}");
        }
        assert_eq!(change.target().as_str(), "/api/v2/events/e1");
    }

    #[test]
    fn without_a_secret_key_nothing_is_sent() {
        let error = creation("").body().unwrap_err();
        assert_eq!(error.fate(), Fate::NotExecuted);
    }
}
