//! The file: read, parsed with recovery, and flattened into dotted keys that know their line.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::kind::Raw;

/// A configuration file as a flat list of what it sets.
#[derive(Default)]
pub(super) struct Document {
    /// By dotted key; a table without any key counts as a key itself.
    pub(super) values: BTreeMap<String, (usize, Raw)>,
    /// Why the file, or a part of it, could not be understood.
    pub(super) complaints: Vec<String>,
}

impl Document {
    /// Reads a file. What is wrong with it is in `complaints`; the rest of it is kept all the same.
    pub(super) fn read(path: &Path) -> Document {
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => Document::parse(path, &text),
            Ok(Err(_)) => Document::unreadable(path, "is not text in UTF-8"),
            Err(error) => Document::unreadable(path, &format!("cannot be read ({error})")),
        }
    }

    fn parse(path: &Path, text: &str) -> Document {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut document = Document::default();
        for error in errors {
            let place = place(path, line(text, error.span()));
            document.complaints.push(format!("{place}: this is not TOML; {}", error.message()));
        }
        document.flatten(text, "", table.into_inner());
        document
    }

    fn flatten(&mut self, text: &str, prefix: &str, table: DeTable<'_>) {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            let line = line(text, Some(name.span()));
            match value.into_inner() {
                DeValue::Table(inner) if !inner.is_empty() => self.flatten(text, &format!("{key}."), inner),
                value => drop(self.values.insert(key, (line, value.into()))),
            }
        }
    }

    fn unreadable(path: &Path, reason: &str) -> Document {
        let line = format!("{}: {reason}; name another file with --config", path.display());
        Document { complaints: vec![line], ..Document::default() }
    }
}

/// A line of a file, written as compilers write it.
pub(super) fn place(path: &Path, line: usize) -> String {
    format!("{}:{line}", path.display())
}

fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    before.matches('\n').count() + 1
}
