//! P27: what a request may cost, before it is executed and while it is.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use signgraph::callers::Role::Owner;
use signgraph::sandbox::WorldKind;

use crate::asking::Stage;

const DASHBOARD: &str = include_str!("../specs/twenty_by_a_hundred.graphql");

#[tokio::test]
async fn hostile_documents_are_refused_soon_and_cost_no_call() {
    let stage = Stage::start(|_| {}).await;
    stage.forget_calls().await;
    for (name, document) in hostile() {
        let began = Instant::now();
        let told = stage.ask(Owner, &document, json!({ "ids": vec!["x"; 20_001] })).await;
        let took = began.elapsed();
        assert_eq!(told.refusals(), ["QUERY_TOO_LARGE"], "{name}: {:?}", told.message());
        println!("P27: {name} refused after {took:?}");
        assert!(took < Duration::from_millis(500), "{name}: {took:?}");
    }
    assert_eq!(stage.calls().await, BTreeMap::new());
}

/// Documents of less than 64 KiB, each too large in another way.
fn hostile() -> Vec<(&'static str, String)> {
    let times = |count: usize, text: &str| text.repeat(count);
    let numbered = |count: usize, text: &str| {
        (0..count).fold(String::new(), |mut all, number| {
            let _ = write!(all, " {}", text.replace('#', &number.to_string()));
            all
        })
    };
    let chain = |links: usize| {
        let bodies = (0..links).fold(String::new(), |mut all, link| {
            let next = link + 1;
            let _ = write!(all, " fragment F{link} on Query {{ ...F{next} ...F{next} }}");
            all
        });
        format!("{{ ...F0 }}{bodies} fragment F{links} on Query {{ viewer {{ id }} }}")
    };
    let nested = |levels: usize| {
        let inside = times(levels, "members { nodes { organization { ");
        format!("{{ organization(id: 1) {{ {inside} id {} }}", times(levels, "} } } ") + "}")
    };
    vec![
        ("bytes", format!("{{ viewer {{ id }} }} # {}", times(70_000, "x"))),
        ("tokens", format!("{{ {} }}", times(10_001, "a "))),
        ("tokens that are no GraphQL", times(60_000, "!")),
        ("fragments that spread each other twice", chain(40)),
        ("fragments that spread what is not there", chain(40).replace("viewer { id }", "...Unknown")),
        ("fragments in a circle", chain(30).replace("viewer { id }", "...F0")),
        ("depth", nested(10)),
        ("names for one field", format!("{{ {} }}", numbered(101, "a#: viewer { id }"))),
        (
            "names",
            format!(
                "{{ viewer {{ {} }} }}",
                ["id", "email", "locale", "userId", "isPro", "credits"]
                    .map(|field| numbered(90, &format!("{field}#: {field}")))
                    .concat()
            ),
        ),
        ("directives", format!("{{ viewer {{ id {} }} }}", times(251, "@include(if: true) "))),
        ("items", "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }".to_owned()),
        ("fields of an answer", nested(3).replace("members", "members(first: 100)")),
        ("calls", "{ organizations(first: 60) { nodes { members(first: 1) { totalCount } } } }".to_owned()),
        (
            "calls under many names",
            format!(
                "{{ organization(id: 1) {{ {} }} }}",
                numbered(61, "a#: members(email: \"#\") { totalCount }")
            ),
        ),
    ]
}

#[tokio::test]
async fn an_estimate_is_refused_from_the_first_call_too_many_on() {
    let stage = Stage::start(|options| options.max_upstream_calls = 21).await;
    let document =
        "query ($n: Int = 21) { organizations(first: $n) { nodes { members(first: 1) { totalCount } } } }";
    for (variables, expected) in [
        (json!({ "n": 20 }), &[] as &[&str]),
        (json!({ "n": 21 }), &["QUERY_TOO_LARGE"]),
        (json!({}), &["QUERY_TOO_LARGE"]),
    ] {
        stage.forget_calls().await;
        let told = stage.ask(Owner, document, variables.clone()).await;
        assert_eq!(told.refusals(), expected, "{variables}");
        assert_eq!(stage.calls().await.is_empty(), !expected.is_empty());
    }
    let told = stage.ask(Owner, document, json!({})).await;
    assert_eq!(
        told.message(),
        "This operation may take 22 calls to signNow, and 21 are the most; ask for smaller pages, or for less."
    );
}

#[tokio::test]
async fn the_cost_is_what_was_asked_for_what_it_took_and_what_is_left() {
    let stage = Stage::start_in(WorldKind::Large, |_| {}).await;
    let cold = stage.ask_anew(Owner, DASHBOARD, json!({})).await;
    assert_eq!(cold.extensions["cost"], json!({ "requested": 41, "actual": 41, "remaining": 59 }));
    let warm = stage.ask(Owner, DASHBOARD, json!({})).await;
    assert_eq!(warm.extensions["cost"], json!({ "requested": 41, "actual": 0, "remaining": 100 }));
    assert_eq!(cold.data, warm.data);
}

/// How long a list is that has to be read whole shows with its first page only.
#[tokio::test]
async fn calls_that_no_estimate_could_know_of_end_at_the_cap() {
    let stage = Stage::start(|options| options.max_upstream_calls = 3).await;
    let query = "query ($id: ID!) { organization(id: $id) { name people(first: 5) { totalCount } } }";
    let id = largest_organization(&stage).await;
    stage.forget_calls().await;
    let told = stage.ask_anew(Owner, query, json!({ "id": id })).await;
    let calls = stage.calls().await.values().sum::<u64>();
    assert_eq!((told.refusals(), calls), (vec![], 3), "{:?}", told.errors);
    assert_eq!(told.extensions["cost"]["requested"], 3);
    assert_eq!(told.extensions["cost"]["actual"], 3);
    assert!(told.data["organization"]["name"].is_string());
    assert_eq!(told.data["organization"]["people"], Value::Null);
    let error = &told.errors[0];
    assert_eq!(error["path"], json!(["organization", "people"]));
    assert_eq!(
        (&error["extensions"]["code"], &error["extensions"]["retryable"]),
        (&json!("QUERY_TOO_LARGE"), &json!(true))
    );
    assert!(told.message().starts_with("This request has taken 3 calls to signNow"), "{}", told.message());
    assert!(error["extensions"].get("givenUp").is_none());
    // What was read is kept, so it goes on from there.
    let told = stage.ask(Owner, query, json!({ "id": id })).await;
    assert_eq!((told.errors.len(), &told.extensions["cost"]["actual"]), (0, &json!(1)));
}

#[tokio::test]
async fn an_answer_lists_some_errors_and_counts_the_rest() {
    let stage = Stage::start(|options| options.max_errors = 3).await;
    let wrong = (0..10).fold(String::new(), |all, number| {
        format!("{all} a{number}: organization(id: \"{number}\") {{ id }}")
    });
    let told = stage.ask(Owner, &format!("{{ __typename {wrong} }}"), json!({})).await;
    assert_eq!((told.errors.len(), &told.extensions["omittedErrors"]), (3, &json!(7)));
    let told = stage.ask(Owner, "{ a: organization(id: \"1\") { id } }", json!({})).await;
    assert_eq!((told.errors.len(), told.extensions.get("omittedErrors")), (1, None));
}

pub(crate) async fn largest_organization(stage: &Stage) -> Value {
    let query = "{ organizations(first: 2, roles: [ADMIN], status: ACTIVE) { nodes { id } } }";
    let mut data = stage.ask(Owner, query, json!({})).await.data;
    data["organizations"]["nodes"][0]["id"].take()
}
