//! Against pages from elsewhere: a link, an image or a script can send a GET without asking first, and although
//! such a page cannot read the answer, it could make this server work and call signNow.
//!
//! Browsers tell who sends a request in `Sec-Fetch-Site` (W3C Fetch Metadata Request Headers), which a page
//! cannot write itself. Other programs do not send it.

use axum::http::HeaderMap;

use super::error::Refusal;

/// Accepts a request that no page of another origin sent; a page on another port of this machine counts as
/// another (`same-site`).
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    match sites.any(|site| matches!(site.as_bytes(), b"cross-site" | b"same-site")) {
        true => Err(Refusal::forbidden_origin()),
        false => Ok(()),
    }
}
