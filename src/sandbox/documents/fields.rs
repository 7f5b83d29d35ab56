//! Roles, fields and invitations of a document object.

use serde_json::{Value, json};

use crate::sandbox::world::{Document, Invite, InviteStatus, Signer};

/// One role for each signer, in signing order.
pub(super) fn roles(document: &Document) -> Value {
    let role = |(index, signer): (usize, &Signer)| json!({ "unique_id": signer.role_id, "signing_order": (index + 1).to_string(), "name": signer.role });
    document.signers.iter().enumerate().map(role).collect()
}

/// One signature field for each role.
pub(super) fn fields(document: &Document, originator: &str) -> Value {
    document.signers.iter().enumerate().map(|(index, signer)| field(index, signer, originator)).collect()
}

fn field(index: usize, signer: &Signer, originator: &str) -> Value {
    let signed = signer.invite.as_ref().filter(|invite| invite.status == InviteStatus::Fulfilled);
    json!({
        "id": signer.field_id,
        "type": "signature",
        "role_id": signer.role_id,
        "role": signer.role,
        "json_attributes": {
            "page_number": 0,
            "x": 72,
            "y": 120 + 80 * index,
            "width": 180,
            "height": 40,
            "required": true,
            "name": format!("signature_{}", index + 1),
        },
        "originator": originator,
        "fulfiller": signed.map(|invite| &invite.email),
        "field_request_id": signer.invite.as_ref().map(|invite| invite.id),
        "element_id": signed.map(|_| signer.field_id),
        "field_request_canceled": null,
        "template_field_id": null,
        "field_id": signer.invite.as_ref().map(|_| signer.field_id),
    })
}

/// The invitations that went out, or wait for their turn.
pub(super) fn invites(document: &Document, sender: &str, sender_name: &str) -> Value {
    let invites = document.signers.iter().filter_map(|signer| Some((signer, signer.invite.as_ref()?)));
    invites.map(|(signer, shown)| invite(signer, shown, sender, sender_name)).collect()
}

fn invite(signer: &Signer, invite: &Invite, sender: &str, sender_name: &str) -> Value {
    let updated = invite.updated.timestamp();
    json!({
        "id": invite.id,
        "signer_user_id": null,
        "signer_phone_invite": null,
        "status": invite.status,
        "email": invite.email,
        "role": signer.role,
        "role_id": signer.role_id,
        "created": invite.created.timestamp().to_string(),
        "updated": updated.to_string(),
        "expiration_time": invite.expires.timestamp().to_string(),
        "reassign": "0",
        "password_protected": "0",
        "reminder": "0",
        "sender_email": sender,
        "sender_name": sender_name,
        "redirect_uri": null,
        "redirect_target": null,
        "declined": [],
        "decline_by_signature": "0",
        "is_draft_exists": "0",
        "is_full_declined": invite.status == InviteStatus::Declined,
        "is_embedded": false,
        "embedded_signer": [],
        "email_group": [],
        "delivery_type": "email",
        "short_link_url": null,
        "email_statuses": [{ "status": "delivered", "created_at": updated, "last_reaction_at": updated }],
        "sms_sent_statuses": [],
        "message": "",
        "language": "en",
        "payment_request": null,
        "signature_type": null,
        "compliance": null,
        "id_verification_required": "NO",
        "id_verified": "UNVERIFIED",
        "stripe_ach_required": "0",
        "stripe_ach_verified": "0",
        "is_document_locked": "0",
    })
}
