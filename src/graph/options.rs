//! What the graph lets callers ask, and what it tells them beside the answer.

use crate::callers::Role;

/// How the graph behaves towards callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether answers tell, under `extensions.upstream`, what they cost. Default true. What in them stood in for something that
    /// signNow failed to answer is told there in any case.
    pub upstream_extension: bool,
    /// The least role that may ask for the schema, and that is told the names that an unknown one resembles; `None` if none may.
    /// Default [`Role::Viewer`], which is everybody.
    pub introspection: Option<Role>,
    /// How deep a document may nest. Default 24; the introspection query of common tools needs 15.
    pub max_depth: usize,
    /// How many fields a document may stand for once its fragments are written out, with directives and the parts of values.
    /// Default 10 000.
    pub max_nodes: usize,
    /// How many mutations a document may hold, with fragments written out. Default 20.
    pub max_mutations: usize,
    /// How many fields an answer may hold when every list is as long as its page. Default 250 000.
    pub max_answer_fields: usize,
    /// How long a document may be, in bytes. Default 64 KiB.
    pub max_query_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            upstream_extension: true,
            introspection: Some(Role::Viewer),
            max_depth: 24,
            max_nodes: 10_000,
            max_mutations: 20,
            max_answer_fields: 250_000,
            max_query_bytes: 64 * 1024,
        }
    }
}
