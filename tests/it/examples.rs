//! Every file of `examples` does what it says, in the order of the names of a folder, on a sandbox of its own.
//!
//! The head of a file is prose, then `# variables:` with JSON. A text such as `{createUser.userId}` in it stands for that
//! place in the answers of the files before. `# world:` is done to the sandbox first; `# outcome:` is how a mutation ends, CONFIRMED unless it says so; `# file:` names the variable that
//! a document comes for, `# url:` the variable that stands for a file the sandbox can fetch, as a GraphQL multipart request; `# then:` is an act of a signer (`sign`, `decline`) with the
//! link or the document it is about.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use futures::future::join_all;
use serde_json::{Map, Value, json};

use crate::app::TestApp;

struct Example {
    path: PathBuf,
    document: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_does_what_it_says() {
    let folders = folders();
    assert!(folders.len() >= 4, "only {} folders", folders.len());
    let wrong: Vec<String> = join_all(folders.iter().map(|folder| run(folder))).await.concat();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_mutation_has_an_example() {
    let app = TestApp::start().await;
    let query = "{ __schema { mutationType { fields { name } } } }";
    let schema = app.data(query, json!({})).await;
    let fields = schema["__schema"]["mutationType"]["fields"].as_array().unwrap().clone();
    let documents: String =
        folders().iter().flat_map(|folder| examples(folder)).map(|example| example.document).collect();
    let shown = |name: &str| documents.contains(&format!("{name}(input: $input)"));
    let names: BTreeSet<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    let without: Vec<_> = names.into_iter().filter(|name| !shown(name)).collect();
    assert!(without.is_empty(), "no example for {without:?}");
    app.shutdown().await;
}

/// Whether a field has what was asked for; of a mutation, whether it ended so and, if done, with nothing to correct.
fn is_as(outcome: &str, field: &Value) -> bool {
    let is_mutation = field.get("outcome").is_some();
    let is_clean = field["userErrors"] == json!([]) || outcome != "CONFIRMED";
    !field.is_null() && (!is_mutation || field["outcome"] == outcome && is_clean)
}

/// Runs the examples of a folder, and tells what went wrong with which.
async fn run(folder: &Path) -> Vec<String> {
    let app = TestApp::start().await;
    let (mut known, mut wrong) = (Map::new(), Vec::new());
    for example in examples(folder) {
        if let Some(world) = example.head("world") {
            app.edit_world(serde_json::from_str(&world).unwrap()).await;
        }
        let mut variables = example.variables(&known);
        if let Some(place) = example.head("url") {
            let url = variables.pointer_mut(&format!("/{}", place.replace('.', "/"))).unwrap();
            *url = app.sandbox_file().into();
        }
        let answer = match example.head("file") {
            Some(place) => app.ask_with_file(&example.document, variables, &place).await,
            None => app.ask(&example.document, variables).await,
        };
        let outcome = example.head("outcome").unwrap_or_else(|| "CONFIRMED".to_owned());
        let fields = answer.data.as_object().cloned().unwrap_or_default();
        if !answer.errors.is_empty() || !fields.values().all(|field| is_as(&outcome, field)) {
            wrong.push(format!("{}: {:#?} {:#}", example.path.display(), answer.errors, answer.data));
        }
        known.extend(fields);
        if let Some(act) = example.head("then") {
            let (action, place) = act.split_once(' ').unwrap();
            let about = if place.ends_with("link}") { "link" } else { "invite" };
            app.signer(json!({ "action": action, about: filled(place, &known) })).await;
        }
    }
    app.shutdown().await;
    wrong
}

impl Example {
    fn head(&self, name: &str) -> Option<String> {
        let prefix = format!("# {name}: ");
        self.document.lines().find_map(|line| line.strip_prefix(&prefix).map(str::to_owned))
    }

    /// The variables, with what is known by now in place of the texts that stand for it.
    fn variables(&self, known: &Map<String, Value>) -> Value {
        let mut lines = self.document.lines().skip_while(|line| !line.starts_with("# variables: "));
        let Some(first) = lines.next() else { return json!({}) };
        let rest = lines.map_while(|line| line.strip_prefix("# "));
        let text = rest.fold(first["# variables: ".len()..].to_owned(), |text, line| text + "\n" + line);
        let mut variables = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}\n{text}", self.path.display()));
        fill(&mut variables, known);
        variables
    }
}

fn fill(value: &mut Value, known: &Map<String, Value>) {
    match value {
        Value::String(text) if text.starts_with('{') => *value = filled(text, known),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, known)),
        Value::Object(members) => members.values_mut().for_each(|member| fill(member, known)),
        _ => {}
    }
}

/// What a text such as `{createUser.userId}` stands for.
fn filled(place: &str, known: &Map<String, Value>) -> Value {
    let pointer = format!("/{}", place.trim_matches(['{', '}']).replace('.', "/"));
    let known = Value::Object(known.clone());
    known.pointer(&pointer).unwrap_or_else(|| panic!("nothing is known of {place}: {known:#}")).clone()
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn examples(folder: &Path) -> Vec<Example> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    paths.sort();
    paths.into_iter().map(|path| Example { document: fs::read_to_string(&path).unwrap(), path }).collect()
}
