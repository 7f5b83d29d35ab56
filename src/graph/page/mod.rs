//! The one pagination: Relay connections over whatever can be sliced.
//!
//! Relay's Cursor Connections Specification on one side, numbered pages of a hundred on the other. A cursor is the
//! place of a row in its list and names the list, filters and order included, so it survives a restart, and a page of a connection costs only the upstream pages it
//! touches.

mod connection;
mod cursor;
mod slice;
mod upstream;

pub(super) use connection::Connection;
pub(super) use slice::{DEFAULT_ROWS, MOST_ROWS, PageArguments};
pub(super) use upstream::{connect, connect_rows};
