//! How far an invitation to sign has come.

use serde::{Deserialize, Deserializer};

use crate::signnow::wire::text;

/// What stands between a signer and their signature (document 002, wire section 6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
    /// A word signNow does not document, or none.
    #[default]
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

    /// What signNow's word means; case does not count.
    pub fn of(word: &str) -> InviteStatus {
        let status = Self::KNOWN.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(word));
        status.unwrap_or(InviteStatus::Other)
    }

    /// Whether it still waits, for the signer or for others.
    pub fn is_open(self) -> bool {
        matches!(self, InviteStatus::Created | InviteStatus::Pending)
    }

    /// Whether it waits or was signed, as opposed to having come to nothing: a document has one such round of invitations at
    /// a time (document 002).
    pub fn is_live(self) -> bool {
        self.is_open() || self == InviteStatus::Fulfilled
    }

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
        text(deserializer).map(|word| InviteStatus::of(&word))
    }
}
