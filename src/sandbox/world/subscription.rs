//! What a user has paid for, as far as the API minds.

use serde::{Deserialize, Serialize};

/// The state of a user's subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Subscription {
    /// Never had one.
    None,
    Trial,
    /// A paid plan without organization management.
    Business,
    Professional,
    Enterprise,
    /// Had one of the managing plans, which has run out.
    Expired,
}

impl Subscription {
    /// Whether organizations may be managed: trial, professional and enterprise only (document 003).
    pub(crate) fn manages_organizations(self) -> bool {
        self.organization_limit() > 0
    }

    /// How many organizations may be created: five on trial, fifty on professional and enterprise.
    pub(crate) fn organization_limit(self) -> usize {
        match self {
            Subscription::Trial => 5,
            Subscription::Professional | Subscription::Enterprise => 50,
            Subscription::None | Subscription::Business | Subscription::Expired => 0,
        }
    }

    /// How many active and pending members an organization may have: fifty for a trial, unlimited otherwise.
    pub(crate) fn member_limit(self) -> Option<usize> {
        (self == Subscription::Trial).then_some(50)
    }
}
