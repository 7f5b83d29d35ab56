//! Global object identification: one opaque id for everything that can be fetched again.
//!
//! An id holds signNow's own ids and the kind of thing, so it stays the same over restarts and between instances, and
//! needs no table. Clients must not look inside.

use std::str::FromStr;

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::{Failure, bad_input};
use crate::signnow::{DocumentGroupId, DocumentId, EventSubscriptionId, OrganizationId, UserId};

/// What an id can stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GlobalId {
    User(UserId),
    Organization(OrganizationId),
    Person { organization: OrganizationId, user: UserId },
    Document(DocumentId),
    DocumentGroup(DocumentGroupId),
    EventSubscription(EventSubscriptionId),
}

impl GlobalId {
    /// The id of someone in an organization.
    pub(super) fn person(organization: &OrganizationId, user: &UserId) -> Self {
        Self::Person { organization: organization.clone(), user: user.clone() }
    }

    /// The id as callers see it.
    pub(super) fn encode(&self) -> ID {
        let name = match self {
            Self::User(user) => format!("User:{user}"),
            Self::Organization(organization) => format!("Organization:{organization}"),
            Self::Person { organization, user } => format!("Person:{organization}:{user}"),
            Self::Document(document) => format!("Document:{document}"),
            Self::DocumentGroup(group) => format!("DocumentGroup:{group}"),
            Self::EventSubscription(subscription) => format!("EventSubscription:{subscription}"),
        };
        ID(URL_SAFE_NO_PAD.encode(name))
    }

    /// Reads an id that a caller passed as `argument`.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` if it is none that this graph has given out.
    pub(super) fn decode(argument: &str, id: &ID) -> Result<Self, Failure> {
        parse(id).ok_or_else(|| {
            bad_input(
                argument,
                format!("`{argument}` is not an id of this graph: pass an `id` that a query answered."),
            )
        })
    }

    /// The organization that a caller means by `argument`: by its global id, or by signNow's own, which is what stands
    /// in people's records. The two cannot be mistaken for each other.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` if it is neither.
    pub(super) fn organization(argument: &str, id: &ID) -> Result<OrganizationId, Failure> {
        Self::either(argument, id, "an organization", |id| match id {
            Self::Organization(organization) => Some(organization),
            _ => None,
        })
    }

    /// The same for a document.
    ///
    /// # Errors
    /// As [`Self::organization`].
    pub(super) fn document(argument: &str, id: &ID) -> Result<DocumentId, Failure> {
        Self::either(argument, id, "a document", |id| match id {
            Self::Document(document) => Some(document),
            _ => None,
        })
    }

    /// The same for a group of documents.
    ///
    /// # Errors
    /// As [`Self::organization`].
    pub(super) fn document_group(argument: &str, id: &ID) -> Result<DocumentGroupId, Failure> {
        Self::either(argument, id, "a group of documents", |id| match id {
            Self::DocumentGroup(group) => Some(group),
            _ => None,
        })
    }

    fn either<T: FromStr>(
        argument: &str,
        id: &ID,
        thing: &str,
        within: impl Fn(Self) -> Option<T>,
    ) -> Result<T, Failure> {
        match signnows_own(id) {
            Some(own) => Ok(own),
            None => within(Self::decode(argument, id)?)
                .ok_or_else(|| bad_input(argument, format!("`{argument}` is not the id of {thing}."))),
        }
    }
}

/// An id of signNow's own, where the text can be nothing else: it cannot be mistaken for a global one.
pub(super) fn signnows_own<T: FromStr>(id: &ID) -> Option<T> {
    Some(id.as_str()).filter(|id| is_signnows_own(id)).and_then(|id| id.parse().ok())
}

/// signNow's ids are forty hexadecimal digits (wire section 1).
fn is_signnows_own(id: &str) -> bool {
    id.len() == 40 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn parse(id: &ID) -> Option<GlobalId> {
    let name = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?).ok()?;
    let mut parts = name.split(':');
    let parsed = match (parts.next()?, parts.next()?, parts.next()) {
        ("User", user, None) => GlobalId::User(user.parse().ok()?),
        ("Organization", organization, None) => GlobalId::Organization(organization.parse().ok()?),
        ("Person", organization, Some(user)) => {
            GlobalId::Person { organization: organization.parse().ok()?, user: user.parse().ok()? }
        }
        ("Document", document, None) => GlobalId::Document(document.parse().ok()?),
        ("DocumentGroup", group, None) => GlobalId::DocumentGroup(group.parse().ok()?),
        ("EventSubscription", subscription, None) => GlobalId::EventSubscription(subscription.parse().ok()?),
        _ => return None,
    };
    parts.next().is_none().then_some(parsed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_come_back(
            organization in "[A-Za-z0-9_-]{1,64}",
            user in "[A-Za-z0-9_-]{1,64}",
            document in "[A-Za-z0-9_-]{1,64}",
        ) {
            let organization: OrganizationId = organization.parse().unwrap();
            let user: UserId = user.parse().unwrap();
            for id in [
                GlobalId::User(user.clone()),
                GlobalId::Organization(organization.clone()),
                GlobalId::Document(document.parse().unwrap()),
                GlobalId::DocumentGroup(document.parse().unwrap()),
                GlobalId::Person { organization, user },
            ] {
                prop_assert_eq!(parse(&id.encode()), Some(id));
            }
        }

        #[test]
        fn no_text_is_too_strange_for_an_id(text: String) {
            prop_assert_eq!(parse(&ID(text)), None);
        }
    }
}
