//! Moments and durations.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::scalar::{Scalar, expected};

/// A moment in unix seconds, as a number or as its digits. v1 writes strings, v2 integers (wire section 1).
pub(crate) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    optional_moment(deserializer)?.ok_or_else(|| expected(SECONDS))
}

/// As [`moment`]; `null`, `""`, `[]` and 0 mean that it never happened.
pub(crate) fn optional_moment<'de, D>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error>
where
    D: Deserializer<'de>,
{
    let scalar = Scalar::deserialize(deserializer)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    match scalar.as_integer() {
        Some(0) => Ok(None),
        Some(seconds) => DateTime::from_timestamp(seconds, 0).map(Some).ok_or_else(|| expected(SECONDS)),
        None => Err(expected(SECONDS)),
    }
}

const SECONDS: &str = "a moment in unix seconds, as a number or as its digits";

/// A duration written `h:m:s` without padding, such as `1:16:14` (document 003), or a number of seconds.
pub(crate) fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let scalar = Scalar::deserialize(deserializer)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    let seconds = match &scalar {
        Scalar::Text(text) if text.contains(':') => clock_seconds(text),
        other => other.as_integer().and_then(|seconds| u64::try_from(seconds).ok()),
    };
    seconds.map(|seconds| Some(Duration::from_secs(seconds))).ok_or_else(|| expected("a duration as h:m:s"))
}

fn clock_seconds(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let mut part = || parts.next()?.trim().parse::<u64>().ok();
    let (hours, minutes, seconds) = (part()?, part()?, part()?);
    let whole = parts.next().is_none() && minutes < 60 && seconds < 60;
    if whole { hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "optional_moment")]
        at: Option<DateTime<Utc>>,
        #[serde(default, deserialize_with = "duration")]
        took: Option<Duration>,
    }

    fn sample(field: &str, value: Value) -> Result<Sample, serde_json::Error> {
        serde_json::from_value(json!({ field: value }))
    }

    #[test]
    fn never_has_several_spellings() {
        for never in [json!(null), json!(""), json!([]), json!(0), json!("0")] {
            assert_eq!(sample("at", never).unwrap().at, None);
        }
    }

    #[test]
    fn a_moment_out_of_range_or_in_words_is_refused() {
        for odd in [json!(i64::MAX), json!("yesterday"), json!("2020-01-01"), json!(1.5)] {
            assert!(sample("at", odd.clone()).is_err(), "{odd}");
        }
    }

    #[test]
    fn durations_as_documented() {
        let seconds = |text: &str| sample("took", json!(text)).unwrap().took.map(|took| took.as_secs());
        assert_eq!(seconds("0:0:0"), Some(0));
        assert_eq!(seconds("1:16:14"), Some(4574));
        assert_eq!(seconds("0:8:22"), Some(502));
        assert_eq!(seconds("120:00:01"), Some(432_001));
        assert_eq!(seconds("90"), Some(90));
        assert_eq!(seconds(""), None);
        for odd in ["1:2", "1:2:3:4", "1:60:0", "-1:0:0", "a:b:c", "99999999999999999999:0:0"] {
            assert!(sample("took", json!(odd)).is_err(), "{odd}");
        }
    }

    proptest! {
        #[test]
        fn a_moment_is_the_same_as_string_and_as_integer(seconds in 1_i64..253_402_300_799) {
            let plain = sample("at", json!(seconds)).unwrap().at.unwrap();
            let spelled = sample("at", json!(seconds.to_string())).unwrap().at.unwrap();
            prop_assert_eq!(plain, spelled);
            prop_assert_eq!(plain.timestamp(), seconds);
        }

        #[test]
        fn a_duration_is_read_back(seconds in 0_u64..10_000_000) {
            let text = format!("{}:{}:{}", seconds / 3600, seconds / 60 % 60, seconds % 60);
            prop_assert_eq!(sample("took", json!(text)).unwrap().took, Some(Duration::from_secs(seconds)));
        }
    }
}
