//! What every room's tests need.

mod crypto;
mod refusal;

pub(crate) use crypto::install_crypto;
pub(crate) use refusal::Refusal;
