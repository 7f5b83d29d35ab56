//! `POST /documentgroup`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, DocumentGroup, Id, World};

/// Makes a group of documents of the caller's.
pub(super) async fn create(State(shared): State<Arc<Shared>>, bearer: Bearer, fields: Fields) -> Reply {
    let mut world = shared.world();
    let name = fields.filled("group_name").ok_or(Refusal::NameRequired)?.to_owned();
    let documents = documents(&world, &bearer, &fields)?;
    let (id, updated) = (world.new_id(), world.now());
    world.document_groups.push(DocumentGroup {
        id,
        owner: bearer.user,
        name,
        documents,
        updated,
        invite: None,
    });
    ok(json!({ "id": id }))
}

fn documents(world: &World, bearer: &Bearer, fields: &Fields) -> Result<Vec<Id>, Refusal> {
    let ids = fields.get("document_ids").and_then(Value::as_array).filter(|ids| !ids.is_empty());
    let ids: Option<Vec<&str>> = ids.and_then(|ids| ids.iter().map(Value::as_str).collect());
    let mut documents: Vec<&Document> = vec![];
    for id in ids.ok_or(Refusal::DocumentsRequired)? {
        let document = fit(world, bearer, id)?;
        if documents.iter().any(|known| known.id == document.id) {
            return Err(Refusal::DocumentTwice(id.to_owned()));
        }
        documents.push(document);
    }
    let has_fields = documents.iter().any(|document| !document.fields.is_empty());
    let ids = documents.iter().map(|document| document.id).collect();
    if has_fields { Ok(ids) } else { Err(Refusal::NoFields) }
}

/// A document that may come into a group.
fn fit<'world>(world: &'world World, bearer: &Bearer, id: &str) -> Result<&'world Document, Refusal> {
    let document = id.parse().ok().and_then(|id| world.document(id));
    let document = document.filter(|document| document.owner == bearer.user);
    let document = document.ok_or_else(|| Refusal::DocumentNotFound(id.to_owned()))?;
    if document.template {
        return Err(Refusal::Template(id.to_owned()));
    }
    if world.group_of_document(document.id).is_some() {
        return Err(Refusal::InOtherGroup(id.to_owned()));
    }
    if world.is_out(document) { Err(Refusal::Invited(id.to_owned())) } else { Ok(document) }
}
