//! `[log]`: what is written to standard error, and how.

use tracing_subscriber::EnvFilter;

use super::kind::{Kind, Raw};
use super::settings::Settings;

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// For eyes or for machines.
    pub format: Format,
    /// Directives as `tracing_subscriber::EnvFilter` reads them, such as `info,signgraph=debug`.
    pub filter: String,
}

impl Default for Log {
    fn default() -> Log {
        Log { format: Format::Pretty, filter: "info".to_owned() }
    }
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One readable line, coloured on a terminal.
    Pretty,
    /// One JSON object.
    Json,
}

const FORMAT: Kind<Format> = Kind {
    expected: "\"pretty\" or \"json\"",
    read: |raw: &Raw| match raw.text()?.trim() {
        "pretty" => Some(Format::Pretty),
        "json" => Some(Format::Json),
        _ => None,
    },
};

const FILTER: Kind<String> = Kind {
    expected: "log directives such as \"info\" or \"info,signgraph=debug\"",
    read: |raw: &Raw| {
        let text = raw.text()?;
        EnvFilter::try_new(text).ok().map(|_| text.to_owned())
    },
};

pub(super) fn read(settings: &mut Settings) -> Log {
    let mut log = Log::default();
    settings.set("log.format", &FORMAT, &mut log.format);
    settings.set("log.filter", &FILTER, &mut log.filter);
    log
}
