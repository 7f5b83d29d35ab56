//! A connection that is opened when it is needed, and let go of when anything went wrong on it.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, InfoDict, RedisError, RedisResult};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use super::durability::Durability;
use super::failure::{SILENT, words};

/// How long it takes to be connected and let in, at the longest.
const CONNECTING: Duration = Duration::from_secs(2);

/// How long an answer takes, at the longest: a server that syncs each change answers after its disk did.
const ANSWERING: Duration = Duration::from_secs(3);

/// A connection for one at a time.
pub(super) struct Line {
    client: Client,
    kept: Mutex<Option<Open>>,
}

struct Open {
    connection: MultiplexedConnection,
    durability: Durability,
}

impl Line {
    pub(super) fn new(client: Client) -> Line {
        Line { client, kept: Mutex::new(None) }
    }

    /// Waits for its turn, and for a connection that works: one that was kept is tried first, as nothing may be sent
    /// twice that changes something.
    pub(super) async fn take(&self) -> Result<Call<'_>, String> {
        let mut place = self.kept.lock().await;
        if let Some(open) = place.take() {
            let mut call = Call { place, open };
            if call.ask::<()>(&redis::cmd("PING")).await.is_ok() {
                return Ok(call);
            }
            place = call.place;
        }
        let open = timeout(CONNECTING, open(&self.client)).await;
        let open = open.map_err(|_| SILENT.to_owned())?.map_err(|error| words(&error))?;
        Ok(Call { place, open })
    }
}

/// One's turn. It has to be kept in the end; or else the connection is closed, so that an answer that comes late is
/// nobody's.
pub(super) struct Call<'a> {
    place: MutexGuard<'a, Option<Open>>,
    open: Open,
}

impl Call<'_> {
    /// Sends a command once, and waits for its answer.
    pub(super) async fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> Result<T, String> {
        let answer = timeout(ANSWERING, command.query_async(&mut self.open.connection)).await;
        answer.map_err(|_| SILENT.to_owned())?.map_err(|error| words(&error))
    }

    /// What the server keeps in a crash.
    pub(super) fn durability(&self) -> Durability {
        self.open.durability
    }

    /// Leaves the connection to who comes next.
    pub(super) fn keep(self) {
        let Call { mut place, open } = self;
        *place = Some(open);
    }
}

async fn open(client: &Client) -> RedisResult<Open> {
    // The limits are set here, to what is waited for as a whole.
    let options = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
    let mut connection = client.get_multiplexed_async_connection_with_config(&options).await?;
    let info: InfoDict = redis::cmd("INFO").query_async(&mut connection).await?;
    let durability = Durability::of(&info, append_sync(&mut connection).await?.as_deref());
    Ok(Open { connection, durability })
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
