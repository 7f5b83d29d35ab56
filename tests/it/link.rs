//! The way to a Redis: what is waited for, what is refused, and how long anything takes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use signgraph::idempotency::{Options, RedisStore};
use signgraph::link::{Durability, Link, LinkError, Reply, Script};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use crate::support::RedisServer;

const NEEDS: &str = "EVAL";

/// Sets a text, and answers it with what was there.
const SET: &str = "local before = redis.call('GET', KEYS[1])\n\
                   redis.call('SET', KEYS[1], ARGV[1])\nreturn {ARGV[1], before}";

fn link(url: &str) -> Link {
    Link::new(&url.into(), NEEDS).unwrap()
}

fn set(text: &str) -> Script {
    Script::new(SET, &["signgraph:link"]).given(text)
}

fn texts(reply: Reply) -> Vec<Option<String>> {
    reply.into_iter().map(|text| text.map(|text| String::from_utf8(text).unwrap())).collect()
}

#[tokio::test]
async fn a_script_is_told_its_keys_and_arguments_and_answers_texts() {
    let server = RedisServer::start();
    let link = link(&server.url());
    assert_eq!(texts(link.change(&set("ü\r\n")).await.unwrap()), [Some("ü\r\n".to_owned()), None]);
    let again = texts(link.ask(&set("two")).await.unwrap());
    assert_eq!(again, [Some("two".to_owned()), Some("ü\r\n".to_owned())]);
    assert_eq!(link.standing().await.unwrap(), (Durability::Always, false));
    assert_eq!(
        (link.place(), format!("{link:?}")),
        (&*format!("Redis at {}/0", server.address()), format!("Link(Redis at {}/0)", server.address()))
    );
}

#[tokio::test]
async fn a_server_that_throws_records_away_is_known_for_it() {
    let server = RedisServer::start();
    assert_eq!(server.ask("CONFIG SET maxmemory 100mb"), "+OK");
    assert!(!link(&server.url()).standing().await.unwrap().1);
    assert_eq!(server.ask("CONFIG SET maxmemory-policy volatile-lru"), "+OK");
    assert!(link(&server.url()).standing().await.unwrap().1);
}

#[tokio::test]
async fn a_server_that_hangs_is_waited_for_within_bounds_and_no_longer_than_it_hangs() {
    let server = RedisServer::start();
    let link = link(&server.url());
    link.ask(&set("one")).await.unwrap();
    server.pause();
    let began = Instant::now();
    let (two, three) = (set("two"), set("three"));
    let (asked, changed) = tokio::join!(link.ask(&two), link.change(&three));
    for refusal in [asked, changed] {
        assert!(refusal.unwrap_err().to_string().contains("does not answer"));
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    server.go_on();
    link.ask(&set("five")).await.unwrap();
}

#[tokio::test]
async fn a_server_that_was_killed_is_found_again() {
    let mut server = RedisServer::start();
    let link = link(&server.url());
    link.change(&set("one")).await.unwrap();
    server.kill();
    link.ask(&set("two")).await.unwrap_err();
    let refusal = link.ask(&set("two")).await.unwrap_err();
    assert!(refusal.to_string().contains("takes no connections there; see whether it runs"), "{refusal}");
    server.start_again();
    assert_eq!(texts(link.ask(&set("three")).await.unwrap())[1].as_deref(), Some("one"), "it was durable");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_so_without_a_password() {
    let server = RedisServer::start();
    for url in [
        format!("redis://:canary-wrong@{}/0", server.address()),
        format!("redis://canary-user:canary-wrong@{}/0", server.address()),
        format!("redis://{}/0", server.address()),
    ] {
        let refusal = link(&url).ask(&set("one")).await.unwrap_err();
        assert!(refusal.to_string().contains("does not accept the user name and password"), "{refusal}");
        assert!(!format!("{refusal:?}").contains("canary"), "{refusal:?}");
    }
    for url in ["", "canary", "http://canary", "redis://:canary@host:port", "redis://:canary@host/canary"] {
        let refusal = Link::new(&url.into(), NEEDS).unwrap_err();
        assert_eq!(refusal, LinkError::Address);
        assert!(refusal.to_string().contains("redis://:password@host:6379/0"), "{refusal}");
    }
}

#[tokio::test]
async fn a_store_of_keys_needs_what_it_says_and_a_server_that_takes_changes() {
    let (server, primary) = (RedisServer::start(), RedisServer::start());
    let needed =
        "+eval +time +hmget +hset +del +pttl +pexpire +zadd +zrem +zcard +zremrangebyscore +info +ping";
    let open = async |user: &str| {
        let url = format!("redis://{user}:{user}@{}/0", server.address());
        RedisStore::open(&url.into(), &Options::default()).await
    };
    assert_eq!(server.ask("ACL SETUSER guest on >guest ~signgraph:* +info +ping"), "+OK");
    let refusal = open("guest").await.unwrap_err().to_string();
    assert!(refusal.contains("does not allow this user all that is needed: EVAL, TIME, HMGET"), "{refusal}");
    assert_eq!(server.ask(&format!("ACL SETUSER keys on >keys ~signgraph:* {needed}")), "+OK");
    let store = open("keys").await.unwrap();
    crate::idempotency::go_through_all(&store).await;
    let port = primary.address().split(':').next_back().unwrap().to_owned();
    assert_eq!(server.ask(&format!("REPLICAOF 127.0.0.1 {port}")), "+OK");
    let refusal = open("keys").await.unwrap_err();
    assert!(refusal.to_string().contains("is a replica"), "{refusal}");
}

/// The commands that came over each connection.
type Heard = Arc<Mutex<Vec<Vec<String>>>>;

/// Stands in for a Redis of 7.2 or later, because distributions carry an older one. Answers every script with a word, and
/// a wait with this. Gives its address and what it hears.
async fn newer_server(waited: &'static str) -> (Link, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}/0", listener.local_addr().unwrap());
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    tokio::spawn(async move {
        for number in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            hearing.lock().unwrap().push(Vec::new());
            tokio::spawn(serve(BufReader::new(stream), waited, Arc::clone(&hearing), number));
        }
    });
    (link(&url), heard)
}

async fn serve(mut stream: BufReader<TcpStream>, waited: &str, heard: Heard, number: usize) {
    while let Some(words) = command(&mut stream).await {
        let name = words[0].to_uppercase();
        let info = "redis_version:7.4.1\r\naof_enabled:1\r\n";
        let answer = match name.as_str() {
            "INFO" => format!("${}\r\n{info}\r\n", info.len()),
            "CONFIG" => "-NOPERM not for you\r\n".to_owned(),
            "EVAL" => "*1\r\n$4\r\ndone\r\n".to_owned(),
            "WAITAOF" => waited.to_owned(),
            _ => "+OK\r\n".to_owned(),
        };
        heard.lock().unwrap()[number].push(name);
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// The words of a command; nothing when there are no more.
async fn command(stream: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let count = number(stream).await?;
    let mut words = Vec::new();
    for _ in 0..count {
        let mut word = vec![0; number(stream).await? + "\r\n".len()];
        stream.read_exact(&mut word).await.ok()?;
        words.push(String::from_utf8_lossy(&word).trim_end().to_owned());
    }
    Some(words)
}

async fn number(stream: &mut BufReader<TcpStream>) -> Option<usize> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    line.get(1..)?.trim().parse().ok()
}

#[tokio::test]
async fn a_change_is_waited_for_on_the_connection_that_made_it_and_a_question_is_not() {
    let (link, heard) = newer_server("*2\r\n:1\r\n:0\r\n").await;
    assert_eq!(link.standing().await.unwrap(), (Durability::Waited, false));
    link.ask(&set("one")).await.unwrap();
    assert!(!heard.lock().unwrap()[0].contains(&"WAITAOF".to_owned()));
    link.change(&set("two")).await.unwrap();
    let many = set("many");
    for answer in join_all((0..50).map(|_| link.change(&many))).await {
        answer.unwrap();
    }
    let heard = heard.lock().unwrap();
    let [only] = &heard[..] else { panic!("{heard:?}") };
    let place = |word: &str| only.iter().rposition(|heard| heard == word).unwrap();
    assert_eq!(
        only.iter().filter(|heard| *heard == "WAITAOF").count(),
        51,
        "each waits, after its own change"
    );
    assert!(place("EVAL") < place("WAITAOF"), "{only:?}");
}

#[tokio::test]
async fn a_change_that_is_not_synced_is_not_reported() {
    for (waited, words) in [
        ("*2\r\n:0\r\n:0\r\n", "did not sync it in time"),
        ("-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n", "refuses (ERR)"),
    ] {
        let (link, _) = newer_server(waited).await;
        let refusal = link.change(&set("one")).await.unwrap_err();
        assert!(refusal.to_string().contains(words), "{refusal}");
    }
}
