//! Placeholder.

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How much is kept.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_bytes: 64 << 20 }
    }
}

/// Placeholder.
#[derive(Clone, Debug)]
pub struct Cache;

impl Cache {
    /// Placeholder.
    pub fn new(_options: Options) -> Cache {
        Cache
    }
}

/// Placeholder.
#[derive(Clone, Debug)]
pub struct Principal(String);

impl Principal {
    /// Placeholder.
    pub fn new(name: impl Into<String>) -> Principal {
        Principal(name.into())
    }
}
