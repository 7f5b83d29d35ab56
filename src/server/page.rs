//! `/`: GraphiQL, from files in the binary. Nothing is loaded from elsewhere, and the page may not.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::assets::Assets;
use super::error::Refusal;

/// The query a newcomer meets first: on the page and in the banner.
pub const EXAMPLE_QUERY: &str = include_str!("assets/example.graphql");

const PAGE: &str = include_str!("assets/page.html");

/// Own scripts and own requests only. GraphiQL's editor writes style elements, and its style sheet carries
/// fonts and pictures inside.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The page at the root of a graph, the files it needs, and the icon browsers ask for unasked. All its links are relative, so
/// they need the slash at the end of the address.
pub(super) fn routes(root: &str) -> Router {
    let assets = Arc::new(Assets::embedded());
    let page: Arc<str> = fill(PAGE, &assets).into();
    let routes = Router::new()
        .route(&format!("{root}/"), get(show).with_state(page))
        .route(&format!("{root}/assets/{{name}}"), get(asset).with_state(Arc::clone(&assets)));
    match root.rsplit('/').next() {
        Some(name) if !name.is_empty() => {
            let with_slash = format!("{name}/");
            routes.route(root, get(async move || Redirect::temporary(&with_slash)))
        }
        _ => routes.route("/favicon.ico", get(favicon).with_state(assets)),
    }
}

async fn show(State(page): State<Arc<str>>) -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, POLICY)];
    (headers, page.to_string()).into_response()
}

async fn asset(State(assets): State<Arc<Assets>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match assets.at(&name) {
        Some(asset) => asset.answer(&headers),
        None => Refusal::not_found().into_response(),
    }
}

async fn favicon(State(assets): State<Arc<Assets>>) -> Redirect {
    Redirect::temporary(&assets.path("favicon.svg"))
}

/// Puts the paths of the files and the example into the template.
fn fill(template: &str, assets: &Assets) -> String {
    let with_paths = assets
        .names()
        .fold(template.to_owned(), |page, name| page.replace(&format!("{{{{{name}}}}}"), &assets.path(name)));
    with_paths.replace("{{example}}", &escape(EXAMPLE_QUERY))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_no_gap_and_names_no_other_server() {
        let page = fill(PAGE, &Assets::embedded());
        assert!(!page.contains("{{") && !page.contains("//"), "{page}");
        assert!(page.contains("organizations(first: 5)"));
    }
}
