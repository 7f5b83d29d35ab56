//! What the graph lets callers ask, and what it tells them beside the answer.

use crate::callers::Role;

/// How the graph behaves towards callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether answers tell, under `extensions.upstream`, what they cost. Default true. What in them stood in for something that
    /// signNow failed to answer is told there in any case.
    pub upstream_extension: bool,
    /// The least role that may ask for the schema, and that messages of the library may tell names of it; `None` if none may.
    /// Default [`Role::Viewer`], which is everybody.
    pub introspection: Option<Role>,
    /// How many calls to signNow a query may take, or what is read of a mutation's results: estimated before anything is executed,
    /// and counted while a query is. Default 60; twenty organizations of a hundred members each with their activity take 41.
    pub max_upstream_calls: usize,
    /// How many errors an answer lists; of the rest it tells how many there are. Default 100.
    pub max_errors: usize,
    /// How many lexical tokens a document may have. Default 10 000.
    pub max_tokens: usize,
    /// How many directives may stand in a document. Default 250.
    pub max_directives: usize,
    /// How many fields may have another name than their own, with fragments written out. Default 500.
    pub max_aliases: usize,
    /// How many other names one field may have side by side. Default 100.
    pub max_aliases_of_one_field: usize,
    /// How long a list in an argument or a variable may be. Default 20 000, twice the longest directory of
    /// `reconcileMembers`.
    pub max_list_items: usize,
    /// How deep a document may nest. Default 24; the introspection query of common tools needs 15.
    pub max_depth: usize,
    /// How many fields and spreads a document may stand for once its fragments are written out, with directives and the parts of
    /// values. Default 10 000.
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
            max_upstream_calls: 60,
            max_errors: 100,
            max_tokens: 10_000,
            max_directives: 250,
            max_aliases: 500,
            max_aliases_of_one_field: 100,
            max_list_items: 20_000,
            max_depth: 24,
            max_nodes: 10_000,
            max_mutations: 20,
            max_answer_fields: 250_000,
            max_query_bytes: 64 * 1024,
        }
    }
}
