//! One request and one answer: where it goes, how long it may take, how large it may be.

use std::io::Write;
use std::time::Duration;

use serde_json::json;
use signgraph::signnow::v2::{Members, Organizations};
use signgraph::signnow::{CallLog, Credentials, ErrorKind, List, Options, OrganizationId, Route};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client, client_with, options, user};

#[tokio::test]
async fn a_request_carries_the_token_and_the_whole_target() {
    let upstream = Scripted::answering(|_| Reply::json(200, &json!({"data": []}))).await;
    let client = client(&upstream);
    let organization = OrganizationId::parse("o1").unwrap();
    let members = Members { email: Some("ada@example.test".to_owned()), ..Members::of(organization) };
    client.get(&members.page(2)).await.unwrap();
    let asked = upstream.data_asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].authorization, "Bearer access-1");
    let filters =
        "%5B%7B%22email%22%3A%7B%22type%22%3A%22%3D%22%2C%22value%22%3A%22ada%40example.test%22%7D%7D%5D";
    assert_eq!(
        asked[0].target,
        format!("/v2/organizations/o1/members?filters={filters}&per_page=100&page=2")
    );
    let login = &upstream.tokens_asked()[0];
    assert_eq!(login.authorization, "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=");
    let form = login.form();
    assert_eq!((form["grant_type"].as_str(), form["username"].as_str()), ("password", "viewer@sandbox.test"));
    assert_eq!((form["password"].as_str(), form["scope"].as_str()), ("sandbox-password", "*"));
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    let elsewhere = Scripted::start().await;
    let location = format!("{}/user", elsewhere.url);
    for status in [301, 302, 307, 308] {
        let location = location.clone();
        let upstream =
            Scripted::answering(move |_| Reply::status(status).header("location", &location)).await;
        let error = user(&client(&upstream)).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidResponse, Some(status)));
        assert_eq!(upstream.data_asked().len(), 1);
    }
    assert_eq!(elsewhere.asked().len(), 0);
}

#[tokio::test]
async fn a_redirected_token_request_takes_no_secret_elsewhere() {
    let elsewhere = Scripted::start().await;
    let location = format!("{}/oauth2/token", elsewhere.url);
    let upstream = Scripted::start().await;
    upstream.answer_tokens(move |_| Reply::status(307).header("location", &location));
    let error = user(&client(&upstream)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert_eq!(elsewhere.asked().len(), 0);
}

#[tokio::test]
async fn links_in_an_answer_are_not_followed() {
    let elsewhere = Scripted::start().await;
    let next = format!("{}/v2/organizations?page=2", elsewhere.url);
    let upstream = Scripted::answering(move |_| {
        let pagination = json!({"total": 150, "count": 1, "per_page": 100, "current_page": 1, "total_pages": 2,
            "links": {"next": next}});
        Reply::json(200, &json!({"data": [{"id": "o1", "name": "One"}], "meta": {"pagination": pagination}}))
    })
    .await;
    let page = client(&upstream).get(&Organizations::default().page(1)).await.unwrap().value;
    assert_eq!((page.rows.len(), page.total, page.is_last), (1, Some(150), false));
    assert_eq!((upstream.data_asked().len(), elsewhere.asked().len()), (1, 0));
}

#[tokio::test]
async fn another_page_size_than_asked_for_is_refused() {
    let upstream = Scripted::answering(|_| {
        Reply::json(200, &json!({"data": [], "meta": {"pagination": {"total": 30, "per_page": 15}}}))
    })
    .await;
    let error = client(&upstream).get(&Organizations::default().page(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidResponse, Some(200)));
    assert_eq!(error.route(), Some(Route::new("GET /v2/organizations")));
}

#[tokio::test]
async fn a_slow_upstream_is_given_up_and_not_asked_again() {
    let upstream = Scripted::answering(|_| Reply::Silence).await;
    let credentials = Credentials::ApiKey("key".to_owned().into());
    let options = Options { credentials, request_timeout: Duration::from_millis(300), ..options(&upstream) };
    let error = user(&client_with(options, HandClock::new())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable());
    assert_eq!(upstream.data_asked().len(), 1);
}

#[tokio::test]
async fn a_compressed_answer_is_read_and_measured_unpacked() {
    let body = json!({"id": "u1", "first_name": "a".repeat(5000)}).to_string();
    let length = body.len();
    let upstream = Scripted::answering(move |_| packed(body.as_bytes())).await;
    let fetched = user(&client(&upstream)).await.unwrap();
    assert_eq!((fetched.bytes, fetched.value.first_name.len()), (length, 5000));
}

#[tokio::test]
async fn an_answer_that_unpacks_without_end_is_cut_off() {
    let mut bomb = br#"{"id":"u1"}"#.to_vec();
    bomb.resize(40 * 1024 * 1024, b' ');
    let upstream = Scripted::answering(move |_| packed(&bomb)).await;
    let error = user(&client(&upstream)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidResponse, Some(200)));
    assert_eq!(upstream.data_asked().len(), 1);
}

fn packed(body: &[u8]) -> Reply {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    Reply::Answer {
        status: 200,
        headers: vec![("content-encoding", "gzip".to_owned())],
        body: encoder.finish().unwrap(),
    }
}

#[tokio::test]
async fn no_more_calls_are_under_way_than_allowed() {
    let upstream = Scripted::start().await;
    let options = Options { max_concurrent_calls: 4, ..options(&upstream) };
    let client = client_with(options, HandClock::new());
    client.ready().await.unwrap();
    upstream.close_gate();
    let calls: Vec<_> = (0..40)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { user(&client).await }
            })
        })
        .collect();
    upstream.until_asked(1 + 3).await;
    upstream.let_through(40);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(upstream.most_under_way(), 3, "a quarter is for other endpoints");
    assert_eq!(upstream.data_asked().len(), 40);
}

#[tokio::test]
async fn a_log_holds_the_attempts_of_its_own_handle() {
    let mut answers = vec![Reply::status(503), Reply::user(), Reply::user()].into_iter();
    let upstream = Scripted::answering(move |_| answers.next().unwrap()).await;
    let client = client(&upstream);
    let log = CallLog::new();
    user(&client.recording(log.clone())).await.unwrap();
    user(&client).await.unwrap();
    let records: Vec<_> =
        log.records().iter().map(|record| (record.route, record.attempt, record.status)).collect();
    let route = Route::new("GET /user");
    assert_eq!(records, [(route, 1, Some(503)), (route, 2, Some(200))]);
}

#[test]
fn a_client_needs_a_runtime_and_says_so() {
    let upstream = signgraph::signnow::Upstream::parse("http://127.0.0.1:1", &[]).unwrap();
    let options = Options::new(upstream, super::world::password());
    let store = signgraph::signnow::vault::SealedStore::in_memory();
    let error = signgraph::signnow::Client::new(options, store, HandClock::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
}
