//! `POST /document` and `POST /v2/documents/url`.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use url::Url;

use super::fetch::fetch;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, FormPart, Reply, flag, form_data, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Content, Document, Id, World};

/// What a document is made from.
struct Upload {
    /// `None` names it after the file.
    name: Option<String>,
    file_name: String,
    file: Bytes,
    template: bool,
}

/// `POST /document`: a form with a `file`, and perhaps a `name` and `make_template`. What else an SDK sends is
/// ignored.
pub(super) async fn from_form(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let parts = form_data(&headers, body).await;
    let part = |name: &str| parts.iter().find(|part| part.name == name);
    let file = part("file").filter(|file| !file.content.is_empty()).ok_or(Refusal::FileRequired)?;
    let upload = Upload {
        name: part("name").map(FormPart::text).filter(|name| !name.trim().is_empty()),
        file_name: file.file_name.clone().unwrap_or_else(|| "document.pdf".to_owned()),
        file: file.content.clone(),
        template: part("make_template").is_some_and(|part| flag(&part.text().into()) == Some(true)),
    };
    ok(json!({ "id": keep(&mut shared.world(), bearer.user, upload) }))
}

/// `POST /v2/documents/url`. The sandbox reaches this machine and no other: see [`fetch`].
pub(super) async fn from_url(State(shared): State<Arc<Shared>>, bearer: Bearer, fields: Fields) -> Reply {
    let url = fields.filled("url").ok_or(Refusal::UrlRequired)?;
    let url = Url::parse(url).map_err(|_| Refusal::UrlElsewhere)?;
    let file = fetch(&url).await?;
    let last = url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    let upload = Upload {
        name: fields.filled("name").map(str::to_owned),
        file_name: if last.is_empty() { "document.pdf".to_owned() } else { last.to_owned() },
        file,
        template: fields.get("make_template").and_then(|value: &Value| flag(value)) == Some(true),
    };
    ok(json!({ "id": keep(&mut shared.world(), bearer.user, upload) }))
}

fn keep(world: &mut World, owner: Id, upload: Upload) -> Id {
    let (id, now) = (world.new_id(), world.now());
    let stem = Path::new(&upload.file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let content = Content::Uploaded(upload.file);
    world.documents.push(Document {
        id,
        owner,
        name: upload.name.or(stem).unwrap_or_else(|| upload.file_name.clone()),
        original_filename: upload.file_name,
        page_count: content.pages(),
        created: now,
        updated: now,
        modified: false,
        template: upload.template,
        content,
        roles: vec![],
        fields: vec![],
        invites: vec![],
        freeform_invites: vec![],
    });
    id
}
