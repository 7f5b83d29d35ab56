//! A signNow in trouble: what is asked of it, and what others notice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signgraph::signnow::v1::{CurrentUser, DocumentById};
use signgraph::signnow::v2::Organizations;
use signgraph::signnow::{BreakerState, Client, Deadline, DocumentId, ErrorKind, List, Options};
use tokio::time::Instant;

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client, client_with, options, user};

const INTERVAL: Duration = Duration::from_millis(300);

fn quick(upstream: &Scripted) -> Options {
    Options { breaker_interval: INTERVAL, ..options(upstream) }
}

/// Reads the owner of the token so often, by so many callers, and gives how many could.
async fn read_often(client: &Client, callers: usize, times: usize) -> usize {
    let reading = (0..callers).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            let mut good = 0;
            for _ in 0..times {
                good += usize::from(user(&client).await.is_ok());
            }
            good
        })
    });
    let mut good = 0;
    for caller in reading.collect::<Vec<_>>() {
        good += caller.await.unwrap();
    }
    good
}

/// P15 and P22: what a full outage costs, and how soon it is over.
#[tokio::test]
async fn a_full_outage_is_answered_with_fewer_calls_and_is_noticed_to_end() {
    let is_down = Arc::new(AtomicBool::new(true));
    let told = Arc::clone(&is_down);
    let upstream = Scripted::answering(move |_| match told.load(Ordering::Relaxed) {
        true => Reply::status(503),
        false => Reply::user(),
    })
    .await;
    let client = client_with(quick(&upstream), HandClock::new());
    let (callers, times) = (10, 100);
    let began = Instant::now();
    assert_eq!(read_often(&client, callers, times).await, 0);
    let arrived = upstream.data_asked().len();
    // The first few find out that it is down; then it is one trial an interval.
    let trials = began.elapsed().as_millis() / INTERVAL.as_millis() + 1;
    println!("P15: {arrived} arrivals of {} calls in a full outage", callers * times);
    println!("P22: {} trials in {trials} intervals", arrived.saturating_sub(32));
    assert!(arrived <= 32 + trials as usize, "{arrived} in {trials} intervals");
    assert_eq!(client.vitals().routes[0].breaker, BreakerState::Open);

    is_down.store(false, Ordering::Relaxed);
    tokio::time::sleep(INTERVAL).await;
    user(&client).await.expect("the first call after the interval is a trial");
    assert_eq!(read_often(&client, callers, 10).await, callers * 10);
    assert_eq!(client.vitals().routes[0].breaker, BreakerState::Closed);
}

/// P15 where no breaker helps: each call may be tried three times, and all of them together a tenth more.
#[tokio::test]
async fn second_tries_are_a_tenth_of_the_calls() {
    let upstream = Scripted::answering(|_| Reply::status(503)).await;
    let options = Options { breaker_interval: Duration::ZERO, ..options(&upstream) };
    let client = client_with(options, HandClock::new());
    let offered = 2_000;
    read_often(&client, 10, offered / 10).await;
    let arrived = upstream.data_asked().len();
    let amplification = arrived as f64 / offered as f64;
    println!(
        "P15: amplification {amplification:.3} without a breaker ({arrived} arrivals of {offered} calls)"
    );
    // Ten a window are always allowed.
    assert!(arrived <= offered + offered / 10 + 22, "{arrived}");
    assert!(arrived > offered, "some are tried again");
}

/// P21: an endpoint that hangs takes nothing from others.
#[tokio::test]
async fn an_endpoint_that_hangs_starves_no_other() {
    let upstream = Scripted::answering(|asked| match asked.target.starts_with("/v2") {
        true => Reply::Silence,
        false => Reply::user(),
    })
    .await;
    let client = client_with(quick(&upstream), HandClock::new());
    let hanging: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get(&Organizations::default().page(1)).await.map(drop) })
        })
        .collect();
    upstream.until_asked(1 + 12).await;
    let began = Instant::now();
    assert_eq!(read_often(&client, 4, 50).await, 200);
    println!("P21: 200 calls beside an endpoint that hangs in {:?}", began.elapsed());
    assert!(hanging.iter().all(|call| !call.is_finished()));
    let vitals = client.vitals();
    assert_eq!((vitals.under_way, vitals.waiting), (12, 88));
    hanging.iter().for_each(|call| call.abort());
}

/// P20: nothing goes on beyond the moment, and nothing begins after it.
#[tokio::test]
async fn no_call_outlives_its_deadline_and_none_begins_after_it() {
    let upstream = Scripted::answering(|_| Reply::Silence).await;
    let client = client(&upstream);
    client.ready().await.unwrap();
    let patience = Duration::from_millis(200);
    let (deadline, _interest) = Deadline::at(Instant::now() + patience);
    let hurried = client.within(deadline);
    let began = Instant::now();
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let client = hurried.clone();
            tokio::spawn(async move { user(&client).await.unwrap_err() })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap();
        assert_eq!((error.kind(), error.is_given_up()), (ErrorKind::Timeout, true));
    }
    let late = began.elapsed().saturating_sub(patience);
    println!("P20: 40 calls ended {late:?} after their deadline");
    assert!(late < Duration::from_millis(500), "{late:?}");
    let arrived = upstream.data_asked().len();
    assert_eq!(arrived, 12, "those that waited were never sent");
    assert!(user(&hurried).await.unwrap_err().is_given_up());
    assert_eq!(upstream.data_asked().len(), arrived);
    assert_eq!(
        client.vitals().routes[0].breaker,
        BreakerState::Closed,
        "a short deadline is nobody's sickness"
    );
}

/// What nobody waits for any more is not begun.
#[tokio::test]
async fn calls_of_one_who_left_are_not_sent() {
    let upstream = Scripted::start().await;
    let client = client_with(Options { max_concurrent_calls: 1, ..options(&upstream) }, HandClock::new());
    client.ready().await.unwrap();
    upstream.close_gate();
    let first = tokio::spawn({
        let client = client.clone();
        async move { user(&client).await }
    });
    upstream.until_asked(2).await;
    let (deadline, interest) = Deadline::at(Instant::now() + Duration::from_secs(60));
    let waiting = tokio::spawn({
        let client = client.within(deadline);
        async move { user(&client).await }
    });
    while client.vitals().waiting == 0 {
        tokio::task::yield_now().await;
    }
    drop(interest);
    assert!(waiting.await.unwrap().unwrap_err().is_given_up());
    upstream.let_through(10);
    first.await.unwrap().unwrap();
    assert_eq!(upstream.data_asked().len(), 1);
}

/// Early and cheap: whoever finds the line full is told at once.
#[tokio::test]
async fn a_full_line_is_refused_at_once() {
    let upstream = Scripted::start().await;
    let options = Options { max_concurrent_calls: 1, max_waiting_calls: 2, ..options(&upstream) };
    let client = client_with(options, HandClock::new());
    client.ready().await.unwrap();
    upstream.close_gate();
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { user(&client).await })
        })
        .collect();
    while client.vitals().waiting < 2 {
        tokio::task::yield_now().await;
    }
    let began = Instant::now();
    let error = client.get(&CurrentUser).await.unwrap_err();
    println!("P21: refused after {:?}", began.elapsed());
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Overloaded, true));
    assert!(error.retry_after().is_some());
    upstream.let_through(10);
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

/// P16: after a throttle that says when to come back nobody is early, though many wait.
#[tokio::test]
async fn nobody_who_waits_is_early_after_a_throttle() {
    let (sender, told) = std::sync::mpsc::channel();
    let mut reopens: Option<Instant> = None;
    let upstream = Scripted::answering(move |_| {
        let now = Instant::now();
        match reopens {
            None => {
                reopens = Some(now + Duration::from_secs(1));
                Reply::status(429).header("retry-after", 1)
            }
            Some(moment) => {
                sender.send(moment.saturating_duration_since(now)).unwrap();
                Reply::user()
            }
        }
    })
    .await;
    let client = client(&upstream);
    assert_eq!(read_often(&client, 1, 1).await, 1);
    assert_eq!(read_often(&client, 20, 1).await, 20);
    let early = told.try_iter().filter(|early| *early > Duration::from_millis(2)).count();
    println!("P16: {early} of 21 calls before Retry-After");
    assert_eq!(early, 0);
}

/// A throttle is one endpoint's, until a second one is throttled as well.
#[tokio::test]
async fn a_throttled_endpoint_keeps_others_waiting_only_where_the_limit_is_the_accounts() {
    let upstream = Scripted::answering(|asked| match asked.target.starts_with("/v2") {
        true => Reply::status(429).header("retry-after", 60),
        false => Reply::user(),
    })
    .await;
    let client = client(&upstream);
    let throttled = client.get(&Organizations::default().page(1)).await.err();
    assert_eq!(throttled.map(|error| error.kind()), Some(ErrorKind::RateLimited));
    user(&client).await.expect("nobody has said anything of this one");
    upstream.script(|_| Reply::status(429).header("retry-after", 60));
    assert_eq!(user(&client).await.unwrap_err().kind(), ErrorKind::RateLimited);
    upstream.script(|_| Reply::user());
    let arrived = upstream.data_asked().len();
    let third = DocumentById { id: DocumentId::parse("d1").unwrap() };
    let error = client.get(&third).await.map(drop).expect_err("it is the account's");
    assert_eq!((error.kind(), upstream.data_asked().len()), (ErrorKind::RateLimited, arrived));
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(50)));
}
