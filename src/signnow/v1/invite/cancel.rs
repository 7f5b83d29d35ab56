//! Taking invitations back. Whoever had a mail gets another one.

use serde::Serialize;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentId, FreeformInviteId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::acknowledged;

/// Takes back every field invitation of a document that was not signed:
/// `PUT /document/{document_id}/fieldinvitecancel`. Signatures stay.
///
/// No source has numbers for refusals; the sandbox says 65582 where there is no such document, and 65536 for
/// somebody else's document and where nothing waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelFieldInvites {
    /// Of which document.
    pub document: DocumentId,
    /// Why, for those who were invited.
    pub reason: Option<String>,
}

impl Command for CancelFieldInvites {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /document/{document_id}/fieldinvitecancel");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(Path::root("/document").id(&self.document).word("fieldinvitecancel"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        because(self.reason.as_deref())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Takes back a freeform invitation: `PUT /invite/{invite_id}/cancel`. Answered with `{}` or with a status, as
/// sources disagree (wire section 9 row 37).
///
/// No source has numbers for refusals; the sandbox says 65582 where there is no such invitation, and 65536 for
/// somebody else's and for one that was signed or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelFreeformInvite {
    /// Which.
    pub invite: FreeformInviteId,
    /// Why, for whoever was invited.
    pub reason: Option<String>,
}

impl Command for CancelFreeformInvite {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /invite/{invite_id}/cancel");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(Path::root("/invite").id(&self.invite).word("cancel"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        because(self.reason.as_deref())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

fn because(reason: Option<&str>) -> Result<Body, Error> {
    #[derive(Serialize)]
    struct OnWire<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
    }
    Body::json(&OnWire { reason })
}
