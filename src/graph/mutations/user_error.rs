//! What callers can correct, told as data.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// Something about a mutation that its caller can correct, or has to know.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::graph) struct UserError {
    /// What is wrong, to branch on.
    pub(super) code: UserErrorCode,
    /// The path of the argument it is about, such as `["input", "email"]`; null where it is about none.
    pub(super) field: Option<Vec<String>>,
    /// What is wrong and what to do, in a sentence for people. It may change.
    pub(super) message: String,
}

impl UserError {
    /// About one argument, by its path within `input`.
    pub(super) fn at(path: &[&str], code: UserErrorCode, message: impl Into<String>) -> Self {
        let path = std::iter::once("input").chain(path.iter().copied()).map(str::to_owned);
        Self { code, field: Some(path.collect()), message: message.into() }
    }

    /// About no argument in particular.
    pub(super) fn general(code: UserErrorCode, message: impl Into<String>) -> Self {
        Self { code, field: None, message: message.into() }
    }

    /// The same about another argument, by its path within `input`.
    pub(super) fn about(self, path: &[&str]) -> Self {
        Self::at(path, self.code, self.message)
    }

    pub(super) fn outcome_unknown() -> Self {
        Self::general(
            UserErrorCode::OutcomeUnknown,
            "signNow's answer was lost and nothing that can be read tells whether this was done. Look at signNow before \
             asking again; asking again with the same idempotencyKey looks and does not repeat.",
        )
    }

    pub(super) fn going_on() -> Self {
        Self::general(
            UserErrorCode::OutcomeUnknown,
            "This takes longer than a request may, and goes on without it. Asking again with the same idempotencyKey \
             waits for it and tells how it ended; without one, look at signNow before asking again.",
        )
    }
}

/// What can be wrong with a mutation. Every number that signNow documents for a write has one of these.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::graph) enum UserErrorCode {
    /// Something that has to be there is missing or empty.
    Blank,
    /// A value is not of the kind that is asked for.
    Invalid,
    /// An id is not one of this graph, or not of the right kind of thing.
    InvalidId,
    /// Not an e-mail address, or one that signNow does not take.
    InvalidEmail,
    /// A text is longer than signNow takes.
    TooLong,
    /// A number, a time or the length of a list is out of range.
    OutOfRange,
    /// The same thing is named twice.
    Duplicate,
    /// The same idempotency key was used for another input.
    IdempotencyKeyReused,
    /// A repeated idempotency key of a mutation that hands out a secret: it was handed out once, and is not kept.
    SecretNotKept,
    /// See the outcome UNKNOWN.
    OutcomeUnknown,
    /// Some of what was asked for was done and some was not; each part tells. Asking again does what is left.
    PartlyDone,
    /// Nothing was done, because it was asked what would be done.
    DryRun,
    /// There is no such organization, or the signed-in user has nothing to do with it.
    OrganizationNotFound,
    /// The plan allows no more organizations.
    OrganizationLimitReached,
    /// Nobody at signNow has this address or id.
    UserNotFound,
    /// The person is an admin or moderator already, or invited to be.
    AdminExists,
    /// The person is no active admin or moderator of the organization.
    AdminNotFound,
    /// The last admin of an organization stays.
    LastAdmin,
    /// The person is a member already, or invited to be.
    MemberExists,
    /// The person is no member of the organization.
    MemberNotFound,
    /// The plan allows no more members, invited ones included.
    MemberLimitReached,
    /// There is no open invitation.
    InvitationNotFound,
    /// The person is invited and has not answered; signNow has no call that takes an invitation back or changes it.
    InvitationOpen,
    /// It is the signed-in user, who does not lock themselves out by this.
    ViewerStays,
    /// The organization has no such setting.
    SettingNotFound,
    /// The person is an allowed team admin already.
    TeamAdminExists,
    /// The person is no allowed team admin.
    TeamAdminNotFound,
    /// An account with this address exists.
    EmailTaken,
    /// An account with this address exists, and its address is not verified yet.
    EmailUnverified,
    /// The address is verified already, or signNow cannot send mail to it.
    EmailNotSent,
    /// The token from the mail is wrong or too old.
    VerificationTokenInvalid,
    /// The old password is wrong, or signNow does not take the new one.
    PasswordRejected,
    /// The signed-in user has to verify their own address before sending.
    SenderUnverified,
    /// There is no such document, or it is not the signed-in user's to change.
    DocumentNotFound,
    /// There is no such document group, or it is not the signed-in user's to change.
    DocumentGroupNotFound,
    /// The signed-in user does not own the document or group.
    NotOwner,
    /// It is a template; invites are for documents.
    IsTemplate,
    /// The document has no fields to fill in.
    NoFields,
    /// The document has fields, and is signed in them alone.
    HasFields,
    /// The document has fields that cannot be written again as they are, and all are written at once.
    FieldsWouldBeLost,
    /// The document belongs to a group already.
    DocumentGrouped,
    /// The document or group has an invite that is not over.
    InviteExists,
    /// There is no such invite, or none that is open.
    InviteNotFound,
    /// It is not this signer's turn.
    InviteOutOfTurn,
    /// The document has no such role.
    RoleNotFound,
    /// Every role of a document has to be given to someone.
    RoleUnassigned,
    /// The owner of a document cannot be a signer of an embedded invite.
    OwnerIsSigner,
    /// There is no such event subscription.
    EventSubscriptionNotFound,
    /// signNow does not allow this to the signed-in user. For items of a batch or a task; elsewhere it is an error.
    Forbidden,
    /// signNow does not include this in the plan. For items of a batch or a task; elsewhere it is an error.
    PlanRequired,
    /// signNow asked to slow down. For items of a batch or a task; elsewhere it is an error.
    RateLimited,
    /// signNow or this server could not do it now. For items of a batch or a task; elsewhere it is an error.
    Unavailable,
    /// signNow refused it for a reason that it does not document; the message has its number.
    Refused,
}
