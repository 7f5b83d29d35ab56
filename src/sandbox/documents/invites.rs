//! Field invitations of a document object.

use serde_json::{Value, json};

use super::view::View;
use crate::sandbox::options::APPLICATION_NAME;
use crate::sandbox::world::{Channel, Document, EmbeddedSigner, Invite, InviteStatus, Letter};

impl View<'_> {
    /// The invitations to fill in fields, or else those to look on.
    pub(super) fn invites(&self, document: &Document, to_sign: bool) -> Value {
        let invites = document.invites.iter().filter(|invite| invite.role_id.is_some() == to_sign);
        invites.map(|invite| self.invite(document, invite)).collect()
    }

    fn invite(&self, document: &Document, invite: &Invite) -> Value {
        let mut object = json!({
            "id": invite.id,
            "signer_user_id": self.world.user_by_email(&invite.email).map(|user| user.id),
            "signer_phone_invite": null,
            "status": invite.status,
            "role": invite.role_id.and_then(|role| document.role(role)).map(|role| &role.name),
            "role_id": invite.role_id,
            "created": invite.created.timestamp().to_string(),
            "updated": invite.updated.timestamp().to_string(),
            "expiration_time": invite.expires.map(|expires| expires.timestamp().to_string()),
            "declined": [],
            "is_draft_exists": "0",
            "is_full_declined": invite.status == InviteStatus::Declined,
            "is_embedded": invite.is_embedded(),
            "email_group": {
                "id": invite.email_group.as_ref().map(|group| &group.id),
                "name": invite.email_group.as_ref().map(|group| &group.name),
            },
            "short_link_url": null,
            "sms_sent_statuses": [],
            "payment_request": null,
            "signature_type": null,
            "compliance": { "cfr": null },
            "id_verification_required": "NO",
            "id_verified": "UNVERIFIED",
            "stripe_ach_bank_account_verified": "0",
            "stripe_ach_bank_account_present": "0",
            "is_document_locked": "0",
        });
        let rest = match &invite.channel {
            Channel::Mail(letter) => self.mailed(document, invite, letter),
            Channel::Embedded(signer) => embedded(invite, signer),
        };
        if let (Some(object), Value::Object(rest)) = (object.as_object_mut(), rest) {
            object.extend(rest);
        }
        object
    }

    fn mailed(&self, document: &Document, invite: &Invite, letter: &Letter) -> Value {
        let sender = self.world.users.get(&document.owner);
        json!({
            "email": invite.email,
            "sender_email": sender.map(|sender| &sender.email),
            "sender_name": sender.map(|sender| sender.full_name()),
            "reassign": digit(letter.reassign),
            "password_protected": digit(letter.password_protected),
            "reminder": letter.reminder.to_string(),
            "decline_by_signature": digit(letter.decline_by_signature),
            "redirect_uri": letter.redirect_uri,
            "redirect_target": letter.redirect_target,
            "embedded_signer": [],
            "delivery_type": "email",
            "email_statuses": email_statuses(invite, letter),
            "message": letter.message,
            "language": letter.language,
        })
    }
}

/// The address comes with the application's name in parentheses, and nobody is named as the sender (recorded live).
fn embedded(invite: &Invite, signer: &EmbeddedSigner) -> Value {
    json!({
        "email": format!("{} ({APPLICATION_NAME})", invite.email),
        "sender_email": null,
        "sender_name": null,
        "reassign": "0",
        "password_protected": "0",
        "reminder": "0",
        "decline_by_signature": null,
        "redirect_uri": null,
        "redirect_target": "blank",
        "embedded_signer": { "first_name": signer.first_name, "last_name": signer.last_name },
        "delivery_type": "link",
        "email_statuses": [],
        "message": null,
        "language": null,
    })
}

/// A mail that went out arrived.
fn email_statuses(invite: &Invite, letter: &Letter) -> Value {
    if letter.quiet || invite.status == InviteStatus::Created {
        return json!([]);
    }
    let at = invite.updated.timestamp();
    json!([{ "status": "delivered", "created_at": at, "last_reaction_at": at }])
}

fn digit(flag: bool) -> &'static str {
    if flag { "1" } else { "0" }
}
