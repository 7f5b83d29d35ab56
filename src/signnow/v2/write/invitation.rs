//! Answering an invitation, which only the invited user can.

use crate::signnow::command::{Command, Nature};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::v2::organization::within;
use crate::signnow::wire::acknowledged;

/// The four answers differ in two words of their path (wire section 5 rows 8 and 13). A second answer finds
/// no open invitation (12007013).
macro_rules! answer {
    ($(#[$doc:meta])* $name:ident, $route:literal, $list:literal, $word:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// To which organization.
            pub organization: OrganizationId,
            /// Who was invited: the owner of the credential.
            pub user: UserId,
        }

        impl Command for $name {
            type Answer = ();

            const ROUTE: Route = Route::new($route);
            const NATURE: Nature = Nature::NaturalKey;

            fn target(&self) -> Target {
                Target::new(within(&self.organization, $list).id(&self.user).word($word), &Query::new())
            }

            fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
                acknowledged(body)
            }
        }
    };
}

answer! {
    /// Accepts to be admin or moderator.
    AcceptAdminInvitation,
    "POST /v2/organizations/{organization_id}/admins/{user_id}/accept",
    "admins",
    "accept"
}
answer! {
    /// Declines to be admin or moderator.
    DeclineAdminInvitation,
    "POST /v2/organizations/{organization_id}/admins/{user_id}/decline",
    "admins",
    "decline"
}
answer! {
    /// Accepts to be a member. A user is a member of one organization at most: accepting ends a membership
    /// elsewhere (document 003).
    AcceptMemberInvitation,
    "POST /v2/organizations/{organization_id}/members/{user_id}/accept",
    "members",
    "accept"
}
answer! {
    /// Declines to be a member.
    DeclineMemberInvitation,
    "POST /v2/organizations/{organization_id}/members/{user_id}/decline",
    "members",
    "decline"
}
