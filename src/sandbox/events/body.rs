//! The body of a subscription.

use serde_json::{Map, Value};
use url::Url;

use super::caller::Caller;
use super::name::Subject;
use super::refusal::Refusal;
use crate::sandbox::http::Fields;
use crate::sandbox::world::{Id, World};

/// What the list shows besides the callback and the secret.
const ATTRIBUTES: [&str; 7] = [
    "use_tls_12",
    "docid_queryparam",
    "headers",
    "delete_access_token",
    "include_metadata",
    "retry_count",
    "delay",
];

/// A subscription as a client describes it.
pub(super) struct Body {
    pub(super) event: String,
    pub(super) entity_id: Id,
    pub(super) callback: String,
    pub(super) secret_key: Option<String>,
    pub(super) attributes: Map<String, Value>,
}

impl Body {
    /// Reads a body and checks that the caller may subscribe to this. `entity_id` may also be called `user_id`, and
    /// `secret_key` stand at the top or among the attributes (wire section 9 rows 31 and 32).
    pub(super) fn read(world: &World, caller: Caller, fields: &Fields) -> Result<Self, Refusal> {
        let event = event(fields)?;
        if fields.text("action") != Some("callback") {
            return Err(Refusal::ActionInvalid);
        }
        let attributes = fields.object("attributes").ok_or(Refusal::AttributesRequired)?;
        let callback = callback(&attributes)?;
        if let Some(id) = attributes.get("integration_id").filter(|id| **id != "") {
            return Err(Refusal::IntegrationUnknown(
                id.as_str().map_or_else(|| id.to_string(), str::to_owned),
            ));
        }
        let entity_id = entity(world, caller, event, fields)?;
        let secret_key = fields.filled("secret_key").or_else(|| attributes.filled("secret_key"));
        let kept =
            ATTRIBUTES.iter().filter_map(|name| Some(((*name).to_owned(), attributes.get(name)?.clone())));
        Ok(Body {
            event: event.to_owned(),
            entity_id,
            callback: callback.to_owned(),
            secret_key: secret_key.map(str::to_owned),
            attributes: kept.collect(),
        })
    }
}

fn event(fields: &Fields) -> Result<&str, Refusal> {
    match fields.get("event") {
        None => Err(Refusal::EventRequired),
        Some(Value::String(event)) if event.is_empty() => Err(Refusal::EventRequired),
        Some(event) => event.as_str().ok_or(Refusal::EventNotString),
    }
}

fn callback(attributes: &Fields) -> Result<&str, Refusal> {
    let callback = attributes.get("callback").ok_or(Refusal::CallbackRequired)?;
    let callback = callback.as_str().ok_or(Refusal::CallbackNotString)?;
    let is_url = Url::parse(callback).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    is_url.then_some(callback).ok_or(Refusal::CallbackNotUrl)
}

fn entity(world: &World, caller: Caller, event: &str, fields: &Fields) -> Result<Id, Refusal> {
    let entity = fields.filled("entity_id").or_else(|| fields.filled("user_id"));
    let entity = entity.ok_or(Refusal::EntityRequired)?.parse().map_err(|_| Refusal::NotAllowed)?;
    let subject = Subject::of(event).ok_or(Refusal::NotAllowed)?;
    subject.allows(world, caller, entity).then_some(entity).ok_or(Refusal::NotAllowed)
}
