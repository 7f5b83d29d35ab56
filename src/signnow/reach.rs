//! Whether signNow is where it is said to be, and what its clock says. No token is needed, and none is sent.

use std::error::Error as StdError;

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, DATE};

use super::error::{Error, is_json};
use super::options::Options;
use super::transport::single_use_client;

/// Who answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The HTTP status of the answer; signNow refuses a question without a token with 400 (wire section 2.3).
    pub status: u16,
    /// Whether the answer is of a kind that signNow gives: JSON, and not 404.
    pub looks_like_signnow: bool,
    /// What time it is there, to the second.
    pub date: Option<DateTime<Utc>>,
}

/// Why nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The host has no address.
    #[error("its name cannot be resolved: check upstream.url and the name server of this machine")]
    Name,
    /// The host has an address, and no connection came about.
    #[error("no connection comes about: check the network, the firewall and the proxy of this machine")]
    Connection,
    /// There is a connection, and it cannot be trusted.
    #[error(
        "its certificate or its TLS is not accepted: check that no proxy stands in between, that the system's \
         certificates are there, and that the clock of this machine is right"
    )]
    Tls,
    /// It takes too long.
    #[error(
        "it does not answer in time: check the network, or raise upstream.connect_timeout and upstream.request_timeout"
    )]
    Timeout,
    /// The connection ended before the answer did.
    #[error("the connection broke: try again")]
    Broken,
}

const LARGEST_BODY: usize = 64 * 1024;

/// Asks signNow about no token: `GET /oauth2/token`, once.
///
/// # Errors
/// [`Error`] when TLS cannot be set up here. What comes of the question is within.
pub async fn reach(options: &Options) -> Result<Result<Reached, Unreached>, Error> {
    let http = single_use_client(options)?;
    let request = http.get(options.upstream.url_of("/oauth2/token")).header(ACCEPT, "application/json");
    Ok(ask(request).await.map_err(|error| unreached(&error)))
}

async fn ask(request: reqwest::RequestBuilder) -> reqwest::Result<Reached> {
    let mut response = request.send().await?;
    let status = response.status().as_u16();
    let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| httpdate::parse_http_date(date).ok()).map(DateTime::from);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_BODY {
            break;
        }
    }
    Ok(Reached { status, looks_like_signnow: status != 404 && is_json(&body), date })
}

/// What the layers below say, which is the only place where they tell names from certificates.
fn causes(error: &reqwest::Error) -> String {
    let (mut words, mut cause) = (String::new(), error.source());
    while let Some(error) = cause {
        words += &error.to_string().to_ascii_lowercase();
        words.push('\n');
        cause = error.source();
    }
    words
}

fn unreached(error: &reqwest::Error) -> Unreached {
    let words = causes(error);
    let tells = |word: &str| words.contains(word);
    if tells("dns error") || tells("failed to lookup") {
        Unreached::Name
    } else if tells("certificate") || tells("tls") || tells("handshake") || tells("corrupt message") {
        Unreached::Tls
    } else if error.is_timeout() {
        Unreached::Timeout
    } else if error.is_connect() {
        Unreached::Connection
    } else {
        Unreached::Broken
    }
}
