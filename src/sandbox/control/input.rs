//! JSON objects, read with complaints that name the field.

use std::ops::RangeInclusive;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// Why an input was refused, as a sentence that begins with the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Complaint(String);

impl Complaint {
    /// A body that is no JSON.
    pub(super) fn about_body(error: &serde_json::Error) -> Self {
        Complaint(format!("the body is not JSON: {error}"))
    }
}

impl IntoResponse for Complaint {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}

/// An object of the input, and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Input<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Input<'a> {
    /// The whole body.
    pub(crate) fn body(value: &'a Value) -> Result<Self, Complaint> {
        Self::at(String::new(), value)
    }

    fn at(path: String, value: &'a Value) -> Result<Self, Complaint> {
        let name = if path.is_empty() { "the body" } else { &path };
        let fields = value.as_object().ok_or_else(|| Complaint(format!("{name} must be an object")))?;
        Ok(Input { path, fields })
    }

    /// The object as it came.
    pub(crate) fn wording(&self) -> &'a Map<String, Value> {
        self.fields
    }

    /// A complaint about a field.
    pub(crate) fn complaint(&self, name: &str, problem: &str) -> Complaint {
        Complaint(format!("{} {problem}", self.name(name)))
    }

    /// Refuses all fields but these.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Complaint> {
        let stray = self.fields.keys().find(|name| !known.contains(&name.as_str()));
        let problem = || format!("is unknown; there are {}", known.join(", "));
        stray.map_or(Ok(()), |name| Err(self.complaint(name, &problem())))
    }

    /// Whether the field is there, be it as `null`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A field of any kind; `null` counts as absent, here and below.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// Turns an absent field into a complaint.
    pub(crate) fn required<T>(&self, value: Option<T>, name: &str) -> Result<T, Complaint> {
        value.ok_or_else(|| self.complaint(name, "is required"))
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Complaint> {
        self.read(name, "must be a string", Value::as_str)
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Complaint> {
        self.read(name, "must be true or false", Value::as_bool)
    }

    pub(crate) fn number(&self, name: &str, range: RangeInclusive<u64>) -> Result<Option<u64>, Complaint> {
        let problem = format!("must be a whole number from {} to {}", range.start(), range.end());
        self.read(name, &problem, |value| value.as_u64().filter(|number| range.contains(number)))
    }

    /// A number from 0 to 1.
    pub(crate) fn share(&self, name: &str) -> Result<Option<f64>, Complaint> {
        self.read(name, "must be a number from 0 to 1", |value| {
            value.as_f64().filter(|share| (0.0..=1.0).contains(share))
        })
    }

    /// One of a closed set of values, written as the wire writes them.
    pub(crate) fn choice<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Complaint> {
        self.value(name).map(|value| serde_json::from_value(value.clone())).transpose().map_err(|error| {
            let problem = error.to_string();
            self.complaint(name, &format!("is not known: {problem}"))
        })
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<Input<'a>>, Complaint> {
        self.value(name).map(|value| Self::at(self.name(name), value)).transpose()
    }

    /// The objects of a list.
    pub(crate) fn objects(&self, name: &str) -> Result<Option<Vec<Input<'a>>>, Complaint> {
        let Some(list) = self.read(name, "must be a list", Value::as_array)? else { return Ok(None) };
        let objects = list
            .iter()
            .enumerate()
            .map(|(index, item)| Self::at(format!("{}[{index}]", self.name(name)), item));
        objects.collect::<Result<_, _>>().map(Some)
    }

    /// The words of a list, each of which has to be a known one.
    pub(crate) fn words(&self, name: &str, known: &[&str]) -> Result<Option<Vec<&'a str>>, Complaint> {
        let problem = format!("must be a list of some of {}", known.join(", "));
        self.read(name, &problem, |value| {
            let words =
                value.as_array()?.iter().map(|word| word.as_str().filter(|word| known.contains(word)));
            words.collect()
        })
    }

    fn read<T>(
        &self,
        name: &str,
        problem: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Complaint> {
        let read = self.value(name).map(|value| read(value).ok_or_else(|| self.complaint(name, problem)));
        read.transpose()
    }

    fn name(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
