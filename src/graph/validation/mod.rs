//! Whether a document may be executed: graphql-js's verdict, whatever the library that executes would say.
//!
//! The library's own parser and rules are not asked: they take some documents that the specification forbids, and refuse
//! some that it allows. `apollo-compiler` reads the text and validates; `rules` adds what it lets pass; what is valid is
//! handed to the library in the library's own words, and kept, so that the next request with the same text costs a look.
//! This room knows the schema as a text and nothing of resolvers. It echoes names and types, and never a value.

mod columns;
mod conversion;
mod document;
mod documents;
mod fault;
mod omitted;
mod rules;
mod scalars;
mod syntax;
mod tokens;
mod types;
mod validator;
mod variables;

pub(super) use document::Document;
pub(super) use documents::Documents;
pub(super) use omitted::leave_out;
