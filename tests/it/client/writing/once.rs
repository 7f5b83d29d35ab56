//! What a command arrives by, and what keeps it from arriving.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signgraph::signnow::events::EventSubscriptions;
use signgraph::signnow::v1::SendPasswordReset;
use signgraph::signnow::v2::DeleteOrganization;
use signgraph::signnow::{
    CallLog, Client, Credentials, EmailAddress, ErrorKind, Fate, List, Options, OrganizationId, Upstream,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::scripted::{Reply, Scripted};
use crate::client::world::{HandClock, client, client_with, options};

fn deletion() -> DeleteOrganization {
    DeleteOrganization { organization: OrganizationId::parse("o1").unwrap() }
}

fn reset() -> SendPasswordReset {
    SendPasswordReset { email: EmailAddress::new("ada@sandbox.test") }
}

fn key() -> Credentials {
    Credentials::ApiKey("key".to_owned().into())
}

#[tokio::test]
async fn a_broken_or_redirected_answer_is_not_asked_for_again() {
    let elsewhere = Scripted::start().await;
    for location in [None, Some(format!("{}/v2/organizations/o1", elsewhere.url))] {
        let upstream = Scripted::answering(move |_| match &location {
            Some(location) => Reply::status(307).header("location", location),
            None => Reply::Drop,
        })
        .await;
        let error = client(&upstream).execute(&deletion()).await.unwrap_err();
        assert_eq!((error.fate(), upstream.data_asked().len()), (Fate::Unknown, 1));
    }
    assert_eq!(elsewhere.asked().len(), 0);
}

#[tokio::test]
async fn a_success_is_any_2xx_with_or_without_a_body() {
    for status in [200, 201, 202, 204] {
        let upstream = Scripted::answering(move |_| Reply::status(status)).await;
        client(&upstream).execute(&deletion()).await.unwrap();
    }
}

#[tokio::test]
async fn a_command_of_an_application_carries_its_credentials_and_no_token() {
    let upstream = Scripted::answering(|_| Reply::status(200)).await;
    client(&upstream).execute(&reset()).await.unwrap();
    let asked = upstream.asked();
    assert_eq!((asked.len(), asked[0].target.as_str()), (1, "/user/forgotpassword"));
    assert_eq!(asked[0].authorization, "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=");
    assert_eq!(asked[0].body, r#"{"email":"ada@sandbox.test"}"#);
}

#[tokio::test]
async fn so_does_a_read_of_an_application() {
    let upstream = Scripted::answering(|_| Reply::json(200, &serde_json::json!({ "data": [] }))).await;
    let read = client(&upstream).get(&EventSubscriptions.page(1)).await.unwrap();
    assert!(read.value.rows.is_empty());
    let asked = upstream.asked();
    assert_eq!((asked.len(), asked[0].target.as_str()), (1, "/api/v2/events?per_page=100&page=1"));
    assert_eq!(asked[0].authorization, "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=");
}

#[tokio::test]
async fn an_api_key_is_no_application() {
    let upstream = Scripted::start().await;
    let client = client_with(Options { credentials: key(), ..options(&upstream) }, HandClock::new());
    let command = client.execute(&reset()).await.unwrap_err();
    let read = client.get(&EventSubscriptions.page(1)).await.unwrap_err();
    for (error, route) in [(command, "POST /user/forgotpassword"), (read, "GET /api/v2/events")] {
        assert_eq!((error.kind(), error.fate()), (ErrorKind::ApplicationRequired, Fate::NotExecuted));
        assert_eq!(error.route().unwrap().as_str(), route);
    }
    assert_eq!(upstream.asked().len(), 0);
}

#[tokio::test]
async fn an_application_that_signnow_does_not_know_is_told() {
    let refusal = serde_json::json!({ "error": "invalid_client" });
    let upstream = Scripted::answering(move |_| Reply::json(400, &refusal)).await;
    let error = client(&upstream).execute(&reset()).await.unwrap_err();
    assert_eq!((error.kind(), error.fate()), (ErrorKind::Unauthenticated, Fate::NotExecuted));
    assert_eq!(upstream.asked().len(), 1);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for reply in [|| Reply::status(503), || Reply::Drop] {
        let upstream = Scripted::start().await;
        upstream.answer_tokens(move |_| reply());
        let error = client(&upstream).execute(&deletion()).await.unwrap_err();
        assert_eq!((error.kind(), error.fate()), (ErrorKind::Unavailable, Fate::NotExecuted));
        assert_eq!(upstream.data_asked().len(), 0);
    }
}

#[tokio::test]
async fn a_refused_token_that_cannot_be_renewed_leaves_the_command_not_executed() {
    let upstream = Scripted::answering(|_| Reply::invalid_token()).await;
    let client = client(&upstream);
    client.ready().await.unwrap();
    upstream.answer_tokens(|_| Reply::status(503));
    let error = client.execute(&deletion()).await.unwrap_err();
    assert_eq!((error.kind(), error.fate()), (ErrorKind::Unavailable, Fate::NotExecuted));
    assert_eq!(upstream.data_asked().len(), 1);
}

#[tokio::test]
async fn a_connection_that_cannot_be_made_is_tried_again() {
    let upstream = Scripted::start().await;
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nowhere.local_addr().unwrap();
    drop(nowhere);
    let log = CallLog::new();
    let client = keyed(&upstream, &format!("http://{address}")).recording(log.clone());
    let error = client.execute(&deletion()).await.unwrap_err();
    assert_eq!((error.kind(), error.fate()), (ErrorKind::Unavailable, Fate::NotExecuted));
    assert_eq!(log.records().len(), 3);
}

#[tokio::test]
async fn no_two_commands_share_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(acknowledge_all(stream));
        }
    });
    let client = keyed(&Scripted::start().await, &url);
    for done in 1..=3 {
        client.execute(&deletion()).await.unwrap();
        assert_eq!(connections.load(Ordering::SeqCst), done);
    }
}

fn keyed(upstream: &Scripted, url: &str) -> Client {
    let upstream =
        Options { upstream: Upstream::parse(url, &[]).unwrap(), credentials: key(), ..options(upstream) };
    client_with(upstream, HandClock::new())
}

/// A server that would gladly keep the connection.
async fn acknowledge_all(mut stream: TcpStream) {
    let mut request = [0; 4096];
    while stream.read(&mut request).await.is_ok_and(|length| length > 0) {
        stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n").await.unwrap();
    }
}
