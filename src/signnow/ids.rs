//! The identifiers signNow hands out, checked before they come near a path.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest identifier accepted. signNow's own are 40 hexadecimal characters (wire section 1).
pub const LONGEST_ID: usize = 64;

/// What is wrong with a text that was meant to be an identifier.
///
/// The message names the fault and its place, and never repeats the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// There is no text at all.
    #[error("an id of signNow is not empty")]
    Empty,
    /// The text is longer than [`LONGEST_ID`].
    #[error("an id of signNow has at most 64 characters, this one has {length} bytes")]
    TooLong {
        /// Length in bytes.
        length: usize,
    },
    /// A character is outside the alphabet.
    #[error("an id of signNow holds only letters, digits, `-` and `_`; character {position} is none of them")]
    Character {
        /// Where, counted in characters from 1.
        position: usize,
    },
}

/// Ids that may stand in a path: nothing in them can change where a request goes.
pub(super) trait PathId {
    /// The checked text.
    fn as_segment(&self) -> &str;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks a text: 1 to 64 characters of `[A-Za-z0-9_-]`.
            ///
            /// # Errors
            /// [`InvalidId`] says what is wrong and where.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                check(text)?;
                Ok(Self(Arc::from(text)))
            }

            /// The text as signNow wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PathId for $name {
            fn as_segment(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }
    };
}

id! {
    /// Who: a signNow account. The same in v1 and v2, and for members and admins alike.
    UserId
}
id! {
    /// An organization of v2.
    OrganizationId
}
id! {
    /// A document of v1.
    DocumentId
}
id! {
    /// A group of documents of v1. It looks like a document's, and is none.
    DocumentGroupId
}
id! {
    /// An invitation to sign the fields of a role, mailed or embedded: `field_invites[].id`.
    FieldInviteId
}
id! {
    /// What one field of an invited signer was requested by: `fields[].field_request_id`.
    FieldRequestId
}
id! {
    /// An invitation to sign anywhere on a document: `requests[].unique_id`.
    FreeformInviteId
}
id! {
    /// An invitation to sign all documents of a group.
    GroupInviteId
}
id! {
    /// A subscription to an event.
    EventSubscriptionId
}
id! {
    /// Whom or what an event happens to: a user, a document or template, or a group of documents. The name of the
    /// event tells which of them.
    EventEntityId
}

impl From<UserId> for EventEntityId {
    fn from(user: UserId) -> EventEntityId {
        EventEntityId(user.0)
    }
}

impl From<DocumentGroupId> for EventEntityId {
    fn from(group: DocumentGroupId) -> EventEntityId {
        EventEntityId(group.0)
    }
}

impl From<DocumentId> for EventEntityId {
    fn from(document: DocumentId) -> EventEntityId {
        EventEntityId(document.0)
    }
}

fn check(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > LONGEST_ID {
        return Err(InvalidId::TooLong { length: text.len() });
    }
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    match text.chars().position(|character| !allowed(character)) {
        Some(index) => Err(InvalidId::Character { position: index + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_ids_are_refused_with_the_reason() {
        let hostile = [
            "../../user",
            "%2e%2e",
            "https://evil.example/",
            "//evil.example/x",
            "..",
            ".",
            "a b",
            "a\r\nb",
            "a?b",
        ];
        for text in hostile {
            assert!(matches!(OrganizationId::parse(text), Err(InvalidId::Character { .. })), "{text:?}");
        }
        assert_eq!(UserId::parse(""), Err(InvalidId::Empty));
        assert_eq!(UserId::parse(&"a".repeat(65)), Err(InvalidId::TooLong { length: 65 }));
        assert_eq!(UserId::parse("ab/c"), Err(InvalidId::Character { position: 3 }));
    }

    #[test]
    fn a_documented_id_is_taken_and_printed_unchanged() {
        let id = UserId::parse("9c4bd7cfafbe481da5556416480774d2f6eb9ex0").unwrap();
        assert_eq!(id.to_string(), "9c4bd7cfafbe481da5556416480774d2f6eb9ex0");
    }

    #[test]
    fn decoding_goes_through_the_same_check() {
        assert!(serde_json::from_str::<DocumentId>(r#""ab_c-9""#).is_ok());
        let refusal = serde_json::from_str::<DocumentId>(r#""../user""#).unwrap_err().to_string();
        assert!(!refusal.contains("../user"), "{refusal}");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_inside_its_path_segment(text in any::<String>()) {
            if let Ok(id) = UserId::parse(&text) {
                let url = url::Url::parse("https://api.signnow.com").unwrap();
                let joined = url.join(&format!("/v2/organizations/{id}/members")).unwrap();
                prop_assert_eq!(joined.path(), format!("/v2/organizations/{text}/members"));
                prop_assert_eq!(joined.host_str(), Some("api.signnow.com"));
            }
        }

        #[test]
        fn the_alphabet_is_accepted(text in "[A-Za-z0-9_-]{1,64}") {
            prop_assert!(UserId::parse(&text).is_ok());
        }
    }
}
