//! What can be changed in organizations, and made of files elsewhere: one file per noun, and in it one type per call.
//!
//! No call asks who the viewer is or what role they have: signNow refuses what is not allowed, and its
//! numbers (wire section 5.1) come back in the error. What signNow does twice when asked twice is said by
//! each command's nature.

mod admin;
mod allowed_team_admin;
mod document;
mod invitation;
mod member;
mod organization;
mod setting;

pub use admin::{AddAdmin, AdminInvitation, AdminRole, ChangeAdminRole, RemoveAdmin};
pub use allowed_team_admin::{ActivateTeamAdmin, AllowTeamAdmin};
pub use document::{FileUrl, InvalidFileUrl, UploadDocumentFromUrl};
pub use invitation::{
    AcceptAdminInvitation, AcceptMemberInvitation, DeclineAdminInvitation, DeclineMemberInvitation,
};
pub use member::{AddMember, RemoveMember};
pub use organization::{CreateOrganization, DeleteOrganization, RenameOrganization};
pub use setting::ChangeSetting;
