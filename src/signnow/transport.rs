//! One request, one answer: sockets, time limits, size limits. No token, no retry, no decoding.

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{ClientBuilder, RequestBuilder, Response, redirect, retry};
use rustls::crypto::{CryptoProvider, ring};

use super::error::{Error, ErrorKind};
use super::options::Options;
use super::route::Route;

/// An answer, whole. What it means is for others to say.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The `Retry-After` header as it came.
    pub(super) retry_after: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Why there is no whole answer.
pub(super) enum Interruption {
    /// No connection came about, so signNow knows nothing of the request.
    NotSent(reqwest::Error),
    /// The time was up, or the connection ended early. Whether signNow acted is unknown.
    Broken(reqwest::Error),
    /// The body is larger than any this server is willing to hold.
    TooLarge {
        /// The status it came with.
        status: u16,
    },
}

impl Interruption {
    /// Whether time ran out after the connection was made.
    pub(super) fn is_timeout(&self) -> bool {
        matches!(self, Interruption::Broken(error) if error.is_timeout())
    }

    /// Whether time ran out, at whatever point.
    pub(super) fn is_out_of_time(&self) -> bool {
        matches!(self, Interruption::NotSent(error) | Interruption::Broken(error) if error.is_timeout())
    }

    pub(super) fn into_error(self, route: Route) -> Error {
        match self {
            Interruption::NotSent(error) => Error::transport(route, error).not_executed(),
            Interruption::Broken(error) => Error::transport(route, error),
            Interruption::TooLarge { status } => {
                Error::new(ErrorKind::InvalidResponse).at(route).with_status(status)
            }
        }
    }
}

/// The HTTP client for reads. Redirects are answers like any other and are never followed, because a
/// bearer token would be sent wherever they point. reqwest's own retries are off: this room retries in one
/// place, `connection.rs`, where the reasons are known.
pub(super) fn pooled_client(options: &Options) -> Result<reqwest::Client, Error> {
    let idle = Duration::from_secs(30);
    build(
        base(options).gzip(true).pool_max_idle_per_host(options.max_concurrent_calls).pool_idle_timeout(idle),
    )
}

/// The HTTP client for what must not arrive twice: commands, and refresh tokens, which are spent by the first
/// request that carries them. It keeps no connection, so none of them travels on one that may already be
/// dead, where nobody could tell whether it arrived.
pub(super) fn single_use_client(options: &Options) -> Result<reqwest::Client, Error> {
    build(base(options).gzip(true).pool_max_idle_per_host(0))
}

fn base(options: &Options) -> ClientBuilder {
    install_provider();
    let builder = reqwest::Client::builder()
        .user_agent(concat!("signgraph/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(options.connect_timeout)
        .timeout(options.request_timeout)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .http1_only();
    match (options.upstream.is_loopback(), options.upstream.is_https()) {
        (true, false) => builder.no_proxy().tls_certs_only([]),
        (true, true) => builder.no_proxy(),
        (false, _) => builder.https_only(true),
    }
}

/// reqwest is built without a TLS provider and panics when none is installed. Another part of the
/// program, or another client at the same moment, may have been first: both are fine.
fn install_provider() {
    if CryptoProvider::get_default().is_none() {
        let _first_wins = ring::default_provider().install_default();
    }
}

fn build(builder: ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| Error::new(ErrorKind::Internal).because(error.without_url()))
}

/// Sends a request and reads its answer to the end, up to `limit` bytes after decompression.
pub(super) async fn exchange(request: RequestBuilder, limit: usize) -> Result<Answer, Interruption> {
    let response = request.send().await.map_err(|error| {
        if error.is_connect() || error.is_builder() {
            Interruption::NotSent(error)
        } else {
            Interruption::Broken(error)
        }
    })?;
    let status = response.status().as_u16();
    let retry_after =
        response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = read(response, limit).await?;
    Ok(Answer { status, retry_after, body })
}

async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, Interruption> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Interruption::Broken)? {
        if body.len() + chunk.len() > limit {
            return Err(Interruption::TooLarge { status });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
