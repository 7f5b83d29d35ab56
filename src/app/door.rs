//! Who is let in, from what is configured.

use std::sync::Arc;

use super::Error;
use crate::callers::{Door, FileStore, IntegrationStore, RedisStore, Registry, StoreError};
use crate::config::{Callers, Config};

/// The door of a server. It stands open for the embedded sandbox, which is reached from this machine alone, or by an explicit
/// word; where a signNow is asked, nobody is let in by silence.
pub(super) async fn of(config: &Config) -> Result<Door, Error> {
    if let Some(registry) = registry(&config.callers).map_err(Error::Integrations)? {
        registry.check().await.map_err(Error::Integrations)?;
        registry.current().await.map_err(Error::Integrations)?;
        return Ok(Door::guarded(registry));
    }
    match config.upstream.embedded || config.server.allow_unauthenticated {
        true => Ok(Door::open()),
        false => Err(Error::NobodyMayAsk),
    }
}

/// The integrations that the configuration has a place for.
///
/// # Errors
/// [`StoreError`] where it is no place.
pub(crate) fn registry(callers: &Callers) -> Result<Option<Registry>, StoreError> {
    let store: Arc<dyn IntegrationStore> = match (&callers.integrations_redis, &callers.integrations_file) {
        (Some(url), _) => Arc::new(RedisStore::new(url)?),
        (None, Some(path)) => Arc::new(FileStore::new(path)),
        (None, None) => return Ok(None),
    };
    Ok(Some(Registry::new(store)))
}
