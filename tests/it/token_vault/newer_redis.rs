//! What a Redis of 7.2 or later is asked for beyond the script; a stand-in, because distributions carry an older one.

use std::sync::{Arc, Mutex};

use signgraph::signnow::vault::{Durability, RedisStore, Sealed, TokenStore};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::stage::name;

/// The commands that came over each connection.
type Heard = Arc<Mutex<Vec<Vec<String>>>>;

/// Answers every swap with success, and a wait with this. Gives its address and what it hears.
async fn server(waited: &'static str) -> (RedisStore, Heard) {
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
    (RedisStore::new(&url.into()).unwrap(), heard)
}

async fn serve(mut stream: BufReader<TcpStream>, waited: &str, heard: Heard, number: usize) {
    while let Some(words) = command(&mut stream).await {
        let name = words[0].to_uppercase();
        let info = "redis_version:7.4.1\r\naof_enabled:1\r\n";
        let answer = match name.as_str() {
            "INFO" => format!("${}\r\n{info}\r\n", info.len()),
            "CONFIG" => "-NOPERM not for you\r\n".to_owned(),
            "EVAL" => ":1\r\n".to_owned(),
            "GET" => "$-1\r\n".to_owned(),
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
async fn a_swap_is_waited_for_on_the_connection_that_made_it_and_no_other() {
    let (store, heard) = server("*2\r\n:1\r\n:0\r\n").await;
    let (name, record) = (name("ada"), Sealed::from_bytes(vec![1]));
    assert_eq!(store.check().await.unwrap(), Durability::Waited);
    assert_eq!(store.read(&name).await.unwrap(), None);
    assert!(store.swap(&name, None, Some(&record)).await.unwrap());
    let heard = heard.lock().unwrap();
    let [swapping, reading] = &heard[..] else { panic!("{heard:?}") };
    assert!(swapping.ends_with(&["EVAL", "PING", "EVAL", "WAITAOF"].map(String::from)), "{swapping:?}");
    assert!(reading.ends_with(&["GET".to_owned()]), "{reading:?}");
    assert!(!reading.contains(&"WAITAOF".to_owned()));
}

#[tokio::test]
async fn a_swap_that_is_not_synced_is_not_reported() {
    for (waited, words) in [
        ("*2\r\n:0\r\n:0\r\n", "did not sync it in time"),
        ("-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n", "refuses (ERR)"),
    ] {
        let (store, _) = server(waited).await;
        let refusal = store.swap(&name("ada"), None, None).await.unwrap_err();
        assert!(refusal.to_string().contains(words), "{refusal}");
    }
}
