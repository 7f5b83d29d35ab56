//! `PUT /user`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::{invalid_payload, refusal};
use crate::sandbox::http::{Bearer, Fields, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::User;

/// The longest name, in characters. A longer first name is an error, a longer last name is cut.
const LONGEST_NAME: usize = 64;

/// Changes names and password of the token's owner.
///
/// Document 004 gives `logout_all` a default of "true" without saying when it applies. Here tokens end when the
/// password changes, or when `logout_all` is given: a mere change of name logs nobody out.
pub(super) async fn change(State(shared): State<Arc<Shared>>, bearer: Bearer, fields: Fields) -> Reply {
    let mut world = shared.world();
    let now = world.now();
    let user = world.users.get_mut(&bearer.user).ok_or_else(Refusal::invalid_token)?;
    let change = Change::read(&fields, user)?;
    if let Some(first_name) = change.first_name {
        user.first_name = first_name.to_owned();
    }
    if let Some(last_name) = change.last_name {
        user.last_name = last_name;
    }
    if let Some(password) = change.password {
        user.password = password.to_owned();
        user.password_changed = now;
    }
    let answer = json!({ "id": user.id, "first_name": user.first_name, "last_name": user.last_name });
    match change.logout {
        Some(Logout::Everywhere) => world.tokens.log_out_everywhere(bearer.user),
        Some(Logout::Elsewhere) => world.tokens.log_out_elsewhere(bearer.user, &bearer.token),
        None => {}
    }
    ok(answer)
}

/// What was asked for, once all of it is known to be allowed.
struct Change<'a> {
    first_name: Option<&'a str>,
    last_name: Option<String>,
    password: Option<&'a str>,
    logout: Option<Logout>,
}

/// Which of the user's tokens end.
enum Logout {
    /// All with the scope `*`, the presented one included.
    Everywhere,
    /// All but the presented one, and what was issued with it.
    Elsewhere,
}

impl<'a> Change<'a> {
    fn read(fields: &'a Fields, user: &User) -> Result<Self, Refusal> {
        let first_name = text(fields, "first_name")?;
        if first_name.is_some_and(|name| name.chars().count() > LONGEST_NAME) {
            return Err(refusal(65536, "First name is too long"));
        }
        let last_name = text(fields, "last_name")?.map(|name| name.chars().take(LONGEST_NAME).collect());
        let password = password(fields, user)?;
        Ok(Change { first_name, last_name, password, logout: logout(fields, password.is_some())? })
    }
}

fn password<'a>(fields: &'a Fields, user: &User) -> Result<Option<&'a str>, Refusal> {
    let Some(password) = text(fields, "password")? else { return Ok(None) };
    if password.is_empty() {
        return Err(refusal(65536, "New password is empty"));
    }
    match text(fields, "old_password")? {
        Some(old) if old == user.password => Ok(Some(password)),
        _ => Err(refusal(65536, "Old password is incorrect")),
    }
}

/// `logout_all` has to be a string, as document 004 stresses.
fn logout(fields: &Fields, password_changes: bool) -> Result<Option<Logout>, Refusal> {
    match text(fields, "logout_all")? {
        Some("true") => Ok(Some(Logout::Everywhere)),
        Some("false") => Ok(Some(Logout::Elsewhere)),
        Some(_) => Err(invalid_payload()),
        None => Ok(password_changes.then_some(Logout::Everywhere)),
    }
}

fn text<'a>(fields: &'a Fields, name: &str) -> Result<Option<&'a str>, Refusal> {
    fields.get(name).map(|value| value.as_str().ok_or_else(invalid_payload)).transpose()
}
