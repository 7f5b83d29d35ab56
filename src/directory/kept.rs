//! What the directory has to know about a resource before it may keep its answer.

use std::time::Duration;

use super::organizations::organizations_tag;
use crate::cache::Tag;
use crate::signnow::{List, OrganizationId, PageOf, Resource};

/// A resource whose answers may be kept.
pub trait Kept: Send + Sync + 'static {
    /// How long an answer may be served again.
    fn lifetime(lifetimes: &Lifetimes) -> Duration;

    /// What makes an answer obsolete before its time, the narrowest first; there is one at least.
    fn tags(&self) -> Vec<Tag>;

    /// What a refusal of this says something about, as tags: no answer from before that carries one of them stands in for
    /// another any more. Wider than what a change makes obsolete, because nobody knows how much else was lost.
    fn falls_with(&self) -> Vec<Tag> {
        self.tags().into_iter().take(1).collect()
    }
}

/// A page keeps as long as its list, and goes when its list does.
impl<L: List + Kept> Kept for PageOf<L>
where
    Self: Resource,
{
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        L::lifetime(lifetimes)
    }

    fn tags(&self) -> Vec<Tag> {
        self.list.tags()
    }

    fn falls_with(&self) -> Vec<Tag> {
        self.list.falls_with()
    }
}

/// How long each kind of data is kept. Zero means: not beyond the requests that are waiting for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// The signed-in user, `GET /user`. Default 1 minute.
    pub viewer: Duration,
    /// The viewer's organizations. Default 1 minute.
    pub organizations: Duration,
    /// Admins, members and their invitations. Default 30 seconds.
    pub people: Duration,
    /// Settings, e-mail footers, allowed team admins and event subscriptions. Default 5 minutes.
    pub settings: Duration,
    /// Last logins. Default 30 seconds.
    pub logins: Duration,
    /// Activity of organizations and of people. Default 1 minute.
    pub activity: Duration,
    /// Documents and groups of documents. Default 15 seconds.
    pub documents: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            viewer: Duration::from_secs(60),
            organizations: Duration::from_secs(60),
            people: Duration::from_secs(30),
            settings: Duration::from_secs(300),
            logins: Duration::from_secs(30),
            activity: Duration::from_secs(60),
            documents: Duration::from_secs(15),
        }
    }
}

/// A tag for one aspect of one organization, such as its people.
pub(super) fn organization_tag(aspect: &str, organization: &OrganizationId) -> Tag {
    Tag::new(format!("{aspect} of organization {organization}"))
}

/// The tags of one aspect of one organization: its own, and that of the whole.
pub(super) fn organization_tags(aspect: &str, organization: &OrganizationId) -> Vec<Tag> {
    vec![organization_tag(aspect, organization), whole_tag(organization)]
}

/// What falls with something of an organization: all of it, and the lists that tell of the viewer's place in it.
pub(super) fn falls_with_organization(organization: &OrganizationId) -> Vec<Tag> {
    vec![whole_tag(organization), organizations_tag()]
}

fn whole_tag(organization: &OrganizationId) -> Tag {
    Tag::new(format!("organization {organization}"))
}

/// A tag for one aspect of whichever organization.
pub(super) fn every_organization_tag(aspect: &str) -> Tag {
    Tag::new(format!("{aspect} of every organization"))
}
