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
mod tokens;
mod user;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

pub(crate) use activity::{Activity, ActivityLog, Deed};
pub(crate) use clock::Clock;
pub(crate) use document::{Document, Invite, InviteStatus, Signer};
pub(crate) use id::Id;
pub(crate) use login::Login;
pub(crate) use organization::{AllowedTeamAdmin, EmailFooter, Logo, Organization, Team};
pub(crate) use seat::{AdminRole, AdminSeat, MemberSeat, SeatStatus};
pub(crate) use setting::{Setting, SettingValue};
pub(crate) use subscription::Subscription;
pub(crate) use tokens::{Term, TokenPair, Tokens, fingerprint};
pub(crate) use user::{Initials, MailedToken, User};

use super::options::Options;
use super::seed;

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
    pub(crate) tokens: Tokens,
    #[serde(skip)]
    clock: Clock,
    #[serde(skip)]
    random: ChaCha12Rng,
}

impl World {
    /// The world the options describe, as it is before the first request.
    pub(crate) fn begin(options: &Options, anchor: DateTime<Utc>, clock: Clock) -> World {
        let mut world = World {
            users: BTreeMap::new(),
            organizations: vec![],
            last_logins: BTreeMap::new(),
            activity: ActivityLog::default(),
            documents: vec![],
            tokens: Tokens::new(options.seed),
            clock,
            random: ChaCha12Rng::seed_from_u64(options.seed),
        };
        seed::plant(options.world, &mut world, anchor);
        world
    }

    /// The present moment in this world.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The source of everything invented in this world.
    pub(crate) fn random(&mut self) -> &mut ChaCha12Rng {
        &mut self.random
    }

    /// An id nobody has yet.
    pub(crate) fn new_id(&mut self) -> Id {
        Id::random(&mut self.random)
    }

    /// A token to be mailed to somebody, good for a day.
    pub(crate) fn new_mailed_token(&mut self) -> MailedToken {
        MailedToken { token: self.new_id().to_string(), expires: self.now() + TimeDelta::days(1) }
    }

    /// The same as [`user_by_email`](World::user_by_email), to change it.
    pub(crate) fn user_by_email_mut(&mut self, email: &str) -> Option<&mut User> {
        self.users.values_mut().find(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// The user with this primary address, compared without regard to case.
    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// The user whose live access token this is.
    pub(crate) fn user_of_token(&self, token: &str) -> Option<&User> {
        let access = self.tokens.access(token, self.now())?;
        self.users.get(&access.user).filter(|user| user.active)
    }

    /// Notes that a user has just logged in with some program.
    pub(crate) fn note_login(&mut self, user: Id, user_agent: &str) {
        self.note_login_at(user, user_agent, self.now());
    }

    /// Notes that a user logged in at some moment.
    pub(crate) fn note_login_at(&mut self, user: Id, user_agent: &str, now: DateTime<Utc>) {
        let created_at = self.last_logins.get(&user).map_or(now, |login| login.created_at);
        self.last_logins.insert(user, Login::by_api(now, user_agent, created_at));
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
