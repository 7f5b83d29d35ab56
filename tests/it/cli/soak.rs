//! Eight processes over one store and short-lived tokens of several accounts, some of them killed or stopped in the middle of
//! whatever they do. `SIGNGRAPH_SOAK` says for how many seconds, and `SIGNGRAPH_SOAK_ACCOUNTS` with how many chains;
//! `scripts/prove` asks for more than the few of a test run.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use signgraph::sandbox::{Options, Sandbox};
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::program::{Running, client, send};
use crate::support::{KEY, RedisServer};

const SERVERS: usize = 8;

const VIEWER: &str = "viewer@sandbox.test";

/// What the processes did to each other and to the chain.
#[derive(Debug)]
struct Findings {
    rotations: u64,
    logins: u64,
    presented_again: u64,
    refused: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_over_one_file_lose_no_chain_though_some_are_killed() {
    soak("file", "").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_over_one_redis_lose_no_chain_though_some_are_killed() {
    let redis = RedisServer::start();
    soak("redis", &redis.url()).await;
}

async fn soak(name: &str, redis: &str) {
    let time = Duration::from_secs(number("SIGNGRAPH_SOAK", 12));
    let seed = number("SIGNGRAPH_SEED", 7);
    let options = Options { token_lifetime: Duration::from_secs(1), ..Options::default() };
    let (sandbox, folder) = (Sandbox::start(options).await.unwrap(), TempDir::new().unwrap());
    let config = folder.path().join("signgraph.toml");
    let people = people(&sandbox, number("SIGNGRAPH_SOAK_ACCOUNTS", 6) as usize).await;
    fs::write(&config, configuration(&sandbox.url(), &folder, redis, &people)).unwrap();
    let accounts = (0..).map(|index| format!("accounts/p{index}/"));
    let people = [(String::new(), VIEWER.to_owned())].into_iter().chain(accounts.zip(people)).collect();
    let stage = Stage { config: config.to_str().unwrap().to_owned(), people, ..Stage::default() };
    for _ in 0..SERVERS {
        stage.start().await;
    }
    let began = Instant::now();
    tokio::join!(stage.ask_until(began + time), stage.harm_until(began + time, seed));
    let served = stage.served.load(Ordering::Relaxed);
    let harmed = stage.harmed.load(Ordering::Relaxed);
    stage.until_all_are_served().await;
    let found = findings(&sandbox).await;
    println!(
        "P1: {} tokens presented again in {} rotations of {} chains over one {name}, by {SERVERS} processes, {harmed} of them \
         killed or stopped (seed {seed})",
        found.presented_again,
        found.rotations,
        stage.people.len()
    );
    println!(
        "P2: {} chains lost in {} rotations over one {name}; {} logins",
        found.refused, found.rotations, found.logins
    );
    assert_eq!((found.presented_again, found.refused), (0, 0), "{found:?}");
    assert!(found.rotations > 0 && served > 0 && harmed > 0, "{found:?}");
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// So many users of the sandbox beside the viewer.
async fn people(sandbox: &Sandbox, count: usize) -> Vec<String> {
    let url = format!("{}/__sandbox/state?only=users", sandbox.url());
    let state: Value = client().get(url).send().await.unwrap().json().await.unwrap();
    let emails = state["users"].as_object().unwrap().values().map(|user| user["email"].as_str().unwrap());
    let others = emails.filter(|email| *email != VIEWER && !email.starts_with("unverified"));
    others.take(count).map(str::to_owned).collect()
}

fn configuration(sandbox: &str, folder: &TempDir, redis: &str, people: &[String]) -> String {
    let accounts = people.iter().enumerate();
    let accounts =
        accounts.map(|(index, email)| format!("[accounts.p{index}]\ncredentials.username = '{email}'\n"));
    let accounts: String = accounts.collect();
    let file = folder.path().join("tokens.json");
    let store = match redis {
        "" => format!("token_file = '{}'", file.display()),
        redis => format!("token_redis = '{redis}'\ntoken_key = '{KEY}'"),
    };
    format!(
        "[server]\nlisten = '127.0.0.1:0'\nallow_unauthenticated = true\n[upstream]\nurl = '{sandbox}'\n{store}\nconnect_timeout = '300ms'\nrequest_timeout = \
         '700ms'\n[log]\nfilter = 'off'\n{accounts}"
    )
}

#[derive(Default)]
struct Stage {
    config: String,
    /// The path of each account, and who asks there.
    people: Vec<(String, String)>,
    servers: Mutex<Vec<Running>>,
    served: AtomicU64,
    harmed: AtomicU64,
}

impl Stage {
    async fn start(&self) {
        let server = Running::start(&["--config", &self.config], &[]).await;
        self.servers.lock().await.push(server);
    }

    async fn roots(&self) -> Vec<String> {
        let servers = self.servers.lock().await;
        servers
            .iter()
            .map(|server| server.address_of("graph").trim_end_matches("graphql").to_owned())
            .collect()
    }

    /// Everybody is asked all the time for what takes a token of one account or another.
    async fn ask_until(&self, end: Instant) {
        let (http, mut turn) = (client(), 0);
        while Instant::now() < end {
            let roots = self.roots().await;
            turn += 1;
            let whose = |index: usize| &self.people[(turn + index) % self.people.len()];
            let asking = roots.iter().enumerate().map(|(index, root)| is_served(&http, root, whose(index)));
            let served = futures::future::join_all(asking).await.into_iter().filter(|served| *served).count();
            self.served.fetch_add(served as u64, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every now and then one is killed and another one started, or one is stopped for a while.
    async fn harm_until(&self, end: Instant, seed: u64) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        while Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(dice.random_range(50..700))).await;
            self.harmed.fetch_add(1, Ordering::Relaxed);
            if dice.random_bool(0.5) {
                let which = dice.random_range(0..SERVERS);
                let killed = self.servers.lock().await.swap_remove(which);
                killed.end("-KILL").await;
                self.start().await;
            } else {
                let ids: Vec<_> = self.servers.lock().await.iter().map(Running::id).collect();
                let id = ids.choose(&mut dice).unwrap();
                send("-STOP", id);
                tokio::time::sleep(Duration::from_millis(dice.random_range(100..3_000))).await;
                send("-CONT", id);
            }
        }
    }

    /// Nothing that happened lasts.
    async fn until_all_are_served(&self) {
        let http = client();
        for root in self.roots().await {
            for person in &self.people {
                let deadline = Instant::now() + Duration::from_secs(60);
                while !is_served(&http, &root, person).await {
                    assert!(Instant::now() < deadline, "an account of a server is not served any more");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

async fn is_served(http: &reqwest::Client, root: &str, (account, email): &(String, String)) -> bool {
    let request = http
        .post(format!("{root}{account}graphql"))
        .header("cache-control", "no-cache")
        .timeout(Duration::from_secs(5));
    let answer = match request.json(&serde_json::json!({ "query": "{ viewer { email } }" })).send().await {
        Ok(answer) => answer.json::<Value>().await.unwrap_or_default(),
        Err(_) => Value::Null,
    };
    answer["data"]["viewer"]["email"] == email.as_str()
}

async fn findings(sandbox: &Sandbox) -> Findings {
    let url = format!("{}/__sandbox/requests", sandbox.url());
    let ledger: Value = client().get(url).send().await.unwrap().json().await.unwrap();
    let presented: Vec<u64> =
        ledger["refresh_tokens"].as_object().unwrap().values().filter_map(Value::as_u64).collect();
    let rotations = presented.len() as u64;
    let grants = ledger["counts"]["POST /oauth2/token"].as_u64().unwrap_or_default();
    let requests = ledger["requests"].as_array().unwrap().iter();
    let refused = requests
        .filter(|request| request["route"] == "POST /oauth2/token")
        .filter(|request| request["status"].as_u64().is_some_and(|status| (400..500).contains(&status)));
    Findings {
        rotations,
        logins: grants - presented.iter().sum::<u64>(),
        presented_again: presented.iter().filter(|times| **times > 1).count() as u64,
        refused: refused.count() as u64,
    }
}
