//! From a text to a syntax tree.

use apollo_compiler::ast;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::WithErrors;
use async_graphql::{Pos, ServerError};

use super::columns::Columns;
use super::fault::refusal;
use super::tokens::{self, Stop};
use crate::graph::error::Code;

/// How deep braces and brackets may nest. Every walk over a document recurses, and a stack ends somewhere.
const DEEPEST: usize = 100;

/// How many words a document may have, and blanks between them; some five thousand fields have as many.
const MOST_WORDS: usize = 25_000;

/// Reads a document.
///
/// # Errors
/// `GRAPHQL_PARSE_FAILED` with the first place that is not GraphQL; `QUERY_TOO_LARGE` where it nests too deep to be read,
/// or has too many words.
pub(super) fn parse(text: &str, columns: &Columns) -> Result<ast::Document, ServerError> {
    tokens::scan(text, DEEPEST, MOST_WORDS).map_err(|stop| stopped(&stop, columns))?;
    read(text, columns).or_else(|refused| match tokens::plain(text) {
        Some(plain) => read(&plain, columns),
        None => Err(refused),
    })
}

fn read(text: &str, columns: &Columns) -> Result<ast::Document, ServerError> {
    // The parser counts one for some steps down and more for others; what is too deep was refused before.
    let parsed = Parser::new().recursion_limit(4 * DEEPEST).parse_ast(text, "");
    let tree = parsed.map_err(|failed| explain(&failed, columns))?;
    match tokens::lost(text, &tree) {
        Some(offset) if is_executable(&tree) => {
            let message = "This is not GraphQL: something is missing, or too much, about here.";
            Err(refusal(Code::GraphqlParseFailed, message.to_owned(), columns.at(offset)))
        }
        _ => Ok(tree),
    }
}

fn stopped(stop: &Stop, columns: &Columns) -> ServerError {
    match stop {
        Stop::Error(error) => not_graphql(error.message(), columns.at(error.index())),
        Stop::Depth(offset) => too_deep(columns.at(*offset)),
        Stop::Words(offset) => {
            let message = format!("This document has more than {MOST_WORDS} words and blanks.");
            refusal(Code::QueryTooLarge, message, columns.at(*offset))
        }
    }
}

/// Others are refused whatever they say.
fn is_executable(tree: &ast::Document) -> bool {
    tree.definitions.iter().all(ast::Definition::is_executable_definition)
}

fn explain(failed: &WithErrors<ast::Document>, columns: &Columns) -> ServerError {
    let first = failed.errors.iter().next();
    let place = columns.place(first.as_ref().and_then(|first| first.error.location()));
    let reason = first.map(|first| first.error.to_string()).unwrap_or_default();
    match reason.strip_prefix("syntax error: ") {
        Some(reason) => not_graphql(reason, place),
        None => too_deep(place),
    }
}

fn not_graphql(reason: &str, place: Pos) -> ServerError {
    refusal(Code::GraphqlParseFailed, format!("This is not GraphQL: {}.", in_words(reason)), place)
}

fn too_deep(place: Pos) -> ServerError {
    let message = format!("This document nests deeper than {DEEPEST} levels.");
    refusal(Code::QueryTooLarge, message, place)
}

/// The reason without what was found instead, which may be somebody's password with a quote missing.
fn in_words(reason: &str) -> String {
    let reason = reason.split(", got ").next().unwrap_or_default().trim_end_matches('.');
    let reason = match reason.strip_prefix("expected ").and_then(sign) {
        Some(sign) => format!("expected `{sign}`"),
        None => reason.to_owned(),
    };
    let mut characters = reason.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

fn sign(name: &str) -> Option<char> {
    Some(match name {
        "R_CURLY" => '}',
        "R_PAREN" => ')',
        "R_BRACK" => ']',
        "AT" => '@',
        _ => return None,
    })
}
