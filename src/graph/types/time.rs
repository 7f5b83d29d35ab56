//! Moments and lengths of time.

use std::time::Duration;

use async_graphql::{InputValueError, InputValueResult, Object, Scalar, ScalarType, Value};
use chrono::{DateTime, SecondsFormat, Utc};

/// A moment on the way in and out. The library's own scalar takes any text as valid and fails where it is used, which
/// takes the field's parents along; this one is checked with the rest of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) struct Moment(pub(super) DateTime<Utc>);

/// A moment, as RFC 3339 writes it: `2026-11-21T09:30:00Z`. Any offset is understood; answers are in UTC.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => match DateTime::parse_from_rfc3339(text) {
                Ok(moment) => Ok(Self(moment.to_utc())),
                Err(_) => Err(InputValueError::custom("a moment is written like 2026-11-21T09:30:00Z")),
            },
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment)
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

/// A length of time.
pub(in crate::graph) struct TimeSpan(pub(super) Duration);

/// A length of time.
#[Object(name = "Duration")]
impl TimeSpan {
    /// The length in whole seconds.
    async fn seconds(&self) -> u64 {
        self.0.as_secs()
    }

    /// The length as ISO 8601 writes it, such as `PT1H16M14S`.
    async fn iso8601(&self) -> String {
        let seconds = self.0.as_secs();
        let parts = [(seconds / 3_600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')];
        let said: String =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
        if said.is_empty() { "PT0S".to_owned() } else { format!("PT{said}") }
    }
}
