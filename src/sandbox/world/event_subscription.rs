//! Subscriptions to events.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

use super::id::Id;

/// That somebody wants to be called when something happens (wire section 7.2).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventSubscription {
    pub(crate) id: Id,
    pub(crate) event: String,
    /// The user, document or group it happens to.
    pub(crate) entity_id: Id,
    pub(crate) callback: String,
    pub(crate) secret_key: Option<String>,
    /// `headers`, `use_tls_12` and the like, as they were given.
    pub(crate) attributes: Map<String, Value>,
    /// Whose token made it; none, when the application itself did.
    pub(crate) user: Option<Id>,
    pub(crate) created: DateTime<Utc>,
}
