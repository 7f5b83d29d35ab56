//! How an organization can differ from a directory of record.

use async_graphql::{Enum, ID, Object};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::graph::id::GlobalId;
use crate::graph::mutations::tasks::ending::Ending;
use crate::graph::types::{MembershipStatus, Moment, OrganizationRole};
use crate::signnow::v2::AdminRole;
use crate::signnow::{OrganizationId, UserId};

/// How someone's place in an organization differs from the directory of record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum DifferenceKind {
    /// In the directory, and neither in the organization nor invited. Applying invites them.
    Missing,
    /// In the directory, and manages or is invited to manage in another role. Applying changes the role, where it takes
    /// no admin's rights or `removeAdmins` allows it, and the invitation was accepted.
    WrongRole,
    /// In the directory, invited, and has not answered. Nothing to do but wait.
    Pending,
    /// In the directory, invited, and has declined. Applying invites them again if `inviteDeclined` allows it.
    Declined,
    /// In the organization or invited to it, and not in the directory, or not in this role. Applying removes members;
    /// admins and moderators if `removeAdmins` allows it; and no invitation, because signNow takes none back.
    Unexpected,
    /// A member who has not logged in since the moment that was asked about, or never. Applying leaves them.
    Dormant,
}

/// One difference, and what became of it. Kept under the caller's key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Difference {
    pub(super) kind: DifferenceKind,
    pub(super) email: String,
    pub(super) organization: OrganizationId,
    pub(super) user: Option<UserId>,
    pub(super) role: OrganizationRole,
    pub(super) status: Option<MembershipStatus>,
    pub(super) last_login: Option<DateTime<Utc>>,
    /// Its place in the directory, where it is in there.
    pub(super) entry: Option<usize>,
    /// What would end it; `None` where nothing is to be done.
    #[serde(skip)]
    pub(super) change: Option<Change>,
    pub(super) ending: Ending,
}

/// What ends a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Promote(UserId, AdminRole),
    Demote(UserId, AdminRole),
    RemoveAdmin(UserId),
    RemoveMember(UserId),
    InviteAdmin(AdminRole),
    InviteMember,
}

/// One way in which the organization differs from the directory.
#[Object(name = "MembershipDifference")]
impl Difference {
    /// In which way.
    async fn kind(&self) -> DifferenceKind {
        self.kind
    }

    /// The address, as signNow has it; as the directory has it for someone whom signNow's lists do not have.
    async fn email(&self) -> &str {
        &self.email
    }

    /// The global id of the person; null for someone whom signNow's lists do not have.
    async fn person_id(&self) -> Option<ID> {
        self.user.as_ref().map(|user| GlobalId::person(&self.organization, user).encode())
    }

    /// The role that this is about: for MISSING and DECLINED what they are to be invited as; otherwise what they are, or
    /// are invited to be.
    async fn role(&self) -> OrganizationRole {
        self.role
    }

    /// How far the invitation to that role has come; null for someone who was not invited.
    async fn status(&self) -> Option<MembershipStatus> {
        self.status
    }

    /// When a member last logged in; null if never, or if signNow does not tell.
    async fn last_login_at(&self) -> Option<Moment> {
        self.last_login.map(Moment::from)
    }

    #[graphql(flatten)]
    async fn ending(&self) -> Ending {
        self.ending.clone()
    }
}
