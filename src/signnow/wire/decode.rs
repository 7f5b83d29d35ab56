//! From bytes to a type, with errors that point at the place and keep the content to themselves.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

/// A body that is not what its route answers.
///
/// It holds the JSON path and what was expected there, never a value from the body: bodies carry names,
/// addresses and links that are credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    /// An error of our own making, at a path of our own writing.
    pub(crate) fn new(path: &'static str, problem: &'static str) -> DecodeError {
        DecodeError { path: path.to_owned(), problem: problem.to_owned() }
    }

    /// Where in the body, such as `data[3].last_login`; `.` is the body itself.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at {}: {}", self.path, self.problem)
    }
}

impl std::error::Error for DecodeError {}

/// Reads a JSON body.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| DecodeError { path: shown(error.path()), problem: problem(error.inner()) })?;
    deserializer.end().map_err(|_| DecodeError::new(".", "more than one JSON value"))?;
    Ok(value)
}

/// The path, with keys that are not plain words left out: keys of maps come from the body.
fn shown(path: &serde_path_to_error::Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } if is_word(key) => text.push_str(&format!(".{key}")),
            _ => text.push_str(".?"),
        }
    }
    let text = text.trim_start_matches('.');
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}

fn is_word(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=64).contains(&key.len()) && key.bytes().all(plain)
}

/// What serde says, without what it found: only the part it says about the type, which is ours.
fn problem(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Eof => return "the body ends too early".to_owned(),
        Category::Syntax => return "this is not JSON".to_owned(),
        Category::Io | Category::Data => {}
    }
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(before, _)| before);
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None if text.starts_with("missing field `") => text.to_owned(),
        None => "not of the documented form".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoding is looked at")]
    struct Sample {
        rows: Vec<Row>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoding is looked at")]
    struct Row {
        #[serde(deserialize_with = "super::super::flag")]
        active: bool,
        id: crate::signnow::UserId,
    }

    fn refused(body: &str) -> String {
        decode::<Sample>(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_the_place_and_the_expectation() {
        assert_eq!(
            refused(r#"{"rows":[{"active":1,"id":"a"},{"active":"maybe","id":"b"}]}"#),
            "at rows[1].active: expected a boolean, `0`, `1`, `\"0\"` or `\"1\"`"
        );
        assert_eq!(refused(r#"{"rows":[{"active":1}]}"#), "at rows[0]: missing field `id`");
        assert_eq!(refused("<html>"), "at .: this is not JSON");
        assert_eq!(refused(r#"{"rows":["#), "at rows: the body ends too early");
        assert_eq!(refused(r#"{"rows":[]} {}"#), "at .: more than one JSON value");
    }

    #[test]
    fn an_error_never_repeats_a_value() {
        for body in [
            r#"{"rows":"canary"}"#,
            r#"{"rows":[{"active":"canary","id":"b"}]}"#,
            r#"{"rows":[{"active":1,"id":"canary/../user"}]}"#,
            r#"{"rows":[{"active":1,"id":{"canary":1}}]}"#,
            r#"{"rows":"x, expected canary"}"#,
        ] {
            let refused = refused(body);
            assert!(!refused.contains("canary"), "{refused}");
        }
        let keyed =
            decode::<std::collections::BTreeMap<String, u8>>(br#"{"ada@example.test":"x"}"#).unwrap_err();
        assert!(!keyed.to_string().contains("ada"), "{keyed}");
    }
}
