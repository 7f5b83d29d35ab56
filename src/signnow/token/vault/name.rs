//! Which record.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of a credential's record: SHA-256 of its principal and its host, in lower-case hexadecimal digits.
///
/// It can be a key in Redis or stand in a file: it is 64 ASCII digits long whatever it is made of, and shows no
/// e-mail address. It is no secret either: who knows an address can find out whether it has a record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct CredentialName(String);

/// In digits.
const LENGTH: usize = 64;

impl CredentialName {
    /// The name of a principal's credential at a host, such as `https://api.signnow.com`. Both count to the letter.
    pub fn of(principal: &str, upstream: &str) -> CredentialName {
        let mut hasher = Sha256::new();
        for part in [principal, upstream] {
            // With its length before it, the end of one part cannot be taken for the beginning of the next.
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        CredentialName(hexadecimal(&hasher.finalize()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Bytes in lower-case digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl TryFrom<String> for CredentialName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<CredentialName, &'static str> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_name = text.len() == LENGTH && text.bytes().all(is_digit);
        if is_name { Ok(CredentialName(text)) } else { Err("a credential's name is 64 hexadecimal digits") }
    }
}

impl fmt::Display for CredentialName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for CredentialName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CredentialName({}…)", &self.0[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_equal_where_both_parts_are() {
        let name = CredentialName::of("ada", "https://a");
        assert_eq!(name, CredentialName::of("ada", "https://a"));
        for (principal, upstream) in
            [("ada", "https://b"), ("bob", "https://a"), ("adah", "ttps://a"), ("", "")]
        {
            assert_ne!(name, CredentialName::of(principal, upstream), "{principal} {upstream}");
        }
        assert_ne!(CredentialName::of("ab", ""), CredentialName::of("", "ab"));
    }

    /// A name that changed would orphan every record there is.
    #[test]
    fn a_name_stays_what_it_was() {
        let name = CredentialName::of("client/ada@example.test", "https://api.signnow.com");
        assert_eq!(name.as_str(), "38a2c68444d03f5cd17c66134fcd43b96523f35a9c754502f99836aad292162b");
        assert_eq!(format!("{name:?}"), "CredentialName(38a2c684…)");
    }

    #[test]
    fn nothing_but_64_digits_is_read_as_a_name() {
        let name = CredentialName::of("ada", "https://a");
        let read = |text: String| CredentialName::try_from(text);
        assert_eq!(read(name.to_string()), Ok(name.clone()));
        for wrong in [
            String::new(),
            name.as_str()[1..].to_owned(),
            format!("{name}0"),
            "A".repeat(64),
            "g".repeat(64),
            "é".repeat(32),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
