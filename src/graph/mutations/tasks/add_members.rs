//! Many invitations to one organization.

use async_graphql::{Context, ID, InputObject, Object};
use serde::{Deserialize, Serialize};

use super::ending::{Ending, StepOutcome};
use super::people::members;
use super::worker::{Parts, Worker, side_by_side};
use crate::graph::error::Failure;
use crate::graph::field::{Field, answer_if_any, loaders};
use crate::graph::mutations::check::Check;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::MemberExists;
use crate::graph::types::Person;
use crate::signnow::v2::{AddMember, SeatStatus};
use crate::signnow::{EmailAddress, OrganizationId};

/// How many people one call adds or removes at most.
pub(super) const MOST_PEOPLE: usize = 100;

/// People to belong to an organization.
#[derive(InputObject)]
struct AddMembersInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// 1 to 100 addresses of people who have accounts, each once.
    emails: Vec<String>,
    /// Only say what would be done.
    #[graphql(default)]
    dry_run: bool,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours. A dry
    /// run does not use it up, and neither does what was held up or is not known: asking again looks, and does the rest.
    idempotency_key: Option<String>,
}

input! { AddMembersInput => Invitations, dry if |input| input.dry_run, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let emails = addresses(check, input.emails);
    Some(Invitations { organization: organization?, emails: emails?, dry_run: input.dry_run })
} }

fn addresses(check: &mut Check, emails: Vec<String>) -> Option<Vec<EmailAddress>> {
    let emails = check.length("emails", emails, 1..=MOST_PEOPLE)?;
    check.each_once("emails", "", emails, |check, email| check.email("", &email), EmailAddress::clone)
}

struct Invitations {
    organization: OrganizationId,
    emails: Vec<EmailAddress>,
    dry_run: bool,
}

/// What came of them. Kept under the caller's key.
#[derive(Serialize, Deserialize)]
struct Invited {
    organization: OrganizationId,
    results: Vec<(String, Ending)>,
}

impl Parts for Invited {
    fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.results.iter().map(|(_, ending)| ending)
    }
}

/// What became of inviting one of many.
pub(in crate::graph) struct AddMembersResult {
    organization: OrganizationId,
    email: String,
    ending: Ending,
}

/// What became of inviting one of many.
#[Object]
impl AddMembersResult {
    /// The address, as it was given.
    async fn email(&self) -> &str {
        &self.email
    }

    /// The person; null for someone who has no place in the organization.
    async fn person(&self, context: &Context<'_>) -> Field<Person> {
        let find = Person::member_among_all(loaders(context), &self.organization, &self.email);
        answer_if_any(async { Ok(find.await?) }).await
    }

    #[graphql(flatten)]
    async fn ending(&self) -> Ending {
        self.ending.clone()
    }
}

payload! {
    /// What became of inviting many. REJECTED means that not all of them have a place; PARTLY_DONE among the errors says
    /// that some were invited, and `results` which.
    AddMembersPayload(Invited) {
        /// One for each address, in the order of the input.
        results: Vec<AddMembersResult> = |_loaders, done| Ok(Some(done.results.iter().map(|(email, ending)| {
            AddMembersResult {
                organization: done.organization.clone(),
                email: email.clone(),
                ending: ending.clone(),
            }
        }).collect()));
    }
}

#[derive(Default)]
pub(super) struct AddMembersMutation;

#[Object]
impl AddMembersMutation {
    /// Invites up to 100 people who have accounts to be members of an organization; signNow mails them. Those who belong
    /// to it or are invited already are left alone, and one who cannot be invited stops nobody else.
    async fn add_members(&self, context: &Context<'_>, input: AddMembersInput) -> Field<AddMembersPayload> {
        mutate(context, input, invite).await
    }
}

async fn invite(plan: Invitations, desk: Desk) -> Result<Receipt<Invited>, Failure> {
    let (worker, organization) = (Worker::new(desk, plan.dry_run), plan.organization);
    let there = match members(worker.loaders(), &organization, &plan.emails).await {
        Ok(there) => there,
        Err(error) => return worker.stop(error),
    };
    let invitations = plan.emails.iter().enumerate().map(|(index, email)| {
        let row = there.get(email);
        let has_place = row.is_some_and(|row| row.status != SeatStatus::Declined);
        let add = AddMember { organization: organization.clone(), email: email.clone() };
        let worker = &worker;
        async move {
            if has_place {
                return StepOutcome::NotNeeded.into();
            }
            let invited = worker.act(add).await.so_already_if(&[MemberExists]);
            invited.about(&["emails", &index.to_string()])
        }
    });
    let endings: Vec<Ending> = side_by_side(invitations).await;
    let emails = plan.emails.iter().map(|email| email.as_str().to_owned());
    let results = emails.zip(endings).collect();
    Ok(worker.conclude(Invited { organization, results }, "dryRun"))
}
