//! `config.example.toml` is whole and true.

use std::fs;
use std::path::Path;

use signgraph::config::keys;

use super::desk::Desk;

#[test]
fn the_example_shows_every_key_with_its_default() {
    let example =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml")).unwrap();
    let uncommented: Vec<&str> = example
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| is_key(rest)).unwrap_or(line))
        .collect();
    let config = Desk::with_file(&uncommented.join("\n")).config();
    assert_eq!(format!("{config:#?}"), format!("{:#?}", Desk::new().config()));

    let mut shown = shown_keys(&example);
    let mut known = keys();
    shown.sort();
    known.sort();
    assert_eq!(shown, known);
}

/// Every key of the example, with or without a default, under its section.
fn shown_keys(example: &str) -> Vec<String> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in example.lines() {
        let line = line.trim_start_matches('#').trim_start();
        // What is there only if somebody wants it stands behind a comment with its section.
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
        }
        if is_key(line) {
            keys.push(format!("{section}.{}", line.split(' ').next().unwrap()));
        }
    }
    keys
}

fn is_key(line: &str) -> bool {
    let name = line.split(" = ").next().filter(|_| line.contains(" = "));
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}
