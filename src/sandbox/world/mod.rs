//! The state behind the sandbox: people, organizations, documents, tokens and what happened.
//!
//! It guarantees order (lists keep the order in which things came to be, maps are sorted) and nothing is
//! computed ahead: what an endpoint reports is counted from the facts kept here. It knows no HTTP.

mod activity;
mod clock;
mod document;
mod id;
mod login;
mod organization;
mod seat;
mod setting;
mod subscription;
mod user;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

pub(crate) use activity::{Activity, ActivityLog, Deed};
pub(crate) use clock::Clock;
pub(crate) use document::Document;
pub(crate) use id::{Id, MalformedId};
pub(crate) use login::Login;
pub(crate) use organization::{AllowedTeamAdmin, EmailFooter, Logo, Organization};
pub(crate) use seat::{AdminRole, AdminSeat, MemberSeat, SeatStatus};
pub(crate) use setting::{Setting, SettingValue};
pub(crate) use subscription::Subscription;
pub(crate) use user::User;

use super::options::Options;

/// Everything the sandbox knows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct World {
    /// Everybody registered with signNow.
    pub(crate) users: BTreeMap<Id, User>,
    /// In the order of their creation; a deleted one stays, inactive.
    pub(crate) organizations: Vec<Organization>,
    /// The last login of each user who ever logged in.
    pub(crate) last_logins: BTreeMap<Id, Login>,
    /// What the people of each organization did.
    pub(crate) activity: ActivityLog,
    /// In the order of their creation.
    pub(crate) documents: Vec<Document>,
    #[serde(skip)]
    clock: Clock,
    #[serde(skip)]
    random: ChaCha12Rng,
}

impl World {
    /// The world the options describe, as it is before the first request.
    pub(crate) fn begin(options: &Options) -> World {
        World {
            users: BTreeMap::new(),
            organizations: vec![],
            last_logins: BTreeMap::new(),
            activity: ActivityLog::default(),
            documents: vec![],
            clock: Clock::starting(options.now),
            random: ChaCha12Rng::seed_from_u64(options.seed),
        }
    }

    /// The present moment in this world.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// An id nobody has yet.
    pub(crate) fn new_id(&mut self) -> Id {
        Id::random(&mut self.random)
    }

    /// The user with this primary address, compared without regard to case.
    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// The user whose live access token this is.
    pub(crate) fn user_of_token(&self, _token: &str) -> Option<&User> {
        None
    }

    /// The organization with this id, whether active or deleted.
    pub(crate) fn organization(&self, id: Id) -> Option<&Organization> {
        self.organizations.iter().find(|organization| organization.id == id)
    }

    /// The same, to change it.
    pub(crate) fn organization_mut(&mut self, id: Id) -> Option<&mut Organization> {
        self.organizations.iter_mut().find(|organization| organization.id == id)
    }

    /// The organization a user is an active member of; signNow allows one at a time (document 003).
    pub(crate) fn organization_of_member(&self, user: Id) -> Option<&Organization> {
        self.organizations.iter().find(|organization| organization.active && organization.has_member(user))
    }
}
