//! `signgraph schema`.

use std::fs;

use signgraph::graph::Graph;
use tempfile::TempDir;

use super::program::{errors, run, text};

#[test]
fn the_schema_is_printed_as_it_is_and_a_drift_is_summed_up() {
    let printed = text(&run(&["schema"], &[("SIGNGRAPH_NONSENSE", "does not matter here")]));
    assert_eq!(printed, Graph::sdl());
    assert!(printed.ends_with('\n'));

    let directory = TempDir::new().unwrap();
    let path = directory.path().join("schema.graphql");
    let path = path.to_str().unwrap();
    fs::write(path, &printed).unwrap();
    let same = run(&["schema", "--check", path], &[]);
    assert_eq!((same.status.code(), text(&same).as_str(), errors(&same).len()), (Some(0), "", 0));

    fs::write(path, format!("{printed}type Extra {{\n  id: ID!\n}}\n")).unwrap();
    let drifted = run(&["schema", "--check", path], &[]);
    assert_eq!((drifted.status.code(), text(&drifted).as_str()), (Some(1), ""));
    assert_eq!(
        errors(&drifted),
        [
            format!("error: {path} is not the schema of the code: 0 lines more, 3 lines less"),
            "  -type Extra {".to_owned(),
            "  -  id: ID!".to_owned(),
            "  -}".to_owned(),
            format!("If the change is meant: signgraph schema > {path}"),
        ]
    );
    assert_eq!(run(&["schema", "--check", "/nowhere/schema.graphql"], &[]).status.code(), Some(1));
}
