//! Who a request was accepted as, for the ledger.

use axum::http::HeaderMap;

use super::basic::Basic;
use super::bearer;
use crate::sandbox::options::CLIENT_ID;
use crate::sandbox::world::World;

/// The address of a user, or `client:` with the id of an application. A handler that learns it from the body
/// puts it among the extensions of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Principal(pub(crate) String);

impl Principal {
    /// What the headers prove.
    pub(crate) fn of(headers: &HeaderMap, world: &World) -> Option<Principal> {
        let user = bearer::presented(headers).and_then(|token| world.user_of_token(token));
        let client = || Basic::of(headers).map(|_| format!("client:{CLIENT_ID}"));
        user.map(|user| user.email.clone()).or_else(client).map(Principal)
    }
}
