//! Fields of a JSON body, with the refusals of the endpoint that reads them.

use serde_json::Value;

use super::refusal::Refusal;
use crate::sandbox::http::{Fields, is_email};
use crate::sandbox::world::AdminRole;

/// A field that has to be there; `null` and an empty string count as missing, as they do for PHP validators.
pub(super) fn required<'body>(
    fields: &'body Fields,
    name: &str,
    missing: Refusal,
) -> Result<&'body Value, Refusal> {
    let blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
    fields.get(name).filter(|value| !blank(value)).ok_or(missing)
}

/// A required string.
pub(super) fn text<'body>(
    fields: &'body Fields,
    name: &str,
    missing: Refusal,
    not_string: Refusal,
) -> Result<&'body str, Refusal> {
    required(fields, name, missing)?.as_str().ok_or(not_string)
}

/// The required `email`, which has to look like an address.
pub(super) fn email(
    fields: &Fields,
    missing: Refusal,
    not_string: Refusal,
    invalid: Refusal,
) -> Result<&str, Refusal> {
    let email = text(fields, "email", missing, not_string)?;
    is_email(email).then_some(email).ok_or(invalid)
}

/// The required `type` of an admin seat.
pub(super) fn admin_role(fields: &Fields, missing: Refusal, unknown: Refusal) -> Result<AdminRole, Refusal> {
    match required(fields, "type", missing)?.as_str() {
        Some("admin") => Ok(AdminRole::Admin),
        Some("moderator") => Ok(AdminRole::Moderator),
        _ => Err(unknown),
    }
}
