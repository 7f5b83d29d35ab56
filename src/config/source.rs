//! Where settings come from.

use std::ffi::OsString;
use std::path::PathBuf;

/// Every variable of ours begins like this; one that does and is unknown is a complaint.
const PREFIX: &str = "SIGNGRAPH_";

/// The variable that names the configuration file, for where no flag can be given.
pub(super) const CONFIG_VARIABLE: &str = "SIGNGRAPH_CONFIG";

/// The places a configuration is gathered from. Tests fill it by hand, the program with
/// [`Sources::of_process`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file named with `--config`. Without one `SIGNGRAPH_CONFIG` may name it.
    pub file: Option<PathBuf>,
    /// What the command line says.
    pub flags: Vec<Flag>,
    /// The environment; variables without our prefix are ignored.
    pub variables: Vec<(OsString, OsString)>,
}

impl Sources {
    /// The given file and flags, and the environment of this process.
    pub fn of_process(file: Option<PathBuf>, flags: Vec<Flag>) -> Sources {
        Sources { file, flags, variables: std::env::vars_os().collect() }
    }
}

/// A setting given on the command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The flag as typed, such as `--listen`.
    pub name: &'static str,
    /// The key it sets, such as `server.listen`.
    pub key: &'static str,
    /// Its value, not yet understood.
    pub value: String,
}

/// The variable that sets a key: `server.listen` is set by `SIGNGRAPH_SERVER_LISTEN`. No name of ours holds both a hyphen and an
/// underscore, so no two keys share a variable.
pub fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase().replace(['.', '-'], "_"))
}

/// Is a variable meant for us? Kubernetes puts `SIGNGRAPH_PORT`, `SIGNGRAPH_SERVICE_HOST` and their like into
/// every pod beside a service named signgraph; those are not.
pub(super) fn is_ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else { return false };
    let is_link =
        |word: &str| rest.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    !(is_link("PORT") || is_link("SERVICE_HOST") || is_link("SERVICE_PORT"))
}
