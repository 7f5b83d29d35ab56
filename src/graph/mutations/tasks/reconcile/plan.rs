//! What is asked of a reconciliation.

use async_graphql::{ID, InputObject};

use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::tasks::role::AssignableRole;
use crate::graph::types::Moment;
use crate::signnow::{EmailAddress, OrganizationId};

/// How many addresses a directory may hold.
const MOST_ENTRIES: usize = 10_000;
/// How many changes one call makes at most. At a few calls a second they take some minutes.
const MOST_CHANGES: i32 = 1_000;

/// A directory of record, and what may be done to make an organization like it.
#[derive(InputObject)]
pub(super) struct ReconcileMembersInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// Everyone who is to be in the organization: 1 to 10 000 addresses, each once.
    directory: Vec<DirectoryEntryInput>,
    /// Make the differences go away. Without it they are only told, and nothing is sent.
    #[graphql(default)]
    pub(super) apply: bool,
    /// Whether rights to manage may be taken: admins and moderators that the directory does not have as such are removed,
    /// and admins that it has as moderators are made moderators. Without it they are only reported.
    #[graphql(default)]
    remove_admins: bool,
    /// Whether people who have declined are invited again. Without it they are only reported.
    #[graphql(default)]
    invite_declined: bool,
    /// Report members as dormant who have not logged in since this moment, or never. Without it nobody is dormant.
    dormant_since: Option<Moment>,
    /// The most changes that may be made, 1 to 1000. If more are needed, none is made: a directory that was cut short
    /// must not empty an organization.
    #[graphql(default = 100)]
    limit: i32,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours. Without
    /// `apply` it is not used up, and what was held up or is not known does not use it up either: asking again looks, and
    /// does the rest.
    idempotency_key: Option<String>,
}

/// Someone in a directory of record.
#[derive(InputObject)]
struct DirectoryEntryInput {
    /// The address, in any case.
    email: String,
    /// What they are to be. If not given, any role will do, and whoever has none is invited as a member.
    role: Option<AssignableRole>,
}

input! { ReconcileMembersInput => Reconciliation, dry if |input| !input.apply, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let directory = directory(check, input.directory);
    let limit = check.within_range("limit", input.limit, 1..=MOST_CHANGES);
    let rules = Rules {
        remove_admins: input.remove_admins,
        invite_declined: input.invite_declined,
        dormant_since: input.dormant_since,
    };
    Some(Reconciliation {
        organization: organization?,
        directory: directory?,
        rules,
        limit: usize::try_from(limit?).ok()?,
        apply: input.apply,
    })
} }

fn directory(check: &mut Check, entries: Vec<DirectoryEntryInput>) -> Option<Vec<Entry>> {
    let entries = check.length("directory", entries, 1..=MOST_ENTRIES)?;
    let entry = |check: &mut Check, entry: DirectoryEntryInput| {
        check.email("email", &entry.email).map(|email| Entry { email, role: entry.role })
    };
    check.each_once("directory", "email", entries, entry, |entry| entry.email.clone())
}

/// A reconciliation whose input was checked.
pub(super) struct Reconciliation {
    pub(super) organization: OrganizationId,
    pub(super) directory: Vec<Entry>,
    pub(super) rules: Rules,
    pub(super) limit: usize,
    pub(super) apply: bool,
}

/// Someone in a directory of record.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) email: EmailAddress,
    /// `None` where any role will do.
    pub(super) role: Option<AssignableRole>,
}

/// What the caller allows, and wants to know.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rules {
    pub(super) remove_admins: bool,
    pub(super) invite_declined: bool,
    pub(super) dormant_since: Option<Moment>,
}
