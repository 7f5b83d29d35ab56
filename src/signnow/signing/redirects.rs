//! Where a signer's browser goes afterwards.

use std::fmt;

use serde::Serialize;

/// Pages a signer's browser is sent to (wire section 6.3). They may hold what is meant for that browser alone:
/// `Debug` shows none of them.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Redirects {
    /// Once they have signed.
    #[serde(rename = "redirect_uri", skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// Once they have declined.
    #[serde(rename = "decline_redirect_uri", skip_serializing_if = "Option::is_none")]
    pub declined: Option<String>,
    /// When they leave to go on later.
    #[serde(rename = "close_redirect_uri", skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// In which tab. It goes with [`signed`](Self::signed): calls for embedded editors refuse it alone (wire
    /// section 6.4).
    #[serde(rename = "redirect_target", skip_serializing_if = "Option::is_none")]
    pub target: Option<RedirectTarget>,
}

/// The tab a page opens in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum RedirectTarget {
    /// A new one.
    #[serde(rename = "blank")]
    NewTab,
    /// That of the signing session.
    #[serde(rename = "self")]
    SameTab,
}

impl fmt::Debug for Redirects {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Redirects(..)")
    }
}
