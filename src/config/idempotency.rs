//! `[idempotency]`: how long the results of mutations are kept, and where.

use std::path::PathBuf;

use secrecy::SecretString;

use super::kind::{COUNT, PATH, TIMEOUT};
use super::secret::secret;
use super::settings::Settings;
use crate::idempotency::Options;

/// How the results of mutations are kept.
#[derive(Clone, Debug, Default)]
pub struct Idempotency {
    /// How long, and how many.
    pub options: Options,
    /// Where they outlive this process; without any place they are kept in memory.
    pub file: Option<PathBuf>,
    /// The Redis in which several servers share them.
    pub shared_redis: Option<SecretString>,
}

/// A way to name a Redis, or the file that holds its address.
const REDIS: [&str; 2] = ["idempotency.redis", "idempotency.redis_file"];

const FILE: &str = "idempotency.file";

pub(super) fn read(settings: &mut Settings) -> Idempotency {
    let mut idempotency = Idempotency::default();
    settings.set("idempotency.keep", &TIMEOUT, &mut idempotency.options.keep);
    settings.set("idempotency.max_records", &COUNT, &mut idempotency.options.max_records);
    settings.set("idempotency.lease", &TIMEOUT, &mut idempotency.options.lease);
    settings.choose(&[FILE], &REDIS);
    idempotency.file = settings.read(FILE, &PATH);
    idempotency.shared_redis = secret(settings, REDIS[0], REDIS[1]);
    complain_of_two_places(settings);
    idempotency
}

fn complain_of_two_places(settings: &mut Settings) {
    if let Some(key) = REDIS.into_iter().find(|key| settings.is_set(key) && settings.is_set(FILE)) {
        let origin = settings.origin(key);
        settings.complain(format!("{origin}: {FILE} is set as well; keep one of the two"));
    }
}
