//! How far an invitation to sign has come.

use serde::{Deserialize, Deserializer};

/// What stands between a signer and their signature (document 002, wire section 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InviteStatus {
    /// Waits for those of an earlier step.
    Created,
    /// Waits for the signer.
    Pending,
    /// Was signed.
    Fulfilled,
    /// Was passed over.
    Skipped,
    /// Was declined.
    Declined,
    /// Was not signed in time.
    Expired,
    /// A word signNow does not document.
    Other,
}

impl InviteStatus {
    const KNOWN: [InviteStatus; 6] = [
        InviteStatus::Created,
        InviteStatus::Pending,
        InviteStatus::Fulfilled,
        InviteStatus::Skipped,
        InviteStatus::Declined,
        InviteStatus::Expired,
    ];

    /// signNow's word; `other` is ours.
    pub fn as_str(self) -> &'static str {
        match self {
            InviteStatus::Created => "created",
            InviteStatus::Pending => "pending",
            InviteStatus::Fulfilled => "fulfilled",
            InviteStatus::Skipped => "skipped",
            InviteStatus::Declined => "declined",
            InviteStatus::Expired => "expired",
            InviteStatus::Other => "other",
        }
    }
}

impl<'de> Deserialize<'de> for InviteStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let status = Self::KNOWN.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(&word));
        Ok(status.unwrap_or(InviteStatus::Other))
    }
}
