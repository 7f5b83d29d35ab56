//! The contract: `schema.graphql` is what the program serves, and every part of it is described.

use signgraph::graph::Graph;

#[test]
fn the_file_is_the_schema() {
    let file = include_str!("../../schema.graphql");
    assert!(
        file == Graph::sdl(),
        "schema.graphql is not what the program serves; run `just schema` and read the diff"
    );
}

/// Clients read descriptions where they write queries, so a part without one is a defect.
#[test]
fn every_part_of_the_schema_is_described() {
    let sdl = Graph::sdl();
    let mut undescribed = Vec::new();
    let mut described = false;
    let mut inside = String::new();
    for line in sdl.lines() {
        let text = line.trim();
        if text.ends_with("\"\"\"") {
            described = true;
            continue;
        }
        let begins =
            ["type ", "interface ", "enum ", "input ", "scalar "].iter().any(|word| text.starts_with(word));
        if begins {
            inside = text.to_owned();
        }
        let is_part = begins || (line.starts_with('\t') && !text.is_empty() && text != "}");
        let is_text = text.starts_with(|c: char| c.is_alphabetic());
        if is_part && is_text && !described && !inside.starts_with("schema") {
            undescribed.push(format!("{inside} … {text}"));
        }
        if !text.is_empty() {
            described = false;
        }
    }
    assert!(undescribed.is_empty(), "not described:\n{}", undescribed.join("\n"));
}
