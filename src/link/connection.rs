//! A connection that many use at once, opened when it is needed, and let go of when anything went wrong on it.

use std::fmt;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, InfoDict, RedisError, RedisResult};
use secrecy::SecretString;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::address;
use super::durability::Durability;
use super::failure::{LinkError, NOT_SYNCED, SILENT, words};
use super::script::{Reply, Script};

/// How long it takes to be connected and let in, at the longest.
const CONNECTING: Duration = Duration::from_secs(2);

/// How long an answer takes, at the longest: a server that syncs each change answers after its disk did.
const ANSWERING: Duration = Duration::from_secs(3);

/// For all that a call takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// For how long after an answer a connection counts as one that works.
const FRESH: Duration = Duration::from_millis(500);

/// One connection to a Redis. Whatever is asked at the same time goes over it together.
pub struct Link {
    client: Client,
    place: String,
    needs: &'static str,
    kept: Mutex<Option<Open>>,
}

#[derive(Clone)]
struct Open {
    connection: MultiplexedConnection,
    durability: Durability,
    evicts: bool,
    opened: Instant,
    answered: Instant,
}

impl Link {
    /// A way to the Redis at this address: `redis://user:password@host:port/database`, or `rediss://` for TLS with the
    /// system's certificates. Connects to nothing yet. `needs` are the commands that are told to whoever does not allow them.
    ///
    /// # Errors
    /// [`LinkError::Address`].
    pub fn new(url: &SecretString, needs: &'static str) -> Result<Link, LinkError> {
        let (client, place) = address::parse(url)?;
        Ok(Link { client, place, needs, kept: Mutex::new(None) })
    }

    /// Where it leads, in words: without user name and password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What the server keeps in a crash, and whether it throws records away to make room (`maxmemory-policy`).
    ///
    /// # Errors
    /// [`LinkError`].
    pub async fn standing(&self) -> Result<(Durability, bool), LinkError> {
        self.within_patience(async { self.open().await.map(|open| (open.durability, open.evicts)) }).await
    }

    /// Runs a script that changes nothing, or nothing that has to survive a crash.
    ///
    /// # Errors
    /// [`LinkError`]: it may have been carried out.
    pub async fn ask(&self, script: &Script) -> Result<Reply, LinkError> {
        self.within_patience(async { self.run(&mut self.open().await?, script.command()).await }).await
    }

    /// Runs a script whose changes survive a crash of the server when this returns, as far as it can
    /// ([`Durability`]). Where that has to be waited for, `WAITAOF` follows on the same connection, since it waits only for
    /// what its own connection wrote. While one waits nothing else is done on that connection, so others line up, and what
    /// they change is synced together.
    ///
    /// # Errors
    /// [`LinkError`]: it may have been carried out.
    pub async fn change(&self, script: &Script) -> Result<Reply, LinkError> {
        let change = async {
            let mut open = self.open().await?;
            let reply = self.run(&mut open, script.command()).await?;
            if open.durability == Durability::Waited {
                self.until_synced(&mut open).await?;
            }
            Ok(reply)
        };
        self.within_patience(change).await
    }

    async fn until_synced(&self, open: &mut Open) -> Result<(), String> {
        // Less than an answer is waited for, so that the server says itself that it could not.
        let mut command = redis::cmd("WAITAOF");
        command.arg(1).arg(0).arg(2500);
        let (synced, _replicas): (u64, u64) = self.run(open, &command).await?;
        if synced > 0 { Ok(()) } else { Err(NOT_SYNCED.to_owned()) }
    }

    /// A connection that works: one that was kept is tried first, as nothing may be sent twice that changes something.
    async fn open(&self) -> Result<Open, String> {
        let mut kept = self.kept.lock().await;
        if let Some(mut open) = kept.take() {
            let works = open.answered.elapsed() < FRESH || open.ask::<()>(&redis::cmd("PING")).await.is_ok();
            if works {
                return Ok(kept.insert(open).clone());
            }
        }
        let open = timeout(CONNECTING, open(&self.client)).await;
        let open = open.map_err(|_| SILENT.to_owned())?.map_err(|error| words(&error, self.needs))?;
        Ok(kept.insert(open).clone())
    }

    /// Sends a command once, and waits for its answer.
    async fn run<T: FromRedisValue>(&self, open: &mut Open, command: &Cmd) -> Result<T, String> {
        let answer = open.ask(command).await;
        let mut kept = self.kept.lock().await;
        match kept.as_mut().filter(|kept| kept.opened == open.opened) {
            Some(kept) if answer.is_ok() => kept.answered = open.answered,
            // An answer that comes late is to be nobody's.
            Some(_) => *kept = None,
            None => {}
        }
        answer.map_err(|error| error.map_or(SILENT.to_owned(), |error| words(&error, self.needs)))
    }

    async fn within_patience<T>(
        &self,
        work: impl Future<Output = Result<T, String>>,
    ) -> Result<T, LinkError> {
        let done = timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(SILENT.to_owned()));
        done.map_err(|words| LinkError::Failed { place: self.place.clone(), words })
    }
}

impl Open {
    /// `None` where there was no answer in time.
    async fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> Result<T, Option<RedisError>> {
        let answer = timeout(ANSWERING, command.query_async(&mut self.connection)).await;
        let answer = answer.map_err(|_| None)?.map_err(Some)?;
        self.answered = Instant::now();
        Ok(answer)
    }
}

async fn open(client: &Client) -> RedisResult<Open> {
    // The limits are set here, to what is waited for as a whole.
    let options = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
    let mut connection = client.get_multiplexed_async_connection_with_config(&options).await?;
    let info: InfoDict = redis::cmd("INFO").query_async(&mut connection).await?;
    let durability = Durability::of(&info, append_sync(&mut connection).await?.as_deref());
    let (opened, evicts) = (Instant::now(), evicts(&info));
    Ok(Open { connection, durability, evicts, opened, answered: opened })
}

/// Many who offer Redis do not let this be asked.
async fn append_sync(connection: &mut MultiplexedConnection) -> RedisResult<Option<String>> {
    let mut question = redis::cmd("CONFIG");
    question.arg("GET").arg("appendfsync");
    let answer: Result<Vec<String>, RedisError> = question.query_async(connection).await;
    match answer {
        Ok(pair) => Ok(pair.into_iter().nth(1)),
        Err(refusal) if refusal.code().is_some() => Ok(None),
        Err(error) => Err(error),
    }
}

fn evicts(info: &InfoDict) -> bool {
    let is_bounded = info.get::<u64>("maxmemory").unwrap_or_default() > 0;
    is_bounded && info.get::<String>("maxmemory_policy").is_some_and(|policy| policy != "noeviction")
}

/// Debug output is the place alone.
impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Link({})", self.place)
    }
}
