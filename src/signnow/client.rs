//! The one way to signNow.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::call_log::{CallLog, CallRecord};
use super::clock::Clock;
use super::error::{Error, ErrorKind, Refusal};
use super::options::{Options, RetryOptions};
use super::resource::Resource;
use super::retry::{interruption_may_pass, parse_retry_after, status_may_pass};
use super::route::{Route, Target};
use super::token::{AccessToken, TokenStore, Tokens};
use super::transport::{Answer, Interruption, api_client, exchange};
use super::upstream::Upstream;

/// No answer of signNow is near this size; the largest documented one is a page of 100 documents.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// A handle on the connection to signNow; clones share it.
#[derive(Clone)]
pub struct Client {
    connection: Arc<Connection>,
    log: Option<CallLog>,
}

struct Connection {
    http: reqwest::Client,
    upstream: Upstream,
    retry: RetryOptions,
    permits: Semaphore,
    tokens: Tokens,
    clock: Arc<dyn Clock>,
}

/// What came back, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched<T> {
    /// The decoded answer.
    pub value: T,
    /// Length of the body in bytes, after decompression.
    pub bytes: usize,
}

impl Client {
    /// Sets the connection up. Nothing is sent before the first call.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`] outside a tokio runtime, or when TLS cannot be set up.
    pub fn new(options: Options, store: Arc<dyn TokenStore>, clock: Arc<dyn Clock>) -> Result<Client, Error> {
        let connection = Connection {
            http: api_client(&options)?,
            tokens: Tokens::new(&options, store, Arc::clone(&clock))?,
            permits: Semaphore::new(options.max_concurrent_calls.clamp(1, Semaphore::MAX_PERMITS)),
            upstream: options.upstream,
            retry: options.retry,
            clock,
        };
        Ok(Client { connection: Arc::new(connection), log: None })
    }

    /// The same connection; every attempt made through this handle is noted in `log`.
    pub fn recording(&self, log: CallLog) -> Client {
        Client { log: Some(log), ..self.clone() }
    }

    /// Reads something. Reads are tried again where that can help; see [`RetryOptions`].
    ///
    /// # Errors
    /// [`Error`] with the kind of the failure.
    pub async fn get<R: Resource>(&self, resource: &R) -> Result<Fetched<R::Value>, Error> {
        let route = resource.route();
        let answer = self.send(route, &resource.target()).await.inspect_err(Error::tell)?;
        match resource.decode(&answer.body) {
            Ok(value) => Ok(Fetched { value, bytes: answer.body.len() }),
            Err(source) => Err(Error::undecodable(route, answer.status, source)).inspect_err(Error::tell),
        }
    }

    /// Whether a usable access token is at hand or can be had.
    ///
    /// # Errors
    /// [`Error`] when there is none and none can be got.
    pub async fn ready(&self) -> Result<(), Error> {
        self.connection.tokens.current().await.map(drop)
    }

    /// Tries until there is a verdict. A refused token is renewed and the request replayed once.
    async fn send(&self, route: Route, target: &Target) -> Result<Answer, Error> {
        let (mut attempt, mut failures, mut replayed) = (0, 0, false);
        loop {
            attempt += 1;
            match self.attempt(route, target, attempt).await? {
                Verdict::Answered(answer) => return Ok(answer),
                Verdict::Failed(error) => return Err(error),
                Verdict::BadToken(error, token) => {
                    if replayed || !self.connection.tokens.renew(&token).await? {
                        return Err(error);
                    }
                    replayed = true;
                }
                Verdict::MayPass(error) => {
                    failures += 1;
                    match self.connection.retry.pause(failures, error.retry_after()) {
                        Some(pause) => sleep(pause).await,
                        None => return Err(error),
                    }
                }
            }
        }
    }

    /// Sends once. The permit is held for the attempt alone, so pauses keep nobody waiting.
    async fn attempt(&self, route: Route, target: &Target, attempt: u32) -> Result<Verdict, Error> {
        let connection = &*self.connection;
        let _permit =
            connection.permits.acquire().await.map_err(|_| Error::new(ErrorKind::Internal).at(route))?;
        let token = connection.tokens.current().await?;
        let request = connection
            .http
            .get(connection.upstream.url_of(target.as_str()))
            .header(reqwest::header::ACCEPT, "application/json")
            .header(reqwest::header::AUTHORIZATION, token.header());
        let started = Instant::now();
        let outcome = exchange(request, LARGEST_BODY).await;
        self.note(route, attempt, &outcome, started);
        Ok(self.judge(route, outcome, token))
    }

    fn judge(&self, route: Route, outcome: Result<Answer, Interruption>, token: Arc<AccessToken>) -> Verdict {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(interruption) if interruption_may_pass(&interruption) => {
                return Verdict::MayPass(interruption.into_error(route));
            }
            Err(interruption) => return Verdict::Failed(interruption.into_error(route)),
        };
        if (200..300).contains(&answer.status) {
            token.was_accepted();
            return Verdict::Answered(answer);
        }
        let refusal = Refusal::read(answer.status, &answer.body);
        let asked = answer.retry_after.as_deref();
        let asked = asked.and_then(|value| parse_retry_after(value, self.connection.clock.now()));
        let error = Error::refused(route, answer.status, &refusal).with_retry_after(asked);
        if refusal.is_bad_token(answer.status) {
            return Verdict::BadToken(error, token);
        }
        if matches!(answer.status, 402..=404) {
            token.was_accepted();
        }
        if status_may_pass(answer.status) { Verdict::MayPass(error) } else { Verdict::Failed(error) }
    }

    fn note(&self, route: Route, attempt: u32, outcome: &Result<Answer, Interruption>, started: Instant) {
        let elapsed = started.elapsed();
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        debug!(%route, attempt, status, ms = elapsed.as_millis(), "called signNow");
        if let Some(log) = &self.log {
            log.note(CallRecord { route, attempt, status, elapsed });
        }
    }
}

/// What one attempt means for the call.
enum Verdict {
    Answered(Answer),
    Failed(Error),
    BadToken(Error, Arc<AccessToken>),
    MayPass(Error),
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Client").field("upstream", &self.connection.upstream).finish_non_exhaustive()
    }
}
