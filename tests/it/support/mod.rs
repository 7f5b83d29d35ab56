//! What every room's tests need.

mod crypto;
mod paper;
mod refusal;
mod vault;

pub(crate) use crypto::install_crypto;
pub(crate) use paper::Paper;
pub(crate) use refusal::Refusal;
pub(crate) use vault::Vault;
