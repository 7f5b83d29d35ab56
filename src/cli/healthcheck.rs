//! `signgraph healthcheck`: for images that hold no other program to ask with.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use crate::config::{self, Sources};

const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph healthcheck --url http://127.0.0.1:4000/health/ready")]
pub(super) struct Arguments {
    /// What to ask; without it, the server that the configuration describes
    #[arg(long)]
    url: Option<String>,
    /// The configuration file of that server
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    config: Option<PathBuf>,
}

/// Succeeds when the server says that it is ready.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let url = match arguments.url {
        Some(url) => url,
        None => {
            // As a failure of the check, which is 1: Docker gives 2 a meaning of its own.
            let config = config::load(Sources::of_process(arguments.config, Vec::new()))
                .map_err(|complaints| anyhow!("there is no server to ask: {complaints}"))?;
            format!("http://{}/health/ready", reachable(config.server.listen))
        }
    };
    // The probe asks this machine, so a proxy of the environment is passed by.
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let answer = client.get(&url).send().await.with_context(|| format!("{url} does not answer"))?;
    let status = answer.status();
    if !status.is_success() {
        let body = answer.text().await.unwrap_or_default();
        bail!("{url} answers {status}: {}", body.escape_debug());
    }
    Ok(ExitCode::SUCCESS)
}

/// A server that listens everywhere is asked on loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let address = match listen.ip() {
        IpAddr::V4(address) if address.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(address) if address.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        address => address,
    };
    SocketAddr::new(address, listen.port())
}
