//! The state behind the sandbox: people, organizations, documents, tokens and what happened.
//!
//! It guarantees order (lists keep the order in which things came to be, maps are sorted) and nothing is
//! computed ahead: what an endpoint reports is counted from the facts kept here. It knows no HTTP.

mod activity;
mod clock;
mod content;
mod document;
mod document_group;
mod event_subscription;
mod id;
mod invite;
mod link;
mod login;
mod organization;
mod outbox;
mod round;
mod seat;
mod setting;
mod signing;
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
pub(crate) use content::Content;
pub(crate) use document::{Document, Field, Miscast, Role};
pub(crate) use document_group::{DocumentGroup, GroupInvite, Step};
pub(crate) use event_subscription::EventSubscription;
pub(crate) use id::Id;
pub(crate) use invite::{Channel, EmailGroup, EmbeddedSigner, FreeformInvite, Invite, InviteStatus, Letter};
pub(crate) use link::Links;
pub(crate) use login::Login;
pub(crate) use organization::{AllowedTeamAdmin, EmailFooter, Logo, Organization, Team};
pub(crate) use outbox::{About, Mail, MailKind};
pub(crate) use round::Round;
pub(crate) use seat::{AdminRole, AdminSeat, MemberSeat, SeatStatus};
pub(crate) use setting::{Setting, SettingValue};
pub(crate) use signing::Act;
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
    /// In the order of their creation.
    pub(crate) document_groups: Vec<DocumentGroup>,
    /// In the order of their creation.
    pub(crate) event_subscriptions: Vec<EventSubscription>,
    /// Every mail since the beginning or the last reset of the world, oldest first.
    pub(crate) outbox: Vec<Mail>,
    /// Every signing link since the beginning or the last reset of the world.
    pub(crate) links: Links,
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
            document_groups: vec![],
            event_subscriptions: vec![],
            outbox: vec![],
            links: Links::default(),
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

    /// The document with this id.
    pub(crate) fn document(&self, id: Id) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The same, to change it.
    pub(crate) fn document_mut(&mut self, id: Id) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    /// The same, with the source of new ids.
    pub(crate) fn document_and_random(&mut self, id: Id) -> Option<(&mut Document, &mut ChaCha12Rng)> {
        let document = self.documents.iter_mut().find(|document| document.id == id)?;
        Some((document, &mut self.random))
    }

    /// The group with this id.
    pub(crate) fn document_group(&self, id: Id) -> Option<&DocumentGroup> {
        self.document_groups.iter().find(|group| group.id == id)
    }

    /// The group a document is in; there is one at most.
    pub(crate) fn group_of_document(&self, document: Id) -> Option<&DocumentGroup> {
        self.document_groups.iter().find(|group| group.documents.contains(&document))
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
