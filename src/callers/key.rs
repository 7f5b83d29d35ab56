//! What an integration shows.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::integration::IntegrationId;

/// How every key begins, so that programs that look for secrets find it.
const PREFIX: &str = "sgk";

/// In bytes, of the part that cannot be guessed.
const LENGTH: usize = 32;

/// A key: `sgk_`, the integration's id, and 32 random bytes in base64url. It cannot be printed but by who asks for its text.
#[derive(Clone)]
pub struct IntegrationKey(SecretString);

impl IntegrationKey {
    pub(super) fn random(id: &IntegrationId) -> IntegrationKey {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        fill_randomly(bytes.as_mut_slice());
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_slice()));
        IntegrationKey(format!("{PREFIX}_{id}_{}", secret.as_str()).into())
    }

    /// The text, to be shown once to who asked for the key.
    pub fn text(&self) -> &SecretString {
        &self.0
    }

    /// Whose key a text would be, if it is one.
    pub(super) fn owner_of(presented: &SecretString) -> Option<IntegrationId> {
        let mut parts = presented.expose_secret().splitn(3, '_');
        match (parts.next()?, parts.next()?, parts.next()?) {
            (PREFIX, id, _) => id.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn digest(&self) -> KeyDigest {
        KeyDigest::of(&self.0)
    }
}

impl fmt::Debug for IntegrationKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IntegrationKey(..)")
    }
}

/// The SHA-256 of a key. A key has 256 random bits, so nothing slower is needed to keep it from being guessed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyDigest([u8; 32]);

impl KeyDigest {
    fn of(text: &SecretString) -> KeyDigest {
        let digest = Sha256::new().chain_update(b"signgraph integration key\0");
        KeyDigest(digest.chain_update(text.expose_secret()).finalize().into())
    }

    /// In a time that tells nothing of where they differ.
    pub(super) fn is_of(&self, presented: &SecretString) -> bool {
        self.0.ct_eq(&KeyDigest::of(presented).0).into()
    }
}

impl fmt::Debug for KeyDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyDigest(..)")
    }
}

impl Serialize for KeyDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for KeyDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<KeyDigest, D::Error> {
        use serde::de::Error as _;
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| D::Error::custom("no digest in base64url"))?;
        bytes.try_into().map(KeyDigest).map_err(|_| D::Error::custom("a digest of another length"))
    }
}

/// The system's own randomness each time: the state of a generator could be copied with a virtual machine.
pub(super) fn fill_randomly(bytes: &mut [u8]) {
    #[expect(
        clippy::expect_used,
        reason = "a system without randomness has no TLS either; there is nothing to go on with"
    )]
    OsRng.try_fill_bytes(bytes).expect("the system has no randomness");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_integration_and_is_known_by_its_digest_alone() {
        let id = IntegrationId::random();
        let (key, other) = (IntegrationKey::random(&id), IntegrationKey::random(&id));
        assert_eq!(IntegrationKey::owner_of(key.text()), Some(id.clone()));
        assert!(key.digest().is_of(key.text()) && !key.digest().is_of(other.text()));
        let written = serde_json::to_string(&key.digest()).unwrap();
        assert_eq!(serde_json::from_str::<KeyDigest>(&written).unwrap(), key.digest());
        let secret = key.text().expose_secret().rsplit('_').next().unwrap();
        assert!(!written.contains(secret) && !format!("{key:?}{:?}", key.digest()).contains(secret));
    }

    #[test]
    fn other_texts_are_nobodys() {
        for text in ["", "sgk", "sgk_", "sgk_abc", "sgk__x", "sgk_UPPER_x", "xyz_abcdefgh_x", "a.b.c"] {
            assert_eq!(IntegrationKey::owner_of(&text.to_owned().into()), None, "{text}");
        }
    }
}
