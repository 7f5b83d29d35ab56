//! The nouns of the graph, a file each. A type is a thin wrapper over what the loaders answered: nothing is copied,
//! and what has no method here is not public.

mod account;
mod activity;
mod document;
mod invitation;
mod login;
mod membership;
mod organization;
mod person;
mod scalars;
mod settings;
mod user;

pub(super) use document::Document;
pub(super) use organization::{Organization, every_role};
pub(super) use person::Person;
pub(super) use scalars::{MembershipStatus, OrganizationRole};
pub(super) use user::User;
