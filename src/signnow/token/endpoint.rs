//! `POST /oauth2/token`: the only request that carries a secret in its body (wire section 2.1).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use tokio::time::Instant;
use tracing::debug;

use super::authorization_server::AuthorizationServer;
use crate::signnow::error::{Error, ErrorKind, Reason, Refusal, is_json};
use crate::signnow::options::Options;
use crate::signnow::retry::parse_retry_after;
use crate::signnow::route::Route;
use crate::signnow::transport::{Answer, Interruption, exchange, single_use_client};
use crate::signnow::wire;
use crate::signnow::wire::scalar::Scalar;

const ROUTE: Route = Route::new("POST /oauth2/token");
const LARGEST_BODY: usize = 64 * 1024;

/// Hands out pairs of tokens.
pub(super) struct TokenEndpoint {
    http: reqwest::Client,
    url: String,
    client_id: String,
    client_secret: SecretString,
    /// Whose password it takes, where there is one.
    username: Option<String>,
}

/// A fresh pair. Nothing in it is checked beyond being there: what was handed out is stored first, because
/// the refresh token it replaces is spent.
pub(super) struct Grant {
    pub(super) access_token: SecretString,
    pub(super) refresh_token: Option<SecretString>,
    pub(super) expires_in: Option<i64>,
}

/// Why there is no fresh pair, and what that means for a refresh token that was sent.
pub(super) enum Failure {
    /// signNow did not look at it.
    NotSpent(Error),
    /// signNow looked at the request and refused it.
    Refused(Error),
    /// It may be spent; it must not be sent again.
    Unknown(Error),
}

impl TokenEndpoint {
    /// For credentials that have an application.
    pub(super) fn new(options: &Options) -> Result<TokenEndpoint, Error> {
        let application = options.credentials.application();
        let (client_id, client_secret) =
            application.ok_or_else(|| Error::new(ErrorKind::ApplicationRequired))?;
        let username = options.credentials.user().map(|(name, _)| name.to_owned());
        Ok(TokenEndpoint {
            http: single_use_client(options)?,
            url: options.upstream.url_of("/oauth2/token"),
            client_id: client_id.to_owned(),
            client_secret: client_secret.clone(),
            username,
        })
    }

    /// Trades an authorization code for a first pair. `redirect_uri` is the one it was asked for with, which signNow may
    /// compare (RFC 6749 section 4.1.3).
    pub(super) async fn exchange(
        &self,
        code: &SecretString,
        redirect_uri: &str,
        now: DateTime<Utc>,
    ) -> Result<Grant, Failure> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose_secret()),
            ("redirect_uri", redirect_uri),
            ("scope", "*"),
        ];
        self.post(&fields, Reason::Code, now).await
    }

    /// Asks; `refused` is the reason of a refusal that gives none.
    async fn post(
        &self,
        fields: &[(&str, &str)],
        refused: Reason,
        now: DateTime<Utc>,
    ) -> Result<Grant, Failure> {
        let secret = self.client_secret.expose_secret();
        let request = self.http.post(&self.url).basic_auth(&self.client_id, Some(secret)).form(fields);
        let started = Instant::now();
        let outcome = exchange(request, LARGEST_BODY).await;
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        debug!(route = %ROUTE, status, ms = started.elapsed().as_millis(), "asked signNow for a token");
        match outcome {
            Ok(answer) => read(&answer, refused, now),
            Err(Interruption::NotSent(error)) => Err(Failure::NotSpent(not_sent(error))),
            Err(interruption) => Err(Failure::Unknown(interruption.into_error(ROUTE))),
        }
    }
}

impl AuthorizationServer for TokenEndpoint {
    fn refresh<'a>(
        &'a self,
        token: &'a SecretString,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>> {
        Box::pin(async move {
            let fields =
                [("grant_type", "refresh_token"), ("refresh_token", token.expose_secret()), ("scope", "*")];
            self.post(&fields, Reason::RefreshToken, now).await
        })
    }

    /// Where there is no user whose password it could be, nothing is sent.
    fn login<'a>(
        &'a self,
        password: &'a SecretString,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>> {
        Box::pin(async move {
            let Some(username) = &self.username else {
                return Err(Failure::NotSpent(login_needed()));
            };
            let fields = [
                ("grant_type", "password"),
                ("username", username.as_str()),
                ("password", password.expose_secret()),
                ("scope", "*"),
            ];
            self.post(&fields, Reason::Login, now).await
        })
    }
}

/// Nobody but an operator can get a pair.
pub(super) fn login_needed() -> Error {
    Error::new(ErrorKind::ReauthenticationRequired).with_reason(Reason::LoginNeeded)
}

fn not_sent(error: reqwest::Error) -> Error {
    let is_ours = error.is_builder();
    let error = Error::transport(ROUTE, error);
    if is_ours { error } else { error.with_reason(Reason::Unreachable) }
}

/// What an answer means; `refused` is the reason of a refusal that gives none.
pub(super) fn read(answer: &Answer, refused: Reason, now: DateTime<Utc>) -> Result<Grant, Failure> {
    match answer.status {
        200..300 => granted(answer),
        _ => Err(failure(answer, refused, now)),
    }
}

fn granted(answer: &Answer) -> Result<Grant, Failure> {
    let grant: Result<GrantOnWire, _> = wire::decode(&answer.body);
    grant.map(Grant::from).map_err(|source| {
        let error = Error::undecodable(ROUTE, answer.status, source);
        Failure::Unknown(if is_json(&answer.body) { error } else { error.with_reason(Reason::NotSignNow) })
    })
}

fn failure(answer: &Answer, refused: Reason, now: DateTime<Utc>) -> Failure {
    let refusal = Refusal::read(answer.status, &answer.body);
    let asked = answer.retry_after.as_deref().and_then(|value| parse_retry_after(value, now));
    let error = Error::refused(ROUTE, answer.status, &refusal).with_retry_after(asked);
    let reason = Reason::of_refusal(answer.status, &answer.body, &refusal, refused);
    match answer.status {
        429 => Failure::NotSpent(error),
        400..500 if error.kind() != ErrorKind::Timeout => Failure::Refused(error.with_reason(reason)),
        300..400 => Failure::Unknown(error.with_reason(Reason::NotSignNow)),
        _ => Failure::Unknown(error),
    }
}

#[derive(Deserialize)]
struct GrantOnWire {
    #[serde(deserialize_with = "secret")]
    access_token: SecretString,
    #[serde(default, deserialize_with = "optional_secret")]
    refresh_token: Option<SecretString>,
    #[serde(default = "nothing")]
    expires_in: Scalar,
}

fn nothing() -> Scalar {
    Scalar::Null
}

impl From<GrantOnWire> for Grant {
    fn from(wire: GrantOnWire) -> Grant {
        Grant {
            access_token: wire.access_token,
            refresh_token: wire.refresh_token,
            expires_in: wire.expires_in.as_integer(),
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    optional_secret(deserializer)?.ok_or_else(|| wire::scalar::expected("a token"))
}

fn optional_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(wire::filled_text(deserializer)?.map(SecretString::from))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, retry_after: None, body: body.as_bytes().to_vec() }
    }

    fn grant(body: &str) -> Grant {
        read(&answer(200, body), Reason::Login, Utc::now()).unwrap_or_else(|_| panic!("{body}"))
    }

    #[test]
    fn expires_in_never_costs_a_pair() {
        let lives = [
            ("2592000", Some(2_592_000)),
            ("\"3600\"", Some(3600)),
            ("null", None),
            ("[]", None),
            ("\"soon\"", None),
            ("1e30", None),
            ("{\"a\":1}", None),
            ("-1", Some(-1)),
        ];
        for (spelled, meant) in lives {
            let grant =
                grant(&format!(r#"{{"access_token":"a","refresh_token":"r","expires_in":{spelled}}}"#));
            assert_eq!(grant.expires_in, meant, "{spelled}");
            assert_eq!(grant.refresh_token.unwrap().expose_secret(), "r");
        }
        assert_eq!(grant(r#"{"access_token":"a"}"#).expires_in, None);
    }

    #[test]
    fn what_a_failure_means_for_the_refresh_token() {
        let failure = |status, body| read(&answer(status, body), Reason::Login, Utc::now()).err();
        assert!(matches!(
            failure(400, r#"{"error":"invalid_token","code":1537}"#),
            Some(Failure::Refused(_))
        ));
        assert!(matches!(failure(401, ""), Some(Failure::Refused(_))));
        assert!(matches!(failure(429, ""), Some(Failure::NotSpent(_))));
        for (status, body) in
            [(500, ""), (502, ""), (302, ""), (408, ""), (200, "{}"), (200, r#"{"access_token":""}"#)]
        {
            assert!(matches!(failure(status, body), Some(Failure::Unknown(_))), "{status} {body}");
        }
    }
}
