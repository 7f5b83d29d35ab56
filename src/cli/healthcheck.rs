//! `signgraph healthcheck`: for images that hold no other program to ask with.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde::Deserialize;
use url::Url;

use crate::config::{self, Sources};

const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph healthcheck --url http://127.0.0.1:4000")]
pub(super) struct Arguments {
    /// The server to ask, such as http://127.0.0.1:4000, with or without the path /health/ready; without it, the
    /// server that the configuration describes
    #[arg(long)]
    url: Option<String>,
    /// The configuration file of that server
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    config: Option<PathBuf>,
}

/// Succeeds when the server says that it is ready.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let url = match arguments.url {
        Some(url) => probe(&url)?,
        None => {
            // As a failure of the check, which is 1: Docker gives 2 a meaning of its own.
            let config = config::load(Sources::of_process(arguments.config, Vec::new()))
                .map_err(|complaints| anyhow!("there is no server to ask: {complaints}"))?;
            probe(&format!("http://{}", reachable(config.server.listen)))?
        }
    };
    // The probe asks this machine, so a proxy of the environment is passed by.
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let answer = client.get(url.clone()).send().await.with_context(|| format!("{url} does not answer"))?;
    let status = answer.status();
    let health: Option<Health> = answer.json().await.ok();
    match health {
        Some(health) if status.is_success() && health.is_good() => Ok(ExitCode::SUCCESS),
        Some(health) => bail!("{url} says {}", health.in_words()),
        None => bail!("{url} answers {status} and nothing about health; is it signgraph?"),
    }
}

/// What to fetch: a server alone is asked whether it is ready, because its first page tells nothing.
fn probe(url: &str) -> anyhow::Result<Url> {
    let mut url = Url::parse(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| anyhow!("--url: this is no address to ask; write it like http://127.0.0.1:4000"))?;
    if url.path() == "/" {
        url.set_path("/health/ready");
    }
    Ok(url)
}

/// The answer of `/health/ready` or `/health/live`.
#[derive(Deserialize)]
struct Health {
    status: String,
    #[serde(default)]
    reasons: Vec<String>,
}

impl Health {
    fn is_good(&self) -> bool {
        matches!(self.status.as_str(), "ready" | "live")
    }

    fn in_words(&self) -> String {
        let words = [self.status.clone()].into_iter().chain(self.reasons.clone());
        // Whatever answers, no control character reaches the terminal.
        words.collect::<Vec<_>>().join(": ").replace(char::is_control, " ")
    }
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
