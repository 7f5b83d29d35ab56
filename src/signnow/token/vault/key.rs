//! The key that records are sealed with.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};

use super::name::hexadecimal;
use crate::private_file::FileError;

/// 32 bytes that open every record. They are overwritten when the key is dropped, and stay where they are until then.
pub struct Key(SecretBox<[u8; LENGTH]>);

/// In bytes.
const LENGTH: usize = 32;

/// What some tools leave out at the end is not missed.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Key {
    /// A new one.
    pub fn random() -> Key {
        Key(SecretBox::init_with_mut(|bytes: &mut [u8; LENGTH]| fill_randomly(bytes)))
    }

    /// The key that a text stands for: 32 bytes in base64, the padding and white space around it as they like.
    ///
    /// # Errors
    /// [`KeyError::Text`], which does not repeat it.
    pub fn from_base64(text: &SecretString) -> Result<Key, KeyError> {
        Key::parse(text.expose_secret()).map_err(|found| KeyError::Text { found })
    }

    /// Which key it is, without telling it.
    pub fn id(&self) -> KeyId {
        let digest =
            Sha256::new().chain_update(b"signgraph key id").chain_update(self.expose_secret()).finalize();
        let mut id = [0; 4];
        id.copy_from_slice(&digest[..4]);
        KeyId(id)
    }

    pub(super) fn parse(text: &str) -> Result<Key, Misfit> {
        // A little longer than a key, so that the length of one that is too long can be told.
        let mut bytes = Zeroizing::new([0; 2 * LENGTH]);
        let length = BASE64.decode_slice(text.trim(), bytes.as_mut_slice()).map_err(|error| match error {
            base64::DecodeSliceError::DecodeError(_) => Misfit::NotBase64,
            base64::DecodeSliceError::OutputSliceTooSmall => Misfit::TooLong,
        })?;
        match bytes.first_chunk() {
            Some(key) if length == LENGTH => Ok(Key(SecretBox::init_with_mut(|bytes| *bytes = *key))),
            _ => Err(Misfit::Length(length)),
        }
    }

    /// As [`Key::from_base64`] reads it.
    pub(super) fn to_base64(&self) -> SecretString {
        BASE64.encode(self.expose_secret()).into()
    }

    pub(super) fn expose_secret(&self) -> &[u8; LENGTH] {
        self.0.expose_secret()
    }
}

/// The system's own randomness each time, and no generator of ours: its state could be copied with a virtual machine, and
/// a nonce that is used twice gives two records away.
pub(super) fn fill_randomly(bytes: &mut [u8]) {
    #[expect(
        clippy::expect_used,
        reason = "a system without randomness has no TLS either; there is nothing to go on with"
    )]
    OsRng.try_fill_bytes(bytes).expect("the system has random bytes");
}

/// Which key, in four bytes of its digest. It is no secret: it helps to find the key, not to guess it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId([u8; 4]);

impl KeyId {
    pub(super) fn from_bytes(bytes: [u8; 4]) -> KeyId {
        KeyId(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hexadecimal(&self.0))
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A text is none.
    #[error(
        "the key {found}; it has to be 32 random bytes in base64, as `openssl rand -base64 32` makes them"
    )]
    Text {
        /// What is wrong with it.
        found: Misfit,
    },
    /// A file holds none.
    #[error(
        "the key in {} {found}; it has to be 32 random bytes in base64, as `openssl rand -base64 32` makes them",
        path.display()
    )]
    Content {
        /// Which file.
        path: std::path::PathBuf,
        /// What is wrong with what it holds.
        found: Misfit,
    },
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What is wrong with a text that should be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Some of it is not base64.
    #[error("is not in base64")]
    NotBase64,
    /// It stands for another number of bytes.
    #[error("has {0} bytes")]
    Length(usize),
    /// It stands for far more bytes.
    #[error("is far too long")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id that changed would make every record one of an unknown key.
    #[test]
    fn the_id_of_a_key_stays_what_it_was() {
        let key = Key::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
        assert_eq!(key.expose_secret()[..4], [0, 1, 2, 3]);
        assert_eq!(key.id().to_string(), "c6e4383b");
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = Key::random();
        let again = Key::from_base64(&key.to_base64()).unwrap();
        assert_eq!(again.expose_secret(), key.expose_secret());
    }
}
