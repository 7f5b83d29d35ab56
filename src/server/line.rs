//! The one line that the log has for each request of the graph.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;

/// What the log tells of a request: never the document, never a variable, never a message.
#[derive(Default)]
pub(super) struct Line {
    /// Who asked, once that is known.
    pub(super) caller: Option<Arc<str>>,
    /// The operation, as far as the caller named it.
    pub(super) name: Option<String>,
    /// The code of each error.
    pub(super) codes: Vec<String>,
    /// How many calls to signNow it took, if it ran.
    pub(super) upstream_calls: Option<usize>,
    /// How many answers came from the cache, if it ran.
    pub(super) from_cache: Option<usize>,
}

impl Line {
    /// Writes the line. Equal codes are told once.
    pub(super) fn write(mut self, status: StatusCode, elapsed: Duration) {
        self.codes.sort();
        self.codes.dedup();
        tracing::info!(
            caller = self.caller.as_deref().unwrap_or("-"),
            operation = self.printable_name(),
            status = status.as_u16(),
            codes = self.codes.join(" "),
            upstream_calls = self.upstream_calls,
            from_cache = self.from_cache,
            ms = elapsed.as_millis() as u64,
            "answered"
        );
    }

    /// A name in the alphabet of GraphQL; anything else could forge a line.
    fn printable_name(&self) -> &str {
        let is_plain = |name: &&str| {
            name.len() <= 100 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        self.name.as_deref().filter(is_plain).unwrap_or("-")
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn a_name_cannot_forge_a_line() {
        let printed =
            |name: &str| Line { name: Some(name.to_owned()), ..Line::default() }.printable_name().to_owned();
        assert_eq!(printed("Members_2"), "Members_2");
        assert_eq!(printed("A\n2026-01-01 ERROR"), "-");
        assert_eq!(printed(&"A".repeat(101)), "-");
    }
}
