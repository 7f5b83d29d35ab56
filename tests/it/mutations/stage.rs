//! A graph over a sandbox of its own, for one mutation at a time.

use std::time::Duration;

use serde_json::{Value, json};
use signgraph::config::Config;
use tokio::sync::OnceCell;

use super::case::{Case, InputIn};
use super::told::Told;
use super::world::World;
use crate::app::{Answer, TestApp};

/// The schema, to find what the input of a mutation is called.
const SCHEMA: &str = include_str!("../../../schema.graphql");

/// The demo world before anything happened: the same in every sandbox.
static INITIAL: OnceCell<World> = OnceCell::const_new();

/// Stands in an input for the URL of a file that the sandbox can fetch.
pub(super) const FILE_URL: &str = "a file of the sandbox's";

/// A running graph in the demo world.
pub(super) struct Stage {
    pub(super) app: TestApp,
}

impl Stage {
    /// The demo world after an edit.
    pub(super) async fn after(edit: &Value) -> Stage {
        Stage::with(edit, |_| {}).await
    }

    /// The same with a configuration of one's own. Pauses are short; nothing here needs them to be long.
    pub(super) async fn with(edit: &Value, change: impl FnOnce(&mut Config)) -> Stage {
        let app = TestApp::start_with(|config| {
            config.upstream.confirmation_pause = Duration::from_millis(20);
            config.upstream.options.retry.base_delay = Duration::from_millis(1);
            // Whatever failed before is to be no reason.
            config.upstream.options.breaker_interval = Duration::ZERO;
            change(config);
        })
        .await;
        let stage = Stage { app };
        INITIAL.get_or_init(|| stage.world()).await;
        if *edit != json!({}) {
            stage.app.edit_world(edit.clone()).await;
        }
        stage
    }

    /// The demo world before anything happened, where all have the ids they have now.
    pub(super) fn initial(&self) -> &'static World {
        INITIAL.get().unwrap()
    }

    /// The world as it is now.
    pub(super) async fn world(&self) -> World {
        serde_json::from_value(self.app.parts_of_world(World::WHOLE).await).unwrap()
    }

    /// What a case can change of it.
    pub(super) async fn glance(&self, case: &Case) -> World {
        let elsewhere = ["/organizations", "/user", "/event"];
        if elsewhere.iter().any(|place| case.route.contains(place)) {
            return serde_json::from_value(self.app.parts_of_world(World::GLANCE).await).unwrap();
        }
        self.world().await
    }

    /// Asks for a mutation as its case does.
    pub(super) async fn perform(&self, case: &Case) -> Told {
        self.ask(case, self.input(case).await).await
    }

    /// The input of a case, whose edit was made and which was not performed yet.
    pub(super) async fn input(&self, case: &Case) -> Value {
        self.input_after(case, &case.edit, case.input).await
    }

    /// An input in the demo world after an edit that was made.
    pub(super) async fn input_after(&self, case: &Case, edit: &Value, input: InputIn) -> Value {
        if *edit == json!({}) { input(self.initial()) } else { input(&self.glance(case).await) }
    }

    /// Asks for a mutation.
    pub(super) async fn ask(&self, case: &Case, input: Value) -> Told {
        Told::read(case.field, &self.send(&document(case), input).await)
    }

    /// Sends a document that asks for a mutation. Where the input has `null` for a file, a small one comes with it.
    pub(super) async fn send(&self, document: &str, mut input: Value) -> Answer {
        if input["url"] == FILE_URL {
            input["url"] = self.app.sandbox_file().into();
        }
        let is_upload = input.get("file").is_some_and(Value::is_null);
        let variables = json!({ "input": input });
        if is_upload {
            return self.app.ask_with_file(document, variables, "variables.input.file").await;
        }
        self.app.ask(document, variables).await
    }

    /// The requests with this route, in the order of arrival.
    pub(super) async fn arrivals(&self, route: &str) -> Vec<Value> {
        let requests = self.app.requests().await;
        requests.into_iter().filter(|request| request["route"] == route).collect()
    }

    /// How many requests that change something arrived.
    pub(super) async fn writes(&self) -> usize {
        let requests = self.app.requests().await;
        requests.iter().filter(|request| request["method"] != "GET" && is_no_token(request)).count()
    }

    /// How many requests of any kind arrived, but for tokens.
    pub(super) async fn calls(&self) -> usize {
        self.app.requests().await.iter().filter(|request| is_no_token(request)).count()
    }
}

/// The same input under a key.
pub(super) fn under(key: &str, mut input: Value) -> Value {
    input["idempotencyKey"] = key.into();
    input
}

/// The document that asks for a mutation.
pub(super) fn document(case: &Case) -> String {
    let (field, input, changed) = (case.field, input_type(case.field), case.payload.0);
    format!(
        "mutation ($input: {input}!) {{ {field}(input: $input) {{ {changed} outcome operationId userErrors {{ code \
         field message }} }} }}"
    )
}

/// What the input of a mutation is called.
pub(super) fn input_type(field: &str) -> &'static str {
    let declared = SCHEMA.split_once(&format!("\t{field}(input: ")).map(|(_, rest)| rest);
    let name = declared.and_then(|rest| rest.split_once("!)")).map(|(name, _)| name);
    name.unwrap_or_else(|| panic!("the schema has no mutation {field}"))
}

/// How many of these requests had an effect. The ledger says of a request that the handler refused that it was carried
/// out; its status tells.
pub(super) fn effects(arrivals: &[Value]) -> usize {
    arrivals.iter().filter(|arrival| arrival["effect"] == true && !is_refused(arrival)).count()
}

/// Whether signNow said no.
pub(super) fn is_refused(arrival: &Value) -> bool {
    arrival["status"].as_u64().is_some_and(|status| status / 100 == 4)
}

fn is_no_token(request: &Value) -> bool {
    request["route"].as_str().is_some_and(|route| !route.contains("/oauth2/"))
}
