//! A section whose keys are there more than once: `[upstream]`, and each of `[accounts]`.

/// The name of a section.
pub(super) struct Section(String);

impl Section {
    pub(super) fn new(name: impl Into<String>) -> Section {
        Section(name.into())
    }

    /// One of its keys, with the section before it: `accounts.legal.url`.
    pub(super) fn key(&self, key: &str) -> String {
        format!("{}.{key}", self.0)
    }
}
