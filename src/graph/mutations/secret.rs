//! What a mutation hands out once.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::signnow::v2::SigningLink;

/// A secret that a mutation made. It goes into the one answer of that mutation: what is kept of it under an idempotency key
/// is that there was one.
#[derive(Debug, Default)]
pub(super) enum Secret {
    /// Nothing secret was made.
    #[default]
    None,
    /// It was made just now.
    Made(SigningLink),
    /// It was made before, and went into that answer.
    NotKept,
}

impl Secret {
    /// In the open, for the answer.
    pub(super) fn reveal(&self) -> Option<&str> {
        match self {
            Self::Made(link) => Some(link.reveal()),
            Self::None | Self::NotKept => None,
        }
    }
}

/// Written down as whether there was one.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(!matches!(self, Self::None))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(if bool::deserialize(deserializer)? { Self::NotKept } else { Self::None })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn of_a_secret_nothing_is_written_down() {
        let link: SigningLink = from_value(json!("https://sign.test/?access_token=canary")).unwrap();
        let secret = Secret::Made(link);
        assert_eq!(secret.reveal(), Some("https://sign.test/?access_token=canary"));
        assert!(!format!("{secret:?}").contains("canary"));
        let kept = to_value(&secret).unwrap();
        assert_eq!(kept, json!(true));
        let again: Secret = from_value(kept).unwrap();
        assert!(matches!(again, Secret::NotKept) && again.reveal().is_none());
        assert!(matches!(from_value(to_value(Secret::None).unwrap()), Ok(Secret::None)));
    }
}
