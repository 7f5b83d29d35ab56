//! Integrations in a Redis, for servers on several machines.

use futures::future::BoxFuture;
use secrecy::SecretString;

use super::document;
use super::store::{IntegrationStore, Registered, StoreError};
use crate::link::{Link, LinkError, Script};

/// Keeps them under one key, as a text with its revision beside it, and changes both at once. A Redis that forgets them in a crash
/// lets nobody in, which is what the start warns of.
#[derive(Debug)]
pub struct RedisStore {
    link: Link,
}

const KEY: &str = "signgraph:integrations";

const NEEDS: &str = "EVAL, HGET, HMGET, HSET, INFO, CONFIG GET and WAITAOF";

/// Keys: the integrations. Answers their text, if it is there.
const READ: &str = include_str!("scripts/read.lua");

/// Keys: the integrations. Given: the revision that has to be there, none being 0; the next; the text. Answers whether it did it.
const SWAP: &str = include_str!("scripts/swap.lua");

impl RedisStore {
    /// A store in the Redis at this address, as [`Link::new`] takes it.
    ///
    /// # Errors
    /// [`StoreError::Failed`] where it is no address.
    pub fn new(url: &SecretString) -> Result<RedisStore, StoreError> {
        Ok(RedisStore { link: Link::new(url, NEEDS)? })
    }

    async fn check_now(&self) -> Result<(), StoreError> {
        let (durability, evicts) = self.link.standing().await?;
        let place = self.link.place();
        if !durability.survives_a_crash() {
            tracing::warn!("integrations are kept in {place}: {durability}");
        }
        if evicts {
            tracing::warn!(
                "integrations are kept in {place}, which throws them away to make room: set maxmemory-policy to noeviction"
            );
        }
        Ok(())
    }

    async fn read_now(&self) -> Result<Registered, StoreError> {
        let reply = self.link.ask(&Script::new(READ, &[KEY])).await?;
        match reply.into_iter().next().flatten() {
            None => Ok(Registered::default()),
            Some(text) => {
                document::read(&text).ok_or_else(|| StoreError::Content(self.link.place().to_owned()))
            }
        }
    }

    async fn swap_now(&self, next: &Registered) -> Result<bool, StoreError> {
        let text = document::write(next).map_err(|error| StoreError::Failed(error.to_string()))?;
        let before = next.revision.saturating_sub(1).to_string();
        let script = Script::new(SWAP, &[KEY]).given(before).given(next.revision.to_string()).given(text);
        let reply = self.link.change(&script).await?;
        Ok(reply.into_iter().next().flatten().as_deref() == Some(b"1"))
    }
}

impl IntegrationStore for RedisStore {
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(self.check_now())
    }

    fn read(&self) -> BoxFuture<'_, Result<Registered, StoreError>> {
        Box::pin(self.read_now())
    }

    fn swap<'a>(&'a self, next: &'a Registered) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(self.swap_now(next))
    }
}

impl From<LinkError> for StoreError {
    fn from(error: LinkError) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}
