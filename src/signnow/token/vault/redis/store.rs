//! The store: a key for each credential, and a script that compares and replaces.

use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;
use redis::Cmd;
use secrecy::SecretString;
use tokio::time::timeout;

use super::address;
use super::durability::Durability;
use super::failure::SILENT;
use super::line::{Call, Line};
use crate::signnow::token::vault::name::CredentialName;
use crate::signnow::token::vault::sealed::Sealed;
use crate::signnow::token::vault::store::{StoreError, TokenStore};

/// Keeps each record under a key of its own, `signgraph:{name}:tokens`, which never ends by itself.
///
/// A swap is one script, so nothing comes between the comparison and the change. Where the server can be waited for
/// ([`Durability::Waited`]) it is, before the swap is reported; where that wait fails, so does the swap, although it was
/// carried out. A read does not wait: what it gives may be the change of another process that is still being synced.
///
/// Swaps go over a connection of their own, one after another, so that no read stands behind their waiting. A connection,
/// an answer, and the turn itself are waited for within bounds; a swap ends within ten seconds, whatever the server does.
/// A swap whose caller goes away is not taken back: it is carried out, or it is not.
pub struct RedisStore {
    place: String,
    reading: Line,
    swapping: Line,
}

/// For a read or a swap with all it takes. It is longer than the waits of one that does not have to stand in line.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tells whether it did it. What is kept and what is expected are compared as texts that begin with `=`, or are `-` where
/// there is none; so is what is to be kept.
const SWAP: &str = "\
local kept = redis.call('GET', KEYS[1])
if (kept and '=' .. kept or '-') ~= ARGV[1] then return 0 end
if ARGV[2] == '-' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], string.sub(ARGV[2], 2)) end
return 1";

impl RedisStore {
    /// A store in the Redis at this address: `redis://user:password@host:port/database`, or `rediss://` for TLS with the
    /// system's certificates. Connects to nothing yet.
    ///
    /// # Errors
    /// [`StoreError::Other`], which does not repeat the address.
    pub fn new(url: &SecretString) -> Result<RedisStore, StoreError> {
        let (client, place) = address::parse(url)?;
        Ok(RedisStore { place, reading: Line::new(client.clone()), swapping: Line::new(client) })
    }

    /// Where it is, in words: without user name and password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether the store can be used: it lets us in, and runs the script, which changes nothing here. For the start of a
    /// program. What may be lost in a crash is told in the log, and returned.
    ///
    /// # Errors
    /// [`StoreError`], as reading or swapping would give it.
    pub async fn check(&self) -> Result<Durability, StoreError> {
        let durability = self.within_patience(self.try_out()).await?;
        if !durability.survives_a_crash() {
            tracing::warn!("tokens are kept in {}: {durability}", self.place);
        }
        Ok(durability)
    }

    async fn try_out(&self) -> Result<Durability, String> {
        let mut call = self.swapping.take().await?;
        // Deletes what is not there: a server that takes no changes refuses that as well.
        call.ask::<bool>(&swap("signgraph:{check}:tokens", None, None)).await?;
        let durability = call.durability();
        call.keep();
        Ok(durability)
    }

    async fn read(&self, name: &CredentialName) -> Result<Option<Sealed>, String> {
        let mut call = self.reading.take().await?;
        let mut command = redis::cmd("GET");
        command.arg(key(name));
        let kept: Option<Vec<u8>> = call.ask(&command).await?;
        call.keep();
        Ok(kept.map(Sealed::from_bytes))
    }

    async fn swap(
        &self,
        name: &CredentialName,
        expected: Option<&Sealed>,
        next: Option<&Sealed>,
    ) -> Result<bool, String> {
        let mut call = self.swapping.take().await?;
        let is_swapped = call.ask(&swap(&key(name), expected, next)).await?;
        if is_swapped && call.durability() == Durability::Waited {
            until_synced(&mut call).await?;
        }
        call.keep();
        Ok(is_swapped)
    }

    async fn within_patience<T>(
        &self,
        work: impl Future<Output = Result<T, String>>,
    ) -> Result<T, StoreError> {
        let done = timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(SILENT.to_owned()));
        done.map_err(|words| StoreError::Other(format!("{} {words}", self.place)))
    }
}

impl TokenStore for RedisStore {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(self.within_patience(self.read(name)))
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(self.within_patience(self.swap(name, expected, next)))
    }
}

/// Debug output is the place alone.
impl fmt::Debug for RedisStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RedisStore({})", self.place)
    }
}

/// The braces keep all that belongs to a credential on one node, should there be several.
fn key(name: &CredentialName) -> String {
    format!("signgraph:{{{name}}}:tokens")
}

fn swap(key: &str, expected: Option<&Sealed>, next: Option<&Sealed>) -> Cmd {
    let mut command = redis::cmd("EVAL");
    command.arg(SWAP).arg(1).arg(key).arg(text(expected)).arg(text(next));
    command
}

fn text(record: Option<&Sealed>) -> Vec<u8> {
    record.map_or_else(|| b"-".to_vec(), |record| [b"=", record.as_bytes()].concat())
}

/// Waits for what was written over the same connection, which is all that this command waits for.
async fn until_synced(call: &mut Call<'_>) -> Result<(), String> {
    // Less than an answer is waited for, so that the server says itself that it could not.
    let mut command = redis::cmd("WAITAOF");
    command.arg(1).arg(0).arg(2500);
    let (synced, _replicas): (u64, u64) = call.ask(&command).await?;
    if synced > 0 { Ok(()) } else { Err(NOT_SYNCED.to_owned()) }
}

const NOT_SYNCED: &str = "took a change, but did not sync it in time; see whether its disk keeps up";
