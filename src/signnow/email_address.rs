//! E-mail addresses, which signNow knows people by.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::wire::text;

/// An e-mail address as it was given; whether it is one is for signNow to judge. `Debug` shows nothing of
/// it, so that a command can be printed without a word about whom it concerns.
///
/// signNow takes addresses in any case and answers them as they were registered, so two that differ in the case of
/// ASCII letters alone are equal.
#[derive(Clone)]
pub struct EmailAddress(Arc<str>);

impl EmailAddress {
    /// Takes the text as it is.
    pub fn new(text: &str) -> EmailAddress {
        EmailAddress(Arc::from(text))
    }

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is this address. signNow takes addresses in any case and answers them as they were registered.
    pub fn is(&self, text: &str) -> bool {
        EmailAddress::same(self.as_str(), text)
    }

    /// Whether two texts are one address.
    pub fn same(one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.as_str())
    }
}

impl Eq for EmailAddress {}

impl Hash for EmailAddress {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        // No address is the beginning of another (see `Hash` for `str`).
        hasher.write_u8(0xff);
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(..)")
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(|text| EmailAddress::new(&text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_case_of_an_address_does_not_count() {
        let spellings = ["ada@example.test", "ADA@example.test", "Ada@Example.Test"];
        let people: HashSet<_> = spellings.map(EmailAddress::new).into_iter().collect();
        assert_eq!(people.len(), 1);
        let ada = EmailAddress::new(spellings[0]);
        assert!(spellings.iter().all(|spelling| ada.is(spelling)));
        assert!(!ada.is("ada@example.tes") && !people.contains(&EmailAddress::new("bea@example.test")));
    }
}
