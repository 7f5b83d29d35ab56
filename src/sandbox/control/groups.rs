//! New groups of documents.

use serde_json::Value;

use super::input::{Complaint, Input};
use crate::sandbox::world::{Document, DocumentGroup, Id, World};

/// Makes a group with this name, of the owner of its documents. A document is in one group at most, here as
/// elsewhere.
pub(super) fn add(groups: &Input<'_>, name: &str, world: &mut World) -> Result<(), Complaint> {
    let input = groups.required(groups.object(name)?, name)?;
    input.only(&["documents"])?;
    let problem = "must be a list of ids or names of one user's documents outside of groups";
    let documents = input.value("documents").and_then(|list| documents(list, world));
    let documents = documents.ok_or_else(|| input.complaint("documents", problem))?;
    let owner = documents[0].owner;
    let documents: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let (id, name, updated) = (world.new_id(), name.to_owned(), world.now());
    world.document_groups.push(DocumentGroup { id, owner, name, documents, updated, invite: None });
    Ok(())
}

/// At least one document, all of one owner.
fn documents<'world>(list: &Value, world: &'world World) -> Option<Vec<&'world Document>> {
    let named = |name: &Value| {
        let is_meant = |document: &&Document| document.id.to_string() == *name || document.name == *name;
        let document = world.documents.iter().find(is_meant)?;
        world.group_of_document(document.id).is_none().then_some(document)
    };
    let documents: Vec<&Document> = list.as_array()?.iter().map(named).collect::<Option<_>>()?;
    let owner = documents.first()?.owner;
    documents.iter().all(|document| document.owner == owner).then_some(documents)
}
