//! Invitations to sign that go by mail (document 001, wire section 6.3).
//!
//! A field invitation asks for the fields of roles, in an order; a freeform one asks for a signature anywhere
//! on a document without fields. Both are sent by one call of signNow's and are two commands here, because they
//! are not alike when they arrive twice. What became of an invitation is read from its
//! [`Document`](super::Document).

mod cancel;
mod field;
mod freeform;
mod letter;
mod recipient;
mod reminders;
mod resend;
mod sending;
mod signer;

pub use cancel::{CancelFieldInvites, CancelFreeformInvite};
pub use field::SendFieldInvite;
pub use freeform::SendFreeformInvite;
pub use letter::{Copies, Letter};
pub use recipient::{CopyStep, EmailGroup, InvitedViewer, Recipient};
pub use reminders::{ExpirationDays, ReminderDays, ReminderInterval, Reminders};
pub use resend::{ResendFieldInvite, ResentInvite};
pub use signer::InvitedSigner;
