//! What is wrong with a configuration, all of it at once.

use std::fmt;

/// Everything that is wrong with a configuration: one line for each thing, naming the place and the cure.
///
/// The lines never repeat a configured value: a secret may stand where it does not belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaints(Vec<String>);

impl Complaints {
    pub(super) fn new(lines: Vec<String>) -> Complaints {
        Complaints(lines)
    }

    /// The lines: what is wrong with known keys, section by section, then what is unknown.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Complaints {}
