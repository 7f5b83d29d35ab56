//! By what two inputs are told apart.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::digest;

/// A SHA-256 of what a mutation is asked to do. Equal inputs have equal fingerprints.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of an input, written in one canonical way.
    pub fn of(text: &[u8]) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// The digest itself, as a part of another input.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Debug output is a type name only: a short input can be guessed from its digest.
impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Fingerprint(..)")
    }
}

/// A fingerprint as it is kept. Inputs may hold passwords, so each record has a salt: nobody sees which two records had
/// equal inputs, and tables of common inputs are of no use. Where an input can be guessed, a guess can still be tested.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seal {
    #[serde(with = "digest")]
    salt: [u8; 16],
    #[serde(with = "digest")]
    digest: [u8; 32],
}

impl Seal {
    /// Seals a fingerprint with a salt of its own.
    pub(super) fn new(fingerprint: &Fingerprint) -> Self {
        let salt = rand::random();
        Self { salt, digest: salted(&salt, fingerprint) }
    }

    /// Was it this fingerprint that was sealed?
    pub(super) fn is_of(&self, fingerprint: &Fingerprint) -> bool {
        self.digest == salted(&self.salt, fingerprint)
    }
}

fn salted(salt: &[u8], fingerprint: &Fingerprint) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(fingerprint.0).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_knows_its_fingerprint_and_looks_like_no_other() {
        let (one, other) = (Fingerprint::of(b"one"), Fingerprint::of(b"other"));
        let (seal, again) = (Seal::new(&one), Seal::new(&one));
        assert!(seal.is_of(&one) && again.is_of(&one) && !seal.is_of(&other));
        assert_ne!(seal.digest, again.digest);
        assert_ne!(seal.digest, one.0);
    }
}
