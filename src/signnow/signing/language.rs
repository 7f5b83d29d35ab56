//! Languages signNow speaks to signers.

use serde::Serialize;

/// The language of mails to a signer and of the session in which they sign. signNow's SDKs know these three;
/// without one it is that of the sender's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// French.
    #[serde(rename = "fr")]
    French,
}
