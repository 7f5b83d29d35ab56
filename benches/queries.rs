//! What a query costs the serving process: CPU and time per request, upstream calls, memory.
//!
//! `cargo bench` starts a sandbox (world `large`) and a server in processes of their own, sends each query over a number
//! of connections and reads the server's CPU time from the kernel. Figures of different machines, or of one machine on
//! different days, do not compare; rows of one run do. Linux only, because of `/proc`.
//!
//! `cargo bench -- --requests 500 --connections 32`

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on has failed")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const TRIVIAL: &str = "{ __typename }";
const ONE_OBJECT: &str = "{ viewer { id firstName lastName email } }";
const NESTED: &str = include_str!("../tests/specs/twenty_by_a_hundred.graphql");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let requests = argument("--requests").unwrap_or(200);
    let connections = argument("--connections").unwrap_or(32);
    let sandbox = Process::start(&["sandbox", "--listen", "127.0.0.1:0", "--world", "large"]);
    let server = Process::start(&["serve", "--listen", "127.0.0.1:0", "--upstream", &sandbox.url]);
    let bench = Bench { server, requests, connections, sent: AtomicUsize::new(0) };

    println!(
        "{requests} nested requests over {connections} connections; CPU is the serving process's alone\n"
    );
    println!(
        "{:<34} {:>10} {:>9} {:>9} {:>9} {:>10} {:>9}",
        "query", "CPU ms/req", "p50 ms", "p99 ms", "req/s", "calls/req", "RSS MB"
    );
    // The kernel counts CPU time in hundredths of a second, so cheap queries are sent more often.
    bench.run("a field without upstream", TRIVIAL, Cache::Warm, 100).await;
    bench.run("the same, in other words each time", TRIVIAL, Cache::Unread, 100).await;
    bench.run("one object, cached", ONE_OBJECT, Cache::Warm, 100).await;
    bench.run("one object, cold", ONE_OBJECT, Cache::Cold, 20).await;
    bench.run("20 × 100 nested, cached", NESTED, Cache::Warm, 1).await;
    bench.run("20 × 100 nested, cold", NESTED, Cache::Cold, 1).await;
    let worst = worst_accepted();
    bench.run("the most an answer may hold, cached", &worst, Cache::Warm, 1).await;
    bench.run("the most an answer may hold, cold", &worst, Cache::Cold, 1).await;
}

/// A query whose answer holds nearly as many fields as `graph.max_answer_fields` allows: 120 for each of 2000 people.
fn worst_accepted() -> String {
    let fields = ["id", "userId", "email", "memberStatus"];
    let named = |field: &str| (0..30).map(|number| format!("{field}{number}: {field} ")).collect::<String>();
    let fields: String = fields.into_iter().map(named).collect();
    format!("{{ organizations(first: 20) {{ nodes {{ members(first: 100) {{ nodes {{ {fields} }} }} }} }} }}")
}

#[derive(Clone, Copy, PartialEq)]
enum Cache {
    /// The answer is there after the first request.
    Warm,
    /// The answer is there, and the document is none that was read before.
    Unread,
    /// Every request asks for an answer that is not from the cache, one after another: requests that run together
    /// would share their reads.
    Cold,
}

struct Bench {
    server: Process,
    requests: usize,
    connections: usize,
    sent: AtomicUsize,
}

impl Bench {
    async fn run(&self, name: &str, query: &str, cache: Cache, times: usize) {
        let client = reqwest::Client::new();
        self.send(&client, query, cache).await;
        let (requests, connections) = match cache {
            Cache::Warm | Cache::Unread => (self.requests * times, self.connections),
            Cache::Cold => (self.requests.div_ceil(4) * times, 1),
        };
        let left = Arc::new(AtomicUsize::new(requests));
        let (cpu, started) = (self.server.cpu(), Instant::now());
        let workers = (0..connections).map(|_| {
            let (left, client) = (Arc::clone(&left), client.clone());
            async move {
                let mut samples = Vec::new();
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                    let sent = Instant::now();
                    let calls = self.send(&client, query, cache).await;
                    samples.push((sent.elapsed(), calls));
                }
                samples
            }
        });
        let mut samples: Vec<_> = futures::future::join_all(workers).await.into_iter().flatten().collect();
        let (wall, cpu) = (started.elapsed(), self.server.cpu() - cpu);
        samples.sort();
        let quantile = |q: f64| samples[((samples.len() - 1) as f64 * q) as usize].0.as_secs_f64() * 1e3;
        let calls: usize = samples.iter().map(|(_, calls)| calls).sum();
        println!(
            "{name:<34} {:>10.3} {:>9.2} {:>9.2} {:>9.0} {:>10.2} {:>9.0}",
            cpu.as_secs_f64() * 1e3 / requests as f64,
            quantile(0.5),
            quantile(0.99),
            requests as f64 / wall.as_secs_f64(),
            calls as f64 / requests as f64,
            self.server.resident_megabytes(),
        );
    }

    /// Sends the query and returns the upstream calls it says it made.
    async fn send(&self, client: &reqwest::Client, query: &str, cache: Cache) -> usize {
        let query = match cache {
            Cache::Unread => format!("{query} # {}", self.sent.fetch_add(1, Ordering::Relaxed)),
            _ => query.to_owned(),
        };
        let mut request =
            client.post(format!("{}/graphql", self.server.url)).json(&serde_json::json!({ "query": query }));
        if cache == Cache::Cold {
            request = request.header("cache-control", "no-cache");
        }
        let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert!(answer.get("errors").is_none(), "{}", answer["errors"]);
        answer["extensions"]["upstream"]["calls"].as_u64().unwrap_or_default() as usize
    }
}

/// A `signgraph` process that prints where it listens.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_signgraph"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = |line: String| {
            let start = line.find("http://127.0.0.1:")?;
            let url: String = line[start..].chars().take_while(|c| !c.is_whitespace()).collect();
            Some(url.trim_end_matches("/graphql").trim_end_matches('/').to_owned())
        };
        let url = lines.map_while(Result::ok).find_map(address).expect("the process prints its address");
        Self { child, url }
    }

    /// User and system time so far. The kernel counts it in ticks of a hundredth of a second.
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }

    fn resident_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn argument(name: &str) -> Option<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)?.parse().ok()
}
