//! JSON bodies, read as leniently as signNow reads them.

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

/// The fields of a JSON body. The content type is not looked at, and unknown fields are simply there.
///
/// An empty body, one that is not JSON and one that is not an object all have no fields: which rule that breaks
/// is for the endpoint to say, in the words of its own document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Option<Map<String, Value>>);

impl Fields {
    /// Whether there was no JSON object at all.
    pub(crate) fn is_absent(&self) -> bool {
        self.0.is_none()
    }

    /// The value of a field; `null` counts as not given.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name).filter(|value| !value.is_null())
    }

    /// The value of a field when it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The value of a field when it is a string with something in it.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|text| !text.trim().is_empty())
    }

    /// The items of a list, each read like a body. Without a list there are none.
    pub(crate) fn items(&self, name: &str) -> Vec<Fields> {
        let items = self.get(name).and_then(Value::as_array);
        items.into_iter().flatten().map(|item| Fields(item.as_object().cloned())).collect()
    }

    /// The object in a field, read like a body, when it has something in it.
    pub(crate) fn object(&self, name: &str) -> Option<Fields> {
        let object = self.get(name)?.as_object().filter(|object| !object.is_empty())?;
        Some(Fields(Some(object.clone())))
    }

    /// All fields, in the order of their names.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flatten()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        let bytes = Bytes::from_request(request, state).await.unwrap_or_default();
        Ok(Fields(serde_json::from_slice(&bytes).ok()))
    }
}
