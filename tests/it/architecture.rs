//! Who may import whom, and which crate may be named where.
//!
//! The tables below are the architecture; `ARCHITECTURE.md` says it in words. A room may name what stands in its row
//! and nothing else, a foreign name stays in the rooms that own it, and nothing is shared behind everyone's back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("private_file", &[]),
    ("tally", &[]),
    ("callers", &["private_file", "link"]),
    ("signnow", &["private_file", "tally"]),
    ("sandbox", &[]),
    ("cache", &[]),
    ("link", &[]),
    ("idempotency", &["link"]),
    ("directory", &["signnow", "cache"]),
    ("loaders", &["directory", "signnow"]),
    ("graph", &["callers", "loaders", "directory", "signnow", "idempotency"]),
    ("server", &["callers", "graph", "tally"]),
    ("metrics", &["signnow", "cache", "server", "tally"]),
    ("config", &["callers", "signnow", "cache", "idempotency", "directory", "graph", "server", "sandbox"]),
    (
        "app",
        &[
            "callers",
            "signnow",
            "cache",
            "idempotency",
            "directory",
            "graph",
            "server",
            "metrics",
            "config",
            "sandbox",
        ],
    ),
    ("cli", &["app", "callers", "config", "server", "sandbox", "graph", "signnow"]),
    ("main", &["cli"]),
];

/// Names that stay in the rooms or files that own them, and why.
const STAYS_IN: &[(&str, &[&str], &str)] = &[
    ("async_graphql", &["graph/", "server/graphql"], "rooms below the graph do not know GraphQL"),
    ("axum", &["server/", "sandbox/"], "HTTP handlers live at the two edges"),
    ("reqwest", &["signnow/", "cli/"], "one room talks to signNow"),
    ("redis", &["link/", "signnow/token/vault/"], "stores are all that Redis is asked for, over a link"),
    ("prometheus_client", &["metrics/"], "rooms count in plain numbers"),
    (
        "moka",
        &["cache/", "graph/validation/documents"],
        "the cache can be replaced in one room; documents are kept where they are validated",
    ),
    ("apollo_compiler", &["graph/validation/"], "one room validates, whatever executes"),
    ("apollo_parser", &["graph/validation/"], "one room validates, whatever executes"),
    ("dataloader", &["loaders/"], "the batching library can be replaced in one room"),
    (
        "std::env",
        &["config/", "signnow/token/simulation/"],
        "what a process is told reaches it through its configuration",
    ),
    (
        "expose_secret",
        &["signnow/", "link/", "config/", "callers/key", "cli/integrations"],
        "a secret is opened where it is sent, compared or shown once, and nowhere else",
    ),
    ("anyhow", &["config/", "cli/", "app", "main"], "rooms that others build on have typed errors"),
];

/// Types that make a static change or be filled later, by how their names begin.
const CHANGING: &[&str] = &["Mutex", "RwLock", "Once", "Lazy", "Atomic", "Cell", "RefCell", "UnsafeCell"];

#[test]
fn rooms_import_only_what_their_row_allows() {
    let allowed: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(may_import) = allowed.get(source.room.as_str()) else {
            if source.room != "lib" {
                wrong.push(format!("{}: the room `{}` has no row in MAY_IMPORT", source.path, source.room));
            }
            continue;
        };
        for (line, other) in source.imports() {
            if other != source.room && !may_import.contains(&other.as_str()) {
                wrong.push(format!("{}:{line}: {} → {other} is not in the table", source.path, source.room));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\nSee \"The rooms\" in ARCHITECTURE.md.", wrong.join("\n"));
}

#[test]
fn foreign_names_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, places, why) in STAYS_IN {
            if places.iter().any(|place| source.path.starts_with(place)) {
                continue;
            }
            for (line, text) in source.production() {
                if names(&unquoted(text), name) {
                    wrong.push(format!("{}:{line}: names `{name}`, but {why}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\nSee \"What is not there\" in ARCHITECTURE.md.", wrong.join("\n"));
}

#[test]
fn only_the_directory_and_the_composition_hold_a_client() {
    let holds = |source: &Source| source.production().any(|(_, text)| names(text, "Client"));
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|source| {
            !["signnow", "directory", "app", "cli", "sandbox", "link"].contains(&source.room.as_str())
        })
        .filter(holds)
        .map(|source| source.path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?} name the client; reads go through the directory");
}

#[test]
fn no_path_climbs_out_of_its_room() {
    let mut wrong = Vec::new();
    for source in sources() {
        let climbers = source.production().filter(|(_, text)| climb(text) >= source.depth());
        wrong.extend(climbers.map(|(line, text)| format!("{}:{line}: {}", source.path, text.trim())));
    }
    assert!(wrong.is_empty(), "\n{}\nName another room as `crate::room`.", wrong.join("\n"));
    assert_eq!(climb("use super::a; pub(in super::super::b)"), 2);
    assert_eq!(climb("pub(super) fn its_super::x()"), 0);
}

#[test]
fn no_static_is_mutable_or_filled_later() {
    let mut wrong = Vec::new();
    for source in sources() {
        let changing = source.production().filter(|(_, text)| is_changing_static(text));
        wrong.extend(changing.map(|(line, text)| format!("{}:{line}: {}", source.path, text.trim())));
    }
    assert!(wrong.is_empty(), "\n{}\nWhat is shared is handed on by the composition.", wrong.join("\n"));
    for line in [
        "static mut CALLS: u64 = 0;",
        "pub(crate) static CALLS: AtomicU64 = AtomicU64::new(0);",
        "    static NAMES: std::sync::LazyLock<Vec<String>> = LazyLock::new(Vec::new);",
        "static NAMES: OnceLock<&'static Mutex<u8>> = OnceLock::new();",
        "thread_local! {",
    ] {
        assert!(is_changing_static(line), "{line}");
    }
    for line in
        ["fn name(&self) -> &'static Mutex<u8> {", "static NAME: &str = \"Mutex\";", "let ecstatic = 1;"]
    {
        assert!(!is_changing_static(line), "{line}");
    }
}

/// A file under `src`.
struct Source {
    /// Relative to `src`, with `/` on every platform.
    path: String,
    room: String,
    text: String,
}

impl Source {
    /// How many steps up lead out of the room: 1 from its door, `room.rs` or `room/mod.rs`.
    fn depth(&self) -> usize {
        self.path.trim_end_matches("/mod.rs").split('/').count()
    }

    /// Lines of code, numbered from 1: comments left out, and the unit tests at the end of the file.
    fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        lines.enumerate().map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
    }

    /// The rooms named by `crate::…` or, in `main`, by `signgraph::…`.
    fn imports(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (line, text) in self.production() {
            for part in text.split("crate::").skip(1).chain(text.split("signgraph::").skip(1)) {
                let room: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                assert!(
                    !room.is_empty(),
                    "{}:{line}: import rooms one per line, `use crate::room::…`",
                    self.path
                );
                found.push((line, room));
            }
        }
        found
    }
}

/// The longest chain of `super::` in `text`.
fn climb(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts = text.match_indices("super::").filter(|(at, _)| !text[..*at].ends_with(is_word));
    let chain = |(at, _)| (1..).take_while(|n| text[at..].starts_with(&"super::".repeat(*n))).count();
    starts.map(chain).max().unwrap_or_default()
}

/// Whether a static is declared here that is mutable, of a type that changes, or there for each thread.
fn is_changing_static(text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut declared = text.match_indices("static ").filter_map(|(at, word)| {
        let is_keyword = !text[..at].ends_with(|c| is_word(c) || c == '\'');
        is_keyword.then(|| text[at + word.len()..].split('=').next().unwrap_or_default())
    });
    let changes = |declared: &str| {
        let mut words = declared.split(|c| !is_word(c));
        words.any(|word| word == "mut" || CHANGING.iter().any(|name| word.starts_with(name)))
    };
    ["thread_local!", "lazy_static!"].iter().any(|name| text.contains(name)) || declared.any(changes)
}

/// A line without what stands in quotation marks on it: the keys of a configuration name no crate.
fn unquoted(text: &str) -> String {
    text.split('"').step_by(2).collect()
}

/// Whether `text` names `name` as a whole word, or a crate of its family: `axum_extra` belongs to `axum`.
fn names(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(|c| c.is_alphanumeric())
    })
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(source(&root, path));
            }
        }
    }
    assert!(found.len() > 20, "the scan found only {} files", found.len());
    found
}

fn source(root: &Path, path: PathBuf) -> Source {
    let text = fs::read_to_string(&path).unwrap();
    let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let room = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
    Source { path, room, text }
}
