//! `signgraph serve`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::signals::Signals;
use super::{banner, logging};
use crate::app::App;
use crate::config::{self, Flag, Sources};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph serve --config signgraph.toml --listen 127.0.0.1:4001")]
pub(super) struct Arguments {
    /// Where to listen instead of 127.0.0.1:4000; port 0 picks a free one
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// The configuration file; config.example.toml shows every key
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(
        long,
        value_name = "URL",
        help = "signNow's address, such as https://api.signnow.com; without one a sandbox is embedded"
    )]
    upstream: Option<String>,
    /// Let everybody in who reaches the address, asking nobody who they are; the embedded sandbox does so by itself
    #[arg(long)]
    allow_unauthenticated: bool,
}

/// Serves until it is told to end, and until that is done or it is told so again.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = config::load(arguments.into_sources())?;
    logging::start(&config.log);
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let mut signals = Signals::listen()?;
    let app = App::start(&config).await?;
    banner::of_serve(&app, config.server.graphiql);
    tokio::select! {
        () = signals.received() => tracing::info!("stopping"),
        () = app.ended() => {}
    }
    tokio::select! {
        ended = app.shutdown() => ended?,
        () = signals.received() => {
            tracing::warn!("a second signal: ending at once");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn into_sources(self) -> Sources {
        let flag = |name, key, value: Option<String>| value.map(|value| Flag { name, key, value });
        let flags = [
            flag("--listen", "server.listen", self.listen),
            flag("--upstream", "upstream.url", self.upstream),
            flag(
                "--allow-unauthenticated",
                "server.allow_unauthenticated",
                self.allow_unauthenticated.then(|| true.to_string()),
            ),
        ];
        Sources::of_process(self.config, flags.into_iter().flatten().collect())
    }
}
