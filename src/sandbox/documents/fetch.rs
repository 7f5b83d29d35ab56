//! Files from elsewhere on this machine.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::refusal::Refusal;
use crate::sandbox::http::is_loopback;

/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest file, in bytes; as large as an upload may be.
const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// Gets a file by plain HTTP from a server on this machine. Everything else is refused: a stand-in has no business
/// on the network, and must not be a way to get there. Redirections are not followed.
pub(super) async fn fetch(url: &Url) -> Result<Bytes, Refusal> {
    if url.scheme() != "http" || !is_loopback(url) {
        return Err(Refusal::UrlElsewhere);
    }
    let file = timeout(PATIENCE, get(url)).await.ok().and_then(Result::ok);
    file.filter(|file| !file.is_empty()).ok_or(Refusal::UrlUnreadable)
}

async fn get(url: &Url) -> io::Result<Bytes> {
    let addresses = url.socket_addrs(|| None)?;
    let stream = TcpStream::connect(&*addresses).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request = Request::get(path).header(header::HOST, host).header(header::CONNECTION, "close");
    let request = request.body(Body::empty()).map_err(io::Error::other)?;
    let response = sender.send_request(request).await.map_err(io::Error::other)?;
    if response.status() != StatusCode::OK {
        return Err(io::Error::other("the answer is not 200"));
    }
    to_bytes(Body::new(response.into_body()), LARGEST_FILE).await.map_err(io::Error::other)
}
