//! What the rooms have counted, as a page that Prometheus reads.
//!
//! Rooms count in plain numbers and know nothing of this one. A page is written from snapshots when somebody asks for it, so
//! there is no registry that lives on, and nothing global. What a label may hold is a word of this program, the template
//! of a route or the name of a configured account: nothing that a caller, a user or signNow wrote can become a series.

mod page;
mod sections;

pub use page::{Account, MEDIA_TYPE, Page};
