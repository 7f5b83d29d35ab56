//! A sandbox on a free port, people to call it as, and its state to compare with.

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use signgraph::sandbox::{CLIENT_ID, CLIENT_SECRET, Options, PASSWORD, Sandbox};

use crate::support::install_crypto;

/// A running sandbox with the demo world.
pub(crate) struct Stage {
    sandbox: Sandbox,
    http: Client,
}

impl Stage {
    pub(crate) async fn demo() -> Self {
        install_crypto();
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        Stage { sandbox, http: Client::builder().no_proxy().build().unwrap() }
    }

    /// Logs somebody in; a name without a domain is one of the published people.
    pub(crate) async fn log_in(&self, name: &str) -> Actor<'_> {
        let email = address(name);
        let form = [("grant_type", "password"), ("username", email.as_str()), ("password", PASSWORD)];
        let url = format!("{}/oauth2/token", self.sandbox.url());
        let request = self.http.post(url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).form(&form);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        let token = answer["access_token"].as_str().unwrap_or_else(|| panic!("{email}: {answer}")).to_owned();
        Actor { stage: self, token: Some(token) }
    }

    /// Somebody with a token of their own invention.
    pub(crate) fn stranger(&self) -> Actor<'_> {
        Actor { stage: self, token: Some("0".repeat(64)) }
    }

    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.sandbox.address()
    }

    /// A call to the controls.
    pub(crate) async fn control(&self, path: &str, body: Value) -> Answer {
        let url = format!("{}/__sandbox/{path}", self.sandbox.url());
        Answer::of(self.http.post(url).json(&body).send().await.unwrap()).await
    }

    /// The application itself, as opposed to one of its users.
    pub(crate) fn application(&self) -> Actor<'_> {
        Actor { stage: self, token: None }
    }

    /// The world as it is now.
    pub(crate) async fn world(&self) -> World {
        let url = format!("{}/__sandbox/state", self.sandbox.url());
        World(self.http.get(url).send().await.unwrap().json().await.unwrap())
    }
}

fn address(name: &str) -> String {
    if name.contains('@') { name.to_owned() } else { format!("{name}@sandbox.test") }
}

/// Somebody who is logged in, or else the application.
pub(crate) struct Actor<'stage> {
    stage: &'stage Stage,
    token: Option<String>,
}

impl Actor<'_> {
    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    /// A request in the actor's name, without a body.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.stage.http.request(method, format!("{}{path}", self.stage.sandbox.url()));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request.basic_auth(CLIENT_ID, Some(CLIENT_SECRET)),
        }
    }

    /// All rows of a list, collected page by page.
    pub(crate) async fn every_row(&self, path: &str, parameters: &str, per_page: usize) -> Vec<Value> {
        let mut rows = vec![];
        for page in 1.. {
            let answer = self.get(&format!("{path}?page={page}&per_page={per_page}{parameters}")).await;
            let body = answer.expect(200);
            rows.extend(body["data"].as_array().unwrap().iter().cloned());
            if body["meta"]["pagination"]["total_pages"] == json!(page) {
                break;
            }
        }
        rows
    }

    /// The rows of a list that fits one page of a hundred.
    pub(crate) async fn rows(&self, path: &str, parameters: &str) -> Vec<Value> {
        self.every_row(path, parameters, 100).await
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        Answer { status: response.status().as_u16(), text: response.text().await.unwrap() }
    }

    /// The body; `null` when there is none.
    pub(crate) fn json(&self) -> Value {
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).unwrap() }
    }

    /// The body of an answer with this status.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    /// The answer has this status and not a byte of body.
    pub(crate) fn expect_empty(&self, status: u16) {
        assert_eq!((self.status, self.text.as_str()), (status, ""));
    }

    /// The one error of a refusal: its code.
    pub(crate) fn refused(&self, status: u16) -> u64 {
        self.expect(status)["errors"][0]["code"].as_u64().unwrap()
    }
}

/// What `GET /__sandbox/state` told.
pub(crate) struct World(pub(crate) Value);

impl World {
    pub(crate) fn organization(&self, name: &str) -> &Value {
        let organizations = self.0["organizations"].as_array().unwrap();
        organizations.iter().find(|organization| organization["name"] == name).unwrap()
    }

    pub(crate) fn organization_id(&self, name: &str) -> String {
        self.organization(name)["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn user_id(&self, name: &str) -> String {
        let (email, users) = (address(name), self.0["users"].as_object().unwrap());
        let known = |user: &&Value| user["email"] == email.as_str();
        users.values().find(known).unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// The address of a user.
    pub(crate) fn email(&self, user: &Value) -> &str {
        self.0["users"][user.as_str().unwrap()]["email"].as_str().unwrap()
    }

    /// The address of the first user with this kind of seat in an organization.
    pub(crate) fn seated(&self, organization: &str, kind: &str, role: Option<&str>, status: &str) -> &str {
        let seats = self.organization(organization)[kind].as_array().unwrap();
        let fits = |seat: &&Value| seat["status"] == status && role.is_none_or(|role| seat["role"] == role);
        self.email(&seats.iter().find(fits).unwrap()["user_id"])
    }
}

/// `filters` with one field, percent-encoded, ready to be joined to other parameters.
pub(crate) fn filter(field: &str, expression: &str, value: Value) -> String {
    let filters = json!([{ field: { "type": expression, "value": value } }]).to_string();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("&{}", query.append_pair("filters", &filters).finish())
}
