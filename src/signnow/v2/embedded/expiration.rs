//! How long links and sessions last.

use crate::signnow::signing::bounded;

bounded! {
    /// In how many minutes a link ends (document 002).
    LinkExpiration, 15..=45
}

bounded! {
    /// After how many minutes a session that was opened ends (wire section 6.4).
    SessionExpiration, 15..=1440
}
