//! What every room's tests need.

mod crypto;

pub(crate) use crypto::install_crypto;
