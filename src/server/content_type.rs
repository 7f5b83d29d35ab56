//! What a caller may send: JSON in UTF-8, and nothing that only looks like it.
//!
//! JSON is the one type that a foreign page cannot send without asking first (the fetch standard's CORS
//! preflight), so taking nothing else is what keeps such pages from changing anything.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};

use super::error::Refusal;

/// Accepts a request with a JSON body.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(Refusal::unsupported_media_type("the body must not be compressed"));
    }
    match headers.get(CONTENT_TYPE) {
        Some(value) => check_value(value),
        None => Err(Refusal::unsupported_media_type(
            "say content-type: application/json, and send the operation as JSON",
        )),
    }
}

/// Accepts a request without a body, which usually names no type.
pub(super) fn check_if_any(headers: &HeaderMap) -> Result<(), Refusal> {
    headers.get(CONTENT_TYPE).map_or(Ok(()), check_value)
}

fn check_value(value: &HeaderValue) -> Result<(), Refusal> {
    let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    if parts.next() != Some("application/json") {
        return Err(Refusal::unsupported_media_type("the body has to be application/json"));
    }
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset="));
    match charsets.all(|name| name.trim_matches('"') == "utf-8") {
        true => Ok(()),
        false => Err(Refusal::unsupported_media_type("JSON is read in UTF-8 alone")),
    }
}
