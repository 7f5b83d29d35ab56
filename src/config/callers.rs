//! `[callers]`: who is let in.

use std::path::PathBuf;

use super::kind::PATH;
use super::settings::Settings;

/// Who is let in.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// The file that keeps the integrations; without one there are none.
    pub integrations_file: Option<PathBuf>,
}

impl Callers {
    /// Whether callers are asked who they are.
    pub fn are_asked(&self) -> bool {
        self.integrations_file.is_some()
    }
}

pub(super) fn read(settings: &mut Settings) -> Callers {
    Callers { integrations_file: settings.read("callers.integrations_file", &PATH) }
}
