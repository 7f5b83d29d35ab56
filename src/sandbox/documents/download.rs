//! `GET /document/{document_id}/download`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::lookup::visible;
use crate::sandbox::http::{Bearer, PathId, Reply};
use crate::sandbox::shared::Shared;

/// The file as it was uploaded, whatever `type` and `with_history` ask for: nothing is drawn on it here. One SDK
/// wants a `Content-Disposition` (wire section 8).
pub(super) async fn download(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let world = shared.world();
    let document = visible(&world, &bearer, id)?;
    let disposition = format!("attachment; filename=\"{}\"", plain(&document.original_filename));
    let headers = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, document.content.file()).into_response())
}

/// The name without what has a meaning in a header, or none at all.
fn plain(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '/' | '%');
    name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect()
}
