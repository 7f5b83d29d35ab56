//! Tokens where they may be read by others.

use sha2::{Digest, Sha256};

/// What stands for a token: the first sixteen hexadecimal characters of its
/// SHA-256.
pub(crate) fn fingerprint(token: &str) -> String {
    hexadecimal(&Sha256::digest(token)[..8])
}

/// Two lowercase digits for each byte.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
