//! Under what a record is kept.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::digest;

/// A caller and the key they gave a mutation.
///
/// It is a SHA-256 of both, so it has one size however long a key a caller sends, and shows neither of them where it
/// is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordKey(#[serde(with = "digest")] [u8; 32]);

impl RecordKey {
    /// The key of a caller. `caller` is an identity, such as an account; `key` is the caller's own text.
    pub fn new(caller: &str, key: &str) -> Self {
        let mut hasher = Sha256::new();
        // With its length before it, the caller's end cannot be taken for the key's beginning.
        hasher.update(u64::try_from(caller.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(caller);
        hasher.update(key);
        Self(hasher.finalize().into())
    }

    /// The digest in base64, as part of a name.
    pub(super) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

/// Debug output is a type name only: even the digest of a key would tell who used it where.
impl fmt::Debug for RecordKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecordKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_equal_where_both_parts_are() {
        assert_eq!(RecordKey::new("ada", "1"), RecordKey::new("ada", "1"));
        for (caller, key) in [("ada", "2"), ("bob", "1"), ("ad", "a1"), ("ada1", ""), ("", "ada1")] {
            assert_ne!(RecordKey::new(caller, key), RecordKey::new("ada", "1"), "{caller}/{key}");
        }
    }
}
