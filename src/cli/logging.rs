//! The log, on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt, registry};

use crate::config::{Format, Log};

/// Crates below us that may write bodies, and with them tokens, when they are asked for details. Only a
/// directive that names one of them raises it.
const QUIET: &str = "h2=info,hyper=info,hyper_util=info,reqwest=info,rustls=info";

/// Starts the log. A second start changes nothing.
pub(super) fn start(log: &Log) {
    let filter = EnvFilter::new(format!("{QUIET},{}", log.filter));
    let lines = match log.format {
        Format::Json => fmt::layer().json().flatten_event(true).with_writer(io::stderr).boxed(),
        Format::Pretty => fmt::layer().with_ansi(io::stderr().is_terminal()).with_writer(io::stderr).boxed(),
    };
    let _ = registry().with(lines.with_filter(filter)).try_init();
}
