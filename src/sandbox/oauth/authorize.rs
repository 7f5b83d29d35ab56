//! Authorization codes: with a browser, which is `GET /authorize`, and without one, which is `GET /oauth2/userauth`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use crate::sandbox::http::{Refusal, Reply};
use crate::sandbox::options::{CLIENT_ID, VIEWER};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::Id;

/// What stands behind the question mark.
pub(super) struct Asked(BTreeMap<String, String>);

impl Asked {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn is_of_application(&self) -> bool {
        self.get("client_id") == Some(CLIENT_ID)
    }

    /// Where the code goes to.
    fn target(&self) -> Option<Url> {
        let target = Url::parse(self.get("redirect_uri")?).ok()?;
        (self.get("response_type") == Some("code")).then_some(target)
    }
}

/// `GET /authorize`: the page that signNow has at another host, `app.signnow.com` (wire section 1), for browsers. Nobody
/// has to fill in a form here: whoever comes is the viewer, or who is named in `username`, which is the sandbox's own, and
/// allows what they are asked. With `deny=1`, its own as well, they do not (RFC 6749 section 4.1.2.1).
///
/// What cannot be answered at `redirect_uri` is a page.
pub(super) async fn page(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let asked = Asked(query);
    if !asked.is_of_application() {
        return problem("This application is not known.");
    }
    let Some(target) = asked.target() else {
        return problem("The request names no response_type=code, or no redirect_uri.");
    };
    if asked.get("deny").is_some() {
        return redirect(target, &asked, ("error", "access_denied"));
    }
    let name = asked.get("username").unwrap_or(VIEWER);
    let user = shared.world().user_by_email(name).filter(|user| user.active).map(|user| user.id);
    match user {
        Some(user) => with_code(&shared, user, target, &asked),
        None => problem("There is no such person."),
    }
}

/// `GET /oauth2/userauth`: answers 302 to `redirect_uri` with a `code`, for the user whose `access_token` is in the query.
pub(super) async fn without_browser(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Reply {
    let asked = Asked(query);
    if !asked.is_of_application() {
        return Err(Refusal::invalid_client());
    }
    let target = asked.target().ok_or_else(Refusal::invalid_request)?;
    let token = asked.get("access_token");
    let user = token.and_then(|token| shared.world().user_of_token(token).map(|user| user.id));
    Ok(with_code(&shared, user.ok_or_else(Refusal::invalid_token)?, target, &asked))
}

/// The code can be exchanged once, within ten minutes, and for this `redirect_uri`.
fn with_code(shared: &Shared, user: Id, target: Url, asked: &Asked) -> Response {
    let mut world = shared.world();
    let now = world.now();
    let code = world.tokens.new_code(user, asked.get("redirect_uri").unwrap_or_default(), now);
    redirect(target, asked, ("code", &code))
}

/// A `state` is handed through.
fn redirect(mut target: Url, asked: &Asked, (name, value): (&str, &str)) -> Response {
    target.query_pairs_mut().append_pair(name, value);
    if let Some(state) = asked.get("state") {
        target.query_pairs_mut().append_pair("state", state);
    }
    (StatusCode::FOUND, [(LOCATION, String::from(target))]).into_response()
}

fn problem(words: &'static str) -> Response {
    let page = format!("<!doctype html><title>Authorize</title><p>{words}</p>\n");
    (StatusCode::BAD_REQUEST, Html(page)).into_response()
}
