//! A running sandbox and a client to talk to it.

use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use signgraph::sandbox::{CLIENT_ID, CLIENT_SECRET, Options, PASSWORD, Sandbox, VIEWER};

use crate::support::install_crypto;

pub(super) struct Stand {
    pub(super) sandbox: Sandbox,
    pub(super) http: Client,
}

/// Status and JSON body of an answer; an empty body is `null`.
pub(super) type Answer = (u16, Value);

impl Stand {
    pub(super) async fn start() -> Stand {
        Stand::with(Options::default()).await
    }

    pub(super) async fn with(options: Options) -> Stand {
        install_crypto();
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Stand { sandbox: Sandbox::start(options).await.unwrap(), http }
    }

    pub(super) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.http.request(method, format!("{}{path}", self.sandbox.url()))
    }

    /// A request with a user's token and, where it is not null, a JSON body.
    pub(super) async fn bearer(&self, token: &str, method: &str, path: &str, body: Value) -> Answer {
        send(with_body(self.request(method, path).bearer_auth(token), body)).await
    }

    /// A request of the application.
    pub(super) async fn basic(&self, method: &str, path: &str, body: Value) -> Answer {
        send(with_body(self.request(method, path).basic_auth(CLIENT_ID, Some(CLIENT_SECRET)), body)).await
    }

    /// A token request with the application's credentials in the header.
    pub(super) async fn grant(&self, form: &[(&str, &str)]) -> Answer {
        send(self.request("POST", "/oauth2/token").basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).form(form))
            .await
    }

    pub(super) async fn refresh(&self, token: &str) -> Answer {
        self.grant(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The pair of tokens of a fresh login: access and refresh.
    pub(super) async fn log_in(&self, email: &str) -> (String, String) {
        let form = [("grant_type", "password"), ("username", email), ("password", PASSWORD)];
        let (status, body) = self.grant(&form).await;
        assert_eq!(status, 200, "{body}");
        (text(&body, "access_token"), text(&body, "refresh_token"))
    }

    pub(super) async fn viewer(&self) -> String {
        self.log_in(VIEWER).await.0
    }

    /// A call to the controls; the body may be null.
    pub(super) async fn control(&self, method: &str, path: &str, body: Value) -> Answer {
        send(with_body(self.request(method, &format!("/__sandbox/{path}")), body)).await
    }

    /// Sets one fault.
    pub(super) async fn fault(&self, fault: Value) {
        let (status, body) = self.control("POST", "faults", json!({ "faults": [fault] })).await;
        assert_eq!(status, 200, "{body}");
    }

    pub(super) async fn state(&self) -> Value {
        self.control("GET", "state", Value::Null).await.1
    }

    /// The requests in the ledger, oldest first.
    pub(super) async fn requests(&self) -> Vec<Value> {
        self.control("GET", "requests", Value::Null).await.1["requests"].as_array().unwrap().clone()
    }

    /// A user of the world by address.
    pub(super) async fn user(&self, email: &str) -> Value {
        let state = self.state().await;
        let users = state["users"].as_object().unwrap();
        users.values().find(|user| user["email"] == email).unwrap().clone()
    }
}

pub(super) async fn send(request: RequestBuilder) -> Answer {
    answer(request.send().await.unwrap()).await
}

pub(super) async fn answer(response: Response) -> Answer {
    let (status, body) = (response.status().as_u16(), response.text().await.unwrap());
    let body = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&body).unwrap_or(Value::String(body))
    };
    (status, body)
}

pub(super) fn text(body: &Value, field: &str) -> String {
    body[field].as_str().unwrap_or_else(|| panic!("no string `{field}` in {body}")).to_owned()
}

/// The error body of v1 business rules and of v2.
pub(super) fn errors(code: u32, message: &str) -> Value {
    json!({ "errors": [{ "code": code, "message": message }] })
}

pub(super) fn invalid_token() -> Answer {
    (400, json!({ "error": "invalid_token", "code": 1537 }))
}

fn with_body(request: RequestBuilder, body: Value) -> RequestBuilder {
    if body.is_null() { request } else { request.json(&body) }
}
