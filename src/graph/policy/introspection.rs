//! What of the schema is told to whom, beside its answers.

/// The two fields of a query that tell the schema (GraphQL specification, section 4.1).
pub(super) fn tells_the_schema(field: &str) -> bool {
    matches!(field, "__schema" | "__type")
}

/// A message of the library's, without the names that it offers in place of an unknown one. Names hold no spaces, so
/// nothing that a caller wrote is mistaken for the offer.
pub(in crate::graph) fn without_suggestion(message: &str) -> &str {
    message.split_once(" Did you mean ").map_or(message, |(message, _)| message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_cut_off() {
        let message = "Unknown field \"nam\" on type \"User\". Did you mean \"name\"?";
        assert_eq!(without_suggestion(message), "Unknown field \"nam\" on type \"User\".");
        assert_eq!(without_suggestion("Unknown type \"Did\""), "Unknown type \"Did\"");
    }
}
