//! `[callers]`: who is let in.

use std::path::PathBuf;

use secrecy::SecretString;

use super::kind::PATH;
use super::secret::secret;
use super::settings::Settings;

/// Who is let in.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// The file that keeps the integrations; without one, and without a Redis, there are none.
    pub integrations_file: Option<PathBuf>,
    /// The address of the Redis that does, in the place of a file.
    pub integrations_redis: Option<SecretString>,
}

impl Callers {
    /// Whether callers are asked who they are.
    pub fn are_asked(&self) -> bool {
        self.integrations_file.is_some() || self.integrations_redis.is_some()
    }
}

pub(super) fn read(settings: &mut Settings) -> Callers {
    settings.choose(&[FILE], &REDIS);
    let callers = Callers {
        integrations_file: settings.read(FILE, &PATH),
        integrations_redis: secret(settings, REDIS[0], REDIS[1]),
    };
    if let Some(key) = REDIS.into_iter().find(|key| settings.is_set(key) && settings.is_set(FILE)) {
        let origin = settings.origin(key).to_owned();
        settings.complain(format!("{origin}: {FILE} is set as well; keep one of the two"));
    }
    callers
}

const FILE: &str = "callers.integrations_file";

/// A way to name a Redis, or the file that holds its address.
const REDIS: [&str; 2] = ["callers.integrations_redis", "callers.integrations_redis_file"];
