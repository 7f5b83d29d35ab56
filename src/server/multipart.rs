//! Files beside an operation: the GraphQL multipart request specification (jaydenseric/graphql-multipart-request-spec).
//!
//! A form is one of the bodies that a page from elsewhere can send without asking first, so it is taken only with a
//! header that such a page cannot set.

use std::collections::BTreeMap;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::error::Refusal;
use super::operation::Operation;
use crate::graph::{Attachment, Attachments};

/// Headers by which clients say that they asked first, or are no browser; any one of them will do.
const PREFLIGHT: [&str; 3] = ["graphql-require-preflight", "apollo-require-preflight", "graphql-preflight"];

/// The most files of one request.
const MOST_FILES: usize = 10;

/// How much of a form is read, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Of the operation, and of the map.
    pub(super) text: u64,
    /// Of everything together.
    pub(super) whole: u64,
}

/// Whether a request has a form for its body.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// Reads a form: first the part `operations`, then the part `map`, then the files.
pub(super) async fn read(mut request: Request, bounds: Bounds) -> Result<(Operation, Attachments), Refusal> {
    if !PREFLIGHT.iter().any(|name| request.headers().contains_key(*name)) {
        return Err(Refusal::unsupported_media_type(
            "a form is taken with the header GraphQL-Require-Preflight: 1, which pages from elsewhere cannot send",
        ));
    }
    let most = usize::try_from(bounds.whole).unwrap_or(usize::MAX);
    // In place of the limit of all other bodies, which is lower.
    DefaultBodyLimit::max(most).apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::bad_request("the form has no boundary"))?;
    let operations = text(&mut form, "operations", bounds).await?;
    let mut operation = Operation::from_json(operations.as_bytes(), "the part operations")?;
    let map = map(&text(&mut form, "map", bounds).await?)?;
    let attachments = files(&mut form, map, &mut operation, bounds).await?;
    Ok((operation, attachments))
}

/// For each file, the variables that mean it.
type Places = BTreeMap<String, Vec<String>>;

fn map(text: &str) -> Result<Places, Refusal> {
    let places: Places = serde_json::from_str(text).map_err(|_| {
        Refusal::bad_request("the part map has to be JSON such as {\"0\": [\"variables.input.file\"]}")
    })?;
    if places.len() > MOST_FILES {
        return Err(Refusal::bad_request(format!("a request takes at most {MOST_FILES} files")));
    }
    Ok(places)
}

/// Reads the files and puts each where the map says.
async fn files(
    form: &mut Multipart,
    mut places: Places,
    operation: &mut Operation,
    bounds: Bounds,
) -> Result<Attachments, Refusal> {
    let mut attachments = Attachments::default();
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error, bounds))? {
        let Some(paths) = field.name().and_then(|name| places.remove(name)) else {
            return Err(Refusal::bad_request("the form has a part that its map does not name"));
        };
        let marker = attachments.add(file(field, bounds).await?);
        for path in paths {
            let place = place(operation, &path).filter(|value| value.is_null());
            *place.ok_or_else(|| misplaced(&path))? = Value::String(marker.clone());
        }
    }
    match places.keys().next() {
        Some(missing) => {
            Err(Refusal::bad_request(format!("the map names a file {missing:?} that is not in the form")))
        }
        None => Ok(attachments),
    }
}

async fn file(field: Field<'_>, bounds: Bounds) -> Result<Attachment, Refusal> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let content = field.bytes().await.map_err(|error| unreadable(&error, bounds))?;
    Ok(Attachment { name, content })
}

/// The variable at a path such as `variables.input.file` or `variables.files.0`.
fn place<'a>(operation: &'a mut Operation, path: &str) -> Option<&'a mut Value> {
    let mut steps = path.strip_prefix("variables.")?.split('.');
    let variable = operation.variables.get_mut(steps.next()?)?;
    steps.try_fold(variable, |value, step| match value {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

fn misplaced(path: &str) -> Refusal {
    Refusal::bad_request(format!("the map says {path:?}, where the variables do not hold null"))
}

/// The next part, which has to have this name.
async fn text(form: &mut Multipart, name: &str, bounds: Bounds) -> Result<String, Refusal> {
    let missing = || {
        Refusal::bad_request(format!(
            "the parts of the form are operations, map, then files; {name} is missing"
        ))
    };
    let field = form.next_field().await.map_err(|error| unreadable(&error, bounds))?;
    let mut field = field.filter(|field| field.name() == Some(name)).ok_or_else(missing)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error, bounds))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > bounds.text {
            return Err(Refusal::payload_too_large(bounds.text));
        }
    }
    String::from_utf8(bytes).map_err(|_| Refusal::bad_request(format!("the part {name} is not UTF-8")))
}

fn unreadable(error: &MultipartError, bounds: Bounds) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::payload_too_large(bounds.whole),
        _ => Refusal::bad_request("the form could not be read to its end"),
    }
}
