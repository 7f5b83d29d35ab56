//! The sockets and tokens behind a client, and how often one call goes over them.

use std::sync::Arc;
use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT, AUTHORIZATION};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::body::Body;
use super::call_log::{CallLog, CallRecord};
use super::clock::Clock;
use super::command::Authorization;
use super::error::{Error, ErrorKind, Fate, Refusal};
use super::options::Options;
use super::retry::parse_retry_after;
use super::route::{Route, Target};
use super::token::vault::SealedStore;
use super::token::{AccessToken, Credentials, Tokens, Touch};
use super::traffic::policy::{Meaning, Signal, meaning};
use super::traffic::{Control, Deadline, Purpose};
use super::transport::{Answer, Interruption, exchange, pooled_client, single_use_client};
use super::upstream::Upstream;

/// No answer of signNow is near this size; the largest documented one is a page of 100 documents.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

pub(super) struct Connection {
    pooled: reqwest::Client,
    single_use: reqwest::Client,
    pub(super) upstream: Upstream,
    credentials: Credentials,
    pub(super) control: Control,
    pub(super) tokens: Tokens,
    request_timeout: Duration,
    clock: Arc<dyn Clock>,
}

/// One call, ready to be sent as often as its purpose allows.
pub(super) struct Call<'a> {
    pub(super) route: Route,
    pub(super) target: &'a Target,
    pub(super) purpose: Purpose,
    /// What it does to tokens.
    pub(super) touch: Option<Touch>,
    pub(super) authorization: Authorization,
    pub(super) body: Body,
    pub(super) log: Option<&'a CallLog>,
    pub(super) deadline: &'a Deadline,
}

/// What came of sending once.
struct Sent {
    outcome: Result<Answer, Interruption>,
    /// The access token that it was sent with, if it was one.
    token: Option<Arc<AccessToken>>,
    started: Instant,
    is_cut_short: bool,
}

/// What one attempt means for the call.
enum Verdict {
    Answered(Answer),
    Failed(Error),
    BadToken(Error, Arc<AccessToken>),
    MayPass(Error, Signal),
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
            control: Control::new(&options),
            upstream: options.upstream,
            credentials: options.credentials,
            request_timeout: options.request_timeout,
            clock,
        })
    }

    /// Tries until there is a verdict. A refused token is renewed and the request replayed once.
    ///
    /// An attempt is followed by another only if the call may arrive again, so the fate of the last attempt
    /// is the fate of the call; and what fails before an attempt leaves the call not executed.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Answer, Error> {
        self.control.begin();
        let (mut attempt, mut failures, mut replayed) = (0, 0, false);
        let mut failed: Option<Error> = None;
        loop {
            attempt += 1;
            // What signNow said tells more than why it is not asked again.
            let before = failed.take();
            let untold = |error: Error| match before {
                Some(failed) if error.is_held_back() => failed.followed_by(&error),
                _ => error,
            };
            match self.attempt(call, attempt).await.map_err(untold)? {
                Verdict::Answered(answer) => return Ok(answer),
                Verdict::Failed(error) => return Err(error),
                Verdict::BadToken(error, token) => {
                    if replayed || !self.tokens.renew(&token).await.map_err(Error::not_executed)? {
                        return Err(error);
                    }
                    replayed = true;
                }
                Verdict::MayPass(error, signal) => {
                    failures += 1;
                    match self.control.again(failures, signal, error.retry_after()) {
                        Some(pause) => sleep(pause).await,
                        None => return Err(error),
                    }
                    failed = Some(error);
                }
            }
        }
    }

    /// Sends once, when its turn has come. The turn is for the attempt alone, so pauses keep nobody waiting.
    async fn attempt(&self, call: &Call<'_>, attempt: u32) -> Result<Verdict, Error> {
        let (sent, pass) = match &call.touch {
            None => {
                let authorized = call.deadline.limit(self.authorized(call)).await;
                let authorized = authorized.unwrap_or_else(|| Err(Error::given_up(call.route)));
                let (request, token) = authorized.map_err(Error::not_executed)?;
                let pass = self.control.enter(call.route, call.deadline).await?;
                (sent(request, token, call.deadline, self.request_timeout).await, pass)
            }
            // Whoever has the right to fetch tokens keeps others waiting, so it is asked for last.
            Some(touch) => {
                let pass = self.control.enter(call.route, call.deadline).await?;
                (self.sent_alone(call, touch.clone()).await?, pass)
            }
        };
        let Sent { outcome, token, started, is_cut_short } = sent;
        self.note(call, attempt, &outcome, started);
        let is_cut_short = is_cut_short && outcome.as_ref().is_err_and(Interruption::is_out_of_time);
        let meaning = if is_cut_short { Meaning::CUT_SHORT } else { meaning(&outcome) };
        let asked = outcome.as_ref().ok().and_then(|answer| self.asked(answer));
        pass.ends(meaning.signal, asked);
        Ok(match self.judge(call, outcome, meaning, asked, token) {
            Verdict::Failed(error) if is_cut_short => Verdict::Failed(error.cut_short()),
            verdict => verdict,
        })
    }

    /// Sends a call that may end tokens, while nobody fetches any.
    async fn sent_alone(&self, call: &Call<'_>, touch: Touch) -> Result<Sent, Error> {
        let (request, route) = (self.request(call), call.route);
        let (deadline, most) = (call.deadline.clone(), self.request_timeout);
        let send = move |token: Arc<AccessToken>| async move {
            if deadline.is_over() {
                return (Err(Fate::NotExecuted), None);
            }
            let request = request.header(AUTHORIZATION, token.header());
            let sent = sent(request, Some(token), &deadline, most).await;
            (fate(route, &sent.outcome), Some(sent))
        };
        let sent = self.tokens.change(touch, send).await.map_err(Error::not_executed)?;
        sent.ok_or_else(|| Error::given_up(call.route).not_executed())
    }

    fn note(&self, call: &Call<'_>, attempt: u32, outcome: &Result<Answer, Interruption>, started: Instant) {
        let (route, elapsed) = (call.route, started.elapsed());
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        debug!(%route, attempt, status, ms = elapsed.as_millis(), "called signNow");
        let record = CallRecord { route, attempt, status, elapsed };
        self.control.tally.note(&record);
        if let Some(log) = call.log {
            log.note(record);
        }
    }

    fn asked(&self, answer: &Answer) -> Option<Duration> {
        answer.retry_after.as_deref().and_then(|value| parse_retry_after(value, self.clock.now()))
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
        meaning: Meaning,
        asked: Option<Duration>,
        token: Option<Arc<AccessToken>>,
    ) -> Verdict {
        let failed = |error| match meaning.may_go_again(call.purpose) {
            true => Verdict::MayPass(error, meaning.signal),
            false => Verdict::Failed(error),
        };
        let answer = match outcome {
            Ok(answer) => answer,
            Err(interruption) => return failed(interruption.into_error(call.route)),
        };
        if (200..300).contains(&answer.status) {
            return Verdict::Answered(answer);
        }
        let refusal = Refusal::read(answer.status, &answer.body);
        let error = Error::refused(call.route, answer.status, &refusal).with_retry_after(asked);
        match token {
            Some(token) if refusal.is_bad_token(answer.status) => Verdict::BadToken(error, token),
            _ => failed(error),
        }
    }
}

/// Sends a request with as much time as there is.
async fn sent(
    request: RequestBuilder,
    token: Option<Arc<AccessToken>>,
    deadline: &Deadline,
    most: Duration,
) -> Sent {
    let left = deadline.remaining().filter(|left| *left < most);
    let request = match left {
        Some(left) => request.timeout(left),
        None => request,
    };
    let started = Instant::now();
    let outcome = exchange(request, LARGEST_BODY).await;
    Sent { outcome, token, started, is_cut_short: left.is_some() }
}

/// Whether signNow carried a call out.
fn fate(route: Route, outcome: &Result<Answer, Interruption>) -> Result<(), Fate> {
    match outcome {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
        Ok(answer) => {
            let refusal = Refusal::read(answer.status, &answer.body);
            Err(Error::refused(route, answer.status, &refusal).fate())
        }
        Err(Interruption::NotSent(_)) => Err(Fate::NotExecuted),
        Err(_) => Err(Fate::Unknown),
    }
}
