//! E-mail addresses, which signNow knows people by.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::wire::text;

/// An e-mail address as it was given; whether it is one is for signNow to judge. `Debug` shows nothing of
/// it, so that a command can be printed without a word about whom it concerns.
#[derive(Clone, PartialEq, Eq, Hash)]
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
