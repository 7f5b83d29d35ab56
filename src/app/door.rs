//! Who is let in, from what is configured.

use std::sync::Arc;

use super::Error;
use crate::callers::{Door, FileStore, Registry};
use crate::config::{Callers, Config};

/// The door of a server. It stands open for the embedded sandbox, which is reached from this machine alone, or by an explicit
/// word; where a signNow is asked, nobody is let in by silence.
pub(super) async fn of(config: &Config) -> Result<Door, Error> {
    if let Some(registry) = registry(&config.callers) {
        registry.current().await.map_err(Error::Integrations)?;
        return Ok(Door::guarded(registry));
    }
    match config.upstream.embedded || config.server.allow_unauthenticated {
        true => Ok(Door::open()),
        false => Err(Error::NobodyMayAsk),
    }
}

/// The integrations that the configuration has a place for.
pub(crate) fn registry(callers: &Callers) -> Option<Registry> {
    let path = callers.integrations_file.as_ref()?;
    Some(Registry::new(Arc::new(FileStore::new(path))))
}
