//! Invitations to an organization, of both kinds.

use async_graphql::{Enum, Object};
use futures::join;

use super::person::Person;
use super::role::OrganizationRole;
use crate::loaders::{Loaders, LoadsList, Row};
use crate::signnow::v2::{Admin, Admins, Member, Members, SeatStatus};
use crate::signnow::{Error, OrganizationId};

/// How far an invitation has come that is not accepted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum InvitationStatus {
    /// Not answered yet.
    Pending,
    /// Answered with no.
    Declined,
}

pub(in crate::graph) struct Invitation {
    organization: OrganizationId,
    status: InvitationStatus,
    invited: Invited,
}

enum Invited {
    Admin(Row<Admin>),
    Member(Row<Member>),
}

impl Invitation {
    /// All invitations of this status. signNow filters both lists, so what is accepted is not read.
    pub(super) async fn all(
        loaders: &Loaders,
        organization: &OrganizationId,
        status: InvitationStatus,
    ) -> Result<Vec<Self>, Error> {
        let seat = match status {
            InvitationStatus::Pending => SeatStatus::Pending,
            InvitationStatus::Declined => SeatStatus::Declined,
        };
        let admins = Admins { status: Some(seat), ..Admins::of(organization.clone()) };
        let members = Members { status: Some(seat), ..Members::of(organization.clone()) };
        let (admins, members) = join!(loaders.whole(&admins), loaders.whole(&members));
        let (admins, members) = (admins?, members?);
        let invited = admins.rows().map(Invited::Admin).chain(members.rows().map(Invited::Member));
        Ok(invited.map(|invited| Self { organization: organization.clone(), status, invited }).collect())
    }
}

/// An invitation to an organization that is not accepted.
#[Object]
impl Invitation {
    /// The person who is invited.
    async fn person(&self) -> Person {
        match &self.invited {
            Invited::Admin(row) => Person::from_admin(&self.organization, row.clone()),
            Invited::Member(row) => Person::from_member(&self.organization, row.clone()),
        }
    }

    /// The role the person gets by accepting.
    async fn role(&self) -> OrganizationRole {
        match &self.invited {
            Invited::Admin(row) => row.role.into(),
            Invited::Member(_) => OrganizationRole::Member,
        }
    }

    /// Whether it is open or was declined.
    async fn status(&self) -> InvitationStatus {
        self.status
    }
}
