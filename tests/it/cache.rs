//! The cache by itself: whose answers it shows to whom, how much it keeps, and what it never does.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use signgraph::cache::{Cache, Fresh, Key, Options, Principal, Source, Tag};
use tokio::sync::Notify;

const LONG: Duration = Duration::from_secs(3_600);

fn cache() -> Cache {
    Cache::new(&Options::default())
}

fn key(principal: &str, question: &str, tags: &[&str]) -> Key {
    let tags = tags.iter().map(|tag| Tag::new(*tag)).collect();
    Key::new(&Principal::new(principal), question, tags)
}

/// Reads `key`, fetching `value` where it is not kept.
async fn read(cache: &Cache, key: &Key, value: &'static str) -> (String, Source) {
    let fetch = async move { Ok::<_, Infallible>(Fresh { value: value.to_owned(), bytes: value.len() }) };
    let answer = cache.read(key, LONG, fetch).await.unwrap();
    (answer.value.as_ref().clone(), answer.source)
}

#[tokio::test]
async fn an_equal_question_of_another_principal_is_another_question() {
    let cache = cache();
    let (ada, bob) = (key("ada", "GET /user", &[]), key("bob", "GET /user", &[]));
    assert_eq!(read(&cache, &ada, "of ada").await, ("of ada".into(), Source::Fetch));
    assert_eq!(read(&cache, &bob, "of bob").await, ("of bob".into(), Source::Fetch));
    assert_eq!(read(&cache, &ada, "never fetched").await, ("of ada".into(), Source::Cache));
}

#[tokio::test]
async fn forgetting_reaches_what_carries_the_tag_and_nothing_else() {
    let cache = cache();
    let members = key("ada", "members", &["people"]);
    let settings = key("ada", "settings", &["settings"]);
    let of_bob = key("bob", "members", &["people"]);
    for key in [&members, &settings, &of_bob] {
        read(&cache, key, "old").await;
    }
    cache.forget(&Principal::new("ada"), &Tag::new("people"));
    assert_eq!(read(&cache, &members, "new").await, ("new".into(), Source::Fetch));
    assert_eq!(read(&cache, &settings, "new").await, ("old".into(), Source::Cache));
    assert_eq!(read(&cache, &of_bob, "new").await, ("old".into(), Source::Cache));
    cache.forget_all(&Principal::new("ada"));
    assert_eq!(read(&cache, &settings, "new").await, ("new".into(), Source::Fetch));
    assert_eq!(read(&cache, &of_bob, "new").await, ("old".into(), Source::Cache));
}

#[tokio::test]
async fn an_amended_answer_is_read_only_if_nothing_else_was_forgotten() {
    let ada = Principal::new("ada");
    for (forgotten, expected) in [
        (0, ("old".to_owned(), Source::Cache)),
        (1, ("amended".to_owned(), Source::Cache)),
        (2, ("new".to_owned(), Source::Fetch)),
    ] {
        let cache = cache();
        let key = key("ada", "GET /user", &["viewer"]);
        read(&cache, &key, "old").await;
        let memory = cache.peek::<String>(&key).await.unwrap();
        assert_eq!(*memory.value, "old");
        (0..forgotten).for_each(|_| cache.forget(&ada, &Tag::new("viewer")));
        cache.amend(&memory, "amended".to_owned()).await;
        assert_eq!(read(&cache, &key, "new").await, expected, "forgotten {forgotten} times");
    }
}

#[tokio::test]
async fn an_amended_answer_is_kept_no_longer_than_the_answer_was() {
    let cache = cache();
    let key = key("ada", "GET /user", &["viewer"]);
    let short = Duration::from_millis(50);
    let fetch = async { Ok::<_, Infallible>(Fresh { value: "old".to_owned(), bytes: 3 }) };
    cache.read(&key, short, fetch).await.unwrap();
    let memory = cache.peek::<String>(&key).await.unwrap();
    cache.forget(&Principal::new("ada"), &Tag::new("viewer"));
    cache.amend(&memory, "amended".to_owned()).await;
    // The end was set when the answer came; a copy that had a span of its own would outlive it.
    tokio::time::sleep(short).await;
    assert!(cache.peek::<String>(&key).await.is_none());
}

#[tokio::test]
async fn an_error_goes_to_everyone_who_waits_and_is_not_kept() {
    let cache = cache();
    let key = key("ada", "members", &[]);
    let fetches = Arc::new(AtomicUsize::new(0));
    let fail = || {
        let fetches = Arc::clone(&fetches);
        async move {
            fetches.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Err::<Fresh<String>, _>("down")
        }
    };
    let answers = join_all((0..10).map(|_| cache.read(&key, LONG, fail()))).await;
    assert!(answers.into_iter().all(|answer| answer.err() == Some("down")));
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
    assert_eq!(read(&cache, &key, "up").await, ("up".into(), Source::Fetch));
}

#[tokio::test]
async fn one_fetch_serves_all_even_if_the_first_reader_leaves() {
    let cache = cache();
    let key = key("ada", "members", &[]);
    let (fetches, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let reader = || {
        let (cache, key) = (cache.clone(), key.clone());
        let (fetches, go) = (Arc::clone(&fetches), Arc::clone(&go));
        tokio::spawn(async move {
            let fetch = async move {
                fetches.fetch_add(1, Ordering::SeqCst);
                go.notified().await;
                Ok::<_, Infallible>(Fresh { value: 7_u8, bytes: 1 })
            };
            cache.read(&key, LONG, fetch).await.unwrap().source
        })
    };
    let leader = reader();
    while fetches.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let followers: Vec<_> = (0..20).map(|_| reader()).collect();
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    go.notify_one();
    for follower in followers {
        // A follower that came after the fetch had ended finds the answer kept.
        assert_ne!(follower.await.unwrap(), Source::Fetch);
    }
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn one_question_decoded_in_two_ways_is_two_answers() {
    let cache = cache();
    let key = key("ada", "members", &[]);
    assert_eq!(read(&cache, &key, "text").await, ("text".into(), Source::Fetch));
    let fetch = async { Ok::<_, Infallible>(Fresh { value: 7_u8, bytes: 1 }) };
    let answer = cache.read(&key, LONG, fetch).await.unwrap();
    assert_eq!((*answer.value, answer.source), (7, Source::Fetch));
    assert_eq!(read(&cache, &key, "never fetched").await, ("text".into(), Source::Cache));
}

#[tokio::test]
async fn it_keeps_no_more_bytes_than_it_may() {
    let cache = Cache::new(&Options { max_bytes: 100_000, ..Options::default() });
    for number in 0..100_usize {
        let fetch = async move { Ok::<_, Infallible>(Fresh { value: number, bytes: 10_000 }) };
        cache.read(&key("ada", &format!("page {number}"), &[]), LONG, fetch).await.unwrap();
    }
    cache.settle().await;
    assert!(cache.bytes() <= 100_000, "{} bytes", cache.bytes());
    let kept = async |number: usize| {
        let fetch = async move { Ok::<_, Infallible>(Fresh { value: number, bytes: 10_000 }) };
        cache.read(&key("ada", &format!("page {number}"), &[]), LONG, fetch).await.unwrap().source
    };
    assert_eq!(kept(99).await, Source::Cache, "the latest stays");
    assert_eq!(kept(0).await, Source::Fetch, "the oldest goes");
}

/// A world with one number that only grows. Writers add one and forget; readers must never see less than what the
/// world held when they began after the last write they know of was forgotten.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_what_was_obsolete_before_they_began() {
    let cache = cache();
    let (world, acknowledged) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let key = key("ada", "the number", &["number"]);
    let reader = |seed: u64| {
        let (cache, key) = (cache.clone(), key.clone());
        let (world, acknowledged) = (Arc::clone(&world), Arc::clone(&acknowledged));
        tokio::spawn(async move {
            for round in 0..2_000 {
                let least = acknowledged.load(Ordering::SeqCst);
                let world = Arc::clone(&world);
                let fetch = async move {
                    let value = world.load(Ordering::SeqCst);
                    for _ in 0..(seed + round) % 5 {
                        tokio::task::yield_now().await;
                    }
                    Ok::<_, Infallible>(Fresh { value, bytes: 8 })
                };
                let answer = cache.read(&key, LONG, fetch).await.unwrap();
                assert!(*answer.value >= least, "read {} after {least} was acknowledged", answer.value);
            }
        })
    };
    let readers: Vec<_> = (0..8).map(reader).collect();
    let writer = tokio::spawn({
        let (cache, world, acknowledged) = (cache.clone(), Arc::clone(&world), Arc::clone(&acknowledged));
        async move {
            for _ in 0..2_000 {
                let written = world.fetch_add(1, Ordering::SeqCst) + 1;
                cache.forget(&Principal::new("ada"), &Tag::new("number"));
                acknowledged.store(written, Ordering::SeqCst);
                tokio::task::yield_now().await;
            }
        }
    });
    for task in readers.into_iter().chain([writer]) {
        task.await.unwrap();
    }
}
