//! The nouns of the graph, a file each. A type is a thin wrapper over what the loaders answered: nothing is copied,
//! and what has no method here is not public.

mod activity;
mod document;
mod document_field;
mod document_group;
mod event;
mod field_invite;
mod invitation;
mod login;
mod membership;
mod order;
mod organization;
mod person;
mod plan;
mod rate_limit;
mod role;
mod service;
mod settings;
mod signing;
mod team;
mod time;
mod user;

pub(super) use document::Document;
pub(super) use document_field::FieldKind;
pub(super) use document_group::DocumentGroup;
pub(super) use event::{EventName, EventSubscription};
pub(super) use field_invite::FieldInvite;
pub(super) use organization::Organization;
pub(super) use person::Person;
pub(super) use rate_limit::RateLimit;
pub(super) use role::{MembershipStatus, OrganizationRole};
pub(super) use settings::{AllowedTeamAdmin, OrganizationSetting};
pub(super) use time::Moment;
pub(super) use user::User;
