//! Several processes of the program over one Redis of idempotency keys, some of them killed or stopped in the middle of a
//! mutation. `SIGNGRAPH_KEYS` says how many keys there are; `scripts/prove` may ask for more than the few of a test run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use serde_json::{Value, json};
use signgraph::sandbox::Sandbox;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::program::{Running, client};
use crate::support::RedisServer;

/// How often each mutation is asked for at the same time.
const REPEATS: usize = 20;

const SERVERS: usize = 3;

/// A sandbox, a Redis, and what asks servers that have both.
struct Stage {
    sandbox: Sandbox,
    redis: RedisServer,
    folder: TempDir,
    http: reqwest::Client,
    /// The first server is gone: by now its port may be somebody else's.
    is_killed: AtomicBool,
}

impl Stage {
    async fn start() -> Stage {
        let sandbox = Sandbox::start(Default::default()).await.unwrap();
        let (redis, folder) = (RedisServer::start(), TempDir::new().unwrap());
        Stage { sandbox, redis, folder, http: client(), is_killed: AtomicBool::new(false) }
    }

    /// A server that acts for one of the sandbox's people.
    async fn server(&self, username: &str) -> Running {
        let text = format!(
            "[server]\nlisten = '127.0.0.1:0'\nallow_unauthenticated = true\nmax_concurrent_requests = 4000\n[upstream]\nurl = '{}'\n\
             confirmation_pause = '50ms'\n[upstream.credentials]\nusername = '{username}@sandbox.test'\n[idempotency]\n\
             redis = '{}'\nlease = '2s'\n[log]\nfilter = 'off'\n",
            self.sandbox.url(),
            self.redis.url()
        );
        let config = self.folder.path().join(format!("{username}.toml"));
        fs::write(&config, text).unwrap();
        Running::start(&["--config", config.to_str().unwrap()], &[]).await
    }

    /// The mutation as it was answered; nothing where the server went away.
    async fn ask(&self, graph: &str, document: &str, input: &Value) -> Option<Value> {
        let body = json!({ "query": document, "variables": { "input": input } });
        let mut answer: Value = self.http.post(graph).json(&body).send().await.ok()?.json().await.ok()?;
        assert!(answer["errors"].is_null(), "{answer}");
        Some(answer["data"]["it"].take())
    }

    async fn control(&self, path: &str) -> Value {
        let url = format!("{}/__sandbox/{path}", self.sandbox.url());
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    async fn fault(&self, fault: Value) {
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        let request = self.http.post(url).json(&json!({ "faults": [fault] }));
        assert!(request.send().await.unwrap().status().is_success());
    }

    async fn arrivals(&self, route: &str) -> u64 {
        self.control("requests").await["counts"][route].as_u64().unwrap_or_default()
    }

    async fn until_arrived(&self, route: &str) {
        let arrived = async {
            while self.arrivals(route).await == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), arrived).await.expect("it arrives");
    }

    async fn user(&self, name: &str) -> String {
        let users = self.control("state?only=users").await["users"].take();
        let email = format!("{name}@sandbox.test");
        let found = users.as_object().unwrap().values().find(|user| user["email"] == email.as_str());
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// How many subscriptions there are by where their calls go, without what was added to that.
    async fn subscriptions(&self) -> BTreeMap<String, usize> {
        let found = self.control("state?only=event_subscriptions").await["event_subscriptions"].take();
        let mut counts = BTreeMap::new();
        for subscription in found.as_array().unwrap() {
            let callback = subscription["callback"].as_str().unwrap();
            *counts.entry(callback.split('?').next().unwrap().to_owned()).or_default() += 1;
        }
        counts
    }
}

const SUBSCRIBE: &str = "mutation ($input: CreateEventSubscriptionInput!) {
    it: createEventSubscription(input: $input) { outcome operationId userErrors { code field } } }";

/// With what was made, which costs a read.
const SUBSCRIBE_AND_SHOW: &str = "mutation ($input: CreateEventSubscriptionInput!) {
    it: createEventSubscription(input: $input) {
        eventSubscription { subscriptionId callbackUrl } outcome operationId userErrors { code field } } }";

fn callback(username: &str, key: usize) -> String {
    format!("https://hooks.example/{username}/{key}")
}

fn subscription(user: &str, username: &str, key: usize) -> Value {
    json!({
        "event": "USER_DOCUMENT_COMPLETE", "entityId": user, "callbackUrl": callback(username, key), "secretKey": "key",
        "idempotencyKey": format!("key-{key}"),
    })
}

/// What was told of each key.
type Told = Vec<BTreeSet<String>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_one_effect_and_one_answer_on_three_servers_of_which_one_is_killed() {
    let keys = std::env::var("SIGNGRAPH_KEYS").ok().and_then(|keys| keys.parse().ok()).unwrap_or(24);
    let stage = Stage::start().await;
    let servers = join_all((0..SERVERS).map(|_| stage.server("viewer"))).await;
    let graphs: Vec<_> = servers.iter().map(|server| server.address_of("graph")).collect();
    let other = stage.server("admin").await;
    let (user, admin) = (stage.user("viewer").await, stage.user("admin").await);
    let (victim, done) = (Mutex::new(servers), AtomicUsize::new(0));

    let told: Told = stream::iter(0..keys)
        .map(async |key| {
            let input = subscription(&user, "viewer", key);
            let document = if key % 4 == 0 { SUBSCRIBE_AND_SHOW } else { SUBSCRIBE };
            let asking = (0..REPEATS).map(|repeat| persist(&stage, &graphs, repeat, document, &input));
            let told = join_all(asking).await.into_iter().map(|answer| answer.to_string()).collect();
            if done.fetch_add(1, Ordering::SeqCst) == keys / 2 {
                stage.is_killed.store(true, Ordering::SeqCst);
                victim.lock().await.remove(0).end("-KILL").await;
            }
            told
        })
        .buffered(6)
        .collect()
        .await;
    let meetings = stream::iter(0..keys)
        .map(async |key| {
            let input = subscription(&admin, "admin", key);
            let answer = stage.ask(&other.address_of("graph"), SUBSCRIBE, &input).await.unwrap();
            usize::from(answer["outcome"] != "CONFIRMED")
        })
        .buffered(6)
        .collect::<Vec<_>>()
        .await;
    let mut told = told;
    let unknown: Vec<usize> =
        (0..keys).filter(|key| told[*key].iter().all(|answer| is_unknown(answer))).collect();
    for key in &unknown {
        let again = persist(&stage, &graphs, 1, SUBSCRIBE, &subscription(&user, "viewer", *key)).await;
        told[*key].insert(again.to_string());
    }
    judge(&stage, &told, unknown.len(), meetings.iter().sum()).await;
}

/// Asks until somebody answers, each time at the next server.
async fn persist(stage: &Stage, graphs: &[String], first: usize, document: &str, input: &Value) -> Value {
    for graph in graphs.iter().cycle().skip(first % SERVERS).take(3 * SERVERS) {
        if *graph == graphs[0] && stage.is_killed.load(Ordering::SeqCst) {
            continue;
        }
        if let Some(answer) = stage.ask(graph, document, input).await {
            return answer;
        }
    }
    panic!("two servers are there");
}

/// What is not known is no answer: asked again, the same key may tell more.
fn is_unknown(answer: &str) -> bool {
    answer.contains("\"UNKNOWN\"")
}

/// The sandbox says what was done. `unknown` keys had to be asked for once more.
async fn judge(stage: &Stage, told: &Told, unknown: usize, meetings: usize) {
    let done = stage.subscriptions().await;
    let effects = |username: &str, key| done.get(&callback(username, key)).copied().unwrap_or_default();
    let answers = |key: usize| told[key].iter().filter(|answer| !is_unknown(answer)).count();
    let keys = 0..told.len();
    let twice = keys.clone().filter(|key| effects("viewer", *key) > 1 || effects("admin", *key) > 1).count();
    let differing = keys.clone().filter(|key| answers(*key) > 1).count();
    let is_false = |key: &usize| answers(*key) != effects("viewer", *key);
    let false_ones = keys.clone().filter(is_false).count();
    println!(
        "P19: {} keys asked for {REPEATS} times at once on {SERVERS} servers, one of them killed: {twice} done twice, {differing} \
         answered in two ways, {false_ones} told wrongly, {unknown} unknown at first, {meetings} told to another user",
        told.len()
    );
    assert_eq!((twice, differing, false_ones, meetings), (0, 0, 0, 0), "{told:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_stopped_before_it_sent_anything_sends_nothing_later() {
    let stage = Stage::start().await;
    let (server, heir) = (stage.server("viewer").await, stage.server("viewer").await);
    let document = "mutation ($input: CreateOrganizationInput!) {
        it: createOrganization(input: $input) { outcome operationId userErrors { code } } }";
    let input = json!({ "name": "Northern Light", "idempotencyKey": "once" });
    // What is there before is read, and that takes so long that somebody else takes over.
    stage.fault(json!({ "route": "GET /v2/organizations", "latency_ms": 800, "times": 1 })).await;
    let (late, graph) = (server.address_of("graph"), heir.address_of("graph"));
    let late = stage.ask(&late, document, &input);
    let taken = async {
        stage.until_arrived("GET /v2/organizations").await;
        server.signal("-STOP");
        let taken = stage.ask(&graph, document, &input).await;
        server.signal("-CONT");
        taken
    };
    let (late, taken) = tokio::join!(late, taken);
    assert_eq!(taken.as_ref().unwrap()["outcome"], "UNKNOWN", "{taken:?}");
    assert_eq!(late, taken, "and neither says more than the other");
    assert_eq!(stage.arrivals("POST /v2/organizations").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_was_stopped_is_done_by_another_server_and_told_by_both() {
    const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
    let stage = Stage::start().await;
    let (server, heir) = (stage.server("viewer").await, stage.server("viewer").await);
    let organizations = stage.control("state?only=organizations").await["organizations"].take();
    let named = |organization: &&Value| organization["name"] == "Harbor & Pine Logistics";
    let organization = organizations.as_array().unwrap().iter().find(named).unwrap();
    let document = "mutation ($input: AddMembersInput!) {
        it: addMembers(input: $input) { results { email outcome } outcome operationId userErrors { code } } }";
    let emails = ["outsider@sandbox.test"];
    let input = json!({ "organizationId": organization["id"], "emails": emails, "idempotencyKey": "once" });
    stage.fault(json!({ "route": MEMBERS, "latency_ms": 800, "times": 1 })).await;
    let (late, graph) = (server.address_of("graph"), heir.address_of("graph"));
    let late = stage.ask(&late, document, &input);
    let taken = async {
        stage.until_arrived(MEMBERS).await;
        server.signal("-STOP");
        let taken = stage.ask(&graph, document, &input).await;
        server.signal("-CONT");
        taken
    };
    let (late, taken) = tokio::join!(late, taken);
    assert_eq!(taken.as_ref().unwrap()["outcome"], "CONFIRMED", "{taken:?}");
    assert_eq!(late, taken);
    assert_eq!(stage.arrivals("POST /v2/organizations/{organization_id}/members").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_a_mutation_with_a_key_is_refused_before_anything_is_sent() {
    let mut stage = Stage::start().await;
    let server = stage.server("viewer").await;
    let graph = server.address_of("graph");
    stage.redis.kill();
    let document = "mutation ($input: CreateOrganizationInput!) {
        it: createOrganization(input: $input) { outcome } }";
    let body = json!({ "query": document, "variables": { "input": { "name": "Northern Light", "idempotencyKey": "1" } } });
    let answer: Value = stage.http.post(&graph).json(&body).send().await.unwrap().json().await.unwrap();
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["outcome"]),
        (&json!("INTERNAL"), &json!("REJECTED")),
        "{answer}"
    );
    assert_eq!(stage.arrivals("POST /v2/organizations").await, 0);
    let without = json!({ "name": "Northern Light" });
    assert_eq!(
        stage.ask(&graph, document, &without).await.unwrap()["outcome"],
        "CONFIRMED",
        "who has none needs none"
    );

    stage.redis.start_again();
    let again = json!({ "name": "Southern Light", "idempotencyKey": "1" });
    assert_eq!(stage.ask(&graph, document, &again).await.unwrap()["outcome"], "CONFIRMED");
    stage.redis.kill();
    let refused =
        super::program::run(&["--config", stage.folder.path().join("viewer.toml").to_str().unwrap()], &[]);
    let errors = super::program::errors(&refused).join("\n");
    assert!(errors.contains("idempotency.redis cannot be used") && !errors.contains("canary"), "{errors}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_server_did_is_told_as_it_is_and_not_as_it_was() {
    let stage = Stage::start().await;
    let (server, other) = (stage.server("viewer").await, stage.server("viewer").await);
    let organizations = stage.control("state?only=organizations").await["organizations"].take();
    let named = |organization: &&Value| organization["name"] == "Harbor & Pine Logistics";
    let id = organizations.as_array().unwrap().iter().find(named).unwrap()["id"].clone();
    let (one, two) = (server.address_of("graph"), other.address_of("graph"));
    let rename = "mutation ($input: RenameOrganizationInput!) {
        it: renameOrganization(input: $input) { organization { name } outcome operationId userErrors { code } } }";
    let before = json!({ "organizationId": id, "name": "Birch", "idempotencyKey": "first" });
    stage.ask(&two, rename, &before).await.unwrap();
    let input = json!({ "organizationId": id, "name": "Larch", "idempotencyKey": "second" });
    let told = stage.ask(&one, rename, &input).await.unwrap();
    assert_eq!((&told["outcome"], &told["organization"]["name"]), (&json!("CONFIRMED"), &json!("Larch")));
    assert_eq!(
        stage.ask(&two, rename, &input).await.unwrap(),
        told,
        "though the second one knew an older name"
    );
}
