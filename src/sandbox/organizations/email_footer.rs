//! Texts under the mails an organization sends.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::caller::managed;
use crate::sandbox::http::{Bearer, Reply, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{EmailFooter, Id};

/// Times in unix seconds.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    footer: &'world str,
    active: bool,
    #[serde(with = "chrono::serde::ts_seconds")]
    created_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_seconds")]
    updated_at: DateTime<Utc>,
}

impl<'world> From<&'world EmailFooter> for Row<'world> {
    fn from(footer: &'world EmailFooter) -> Self {
        let EmailFooter { id, footer, active, created_at, updated_at } = footer;
        Row { id: *id, footer, active: *active, created_at: *created_at, updated_at: *updated_at }
    }
}

/// `GET /v2/organizations/{organization_id}/email-footers`
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    query: Query,
) -> Reply {
    let world = shared.world();
    let organization = managed(&world, &bearer, &id)?;
    let page = query.page()?;
    query.filters(&[])?;
    ok(page.cut(organization.email_footers.iter().map(Row::from).collect()))
}
