//! Everything the client can do.

use super::command::{Command, Nature};
use super::route::Route;
use super::{events, v1, v2};

/// One thing the client can do at signNow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// Method and template of the call.
    pub route: Route,
    /// What it is when it arrives twice; `None` for a read.
    pub nature: Option<Nature>,
}

impl Operation {
    /// The read with this route.
    pub(super) const fn read(route: Route) -> Operation {
        Operation { route, nature: None }
    }

    /// A command, by its type.
    pub(super) const fn write<C: Command>() -> Operation {
        Operation { route: C::ROUTE, nature: Some(C::NATURE) }
    }
}

/// Every read and every command of this client, v1 before v2 before events; each once. What concerns tokens is not
/// among them: no caller can do that. Two commands may share a route and differ in their nature: field and freeform
/// invitations are sent by one call of signNow's, which looks at the body.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    v1::OPERATIONS.iter().chain(v2::OPERATIONS).chain(events::OPERATIONS)
}
