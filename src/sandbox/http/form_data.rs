//! Bodies of `multipart/form-data` (RFC 7578).

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// One part of a form.
#[derive(Clone, Debug)]
pub(crate) struct FormPart {
    pub(crate) name: String,
    /// Only a file has one.
    pub(crate) file_name: Option<String>,
    pub(crate) content: Bytes,
}

impl FormPart {
    /// The content as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).into_owned()
    }
}

/// The parts up to the first one that cannot be read: some clients leave the last boundary unclosed (wire
/// section 8). Of a body that calls itself something else there are none.
pub(crate) async fn form_data(headers: &HeaderMap, body: Bytes) -> Vec<FormPart> {
    let mut read = vec![];
    let Some(mut parts) = parts(headers, body).await else { return read };
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        if let Ok(content) = part.bytes().await {
            read.push(FormPart { name, file_name, content });
        }
    }
    read
}

async fn parts(headers: &HeaderMap, body: Bytes) -> Option<Multipart> {
    let kind = headers.get(CONTENT_TYPE)?;
    let mut request = Request::builder().header(CONTENT_TYPE, kind).body(Body::from(body)).ok()?;
    // The gate has its own limit, and a larger one.
    DefaultBodyLimit::disable().apply(&mut request);
    Multipart::from_request(request, &()).await.ok()
}
