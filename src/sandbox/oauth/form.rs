//! The body of a token request, in whichever of the three encodings it comes.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::sandbox::http::form_data;

/// The fields of a token request. Empty ones are left out: an official SDK sends `code=` with a password
/// grant (wire section 2.1).
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenForm(BTreeMap<String, String>);

impl TokenForm {
    /// Reads a multipart body, a JSON object, or else a urlencoded form.
    pub(crate) async fn read(headers: &HeaderMap, body: Bytes) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut fields: BTreeMap<String, String> = if kind.starts_with("multipart/form-data") {
            form_data(headers, body).await.into_iter().map(|part| (part.name.clone(), part.text())).collect()
        } else if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(&body) {
            object.into_iter().filter_map(scalar).collect()
        } else {
            url::form_urlencoded::parse(&body).into_owned().collect()
        };
        fields.retain(|_, value| !value.is_empty());
        TokenForm(fields)
    }

    /// The value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn scalar((name, value): (String, Value)) -> Option<(String, String)> {
    match value {
        Value::String(text) => Some((name, text)),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    }
}
