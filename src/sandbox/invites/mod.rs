//! Invitations to sign that go by mail (document 001, wire section 6.3).
//!
//! A field invitation asks for the fields of a role, in an order; a freeform one asks for a signature anywhere on a
//! document without fields. The room guarantees that every mail is in the outbox once for each call that sends it.
//! How turns pass from one signer to the next is for `world` to say.

mod cancel;
mod field;
mod freeform;
mod letter;
mod refusal;
mod resend;
mod send;

use super::http::{Route, get, post, put};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/document/{document_id}/invite", send::send),
        put("/document/{document_id}/fieldinvitecancel", cancel::cancel_field_invites),
        put("/invite/{invite_id}/cancel", cancel::cancel_freeform_invite),
        get("/v2/documents/{document_id}/free-form-invites", freeform::list),
        put("/fieldinvite/{field_invite_id}/resend", resend::resend),
    ]
}
