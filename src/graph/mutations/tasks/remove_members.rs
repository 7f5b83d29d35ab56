//! Many memberships that end.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use serde::{Deserialize, Serialize};

use super::add_members::MOST_PEOPLE;
use super::ending::{Ending, StepOutcome};
use super::seats;
use super::worker::{Parts, Worker, side_by_side};
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::refusal;
use crate::graph::mutations::run::mutate;
use crate::loaders::{LoadsList, Whole};
use crate::signnow::v2::Members;
use crate::signnow::{Error, OrganizationId, UserId};

/// People who are to belong to an organization no more.
#[derive(InputObject)]
struct RemoveMembersInput {
    /// The `id`s of 1 to 100 people, each once. An `id` holds its organization, and they may be of several.
    person_ids: Vec<ID>,
    /// Only say what would be done.
    #[graphql(default)]
    dry_run: bool,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours. A dry
    /// run does not use it up, and neither does what was held up or is not known: asking again looks, and does the rest.
    idempotency_key: Option<String>,
}

input! { RemoveMembersInput => Removals, dry if |input| input.dry_run, |input, check| {
    Some(Removals { people: people(check, input.person_ids)?, dry_run: input.dry_run })
} }

fn people(check: &mut Check, ids: Vec<ID>) -> Option<Vec<Removal>> {
    let ids = check.length("personIds", ids, 1..=MOST_PEOPLE)?;
    let person = |check: &mut Check, id: ID| {
        check.person("", &id).map(|(organization, user)| Removal { id, organization, user })
    };
    check.each_once("personIds", "", ids, person, |it| (it.organization.clone(), it.user.clone()))
}

struct Removals {
    people: Vec<Removal>,
    dry_run: bool,
}

struct Removal {
    id: ID,
    organization: OrganizationId,
    user: UserId,
}

/// What became of removing one of many.
#[derive(SimpleObject, Clone, Debug, Serialize, Deserialize)]
struct RemoveMembersResult {
    /// The `id` of the person, as it was given.
    person_id: ID,
    #[graphql(flatten)]
    #[serde(flatten)]
    ending: Ending,
}

/// What came of them. Kept under the caller's key.
#[derive(Serialize, Deserialize)]
struct Removed(Vec<RemoveMembersResult>);

impl Parts for Removed {
    fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.0.iter().map(|result| &result.ending)
    }
}

payload! {
    /// What became of removing many. REJECTED means that not all of them are gone; PARTLY_DONE among the errors says
    /// that some are, and `results` which.
    RemoveMembersPayload(Removed) {
        /// One for each person, in the order of the input.
        results: Vec<RemoveMembersResult> = |_loaders, done| Ok(Some(done.0.clone()));
    }
}

#[derive(Default)]
pub(super) struct RemoveMembersMutation;

#[Object]
impl RemoveMembersMutation {
    /// Removes up to 100 members. Those who are no members are left alone, an open invitation stays open because signNow
    /// takes none back, and one who cannot be removed stops nobody else. Roles of admins and moderators stay.
    async fn remove_members(
        &self,
        context: &Context<'_>,
        input: RemoveMembersInput,
    ) -> Field<RemoveMembersPayload> {
        mutate(context, input, remove).await
    }
}

async fn remove(plan: Removals, desk: Desk) -> Result<Receipt<Removed>, Failure> {
    let worker = Worker::new(desk, plan.dry_run);
    let lists = lists(&worker, &plan.people).await;
    let removals = plan.people.iter().enumerate().map(|(index, removal)| {
        let (worker, list) = (&worker, lists.get(&removal.organization));
        async move {
            let ending = match list {
                Some(Ok(list)) => {
                    let seat = list.row(&removal.user);
                    seats::end_membership(worker, &removal.organization, seat.as_deref()).await
                }
                Some(Err(error)) => Ending::rejected(refusal::item_error(error)),
                None => StepOutcome::NotTried.into(),
            };
            ending.about(&["personIds", &index.to_string()])
        }
    });
    let endings = side_by_side(removals).await;
    let results = plan.people.iter().zip(endings);
    let results =
        results.map(|(removal, ending)| RemoveMembersResult { person_id: removal.id.clone(), ending });
    Ok(worker.conclude(Removed(results.collect()), "dryRun"))
}

type List = Result<Arc<Whole<Members>>, Error>;

/// The members of each organization that is named. One that cannot be read fails its own people alone.
async fn lists(worker: &Worker, people: &[Removal]) -> HashMap<OrganizationId, List> {
    let mut named: Vec<&OrganizationId> = Vec::new();
    for removal in people {
        if !named.contains(&&removal.organization) {
            named.push(&removal.organization);
        }
    }
    let reads = named.iter().map(|organization| async {
        let list = Members::of((*organization).clone());
        worker.loaders().whole(&list).await
    });
    let lists = side_by_side(reads).await;
    named.into_iter().cloned().zip(lists).collect()
}
