//! Someone who leaves: out of every organization that the signed-in user manages.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use futures::future::join;
use serde::{Deserialize, Serialize};

use super::ending::{Ending, StepOutcome};
use super::reasons::viewer_stays;
use super::seats;
use super::step::{TaskStep, TaskStepKind};
use super::worker::{Parts, Worker, side_by_side};
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::refusal;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode;
use crate::loaders::{LoadsList, LoadsObject, Row};
use crate::signnow::v1::{CurrentUser, User};
use crate::signnow::v2::{Admin, Admins, Member, Members, Organization, Organizations, Role, SeatStatus};
use crate::signnow::{EmailAddress, Error, ErrorKind, OrganizationId, UserId};

/// Someone who is to have no place in any organization that the signed-in user manages.
#[derive(InputObject)]
struct OffboardMemberInput {
    /// The person's address. Either this or `personId`.
    email: Option<String>,
    /// The `id` of the person in any organization. Either this or `email`.
    person_id: Option<ID>,
    /// Only say what would be done.
    #[graphql(default)]
    dry_run: bool,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours. A dry
    /// run does not use it up, and neither does what was held up or is not known: asking again looks, and does the rest.
    idempotency_key: Option<String>,
}

input! { OffboardMemberInput => Offboard, dry if |input| input.dry_run, |input, check| {
    let who = match (input.email, input.person_id) {
        (Some(email), None) => check.email("email", &email).map(Who::Email),
        (None, Some(person)) => check.person("personId", &person).map(|(_, user)| Who::User(user)),
        _ => check.refuse("", UserErrorCode::Invalid, "Pass either `email` or `personId`."),
    };
    Some(Offboard { who: who?, dry_run: input.dry_run })
} }

struct Offboard {
    who: Who,
    dry_run: bool,
}

/// The person, as the caller named them.
enum Who {
    Email(EmailAddress),
    User(UserId),
}

/// What became of someone's places in one organization.
#[derive(SimpleObject, Clone, Debug, Serialize, Deserialize)]
struct OffboardedOrganization {
    /// The global id of the organization.
    id: ID,
    /// signNow's id of it.
    organization_id: String,
    /// Its name.
    name: String,
    /// FIND_ORGANIZATION, REJECTED where the organization's people could not be read; then REMOVE_ADMIN and
    /// REMOVE_MEMBER, NOT_NEEDED where the person has no such place.
    steps: Vec<TaskStep>,
}

/// What came of it. Kept under the caller's key.
#[derive(Serialize, Deserialize)]
struct Offboarded(Vec<OffboardedOrganization>);

impl Offboarded {
    /// Whether there was a place to take from them.
    fn found(&self) -> bool {
        let places = [TaskStepKind::RemoveAdmin, TaskStepKind::RemoveMember];
        let mut steps = self.0.iter().flat_map(|organization| &organization.steps);
        steps.any(|step| places.contains(&step.kind) && step.ending.outcome != StepOutcome::NotNeeded)
    }
}

impl Parts for Offboarded {
    fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.0.iter().flat_map(|organization| &organization.steps).map(|step| &step.ending)
    }
}

payload! {
    /// What became of taking someone out of every organization. REJECTED means that they may still have a place
    /// somewhere; PARTLY_DONE among the errors says that they lost some. Someone who is nowhere to be found is CONFIRMED,
    /// with every step NOT_NEEDED and `wasFound` false.
    OffboardMemberPayload(Offboarded) {
        /// Whether the person had a place in any of them. Look at the spelling of the address if not.
        was_found: bool = |_loaders, done| Ok(Some(done.found()));
        /// Every organization that the signed-in user manages, those that could not be read as well.
        organizations: Vec<OffboardedOrganization> = |_loaders, done| Ok(Some(done.0.clone()));
    }
}

#[derive(Default)]
pub(super) struct OffboardMutation;

#[Object]
impl OffboardMutation {
    /// Takes someone out of every organization that the signed-in user manages, as member and as admin or moderator. The
    /// last admin of an organization stays one, an open invitation stays open because signNow takes none back, and the
    /// signed-in user is not taken out. Asking again is harmless.
    async fn offboard_member(
        &self,
        context: &Context<'_>,
        input: OffboardMemberInput,
    ) -> Field<OffboardMemberPayload> {
        mutate(context, input, offboard).await
    }
}

async fn offboard(plan: Offboard, desk: Desk) -> Result<Receipt<Offboarded>, Failure> {
    // Who the credential belongs to does not change, so what was read lately will do.
    let viewer = desk.loaders.object(CurrentUser).await;
    let (worker, who) = (Worker::new(desk, plan.dry_run), plan.who);
    match viewer {
        Ok(viewer) if who.is(&viewer) => {
            return Ok(worker.reject(viewer_stays().about(&[who.argument()]), None));
        }
        Ok(_) => {}
        Err(error) => return worker.stop(error),
    }
    let roles = vec![Role::Admin, Role::Moderator];
    let managed = Organizations { status: Some(SeatStatus::Active), roles };
    let managed = match worker.loaders().whole(&managed).await {
        Ok(managed) => managed,
        Err(error) => return worker.stop(error),
    };
    let left = side_by_side(managed.rows().map(|organization| who.leave(&worker, organization))).await;
    Ok(worker.conclude(Offboarded(left), "dryRun"))
}

/// The two places that someone may have in an organization.
type Seats = (Option<Row<Admin>>, Option<Row<Member>>);

impl Who {
    fn is(&self, viewer: &User) -> bool {
        let none = String::new();
        viewer.emails.iter().chain(&viewer.email).chain([&none]).any(|own| self.matches(&viewer.id, own))
    }

    fn argument(&self) -> &'static str {
        match self {
            Who::Email(_) => "email",
            Who::User(_) => "personId",
        }
    }

    async fn leave(&self, worker: &Worker, organization: Row<Organization>) -> OffboardedOrganization {
        let id = &organization.id;
        let steps = match self.seats(worker, id).await {
            Ok((admin, member)) => {
                // One after the other: whoever manages has rights to lose first.
                let admin = seats::end_management(worker, id, admin.as_deref()).await;
                let member = seats::end_membership(worker, id, member.as_deref()).await;
                vec![
                    TaskStep::new(TaskStepKind::FindOrganization, StepOutcome::Found),
                    TaskStep::new(TaskStepKind::RemoveAdmin, admin.about(&[self.argument()])),
                    TaskStep::new(TaskStepKind::RemoveMember, member.about(&[self.argument()])),
                ]
            }
            // One that is out of use, and not to be found, has no places left.
            Err(error) if error.kind() == ErrorKind::NotFound && !organization.is_active => {
                vec![TaskStep::new(TaskStepKind::FindOrganization, StepOutcome::NotNeeded)]
            }
            Err(error) => {
                let unread = Ending::rejected(refusal::item_error(&error)).about_nobody();
                vec![TaskStep::new(TaskStepKind::FindOrganization, unread)]
            }
        };
        OffboardedOrganization {
            id: GlobalId::Organization(id.clone()).encode(),
            organization_id: id.as_str().to_owned(),
            name: organization.name.clone(),
            steps,
        }
    }

    /// Looked for in whole lists: whether signNow's filter minds the case of an address is not documented, and whoever it
    /// did not find would seem to have no place.
    async fn seats(&self, worker: &Worker, organization: &OrganizationId) -> Result<Seats, Error> {
        let (admins, members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
        let (admins, members) = join(worker.loaders().whole(&admins), worker.loaders().whole(&members)).await;
        let admin = admins?.rows().find(|row| self.matches(&row.id, &row.email));
        let member = members?.rows().find(|row| self.matches(&row.id, &row.email));
        Ok((admin, member))
    }

    fn matches(&self, id: &UserId, listed: &str) -> bool {
        match self {
            Who::Email(email) => email.is(listed),
            Who::User(user) => user == id,
        }
    }
}
