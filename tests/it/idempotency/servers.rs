//! Several servers that share their keys in one Redis: who may work under a key, for how long, and what becomes of those who
//! die, are stopped, or come too late.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::Utc;
use futures::future::join_all;
use serde_json::{Value, json};
use signgraph::idempotency::{
    Begun, Claim, Fingerprint, Keys, Options, RecordKey, RedisStore, Store, StoreError,
};
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout};

use super::stage::{Seen, of_ada};
use crate::app::PATIENCE;
use crate::support::RedisServer;

const LEASE: Duration = Duration::from_millis(600);

fn options(keep: Duration) -> Options {
    Options { keep, max_records: 100, lease: LEASE }
}

/// The keys of a server of its own, as another process has them.
async fn server(redis: &RedisServer) -> Keys {
    server_at(&redis.url(), &options(Duration::from_secs(60))).await
}

async fn server_at(url: &str, options: &Options) -> Keys {
    let store = RedisStore::open(&url.into(), options).await.unwrap();
    Keys::new(Arc::new(store), Arc::new(Utc::now))
}

async fn claim(keys: &Keys, input: &str) -> Result<Claim, StoreError> {
    keys.claim(&of_ada("1"), &Fingerprint::of(input.as_bytes()), json!("noted")).await
}

fn first(claim: Result<Claim, StoreError>) -> signgraph::idempotency::Ticket {
    match claim {
        Ok(Claim::First(ticket)) => ticket,
        other => panic!("{other:?}"),
    }
}

/// A server on a thread of its own, which does nothing while nobody lets it go on: its connections and its heart stand still,
/// as those of a process do that was stopped.
struct Stopped {
    runtime: Option<Runtime>,
}

impl Stopped {
    fn new() -> Stopped {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Stopped { runtime: Some(runtime) }
    }

    /// Lets it go on until this is done.
    async fn go_on<T: Send + 'static>(&mut self, work: impl Future<Output = T> + Send + 'static) -> T {
        let runtime = self.runtime.take().unwrap();
        let worked = tokio::task::spawn_blocking(move || {
            let done = runtime.block_on(work);
            (runtime, done)
        });
        let (runtime, done) = worked.await.unwrap();
        self.runtime = Some(runtime);
        done
    }
}

/// A runtime may not end within another one.
impl Drop for Stopped {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_at_once_on_three_servers_have_one_effect_and_one_result() {
    let redis = RedisServer::start();
    let servers = [server(&redis).await, server(&redis).await, server(&redis).await];
    let effects = Arc::new(AtomicU64::new(0));
    let act = async |keys: &Keys| match claim(keys, "input").await.unwrap() {
        Claim::First(ticket) => {
            let result = json!({ "effect": effects.fetch_add(1, Ordering::SeqCst) });
            tokio::task::yield_now().await;
            ticket.finish(result.clone()).await.unwrap();
            result
        }
        Claim::Finished(result) => result,
        other => panic!("{other:?}"),
    };
    let callers = servers.iter().flat_map(|keys| std::iter::repeat_n(keys, 20));
    for result in join_all(callers.map(act)).await {
        assert_eq!(result, json!({ "effect": 0 }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_to_another_server_waits_there_for_as_long_as_it_takes() {
    let redis = RedisServer::start();
    let (one, other) = (server(&redis).await, server(&redis).await);
    let ticket = first(claim(&one, "input").await);
    let mut waiting = Box::pin(claim(&other, "input"));
    assert!(timeout(LEASE * 2, &mut waiting).await.is_err(), "who works on holds it beyond its time");
    ticket.hold().confirm().await.unwrap();
    ticket.finish(json!("done")).await.unwrap();
    assert_eq!(Seen::of(&timeout(PATIENCE, waiting).await.unwrap()), Seen::Finished(json!("done")));
    assert_eq!(Seen::of(&claim(&one, "input").await), Seen::Finished(json!("done")));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_input_and_another_caller_do_not_wait() {
    let redis = RedisServer::start();
    let (one, other) = (server(&redis).await, server(&redis).await);
    let ticket = first(claim(&one, "input").await);
    assert_eq!(Seen::of(&claim(&other, "other").await), Seen::OtherInput);
    let of_bob = RecordKey::new("bob@example.test", "1");
    let of_bob = other.claim(&of_bob, &Fingerprint::of(b"input"), Value::Null).await;
    assert_eq!(Seen::of(&of_bob), Seen::First);
    ticket.withdraw().await.unwrap();
    assert_eq!(Seen::of(&claim(&other, "other").await), Seen::First, "what was withdrawn is free for all");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lets_go_is_followed_at_once() {
    let redis = RedisServer::start();
    let options = Options { lease: Duration::from_secs(3600), ..options(Duration::from_secs(7200)) };
    let (one, other) = (server_at(&redis.url(), &options).await, server_at(&redis.url(), &options).await);
    drop(first(claim(&one, "input").await));
    let found = timeout(PATIENCE, claim(&other, "input")).await.unwrap();
    assert_eq!(Seen::of(&found), Seen::Unfinished(json!("noted")));
    drop(found);
    assert!(matches!(timeout(PATIENCE, claim(&one, "input")).await, Ok(Ok(Claim::Unfinished(..)))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_server_had_begun_is_taken_up_when_its_time_is_over() {
    let redis = RedisServer::start();
    let (url, mut dying) = (redis.url(), Stopped::new());
    dying
        .go_on(async move {
            let keys = server_at(&url, &options(Duration::from_secs(60))).await;
            let ticket = first(claim(&keys, "input").await);
            ticket.notes().keep(json!("last words")).await.unwrap();
            // Nobody who is killed lets go of anything.
            std::mem::forget(ticket);
        })
        .await;
    drop(dying);
    let (heir, died) = (server(&redis).await, Instant::now());
    let found = timeout(PATIENCE, claim(&heir, "input")).await.unwrap();
    assert_eq!(Seen::of(&found), Seen::Unfinished(json!("last words")));
    assert!(died.elapsed() < LEASE + Duration::from_secs(2), "{:?}", died.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_stopped_may_do_nothing_more_once_another_took_over() {
    let redis = RedisServer::start();
    let (url, mut stopped) = (redis.url(), Stopped::new());
    let ticket = stopped
        .go_on(async move {
            first(claim(&server_at(&url, &options(Duration::from_secs(60))).await, "input").await)
        })
        .await;
    let heir = server(&redis).await;
    let Ok(Claim::Unfinished(taken, _)) = timeout(PATIENCE, claim(&heir, "input")).await.unwrap() else {
        panic!()
    };

    let (hold, notes) = (ticket.hold(), ticket.notes());
    let late = async move { (hold.confirm().await, notes.keep(json!("late")).await) };
    let (confirmed, noted) = stopped.go_on(late).await;
    assert!(matches!(confirmed, Err(StoreError::Overtaken(Begun::Unfinished(_)))), "{confirmed:?}");
    assert!(matches!(noted, Err(StoreError::Overtaken(_))), "{noted:?}");
    taken.hold().confirm().await.unwrap();

    taken.finish(json!("the heir's")).await.unwrap();
    let finished = stopped.go_on(ticket.finish(json!("late"))).await;
    let Err(StoreError::Overtaken(left)) = finished else { panic!("{finished:?}") };
    assert_eq!(left, Begun::Finished(json!("the heir's")));
    assert_eq!(Seen::of(&claim(&heir, "input").await), Seen::Finished(json!("the heir's")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_late_server_would_withdraw_stays() {
    let redis = RedisServer::start();
    let (url, mut stopped) = (redis.url(), Stopped::new());
    let ticket = stopped
        .go_on(async move {
            first(claim(&server_at(&url, &options(Duration::from_secs(60))).await, "input").await)
        })
        .await;
    let heir = server(&redis).await;
    let taken = timeout(PATIENCE, claim(&heir, "input")).await.unwrap();
    assert!(matches!(taken, Ok(Claim::Unfinished(..))), "{taken:?}");
    let withdrawn = stopped.go_on(ticket.withdraw()).await;
    assert!(matches!(withdrawn, Err(StoreError::Overtaken(Begun::Unfinished(_)))), "{withdrawn:?}");
    drop(taken);
    let found = timeout(PATIENCE, claim(&heir, "input")).await.unwrap();
    assert!(
        matches!(found, Ok(Claim::Unfinished(..))),
        "never free again, or it could be done twice: {found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_stopped_goes_on_where_nobody_took_over() {
    let redis = RedisServer::start();
    let (url, mut stopped) = (redis.url(), Stopped::new());
    let ticket = stopped
        .go_on(async move {
            first(claim(&server_at(&url, &options(Duration::from_secs(60))).await, "input").await)
        })
        .await;
    tokio::time::sleep(LEASE * 2).await;
    let ticket = stopped
        .go_on(async move {
            ticket.hold().confirm().await.unwrap();
            ticket
        })
        .await;
    let other = server(&redis).await;
    let mut waiting = Box::pin(claim(&other, "input"));
    assert!(timeout(LEASE / 3, &mut waiting).await.is_err(), "it holds it anew");
    stopped.go_on(ticket.finish(json!("done"))).await.unwrap();
    assert_eq!(Seen::of(&timeout(PATIENCE, waiting).await.unwrap()), Seen::Finished(json!("done")));
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_itself_ends_what_was_kept_long_enough() {
    let redis = RedisServer::start();
    let keep = Duration::from_millis(1500);
    let keys = server_at(&redis.url(), &options(keep)).await;
    let began = Instant::now();
    first(claim(&keys, "input").await).finish(json!(1)).await.unwrap();
    let late = keys.claim(&of_ada("late"), &Fingerprint::of(b"input"), Value::Null).await;
    let late = first(late);
    assert_eq!(redis.ask("DBSIZE"), ":3", "two records and their list");
    let ended = async {
        while redis.ask("DBSIZE") != ":0" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, ended).await.expect("nothing is kept for ever");
    assert!(began.elapsed() >= keep, "{:?}", began.elapsed());
    assert!(matches!(late.hold().confirm().await, Err(StoreError::NotBegun)));
    assert!(matches!(late.finish(json!(2)).await, Err(StoreError::NotBegun)));
    assert_eq!(Seen::of(&claim(&keys, "other").await), Seen::First);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_nothing_is_begun_and_nothing_may_be_sent() {
    let mut redis = RedisServer::start();
    let keys = server(&redis).await;
    let ticket = first(claim(&keys, "input").await);
    let other = RecordKey::new("ada@example.test", "2");
    redis.kill();
    let refused = keys.claim(&other, &Fingerprint::of(b"input"), Value::Null).await.unwrap_err();
    let words = format!("{refused} {refused:?}");
    assert!(matches!(refused, StoreError::Link(_)), "{words}");
    assert!(words.contains(&redis.address()) && !words.contains("canary"), "{words}");
    assert!(matches!(ticket.hold().confirm().await, Err(StoreError::Link(_))));
    assert!(matches!(ticket.notes().keep(json!(1)).await, Err(StoreError::Link(_))));
    let gone = RedisStore::open(&redis.url().into(), &Options::default()).await.unwrap_err();
    assert!(gone.to_string().contains("takes no connections there; see whether it runs"), "{gone}");

    // What was acknowledged is there again, and a result that could not be kept at once is kept now.
    let finishing = tokio::spawn(ticket.finish(json!("done")));
    redis.start_again();
    finishing.await.unwrap().unwrap();
    assert_eq!(Seen::of(&claim(&keys, "input").await), Seen::Finished(json!("done")));
    let again = keys.claim(&other, &Fingerprint::of(b"input"), Value::Null).await;
    assert_eq!(Seen::of(&again), Seen::First, "who was refused has begun nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_and_never_told_is_taken_back() {
    let redis = RedisServer::start();
    let (one, other) = (server(&redis).await, server(&redis).await);
    redis.pause();
    let refused = claim(&one, "input").await.unwrap_err();
    assert!(refused.to_string().contains("does not answer"), "{refused}");
    redis.go_on();
    let free = async {
        // The script was sent, so it is carried out; whether before the first look or after it is all the same.
        while !matches!(claim(&other, "input").await, Ok(Claim::First(_))) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, free).await.expect("it is taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_is_not_kept() {
    let redis = RedisServer::start();
    let keys = server(&redis).await;
    let long = || json!("a".repeat(4 * 1024 * 1024));
    let refused = keys.claim(&of_ada("1"), &Fingerprint::of(b"input"), long()).await.unwrap_err();
    assert!(matches!(refused, StoreError::TooLong { .. }), "{refused:?}");
    let ticket = first(claim(&keys, "input").await);
    assert!(matches!(ticket.notes().keep(long()).await, Err(StoreError::TooLong { .. })));
    assert!(matches!(ticket.finish(long()).await, Err(StoreError::TooLong { .. })));
    assert_eq!(Seen::of(&claim(&keys, "input").await), Seen::Unfinished(json!("noted")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_another_version_is_left_alone() {
    let redis = RedisServer::start();
    let keys = server(&redis).await;
    first(claim(&keys, "input").await).finish(json!(1)).await.unwrap();
    let change = "EVAL \"for _, k in ipairs(redis.call('KEYS','signgraph:idempotency:*')) do \
                  redis.call('HSET', k, 'version', '2') end return 1\" 0";
    assert_eq!(redis.ask(change), ":1");
    let refused = claim(&keys, "input").await.unwrap_err();
    assert!(refused.to_string().contains("of a later version"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_has_notes_and_results_and_digests_of_the_rest() {
    let redis = RedisServer::start();
    let keys = server(&redis).await;
    let key = RecordKey::new("canary-caller", "canary-key");
    let claimed = keys.claim(&key, &Fingerprint::of(b"canary-input"), json!("what is noted")).await;
    first(claimed).finish(json!("what is kept")).await.unwrap();
    let written: String =
        walk(redis.data()).iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(written.contains("what is noted") && written.contains("what is kept"));
    assert!(!written.contains("canary"), "no caller, no key and no input");
    for url in ["redis://:canary-word@127.0.0.1:1/0", "canary://canary"] {
        let refused = RedisStore::open(&url.into(), &Options::default()).await.unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("canary"), "{refused:?}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![std::fs::read(path).unwrap()] })
        .collect()
}

/// Everything that is ever asked of the store, once.
pub(crate) async fn go_through_all(store: &RedisStore) {
    let (input, now) = (Fingerprint::of(b"input"), Utc::now());
    let (one, two) = (of_ada("1"), of_ada("2"));
    for key in [&one, &two] {
        assert_eq!(store.begin(key, &input, Value::Null, now).await.unwrap(), Begun::New);
    }
    store.note(&one, json!("noted")).await.unwrap();
    store.hold(&one).await.unwrap();
    store.release(&one);
    let mut found = store.begin(&one, &input, Value::Null, now).await.unwrap();
    while found == Begun::Elsewhere {
        // It is being let go of.
        found = store.begin(&one, &input, Value::Null, now).await.unwrap();
    }
    assert_eq!(found, Begun::Unfinished(json!("noted")));
    store.finish(&one, json!(1)).await.unwrap();
    store.withdraw(&two).await.unwrap();
    assert_eq!(store.begin(&one, &input, Value::Null, now).await.unwrap(), Begun::Finished(json!(1)));
}
