//! Once a mutation is acknowledged, nobody reads what it replaced: not from the cache, and not from a read that was
//! under way when the answer came.
//!
//! Four things change by steps that are numbered, each by a writer of its own. Readers note which step was acknowledged
//! when they begin, and must see that one or a later one. The sandbox dawdles at random before and after it looks, so
//! that reads overtake writes in every way there is.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures::future::{join, join_all};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

use super::stage::Stage;
use super::world::World;

const OURS: &str = "Harbor & Pine Logistics";
/// How often each thing changes.
const STEPS: u64 = 50;
const READERS: u64 = 6;

/// Something that changes by numbered steps.
struct Noun {
    mutation: &'static str,
    /// The input of a step.
    input: fn(&World, u64) -> Value,
    /// Ways to read it.
    reads: &'static [Read],
}

/// A query, and the step that its answer shows.
type Read = (&'static str, fn(&Value, &World) -> u64);

const NOUNS: [Noun; 4] = [
    Noun {
        mutation: "mutation ($input: RenameOrganizationInput!) { it: renameOrganization(input: $input) {
            outcome organization { name } } }",
        input: |world, step| json!({ "organizationId": ours(world), "name": format!("Name {step}") }),
        reads: &[
            ("query ($id: ID!) { organization(id: $id) { name } }", |data, _| {
                number(&data["organization"]["name"])
            }),
            ("{ organizations(first: 100, roles: [ADMIN]) { nodes { organizationId name } } }", |data, world| {
                let mut nodes = data["organizations"]["nodes"].as_array().unwrap().iter();
                number(&nodes.find(|node| node["organizationId"] == ours(world).as_str()).unwrap()["name"])
            }),
        ],
    },
    Noun {
        mutation: "mutation ($input: AddMemberInput!) { it: addMember(input: $input) {
            outcome person { email memberStatus } } }",
        input: |world, step| json!({ "organizationId": ours(world), "email": strangers(world)[step as usize] }),
        reads: &[
            ("query ($id: ID!) { organization(id: $id) { members(first: 1) { totalCount } } }", |data, world| {
                data["organization"]["members"]["totalCount"].as_u64().unwrap() - members(world)
            }),
            ("query ($id: ID!) { organization(id: $id) { members(last: 1) { nodes { email } } } }", |data, world| {
                let email = data["organization"]["members"]["nodes"][0]["email"].as_str().unwrap();
                strangers(world).iter().position(|stranger| stranger == email).unwrap_or_default() as u64
            }),
        ],
    },
    Noun {
        mutation: "mutation ($input: ChangeOrganizationSettingInput!) { it: changeOrganizationSetting(input: $input) {
            outcome setting { value } } }",
        input: |world, step| {
            json!({ "organizationId": ours(world), "name": SETTING, "value": format!("place {step}") })
        },
        reads: &[("query ($id: ID!) { organization(id: $id) { settings(first: 100) { nodes { name value } } } }", |data, _| {
            let mut nodes = data["organization"]["settings"]["nodes"].as_array().unwrap().iter();
            number(&nodes.find(|node| node["name"] == SETTING).unwrap()["value"])
        })],
    },
    Noun {
        mutation: "mutation ($input: UpdateViewerInput!) { it: updateViewer(input: $input) {
            outcome viewer { firstName } } }",
        input: |_, step| json!({ "firstName": format!("Vera {step}") }),
        reads: &[("{ viewer { firstName } }", |data, _| number(&data["viewer"]["firstName"]))],
    },
];

const SETTING: &str = "email_logo_position";

fn ours(world: &World) -> String {
    world.organization_id(OURS)
}

/// How many members there were in the beginning.
fn members(world: &World) -> u64 {
    world.organization(OURS)["members"].as_array().unwrap().len() as u64
}

/// The addresses of people who are no members, by the step that invites them; nobody for step 0.
fn strangers(world: &World) -> Vec<String> {
    let seats = world.organization(OURS)["members"].as_array().unwrap();
    let users = world.users.as_object().unwrap().values();
    let strangers = users.filter(|user| seats.iter().all(|seat| seat["user_id"] != user["id"]));
    let emails = strangers.map(|user| user["email"].as_str().unwrap().to_owned());
    std::iter::once(String::new()).chain(emails).collect()
}

/// The number at the end of a text; 0 where there is none yet.
fn number(text: &Value) -> u64 {
    text.as_str().and_then(|text| text.rsplit(' ').next()?.parse().ok()).unwrap_or_default()
}

/// What is known of each noun: the last step that was acknowledged.
#[derive(Default)]
struct Acknowledged([AtomicU64; NOUNS.len()]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_what_an_acknowledged_mutation_replaced() {
    let stage = Stage::after(&json!({})).await;
    dawdle(&stage).await;
    let (acknowledged, is_over) = (Acknowledged::default(), AtomicBool::new(false));
    let write = async {
        join_all((0..NOUNS.len()).map(|noun| write(&stage, noun, &acknowledged))).await;
        is_over.store(true, Ordering::SeqCst);
    };
    let read = join_all((0..READERS).map(|seed| read(&stage, seed, &acknowledged, &is_over)));
    let ((), tallies) = join(write, read).await;
    let reads: u64 = tallies.iter().map(|tally| tally.reads).sum();
    let overtaken: u64 = tallies.iter().map(|tally| tally.overtaken).sum();
    assert!(reads > 2 * STEPS, "only {reads} reads");
    assert!(
        overtaken > 5,
        "only {overtaken} of {reads} reads were overtaken by a mutation: this shows nothing"
    );
    stage.app.shutdown().await;
}

/// The sandbox waits at random before it reads, before it answers, and before it says that something is written.
async fn dawdle(stage: &Stage) {
    let within = "/v2/organizations/{organization_id}";
    let reads = [
        "/user".to_owned(),
        "/v2/organizations".to_owned(),
        format!("{within}/members"),
        format!("{within}/settings"),
    ];
    for path in &reads {
        let route = format!("GET {path}");
        stage.app.fault(json!({ "route": route, "latency_ms": 9, "probability": 0.3 })).await;
        stage.app.fault(json!({ "route": route, "answer_latency_ms": 14, "probability": 0.3 })).await;
        stage.app.fault(json!({ "route": route, "answer_latency_ms": 60, "probability": 0.1 })).await;
    }
    for route in [
        "PUT /user".to_owned(),
        format!("PUT {within}"),
        format!("PUT {within}/settings"),
        format!("POST {within}/members"),
    ] {
        stage.app.fault(json!({ "route": route, "answer_latency_ms": 7, "probability": 0.5 })).await;
    }
}

/// Makes every step of a noun, and sees it in the payload and right after.
async fn write(stage: &Stage, noun: usize, acknowledged: &Acknowledged) {
    let Noun { mutation, input, reads } = &NOUNS[noun];
    let world = stage.initial();
    for step in 1..=STEPS {
        let data = stage.app.data(mutation, json!({ "input": input(world, step) })).await;
        assert_eq!(data["it"]["outcome"], "CONFIRMED", "{data}");
        acknowledged.0[noun].store(step, Ordering::SeqCst);
        for (query, shown) in *reads {
            let data = stage.app.data(query, variables(query, world)).await;
            assert_eq!(shown(&data, world), step, "{query}");
        }
    }
}

/// What a reader has seen.
#[derive(Default)]
struct Tally {
    reads: u64,
    /// Reads that showed a step before the one that was acknowledged while they were under way.
    overtaken: u64,
}

async fn read(stage: &Stage, seed: u64, acknowledged: &Acknowledged, is_over: &AtomicBool) -> Tally {
    let (mut dice, mut tally) = (ChaCha8Rng::seed_from_u64(seed), Tally::default());
    let world = stage.initial();
    while !is_over.load(Ordering::SeqCst) {
        let noun = dice.random_range(0..NOUNS.len());
        let (query, shown) = NOUNS[noun].reads[dice.random_range(0..NOUNS[noun].reads.len())];
        let before = acknowledged.0[noun].load(Ordering::SeqCst);
        let answer = if dice.random_bool(0.1) {
            stage.app.ask_anew(query, variables(query, world)).await
        } else {
            stage.app.ask(query, variables(query, world)).await
        };
        assert_eq!(answer.failures(), []);
        let step = shown(&answer.data, world);
        assert!(
            step >= before,
            "seed {seed}: {query} showed step {step} after step {before} was acknowledged"
        );
        tally.reads += 1;
        tally.overtaken += u64::from(step < acknowledged.0[noun].load(Ordering::SeqCst));
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..12))).await;
    }
    tally
}

fn variables(query: &str, world: &World) -> Value {
    if query.contains("$id") { json!({ "id": ours(world) }) } else { json!({}) }
}
