//! The token at hand, for an operator to look at and to end.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, AUTHORIZATION};
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::access::AccessToken;
use super::chain::Policy;
use super::claims;
use super::credentials::Credentials;
use super::lifetime;
use super::records::{RecordError, Records};
use super::state::ChainState;
use super::vault::SealedStore;
use crate::signnow::client::Client;
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, Reason, Refusal, is_json};
use crate::signnow::options::Options;
use crate::signnow::retry::parse_retry_after;
use crate::signnow::route::Route;
use crate::signnow::transport::{Answer, Interruption, exchange, single_use_client};
use crate::signnow::wire;
use crate::signnow::wire::scalar::Scalar;

const VERIFY: Route = Route::new("GET /oauth2/token");
const TERMINATE: Route = Route::new("POST /oauth2/terminate");
const LARGEST_BODY: usize = 64 * 1024;

/// Tells what token a credential has at hand, whether signNow accepts it, and ends it (wire section 2.2).
///
/// It never asks for another token: a server may be running with the same store, and the refresh token in it is good
/// for one use. Each question is asked once.
pub struct Custody {
    http: reqwest::Client,
    options: Options,
    records: Records,
    policy: Policy,
    quiet: Duration,
    clock: Arc<dyn Clock>,
}

/// What a credential has at hand.
#[derive(Debug)]
pub enum Held {
    /// No token: nobody has logged in yet, or the token was forgotten.
    Nothing,
    /// A token.
    Token(HeldToken),
}

/// A token as it was found. It prints nothing of itself.
#[derive(Debug)]
pub struct HeldToken {
    access: AccessToken,
    secret: SecretString,
    /// `None` for an API key, which is in no store.
    stored: Option<Stored>,
}

#[derive(Debug)]
struct Stored {
    generation: u64,
    expires_at: DateTime<Utc>,
}

impl HeldToken {
    /// When it ends, as far as was told when it was handed out; `None` for an API key.
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.stored.as_ref().map(|stored| stored.expires_at)
    }
}

/// What signNow says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is good.
    Accepted {
        /// What for, such as `*`; `None` where signNow does not tell.
        scope: Option<String>,
        /// Until when; `None` where signNow does not tell.
        ends_at: Option<DateTime<Utc>>,
    },
    /// It is not, or not any more.
    Refused,
}

/// What came of ending a token.
#[derive(Debug)]
pub enum Revocation {
    /// signNow ended it.
    Ended(Remains),
    /// signNow did not accept it, so there was nothing to end. What became of its refresh token is not known.
    WasOver(Remains),
    /// signNow did not say that it ended it, and the store is as it was. [`Error::fate`] tells whether it may have.
    Failed(Error),
}

/// What is left of a token in the store.
#[derive(Debug)]
pub enum Remains {
    /// Nothing. The next to need a token logs in, or an operator does.
    Nothing,
    /// Another pair, which took its place meanwhile: a server is running with this store.
    AnotherPair,
    /// The token, because it could not be taken out.
    Stuck(RecordError),
}

impl Custody {
    /// Sets it up. Nothing is read or sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`](crate::signnow::ErrorKind::Internal) when TLS cannot be set up.
    pub fn new(options: &Options, store: SealedStore, clock: Arc<dyn Clock>) -> Result<Custody, Error> {
        Ok(Custody {
            http: single_use_client(options)?,
            options: options.clone(),
            records: Records::new(store, options.credentials.name_at(&options.upstream)),
            policy: options.token_policy(),
            quiet: claims::quiet(options.longest_request()),
            clock,
        })
    }

    /// What is at hand: the API key, or what the store holds. signNow is not asked.
    ///
    /// # Errors
    /// [`RecordError`] when the store cannot be read.
    pub async fn held(&self) -> Result<Held, RecordError> {
        if let Credentials::ApiKey(key) = &self.options.credentials {
            let access = AccessToken::endless(key).ok_or(RecordError::Content)?;
            return Ok(Held::Token(HeldToken { access, secret: key.clone(), stored: None }));
        }
        let kept = self.records.read().await?;
        let Some((generation, pair)) = kept.pair() else { return Ok(Held::Nothing) };
        let access = AccessToken::of(generation, pair).ok_or(RecordError::Content)?;
        let stored = Some(Stored { generation, expires_at: pair.expires_at });
        Ok(Held::Token(HeldToken { access, secret: pair.access_token.clone(), stored }))
    }

    /// How the chain of tokens stands, as the store tells it; `None` for an API key, which has none. signNow is not asked.
    ///
    /// # Errors
    /// [`RecordError`] when the store cannot be read.
    pub async fn state(&self) -> Result<Option<ChainState>, RecordError> {
        if let Credentials::ApiKey(_) = &self.options.credentials {
            return Ok(None);
        }
        let kept = self.records.read().await?;
        Ok(Some(ChainState::of(kept.record.as_ref(), self.policy, self.quiet, self.clock.now())))
    }

    /// Asks signNow whether a token is good: `GET /oauth2/token`.
    ///
    /// # Errors
    /// [`Error`] when signNow does not say.
    pub async fn verify(&self, token: &HeldToken) -> Result<Verdict, Error> {
        let answer = self.ask(VERIFY, "/oauth2/token", token).await?;
        match answer.status {
            200..300 => self.accepted(&answer),
            _ if refuses_token(&answer) => Ok(Verdict::Refused),
            status if status == 404 || !is_json(&answer.body) => {
                Err(self.refused(VERIFY, &answer).with_reason(Reason::NotSignNow))
            }
            _ => Err(self.refused(VERIFY, &answer)),
        }
    }

    /// A client that asks with this token as it is, as if it were a key: where signNow refuses it there is no other, and
    /// nothing is refreshed.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn reader(&self, token: &HeldToken) -> Result<Client, Error> {
        let credentials = Credentials::ApiKey(token.secret.clone());
        let options = Options { credentials, ..self.options.clone() };
        Client::new(options, SealedStore::in_memory(), Arc::clone(&self.clock))
    }

    /// Ends a token: `POST /oauth2/terminate`. Then takes it out of the store, if it is still the one in there.
    ///
    /// The store is left alone where signNow may not have ended it, so that it can be tried again.
    pub async fn revoke(&self, token: &HeldToken) -> Revocation {
        let answer = match self.ask(TERMINATE, "/oauth2/terminate", token).await {
            Ok(answer) => answer,
            Err(error) => return Revocation::Failed(error),
        };
        if refuses_token(&answer) {
            return Revocation::WasOver(self.forget(token).await);
        }
        if !(200..300).contains(&answer.status) {
            return Revocation::Failed(self.refused(TERMINATE, &answer));
        }
        match wire::acknowledged(&answer.body) {
            Ok(()) => Revocation::Ended(self.forget(token).await),
            Err(source) => Revocation::Failed(Error::undecodable(TERMINATE, answer.status, source)),
        }
    }

    async fn forget(&self, token: &HeldToken) -> Remains {
        let Some(stored) = &token.stored else { return Remains::Nothing };
        match self.records.forget(stored.generation).await {
            Ok(true) => Remains::Nothing,
            Ok(false) => Remains::AnotherPair,
            Err(error) => Remains::Stuck(error),
        }
    }

    async fn ask(&self, route: Route, path: &str, token: &HeldToken) -> Result<Answer, Error> {
        let request = self.http.request(route.method(), self.options.upstream.url_of(path));
        let request = request.header(AUTHORIZATION, token.access.header()).header(ACCEPT, "application/json");
        let request = if route == TERMINATE { request.json(&serde_json::json!({})) } else { request };
        exchange(request, LARGEST_BODY).await.map_err(|interruption| {
            let is_unreachable = matches!(&interruption, Interruption::NotSent(error) if !error.is_builder());
            let error = interruption.into_error(route);
            if is_unreachable { error.with_reason(Reason::Unreachable) } else { error }
        })
    }

    fn accepted(&self, answer: &Answer) -> Result<Verdict, Error> {
        #[derive(Deserialize)]
        struct OnWire {
            /// Whoever repeats the token knows tokens.
            #[serde(rename = "access_token")]
            _token: IgnoredAny,
            #[serde(default, deserialize_with = "wire::filled_text")]
            scope: Option<String>,
            #[serde(default = "nothing")]
            expires_in: Scalar,
        }
        let wire: Result<OnWire, _> = wire::decode(&answer.body);
        let wire = wire.map_err(|source| Error::undecodable(VERIFY, answer.status, source))?;
        let ends_at = lifetime::stated_end(self.clock.now(), wire.expires_in.as_integer());
        Ok(Verdict::Accepted { scope: wire.scope, ends_at })
    }

    fn refused(&self, route: Route, answer: &Answer) -> Error {
        let asked = answer.retry_after.as_deref();
        let asked = asked.and_then(|value| parse_retry_after(value, self.clock.now()));
        Error::refused(route, answer.status, &Refusal::read(answer.status, &answer.body))
            .with_retry_after(asked)
    }
}

impl fmt::Debug for Custody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Custody").field("upstream", &self.options.upstream).finish_non_exhaustive()
    }
}

/// Whether it is the token that is refused. A 401 may be a gateway's, so signNow has to have written it: a token
/// that is taken for dead is forgotten.
fn refuses_token(answer: &Answer) -> bool {
    Refusal::read(answer.status, &answer.body).is_bad_token(answer.status) && is_json(&answer.body)
}

fn nothing() -> Scalar {
    Scalar::Null
}
