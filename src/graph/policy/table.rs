//! `fields.txt`: which role each field needs.

use std::collections::BTreeMap;

use crate::callers::Role;

/// The role that each field needs, by type and name.
#[derive(Debug, Default)]
pub(super) struct Table {
    needs: BTreeMap<String, BTreeMap<String, Role>>,
    /// Lines that say nothing, whose fields stand nowhere, and fields given twice, which need the higher role.
    pub(super) complaints: Vec<String>,
}

impl Table {
    /// The table of this graph.
    pub(super) fn own() -> Self {
        Self::read(include_str!("fields.txt"))
    }

    pub(super) fn read(text: &str) -> Self {
        let mut table = Self::default();
        let mut role = None;
        for line in whole_lines(text) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => role = name.parse().ok(),
                None => table.give(role, &line),
            }
        }
        table
    }

    /// The role that a field needs; `None` if it stands nowhere.
    pub(super) fn role(&self, kind: &str, field: &str) -> Option<Role> {
        self.needs.get(kind)?.get(field).copied()
    }

    /// Every field that stands somewhere.
    #[cfg(test)]
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.needs
            .iter()
            .flat_map(|(kind, fields)| fields.keys().map(move |field| (kind.as_str(), field.as_str())))
    }

    fn give(&mut self, role: Option<Role>, line: &str) {
        let (Some(role), Some((kinds, fields))) = (role, line.split_once(':')) else {
            return self.complaints.push(format!("not understood: {line}"));
        };
        for kind in kinds.split(',').map(str::trim) {
            for field in fields.split_whitespace() {
                let needs = self.needs.entry(kind.to_owned()).or_default();
                if let Some(before) = needs.insert(field.to_owned(), role) {
                    needs.insert(field.to_owned(), role.max(before));
                    self.complaints.push(format!("given twice: {kind}.{field}"));
                }
            }
        }
    }
}

/// Lines, each with the indented ones after it, without comments.
fn whole_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match lines.last_mut() {
            Some(last) if line.starts_with(' ') => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}
