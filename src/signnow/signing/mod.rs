//! What an invitation to sign says of one signer, the same in v1 and v2.
//!
//! Nothing here is a call: the calls are in `v1::invite` and `v2::embedded`. What cannot be meant cannot be
//! written, as far as the documents draw the line without asking signNow: a step is never 0, a number of days
//! or minutes is within its bounds, and a signature is not prescribed and proposed at once.

mod bounded;
mod identity_check;
mod language;
mod redirects;
mod role;
mod signature_name;
mod status;

pub(super) use bounded::bounded;
pub use identity_check::IdentityCheck;
pub(super) use identity_check::{FlatCheck, NestedCheck};
pub use language::Language;
pub use redirects::{RedirectTarget, Redirects};
pub use role::SigningRole;
pub use signature_name::SignatureName;
pub use status::InviteStatus;
