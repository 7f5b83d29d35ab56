//! Mails to users: verifying an address, and a forgotten password.
//!
//! Nothing is sent. `GET /__sandbox/state` has every mail in its `outbox`, and what it would have said in
//! `verification` and `password_reset` of the user.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::{invalid_payload, refusal};
use crate::sandbox::http::{Basic, Fields, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, MailKind};

/// `POST /user/verifyemail`.
pub(super) async fn send_verification(State(shared): State<Arc<Shared>>, _: Basic, fields: Fields) -> Reply {
    let mut world = shared.world();
    let token = world.new_mailed_token();
    let user = fields.text("email").and_then(|email| world.user_by_email_mut(email));
    let user = user.ok_or_else(|| refusal(65536, "Could not send verification email"))?;
    if user.verified {
        return Err(refusal(65536, "User email is already verified"));
    }
    user.verification = Some(token);
    let to = user.email.clone();
    world.mail(MailKind::Verification, &to, About::default());
    ok(json!({ "status": "success" }))
}

/// `PUT /user/email/verify`. A token works once.
pub(super) async fn verify(State(shared): State<Arc<Shared>>, _: Basic, fields: Fields) -> Reply {
    let (email, token) =
        fields.text("email").zip(fields.text("verification_token")).ok_or_else(invalid_payload)?;
    let mut world = shared.world();
    let now = world.now();
    let mismatch = || refusal(65629, "Verification token does not match the email address");
    let user = world.user_by_email_mut(email).ok_or_else(mismatch)?;
    let mailed = user.verification.take_if(|mailed| mailed.token == token).ok_or_else(mismatch)?;
    if mailed.expires <= now {
        return Err(refusal(65629, "Verification token has expired"));
    }
    user.verified = true;
    ok(json!({ "email": user.email }))
}

/// `POST /user/forgotpassword`.
pub(super) async fn forgot_password(State(shared): State<Arc<Shared>>, _: Basic, fields: Fields) -> Reply {
    let mut world = shared.world();
    let token = world.new_mailed_token();
    let user = fields.text("email").and_then(|email| world.user_by_email_mut(email));
    let user = user.ok_or_else(|| refusal(65544, "Invalid email."))?;
    user.password_reset = Some(token);
    let to = user.email.clone();
    world.mail(MailKind::PasswordReset, &to, About::default());
    ok(json!({ "status": "success" }))
}
