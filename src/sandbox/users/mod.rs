//! The v1 user endpoints of document 004.
//!
//! A user can be seen and changed by the owner of the token alone: there is no endpoint for somebody else's.
//! Business errors are 400 in shape B. Where document and OAS name no code (wire section 4.1), it is 65536,
//! the one they give for payloads that make no sense.

mod change;
mod initials;
mod mail;
mod plan;
mod profile;
mod profile_parts;
mod register;

use axum::http::StatusCode;

use super::http::{Refusal, Route, get, post, put};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/user", register::register),
        get("/user", profile::show),
        put("/user", change::change),
        post("/user/verifyemail", mail::send_verification),
        put("/user/email/verify", mail::verify),
        post("/user/forgotpassword", mail::forgot_password),
        get("/user/initial", initials::show),
        put("/user/initial", initials::replace),
    ]
}

/// A refusal by a business rule of v1.
fn refusal(code: u32, message: &str) -> Refusal {
    Refusal::business(StatusCode::BAD_REQUEST, code, message)
}

fn invalid_payload() -> Refusal {
    refusal(65536, "invalid payload")
}
