//! Someone new: an account where there is none, a place in the organization, and a look whether it is there.
//!
//! signNow cannot be asked whether an address has an account (document 001, scenario 1). So the place is looked for first,
//! which is one call and all there is to do the second time; then the invitation is sent, which is refused where there is
//! no account, before anybody is mailed; and only then is the account made and the invitation sent again.

use async_graphql::{Context, ID, InputObject, Object};
use serde::{Deserialize, Serialize};

use super::ending::{Ending, StepOutcome};
use super::people::{admin, member};
use super::reasons::invitation_open;
use super::role::AssignableRole;
use super::seats;
use super::step::{TaskStep, TaskStepKind};
use super::worker::{Parts, Worker};
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::mutations::account::NewAccountInput;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::refusal;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::{
    AdminExists, EmailTaken, EmailUnverified, MemberExists, OutcomeUnknown, UserNotFound,
};
use crate::graph::mutations::user_error::{UserError, UserErrorCode};
use crate::graph::types::Person;
use crate::loaders::Loaders;
use crate::signnow::v1::CreateUser;
use crate::signnow::v2::{AddAdmin, AddMember, AdminRole, ChangeAdminRole, Role, SeatStatus};
use crate::signnow::{EmailAddress, Error, OrganizationId, UserId};

/// Someone who is to have a place in an organization.
#[derive(InputObject)]
struct ProvisionMemberInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// The person's address.
    email: String,
    /// What they are to be. A MEMBER may manage the organization as well, and goes on doing so.
    role: AssignableRole,
    /// Of what to make an account if the address has none. Without it, an address without an account is USER_NOT_FOUND.
    account: Option<NewAccountInput>,
    /// Only say what would be done.
    #[graphql(default)]
    dry_run: bool,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours. A dry
    /// run does not use it up, and neither does what was held up or is not known: asking again looks, and does the rest.
    idempotency_key: Option<String>,
}

input! { ProvisionMemberInput => Provision, dry if |input| input.dry_run, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let email = check.email("email", &input.email);
    let account = match input.account {
        Some(account) => check.within("account", |check| account.check(check, email.clone())).map(Some),
        None => Some(None),
    };
    let place = Place { organization: organization?, email: email?, role: input.role };
    Some(Provision { place, account: account?, dry_run: input.dry_run })
} }

struct Provision {
    place: Place,
    account: Option<CreateUser>,
    dry_run: bool,
}

/// A place in an organization.
#[derive(Clone)]
struct Place {
    organization: OrganizationId,
    email: EmailAddress,
    role: AssignableRole,
}

/// What came of it. Kept under the caller's key.
#[derive(Serialize, Deserialize)]
struct Provisioned {
    organization: OrganizationId,
    email: String,
    role: AssignableRole,
    steps: Vec<TaskStep>,
}

impl Parts for Provisioned {
    fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.steps.iter().map(|step| &step.ending)
    }
}

payload! {
    /// What became of giving someone a place in an organization. REJECTED means that not all of it is done; PARTLY_DONE
    /// among the errors says that some is, and `steps` which.
    ProvisionMemberPayload(Provisioned) {
        /// The person, who is invited until they accept.
        person: Person = |loaders, done| Ok(match done.role {
            AssignableRole::Member => Person::member_with_email(loaders, &done.organization, &done.email).await?,
            _ => Person::admin_with_email(loaders, &done.organization, &done.email).await?,
        });
        /// Each step in its order, those that were not needed as well.
        steps: Vec<TaskStep> = |_loaders, done| Ok(Some(done.steps.clone()));
    }
}

#[derive(Default)]
pub(super) struct ProvisionMutation;

#[Object]
impl ProvisionMutation {
    /// Sees to it that someone has a place in an organization: makes the account if there is none, invites them as
    /// member, moderator or admin, or changes the role in which they manage, and reads that they appear. signNow mails
    /// them where they are invited. Asking again is harmless: nothing is sent for what is so already.
    async fn provision_member(
        &self,
        context: &Context<'_>,
        input: ProvisionMemberInput,
    ) -> Field<ProvisionMemberPayload> {
        mutate(context, input, provision).await
    }
}

async fn provision(plan: Provision, desk: Desk) -> Result<Receipt<Provisioned>, Failure> {
    let (worker, place) = (Worker::new(desk, plan.dry_run), plan.place);
    let need = match place.look(worker.loaders()).await {
        Ok(seat) => place.need(seat),
        Err(error) => return worker.stop(error),
    };
    let [account, seat, confirmed] = place.fill(&worker, &need, plan.account).await;
    let steps = vec![
        TaskStep::new(TaskStepKind::FindOrganization, StepOutcome::Found),
        TaskStep::new(TaskStepKind::CreateAccount, account),
        TaskStep::new(place.kind(&need), place.in_terms_of_email(seat)),
        TaskStep::new(TaskStepKind::Confirm, confirmed),
    ];
    let (organization, email, role) = (place.organization, place.email.as_str().to_owned(), place.role);
    Ok(worker.conclude(Provisioned { organization, email, role, steps }, "dryRun"))
}

/// A seat in the list where the place is looked for.
struct Seat {
    user: UserId,
    role: Role,
    status: SeatStatus,
}

/// What it takes to fill a place.
enum Need {
    /// It is so, or an invitation to it is open.
    Nothing,
    Invitation,
    /// Someone manages in another role.
    OtherRole {
        user: UserId,
        is_admin: bool,
    },
    /// Someone is invited to another role, and has to answer first.
    Answer,
}

impl Place {
    async fn look(&self, loaders: &Loaders) -> Result<Option<Seat>, Error> {
        Ok(match self.role {
            AssignableRole::Member => {
                let row = member(loaders, &self.organization, &self.email).await?;
                row.map(|row| Seat { user: row.id.clone(), role: Role::Member, status: row.status })
            }
            _ => {
                let row = admin(loaders, &self.organization, &self.email).await?;
                row.map(|row| Seat { user: row.id.clone(), role: row.role, status: row.status })
            }
        })
    }

    /// Who declined is asked again: that is what the caller wants.
    fn need(&self, seat: Option<Seat>) -> Need {
        match seat {
            None => Need::Invitation,
            Some(seat) if seat.status == SeatStatus::Declined => Need::Invitation,
            Some(seat) if seat.role == self.role.into() => Need::Nothing,
            Some(seat) if seat.status == SeatStatus::Active => {
                Need::OtherRole { is_admin: seat.role == Role::Admin, user: seat.user }
            }
            Some(_) => Need::Answer,
        }
    }

    /// Account, seat and a last look.
    async fn fill(&self, worker: &Worker, need: &Need, account: Option<CreateUser>) -> [Ending; 3] {
        let (account, seat) = match (need, self.role.of_admins()) {
            (Need::Nothing, _) => {
                return [StepOutcome::NotNeeded, StepOutcome::NotNeeded, StepOutcome::Found]
                    .map(Ending::from);
            }
            (Need::OtherRole { user, is_admin }, Some(role)) => {
                (StepOutcome::NotNeeded.into(), self.change_role(worker, user, *is_admin, role).await)
            }
            (Need::Invitation, _) => self.invite_with_account(worker, account).await,
            (Need::Answer | Need::OtherRole { .. }, _) => {
                (StepOutcome::NotNeeded.into(), Ending::rejected(invitation_open()))
            }
        };
        let confirmed = self.confirm(worker, &seat).await;
        [account, seat, confirmed]
    }

    fn kind(&self, need: &Need) -> TaskStepKind {
        match (need, self.role) {
            (_, AssignableRole::Member) => TaskStepKind::AddMember,
            (Need::OtherRole { .. } | Need::Answer, _) => TaskStepKind::ChangeRole,
            _ => TaskStepKind::AddAdmin,
        }
    }

    async fn change_role(&self, worker: &Worker, user: &UserId, is_admin: bool, role: AdminRole) -> Ending {
        if is_admin && let Err(stays) = seats::is_spare(worker, &self.organization, user).await {
            return stays;
        }
        let (organization, user) = (self.organization.clone(), user.clone());
        worker.act(ChangeAdminRole { organization, user, role }).await
    }

    /// Account and invitation.
    async fn invite_with_account(&self, worker: &Worker, account: Option<CreateUser>) -> (Ending, Ending) {
        let invited = self.invite(worker).await;
        let create = match account {
            Some(_) if worker.is_dry() => return (StepOutcome::WouldDoIfNeeded.into(), invited),
            Some(create) if invited.is_refused_as(UserNotFound) => create,
            _ if invited.is_done() => return (StepOutcome::NotNeeded.into(), invited),
            _ => return (StepOutcome::NotTried.into(), invited),
        };
        let created = worker.act(create).await.so_already_if(&[EmailTaken, EmailUnverified]);
        if created.outcome == StepOutcome::Rejected {
            return (created, StepOutcome::NotTried.into());
        }
        // That there is an account by now does not say that it is ours: another password may be on it.
        (created, self.invite(worker).await)
    }

    /// Whoever was faster may have invited them to something else.
    async fn invite(&self, worker: &Worker) -> Ending {
        let (organization, email) = (self.organization.clone(), self.email.clone());
        let Some(role) = self.role.of_admins() else {
            return worker.act(AddMember { organization, email }).await.so_already_if(&[MemberExists]);
        };
        let invited = worker.act(AddAdmin { organization, email, role }).await;
        match invited.is_refused_as(AdminExists) && matches!(self.look_anew(worker).await, Ok(Need::Nothing))
        {
            true => StepOutcome::NotNeeded.into(),
            false => invited,
        }
    }

    /// What was read before a refusal, or before somebody else's change, is of no use.
    async fn look_anew(&self, worker: &Worker) -> Result<Need, Error> {
        self.look(&worker.loaders().anew()).await.map(|seat| self.need(seat))
    }

    async fn confirm(&self, worker: &Worker, seat: &Ending) -> Ending {
        match seat.outcome {
            StepOutcome::WouldDo => return StepOutcome::WouldDo.into(),
            _ if !seat.is_done() => return StepOutcome::NotTried.into(),
            _ => {}
        }
        let why = match self.look_anew(worker).await {
            Ok(Need::Nothing) => return StepOutcome::Found.into(),
            Ok(_) => UserError::general(OutcomeUnknown, NOT_SEEN),
            Err(error) => refusal::item_error(&error),
        };
        Ending::with(StepOutcome::Unknown, vec![why])
    }

    /// The single mutations name a person whom this one knows by address.
    fn in_terms_of_email(&self, mut seat: Ending) -> Ending {
        let is_person = |error: &UserError| {
            matches!(error.code, UserNotFound | UserErrorCode::LastAdmin | UserErrorCode::InvitationOpen)
        };
        for error in seat.user_errors.iter_mut().filter(|error| is_person(error)) {
            *error = error.clone().about(&["email"]);
        }
        seat
    }
}

const NOT_SEEN: &str =
    "signNow said that this is done, and its list does not show the person yet. Asking again looks again.";
