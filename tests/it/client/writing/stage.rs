//! A sandbox, a client of it, and what the sandbox knows.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::{Value, json};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{
    Authorization, Client, Command, DocumentGroupId, DocumentId, Error, Nature, Options, OrganizationId,
    Route, SystemClock, Upstream, UserId,
};

use crate::client::world::password;
use crate::support::install_crypto;

/// A command of any type, ready to be executed.
pub(super) struct Act {
    pub(super) route: Route,
    pub(super) nature: Nature,
    pub(super) authorization: Authorization,
    pub(super) debug: String,
    execute: Execute,
}

type Execute = Box<dyn Fn(Client) -> BoxFuture<'static, Result<String, Error>> + Send + Sync>;

impl Act {
    pub(super) fn of<C: Command<Answer: std::fmt::Debug> + Clone + std::fmt::Debug>(command: C) -> Act {
        Act {
            route: C::ROUTE,
            nature: C::NATURE,
            authorization: C::AUTHORIZATION,
            debug: format!("{command:?}"),
            execute: Box::new(move |client| {
                let command = command.clone();
                Box::pin(async move { client.execute(&command).await.map(|answer| format!("{answer:?}")) })
            }),
        }
    }

    /// Executes it; the answer as it prints itself.
    pub(super) async fn execute(&self, client: &Client) -> Result<String, Error> {
        (self.execute)(client.clone()).await
    }
}

/// A running sandbox and the viewer's client, with a token at hand.
pub(super) struct Stage {
    sandbox: Sandbox,
    http: reqwest::Client,
    pub(super) client: Client,
}

impl Stage {
    /// The demo world after an edit.
    pub(super) async fn after(edit: &Value) -> Stage {
        Stage::with_patience(edit, Duration::from_secs(60)).await
    }

    /// The same, with a client that waits only so long for an answer.
    pub(super) async fn with_patience(edit: &Value, patience: Duration) -> Stage {
        install_crypto();
        let sandbox = Sandbox::start(Default::default()).await.unwrap();
        let upstream = Upstream::parse(&sandbox.url(), &[]).unwrap();
        let options = Options { request_timeout: patience, ..Options::new(upstream, password()) };
        let client = Client::new(options, SealedStore::in_memory(), Arc::new(SystemClock)).unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let stage = Stage { sandbox, http, client };
        stage.edit(edit).await;
        stage.client.ready().await.unwrap();
        stage
    }

    /// The file of a document, as its owner gets it.
    pub(super) async fn download(&self, document: &DocumentId) -> Vec<u8> {
        let token = self.log_in().await;
        let url = format!("{}/document/{document}/download", self.sandbox.url());
        let response = self.http.get(url).bearer_auth(token).send().await.unwrap();
        response.error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    /// A token of the viewer's beside the client's.
    async fn log_in(&self) -> String {
        let form = [
            ("grant_type", "password"),
            ("username", "viewer@sandbox.test"),
            ("password", "sandbox-password"),
        ];
        let request = self.http.post(format!("{}/oauth2/token", self.sandbox.url())).form(&form);
        let response = request.basic_auth("sandbox-client", Some("sandbox-secret")).send().await.unwrap();
        response.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
    }

    pub(super) async fn edit(&self, edit: &Value) {
        self.control("state", edit).await;
    }

    pub(super) async fn fault(&self, fault: &Value) {
        self.control("faults", &json!({ "faults": [fault] })).await;
    }

    /// Lets whoever a signing link was made for sign.
    pub(super) async fn sign(&self, link: &str) {
        self.control("signers", &json!({ "action": "sign", "link": link })).await;
    }

    pub(super) async fn world(&self) -> World {
        let mut state = self.read("state").await;
        state["url"] = self.sandbox.url().into();
        World(state)
    }

    /// The requests with this route, in the order of arrival.
    pub(super) async fn arrivals(&self, route: Route) -> Vec<Value> {
        let requests = self.read("requests").await["requests"].as_array().unwrap().clone();
        let name = |request: &Value| request["route"] == route.as_str();
        requests.into_iter().filter(name).collect()
    }

    async fn read(&self, what: &str) -> Value {
        self.http.get(self.url(what)).send().await.unwrap().json().await.unwrap()
    }

    async fn control(&self, what: &str, body: &Value) {
        let response = self.http.post(self.url(what)).json(body).send().await.unwrap();
        let status = response.status();
        assert!(status.is_success(), "{what}: {}", response.text().await.unwrap());
    }

    fn url(&self, what: &str) -> String {
        format!("{}/__sandbox/{what}", self.sandbox.url())
    }
}

/// What `GET /__sandbox/state` told, and where the sandbox is.
pub(super) struct World(Value);

impl World {
    /// What commands can change; tokens and logins come and go without them.
    pub(super) fn facts(&self) -> [&Value; 7] {
        ["users", "organizations", "documents", "document_groups", "event_subscriptions", "outbox", "links"]
            .map(|kind| &self.0[kind])
    }

    /// A URL of the sandbox.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0["url"].as_str().unwrap())
    }

    /// The organizations with this name.
    pub(super) fn organizations(&self, name: &str) -> Vec<&Value> {
        let organizations = self.0["organizations"].as_array().unwrap().iter();
        organizations.filter(|organization| organization["name"] == name).collect()
    }

    pub(super) fn organization(&self, name: &str) -> &Value {
        self.organizations(name)[0]
    }

    pub(super) fn organization_id(&self, name: &str) -> OrganizationId {
        OrganizationId::parse(self.organization(name)["id"].as_str().unwrap()).unwrap()
    }

    /// The subscriptions to events that call this URL.
    pub(super) fn event_subscriptions(&self, callback: &str) -> Vec<&Value> {
        let subscriptions = self.0["event_subscriptions"].as_array().unwrap().iter();
        subscriptions.filter(|subscription| subscription["callback"] == callback).collect()
    }

    /// The user with this name at `sandbox.test`; `null` if there is none.
    pub(super) fn user(&self, name: &str) -> &Value {
        let email = format!("{name}@sandbox.test");
        let mut users = self.0["users"].as_object().unwrap().values();
        users.find(|user| user["email"] == email.as_str()).unwrap_or(&Value::Null)
    }

    pub(super) fn user_id(&self, name: &str) -> UserId {
        UserId::parse(self.user(name)["id"].as_str().unwrap()).unwrap()
    }

    /// The document with this name; `null` if there is none.
    pub(super) fn document(&self, name: &str) -> &Value {
        self.named("documents", name)
    }

    pub(super) fn document_id(&self, name: &str) -> DocumentId {
        DocumentId::parse(self.document(name)["id"].as_str().unwrap()).unwrap()
    }

    /// The document group with this name; `null` if there is none.
    pub(super) fn group(&self, name: &str) -> &Value {
        self.named("document_groups", name)
    }

    pub(super) fn group_id(&self, name: &str) -> DocumentGroupId {
        DocumentGroupId::parse(self.group(name)["id"].as_str().unwrap()).unwrap()
    }

    fn named(&self, kind: &str, name: &str) -> &Value {
        let mut all = self.0[kind].as_array().unwrap().iter();
        all.find(|one| one["name"] == name).unwrap_or(&Value::Null)
    }

    /// A seat of that user; `null` if there is none. `kind` is `admins`, `members` or `allowed_team_admins`.
    pub(super) fn seat(&self, organization: &str, kind: &str, name: &str) -> &Value {
        let user = &self.user(name)["id"];
        let mut seats = self.organization(organization)[kind].as_array().unwrap().iter();
        seats.find(|seat| seat["user_id"] == *user).unwrap_or(&Value::Null)
    }

    /// How many mails of a kind went to an address.
    pub(super) fn mails(&self, kind: &str, to: &str) -> usize {
        let mails = self.0["outbox"].as_array().unwrap().iter();
        mails.filter(|mail| mail["kind"] == kind && mail["to"] == to).count()
    }

    /// How many signing links were made.
    pub(super) fn links(&self) -> u64 {
        self.0["links"]["minted"].as_u64().unwrap()
    }
}
