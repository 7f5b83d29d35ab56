//! The mutation, and what it tells.

use async_graphql::{Context, Object, SimpleObject};
use futures::future::join;
use serde::{Deserialize, Serialize};

use super::apply::apply;
use super::compare::{People, compare};
use super::difference::{Difference, DifferenceKind};
use super::plan::{ReconcileMembersInput, Reconciliation};
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::tasks::ending::{Ending, StepOutcome};
use crate::graph::mutations::tasks::worker::{Parts, Worker};
use crate::graph::mutations::user_error::{UserError, UserErrorCode};
use crate::loaders::{Loaders, LoadsList, LoadsObject, Row};
use crate::signnow::v1::CurrentUser;
use crate::signnow::v2::{Admin, Admins, Member, Members};
use crate::signnow::{Error, OrganizationId};

/// What came of it. Kept under the caller's key.
#[derive(Serialize, Deserialize)]
struct Reconciled(Vec<Difference>);

impl Parts for Reconciled {
    fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.0.iter().map(|difference| &difference.ending)
    }
}

/// How many differences there are of each kind.
#[derive(SimpleObject)]
struct DifferenceCounts {
    /// In the directory, and neither in the organization nor invited.
    missing: usize,
    /// In the directory, and manages in another role.
    wrong_role: usize,
    /// In the directory, and has not answered the invitation.
    pending: usize,
    /// In the directory, and has declined the invitation.
    declined: usize,
    /// In the organization, and not in the directory, or not in this role.
    unexpected: usize,
    /// Members who have not logged in since the moment that was asked about.
    dormant: usize,
}

impl DifferenceCounts {
    fn of(differences: &[Difference]) -> Self {
        let count = |kind| differences.iter().filter(|difference| difference.kind == kind).count();
        Self {
            missing: count(DifferenceKind::Missing),
            wrong_role: count(DifferenceKind::WrongRole),
            pending: count(DifferenceKind::Pending),
            declined: count(DifferenceKind::Declined),
            unexpected: count(DifferenceKind::Unexpected),
            dormant: count(DifferenceKind::Dormant),
        }
    }
}

payload! {
    /// How an organization differs from a directory of record, and what became of that. CONFIRMED means that nothing that
    /// may be changed differs any more; what is only REPORTED is none of it. REJECTED means that something still
    /// differs: DRY_RUN among the errors says that nothing was tried, PARTLY_DONE that some of it went away.
    ReconcileMembersPayload(Reconciled) {
        /// Each difference: those of the directory in its order, then the unexpected, then the dormant. A person may have
        /// several.
        differences: Vec<Difference> = |_loaders, done| Ok(Some(done.0.clone()));
        /// How many there are of each kind.
        counts: DifferenceCounts = |_loaders, done| Ok(Some(DifferenceCounts::of(&done.0)));
    }
}

#[derive(Default)]
pub(in crate::graph::mutations::tasks) struct ReconcileMutation;

#[Object]
impl ReconcileMutation {
    /// Compares an organization with a directory of record. With `apply`, makes the difference go away, item by item: the
    /// missing are invited, which mails them, and the unexpected are removed. The signed-in user and the last admin stay
    /// whatever the directory says. Asking again finds what is left to do.
    async fn reconcile_members(
        &self,
        context: &Context<'_>,
        input: ReconcileMembersInput,
    ) -> Field<ReconcileMembersPayload> {
        mutate(context, input, reconcile).await
    }
}

async fn reconcile(plan: Reconciliation, desk: Desk) -> Result<Receipt<Reconciled>, Failure> {
    // Who the credential belongs to does not change, so what was read lately will do.
    let viewer = desk.loaders.object(CurrentUser).await;
    let worker = Worker::new(desk, !plan.apply);
    let lists = lists(worker.loaders(), &plan.organization).await;
    let (viewer, (admins, members)) = match viewer.and_then(|viewer| Ok((viewer, lists?))) {
        Ok(read) => read,
        Err(error) => return worker.stop(error),
    };
    let people = People {
        organization: &plan.organization,
        admins: admins.iter().map(|row| &**row).collect(),
        members: members.iter().map(|row| &**row).collect(),
        viewer: &viewer.id,
    };
    let mut differences = compare(&plan.directory, &people, plan.rules);
    let changes = differences.iter().filter(|difference| difference.change.is_some()).count();
    if plan.apply && changes > plan.limit {
        for difference in differences.iter_mut().filter(|difference| difference.change.is_some()) {
            difference.ending = StepOutcome::NotTried.into();
        }
        return Ok(worker.reject(too_many(changes, plan.limit), Some(Reconciled(differences))));
    }
    apply(&worker, &mut differences).await;
    Ok(worker.conclude(Reconciled(differences), "apply"))
}

type Lists = (Vec<Row<Admin>>, Vec<Row<Member>>);

async fn lists(loaders: &Loaders, organization: &OrganizationId) -> Result<Lists, Error> {
    let (admins, members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
    let (admins, members) = join(loaders.whole(&admins), loaders.whole(&members)).await;
    Ok((admins?.rows().collect(), members?.rows().collect()))
}

fn too_many(changes: usize, limit: usize) -> UserError {
    let message = format!(
        "{changes} changes are needed and at most {limit} may be made, so none was. See whether the directory is whole; \
         then pass a higher `limit`."
    );
    UserError::at(&["limit"], UserErrorCode::OutOfRange, message)
}
