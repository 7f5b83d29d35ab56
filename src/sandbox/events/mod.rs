//! Subscriptions to events, `/api/v2/events` (document 001, wire section 7.2).
//!
//! The one corner of the API where both a user and the application itself may ask, and where refusals have shape E.
//! The room keeps subscriptions; it calls nobody.

mod body;
mod caller;
mod change;
mod list;
mod name;
mod refusal;

use super::http::{Route, delete, get, post, put};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/v2/events", change::subscribe),
        get("/api/v2/events", list::list),
        put("/api/v2/events/{event_subscription_id}", change::update),
        delete("/api/v2/events/{event_subscription_id}", change::unsubscribe),
    ]
}
