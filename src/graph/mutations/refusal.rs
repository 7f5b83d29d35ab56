//! signNow's refusals of writes, as callers are told of them.
//!
//! The numbers are those of wire sections 3.2 and 5.1. signNow's own text stays where it came in.

use super::user_error::UserError;
use super::user_error::UserErrorCode::{self, *};
use crate::signnow::{Error, ErrorKind};

/// What a refusal says to the caller; `None` if nothing of it is the caller's to correct.
pub(super) fn user_error(error: &Error) -> Option<UserError> {
    let told = told(error)?;
    (!told.is_fault()).then(|| told.user_error())
}

/// The same for one item of many, where there is no other way to say what went wrong.
pub(super) fn item_error(error: &Error) -> UserError {
    told(error).map_or_else(|| by_kind(error), |told| told.user_error())
}

/// How one of signNow's numbers is told: about which argument, and in which words.
struct Told {
    code: UserErrorCode,
    argument: Option<&'static str>,
    message: String,
}

impl Told {
    /// Whether this is about rights and plans, which is an error of the request and not of its input.
    fn is_fault(&self) -> bool {
        matches!(self.code, Forbidden | PlanRequired)
    }

    fn user_error(&self) -> UserError {
        match self.argument {
            Some(argument) => UserError::at(&[argument], self.code, &self.message),
            None => UserError::general(self.code, &self.message),
        }
    }
}

fn told(error: &Error) -> Option<Told> {
    let route = error.route().map_or("", |route| route.as_str());
    let number = error.upstream_code();
    let known = number.and_then(|number| {
        let fits = |row: &&Row| row.number == number && row.route.is_none_or(|only| only == route);
        // What is said of one call goes before what is said of any.
        TABLE.iter().filter(fits).max_by_key(|row| row.route.is_some())
    });
    match known {
        Some(row) => Some(Told { code: row.code, argument: row.argument, message: row.message.to_owned() }),
        None if error.kind() == ErrorKind::NotFound => missing(route).or_else(|| undocumented(error, number)),
        None => undocumented(error, number),
    }
}

/// What is not there, where the call alone tells what that is.
fn missing(route: &str) -> Option<Told> {
    let row = MISSING.iter().find(|(part, ..)| route.contains(part));
    row.map(|(_, code, argument, message)| Told {
        code: *code,
        argument: Some(*argument),
        message: (*message).to_owned(),
    })
}

const MISSING: &[(&str, UserErrorCode, &str, &str)] = &[
    (
        "/api/v2/events/",
        EventSubscriptionNotFound,
        "subscriptionId",
        "The application has no such subscription.",
    ),
    (
        "/link",
        InviteNotFound,
        "inviteId",
        "There is no such invite, or nobody at this address has a part in it.",
    ),
    ("{invite_id}", InviteNotFound, "inviteId", "There is no such invite."),
    ("{field_invite_id}", InviteNotFound, "inviteId", "There is no such invite."),
    (
        "group_id}",
        DocumentGroupNotFound,
        "documentGroupId",
        "There is no such document group of the signed-in user's.",
    ),
    ("{document_id}", DocumentNotFound, "documentId", "There is no such document of the signed-in user's."),
];

fn undocumented(error: &Error, number: Option<u64>) -> Option<Told> {
    let is_about_input = matches!(error.kind(), ErrorKind::Rejected | ErrorKind::NotFound);
    is_about_input.then(|| {
        let number = number.map_or_else(|| "no number".to_owned(), |number| format!("number {number}"));
        let message =
            format!("signNow refused this, with {number}. Its documentation of this call may tell why.");
        Told { code: Refused, argument: None, message }
    })
}

fn by_kind(error: &Error) -> UserError {
    let (code, message) = match error.kind() {
        ErrorKind::Forbidden | ErrorKind::ApplicationRequired => {
            (Forbidden, "signNow does not allow this to the signed-in user.")
        }
        ErrorKind::PlanRequired => (PlanRequired, "signNow does not include this in the current plan."),
        ErrorKind::RateLimited => (RateLimited, "signNow asks to slow down; ask again later."),
        _ => (Unavailable, "It could not be done now; nothing was changed."),
    };
    UserError::general(code, message)
}

struct Row {
    number: u64,
    /// Only for this call: v1 gives one number to several faults, and one fault is about other arguments elsewhere.
    route: Option<&'static str>,
    code: UserErrorCode,
    argument: Option<&'static str>,
    message: &'static str,
}

const fn row(number: u64, code: UserErrorCode, argument: &'static str, message: &'static str) -> Row {
    Row { number, route: None, code, argument: Some(argument), message }
}

const fn at(
    number: u64,
    route: &'static str,
    code: UserErrorCode,
    argument: &'static str,
    message: &'static str,
) -> Row {
    Row { number, route: Some(route), code, argument: Some(argument), message }
}

const fn general_at(number: u64, route: &'static str, code: UserErrorCode, message: &'static str) -> Row {
    Row { number, route: Some(route), code, argument: None, message }
}

const fn general(number: u64, code: UserErrorCode, message: &'static str) -> Row {
    Row { number, route: None, code, argument: None, message }
}

const NO_ORGANIZATION: &str =
    "There is no such organization, or the signed-in user has nothing to do with it.";
const NO_EMAIL_GIVEN: &str = "An e-mail address is needed.";
const NO_EMAIL: &str = "signNow does not take this e-mail address.";
const NO_ROLE: &str = "Pass ADMIN or MODERATOR.";
const ROLE_FORBIDS: &str = "The signed-in user's role in the organization does not allow this.";
const PLAN_FORBIDS: &str = "signNow does not include this in the current plan.";
const NO_ACCOUNT: &str = "Nobody at signNow has this address; create the account first.";
const NO_DESCRIPTION: &str = "signNow does not take this description of a subscription; look at each value.";
const NO_USER: &str = "signNow knows no such user.";

const CHANGE_ADMIN_ROLE: &str = "PUT /v2/organizations/{organization_id}/admins/{user_id}";
const REMOVE_ADMIN: &str = "DELETE /v2/organizations/{organization_id}/admins/{user_id}";
const ADD_MEMBER: &str = "POST /v2/organizations/{organization_id}/members";
const REMOVE_MEMBER: &str = "DELETE /v2/organizations/{organization_id}/members/{user_id}";
const ACTIVATE_TEAM_ADMIN: &str = "PUT /v2/organizations/{organization_id}/allowed-team-admins";

const GROUP_LINK: &str =
    "POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link";

const TABLE: &[Row] = &[
    row(12_001_001, OrganizationNotFound, "organizationId", NO_ORGANIZATION),
    row(12_003_001, OrganizationNotFound, "organizationId", NO_ORGANIZATION),
    // The id of a person holds the organization.
    at(12_001_001, CHANGE_ADMIN_ROLE, OrganizationNotFound, "personId", NO_ORGANIZATION),
    at(12_001_001, REMOVE_ADMIN, OrganizationNotFound, "personId", NO_ORGANIZATION),
    at(12_003_001, REMOVE_MEMBER, OrganizationNotFound, "personId", NO_ORGANIZATION),
    row(12_001_002, Blank, "name", "A name is needed."),
    row(12_001_003, Invalid, "name", "The name has to be a text."),
    row(12_001_004, TooLong, "name", "A name has at most 255 characters."),
    general(12_001_006, OrganizationLimitReached, "The plan allows no more organizations; delete one first."),
    general(12_003_002, PlanRequired, PLAN_FORBIDS),
    general(12_003_003, Forbidden, ROLE_FORBIDS),
    row(12_004_001, Blank, "email", NO_EMAIL_GIVEN),
    row(12_004_003, Blank, "role", NO_ROLE),
    at(12_004_003, ADD_MEMBER, Blank, "email", NO_EMAIL_GIVEN),
    row(12_004_005, Invalid, "role", NO_ROLE),
    row(12_004_006, InvalidEmail, "email", NO_EMAIL),
    general(12_004_007, Forbidden, ROLE_FORBIDS),
    row(12_004_008, UserNotFound, "email", NO_ACCOUNT),
    row(12_004_009, AdminExists, "email", "This person is an admin or moderator already, or invited to be."),
    row(12_004_010, Blank, "role", NO_ROLE),
    row(12_004_012, Invalid, "role", NO_ROLE),
    row(
        12_004_022,
        LastAdmin,
        "personId",
        "This is the last admin, who stays; make someone else an admin first.",
    ),
    general(12_004_023, Forbidden, ROLE_FORBIDS),
    general(12_004_024, PlanRequired, PLAN_FORBIDS),
    row(
        12_004_025,
        AdminNotFound,
        "personId",
        "This person is no active admin or moderator of the organization.",
    ),
    general(12_005_001, UserNotFound, NO_USER),
    at(12_005_001, ADD_MEMBER, UserNotFound, "email", NO_ACCOUNT),
    at(12_005_001, ACTIVATE_TEAM_ADMIN, UserNotFound, "email", NO_ACCOUNT),
    row(12_007_005, MemberExists, "email", "This person is a member already, or invited to be."),
    row(12_007_006, InvalidEmail, "email", NO_EMAIL),
    row(12_007_007, Blank, "email", NO_EMAIL_GIVEN),
    row(12_007_008, InvalidEmail, "email", NO_EMAIL),
    general(12_007_012, Forbidden, "This invitation is for someone else to answer."),
    row(
        12_007_013,
        InvitationNotFound,
        "organizationId",
        "There is no open invitation to this organization.",
    ),
    row(12_007_014, MemberNotFound, "personId", "This person is no active member of the organization."),
    general(
        12_007_034,
        MemberLimitReached,
        "The plan allows no more members, invited ones included; remove one first.",
    ),
    row(12_009_001, Blank, "name", "The name of a setting is needed."),
    row(12_009_003, SettingNotFound, "name", "The organization has no setting of this name."),
    row(12_009_004, Invalid, "value", "The value has to be a text."),
    row(12_009_005, Blank, "value", "A value is needed."),
    row(12_009_006, TooLong, "value", "A value has at most 1000 characters."),
    row(12_012_001, InvalidEmail, "email", NO_EMAIL),
    row(12_012_002, Blank, "email", NO_EMAIL_GIVEN),
    row(12_012_003, InvalidEmail, "email", NO_EMAIL),
    row(12_012_012, TeamAdminExists, "email", "This person is an allowed team admin already."),
    general(12_012_014, Blank, "signNow was not told whether the permission is to be in force."),
    row(12_012_015, TeamAdminNotFound, "email", "This person is no allowed team admin; allow them first."),
    general_at(
        65_536,
        "POST /user",
        Invalid,
        "signNow does not take these values together; look at each of them.",
    ),
    general_at(65_544, "POST /user", Blank, "signNow misses something that it needs to make an account."),
    at(
        65_536,
        "PUT /user",
        PasswordRejected,
        "oldPassword",
        "The old password is wrong, or the new one is not taken.",
    ),
    at(
        65_536,
        "POST /user/verifyemail",
        EmailNotSent,
        "email",
        "This address is verified already, or signNow cannot send mail to it.",
    ),
    at(65_544, "POST /user/forgotpassword", InvalidEmail, "email", "Nobody at signNow has this address."),
    general_at(65_582, "POST /api/v2/events", Invalid, NO_DESCRIPTION),
    general_at(65_582, "PUT /api/v2/events/{event_subscription_id}", Invalid, NO_DESCRIPTION),
    general_at(65_585, "POST /document/{document_id}/invite", InvalidEmail, NO_EMAIL),
    row(65_629, VerificationTokenInvalid, "token", "The token is wrong, too old, or for another address."),
    row(66_330, EmailTaken, "email", "An account with this address exists."),
    row(
        66_396,
        EmailUnverified,
        "email",
        "An account with this address exists and is not verified; send it a verification e-mail.",
    ),
    general(22_200, SenderUnverified, "The signed-in user has to verify their own address before sending."),
    general(19_001_028, InviteOutOfTurn, "It is not this signer's turn, or they have signed."),
    row(19_002_002, InviteNotFound, "inviteId", "The document has no such invite."),
    general(19_003_008, InvalidEmail, NO_EMAIL),
    at(19_003_008, GROUP_LINK, InvalidEmail, "email", NO_EMAIL),
];
