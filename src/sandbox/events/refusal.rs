//! What the event endpoints refuse.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::{http, listing};

/// Why a call about subscriptions is refused, in the words of OAS; the texts marked as our own are in no source.
#[derive(Clone, Debug, Error, PartialEq)]
pub(super) enum Refusal {
    /// Which event?
    #[error("event must not be empty")]
    EventRequired,
    /// `event` has another JSON type.
    #[error("event must be string")]
    EventNotString,
    /// `action` is missing or another one.
    #[error("Action must be equal 'callback'")]
    ActionInvalid,
    /// `attributes` is missing or empty.
    #[error("attributes must not be empty")]
    AttributesRequired,
    /// `callback` is missing among the attributes.
    #[error("'callback' is missing.")]
    CallbackRequired,
    /// `callback` has another JSON type.
    #[error("callback must be string")]
    CallbackNotString,
    /// `callback` is no URL.
    #[error("callback must be url")]
    CallbackNotUrl,
    /// No integration is known here.
    #[error("Invalid integration id - {0}")]
    IntegrationUnknown(String),
    /// Neither `entity_id` nor `user_id` was given (our own text).
    #[error("entity_id must not be empty")]
    EntityRequired,
    /// An event nobody knows, or an entity that is not the caller's or not of the event's kind.
    #[error("Subscription to event is not allowed")]
    NotAllowed,
    /// The subscription is another user's.
    #[error("Unsubscription from event is not allowed")]
    RemovalNotAllowed,
    /// There is no such subscription.
    #[error("UserEventSubscription `{0}` not found")]
    NotFound(String),
    /// A page that cannot be.
    #[error("{0}")]
    Page(listing::Refusal),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotAllowed | Self::RemovalNotAllowed => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Some refusals have the code of v1's validator, some that of HTTP, some none.
    fn code(&self) -> Option<u32> {
        match self {
            Self::EventRequired | Self::EventNotString | Self::CallbackNotString | Self::EntityRequired => {
                Some(65_582)
            }
            Self::AttributesRequired | Self::CallbackRequired | Self::CallbackNotUrl | Self::Page(_) => {
                Some(400)
            }
            Self::ActionInvalid
            | Self::IntegrationUnknown(_)
            | Self::NotAllowed
            | Self::RemovalNotAllowed
            | Self::NotFound(_) => None,
        }
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::event(refusal.status(), refusal.code(), &refusal.to_string())
    }
}
