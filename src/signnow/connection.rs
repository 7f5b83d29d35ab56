//! The sockets and tokens behind a client, and how often one call goes over them.

use std::sync::Arc;

use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT, AUTHORIZATION};
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::body::Body;
use super::call_log::{CallLog, CallRecord};
use super::clock::Clock;
use super::command::Authorization;
use super::error::{Error, ErrorKind, Refusal};
use super::options::{Options, RetryOptions};
use super::retry::{Purpose, parse_retry_after};
use super::route::{Route, Target};
use super::token::vault::SealedStore;
use super::token::{AccessToken, Credentials, Tokens};
use super::transport::{Answer, Interruption, exchange, pooled_client, single_use_client};
use super::upstream::Upstream;

/// No answer of signNow is near this size; the largest documented one is a page of 100 documents.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

pub(super) struct Connection {
    pooled: reqwest::Client,
    single_use: reqwest::Client,
    pub(super) upstream: Upstream,
    credentials: Credentials,
    retry: RetryOptions,
    permits: Semaphore,
    pub(super) tokens: Tokens,
    clock: Arc<dyn Clock>,
}

/// One call, ready to be sent as often as its purpose allows.
pub(super) struct Call<'a> {
    pub(super) route: Route,
    pub(super) target: &'a Target,
    pub(super) purpose: Purpose,
    pub(super) authorization: Authorization,
    pub(super) body: Body,
    pub(super) log: Option<&'a CallLog>,
}

/// What one attempt means for the call.
enum Verdict {
    Answered(Answer),
    Failed(Error),
    BadToken(Error, Arc<AccessToken>),
    MayPass(Error),
}

impl Connection {
    pub(super) fn new(
        options: Options,
        store: SealedStore,
        clock: Arc<dyn Clock>,
    ) -> Result<Connection, Error> {
        Ok(Connection {
            pooled: pooled_client(&options)?,
            single_use: single_use_client(&options)?,
            tokens: Tokens::new(&options, store, Arc::clone(&clock))?,
            permits: Semaphore::new(options.max_concurrent_calls.clamp(1, Semaphore::MAX_PERMITS)),
            upstream: options.upstream,
            credentials: options.credentials,
            retry: options.retry,
            clock,
        })
    }

    /// Tries until there is a verdict. A refused token is renewed and the request replayed once.
    ///
    /// An attempt is followed by another only if the call may arrive again, so the fate of the last attempt
    /// is the fate of the call; and what fails before an attempt leaves the call not executed.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Answer, Error> {
        let (mut attempt, mut failures, mut replayed) = (0, 0, false);
        loop {
            attempt += 1;
            match self.attempt(call, attempt).await? {
                Verdict::Answered(answer) => return Ok(answer),
                Verdict::Failed(error) => return Err(error),
                Verdict::BadToken(error, token) => {
                    if replayed || !self.tokens.renew(&token).await.map_err(Error::not_executed)? {
                        return Err(error);
                    }
                    replayed = true;
                }
                Verdict::MayPass(error) => {
                    failures += 1;
                    match self.retry.pause(failures, error.retry_after()) {
                        Some(pause) => sleep(pause).await,
                        None => return Err(error),
                    }
                }
            }
        }
    }

    /// Sends once. The permit is held for the attempt alone, so pauses keep nobody waiting.
    async fn attempt(&self, call: &Call<'_>, attempt: u32) -> Result<Verdict, Error> {
        let closed = |_| Error::new(ErrorKind::Internal).at(call.route).not_executed();
        let _permit = self.permits.acquire().await.map_err(closed)?;
        let (request, token) = self.authorized(call).await.map_err(Error::not_executed)?;
        let started = Instant::now();
        let outcome = exchange(request, LARGEST_BODY).await;
        note(call, attempt, &outcome, started);
        Ok(self.judge(call, outcome, token))
    }

    /// The request with its authorization, and the access token in it, if it is one.
    async fn authorized(&self, call: &Call<'_>) -> Result<(RequestBuilder, Option<Arc<AccessToken>>), Error> {
        let request = self.request(call);
        match call.authorization {
            Authorization::Bearer => {
                let token = self.tokens.current().await?;
                Ok((request.header(AUTHORIZATION, token.header()), Some(token)))
            }
            Authorization::Basic => {
                let application = self.credentials.application();
                let (id, secret) =
                    application.ok_or_else(|| Error::new(ErrorKind::ApplicationRequired).at(call.route))?;
                Ok((request.basic_auth(id, Some(secret.expose_secret())), None))
            }
        }
    }

    fn request(&self, call: &Call<'_>) -> RequestBuilder {
        let http = match call.purpose {
            Purpose::Read => &self.pooled,
            Purpose::Command => &self.single_use,
        };
        let url = self.upstream.url_of(call.target.as_str());
        call.body.put_into(http.request(call.route.method(), url).header(ACCEPT, "application/json"))
    }

    fn judge(
        &self,
        call: &Call<'_>,
        outcome: Result<Answer, Interruption>,
        token: Option<Arc<AccessToken>>,
    ) -> Verdict {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(interruption) if call.purpose.may_follow_interruption(&interruption) => {
                return Verdict::MayPass(interruption.into_error(call.route));
            }
            Err(interruption) => return Verdict::Failed(interruption.into_error(call.route)),
        };
        if matches!(answer.status, 200..300 | 402..=404)
            && let Some(token) = &token
        {
            token.was_accepted();
        }
        if (200..300).contains(&answer.status) {
            return Verdict::Answered(answer);
        }
        let refusal = Refusal::read(answer.status, &answer.body);
        let asked = answer.retry_after.as_deref();
        let asked = asked.and_then(|value| parse_retry_after(value, self.clock.now()));
        let error = Error::refused(call.route, answer.status, &refusal).with_retry_after(asked);
        match token {
            Some(token) if refusal.is_bad_token(answer.status) => Verdict::BadToken(error, token),
            _ if call.purpose.may_follow_status(answer.status) => Verdict::MayPass(error),
            _ => Verdict::Failed(error),
        }
    }
}

fn note(call: &Call<'_>, attempt: u32, outcome: &Result<Answer, Interruption>, started: Instant) {
    let (route, elapsed) = (call.route, started.elapsed());
    let status = outcome.as_ref().ok().map(|answer| answer.status);
    debug!(%route, attempt, status, ms = elapsed.as_millis(), "called signNow");
    if let Some(log) = call.log {
        log.note(CallRecord { route, attempt, status, elapsed });
    }
}
