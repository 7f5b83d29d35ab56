//! signNow's OAuth 2.0 endpoints (wire section 2).
//!
//! It guarantees that a refresh token works once: presenting a spent one ends every token that descends from
//! the same login, and so does a code that is shown twice. What tokens are worth is decided in `world`; this room reads requests and writes answers.

mod authorize;
mod form;
mod grant;
mod session;

pub(crate) use form::TokenForm;

use super::http::{Route, delete, get, post};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/oauth2/token", grant::issue),
        get("/oauth2/token", session::verify),
        post("/oauth2/terminate", session::terminate),
        delete("/oauth2/token/{access_token}", session::revoke),
        get("/oauth2/userauth", authorize::without_browser),
        get("/authorize", authorize::page),
    ]
}
