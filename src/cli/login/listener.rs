//! A page on this machine that a browser is sent back to.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use secrecy::SecretString;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::signnow::{NoCode, UserAuthorization};

/// Listens, until a browser brings the answer.
pub(super) struct Listener(TcpListener);

/// What a connection has to know.
struct Awaited {
    question: UserAuthorization,
    path: String,
    answers: mpsc::Sender<Result<SecretString, NoCode>>,
}

/// How long a browser may take to read what it is told at the end.
const FAREWELL: Duration = Duration::from_secs(1);

impl Listener {
    pub(super) async fn bind(address: SocketAddr) -> io::Result<Listener> {
        TcpListener::bind(address).await.map(Listener)
    }

    /// Where, with the port that was found.
    pub(super) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap_or_else(|_| SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// The code that a browser brings to the path, or the refusal of its user. What is no answer to the question is told so,
    /// and waited on.
    pub(super) async fn code(self, question: &UserAuthorization, path: &str) -> Result<SecretString, NoCode> {
        let (answers, mut answered) = mpsc::channel(1);
        let awaited = Arc::new(Awaited { question: question.clone(), path: path.to_owned(), answers });
        let mut connections = JoinSet::new();
        let answer = loop {
            tokio::select! {
                Some(answer) = answered.recv() => break answer,
                Ok((stream, _)) = self.0.accept() => {
                    connections.spawn(serve(stream, Arc::clone(&awaited)));
                }
                Some(_) = connections.join_next() => {}
            }
        };
        let all_told = async { while connections.join_next().await.is_some() {} };
        let _slow = tokio::time::timeout(FAREWELL, all_told).await;
        answer
    }
}

async fn serve(stream: TcpStream, awaited: Arc<Awaited>) {
    let service = service_fn(move |request| {
        let awaited = Arc::clone(&awaited);
        async move { Ok::<_, Infallible>(awaited.respond(&request)) }
    });
    // A connection that breaks is the browser's to tell.
    let _broken =
        http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service).await;
}

impl Awaited {
    fn respond(&self, request: &Request<Incoming>) -> Response<String> {
        if request.method() != Method::GET || request.uri().path() != self.path {
            return page(StatusCode::NOT_FOUND, "There is nothing here.");
        }
        match self.question.code_in(request.uri().query().unwrap_or_default()) {
            Ok(code) => {
                // Where one was before, this one is not needed.
                let _second = self.answers.try_send(Ok(code));
                page(
                    StatusCode::OK,
                    "signgraph has got its code. The terminal tells the rest; this page can be closed.",
                )
            }
            Err(denied @ NoCode::Denied(_)) => {
                let _second = self.answers.try_send(Err(denied));
                page(StatusCode::OK, "signgraph was not let in. This page can be closed.")
            }
            Err(NoCode::Foreign | NoCode::Missing) => page(
                StatusCode::BAD_REQUEST,
                "This is not the answer that is waited for. Begin with the address in the terminal.",
            ),
        }
    }
}

/// The address of the page has the code in it, so it goes into no cache and no `Referer`.
fn page(status: StatusCode, words: &str) -> Response<String> {
    let mut response = Response::new(format!("{words}\n"));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}
