//! From a text to a syntax tree.

use apollo_compiler::ast;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::parser::Parser;
use async_graphql::ServerError;

use super::columns::Columns;
use super::fault::refusal;
use crate::graph::error::Code;

/// How deep braces and brackets may nest. Every walk over a document recurses, so a stack has to be deep enough for it.
pub(super) const DEEPEST: usize = 100;

/// Reads a document.
///
/// # Errors
/// `GRAPHQL_PARSE_FAILED` with the first place that is not GraphQL; `QUERY_TOO_LARGE` where it nests too deep to be read.
pub(super) fn parse(text: &str, columns: &Columns) -> Result<ast::Document, ServerError> {
    let parsed = Parser::new().recursion_limit(DEEPEST).parse_ast(text, "");
    parsed.map_err(|failed| {
        let first = failed.errors.iter().next();
        let place = columns.place(first.as_ref().and_then(|first| first.error.location()));
        let reason = first.map(|first| first.error.to_string()).unwrap_or_default();
        match reason.strip_prefix("syntax error: ") {
            // What was found instead may be somebody's password with a quote missing.
            Some(reason) => {
                let reason = reason.split(", got ").next().unwrap_or_default().trim_end_matches('.');
                refusal(Code::GraphqlParseFailed, format!("This is not GraphQL: {}.", lower(reason)), place)
            }
            None => {
                let message = format!("This document nests deeper than {DEEPEST} levels.");
                refusal(Code::QueryTooLarge, message, place)
            }
        }
    })
}

fn lower(reason: &str) -> String {
    let mut characters = reason.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}
