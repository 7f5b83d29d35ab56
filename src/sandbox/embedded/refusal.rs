//! What the embedded signing endpoints refuse, each with its code.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::world::Miscast;
use crate::sandbox::{document_groups, documents, http};

/// Why a call about embedded signing is refused.
///
/// Recorded live are three codes with text and status: 19001028, 19002002 and 19003008. All others are **chosen**:
/// document 002 lists the conditions without a number, and the family is 19003 (wire section 3.2). The chosen ones
/// begin at 19003101, so that they are told at a glance from a number that somebody saw.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// A link was asked for out of turn, or for an invitation that came to nothing.
    #[error("The field invite is not pending or fulfilled.")]
    OutOfTurn,
    /// The document or the group has no such embedded invitation.
    #[error("Field invite not found")]
    InviteNotFound,
    /// An address that is none.
    #[error("Email value is not a valid email address.")]
    EmailInvalid,
    /// There is no such document, or none that the caller may know of.
    #[error("Document not found.")]
    DocumentNotFound,
    /// The caller is only a signer of the document.
    #[error("Current user is not the document owner.")]
    NotDocumentOwner,
    /// A template is not signed.
    #[error("Embedded invites can not be created for a template.")]
    Template,
    /// There is nothing to fill in.
    #[error("Document has no active fields.")]
    NoFields,
    /// An invitation of either kind is waiting or was signed.
    #[error("Document has active invites.")]
    ActiveInvites,
    /// `invites` is missing, empty or no list of objects.
    #[error("The invites must be a non-empty array of objects.")]
    InvitesRequired,
    /// A signer without an address.
    #[error("The email is required.")]
    EmailRequired,
    /// An address of more than 150 characters.
    #[error("Email value exceeds 150 characters.")]
    EmailTooLong,
    /// The same address for two signers.
    #[error("Signer emails must be unique.")]
    EmailTwice,
    /// The owner signs elsewhere.
    #[error("The document owner cannot send invite to himself.")]
    EmailOfOwner,
    /// Neither `role` nor `role_id`.
    #[error("The role or role_id is required.")]
    RoleRequired,
    /// The document has no such role.
    #[error("The role `{0}` does not exist in the document.")]
    RoleUnknown(String),
    /// `role` and `role_id` are two roles.
    #[error("The role and role_id do not correspond.")]
    RoleConflict,
    /// Two signers for one role.
    #[error("The role `{0}` is used more than once.")]
    RoleTwice(String),
    /// A role without a signer.
    #[error("Not all of the document roles were used: `{0}` is missing.")]
    RoleUnused(String),
    /// `order` is no whole number from 1.
    #[error("The order must be an integer greater than 0.")]
    OrderInvalid,
    /// `auth_method` is none of the seven.
    #[error("The auth_method must be one of: none, password, email, mfa, social, biometric, other.")]
    AuthMethodInvalid,
    /// `link_expiration` is neither null nor 15 to 45.
    #[error("The link_expiration must be null or between 15 and 45 minutes.")]
    LinkExpirationInvalid,
    /// There is nothing to delete.
    #[error("The document has no active embedded invites.")]
    NoEmbeddedInvites,
    /// There is no such group, or it is somebody else's.
    #[error("Document group not found.")]
    GroupNotFound,
    /// The group's last document was deleted.
    #[error("Document group has no documents.")]
    GroupEmpty,
    /// A document of another group, or of none.
    #[error("The document `{0}` is not a part of the document group.")]
    DocumentElsewhere(String),
    /// No document of the group has fields.
    #[error("Document group has no document with fields.")]
    GroupWithoutFields,
    /// The group, or one of its documents, has an invitation that is waiting or was signed.
    #[error("Document group has active invites.")]
    GroupActiveInvites,
    /// `signers` of a step is missing, empty or no list of objects.
    #[error("The signers must be a non-empty array of objects.")]
    SignersRequired,
    /// `documents` of a signer is missing, empty or no list of objects.
    #[error("The documents must be a non-empty array of objects.")]
    DocumentsRequired,
    /// `action` is neither of the two.
    #[error("The action must be one of: sign, view.")]
    ActionInvalid,
    /// `sign_as_merged` is missing or no flag.
    #[error("The sign_as_merged must be a boolean.")]
    SignAsMergedInvalid,
    /// Nobody at this address was invited to the group.
    #[error("The signer is not a part of the document group invite.")]
    SignerNotFound,
    /// There is nothing to delete.
    #[error("The document group has no active embedded invites.")]
    NoGroupInvites,
}

impl Refusal {
    fn code(&self) -> u32 {
        match self {
            Self::OutOfTurn => 19_001_028,
            Self::InviteNotFound => 19_002_002,
            Self::EmailInvalid => 19_003_008,
            Self::DocumentNotFound => 19_003_101,
            Self::NotDocumentOwner => 19_003_102,
            Self::Template => 19_003_103,
            Self::NoFields => 19_003_104,
            Self::ActiveInvites => 19_003_105,
            Self::InvitesRequired => 19_003_106,
            Self::EmailRequired => 19_003_107,
            Self::EmailTooLong => 19_003_108,
            Self::EmailTwice => 19_003_109,
            Self::EmailOfOwner => 19_003_110,
            Self::RoleRequired => 19_003_111,
            Self::RoleUnknown(_) => 19_003_112,
            Self::RoleConflict => 19_003_113,
            Self::RoleTwice(_) => 19_003_114,
            Self::RoleUnused(_) => 19_003_115,
            Self::OrderInvalid => 19_003_116,
            Self::AuthMethodInvalid => 19_003_117,
            Self::LinkExpirationInvalid => 19_003_118,
            Self::NoEmbeddedInvites => 19_003_119,
            Self::GroupNotFound => 19_003_201,
            Self::GroupEmpty => 19_003_202,
            Self::DocumentElsewhere(_) => 19_003_203,
            Self::GroupWithoutFields => 19_003_204,
            Self::GroupActiveInvites => 19_003_205,
            Self::SignersRequired => 19_003_206,
            Self::DocumentsRequired => 19_003_207,
            Self::ActionInvalid => 19_003_208,
            Self::SignAsMergedInvalid => 19_003_209,
            Self::SignerNotFound => 19_003_210,
            Self::NoGroupInvites => 19_003_211,
        }
    }

    /// 404 for what is not there, 403 for what is not allowed, 400 for what is not understood.
    fn status(&self) -> StatusCode {
        match self {
            Self::InviteNotFound | Self::DocumentNotFound | Self::GroupNotFound | Self::SignerNotFound => {
                StatusCode::NOT_FOUND
            }
            Self::OutOfTurn | Self::NotDocumentOwner => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<documents::Refusal> for Refusal {
    fn from(refusal: documents::Refusal) -> Self {
        match refusal {
            documents::Refusal::NotOwner => Self::NotDocumentOwner,
            _ => Self::DocumentNotFound,
        }
    }
}

impl From<document_groups::Refusal> for Refusal {
    fn from(_: document_groups::Refusal) -> Self {
        Self::GroupNotFound
    }
}

impl From<Miscast> for Refusal {
    fn from(miscast: Miscast) -> Self {
        match miscast {
            Miscast::Unnamed => Self::RoleRequired,
            Miscast::Unknown(role) => Self::RoleUnknown(role),
            Miscast::Conflict => Self::RoleConflict,
            Miscast::Twice(role) => Self::RoleTwice(role),
            Miscast::Unused(role) => Self::RoleUnused(role),
        }
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(refusal.status(), refusal.code(), refusal.to_string())
    }
}
