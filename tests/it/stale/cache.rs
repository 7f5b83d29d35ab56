//! The cache by itself: which answers stand in for others, and for how long. Time is tokio's, and stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use signgraph::cache::{Cache, Fresh, Key, Options, Principal, Source, Tag};
use tokio::time::advance;

const LIFETIME: Duration = Duration::from_secs(30);
const BEYOND: Duration = Duration::from_secs(300);
const MOMENT: Duration = Duration::from_millis(1);

fn cache() -> Cache {
    Cache::new(&Options { stale_if_error: BEYOND, ..Options::default() })
}

fn key(principal: &str, question: &str, tags: &[&str]) -> Key {
    let tags = tags.iter().map(|tag| Tag::new(*tag)).collect();
    Key::new(&Principal::new(principal), question, tags)
}

async fn read(cache: &Cache, key: &Key, value: &'static str) -> (String, Source) {
    let fetch = async move { Ok::<_, &str>(Fresh { value: value.to_owned(), bytes: value.len() }) };
    let answer = cache.read(key, LIFETIME, fetch).await.unwrap();
    (answer.value.as_ref().clone(), answer.source)
}

/// Reads where nothing is to be had.
async fn fail(cache: &Cache, key: &Key) -> Option<&'static str> {
    let fetch = async { Err::<Fresh<String>, _>("down") };
    cache.read(key, LIFETIME, fetch).await.err()
}

async fn last(cache: &Cache, key: &Key) -> Option<(String, Duration)> {
    let stale = cache.last::<String>(key).await?;
    Some((stale.value.as_ref().clone(), stale.age))
}

#[tokio::test(start_paused = true)]
async fn an_old_answer_is_given_to_whoever_asks_for_it_until_its_time_is_over() {
    let (cache, key) = (cache(), key("ada", "members", &["people"]));
    assert_eq!(last(&cache, &key).await, None, "there never was one");
    read(&cache, &key, "old").await;
    advance(LIFETIME).await;
    assert!(cache.peek::<String>(&key).await.is_none());
    assert_eq!(fail(&cache, &key).await, Some("down"), "nobody is given it unasked");
    assert_eq!(last(&cache, &key).await, Some(("old".into(), LIFETIME)));
    advance(BEYOND - MOMENT).await;
    assert_eq!(last(&cache, &key).await, Some(("old".into(), LIFETIME + BEYOND - MOMENT)));
    advance(MOMENT).await;
    assert_eq!(last(&cache, &key).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_newer_answer_takes_the_place_of_an_old_one_with_a_time_of_its_own() {
    let (cache, key) = (cache(), key("ada", "members", &["people"]));
    read(&cache, &key, "old").await;
    advance(LIFETIME + BEYOND / 2).await;
    assert_eq!(read(&cache, &key, "new").await, ("new".into(), Source::Fetch));
    assert_eq!(read(&cache, &key, "never fetched").await, ("new".into(), Source::Cache));
    advance(LIFETIME + BEYOND - MOMENT).await;
    assert_eq!(last(&cache, &key).await, Some(("new".into(), LIFETIME + BEYOND - MOMENT)));
}

#[tokio::test(start_paused = true)]
async fn what_may_never_stand_in_does_not() {
    let never = Cache::new(&Options { stale_if_error: Duration::ZERO, ..Options::default() });
    let key = key("ada", "members", &["people"]);
    read(&never, &key, "old").await;
    assert_eq!(last(&never, &key).await, None, "not even while it is fresh");
    let cache = cache();
    let fetch = async { Ok::<_, &str>(Fresh { value: "old".to_owned(), bytes: 3 }) };
    cache.read(&key, Duration::ZERO, fetch).await.unwrap();
    assert_eq!(last(&cache, &key).await, None, "what is kept for no time is not kept");
}

#[tokio::test(start_paused = true)]
async fn what_was_forgotten_or_evicted_does_not_stand_in() {
    let (cache, members) = (cache(), key("ada", "members", &["people"]));
    read(&cache, &members, "old").await;
    cache.forget(&Principal::new("ada"), &Tag::new("people"));
    assert_eq!(last(&cache, &members).await, None);

    let small = Cache::new(&Options { max_bytes: 600, stale_if_error: BEYOND });
    read(&small, &members, "old").await;
    advance(LIFETIME).await;
    assert!(last(&small, &members).await.is_some());
    for other in ["settings", "activity"] {
        read(&small, &key("ada", other, &[]), "new").await;
    }
    small.settle().await;
    assert!(small.bytes() <= 600);
    assert_eq!(last(&small, &members).await, None);
    assert_eq!(fail(&small, &members).await, Some("down"));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_given_what_another_was_answered() {
    let cache = cache();
    read(&cache, &key("ada", "GET /user", &["viewer"]), "of ada").await;
    advance(LIFETIME).await;
    let of_bob = key("bob", "GET /user", &["viewer"]);
    assert_eq!(fail(&cache, &of_bob).await, Some("down"));
    assert_eq!(last(&cache, &of_bob).await, None);
    // And what bob is refused takes nothing from ada.
    cache.refused::<String>(&of_bob, "forbidden", &[Tag::new("viewer")]);
    cache.refused_all(&Principal::new("bob"));
    assert!(last(&cache, &key("ada", "GET /user", &["viewer"])).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_ends_what_was_asked_for_before_it_and_no_more() {
    let cache = cache();
    let members = key("ada", "members", &["members of 7", "organization 7"]);
    let settings = key("ada", "settings", &["settings of 7", "organization 7"]);
    let elsewhere = key("ada", "members of 8", &["members of 8", "organization 8"]);
    for key in [&members, &elsewhere] {
        read(&cache, key, "old").await;
    }
    cache.refused::<String>(&settings, "forbidden", &[Tag::new("organization 7")]);
    assert_eq!(read(&cache, &members, "new").await, ("old".into(), Source::Cache), "fresh is fresh");
    advance(LIFETIME).await;
    assert_eq!(last(&cache, &members).await, None);
    assert!(last(&cache, &elsewhere).await.is_some());
    read(&cache, &members, "new").await;
    assert!(last(&cache, &members).await.is_some(), "answered since");
    cache.refused_all(&Principal::new("ada"));
    for key in [&members, &elsewhere] {
        assert_eq!(last(&cache, key).await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_never_to_be_had_takes_nothing_away_twice() {
    let cache = cache();
    let whole = [Tag::new("organization 7")];
    let members = key("ada", "members", &["members of 7", "organization 7"]);
    let of_may = key("ada", "activity of May", &["activity of 7", "organization 7"]);
    let of_june = key("ada", "activity of June", &["activity of 7", "organization 7"]);
    let is_trusted = async || last(&cache, &members).await.is_some();
    cache.refused::<String>(&of_may, "plan", &whole);
    read(&cache, &members, "old").await;
    cache.refused::<String>(&of_june, "plan", &whole);
    assert!(is_trusted().await, "the same once more");
    cache.refused::<String>(&of_june, "forbidden", &whole);
    assert!(!is_trusted().await, "for another reason");
    advance(LIFETIME).await;
    read(&cache, &members, "old").await;
    cache.refused::<u8>(&of_june, "forbidden", &whole);
    assert!(!is_trusted().await, "another kind of answer");
    advance(LIFETIME).await;
    read(&cache, &members, "old").await;
    read(&cache, &of_june, "possible now").await;
    cache.refused::<String>(&of_june, "forbidden", &whole);
    assert!(!is_trusted().await, "answered in between");
}

#[tokio::test(start_paused = true)]
async fn what_was_refused_while_an_answer_was_under_way_counts_against_it() {
    let (cache, ada) = (cache(), Principal::new("ada"));
    let key = key("ada", "members", &["people"]);
    let fetch = {
        let (cache, ada) = (cache.clone(), ada.clone());
        async move {
            cache.refused_all(&ada);
            Ok::<_, &str>(Fresh { value: "old".to_owned(), bytes: 3 })
        }
    };
    cache.read(&key, LIFETIME, fetch).await.unwrap();
    advance(LIFETIME).await;
    assert_eq!(last(&cache, &key).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_failing_upstream_is_asked_once_however_many_wait_and_whatever_is_kept() {
    let (cache, key) = (cache(), key("ada", "members", &["people"]));
    read(&cache, &key, "old").await;
    advance(LIFETIME).await;
    let fetches = Arc::new(AtomicUsize::new(0));
    let fail = || {
        let fetches = Arc::clone(&fetches);
        async move {
            fetches.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(MOMENT).await;
            Err::<Fresh<String>, _>("down")
        }
    };
    let answers = join_all((0..50).map(|_| cache.read(&key, LIFETIME, fail()))).await;
    assert!(answers.into_iter().all(|answer| answer.err() == Some("down")));
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
    assert!(last(&cache, &key).await.is_some(), "the failure took nothing away");
}

#[tokio::test(start_paused = true)]
async fn an_old_answer_is_replaced_by_one_fetch_however_many_ask() {
    let (cache, key) = (cache(), key("ada", "members", &["people"]));
    read(&cache, &key, "old").await;
    advance(LIFETIME).await;
    let fetch = || async {
        tokio::time::sleep(MOMENT).await;
        Ok::<_, &str>(Fresh { value: "new".to_owned(), bytes: 3 })
    };
    let answers = join_all((0..50).map(|_| cache.read(&key, LIFETIME, fetch()))).await;
    let sources: Vec<Source> = answers.into_iter().map(|answer| answer.unwrap().source).collect();
    assert_eq!(sources.iter().filter(|source| **source == Source::Fetch).count(), 1);
    assert_eq!(sources.iter().filter(|source| **source == Source::Joined).count(), 49);
}
