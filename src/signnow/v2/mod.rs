//! Organizations and their people, under `/v2/organizations` (document 003, wire section 5), embedded signing (document
//! 002, wire section 6.4), and documents made of files elsewhere (wire section 6.1).
//!
//! One file per noun: the question, the shape of the answer, and its quirks. Everything answers
//! for the owner of the credential; what changes
//! something is in `write` and `embedded`.

mod activity;
mod admin;
mod allowed_team_admin;
mod email_footer;
mod embedded;
mod filter;
mod last_login;
mod member;
mod on_off;
mod operations;
mod organization;
mod role;
mod setting;
mod write;

pub use activity::{Activity, OrganizationActivity, TimeRange, UserActivity, UsersActivity};
pub use admin::{Admin, Admins};
pub use allowed_team_admin::{AllowedTeamAdmin, AllowedTeamAdmins};
pub use email_footer::{EmailFooter, EmailFooters};
pub use embedded::{
    CreateEmbeddedInviteLink, CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink,
    CreateGroupEmbeddedInvites, DeleteEmbeddedInvites, DeleteGroupEmbeddedInvites, EmbeddedInvite,
    EmbeddedInvitee, EmbeddedSigner, GroupSigner, GroupStep, GroupTask, LinkExpiration, SessionExpiration,
    SignerAuthentication, SigningAction, SigningLink,
};
pub use last_login::{LastLogin, LastLoginField, LastLoginOrder, LastLogins, Login};
pub use member::{Member, Members};
pub(super) use on_off::value_of;
pub(super) use operations::OPERATIONS;
pub use organization::{Inviter, Membership, Organization, Organizations};
pub use role::{Direction, Role, SeatStatus};
pub use setting::{Setting, SettingValue, Settings};
pub use write::{
    AcceptAdminInvitation, AcceptMemberInvitation, ActivateTeamAdmin, AddAdmin, AddMember, AdminInvitation,
    AdminRole, AllowTeamAdmin, ChangeAdminRole, ChangeSetting, CreateOrganization, DeclineAdminInvitation,
    DeclineMemberInvitation, DeleteOrganization, FileUrl, InvalidFileUrl, RemoveAdmin, RemoveMember,
    RenameOrganization, UploadDocumentFromUrl,
};
