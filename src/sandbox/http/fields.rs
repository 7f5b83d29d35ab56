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
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        let bytes = Bytes::from_request(request, state).await.unwrap_or_default();
        Ok(Fields(serde_json::from_slice(&bytes).ok()))
    }
}
