//! Signatures of a document object.

use serde_json::{Value, json};

use super::view::View;
use crate::sandbox::world::{Document, Field, FreeformInvite, Id};

/// Where a freeform signer signs, as no field says it.
const ANYWHERE: [(&str, u64); 5] =
    [("page_number", 0), ("x", 72), ("y", 640), ("width", 180), ("height", 40)];

impl View<'_> {
    /// What was put into signature fields, and what freeform signers left.
    pub(super) fn signatures(&self, document: &Document) -> Value {
        let fields = document.fields.iter().filter(|field| field.kind == "signature");
        let in_fields = fields.filter_map(|field| self.in_field(document, field));
        let anywhere = document.freeform_invites.iter().filter_map(|invite| self.anywhere(invite));
        in_fields.chain(anywhere).collect()
    }

    fn in_field(&self, document: &Document, field: &Field) -> Option<Value> {
        let (element, invite) = (field.element_id?, document.invite_of(field.role_id)?);
        let mut signature = self.signature(element, &invite.email, invite.updated.timestamp());
        for (name, _) in ANYWHERE {
            signature[name] = field.attributes.get(name).map(Value::to_string).into();
        }
        signature["signature_request_id"] = json!(field.request_id);
        Some(signature)
    }

    fn anywhere(&self, invite: &FreeformInvite) -> Option<Value> {
        let mut signature = self.signature(invite.signature_id?, &invite.email, invite.updated.timestamp());
        for (name, number) in ANYWHERE {
            signature[name] = number.to_string().into();
        }
        signature["signature_request_id"] = json!(invite.id);
        Some(signature)
    }

    fn signature(&self, id: Id, email: &str, signed: i64) -> Value {
        let user = self.world.user_by_email(email);
        json!({ "id": id, "user_id": user.map(|user| user.id), "email": email, "created": signed.to_string() })
    }
}
