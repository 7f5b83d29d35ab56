//! Single values: the same meaning in many spellings.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any JSON value, as far as a scalar can be made of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or one too large for an `i64`.
    Real(f64),
    /// A string.
    Text(String),
    /// An array or an object, and whether it is empty.
    Collection { empty: bool },
}

impl Scalar {
    /// `true`, `1`, `"1"`, `"true"`; `false`, `0`, `"0"`, `"false"`, `""`. An array is true when it is
    /// filled, as PHP casts it: document 003 calls `active` an array in its table and a bool in its example.
    pub(crate) fn as_flag(&self) -> Option<bool> {
        match self {
            Scalar::Flag(flag) => Some(*flag),
            Scalar::Integer(0) => Some(false),
            Scalar::Integer(1) => Some(true),
            Scalar::Text(text) => match text.to_ascii_lowercase().as_str() {
                "1" | "true" => Some(true),
                "0" | "false" | "" => Some(false),
                _ => None,
            },
            Scalar::Collection { empty } => Some(!empty),
            _ => None,
        }
    }

    /// A whole number, or its digits in a string.
    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Scalar::Integer(integer) => Some(*integer),
            Scalar::Flag(flag) => Some(i64::from(*flag)),
            Scalar::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A number, or its digits in a string.
    pub(crate) fn as_real(&self) -> Option<f64> {
        match self {
            Scalar::Integer(integer) => Some(*integer as f64),
            Scalar::Real(real) => Some(*real),
            Scalar::Text(text) => text.trim().parse().ok().filter(|real: &f64| real.is_finite()),
            _ => None,
        }
    }

    /// A string, or a number or flag spelled out.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text),
            Scalar::Integer(integer) => Some(integer.to_string()),
            Scalar::Real(real) => Some(real.to_string()),
            Scalar::Flag(flag) => Some(flag.to_string()),
            Scalar::Null | Scalar::Collection { .. } => None,
        }
    }

    /// Whether this stands for "nothing here": `null`, `""` or an empty array or object.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Scalar::Null | Scalar::Collection { empty: true } => true,
            Scalar::Text(text) => text.is_empty(),
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Scalar, E> {
        Ok(Scalar::Integer(integer))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(integer).map_or(Scalar::Real(integer as f64), Scalar::Integer))
    }

    fn visit_f64<E: Error>(self, real: f64) -> Result<Scalar, E> {
        Ok(Scalar::Real(real))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
        let mut empty = true;
        while items.next_element::<IgnoredAny>()?.is_some() {
            empty = false;
        }
        Ok(Scalar::Collection { empty })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scalar, A::Error> {
        let mut empty = true;
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            empty = false;
        }
        Ok(Scalar::Collection { empty })
    }
}

/// The error for a value that means nothing here. It names what was expected, never what was found.
pub(crate) fn expected<E: Error>(what: &'static str) -> E {
    E::custom(format_args!("invalid value, expected {what}"))
}

/// A boolean in any spelling; `null` is false.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(optional_flag(deserializer)?.unwrap_or(false))
}

/// A boolean in any spelling; `null` is `None`.
pub(crate) fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let scalar = Scalar::deserialize(deserializer)?;
    if scalar == Scalar::Null {
        return Ok(None);
    }
    scalar.as_flag().map(Some).ok_or_else(|| expected("a boolean, `0`, `1`, `\"0\"` or `\"1\"`"))
}

/// A whole number, also as a string; nothing counts as 0.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(optional_integer(deserializer)?.unwrap_or(0))
}

/// A whole number, also as a string; `null`, `""` and `[]` are `None`.
pub(crate) fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let scalar = Scalar::deserialize(deserializer)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    scalar.as_integer().map(Some).ok_or_else(|| expected("a whole number or its digits in a string"))
}

/// A place or a length on a page, in whole points: fractions are rounded, and what lies before the edge of the page is
/// at the edge. `null`, `""` and what is no number are `None`.
pub(crate) fn optional_points<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    // A cast of a fraction keeps within the bounds of the type.
    Ok(Scalar::deserialize(deserializer)?.as_real().map(|points| points.round() as u32))
}

/// A number of things, also as a string; nothing counts as 0.
pub(crate) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Ok(optional_count(deserializer)?.unwrap_or(0))
}

/// A number of things, also as a string; `null`, `""` and `[]` are `None`.
pub(crate) fn optional_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let integer = optional_integer(deserializer)?;
    integer.map(u64::try_from).transpose().map_err(|_| expected("a number that is not negative"))
}

/// A text; a number or flag is spelled out, nothing is the empty text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(filled_text(deserializer)?.unwrap_or_default())
}

/// A text that says something: `null`, `""` and `[]` are `None`.
pub(crate) fn filled_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let scalar = Scalar::deserialize(deserializer)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    scalar.into_text().map(Some).ok_or_else(|| expected("a text"))
}

/// An id that may be missing: `null`, `""` and `[]` are `None`, anything else goes through the id's check.
pub(crate) fn optional_id<'de, D, I>(deserializer: D) -> Result<Option<I>, D::Error>
where
    D: Deserializer<'de>,
    I: std::str::FromStr<Err = super::super::ids::InvalidId>,
{
    let text = filled_text(deserializer)?;
    text.map(|text| text.parse()).transpose().map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "flag")]
        flag: bool,
        #[serde(default, deserialize_with = "optional_flag")]
        optional_flag: Option<bool>,
        #[serde(default, deserialize_with = "count")]
        count: u64,
        #[serde(default, deserialize_with = "optional_integer")]
        integer: Option<i64>,
        #[serde(default, deserialize_with = "filled_text")]
        text: Option<String>,
    }

    fn sample(field: &str, value: Value) -> Result<Sample, serde_json::Error> {
        serde_json::from_value(json!({ field: value }))
    }

    #[test]
    fn a_flag_in_every_documented_spelling() {
        for yes in [json!(true), json!(1), json!("1"), json!("true"), json!("TRUE"), json!(["x"])] {
            assert!(sample("flag", yes.clone()).unwrap().flag, "{yes}");
        }
        for no in [json!(false), json!(0), json!("0"), json!("false"), json!(""), json!(null), json!([])] {
            assert!(!sample("flag", no.clone()).unwrap().flag, "{no}");
        }
        assert_eq!(sample("optional_flag", json!(null)).unwrap().optional_flag, None);
        assert_eq!(sample("optional_flag", json!(0)).unwrap().optional_flag, Some(false));
        for odd in [json!(2), json!("yes"), json!(0.5)] {
            assert!(sample("flag", odd.clone()).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_count_is_a_number_or_its_digits_and_never_negative() {
        assert_eq!(sample("count", json!("15")).unwrap().count, 15);
        assert_eq!(sample("count", json!(null)).unwrap().count, 0);
        assert!(sample("count", json!(-1)).is_err());
        assert!(sample("count", json!("-1")).is_err());
        assert!(sample("count", json!(1.5)).is_err());
        assert!(sample("count", json!(u64::MAX)).is_err());
    }

    #[test]
    fn a_text_is_absent_when_it_says_nothing() {
        for nothing in [json!(null), json!(""), json!([]), json!({})] {
            assert_eq!(sample("text", nothing).unwrap().text, None);
        }
        assert_eq!(sample("text", json!(7)).unwrap().text.as_deref(), Some("7"));
        assert!(sample("text", json!({"a": 1})).is_err());
    }

    proptest! {
        #[test]
        fn an_integer_means_the_same_as_its_digits(number in any::<i64>()) {
            let plain = sample("integer", json!(number)).unwrap().integer;
            let spelled = sample("integer", json!(number.to_string())).unwrap().integer;
            prop_assert_eq!(plain, Some(number));
            prop_assert_eq!(spelled, Some(number));
        }

        #[test]
        fn a_refusal_never_repeats_the_value(secret in "[a-z]{12,20}") {
            let refusal = sample("integer", json!(secret.clone())).unwrap_err().to_string();
            prop_assert!(!refusal.contains(&secret));
        }
    }
}
