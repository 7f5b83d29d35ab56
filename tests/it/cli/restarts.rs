//! Servers that are restarted one after the other under load, behind a balancer that goes by their readiness.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use signgraph::sandbox::{Options, Sandbox};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::program::{Running, client};

const RESTARTS: usize = 20;
const CALLERS: usize = 4;

/// How often the balancer looks, and how long servers wait for that.
const INTERVAL: Duration = Duration::from_millis(50);
const DRAIN: &str = "750ms";

/// One connection, kept for as long as the server keeps it. It sends nothing twice and hides no failure.
struct Line {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Line {
    async fn ask(&mut self, method: &str, path: &str, body: &str) -> io::Result<(u16, String)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(self.address).await?,
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncache-control: no-cache\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        let (head, body) = answer(&mut stream).await?;
        if !head.contains("connection: close") {
            self.stream = Some(stream);
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok((status.unwrap_or_default(), body))
    }
}

async fn answer(stream: &mut TcpStream) -> io::Result<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
                return Ok((head.to_owned(), body.to_owned()));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// Who is ready, as far as the balancer knows.
#[derive(Clone, Default)]
struct Balancer(Arc<Mutex<Vec<(SocketAddr, bool)>>>);

impl Balancer {
    fn add(&self, address: SocketAddr) {
        self.0.lock().unwrap().push((address, false));
    }

    fn remove(&self, address: SocketAddr) {
        self.0.lock().unwrap().retain(|(other, _)| *other != address);
    }

    fn ready(&self) -> Vec<SocketAddr> {
        self.0.lock().unwrap().iter().filter(|(_, ready)| *ready).map(|(address, _)| *address).collect()
    }

    async fn look(&self) {
        let all: Vec<_> = self.0.lock().unwrap().iter().map(|(address, _)| *address).collect();
        for address in all {
            let told = Line { address, stream: None }.ask("GET", "/health/ready", "").await;
            let is_ready = told.is_ok_and(|(status, _)| status == 200);
            let mut all = self.0.lock().unwrap();
            all.iter_mut().filter(|(other, _)| *other == address).for_each(|(_, ready)| *ready = is_ready);
        }
    }

    async fn until_ready(&self, address: SocketAddr) {
        while !self.ready().contains(&address) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Load that goes on until it is stopped.
#[derive(Default)]
struct Load {
    stopped: AtomicBool,
    asked: AtomicU64,
    failed: Mutex<Vec<String>>,
}

impl Load {
    async fn go_on(&self, balancer: Balancer) {
        let body = json!({ "query": "{ viewer { email } }" }).to_string();
        let mut lines: Vec<Line> = Vec::new();
        while !self.stopped.load(Ordering::Relaxed) {
            let number = self.asked.fetch_add(1, Ordering::Relaxed) as usize;
            let ready = balancer.ready();
            let address = ready[number % ready.len()];
            lines.retain(|line| ready.contains(&line.address));
            if !lines.iter().any(|line| line.address == address) {
                lines.push(Line { address, stream: None });
            }
            let line = lines.iter_mut().find(|line| line.address == address).unwrap();
            match line.ask("POST", "/graphql", &body).await {
                Ok((200, body)) if body.contains("viewer@sandbox.test") => {}
                other => self.failed.lock().unwrap().push(format!("{other:?}")),
            }
        }
    }
}

struct Stage {
    _sandbox: Sandbox,
    folder: TempDir,
}

impl Stage {
    /// A signNow that takes its time, so that there are always requests under way.
    async fn start() -> Stage {
        let options = Options { latency: Duration::from_millis(20), ..Options::default() };
        let sandbox =
            Sandbox::start(Options { listen: ([127, 0, 0, 1], 0).into(), ..options }).await.unwrap();
        let folder = TempDir::new().unwrap();
        let tokens = folder.path().join("tokens.json");
        let config = format!(
            "[server]\nallow_unauthenticated = true\ndrain = '{DRAIN}'\n[upstream]\nurl = '{}'\ntoken_file = '{}'\n",
            sandbox.url(),
            tokens.display()
        );
        fs::write(folder.path().join("signgraph.toml"), config).unwrap();
        Stage { _sandbox: sandbox, folder }
    }

    async fn server(&self) -> (Running, SocketAddr) {
        let config = self.folder.path().join("signgraph.toml");
        let arguments = ["--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
        let running = Running::start(&arguments, &[("SIGNGRAPH_LOG_FILTER", "warn")]).await;
        let address = running.address_of("graph");
        let address = address.trim_start_matches("http://").trim_end_matches("/graphql").parse().unwrap();
        (running, address)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restarts_under_load_fail_no_request() {
    let (stage, balancer) = (Stage::start().await, Balancer::default());
    let mut tasks = JoinSet::new();
    let looking = balancer.clone();
    tasks.spawn(async move {
        loop {
            looking.look().await;
            tokio::time::sleep(INTERVAL).await;
        }
    });
    let mut servers = Vec::new();
    for _ in 0..2 {
        let server = stage.server().await;
        balancer.add(server.1);
        balancer.until_ready(server.1).await;
        servers.push(server);
    }
    let load = Arc::new(Load::default());
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (load, balancer) = (Arc::clone(&load), balancer.clone());
            tokio::spawn(async move { load.go_on(balancer).await })
        })
        .collect();
    for _ in 0..RESTARTS {
        let (running, address) = servers.remove(0);
        let (code, log) = running.end("-TERM").await;
        assert!(code == Some(0) && !log.contains("cut off"), "{code:?} {log}");
        balancer.remove(address);
        let server = stage.server().await;
        balancer.add(server.1);
        balancer.until_ready(server.1).await;
        servers.push(server);
    }
    load.stopped.store(true, Ordering::Relaxed);
    for caller in callers {
        caller.await.unwrap();
    }
    let (asked, failed) = (load.asked.load(Ordering::Relaxed), load.failed.lock().unwrap().clone());
    println!("P26: {} failed of {asked} requests in {RESTARTS} restarts", failed.len());
    assert!(failed.is_empty() && asked > 100, "{asked} {failed:#?}");
}

#[tokio::test]
async fn a_server_that_was_killed_is_ready_again_soon() {
    let stage = Stage::start().await;
    let (running, address) = stage.server().await;
    let ready = |address: SocketAddr| async move {
        let url = format!("http://{address}/health/ready");
        client().get(url).send().await.is_ok_and(|answer| answer.status() == 200)
    };
    assert!(ready(address).await);
    running.end("-KILL").await;
    let begun = Instant::now();
    let (_running, address) = stage.server().await;
    while !ready(address).await {
        tokio::task::yield_now().await;
    }
    let elapsed = begun.elapsed();
    println!("P26: ready {elapsed:?} after kill -9 and restart");
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
}
