//! A route, declared once.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::sandbox::shared::Shared;

/// One method on one path template, with its handler.
///
/// A room offers its routes as a list, which `routes.rs` joins to the one router. The template is written
/// exactly here and nowhere else: the ledger counts by it and faults are aimed at it.
///
/// ```ignore
/// pub(crate) fn routes() -> Vec<Route> {
///     vec![
///         get("/v2/organizations/{organization_id}/members", members::list),
///         post("/v2/organizations/{organization_id}/members", members::add),
///     ]
/// }
/// ```
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) handler: MethodRouter<Arc<Shared>>,
}

impl Route {
    /// Method and template, such as `GET /document/{document_id}`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Declares a `GET`.
pub(crate) fn get<H: Handler<T, Arc<Shared>>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route { method: Method::GET, path, handler: on(MethodFilter::GET, handler) }
}

/// Declares a `POST`.
pub(crate) fn post<H: Handler<T, Arc<Shared>>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route { method: Method::POST, path, handler: on(MethodFilter::POST, handler) }
}

/// Declares a `PUT`.
pub(crate) fn put<H: Handler<T, Arc<Shared>>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route { method: Method::PUT, path, handler: on(MethodFilter::PUT, handler) }
}

/// Declares a `DELETE`.
pub(crate) fn delete<H: Handler<T, Arc<Shared>>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route { method: Method::DELETE, path, handler: on(MethodFilter::DELETE, handler) }
}
