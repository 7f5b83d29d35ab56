//! The table of promises says what there is: each has a row, and each test that is named exists.

use std::fs;
use std::path::Path;

const TABLE: &str = include_str!("../../scripts/promises");
const PAGE: &str = include_str!("../../docs/promises.md");

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let words: Vec<_> = line.split(' ').collect();
        let [promise, suite, test] = words[..] else { panic!("{line}") };
        (promise, suite, test)
    })
}

fn row(promise: &str) -> &'static str {
    let row = PAGE.lines().find(|line| line.starts_with(&format!("| {promise} |")));
    row.unwrap_or_else(|| panic!("docs/promises.md has no row for {promise}"))
}

#[test]
fn every_promise_has_a_row_and_what_is_kept_is_shown() {
    for number in 1..=26 {
        let promise = format!("P{number}");
        let is_shown = lines().any(|(named, ..)| named == promise);
        let is_kept = !row(&promise).contains("| not kept |");
        assert_eq!(is_shown, is_kept, "{promise}");
    }
}

#[test]
fn every_test_that_is_named_exists() {
    for (_, suite, test) in lines() {
        let parts: Vec<_> = test.trim_end_matches("::").split("::").collect();
        let root = if suite == "lib" { "src" } else { "tests/it" };
        let is_there = |depth: usize| {
            let place = format!("{root}/{}", parts[..depth].join("/"));
            [format!("{place}.rs"), format!("{place}/mod.rs")]
                .into_iter()
                .find(|file| Path::new(file).exists())
        };
        let function = parts.last().unwrap();
        let is_function = (1..parts.len()).rev().find_map(is_there).is_some_and(|file| {
            let text = fs::read_to_string(file).unwrap();
            text.contains(&format!("fn {function}("))
        });
        assert!(is_function || is_there(parts.len()).is_some(), "{test}");
    }
}
