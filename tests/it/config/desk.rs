//! A directory to put files into, and sources to load.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use signgraph::config::{Complaints, Config, Flag, Sources, load};
use tempfile::TempDir;

pub(super) const CREDENTIALS: &str = "[upstream.credentials]\nclient_id = 'app'\nclient_secret = 'canary-secret'\n\
                           username = 'user@example.com'\npassword = 'canary-password'\n";

/// A directory to put files into, and sources to load.
pub(super) struct Desk {
    pub(super) directory: TempDir,
    pub(super) sources: Sources,
}

impl Desk {
    pub(super) fn new() -> Desk {
        Desk { directory: TempDir::new().unwrap(), sources: Sources::default() }
    }

    pub(super) fn with_file(text: &str) -> Desk {
        let mut desk = Desk::new();
        desk.sources.file = Some(desk.write("config.toml", text, 0o600));
        desk
    }

    pub(super) fn variable(mut self, name: &str, value: &str) -> Desk {
        self.sources.variables.push((name.into(), value.into()));
        self
    }

    pub(super) fn flag(mut self, name: &'static str, key: &'static str, value: &str) -> Desk {
        self.sources.flags.push(Flag { name, key, value: value.to_owned() });
        self
    }

    pub(super) fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    pub(super) fn load(&self) -> Result<Config, Complaints> {
        load(self.sources.clone())
    }

    pub(super) fn config(&self) -> Config {
        self.load().unwrap_or_else(|complaints| panic!("{complaints}"))
    }

    /// The complaints, with the directory of this test cut off.
    pub(super) fn complaints(&self) -> Vec<String> {
        let complaints = self.load().expect_err("a complaint");
        let directory = format!("{}/", self.directory.path().display());
        complaints.lines().iter().map(|line| line.replace(&directory, "")).collect()
    }
}
