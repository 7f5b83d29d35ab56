//! Callers of this server, as opposed to signNow's users, on whose behalf they call.
//!
//! Says what a caller may be. The room knows nothing of GraphQL, of HTTP or of signNow, and imports no other.

mod role;

pub use role::{Role, UnknownRole};
