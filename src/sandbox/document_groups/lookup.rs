//! Whose a group is.

use super::refusal::Refusal;
use crate::sandbox::http::Bearer;
use crate::sandbox::world::{DocumentGroup, Id, World};

/// A group, for its owner. For everybody else there is none.
pub(crate) fn owned<'world>(
    world: &'world World,
    bearer: &Bearer,
    id: Id,
) -> Result<&'world DocumentGroup, Refusal> {
    let group = world.document_group(id).filter(|group| group.owner == bearer.user);
    group.ok_or(Refusal::NotFound)
}
