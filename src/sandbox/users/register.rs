//! `POST /user`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::{invalid_payload, refusal};
use crate::sandbox::http::{Basic, Fields, Refusal, Reply, is_email, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, MailKind, Subscription, User, World};

/// The shortest password, in characters (document 004).
const SHORTEST_PASSWORD: usize = 6;

/// Registers somebody, unverified, and mails a verification token. A trial begins unless `skip_30day_trial` is
/// set.
pub(super) async fn register(State(shared): State<Arc<Shared>>, _: Basic, fields: Fields) -> Reply {
    let (email, password) = credentials(&fields)?;
    let mut world = shared.world();
    refuse_known(&world, email)?;
    let user = newcomer(&mut world, &fields, email, password);
    let answer = json!({ "id": user.id, "verified": 0, "email": user.email });
    let to = user.email.clone();
    world.users.insert(user.id, user);
    world.mail(MailKind::Verification, &to, About::default());
    ok(answer)
}

fn credentials(fields: &Fields) -> Result<(&str, &str), Refusal> {
    if fields.is_absent() {
        return Err(invalid_payload());
    }
    let given = fields.get("email").zip(fields.get("password"));
    let (email, password) = given.ok_or_else(|| refusal(65544, "internal api error"))?;
    let texts = email.as_str().zip(password.as_str());
    let sound =
        |(email, password): &(&str, &str)| is_email(email) && password.chars().count() >= SHORTEST_PASSWORD;
    texts.filter(sound).ok_or_else(invalid_payload)
}

fn refuse_known(world: &World, email: &str) -> Result<(), Refusal> {
    match world.user_by_email(email) {
        None => Ok(()),
        Some(user) if user.verified => Err(refusal(66330, "user with email exists")),
        Some(_) => Err(refusal(66396, "unverified_email")),
    }
}

fn newcomer(world: &mut World, fields: &Fields, email: &str, password: &str) -> User {
    let text = |name| fields.text(name).map(str::to_owned);
    let skips_trial = fields.get("skip_30day_trial").is_some_and(is_one);
    let (id, now) = (world.new_id(), world.now());
    User {
        first_name: text("first_name").unwrap_or_default(),
        last_name: text("last_name").unwrap_or_default(),
        phone: text("number"),
        registration_source: text("source"),
        subscription: if skips_trial { Subscription::None } else { Subscription::Trial },
        verification: Some(world.new_mailed_token()),
        ..User::registered(id, email, password, now)
    }
}

/// v1 writes a flag as 1, "1" or true.
fn is_one(value: &Value) -> bool {
    value == 1 || value == "1" || value == true
}
