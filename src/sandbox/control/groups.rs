//! Changes to groups of documents.

use serde_json::Value;

use super::edit::user_named;
use super::input::{Complaint, Input};
use crate::sandbox::world::{DocumentGroup, Id, Round, World};

/// Applies `document_groups` of an edit. A group that is there keeps its owner, and its invitation unless that is taken away.
pub(super) fn edit(input: &Input<'_>, world: &mut World) -> Result<(), Complaint> {
    let Some(groups) = input.object("document_groups")? else { return Ok(()) };
    for name in groups.wording().keys() {
        let named = |group: &DocumentGroup| group.id.to_string() == *name || group.name == *name;
        let place = world.document_groups.iter().position(named);
        match (groups.object(name)?, place) {
            (None, Some(place)) => drop(world.document_groups.remove(place)),
            (None, None) => return Err(groups.complaint(name, "is the id or the name of no document group")),
            (Some(group), place) => write(&group, name, place, world)?,
        }
    }
    Ok(())
}

fn write(input: &Input<'_>, name: &str, place: Option<usize>, world: &mut World) -> Result<(), Complaint> {
    input.only(&["owner", "documents", "invite"])?;
    if input.value("invite").is_some() {
        return Err(input.complaint("invite", "must be null, which takes it away"));
    }
    let owner = match (place, input.text("owner")?) {
        (Some(place), _) => world.document_groups[place].owner,
        (None, Some(owner)) => user_named(input, owner, world)?,
        (None, None) => input.required(owner_of_first(input, world), "owner")?,
    };
    let documents = documents(input, owner, world)?;
    let updated = world.now();
    match place {
        Some(place) => {
            if input.has("invite") {
                take_invite_away(place, world);
            }
            let group = &mut world.document_groups[place];
            (group.documents, group.updated) = (documents, updated);
        }
        None => {
            let (id, name, invite) = (world.new_id(), name.to_owned(), None);
            world.document_groups.push(DocumentGroup { id, owner, name, documents, updated, invite });
        }
    }
    Ok(())
}

/// Signatures stay on the documents.
fn take_invite_away(place: usize, world: &mut World) {
    if let Some(invite) = world.document_groups[place].invite.take() {
        world.withdraw(Round::Group(invite.id));
    }
}

/// Whose the first document is, which is whose the group is unless that is said.
fn owner_of_first(input: &Input<'_>, world: &World) -> Option<Id> {
    let wording = input.value("documents")?.as_array()?.first()?.as_str()?;
    let mut named = world.documents.iter();
    named
        .find(|document| document.id.to_string() == wording || document.name == wording)
        .map(|found| found.owner)
}

/// The documents of the owner that are meant by ids or names; none unless some are named.
fn documents(input: &Input<'_>, owner: Id, world: &World) -> Result<Vec<Id>, Complaint> {
    let problem = || input.complaint("documents", "must be a list of ids or names of documents of the owner");
    let list = match input.value("documents") {
        None => return Ok(vec![]),
        Some(value) => value.as_array().ok_or_else(problem)?,
    };
    let document = |wording: &Value| {
        let wording = wording.as_str()?;
        let mut own = world.documents.iter().filter(|document| document.owner == owner);
        own.find(|document| document.id.to_string() == wording || document.name == wording)
    };
    list.iter().map(|wording| document(wording).map(|document| document.id).ok_or_else(problem)).collect()
}
