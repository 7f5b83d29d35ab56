//! What the organization endpoints refuse: every code of document 003, its text and its status.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::http;

/// Why an organization call is refused. Texts are document 003's; statuses are wire notes §5.1, since the document
/// prints none.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// The organization is unknown or deleted, said by the admin calls and by the answers to invitations.
    #[error("Organization `{0}` is not found.")]
    OrganizationNotFound(String),
    /// The same, with the code that all other calls use.
    #[error("Organization `{0}` is not found.")]
    OrganizationMissing(String),
    /// Someone who has nothing to do with the organization renames it.
    #[error("Access denied.")]
    Stranger,
    /// No `name` was given.
    #[error("The `name` field is required.")]
    NameRequired,
    /// `name` has another JSON type.
    #[error("The `name` field must be a string.")]
    NameNotString,
    /// `name` is over 255 characters.
    #[error("The `name` field length must be less than 255 characters.")]
    NameTooLong,
    /// The subscription's number of organizations is used up.
    #[error("The number of created organizations has been exceeded.")]
    TooManyOrganizations,
    /// The caller has no trial, professional or enterprise plan.
    #[error("Access denied for current subscription.")]
    Subscription,
    /// The caller's seat does not allow this.
    #[error("Access denied for current administration role in your organization.")]
    Role,
    /// An address has to be given for an admin or an allowed team admin.
    #[error("The `email` field is required.")]
    AdminEmailRequired,
    /// A new admin needs a `type`.
    #[error("The `type` field is required.")]
    AdminTypeRequired,
    /// A new admin's `type` is neither of the two.
    #[error("The `type` should be equal to `moderator` or admin.")]
    AdminTypeUnknown,
    /// A new admin's address is none.
    #[error("The `email` is invalid.")]
    AdminEmailInvalid,
    /// A moderator makes someone an admin.
    #[error("Access denied.")]
    ModeratorMakesAdmin,
    /// Nobody at signNow has that address.
    #[error("User `{0}` is not found.")]
    AdminUserNotFound(String),
    /// The person is an admin or moderator already, or invited to be.
    #[error("Organization admin exists.")]
    AdminExists,
    /// A change of role needs a `type`.
    #[error("The `type` field is required.")]
    NewTypeRequired,
    /// A change of role names neither of the two types.
    #[error("The `type` should be equal to `moderator` or admin.")]
    NewTypeUnknown,
    /// The last admin would go.
    #[error("Can not delete the last admin.")]
    LastAdmin,
    /// A moderator removes an admin.
    #[error("Access denied.")]
    ModeratorRemovesAdmin,
    /// The caller may not remove members under the present subscription.
    #[error("Access denied for current subscription.")]
    SubscriptionForRemoval,
    /// The person is no active admin or moderator here.
    #[error("Organization admin `{0}` is not found.")]
    AdminNotFound(String),
    /// No such person.
    #[error("User `{0}` is not found.")]
    UserNotFound(String),
    /// `active` is no boolean. Document 003 prints this condition with the code of an unknown user and another
    /// message's text; the code is kept, the text says what is wrong.
    #[error("The `active` field must be a boolean.")]
    ActiveNotBoolean,
    /// The person is a member already, or invited to be.
    #[error("Organization user already exists.")]
    MemberExists,
    /// A new member's `email` has another JSON type.
    #[error("The `email` field must be a string.")]
    MemberEmailNotString,
    /// A new member needs an address.
    #[error("The `email` field is required.")]
    MemberEmailRequired,
    /// A new member's address is none.
    #[error("The `email` is invalid.")]
    MemberEmailInvalid,
    /// Someone answers an invitation that is not theirs.
    #[error("Access denied to {0} invite.")]
    NotYourInvite(&'static str),
    /// There is no pending invitation.
    #[error("Organization invite is not found.")]
    InviteNotFound,
    /// The person is no active member here.
    #[error("Organization user is not found.")]
    MemberNotFound,
    /// The plan's members, active and pending together, are used up.
    #[error(
        "The number of active and pending organization members has been exceeded for the current subscription plan."
    )]
    TooManyMembers,
    /// Which setting?
    #[error("The `setting_name` field is required.")]
    SettingNameRequired,
    /// No such setting.
    #[error("Organization setting is not found.")]
    SettingNotFound,
    /// A setting's value is sent as a string, whatever it means.
    #[error("The `value` field must be a string.")]
    SettingValueNotString,
    /// No value was given.
    #[error("The `value` field is required.")]
    SettingValueRequired,
    /// Over 1000 characters ("filed" is the document's spelling).
    #[error("The `value` filed can not exceed the limit of 1000 characters.")]
    SettingValueTooLong,
    /// Switching an allowed team admin: `email` has another JSON type.
    #[error("The `email` field must be a string.")]
    TeamAdminEmailNotString,
    /// Switching an allowed team admin: whom?
    #[error("The `email` field is required.")]
    TeamAdminEmailRequired,
    /// Switching an allowed team admin: the address is none.
    #[error("The `email` is invalid.")]
    TeamAdminEmailInvalid,
    /// The person is an allowed team admin already.
    #[error("Provided organization allowed team admin exists.")]
    TeamAdminExists,
    /// Switching an allowed team admin: on or off?
    #[error("The `active` field is required.")]
    ActiveRequired,
    /// The person is no allowed team admin here.
    #[error("Organization allowed team admin `{0}` is not found.")]
    TeamAdminNotFound(String),
}

impl Refusal {
    /// The upstream's number for this refusal.
    pub(crate) fn code(&self) -> u32 {
        match self {
            Self::OrganizationNotFound(_) => 12_001_001,
            Self::NameRequired => 12_001_002,
            Self::NameNotString => 12_001_003,
            Self::NameTooLong => 12_001_004,
            Self::TooManyOrganizations => 12_001_006,
            Self::OrganizationMissing(_) | Self::Stranger => 12_003_001,
            Self::Subscription => 12_003_002,
            Self::Role => 12_003_003,
            Self::AdminEmailRequired => 12_004_001,
            Self::AdminTypeRequired => 12_004_003,
            Self::AdminTypeUnknown => 12_004_005,
            Self::AdminEmailInvalid => 12_004_006,
            Self::ModeratorMakesAdmin => 12_004_007,
            Self::AdminUserNotFound(_) => 12_004_008,
            Self::AdminExists => 12_004_009,
            Self::NewTypeRequired => 12_004_010,
            Self::NewTypeUnknown => 12_004_012,
            Self::LastAdmin => 12_004_022,
            Self::ModeratorRemovesAdmin => 12_004_023,
            Self::SubscriptionForRemoval => 12_004_024,
            Self::AdminNotFound(_) => 12_004_025,
            Self::UserNotFound(_) | Self::ActiveNotBoolean => 12_005_001,
            Self::MemberExists => 12_007_005,
            Self::MemberEmailNotString => 12_007_006,
            Self::MemberEmailRequired => 12_007_007,
            Self::MemberEmailInvalid => 12_007_008,
            Self::NotYourInvite(_) => 12_007_012,
            Self::InviteNotFound => 12_007_013,
            Self::MemberNotFound => 12_007_014,
            Self::TooManyMembers => 12_007_034,
            Self::SettingNameRequired => 12_009_001,
            Self::SettingNotFound => 12_009_003,
            Self::SettingValueNotString => 12_009_004,
            Self::SettingValueRequired => 12_009_005,
            Self::SettingValueTooLong => 12_009_006,
            Self::TeamAdminEmailNotString => 12_012_001,
            Self::TeamAdminEmailRequired => 12_012_002,
            Self::TeamAdminEmailInvalid => 12_012_003,
            Self::TeamAdminExists => 12_012_012,
            Self::ActiveRequired => 12_012_014,
            Self::TeamAdminNotFound(_) => 12_012_015,
        }
    }

    /// 404 for what is not there, 403 for what is not allowed, 400 for what is not understood.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::OrganizationNotFound(_)
            | Self::OrganizationMissing(_)
            | Self::AdminUserNotFound(_)
            | Self::AdminNotFound(_)
            | Self::UserNotFound(_)
            | Self::InviteNotFound
            | Self::MemberNotFound
            | Self::SettingNotFound
            | Self::TeamAdminNotFound(_) => StatusCode::NOT_FOUND,
            Self::Stranger
            | Self::TooManyOrganizations
            | Self::Subscription
            | Self::Role
            | Self::ModeratorMakesAdmin
            | Self::LastAdmin
            | Self::ModeratorRemovesAdmin
            | Self::SubscriptionForRemoval
            | Self::NotYourInvite(_)
            | Self::TooManyMembers => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(refusal.status(), refusal.code(), refusal.to_string())
    }
}
