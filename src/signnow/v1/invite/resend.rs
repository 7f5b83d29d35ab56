//! Mailing an invitation once more.

use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{FieldInviteId, FieldRequestId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::acknowledged;

/// Mails a waiting field invitation once more: `PUT /fieldinvite/{field_invite_id}/resend`.
///
/// signNow limits how often (429). No source has numbers for other refusals; the sandbox says 65582 where there
/// is no such invitation, and 65536 for somebody else's, for one that does not wait and for an embedded one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResendFieldInvite {
    /// Which.
    pub invite: ResentInvite,
}

/// What names an invitation to be mailed once more. Sources disagree (wire section 9 row 36): the request of a
/// field is to be tried first, and a refusal that knows no such invitation leaves room for the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ResentInvite {
    /// What a field of the signer's was requested by: `fields[].field_request_id`.
    FieldRequest(FieldRequestId),
    /// The invitation itself: `field_invites[].id`.
    FieldInvite(FieldInviteId),
}

impl Command for ResendFieldInvite {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /fieldinvite/{field_invite_id}/resend");
    const NATURE: Nature = Nature::MailsPeople;

    fn target(&self) -> Target {
        let path = Path::root("/fieldinvite");
        let path = match &self.invite {
            ResentInvite::FieldRequest(id) => path.id(id),
            ResentInvite::FieldInvite(id) => path.id(id),
        };
        Target::new(path.word("resend"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({}))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
