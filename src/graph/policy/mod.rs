//! Who may ask for which field, decided before anything is executed.
//!
//! `fields.txt` gives every field of the schema to a role; what stands in no line of it is for `OWNER` alone. A document is
//! held against it whole: fragments, and what `@skip` would leave out, included. One field too many refuses the
//! request, so nothing was asked of signNow.

mod check;
mod introspection;
mod outline;
mod table;

pub(super) use check::Policies;
pub(super) use introspection::without_suggestion;
pub(super) use outline::Outline;
