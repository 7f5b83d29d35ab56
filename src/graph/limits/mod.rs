//! What a document may cost, told from the document and its variables before anything is executed.
//!
//! In the order in which it is looked at: bytes and tokens, before the document is parsed; how deep it nests, how much it
//! stands for with its fragments written out, and what its answer may hold (`weight`); what stands in its text (`text`); and
//! how many calls to signNow it may take (`calls`). `docs/limits.md` tells the figures. What cannot be known before is
//! bounded on the way: calls by a cap, errors by how many are listed.

mod arguments;
mod calls;
mod errors;
mod text;
mod tokens;
mod weight;

use async_graphql::Variables;
use async_graphql::parser::types::ExecutableDocument;

use self::arguments::Arguments;
pub(super) use self::calls::{Calls, Estimate};
pub(super) use self::errors::{list_some, tell_withheld};
use super::error::{Code, Failure, coded};
use super::options::Options;

/// Refuses a document that is too long to be parsed.
///
/// # Errors
/// `QUERY_TOO_LARGE` naming the measure and the limit.
pub(super) fn check_length(document: &str, options: &Options) -> Result<(), Failure> {
    if document.len() > options.max_query_bytes {
        return Err(too_large("is longer than", options.max_query_bytes, "bytes"));
    }
    match tokens::are_more_than(document, options.max_tokens) {
        true => Err(too_large("has more than", options.max_tokens, "tokens")),
        false => Ok(()),
    }
}

/// Refuses a document that is too large in any measure.
///
/// # Errors
/// `QUERY_TOO_LARGE` naming the measure and the limit.
pub(super) fn check(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    options: &Options,
) -> Result<(), Failure> {
    let arguments = Arguments::new(document, operation_name, variables);
    text::check(document, variables, options)?;
    weight::check(document, &arguments, options)
}

/// How many calls to signNow the operation may take, and refuses it if these are too many.
///
/// # Errors
/// `QUERY_TOO_LARGE` naming both numbers.
pub(super) fn estimate(
    calls: &Calls,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    options: &Options,
) -> Result<Estimate, Failure> {
    let arguments = Arguments::new(document, operation_name, variables);
    let estimate = calls.estimate(document, operation_name, &arguments);
    let (reads, most) = (estimate.reads, options.max_upstream_calls);
    if reads > most {
        let message = format!(
            "This operation may take {reads} calls to signNow, and {most} are the most; ask for smaller pages, or for less."
        );
        return Err(coded(Code::QueryTooLarge, message));
    }
    Ok(estimate)
}

/// `exceeds` and `unit` stand before and after the limit.
fn too_large(exceeds: &str, most: usize, unit: &str) -> Failure {
    coded(Code::QueryTooLarge, format!("This document {exceeds} {most} {unit}."))
}
