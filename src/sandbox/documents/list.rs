//! The two lists of a user's documents.
//!
//! They are bare arrays without any word about further pages: a client goes on until a page is not full.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::view::View;
use crate::sandbox::http::{Bearer, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;

type Parameters = Query<BTreeMap<String, String>>;

/// `GET /user/documentsv2`: documents that got fields, texts, signatures and the like.
pub(super) async fn modified(State(shared): State<Arc<Shared>>, bearer: Bearer, query: Parameters) -> Reply {
    list(&shared, &bearer, true, &query)
}

/// `GET /user/documents`: documents as they were uploaded.
pub(super) async fn untouched(State(shared): State<Arc<Shared>>, bearer: Bearer, query: Parameters) -> Reply {
    list(&shared, &bearer, false, &query)
}

/// One page, the document changed last first. A page past the end is empty.
fn list(shared: &Shared, bearer: &Bearer, modified: bool, query: &BTreeMap<String, String>) -> Reply {
    let size = per_page(query)?;
    let skipped = page(query)?.saturating_sub(1).saturating_mul(size);
    let world = shared.world();
    let is_listed = |document: &&_| View::is_of(document, bearer.user, modified);
    let mut documents: Vec<_> = world.documents.iter().filter(is_listed).collect();
    documents.sort_by_key(|document| (std::cmp::Reverse(document.updated), document.id));
    let view = View { world: &world, url: &shared.url };
    ok(documents.into_iter().skip(skipped).take(size).map(|document| view.of(document)).collect::<Value>())
}

/// 15 unless given, up to 100. Only "must be more than 0" is known from a live answer (wire section 3.2); its
/// neighbours are numbered as in the family of the organization lists.
fn per_page(query: &BTreeMap<String, String>) -> Result<usize, Refusal> {
    match number(query, "per_page", 15, 13_003_001)? {
        0 => Err(refusal(13_003_002, "Query parameter `per_page` must be more than 0")),
        size if size > 100 => {
            Err(refusal(13_003_003, "Query parameter `per_page` must be less than or equal 100"))
        }
        size => Ok(size),
    }
}

fn page(query: &BTreeMap<String, String>) -> Result<usize, Refusal> {
    match number(query, "page", 1, 13_003_004)? {
        0 => Err(refusal(13_003_005, "Query parameter `page` must be more than 0")),
        page => Ok(page),
    }
}

/// A parameter as a number; a negative one counts as zero, which the caller refuses.
fn number(query: &BTreeMap<String, String>, name: &str, default: usize, code: u32) -> Result<usize, Refusal> {
    let Some(text) = query.get(name) else { return Ok(default) };
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refusal(code, &format!("Query parameter `{name}` must be a digit")));
    }
    let size = digits.parse().unwrap_or(usize::MAX);
    Ok(if text.starts_with('-') { 0 } else { size })
}

fn refusal(code: u32, message: &str) -> Refusal {
    Refusal::business(StatusCode::BAD_REQUEST, code, message)
}
