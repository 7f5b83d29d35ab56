//! The query string of a list, decoded once.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use url::form_urlencoded;

use super::filter::{Field, Filters};
use super::page::Page;
use super::refusal::Refusal;
use super::sort::{Direction, Key};

/// Path and decoded parameters of a list request. Brackets and braces may come literal or percent-encoded (wire
/// notes §5.2); bare double quotes end before this, as they are no HTTP. A name given twice counts as its last
/// value, as PHP has it.
#[derive(Debug)]
pub(crate) struct Query {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Decodes `raw`, the part of the URI behind the question mark.
    pub(crate) fn new(path: &str, raw: &str) -> Self {
        Self { path: path.to_owned(), pairs: form_urlencoded::parse(raw.as_bytes()).into_owned().collect() }
    }

    /// The last value given for a parameter.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Which page is asked for, or why it cannot be.
    pub(crate) fn page(&self) -> Result<Page, Refusal> {
        Page::parse(&self.path, self.value("page"), self.value("per_page"))
    }

    /// The filters given, out of those the list documents.
    pub(crate) fn filters(&self, fields: &[Field]) -> Result<Filters, Refusal> {
        self.value("filters").map_or_else(|| Ok(Filters::default()), |json| Filters::parse(json, fields))
    }

    /// Puts rows in the order asked for by `sort[field]=asc|desc`; the first `sort` given weighs most, equal rows
    /// keep their order. Fields and directions nobody documents change nothing: no code for them is known.
    pub(crate) fn sort<T>(&self, rows: &mut [T], keys: &[Key<T>]) {
        for (name, value) in self.pairs.iter().rev() {
            let field = name.strip_prefix("sort[").and_then(|rest| rest.strip_suffix(']'));
            let key = keys.iter().find(|key| Some(key.field) == field);
            if let (Some(key), Some(direction)) = (key, Direction::parse(value)) {
                rows.sort_by(|one, other| direction.turn((key.compare)(one, other)));
            }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(parts.uri.path(), parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[Key<(&str, u32)>] = &[
        Key { field: "email", compare: |one, other| one.0.cmp(other.0) },
        Key { field: "updated", compare: |one, other| one.1.cmp(&other.1) },
    ];

    fn sorted(raw: &str) -> Vec<(&'static str, u32)> {
        let mut rows = vec![("b", 2), ("a", 2), ("c", 1)];
        Query::new("/list", raw).sort(&mut rows, KEYS);
        rows
    }

    #[test]
    fn brackets_sort_literal_or_encoded() {
        for raw in ["sort[email]=asc", "sort%5Bemail%5D=asc"] {
            assert_eq!(sorted(raw), [("a", 2), ("b", 2), ("c", 1)]);
        }
        assert_eq!(sorted("sort[email]=desc"), [("c", 1), ("b", 2), ("a", 2)]);
    }

    #[test]
    fn the_first_sort_weighs_most() {
        assert_eq!(sorted("sort[updated]=desc&sort[email]=asc"), [("a", 2), ("b", 2), ("c", 1)]);
        assert_eq!(sorted("sort[updated]=asc&sort[email]=desc"), [("c", 1), ("b", 2), ("a", 2)]);
    }

    #[test]
    fn an_unknown_sort_changes_nothing() {
        for raw in ["", "sort[name]=asc", "sort[email]=up", "sort=email", "sort[email=asc"] {
            assert_eq!(sorted(raw), [("b", 2), ("a", 2), ("c", 1)], "{raw}");
        }
    }

    #[test]
    fn a_parameter_given_twice_counts_as_its_last_value() {
        assert_eq!(Query::new("/list", "page=1&page=2").value("page"), Some("2"));
    }
}
