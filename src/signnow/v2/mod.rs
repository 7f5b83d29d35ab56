//! Organizations and their people, under `/v2/organizations` (document 003, wire section 5).
//!
//! One file per noun: the question, the shape of the answer, and its quirks. Everything here is read
//! only and answers for the owner of the credential.

mod activity;
mod admin;
mod allowed_team_admin;
mod email_footer;
mod filter;
mod last_login;
mod member;
mod on_off;
mod organization;
mod role;
mod setting;

pub use activity::{Activity, OrganizationActivity, TimeRange, UserActivity, UsersActivity};
pub use admin::{Admin, Admins};
pub use allowed_team_admin::{AllowedTeamAdmin, AllowedTeamAdmins};
pub use email_footer::{EmailFooter, EmailFooters};
pub use last_login::{LastLogin, LastLoginField, LastLoginOrder, LastLogins, Login};
pub use member::{Member, Members};
pub(super) use on_off::value_of;
pub use organization::{Inviter, Membership, Organization, Organizations};
pub use role::{Direction, Role, SeatStatus};
pub use setting::{Setting, SettingValue, Settings};
