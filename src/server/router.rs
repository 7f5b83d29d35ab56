//! The routes, and what holds for all of them.

use std::any::Any;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{any, get};
use axum::{Router, http};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::error::Refusal;
use super::graphql::{self, Endpoint};
use super::graphs::Graphs;
use super::host::Names;
use super::options::Options;
use super::overload::{self, Places};
use super::tally::Tally;
use super::{health, host, page};

/// Everything this server serves: the graph at `/graphql`, and those of named accounts at `/accounts/{name}/graphql`.
pub fn router(graphs: Graphs, readiness: super::Readiness, tally: Tally, options: &Options) -> Router {
    let limit = usize::try_from(options.max_body_bytes).unwrap_or(usize::MAX);
    let mut routes = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready).with_state(readiness))
        .fallback(async || Refusal::not_found());
    let places = Places::new(options.max_concurrent_requests, tally.clone());
    for (root, graph) in graphs.into_roots() {
        let endpoint = Endpoint::new(graph, tally.clone(), options);
        let admit = from_fn_with_state(places.clone(), overload::admit);
        routes =
            routes.route(&format!("{root}/graphql"), any(graphql::answer).with_state(endpoint).layer(admit));
        if options.graphiql {
            routes = routes.merge(page::routes(&root));
        }
    }
    let routes = routes
        .method_not_allowed_fallback(async || Refusal::method_not_allowed("GET, HEAD", "only GET works here"))
        .layer(DefaultBodyLimit::max(limit));
    guarded(routes, Names::of(options))
}

/// The layers around all routes, the outermost last.
pub(super) fn guarded(routes: Router, names: Option<Names>) -> Router {
    let routes = match names {
        Some(names) => routes.layer(from_fn_with_state(Arc::new(names), host::guard)),
        None => routes,
    };
    let private = HeaderValue::from_static("private, no-store");
    routes
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, private))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(SetResponseHeaderLayer::overriding(REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
}

/// The text of a panic may hold anything, so it is logged and not answered.
fn after_panic(panic: Box<dyn Any + Send + 'static>) -> http::Response<axum::body::Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("of unknown kind"), "a request ended in a panic");
    Refusal::internal().into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use tower::ServiceExt;

    use axum::response::Response;

    use super::*;

    #[tokio::test]
    async fn a_panic_tells_nothing() {
        let routes = Router::new().route("/", get(async || -> Response { panic!("the token is hunter2") }));
        let response = guarded(routes, None).oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL");
        assert!(!body.to_string().contains("hunter2"));
    }
}
