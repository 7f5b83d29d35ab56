//! What the schema's own scalars take; the specification leaves that to whoever defines them.

use chrono::DateTime;

/// What is wrong with a text for a scalar of this name; nothing for scalars that take any.
pub(super) fn complaint(scalar: &str, text: Option<&str>) -> Option<&'static str> {
    match scalar {
        "DateTime" if !text.is_some_and(is_moment) => {
            Some("has to be a moment in the format of RFC 3339, such as \"2026-01-31T09:30:00Z\"")
        }
        _ => None,
    }
}

fn is_moment(text: &str) -> bool {
    DateTime::parse_from_rfc3339(text).is_ok()
}
