//! An upstream that answers what a test tells it to, and remembers what it was asked.

use std::collections::HashMap;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) target: String,
    pub(super) authorization: String,
    pub(super) content_type: String,
    pub(super) content_length: Option<usize>,
    pub(super) body: String,
}

impl Asked {
    pub(super) fn is_for_token(&self) -> bool {
        self.target == "/oauth2/token"
    }

    /// The fields of a form.
    pub(super) fn form(&self) -> HashMap<String, String> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    fn token(&self) -> &str {
        self.authorization.strip_prefix("Bearer ").unwrap_or_default()
    }
}

/// What to do with a request.
pub(super) enum Reply {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Close the connection instead of an answer.
    Drop,
    /// Say nothing.
    Silence,
}

impl Reply {
    pub(super) fn json(status: u16, body: &Value) -> Reply {
        Reply::Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    pub(super) fn status(status: u16) -> Reply {
        Reply::Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(super) fn header(self, name: &'static str, value: impl ToString) -> Reply {
        match self {
            Reply::Answer { status, mut headers, body } => {
                headers.push((name, value.to_string()));
                Reply::Answer { status, headers, body }
            }
            other => other,
        }
    }

    /// A user, which is what `GET /user` answers.
    pub(super) fn user() -> Reply {
        Reply::json(200, &json!({"id": "u1", "primary_email": "viewer@sandbox.test"}))
    }

    /// The documented answer to a bad token.
    pub(super) fn invalid_token() -> Reply {
        Reply::json(400, &json!({"error": "invalid_token", "code": 1537}))
    }
}

type Script = Box<dyn FnMut(&Asked) -> Reply + Send>;

/// The server. Token requests go to a desk that hands out numbered pairs, all else to the script.
pub(super) struct Scripted {
    pub(super) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    script: Mutex<Script>,
    desk: Mutex<Desk>,
    asked: watch::Sender<Vec<Asked>>,
    gate: Semaphore,
    gated: Mutex<&'static str>,
    token_gate: Semaphore,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

/// Hands out `access-1` and `refresh-1`, then `access-2` and `refresh-2`, and so on. Refresh tokens are
/// good for one use.
struct Desk {
    issued: usize,
    lifetime: Value,
    good_refresh_token: Option<String>,
    good_access_token: Option<String>,
    script: Option<Script>,
}

const OPEN: usize = 1_000_000;

impl Scripted {
    /// Answers every request for data with a user.
    pub(super) async fn start() -> Scripted {
        Scripted::answering(|_| Reply::user()).await
    }

    pub(super) async fn answering(script: impl FnMut(&Asked) -> Reply + Send + 'static) -> Scripted {
        let desk = Desk {
            issued: 0,
            lifetime: json!(3600),
            good_refresh_token: None,
            good_access_token: None,
            script: None,
        };
        let shared = Arc::new(Shared {
            script: Mutex::new(Box::new(script)),
            desk: Mutex::new(desk),
            asked: watch::Sender::new(Vec::new()),
            gate: Semaphore::new(OPEN),
            gated: Mutex::new("/"),
            token_gate: Semaphore::new(OPEN),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(handle).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Scripted { url, shared }
    }

    /// Lets token requests be answered by a script instead of the desk.
    pub(super) fn answer_tokens(&self, script: impl FnMut(&Asked) -> Reply + Send + 'static) {
        self.shared.desk.lock().unwrap().script = Some(Box::new(script));
    }

    /// Lets the desk answer token requests again.
    pub(super) fn open_desk(&self) {
        self.shared.desk.lock().unwrap().script = None;
    }

    /// What the desk says in `expires_in`.
    pub(super) fn set_lifetime(&self, lifetime: Value) {
        self.shared.desk.lock().unwrap().lifetime = lifetime;
    }

    /// The refresh token that was handed out last stops being good.
    pub(super) fn end_chain(&self) {
        self.shared.desk.lock().unwrap().good_refresh_token = None;
    }

    /// The access token that was handed out last stops being good, for scripts that ask.
    pub(super) fn revoke(&self) {
        self.shared.desk.lock().unwrap().good_access_token = None;
    }

    /// Answers with a user who comes with the good token, and refuses others.
    pub(super) fn guard(&self) {
        let shared = Arc::clone(&self.shared);
        *self.shared.script.lock().unwrap() = Box::new(move |asked| {
            let good = shared.desk.lock().unwrap().good_access_token.clone();
            if good.as_deref() == Some(asked.token()) { Reply::user() } else { Reply::invalid_token() }
        });
    }

    pub(super) fn script(&self, script: impl FnMut(&Asked) -> Reply + Send + 'static) {
        *self.shared.script.lock().unwrap() = Box::new(script);
    }

    /// From now on no data is answered before it is let through.
    pub(super) fn close_gate(&self) {
        self.close_gate_for("/");
    }

    /// As [`Scripted::close_gate`], for paths that begin like this.
    pub(super) fn close_gate_for(&self, path: &'static str) {
        *self.shared.gated.lock().unwrap() = path;
        self.shared.gate.forget_permits(OPEN);
    }

    /// Lets answers through.
    pub(super) fn let_through(&self, answers: usize) {
        self.shared.gate.add_permits(answers);
    }

    /// From now on no token is answered before it is let through.
    pub(super) fn close_token_gate(&self) {
        self.shared.token_gate.forget_permits(OPEN);
    }

    /// Lets token answers through.
    pub(super) fn let_tokens_through(&self, answers: usize) {
        self.shared.token_gate.add_permits(answers);
    }

    /// Everything that was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.borrow().clone()
    }

    /// What was asked for but tokens.
    pub(super) fn data_asked(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| !asked.is_for_token()).collect()
    }

    /// The token requests.
    pub(super) fn tokens_asked(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(Asked::is_for_token).collect()
    }

    /// The grants that were asked for, in order.
    pub(super) fn grants(&self) -> Vec<String> {
        self.tokens_asked().iter().map(|asked| asked.form()["grant_type"].clone()).collect()
    }

    /// Waits until so many requests arrived, token requests among them.
    pub(super) async fn until_asked(&self, count: usize) {
        let mut asked = self.shared.asked.subscribe();
        let arrived = asked.wait_for(|asked| asked.len() >= count);
        tokio::time::timeout(Duration::from_secs(10), arrived)
            .await
            .expect("the requests never came")
            .unwrap();
    }

    /// The most requests for data that were under way at one moment.
    pub(super) fn most_under_way(&self) -> usize {
        self.shared.most_under_way.load(Ordering::SeqCst)
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let target = request.uri().path_and_query().unwrap().to_string();
    let (parts, body) = request.into_parts();
    let header = |name| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let asked = Asked {
        target,
        authorization: header("authorization").unwrap_or_default(),
        content_type: header("content-type").unwrap_or_default(),
        content_length: header("content-length").map(|length| length.parse().unwrap()),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    if asked.is_for_token() {
        shared.asked.send_modify(|all| all.push(asked.clone()));
        let reply = shared.desk.lock().unwrap().serve(&asked);
        shared.token_gate.acquire().await.unwrap().forget();
        deliver(reply).await
    } else {
        let now = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_under_way.fetch_max(now, Ordering::SeqCst);
        shared.asked.send_modify(|all| all.push(asked.clone()));
        let reply = (shared.script.lock().unwrap())(&asked);
        let is_gated = asked.target.starts_with(*shared.gated.lock().unwrap());
        if is_gated {
            shared.gate.acquire().await.unwrap().forget();
        }
        shared.under_way.fetch_sub(1, Ordering::SeqCst);
        deliver(reply).await
    }
}

async fn deliver(reply: Reply) -> Response {
    match reply {
        Reply::Answer { status, headers, body } => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
        Reply::Drop => {
            let cut = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut")) });
            Response::builder().header("content-length", "100").body(Body::from_stream(cut)).unwrap()
        }
        Reply::Silence => pending().await,
    }
}

impl Desk {
    fn serve(&mut self, asked: &Asked) -> Reply {
        if let Some(script) = &mut self.script {
            return script(asked);
        }
        let form = asked.form();
        let accepted = match form["grant_type"].as_str() {
            "password" => form["password"] == "sandbox-password",
            "refresh_token" => self.good_refresh_token.as_ref() == form.get("refresh_token"),
            _ => false,
        };
        if !accepted {
            return Reply::json(400, &json!({"error": "invalid_request", "code": 1537}));
        }
        self.issued += 1;
        let (access, refresh) = (format!("access-{}", self.issued), format!("refresh-{}", self.issued));
        self.good_access_token = Some(access.clone());
        self.good_refresh_token = Some(refresh.clone());
        Reply::json(
            200,
            &json!({"expires_in": self.lifetime, "token_type": "bearer", "access_token": access,
                "refresh_token": refresh, "scope": "*", "last_login": 1_700_000_000}),
        )
    }
}
