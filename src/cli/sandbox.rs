//! `signgraph sandbox`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;

use super::signals::Signals;
use super::{banner, logging};
use crate::config::{Log, duration};
use crate::sandbox::{Options, Sandbox, WorldKind};

const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8086);

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph sandbox --world large --seed 7 --latency 20ms")]
pub(super) struct Arguments {
    /// Where to listen, on this machine alone; port 0 picks a free one
    #[arg(long, value_name = "ADDR:PORT", default_value_t = LISTEN)]
    listen: SocketAddr,
    /// The world to begin with: demo or large
    #[arg(long, default_value_t)]
    world: WorldKind,
    /// Everything invented follows from this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How long every answer waits, such as 20ms
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "0ms")]
    latency: Duration,
    /// How long an access token lives, such as 5s or 30d
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "30d")]
    token_lifetime: Duration,
}

/// Runs a sandbox until it is told to end.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    logging::start(&Log::default());
    let mut signals = Signals::listen()?;
    let listen = arguments.listen;
    let mut sandbox = Sandbox::start(arguments.into_options()).await.with_context(|| {
        format!("the sandbox cannot listen on {listen}; choose another address with --listen")
    })?;
    banner::of_sandbox(&sandbox);
    let is_told = tokio::select! {
        () = signals.received() => true,
        () = sandbox.wait() => false,
    };
    if !is_told {
        bail!("the sandbox ended by itself");
    }
    sandbox.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn into_options(self) -> Options {
        Options {
            listen: self.listen,
            world: self.world,
            seed: self.seed,
            latency: self.latency,
            token_lifetime: self.token_lifetime,
            ..Options::default()
        }
    }
}

fn time(text: &str) -> Result<Duration, String> {
    duration(text).ok_or_else(|| "write a duration such as 20ms, 5s or 30d".to_owned())
}
