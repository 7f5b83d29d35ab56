//! What an organization and its people did, counted from the log of deeds.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use super::caller::managed;
use crate::sandbox::http::{Bearer, Reply, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Activity, Deed, Id, Organization, SeatStatus, World};

/// Counts of one organization or one person.
#[derive(Debug, Default, PartialEq)]
struct Totals {
    documents: u64,
    sent_documents: u64,
    signed_documents: u64,
    signers: u64,
    seconds_to_complete: u64,
}

impl Totals {
    fn of<'log>(deeds: impl Iterator<Item = &'log Activity>) -> Self {
        deeds.fold(Self::default(), |totals, activity| totals.with(activity.deed))
    }

    fn with(mut self, deed: Deed) -> Self {
        match deed {
            Deed::Created => self.documents += 1,
            Deed::Sent { signers } => {
                self.sent_documents += 1;
                self.signers += u64::from(signers);
            }
            Deed::Signed { seconds_to_complete } => {
                self.signed_documents += 1;
                self.seconds_to_complete += u64::from(seconds_to_complete);
            }
        }
        self
    }

    /// Hours, minutes and seconds without padding, such as `1:16:14`; `0:0:0` when nothing was completed.
    fn average_complete_time(&self) -> String {
        let seconds = self.seconds_to_complete.checked_div(self.signed_documents).unwrap_or_default();
        format!("{}:{}:{}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

/// What one person did.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    email: &'world str,
    documents: u64,
    sent_documents: u64,
    signed_documents: u64,
    average_complete_time: String,
    signers: u64,
}

impl<'world> Row<'world> {
    fn of(world: &'world World, user: Id, deeds: &[&Activity]) -> Option<Self> {
        let user = world.users.get(&user)?;
        let totals = Totals::of(deeds.iter().copied().filter(|activity| activity.user_id == user.id));
        Some(Row {
            id: user.id,
            email: &user.email,
            documents: totals.documents,
            sent_documents: totals.sent_documents,
            signed_documents: totals.signed_documents,
            average_complete_time: totals.average_complete_time(),
            signers: totals.signers,
        })
    }
}

/// `GET /v2/organizations/{organization_id}/users-activity`: every active admin, moderator and member, those who
/// did nothing included; admins first, each kind in the order of its seats.
pub(super) async fn by_user(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    query: Query,
) -> Reply {
    let world = shared.world();
    let organization = managed(&world, &bearer, &id)?;
    let page = query.page()?;
    query.filters(&[])?;
    let deeds: Vec<&Activity> = deeds(&world, organization, &query).collect();
    let rows = people(organization).into_iter().filter_map(|user| Row::of(&world, user, &deeds));
    ok(page.cut(rows.collect()))
}

/// Everybody with an active seat, once.
fn people(organization: &Organization) -> Vec<Id> {
    let admins = organization.admins.iter().map(|seat| (seat.user_id, seat.status));
    let members = organization.members.iter().map(|seat| (seat.user_id, seat.status));
    let mut seen = BTreeSet::new();
    let active = admins.chain(members).filter(|(_, status)| *status == SeatStatus::Active);
    active.map(|(user, _)| user).filter(|user| seen.insert(*user)).collect()
}

/// `GET /v2/organizations/{organization_id}/activity`: one object, no pages. What people did who have left since
/// still counts.
pub(super) async fn of_organization(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    query: Query,
) -> Reply {
    let world = shared.world();
    let organization = managed(&world, &bearer, &id)?;
    let deeds: Vec<&Activity> = deeds(&world, organization, &query).collect();
    let totals = Totals::of(deeds.iter().copied());
    let sent = |activity: &&&Activity| matches!(activity.deed, Deed::Sent { .. });
    ok(json!({ "data": {
        "documents": totals.documents,
        "sent_documents": totals.sent_documents,
        "signed_documents": totals.signed_documents,
        "signers": totals.signers,
        "senders": distinct_users(deeds.iter().filter(sent)),
        "average_complete_time": totals.average_complete_time(),
        "active_users": distinct_users(deeds.iter()),
    } }))
}

fn distinct_users<'log>(deeds: impl Iterator<Item = &'log &'log Activity>) -> usize {
    deeds.map(|activity| activity.user_id).collect::<BTreeSet<Id>>().len()
}

/// The deeds from `date_from` to `date_to`, both included and either absent.
fn deeds<'world>(
    world: &'world World,
    organization: &Organization,
    query: &Query,
) -> impl Iterator<Item = &'world Activity> {
    world.activity.between(organization.id, moment(query, "date_from"), moment(query, "date_to"))
}

/// Unix seconds. No refusal is documented for anything else, so anything else is no limit.
fn moment(query: &Query, name: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(query.value(name)?.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::Totals;
    use crate::sandbox::world::Deed;

    #[test]
    fn deeds_add_up() {
        let deeds = [
            Deed::Created,
            Deed::Sent { signers: 2 },
            Deed::Sent { signers: 3 },
            Deed::Signed { seconds_to_complete: 4574 },
        ];
        let totals = deeds.into_iter().fold(Totals::default(), Totals::with);
        assert_eq!((totals.documents, totals.sent_documents, totals.signed_documents), (1, 2, 1));
        assert_eq!((totals.signers, totals.average_complete_time()), (5, "1:16:14".to_owned()));
    }

    #[test]
    fn the_average_is_a_whole_number_of_seconds() {
        let times = [10, 11];
        let signed = times.map(|seconds_to_complete| Deed::Signed { seconds_to_complete });
        let totals = signed.into_iter().fold(Totals::default(), Totals::with);
        assert_eq!(totals.average_complete_time(), "0:0:10");
        assert_eq!(Totals::default().average_complete_time(), "0:0:0");
    }
}
