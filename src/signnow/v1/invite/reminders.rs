//! How long an invitation stands, and how often signNow reminds of it.

use serde::Serialize;

use crate::signnow::signing::bounded;

bounded! {
    /// How many days an invitation stands (wire section 6.3); signNow's default is 30.
    ExpirationDays, 3..=180
}

bounded! {
    /// Days from the invitation, or to its end. Fewer than the invitation stands.
    ReminderDays, 1..=179
}

bounded! {
    /// Days between reminders.
    ReminderInterval, 1..=7
}

/// When a signer is reminded by mail. The bounds are those of signNow's MCP server.
///
/// signNow also takes a bare number of days for `after` alone; the object says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Reminders {
    /// So many days after the invitation.
    #[serde(rename = "remind_after", skip_serializing_if = "Option::is_none")]
    pub after: Option<ReminderDays>,
    /// So many days before it ends.
    #[serde(rename = "remind_before", skip_serializing_if = "Option::is_none")]
    pub before: Option<ReminderDays>,
    /// Again and again.
    #[serde(rename = "remind_repeat", skip_serializing_if = "Option::is_none")]
    pub every: Option<ReminderInterval>,
}

impl Reminders {
    /// Whether there are any.
    pub(super) fn some(&self) -> Option<&Reminders> {
        (*self != Reminders::default()).then_some(self)
    }
}
