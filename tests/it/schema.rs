//! The contract: `schema.graphql` is what the program serves, and every part of it is described.

use serde_json::{Value, json};
use signgraph::graph::Graph;

use crate::app::TestApp;

/// Scalars that every schema has and no schema describes.
const OF_THE_SPECIFICATION: &[&str] = &["Boolean", "Float", "ID", "Int", "String"];

#[test]
fn the_file_is_the_schema() {
    let file = include_str!("../../schema.graphql");
    assert!(
        file == Graph::sdl(),
        "schema.graphql is not what the program serves; run `just schema` and read the diff"
    );
}

/// Clients read descriptions where they write queries, so a part without one is a defect.
#[tokio::test]
async fn every_part_of_the_schema_is_described() {
    let app = TestApp::start().await;
    let query = "{ __schema { types { name description
        fields { name description args { name description } }
        inputFields { name description }
        enumValues { name description } } } }";
    let data = app.data(query, json!({})).await;
    let mut parts = Vec::new();
    for kind in data["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        if !name.starts_with("__") && !OF_THE_SPECIFICATION.contains(&name) {
            collect(kind, "", &mut parts);
        }
    }
    assert!(parts.len() > 300, "the walk found only {} parts", parts.len());
    let silent: Vec<_> =
        parts.iter().filter(|(_, text)| text.trim().is_empty()).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "not described: {silent:#?}");
    app.shutdown().await;
}

/// A part of the schema and everything inside it, with what each says of itself.
fn collect(part: &Value, path: &str, parts: &mut Vec<(String, String)>) {
    let path = format!("{path}.{}", part["name"].as_str().unwrap());
    parts.push((path.clone(), part["description"].as_str().unwrap_or_default().to_owned()));
    for inside in ["fields", "args", "inputFields", "enumValues"] {
        for inner in part[inside].as_array().into_iter().flatten() {
            // The one argument of a mutation is described by its type, which tools show beside it.
            if !(inside == "args" && inner["name"] == "input") {
                collect(inner, &path, parts);
            }
        }
    }
}
