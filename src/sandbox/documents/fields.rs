//! Roles and fields of a document object.

use serde_json::{Value, json};

use crate::sandbox::world::{Document, Field, Role};

/// The roles; their order is 1 until an invitation says otherwise.
pub(super) fn roles(document: &Document) -> Value {
    let role = |role: &Role| {
        let order = document.invite_of(role.id).map_or(1, |invite| invite.order);
        json!({ "unique_id": role.id, "signing_order": order.to_string(), "name": role.name })
    };
    document.roles.iter().map(role).collect()
}

/// The fields. Once somebody is invited, a field has a `field_request_id` of its own, which is not the id of the
/// invitation (recorded live; wire section 9 row 36).
pub(super) fn fields(document: &Document, originator: &str) -> Value {
    document.fields.iter().map(|shown| field(shown, document, originator)).collect()
}

fn field(field: &Field, document: &Document, originator: &str) -> Value {
    json!({
        "id": field.id,
        "type": field.kind,
        "role_id": field.role_id,
        "role": document.role(field.role_id).map(|role| &role.name),
        "json_attributes": field.attributes,
        "originator": originator,
        "fulfiller": document.invite_of(field.role_id).map(|invite| &invite.email),
        "field_request_id": field.request_id,
        "element_id": field.element_id,
        "field_request_canceled": null,
        "template_field_id": null,
        "field_id": field.request_id,
    })
}
