//! The options of a mailed invitation.

use serde_json::Value;

use super::refusal::Refusal;
use crate::sandbox::http::{Fields, flag, whole};
use crate::sandbox::world::Letter;

/// How many days an invitation stands when nothing is said (OAS: thirty in every example).
const DEFAULT_DAYS: u64 = 30;

/// The days an invitation may stand (wire section 6.3).
const DAYS: std::ops::RangeInclusive<u64> = 3..=180;

/// What one of `to` says, or else the whole request.
pub(super) fn read(to: &Fields, all: &Fields, quiet: bool) -> Result<Letter, Refusal> {
    let text = |name: &str| to.text(name).map(str::to_owned);
    let either = |name: &str| text(name).or_else(|| all.text(name).map(str::to_owned));
    let is_on = |name: &str| to.get(name).and_then(flag) == Some(true);
    Ok(Letter {
        quiet,
        subject: either("subject"),
        message: either("message"),
        language: text("language"),
        redirect_uri: text("redirect_uri"),
        redirect_target: text("redirect_target"),
        reassign: is_on("reassign"),
        decline_by_signature: is_on("decline_by_signature"),
        password_protected: to.text("authentication_type") == Some("password"),
        reminder: to.get("reminder").map_or(Ok(0), reminder)?,
    })
}

/// A number of days, or an object with `remind_after` and its neighbours.
fn reminder(value: &Value) -> Result<u64, Refusal> {
    let after = match value {
        Value::Object(reminder) => reminder.get("remind_after").map_or(Some(0), whole),
        value => whole(value),
    };
    after.ok_or(Refusal::ReminderInvalid)
}

/// How long the invitation stands, in days.
pub(super) fn expiration_days(to: &Fields) -> Result<u64, Refusal> {
    let Some(days) = to.get("expiration_days") else { return Ok(DEFAULT_DAYS) };
    whole(days).filter(|days| DAYS.contains(days)).ok_or(Refusal::ExpirationInvalid)
}
