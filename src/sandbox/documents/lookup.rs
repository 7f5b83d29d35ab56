//! Which documents somebody may know of, and change.

use super::refusal::Refusal;
use crate::sandbox::http::Bearer;
use crate::sandbox::world::{Document, Id, User, World};

/// A document, for its owner and for those invited to sign it. For everybody else there is none.
pub(crate) fn visible<'world>(
    world: &'world World,
    bearer: &Bearer,
    id: Id,
) -> Result<&'world Document, Refusal> {
    let user = world.users.get(&bearer.user).ok_or(Refusal::NotFound)?;
    world.document(id).filter(|document| may_see(user, document)).ok_or(Refusal::NotFound)
}

/// A document, for its owner.
pub(crate) fn owned<'world>(
    world: &'world World,
    bearer: &Bearer,
    id: Id,
) -> Result<&'world Document, Refusal> {
    let document = visible(world, bearer, id)?;
    if document.owner == bearer.user { Ok(document) } else { Err(Refusal::NotOwner) }
}

fn may_see(user: &User, document: &Document) -> bool {
    let invited = document.invites.iter().any(|invite| invite.is_for(&user.email));
    let asked = document.freeform_invites.iter().any(|invite| invite.email.eq_ignore_ascii_case(&user.email));
    document.owner == user.id || invited || asked
}
