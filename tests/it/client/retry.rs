//! What is tried again.

use std::time::{Duration, Instant};

use serde_json::json;
use signgraph::signnow::{CallLog, Credentials, ErrorKind, Options, Upstream};
use tokio::net::TcpListener;

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client, client_with, options, user};

/// An upstream that answers in this order.
async fn in_turn(answers: Vec<Reply>) -> Scripted {
    let mut answers = answers.into_iter();
    Scripted::answering(move |_| answers.next().expect("asked more often than expected")).await
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for status in [429, 502, 503, 504] {
        let upstream = in_turn(vec![Reply::status(status), Reply::status(status), Reply::user()]).await;
        user(&client(&upstream)).await.unwrap();
        assert_eq!(upstream.data_asked().len(), 3, "{status}");
    }
}

#[tokio::test]
async fn a_dropped_connection_is_tried_again() {
    let upstream = in_turn(vec![Reply::Drop, Reply::Drop, Reply::user()]).await;
    user(&client(&upstream)).await.unwrap();
    assert_eq!(upstream.data_asked().len(), 3);
}

#[tokio::test]
async fn what_will_not_pass_is_tried_once() {
    for (status, kind) in [
        (400, ErrorKind::Rejected),
        (402, ErrorKind::PlanRequired),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (500, ErrorKind::Unavailable),
    ] {
        let upstream = in_turn(vec![Reply::status(status)]).await;
        let error = user(&client(&upstream)).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(upstream.data_asked().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_answer_of_another_form_is_tried_once() {
    let upstream = in_turn(vec![Reply::json(200, &json!({"id": "../user"}))]).await;
    let error = user(&client(&upstream)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.starts_with("at id"), "{source}");
}

#[tokio::test]
async fn three_attempts_are_all() {
    let upstream = Scripted::answering(|_| Reply::status(503)).await;
    let error = user(&client(&upstream)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, Some(503)));
    assert_eq!(upstream.data_asked().len(), 3);
    let upstream = Scripted::answering(|_| Reply::Drop).await;
    let error = user(&client(&upstream)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, None));
    assert_eq!(upstream.data_asked().len(), 3);
}

#[tokio::test]
async fn no_try_comes_earlier_than_the_upstream_asked() {
    let limited = Reply::status(429).header("retry-after", 1);
    let upstream = in_turn(vec![limited, Reply::user()]).await;
    let started = Instant::now();
    user(&client(&upstream)).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn an_upstream_that_asks_for_too_long_is_not_tried_again() {
    for value in ["60", "Thu, 01 Jan 2026 00:01:00 GMT"] {
        let limited =
            Reply::json(429, &json!({"message": "Too Many Attempts."})).header("retry-after", value);
        let upstream = in_turn(vec![limited]).await;
        let error = user(&client(&upstream)).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimited, true));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(60)), "{value}");
        assert_eq!(upstream.data_asked().len(), 1);
    }
}

/// A read is asked to wait, and nobody knows on whose account.
#[tokio::test]
async fn nobody_reads_before_the_upstream_asked() {
    let limited = Reply::status(429).header("retry-after", 1);
    let upstream = in_turn(vec![limited, Reply::user(), Reply::user()]).await;
    let client = client(&upstream);
    let pausing = tokio::spawn({
        let client = client.clone();
        async move { user(&client).await }
    });
    upstream.until_asked(2).await;
    let told = Instant::now();
    user(&client).await.unwrap();
    pausing.await.unwrap().unwrap();
    assert!(told.elapsed() >= Duration::from_millis(900), "{:?}", told.elapsed());
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_then_reported() {
    let upstream = Scripted::start().await;
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nowhere.local_addr().unwrap();
    drop(nowhere);
    let options = Options {
        upstream: Upstream::parse(&format!("http://{address}"), &[]).unwrap(),
        credentials: Credentials::ApiKey("key".to_owned().into()),
        ..options(&upstream)
    };
    let log = CallLog::new();
    let error = user(&client_with(options, HandClock::new()).recording(log.clone())).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unavailable, None));
    assert_eq!(log.records().iter().map(|record| record.attempt).collect::<Vec<_>>(), [1, 2, 3]);
}
