//! Freeform invitations of a document object.

use serde_json::{Value, json};

use crate::sandbox::world::{Document, FreeformInvite, InviteStatus};

/// `requests`. `canceled` is null until it is "1": no source shows a canceled one.
pub(super) fn requests(document: &Document, originator: &str) -> Value {
    document.freeform_invites.iter().map(|invite| request(invite, document, originator)).collect()
}

fn request(invite: &FreeformInvite, document: &Document, originator: &str) -> Value {
    json!({
        "unique_id": invite.id,
        "id": invite.id.row_number().to_string(),
        "user_id": document.owner,
        "created": invite.created.timestamp().to_string(),
        "originator_email": originator,
        "signer_email": invite.email,
        "canceled": (invite.status == InviteStatus::Canceled).then_some("1"),
        "signature_id": invite.signature_id,
    })
}
