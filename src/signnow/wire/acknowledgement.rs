//! Answers to commands: little is in them, and signNow's documents waver about the rest (wire section 9
//! rows 13 and 27).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{DecodeError, decode};

/// Reads an answer that says no more than that it is done: no body, an empty one, or an object without an
/// error in it. Anything else, such as the page of a gateway, is no word of signNow's.
pub(crate) fn acknowledged(body: &[u8]) -> Result<(), DecodeError> {
    if is_empty(body) {
        return Ok(());
    }
    let is_done = match decode::<Value>(body)? {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => {
            let fails = fields.contains_key("error") || fields.contains_key("errors");
            !fails && fields.get("status").is_none_or(|status| status == "success")
        }
        _ => false,
    };
    if is_done { Ok(()) } else { Err(DecodeError::new(".", "expected an acknowledgement")) }
}

/// Reads what was made: `{…}`, or `{"data": {…}}`.
pub(crate) fn made<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    #[derive(Deserialize)]
    struct Wrapped<T> {
        data: T,
    }
    match decode::<Wrapped<T>>(body) {
        Ok(wrapped) => Ok(wrapped.data),
        Err(error) if error.path() == "." => decode(body),
        Err(error) => Err(error),
    }
}

/// Reads the id of what was made: `{"id": …}`, wrapped in `data` or not.
pub(crate) fn made_id<I: DeserializeOwned>(body: &[u8]) -> Result<I, DecodeError> {
    #[derive(Deserialize)]
    struct Made<I> {
        id: I,
    }
    made(body).map(|made: Made<I>| made.id)
}

/// As [`made`], where signNow may answer with no body.
pub(crate) fn made_or_empty<T: DeserializeOwned>(body: &[u8]) -> Result<Option<T>, DecodeError> {
    if is_empty(body) { Ok(None) } else { made(body).map(Some) }
}

fn is_empty(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn done_is_said_in_several_ways_and_never_by_an_error_or_a_stranger() {
        for done in ["", " \r\n", "null", "[]", "{}", r#"{"status":"success"}"#, r#"{"email":"a@b"}"#] {
            assert_eq!(acknowledged(done.as_bytes()), Ok(()), "{done}");
        }
        let others = [
            "<html>",
            "{",
            "true",
            "\"ok\"",
            "[1]",
            r#"{"status":"error"}"#,
            r#"{"error":"x"}"#,
            r#"{"errors":[]}"#,
        ];
        for other in others {
            assert!(acknowledged(other.as_bytes()).is_err(), "{other}");
        }
    }

    #[test]
    fn what_was_made_may_be_wrapped_or_missing() {
        let read = |body: &str| made_or_empty::<BTreeMap<String, i64>>(body.as_bytes());
        assert_eq!(read(r#"{"id":1}"#).unwrap().unwrap()["id"], 1);
        assert_eq!(read(r#"{"data":{"id":1}}"#).unwrap().unwrap()["id"], 1);
        assert_eq!(read(" ").unwrap(), None);
        assert_eq!(read(r#"{"data":{"id":"x"}}"#).unwrap_err().path(), "data.id");
        assert!(read("<html>").is_err());
    }
}
