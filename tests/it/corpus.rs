//! Every query of `tests/specs` costs what it says: so many calls cold, so many warm, counted by the sandbox's ledger.
//!
//! A spec is a query with a header. `# world:` names the world, `# with:` what its variables are, `# cold:` a route
//! and how often it is called when nothing is cached, `# warm:` the same for a second time. The numbers were worked
//! out by hand; a spec that costs less than it says is as wrong as one that costs more.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::app::TestApp;

struct Spec {
    name: String,
    world: String,
    with: Option<String>,
    cold: BTreeMap<String, u64>,
    warm: BTreeMap<String, u64>,
    query: String,
}

#[tokio::test]
async fn every_spec_costs_what_it_says() {
    let specs = read_specs();
    assert!(specs.len() >= 15, "only {} specs", specs.len());
    let mut wrong = Vec::new();
    for world in ["demo", "large"] {
        let app = TestApp::start_in(world.parse().unwrap()).await;
        for spec in specs.iter().filter(|spec| spec.world == world) {
            let variables = variables(&app, spec.with.as_deref()).await;
            app.forget_calls().await;
            let cold = app.ask_anew(&spec.query, variables.clone()).await;
            let cold_calls = app.calls().await;
            app.forget_calls().await;
            let warm = app.ask(&spec.query, variables).await;
            let warm_calls = app.calls().await;
            wrong.extend(differences(spec, "cold", &spec.cold, &cold_calls));
            wrong.extend(differences(spec, "warm", &spec.warm, &warm_calls));
            if !cold.errors.is_empty() || cold.data != warm.data {
                wrong.push(format!("{}: {:?}, or not the same answer warm", spec.name, cold.errors));
            }
            if cold.calls() != cold_calls.values().sum::<u64>()
                || warm.calls() != warm_calls.values().sum::<u64>()
            {
                wrong.push(format!("{}: extensions.upstream tells another story than the ledger", spec.name));
            }
        }
        app.shutdown().await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn differences(
    spec: &Spec,
    temperature: &str,
    expected: &BTreeMap<String, u64>,
    made: &BTreeMap<String, u64>,
) -> Option<String> {
    (expected != made).then(|| format!("{} ({temperature}): expected {expected:?}, made {made:?}", spec.name))
}

/// What the variables of a spec stand for.
async fn variables(app: &TestApp, with: Option<&str>) -> Value {
    match with {
        None => json!({}),
        Some("organization") => json!({ "organization": app.largest_organization().await }),
        Some(with) if with.starts_with("organization after ") => {
            let place: usize = with.rsplit(' ').next().unwrap().parse().unwrap();
            let query =
                "query ($id: ID!) { organization(id: $id) { members(first: 100) { edges { cursor } } } }";
            let organization = app.largest_organization().await;
            let data = app.data(query, json!({ "id": organization })).await;
            json!({ "organization": organization, "after": data["organization"]["members"]["edges"][place]["cursor"] })
        }
        Some("people") => {
            let query = "query ($id: ID!) { organization(id: $id) { members(first: 5) { nodes { id } } } }";
            let data = app.data(query, json!({ "id": app.largest_organization().await })).await;
            let people = data["organization"]["members"]["nodes"].as_array().unwrap();
            json!({ "people": people.iter().map(|person| person["id"].clone()).collect::<Vec<_>>() })
        }
        Some("document group") => json!({ "group": invited_group(app).await["id"] }),
        Some("grouped document") => {
            json!({ "document": invited_group(app).await["documents"][0]["documentId"] })
        }
        Some(other) => panic!("a spec asks for {other}, which nobody knows"),
    }
}

/// The one group of the demo world.
async fn invited_group(app: &TestApp) -> Value {
    let query = "{ viewer { documentGroups(first: 1) { nodes { id documents { documentId } } } } }";
    app.data(query, json!({})).await["viewer"]["documentGroups"]["nodes"][0].take()
}

fn read_specs() -> Vec<Spec> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| read_spec(path)).collect()
}

fn read_spec(path: &Path) -> Spec {
    let text = std::fs::read_to_string(path).unwrap();
    let header = |name: &str| {
        let prefix = format!("# {name}: ");
        text.lines().filter_map(|line| line.strip_prefix(&prefix).map(str::to_owned)).collect::<Vec<_>>()
    };
    let calls = |name: &str| {
        let lines = header(name);
        assert!(!lines.is_empty(), "{}: no `# {name}:`", path.display());
        let call = |line: &String| {
            let (route, times) = line.rsplit_once(' ').unwrap();
            (route.to_owned(), times.parse().unwrap())
        };
        lines.iter().filter(|line| *line != "nothing").map(call).collect()
    };
    Spec {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        world: header("world").pop().unwrap(),
        with: header("with").pop(),
        cold: calls("cold"),
        warm: calls("warm"),
        query: text.clone(),
    }
}
