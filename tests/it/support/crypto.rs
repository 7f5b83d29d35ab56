//! The TLS provider without which no client can be built.

/// Installs the provider of this process; the first test to come does it for all.
pub(crate) fn install_crypto() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
