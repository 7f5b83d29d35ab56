//! The name in a signature field.

use serde::Serialize;

/// A name that is in the signature field before the signer comes. signNow takes one of the two (SignNow.NET).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum SignatureName {
    /// The signer may change it; at most 255 characters.
    #[serde(rename = "prefill_signature_name")]
    Suggested(String),
    /// The signer has to take it as it is. Not together with the wish for a new signature.
    #[serde(rename = "required_preset_signature_name")]
    Prescribed(String),
}
