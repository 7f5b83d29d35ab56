//! Who may ask about subscriptions.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::sandbox::http::{Basic, Bearer, Refusal, presented_token};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{EventSubscription, Id};

/// A user, or the application itself: official SDKs disagree which, and both are let in (wire section 8).
#[derive(Clone, Copy, Debug)]
pub(super) enum Caller {
    User(Id),
    Application,
}

impl Caller {
    /// The user, where it is one.
    pub(super) fn user(self) -> Option<Id> {
        match self {
            Caller::User(user) => Some(user),
            Caller::Application => None,
        }
    }

    /// Whether a subscription is the caller's. There is one application, and so every subscription is its.
    pub(super) fn owns(self, subscription: &EventSubscription) -> bool {
        self.user().is_none_or(|user| subscription.user == Some(user))
    }
}

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let is_basic = presented_token(&parts.headers).is_none() && parts.headers.contains_key(AUTHORIZATION);
        if is_basic {
            Basic::from_request_parts(parts, shared).await?;
            return Ok(Caller::Application);
        }
        Ok(Caller::User(Bearer::from_request_parts(parts, shared).await?.user))
    }
}
