//! `/graphql`: one request becomes one operation, one answer and one line in the log.
//!
//! After GraphQL over HTTP (the working draft) and the audits of npm `graphql-http`. The stock handler of
//! async-graphql-axum is not used for requests: it runs mutations by GET and takes any content type.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::parser::types::OperationType;
use async_graphql::{Request as GraphqlRequest, Response as GraphqlResponse, Value, Variables};
use async_graphql_axum::GraphQLResponse;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::time::{timeout, timeout_at};

use super::accept::MediaType;
use super::auth;
use super::content_type;
use super::error::Refusal;
use super::graphs::Graphs;
use super::line::Line;
use super::multipart;
use super::operation::Operation;
use super::options::Options;
use super::origin;
use super::tally::{Outcome, Tally};
use crate::callers::{Caller, Door};
use crate::graph::{Asking, Attachments, Executed, Freshness, Graph};

/// What the handler needs, cheap to clone.
#[derive(Clone)]
pub(super) struct Endpoint {
    graphs: Graphs,
    account: Option<Arc<str>>,
    door: Door,
    tally: Tally,
    max_body_bytes: u64,
    max_upload_bytes: u64,
    request_timeout: Duration,
}

/// Answers a request in the media type that the caller reads.
pub(super) async fn answer(State(endpoint): State<Endpoint>, request: Request) -> Response {
    let started = Instant::now();
    let media = MediaType::accepted(request.headers());
    let mut line = Line::default();
    let answer = match media {
        Some(media) => endpoint.run(request, media, &mut line).await,
        None => Err(Refusal::not_acceptable()),
    };
    let response = answer.unwrap_or_else(|refusal| {
        line.codes = vec![refusal.code().to_owned()];
        refusal.into_response_as(media.unwrap_or_default())
    });
    let elapsed = started.elapsed();
    endpoint.tally.note(Outcome::of(&line, response.status()), elapsed);
    line.write(response.status(), elapsed);
    response
}

impl Endpoint {
    /// The endpoint at the root, which serves each caller the graph of its own account.
    pub(super) fn new(graphs: Graphs, door: Door, tally: Tally, options: &Options) -> Endpoint {
        Endpoint {
            graphs,
            account: None,
            door,
            tally,
            max_body_bytes: options.max_body_bytes,
            max_upload_bytes: options.max_upload_bytes,
            request_timeout: options.request_timeout,
        }
    }

    /// The endpoint of one account.
    pub(super) fn of_account(&self, account: &Arc<str>) -> Endpoint {
        Endpoint { account: Some(Arc::clone(account)), ..self.clone() }
    }

    async fn run(&self, request: Request, media: MediaType, line: &mut Line) -> Result<Response, Refusal> {
        let asked = timeout(self.request_timeout, auth::caller(&self.door, request.headers())).await;
        let caller = asked.map_err(|_| Refusal::unavailable())??;
        line.caller = Some(Arc::clone(&caller.name));
        let graph = self.graphs.of(self.account.as_deref(), &caller).cloned();
        let graph = graph.ok_or_else(Refusal::foreign_account)?;
        let freshness = freshness(request.method(), request.headers());
        let is_get = request.method() == Method::GET;
        let (operation, attachments) = self.read(request).await?;
        line.name = operation.operation_name.clone();
        let mut request = to_graphql(operation).data(attachments);
        if is_get {
            refuse_other_than_query(graph.operation_type(&mut request))?;
        }
        let executed = self.execute(&graph, caller, request, freshness).await?;
        line.codes = executed.response.errors.iter().map(code).collect();
        let cost = executed.cost.total();
        line.upstream_calls = Some(cost.calls);
        line.from_cache = Some(cost.from_cache);
        Ok(write(executed.response, media))
    }

    /// A query asks signNow for nothing more shortly before its time is over, and tells what it knows by then; what takes too long
    /// even so is given up. Mutations tell then how far they are, for which they need some time more.
    async fn execute(
        &self,
        graph: &Graph,
        caller: Caller,
        mut request: GraphqlRequest,
        freshness: Freshness,
    ) -> Result<Executed, Refusal> {
        let is_mutation = graph.operation_type(&mut request) == Some(OperationType::Mutation);
        let deadline = tokio::time::Instant::now() + self.request_timeout;
        let asking = Asking { caller, freshness, deadline, remaining: None };
        let executing = graph.execute(request, asking);
        match is_mutation {
            false => timeout_at(deadline, executing).await.map_err(|_| Refusal::timeout()),
            true => {
                let end = deadline + self.request_timeout;
                timeout_at(end, executing).await.map_err(|_| Refusal::timeout_of_mutations())
            }
        }
    }

    async fn read(&self, request: Request) -> Result<(Operation, Attachments), Refusal> {
        let operation = match *request.method() {
            Method::GET => {
                content_type::check_if_any(request.headers())?;
                let operation = Operation::from_query_string(request.uri().query().unwrap_or_default())?;
                origin::check(request.headers())?;
                operation
            }
            Method::POST if self.max_upload_bytes > 0 && multipart::is_form(request.headers()) => {
                return self.form(request).await;
            }
            Method::POST => {
                content_type::check(request.headers())?;
                Operation::from_body(&self.body(request).await?)?
            }
            _ => {
                let message = "ask by POST, or by GET for queries";
                return Err(Refusal::method_not_allowed("GET, POST", message));
            }
        };
        Ok((operation, Attachments::default()))
    }

    async fn form(&self, request: Request) -> Result<(Operation, Attachments), Refusal> {
        let bounds = multipart::Bounds {
            text: self.max_body_bytes,
            whole: self.max_upload_bytes.saturating_add(self.max_body_bytes),
        };
        let form = timeout(self.request_timeout, multipart::read(request, bounds)).await;
        form.map_err(|_| Refusal::request_timeout())?
    }

    async fn body(&self, request: Request) -> Result<Bytes, Refusal> {
        let body = timeout(self.request_timeout, Bytes::from_request(request, &())).await;
        body.map_err(|_| Refusal::request_timeout())?.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::payload_too_large(self.max_body_bytes),
            _ => Refusal::bad_request("the body could not be read to its end"),
        })
    }
}

/// `Cache-Control: no-cache` asks for answers that do not come from a cache (RFC 9111, section 5.2.1.4). It
/// costs what is kept for everyone, and a foreign page can make a browser send it with a GET, so a POST alone
/// may ask for it.
fn freshness(method: &Method, headers: &HeaderMap) -> Freshness {
    if method != Method::POST {
        return Freshness::Cached;
    }
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    let mut directives = lines.flat_map(|line| line.split(','));
    match directives.any(|directive| directive.trim().eq_ignore_ascii_case("no-cache")) {
        true => Freshness::Refresh,
        false => Freshness::Cached,
    }
}

fn to_graphql(operation: Operation) -> GraphqlRequest {
    let mut request = GraphqlRequest::new(operation.query);
    request.operation_name = operation.operation_name;
    request.variables = Variables::from_json(operation.variables.into());
    for (name, value) in operation.extensions {
        // What JSON can say, a GraphQL value can say: the conversion has no failing case.
        request.extensions.insert(name, Value::from_json(value).unwrap_or_default());
    }
    request
}

/// A GET is sent by links and images too, so it may only read. A document that does not parse, or does not
/// tell which operation is meant, is left to the graph.
fn refuse_other_than_query(kind: Option<OperationType>) -> Result<(), Refusal> {
    match kind {
        None | Some(OperationType::Query) => Ok(()),
        Some(other) => {
            let message = format!("a {other} has to be sent by POST");
            Err(Refusal::method_not_allowed("POST", message))
        }
    }
}

/// An operation that ran is a 200 however it ended. One that was refused before has no `data`, and its
/// status is the media type's affair.
fn write(answer: GraphqlResponse, media: MediaType) -> Response {
    let mut response = if was_executed(&answer) {
        GraphQLResponse::from(answer).into_response()
    } else {
        let status = match media {
            MediaType::Json => StatusCode::OK,
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
        };
        (status, Json(json!({ "errors": answer.errors }))).into_response()
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    response
}

/// Only a field that was executed gives an error its path.
fn was_executed(answer: &GraphqlResponse) -> bool {
    answer.data != Value::Null
        || answer.errors.is_empty()
        || answer.errors.iter().any(|error| !error.path.is_empty())
}

fn code(error: &async_graphql::ServerError) -> String {
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code.clone(),
        _ => "UNNAMED".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cache_asks_for_fresh_answers() {
        let asked = |method: Method, value: &'static str| {
            freshness(&method, &HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static(value))]))
        };
        assert_eq!(asked(Method::POST, "no-cache"), Freshness::Refresh);
        assert_eq!(asked(Method::POST, "max-age=0, No-Cache"), Freshness::Refresh);
        assert_eq!(asked(Method::POST, "no-store"), Freshness::Cached);
        assert_eq!(asked(Method::GET, "no-cache"), Freshness::Cached);
        assert_eq!(freshness(&Method::POST, &HeaderMap::new()), Freshness::Cached);
    }
}
