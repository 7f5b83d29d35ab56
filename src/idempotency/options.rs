//! How much is kept, and for how long.

use std::time::Duration;

/// How long records are kept, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long a record is kept after its mutation began. Default 24 hours.
    pub keep: Duration,
    /// How many records are kept at once; a new key beyond them is refused. Default 100 000.
    pub max_records: usize,
    /// How long a process that shares its keys may be silent before another one takes up what it had begun. Default 15
    /// seconds.
    pub lease: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { keep: Duration::from_secs(24 * 60 * 60), max_records: 100_000, lease: Duration::from_secs(15) }
    }
}
