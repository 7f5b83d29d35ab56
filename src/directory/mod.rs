//! The one door to signNow's data: client and cache meet here and nowhere else.
//!
//! A file per noun says how long it keeps and what makes it obsolete, so a change to a noun has one address and
//! nobody can read past the cache or forget to invalidate. A change says in the same file what it makes obsolete, and
//! where its effect can be seen when no answer came. A cached answer is always one that signNow gave, a page
//! or an object, under the principal whose credential fetched it.

mod activity;
mod allowance;
mod attempt;
mod change;
mod document_groups;
mod documents;
mod events;
mod invite_place;
mod invites;
mod journal;
mod kept;
mod logins;
mod organizations;
mod people;
mod reader;
mod settings;
mod users;
mod writer;

pub use allowance::Allowance;
pub use attempt::{Attempt, Keeper, NotKept, Past};
pub use change::{Before, Change, Evidence};
pub use invite_place::{InviteCommand, InvitePlace, Inviting};
pub use journal::{Cost, Journal, Stale, Summary};
pub use kept::{Kept, Lifetimes};
pub use reader::{CONFIRMATION_PAUSE, Directory, Freshness, Reader};
pub use writer::{Carried, Writer};
