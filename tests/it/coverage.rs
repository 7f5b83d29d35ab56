//! `docs/coverage.md`: every call of the client is in the graph, and every field that the table names is in the schema.

use std::collections::BTreeSet;

use serde_json::json;
use signgraph::signnow::operations;

use crate::app::TestApp;

const TABLE: &str = include_str!("../../docs/coverage.md");

/// The rows of the tables: a call, and where it is.
fn rows() -> Vec<(&'static str, &'static str)> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').splitn(2, " | ");
        (cells.next().unwrap().trim().trim_matches('`'), cells.next().unwrap().trim())
    })
    .collect()
}

/// What stands between backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_call_of_the_client_has_one_row() {
    let calls: Vec<&str> =
        rows().into_iter().map(|(call, _)| call).filter(|call| !call.contains("/oauth2/")).collect();
    let listed: BTreeSet<&str> = calls.iter().copied().collect();
    assert_eq!(listed.len(), calls.len(), "a call has two rows");
    let known: BTreeSet<&str> = operations().map(|operation| operation.route.as_str()).collect();
    let (missing, invented) = (&known - &listed, &listed - &known);
    assert!(
        missing.is_empty() && invented.is_empty(),
        "missing: {missing:?}, not of the client: {invented:?}"
    );
}

#[test]
fn every_command_about_tokens_is_one() {
    let commands: Vec<&str> = rows()
        .into_iter()
        .filter(|(call, _)| call.contains("/oauth2/"))
        .flat_map(|(_, cell)| names(cell))
        .collect();
    let expected = [
        "signgraph",
        "signgraph login",
        "signgraph token verify",
        "signgraph doctor",
        "signgraph token revoke",
    ];
    assert_eq!(commands, expected);
    for command in &commands[1..] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_signgraph"))
            .args(command.split(' ').skip(1))
            .arg("--help")
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
    }
}

#[tokio::test]
async fn every_field_of_the_table_is_in_the_schema_and_every_mutation_in_the_table() {
    let app = TestApp::start().await;
    let query = "{ __schema { types { name fields { name } } } }";
    let schema = app.data(query, json!({})).await;
    let mut fields = BTreeSet::new();
    for kind in schema["__schema"]["types"].as_array().unwrap() {
        for field in kind["fields"].as_array().into_iter().flatten() {
            fields.insert(format!("{}.{}", kind["name"].as_str().unwrap(), field["name"].as_str().unwrap()));
        }
    }
    let rows = rows();
    let in_graph = rows.iter().filter(|(call, _)| !call.contains("/oauth2/"));
    let listed: BTreeSet<String> = in_graph.flat_map(|(_, cell)| names(cell)).map(str::to_owned).collect();
    let invented: Vec<_> = listed.difference(&fields).collect();
    assert!(invented.is_empty(), "not in the schema: {invented:?}");
    let mutations: BTreeSet<String> =
        fields.iter().filter(|field| field.starts_with("Mutation.")).cloned().collect();
    let tasks = ["addMembers", "offboardMember", "provisionMember", "reconcileMembers", "removeMembers"];
    let tasks: BTreeSet<String> = tasks.iter().map(|task| format!("Mutation.{task}")).collect();
    let beside: Vec<_> = mutations.difference(&listed).filter(|field| !tasks.contains(*field)).collect();
    assert!(beside.is_empty(), "not in the table: {beside:?}");
    app.shutdown().await;
}
