//! Where a status, a body or a broken connection becomes an [`Error`].
//!
//! This is the only reader of signNow's error bodies. What signNow wrote goes no further than its code:
//! its texts hold addresses and ids, so no error shows them, neither in `Display` nor in `Debug`.

mod body;
mod codes;
mod failure;
mod fate;
mod kind;
mod reason;

pub use super::wire::decode::DecodeError;
pub(super) use body::Refusal;
pub use failure::Error;
pub use fate::Fate;
pub use kind::ErrorKind;
pub use reason::Reason;
pub(super) use reason::is_json;
