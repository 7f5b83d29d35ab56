//! The HTTP side of the graph.
//!
//! Guaranteed: every answer of `/graphql` is JSON in the media type the caller asked for, with the status that
//! GraphQL over HTTP gives it; nothing changes state on a request that a foreign page could send without asking
//! first, and nothing is run on one that a browser says a foreign page sent; bodies, time, host names and
//! the number of requests at once are bounded; a panic tells nothing. The room refuses to know what the
//! graph means: it hands over a request and writes down the answer.

mod accept;
mod assets;
mod content_type;
mod error;
mod graphql;
mod graphs;
mod health;
mod host;
mod line;
mod multipart;
mod operation;
mod options;
mod origin;
mod overload;
mod page;
mod phase;
mod router;
mod scrape;
mod serve;
mod tally;

pub use graphs::Graphs;
pub use health::{Details, Readiness};
pub use options::Options;
pub use page::EXAMPLE_QUERY;
pub use phase::Phase;
pub use router::router;
pub use scrape::scrape_router;
pub use serve::serve;
pub use tally::{Outcome, Served, Tally};
