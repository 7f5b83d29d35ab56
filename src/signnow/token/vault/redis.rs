//! A store in Redis, for servers on several machines.

use futures::future::BoxFuture;
use secrecy::SecretString;

use super::name::CredentialName;
use super::sealed::Sealed;
use super::store::{StoreError, TokenStore};
use crate::link::{Durability, Link, LinkError, Script};

/// Keeps each record under a key of its own, `signgraph:{name}:tokens`, which never ends by itself.
///
/// A swap is one script, so nothing comes between the comparison and the change. Where the server can be waited for
/// ([`Durability::Waited`]) it is, before the swap is reported; where that wait fails, so does the swap, although it was
/// carried out. A read does not wait: what it gives may be the change of another process that is still being synced.
///
/// Swaps go over a connection of their own, so that no read stands behind their waiting, and end within the bounds of a
/// [`Link`]. A swap whose caller goes away is not taken back: it is carried out, or it is not.
#[derive(Debug)]
pub struct RedisStore {
    reading: Link,
    swapping: Link,
}

const NEEDS: &str = "EVAL, GET, SET, DEL, INFO and PING";

const READ: &str = "return {redis.call('GET', KEYS[1])}";

/// Tells whether it did it. What is kept and what is expected are compared as texts that begin with `=`, or are `-` where
/// there is none; so is what is to be kept.
const SWAP: &str = "\
local kept = redis.call('GET', KEYS[1])
if (kept and '=' .. kept or '-') ~= ARGV[1] then return {'0'} end
if ARGV[2] == '-' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], string.sub(ARGV[2], 2)) end
return {'1'}";

impl RedisStore {
    /// A store in the Redis at this address, as [`Link::new`] takes it. Connects to nothing yet.
    ///
    /// # Errors
    /// [`StoreError::Other`], which does not repeat the address.
    pub fn new(url: &SecretString) -> Result<RedisStore, StoreError> {
        Ok(RedisStore { reading: Link::new(url, NEEDS)?, swapping: Link::new(url, NEEDS)? })
    }

    /// Where it is, in words: without user name and password.
    pub fn place(&self) -> &str {
        self.swapping.place()
    }

    /// Whether the store can be used: it lets us in, and runs the script, which changes nothing here. For the start of a
    /// program. What may be lost in a crash is told in the log, and returned.
    ///
    /// # Errors
    /// [`StoreError`], as reading or swapping would give it.
    pub async fn check(&self) -> Result<Durability, StoreError> {
        // Deletes what is not there: a server that takes no changes refuses that as well.
        self.swapping.ask(&swap("signgraph:{check}:tokens", None, None)).await?;
        let (durability, _) = self.swapping.standing().await?;
        if !durability.survives_a_crash() {
            tracing::warn!(
                "tokens, with refresh tokens that were just handed out, are kept in {}: {durability}",
                self.place()
            );
        }
        Ok(durability)
    }

    async fn get(&self, name: &CredentialName) -> Result<Option<Sealed>, StoreError> {
        let reply = self.reading.ask(&Script::new(READ, &[&key(name)])).await?;
        Ok(reply.into_iter().next().flatten().map(Sealed::from_bytes))
    }

    async fn replace(
        &self,
        name: &CredentialName,
        expected: Option<&Sealed>,
        next: Option<&Sealed>,
    ) -> Result<bool, StoreError> {
        let reply = self.swapping.change(&swap(&key(name), expected, next)).await?;
        Ok(reply.into_iter().next().flatten().as_deref() == Some(b"1"))
    }
}

impl TokenStore for RedisStore {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(self.get(name))
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(self.replace(name, expected, next))
    }
}

impl From<LinkError> for StoreError {
    fn from(error: LinkError) -> StoreError {
        StoreError::Other(error.to_string())
    }
}

/// The braces keep all that belongs to a credential on one node, should there be several.
fn key(name: &CredentialName) -> String {
    format!("signgraph:{{{name}}}:tokens")
}

fn swap(key: &str, expected: Option<&Sealed>, next: Option<&Sealed>) -> Script {
    Script::new(SWAP, &[key]).given(text(expected)).given(text(next))
}

fn text(record: Option<&Sealed>) -> Vec<u8> {
    record.map_or_else(|| b"-".to_vec(), |record| [b"=", record.as_bytes()].concat())
}
