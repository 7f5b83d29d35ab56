//! Steps of a group's invitation, as requests describe them.

use super::refusal::Refusal;
use super::signer::{Signer, objects, order, unique};
use crate::sandbox::http::Fields;
use crate::sandbox::world::{Document, DocumentGroup, Id, World};

/// What a signer is to do with one document of the group.
pub(super) struct Task {
    pub(super) order: u32,
    pub(super) signer: Signer,
    pub(super) document: Id,
    /// The role to sign in; without one the signer looks on.
    pub(super) role: Option<Id>,
}

/// All tasks of a request. Within a step no address comes twice; a later step may ask the same signer again, as the
/// example of document 002 does.
pub(super) fn tasks(world: &World, group: &DocumentGroup, fields: &Fields) -> Result<Vec<Task>, Refusal> {
    let mut tasks = vec![];
    for step in objects(fields, "invites", Refusal::InvitesRequired)? {
        let order = order(&step)?;
        let signers = objects(&step, "signers", Refusal::SignersRequired)?;
        let read: Vec<Signer> = signers.iter().map(Signer::read).collect::<Result<_, _>>()?;
        unique(read.iter().map(|signer| signer.email.as_str()))?;
        for (signer, fields) in read.iter().zip(&signers) {
            for document in objects(fields, "documents", Refusal::DocumentsRequired)? {
                let (document, role) = task(world, group, &document)?;
                tasks.push(Task { order, signer: signer.clone(), document, role });
            }
        }
    }
    Ok(tasks)
}

fn task(world: &World, group: &DocumentGroup, fields: &Fields) -> Result<(Id, Option<Id>), Refusal> {
    let id = fields.text("id").unwrap_or_default();
    let document =
        id.parse().ok().filter(|id| group.documents.contains(id)).and_then(|id| world.document(id));
    let document = document.ok_or_else(|| Refusal::DocumentElsewhere(id.to_owned()))?;
    Ok((document.id, role(document, fields)?))
}

fn role(document: &Document, fields: &Fields) -> Result<Option<Id>, Refusal> {
    match fields.text("action") {
        Some("sign") => Ok(Some(document.cast(fields.filled("role"), fields.filled("role_id"))?)),
        Some("view") => Ok(None),
        _ => Err(Refusal::ActionInvalid),
    }
}
