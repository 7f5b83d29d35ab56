//! Several servers over one token file: one refresh between them, and no token presented twice.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::{Client, Options, Upstream};
use tempfile::TempDir;

use super::scripted::Scripted;
use super::world::{HandClock, client_keeping, options, password, skip, user};
use crate::support::{Vault, install_crypto};

const SERVERS: usize = 8;

/// Clients with a handle each on one file, and one clock.
struct Fleet {
    clients: Vec<Client>,
    clock: Arc<HandClock>,
    folder: TempDir,
    options: Options,
}

impl Fleet {
    fn of(options: Options, servers: usize) -> Fleet {
        let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::new());
        let file = folder.path().join("tokens.json");
        let start = |_| client_keeping(options.clone(), Vault::in_file(&file).sealed(), clock.clone());
        Fleet { clients: (0..servers).map(start).collect(), clock, folder, options }
    }

    /// So many callers of each server at once, who want a token.
    async fn crowd(&self, callers: usize) {
        let calls =
            self.clients.iter().flat_map(|client| std::iter::repeat_n(client, callers)).map(|client| {
                let client = client.clone();
                tokio::spawn(async move { client.ready().await })
            });
        for call in join_all(calls).await {
            call.unwrap().unwrap();
        }
    }

    /// So many calls of each server, all at once.
    async fn use_tokens(&self, calls: usize) {
        let callers = self.clients.iter().flat_map(|client| std::iter::repeat_n(client, calls));
        for answer in join_all(callers.map(user)).await {
            answer.unwrap();
        }
    }

    async fn generation(&self) -> u64 {
        Vault::in_file(self.folder.path().join("tokens.json")).generation(&self.options).await
    }
}

fn presented(upstream: &Scripted) -> Vec<String> {
    upstream.tokens_asked().iter().filter_map(|asked| asked.form().get("refresh_token").cloned()).collect()
}

fn distinct(presented: &[String]) -> usize {
    presented.iter().collect::<HashSet<_>>().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_thousand_callers_of_eight_servers_cost_one_refresh_per_expiry() {
    let upstream = Scripted::start().await;
    let fleet = Fleet::of(options(&upstream), SERVERS);
    fleet.crowd(1000).await;
    assert_eq!(upstream.grants(), ["password"]);
    for expiry in 1..=3 {
        fleet.clock.advance(3600);
        fleet.crowd(1000).await;
        assert_eq!(upstream.grants().len(), 1 + expiry, "one refresh per expiry");
        assert_eq!(presented(&upstream).len(), expiry);
    }
    fleet.use_tokens(1).await;
    assert!(upstream.data_asked().iter().all(|asked| asked.authorization == "Bearer access-4"));
    assert_eq!((distinct(&presented(&upstream)), fleet.generation().await), (3, 4));
}

#[tokio::test]
async fn a_storm_of_refusals_costs_one_refresh() {
    let upstream = Scripted::start().await;
    let fleet = Fleet::of(options(&upstream), SERVERS);
    fleet.use_tokens(1).await;
    upstream.guard();
    for storm in 1..=3 {
        upstream.revoke();
        fleet.use_tokens(50).await;
        assert_eq!(upstream.grants().len(), 1 + storm);
        skip(Duration::from_secs(31)).await;
    }
    assert_eq!(distinct(&presented(&upstream)), 3);
}

#[tokio::test]
async fn servers_that_are_refused_in_turn_force_one_refresh_together() {
    let upstream = Scripted::start().await;
    let fleet = Fleet::of(options(&upstream), 4);
    fleet.use_tokens(1).await;
    upstream.guard();
    upstream.revoke();
    fleet.use_tokens(1).await;
    upstream.revoke();
    for client in fleet.clients.iter().cycle().take(12) {
        user(client).await.unwrap_err();
    }
    assert_eq!(upstream.grants().len(), 2, "each has met the renewal of the first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_are_refused_for_good_are_not_renewed_by_each_server_in_turn() {
    let upstream = Scripted::start().await;
    let fleet = Fleet::of(options(&upstream), SERVERS);
    fleet.use_tokens(1).await;
    upstream.script(|_| super::scripted::Reply::invalid_token());
    for _ in 0..5 {
        assert!(join_all(fleet.clients.iter().map(user)).await.iter().all(Result::is_err));
    }
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

/// What a sandbox counted: how often each refresh token was presented, and how often tokens were asked for.
async fn ledger(sandbox: &Sandbox) -> (Vec<u64>, u64) {
    let request = http().get(format!("{}/__sandbox/requests", sandbox.url()));
    let requests: Value = request.send().await.unwrap().json().await.unwrap();
    let presented = requests["refresh_tokens"].as_object().unwrap().values();
    let presented = presented.map(|count| count.as_u64().unwrap()).collect();
    (presented, requests["counts"]["POST /oauth2/token"].as_u64().unwrap())
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn set_fault(sandbox: &Sandbox, fault: Value) {
    let request =
        http().post(format!("{}/__sandbox/faults", sandbox.url())).json(&json!({ "faults": [fault] }));
    assert!(request.send().await.unwrap().status().is_success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_lost_after_the_effect_lead_to_a_login_and_to_no_second_presentation() {
    install_crypto();
    let sandbox = Sandbox::start(Default::default()).await.unwrap();
    let upstream = Upstream::parse(&sandbox.url(), &[]).unwrap();
    let fleet = Fleet::of(Options::new(upstream, password()), 4);
    fleet.crowd(10).await;
    let losses = [
        json!({ "drop": "after_effect" }),
        json!({ "status": 500, "effect": true }),
        json!({ "status": 200, "body": "{\"access_tok", "effect": true }),
        json!({ "status": 502, "body": "<html>", "effect": true }),
    ];
    let mut asked = 1;
    for loss in losses.iter().cycle().take(12) {
        let mut fault = loss.clone();
        fault["route"] = json!("POST /oauth2/token");
        fault["times"] = json!(1);
        set_fault(&sandbox, fault).await;
        fleet.clock.advance(30 * 86_400);
        fleet.crowd(10).await;
        fleet.use_tokens(1).await;
        asked += 2;
        assert_eq!(ledger(&sandbox).await.1, asked, "a refresh and a login: {loss}");
        fleet.clock.advance(30 * 86_400);
        fleet.crowd(10).await;
        asked += 1;
    }
    let (presented, counted) = ledger(&sandbox).await;
    assert_eq!((presented.len(), counted), (24, asked));
    assert!(presented.iter().all(|times| *times == 1), "{presented:?}");
    assert_eq!(fleet.generation().await, 25);
}
