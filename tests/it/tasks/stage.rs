//! A graph over a sandbox of its own, and what it tells of a task.

use std::time::Duration;

use serde_json::{Value, json};
use signgraph::config::Config;

use super::world::World;
use crate::app::{Answer, TestApp};

/// The documents, by mutation: the type of the input, and what is asked of the payload beside what every payload tells.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    (
        "provisionMember",
        "ProvisionMemberInput",
        "person { email adminRole adminStatus memberStatus } steps { kind outcome userErrors { code field } }",
    ),
    (
        "offboardMember",
        "OffboardMemberInput",
        "wasFound organizations { id organizationId name steps { kind outcome userErrors { code field } } }",
    ),
    (
        "reconcileMembers",
        "ReconcileMembersInput",
        "differences { kind email personId role status lastLoginAt outcome userErrors { code field } } \
         counts { missing wrongRole pending declined unexpected dormant }",
    ),
    (
        "addMembers",
        "AddMembersInput",
        "results { email outcome userErrors { code field } person { email memberStatus } }",
    ),
    ("removeMembers", "RemoveMembersInput", "results { personId outcome userErrors { code field } }"),
];

/// A running graph in the demo world.
pub(super) struct Stage {
    pub(super) app: TestApp,
}

impl Stage {
    /// The demo world as it is.
    pub(super) async fn start() -> Stage {
        Stage::after(json!({})).await
    }

    /// The demo world after an edit.
    pub(super) async fn after(edit: Value) -> Stage {
        Stage::with(edit, |_| {}).await
    }

    /// The same with a configuration of one's own. Pauses are short; nothing here needs them to be long.
    pub(super) async fn with(edit: Value, change: impl FnOnce(&mut Config)) -> Stage {
        let app = TestApp::start_with(|config| {
            config.upstream.confirmation_pause = Duration::from_millis(20);
            config.upstream.options.retry.base_delay = Duration::from_millis(1);
            // Whatever failed before is to be no reason.
            config.upstream.options.breaker_interval = Duration::ZERO;
            change(config);
        })
        .await;
        app.edit_world(edit).await;
        Stage { app }
    }

    /// Makes an organization with the viewer as its admin and these seats.
    pub(super) async fn found(&self, name: &str, seats: Value) -> String {
        let document =
            "mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { outcome } }";
        self.app.data(document, json!({ "input": { "name": name } })).await;
        self.app.edit_world(json!({ "organizations": { name: seats } })).await;
        let id = self.world().await.organization_id(name);
        self.app.forget_calls().await;
        id
    }

    /// The world as it is now.
    pub(super) async fn world(&self) -> World {
        serde_json::from_value(self.app.parts_of_world("users,organizations,outbox").await).unwrap()
    }

    /// Asks for a task.
    pub(super) async fn ask(&self, field: &str, input: Value) -> Told {
        let (_, kind, changed) = DOCUMENTS.iter().find(|(name, ..)| *name == field).unwrap();
        let document = format!(
            "mutation ($input: {kind}!) {{ {field}(input: $input) {{ {changed} outcome operationId userErrors {{ code \
             field message }} }} }}"
        );
        Told::read(field, &self.app.ask(&document, json!({ "input": input })).await)
    }

    /// Asks for a task, and insists that nothing was sent that changes something, and nothing changed.
    pub(super) async fn ask_in_vain(&self, field: &str, input: Value) -> Told {
        self.app.forget_calls().await;
        let before = self.world().await;
        let told = self.ask(field, input).await;
        assert_eq!(self.writes().await, Vec::<String>::new(), "{told:?}");
        assert!(self.world().await == before, "{told:?}");
        told
    }

    /// The routes of all requests that change something, in the order of arrival.
    pub(super) async fn writes(&self) -> Vec<String> {
        self.routes(|method| method != "GET").await
    }

    /// The routes of all reads, in the order of arrival.
    pub(super) async fn reads(&self) -> Vec<String> {
        self.routes(|method| method == "GET").await
    }

    async fn routes(&self, of_method: impl Fn(&str) -> bool) -> Vec<String> {
        let requests = self.app.requests().await;
        let routes = requests.iter().filter(|request| of_method(request["method"].as_str().unwrap()));
        let routes = routes.map(|request| request["route"].as_str().unwrap().to_owned());
        routes.filter(|route| !route.contains("/oauth2/")).collect()
    }
}

/// What a caller is told of a task.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The payload's word for how it ended, or that of the error in its place.
    pub(super) outcome: String,
    pub(super) operation_id: String,
    /// Codes, and paths below `input` with dots between their parts.
    pub(super) user_errors: Vec<(String, String)>,
    pub(super) payload: Value,
    /// Codes of GraphQL errors.
    pub(super) failures: Vec<String>,
    /// Everything, to look for what must not be there.
    pub(super) text: String,
}

impl Told {
    fn read(field: &str, answer: &Answer) -> Told {
        let payload = answer.data[field].clone();
        let outcome = match &payload {
            Value::Null => {
                answer.errors.first().map_or(&Value::Null, |error| &error["extensions"]["outcome"])
            }
            payload => &payload["outcome"],
        };
        Told {
            outcome: outcome.as_str().unwrap_or_default().to_owned(),
            operation_id: payload["operationId"].as_str().unwrap_or_default().to_owned(),
            user_errors: errors(&payload),
            failures: answer.failures().into_iter().map(|(_, code)| code).collect(),
            text: format!("{answer:?}"),
            payload,
        }
    }

    /// The codes of the user errors.
    pub(super) fn codes(&self) -> Vec<&str> {
        self.user_errors.iter().map(|(code, _)| code.as_str()).collect()
    }

    /// What was told of each part, in its order: the outcome, and its errors after it.
    fn ended<'a>(&self, parts: impl IntoIterator<Item = &'a Value>, name: &str) -> Vec<String> {
        let told = |part: &Value| {
            let errors = errors(part).into_iter().map(|(code, _)| code);
            let words = [&part[name], &part["outcome"]].map(|word| word.as_str().unwrap_or("-").to_owned());
            words.into_iter().chain(errors).collect::<Vec<_>>().join(" ")
        };
        parts.into_iter().map(told).collect()
    }

    /// The steps, each as `KIND OUTCOME CODE…`.
    pub(super) fn steps(&self) -> Vec<String> {
        self.ended(self.list("steps"), "kind")
    }

    /// The steps in one organization of several.
    pub(super) fn steps_in(&self, organization: &str) -> Vec<String> {
        let organizations = self.list("organizations");
        let found = organizations.iter().find(|one| one["name"] == organization).unwrap();
        self.ended(found["steps"].as_array().unwrap(), "kind")
    }

    /// The results of many, each as `who OUTCOME CODE…`.
    pub(super) fn results(&self, who: &str) -> Vec<String> {
        self.ended(self.list("results"), who)
    }

    /// The differences, each as `email KIND ROLE STATUS OUTCOME CODE…`.
    pub(super) fn differences(&self) -> Vec<String> {
        let told = |difference: &Value| {
            let words = ["email", "kind", "role", "status", "outcome"];
            let words = words.map(|word| difference[word].as_str().unwrap_or("-").to_owned());
            let errors = errors(difference).into_iter().map(|(code, _)| code);
            words.into_iter().chain(errors).collect::<Vec<_>>().join(" ")
        };
        self.list("differences").iter().map(told).collect()
    }

    pub(super) fn list(&self, field: &str) -> &Vec<Value> {
        self.payload[field].as_array().unwrap_or_else(|| panic!("no {field}: {self:?}"))
    }

    /// Insists that it is done and nothing is to be corrected.
    pub(super) fn expect_done(&self) {
        let told = (self.outcome.as_str(), &self.user_errors, &self.failures);
        assert_eq!(told, ("CONFIRMED", &vec![], &vec![]), "{:#}", self.payload);
    }
}

fn errors(part: &Value) -> Vec<(String, String)> {
    let read = |error: &Value| {
        let path = error["field"].as_array().map(|path| {
            let steps: Vec<&str> = path.iter().map(|step| step.as_str().unwrap()).collect();
            assert_eq!(steps.first(), Some(&"input"), "{error}");
            steps[1..].join(".")
        });
        (error["code"].as_str().unwrap().to_owned(), path.unwrap_or_default())
    };
    part["userErrors"].as_array().into_iter().flatten().map(read).collect()
}

/// Errors as `Told` has them.
pub(super) fn told(errors: &[(&str, &str)]) -> Vec<(String, String)> {
    errors.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}
