//! `PUT /document/{document_id}`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::lookup::owned;
use super::placement::Placement;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, Field, Id, Role, World};

/// Renames a document, puts fields on it in place of all that were there, or both. Texts, checks and signatures of
/// the owner's own are not imitated: the answer shows none.
pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let document = owned(&world, &bearer, id)?;
    let name = name(&fields)?;
    let placements = Placement::read(&fields, document.page_count)?;
    if placements.is_some() && world.is_out(document) {
        return Err(Refusal::FieldsInvited.into());
    }
    change(&mut world, id, name, placements);
    let mut answer = json!({ "id": id });
    for kind in
        ["signatures", "texts", "checks", "views", "attachments", "radiobuttons", "hyperlinks", "lines"]
    {
        answer[kind] = json!([]);
    }
    ok(answer)
}

fn name(fields: &Fields) -> Result<Option<&str>, Refusal> {
    match fields.get("document_name") {
        None => Ok(None),
        Some(Value::String(name)) if !name.trim().is_empty() => Ok(Some(name)),
        Some(_) => Err(Refusal::NameInvalid),
    }
}

fn change(world: &mut World, id: Id, name: Option<&str>, placements: Option<Vec<Placement>>) {
    let now = world.now();
    let Some((document, random)) = world.document_and_random(id) else { return };
    if let Some(name) = name {
        document.name = name.to_owned();
    }
    if let Some(placements) = placements {
        replace_fields(document, placements, || Id::random(random));
    }
    document.updated = now;
}

/// A role keeps its id as long as some field names it, and is gone with the last one.
fn replace_fields(document: &mut Document, placements: Vec<Placement>, mut new_id: impl FnMut() -> Id) {
    let old = std::mem::take(&mut document.roles);
    (document.modified, document.fields) = (true, vec![]);
    document.invites.clear();
    for Placement { kind, role, attributes } in placements {
        let known = document.roles.iter().find(|known| known.name == role).map(|role| role.id);
        let role_id = known.unwrap_or_else(|| {
            let kept = old.iter().find(|kept| kept.name == role).map(|kept| kept.id);
            let id = kept.unwrap_or_else(&mut new_id);
            document.roles.push(Role { id, name: role });
            id
        });
        let (request_id, element_id) = (None, None);
        document.fields.push(Field { id: new_id(), role_id, kind, attributes, request_id, element_id });
    }
}
