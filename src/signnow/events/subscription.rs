//! The list of subscriptions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::callback::CallbackUrl;
use super::name::EventName;
use crate::signnow::command::Authorization;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{EventEntityId, EventSubscriptionId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::scalar::Scalar;
use crate::signnow::wire::{filled_text, flag, map, object, optional_flag, optional_id, optional_moment};

/// Every subscription that was made with the application, by whichever of its users: `GET /api/v2/events`.
///
/// Not to be had with an API key, which is no application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventSubscriptions;

impl EventSubscriptions {
    pub(super) const ROUTE: Route = Route::new("GET /api/v2/events");
}

impl List for EventSubscriptions {
    type Row = EventSubscription;

    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        Path::root("/api/v2/events")
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<EventSubscription>, DecodeError> {
        numbered_page(body, number)
    }
}

/// A wish to be called when something happens. What signs the calls and what their headers say is not here:
/// signNow tells it, and it is dropped at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSubscription {
    /// Its id.
    pub id: EventSubscriptionId,
    /// What is told of.
    pub event: EventName,
    /// Whom or what it has to happen to; older descriptions of the list tell a number instead, which no call takes.
    pub entity: Option<EventEntityId>,
    /// Where the calls go; `None` where signNow tells no URL.
    pub callback: Option<CallbackUrl>,
    /// Whether the calls are signed.
    pub has_secret_key: bool,
    /// Whether access tokens are left out of the calls; `None` where signNow does not tell.
    pub deletes_access_token: Option<bool>,
    /// The names of the headers that are added to the calls, in alphabetical order.
    pub header_names: Vec<String>,
    /// Whether the id of the document is added to the URL.
    pub adds_document_id: bool,
    /// Whether the metadata of the document is put into the calls.
    pub includes_metadata: bool,
    /// Whether the calls need TLS 1.2 or newer.
    pub requires_tls_12: bool,
    /// The name of the application it was made with.
    pub application_name: Option<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
}

impl<'de> Deserialize<'de> for EventSubscription {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Row {
            id: EventSubscriptionId,
            event: EventName,
            #[serde(default, deserialize_with = "optional_id")]
            entity_unique_id: Option<EventEntityId>,
            #[serde(default, deserialize_with = "object")]
            json_attributes: Option<Attributes>,
            #[serde(default, deserialize_with = "filled_text")]
            application_name: Option<String>,
            #[serde(default, deserialize_with = "optional_moment")]
            created: Option<DateTime<Utc>>,
        }
        let row = Row::deserialize(deserializer)?;
        let attributes = row.json_attributes.unwrap_or_default();
        Ok(EventSubscription {
            id: row.id,
            event: row.event,
            entity: row.entity_unique_id,
            callback: attributes.callback_url.and_then(|url| CallbackUrl::parse(&url).ok()),
            has_secret_key: attributes.secret_key,
            deletes_access_token: attributes.delete_access_token,
            header_names: attributes.headers.into_keys().collect(),
            adds_document_id: attributes.docid_queryparam,
            includes_metadata: attributes.include_metadata,
            requires_tls_12: attributes.use_tls_12,
            application_name: row.application_name,
            created_at: row.created,
        })
    }
}

#[derive(Default, Deserialize)]
struct Attributes {
    #[serde(default, deserialize_with = "filled_text")]
    callback_url: Option<String>,
    #[serde(default, deserialize_with = "is_there")]
    secret_key: bool,
    #[serde(default, deserialize_with = "optional_flag")]
    delete_access_token: Option<bool>,
    #[serde(default, deserialize_with = "map")]
    headers: BTreeMap<String, IgnoredAny>,
    #[serde(default, deserialize_with = "flag")]
    docid_queryparam: bool,
    #[serde(default, deserialize_with = "flag")]
    include_metadata: bool,
    #[serde(default, deserialize_with = "flag")]
    use_tls_12: bool,
}

/// Whether a value says anything; what it says is dropped.
fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(!Scalar::deserialize(deserializer)?.is_nothing())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::signnow::resource::Resource;

    fn row(row: Value) -> EventSubscription {
        let body = json!({ "data": [row] }).to_string();
        EventSubscriptions.decode_page(body.as_bytes(), 1).unwrap().rows.remove(0)
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/event_subscriptions.json");
        let page = EventSubscriptions.decode_page(body, 1).unwrap();
        assert_eq!((page.rows.len(), page.total, page.is_last), (2, Some(2), true));
        let [full, bare] = &page.rows[..] else { panic!("{page:?}") };
        assert_eq!((full.id.as_str().len(), &full.event), (40, &EventName::UserDocumentComplete));
        assert_eq!(full.entity.as_ref().unwrap().as_str(), "f0e1d2c3b4a5968778695a4b3c2d1e0ff0e1d2c3");
        assert_eq!(full.callback.as_ref().unwrap().as_str(), "https://hooks.example/signnow?team=4");
        assert_eq!(full.header_names, ["attempt", "share", "urgent", "x-team"]);
        assert!(full.has_secret_key && full.adds_document_id && full.requires_tls_12);
        assert_eq!((full.deletes_access_token, full.includes_metadata), (Some(true), false));
        assert_eq!(full.application_name.as_deref(), Some("Example Application"));
        assert_eq!(full.created_at.unwrap().timestamp(), 1_788_517_139);
        assert_eq!(bare.event, EventName::Other("document.fieldinvite.resend".to_owned()));
        assert_eq!((&bare.entity, bare.has_secret_key, bare.deletes_access_token), (&None, false, None));
        assert!(bare.header_names.is_empty());
    }

    #[test]
    fn a_row_without_its_attributes_is_a_row_all_the_same() {
        for attributes in [json!([]), json!(null), json!({})] {
            let row = row(json!({ "id": "e1", "event": "document.open", "json_attributes": attributes }));
            assert_eq!((row.callback, row.has_secret_key, row.created_at), (None, false, None));
        }
        let odd = json!({ "callback_url": "nowhere", "headers": [], "secret_key": "", "use_tls_12": "1" });
        let row = row(json!({ "id": "e1", "event": "document.open", "json_attributes": odd }));
        assert_eq!((row.callback, row.has_secret_key, row.requires_tls_12), (None, false, true));
    }

    #[test]
    fn no_secret_is_kept_or_shown() {
        let attributes = json!({ "callback_url": "https://example.test/?key=canary", "secret_key": "canary",
            "headers": { "authorization": "canary" } });
        let row = row(json!({ "id": "e1", "event": "document.open", "json_attributes": attributes }));
        assert!(row.has_secret_key);
        assert!(!format!("{row:?}").contains("canary"), "{row:?}");
    }

    #[test]
    fn the_application_asks() {
        assert_eq!(<EventSubscriptions as List>::AUTHORIZATION, Authorization::Basic);
        let page = EventSubscriptions.page(2);
        assert_eq!(page.target().as_str(), "/api/v2/events?per_page=100&page=2");
    }
}
