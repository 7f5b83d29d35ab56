//! The body of a token request, in whichever of the three encodings it comes.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

/// The fields of a token request. Empty ones are left out: an official SDK sends `code=` with a password
/// grant (wire section 2.1).
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenForm(BTreeMap<String, String>);

impl TokenForm {
    /// Reads a multipart body, a JSON object, or else a urlencoded form.
    pub(crate) async fn read(headers: &HeaderMap, body: Bytes) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut fields = if kind.starts_with("multipart/form-data") {
            multipart(kind, body).await
        } else if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(&body) {
            object.into_iter().filter_map(scalar).collect()
        } else {
            url::form_urlencoded::parse(&body).into_owned().collect()
        };
        fields.retain(|_, value: &mut String| !value.is_empty());
        TokenForm(fields)
    }

    /// The value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Takes the parts up to the first one that cannot be read: some clients leave the last boundary unclosed.
async fn multipart(kind: &str, body: Bytes) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let Ok(request) = Request::builder().header(CONTENT_TYPE, kind).body(Body::from(body)) else {
        return fields;
    };
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return fields };
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        if let Ok(value) = part.text().await {
            fields.insert(name, value);
        }
    }
    fields
}

fn scalar((name, value): (String, Value)) -> Option<(String, String)> {
    match value {
        Value::String(text) => Some((name, text)),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    }
}
