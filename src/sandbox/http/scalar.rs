//! Numbers and flags, in whichever way they are written.

use serde_json::Value;

/// A whole number that is not negative, written as a number or as digits: documents and SDKs have both.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A flag: `true`, `"true"`, 1 or `"1"`, or the opposite of one of them.
pub(crate) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text == "true" => Some(true),
        Value::String(text) if text == "false" => Some(false),
        value => whole(value).filter(|number| *number < 2).map(|number| number == 1),
    }
}
