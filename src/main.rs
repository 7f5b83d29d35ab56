//! The `signgraph` command.

use std::process::ExitCode;

use clap::Parser;
use signgraph::cli::{Cli, report};

#[tokio::main]
async fn main() -> ExitCode {
    // Clients of HTTPS look for this process-wide choice. It is made once, so a second one cannot be denied.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => report(&error),
    }
}
