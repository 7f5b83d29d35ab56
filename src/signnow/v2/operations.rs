//! What the client can do in v2.

use super::activity::{Activity, UsersActivity};
use super::admin::Admins;
use super::allowed_team_admin::AllowedTeamAdmins;
use super::email_footer::EmailFooters;
use super::embedded::{
    CreateEmbeddedInviteLink, CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink,
    CreateGroupEmbeddedInvites, DeleteEmbeddedInvites, DeleteGroupEmbeddedInvites,
};
use super::last_login::LastLogins;
use super::member::Members;
use super::organization::Organizations;
use super::setting::Settings;
use super::write::{
    AcceptAdminInvitation, AcceptMemberInvitation, ActivateTeamAdmin, AddAdmin, AddMember, AllowTeamAdmin,
    ChangeAdminRole, ChangeSetting, CreateOrganization, DeclineAdminInvitation, DeclineMemberInvitation,
    DeleteOrganization, RemoveAdmin, RemoveMember, RenameOrganization, UploadDocumentFromUrl,
};
use crate::signnow::operation::Operation;

/// In the order of documents 003 and 002; then wire section 6.1.
pub(in crate::signnow) const OPERATIONS: &[Operation] = &[
    Operation::write::<CreateOrganization>(),
    Operation::write::<RenameOrganization>(),
    Operation::read(Organizations::ROUTE),
    Operation::write::<DeleteOrganization>(),
    Operation::read(Admins::ROUTE),
    Operation::write::<AddAdmin>(),
    Operation::write::<ChangeAdminRole>(),
    Operation::write::<AcceptAdminInvitation>(),
    Operation::write::<DeclineAdminInvitation>(),
    Operation::write::<RemoveAdmin>(),
    Operation::read(Members::ROUTE),
    Operation::write::<AddMember>(),
    Operation::write::<RemoveMember>(),
    Operation::write::<AcceptMemberInvitation>(),
    Operation::write::<DeclineMemberInvitation>(),
    Operation::write::<ChangeSetting>(),
    Operation::read(Settings::ROUTE),
    Operation::write::<AllowTeamAdmin>(),
    Operation::write::<ActivateTeamAdmin>(),
    Operation::read(AllowedTeamAdmins::ROUTE),
    Operation::read(EmailFooters::ROUTE),
    Operation::read(LastLogins::ROUTE),
    Operation::read(UsersActivity::ROUTE),
    Operation::read(Activity::ROUTE),
    Operation::write::<CreateEmbeddedInvites>(),
    Operation::write::<CreateEmbeddedInviteLink>(),
    Operation::write::<DeleteEmbeddedInvites>(),
    Operation::write::<CreateGroupEmbeddedInvites>(),
    Operation::write::<CreateGroupEmbeddedInviteLink>(),
    Operation::write::<DeleteGroupEmbeddedInvites>(),
    Operation::write::<UploadDocumentFromUrl>(),
];
