//! A directory of record against an organization: what differs, and making it go away.
//!
//! `compare` knows no calls: directory and lists in, differences out, each with the change that would end it or with the
//! reason why there is none. `apply` carries the changes out. The signed-in user and the last admin stay whatever the
//! directory says, and rights to manage are taken only where the input allows it.

mod apply;
mod compare;
mod difference;
mod mutation;
mod plan;

pub(super) use mutation::ReconcileMutation;
