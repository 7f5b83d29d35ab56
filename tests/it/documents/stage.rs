//! A graph over a sandbox of its own, and the documents of its demo world.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use signgraph::config::Config;

use super::form::{Form, Reply};
use crate::app::TestApp;

/// Nobody is invited to these two; each has two pages, two roles and a signature for either.
pub(super) const DRAFT: &str = "Rental contract draft";
pub(super) const RULES: &str = "House rules Hazel Lane";
/// Invited by mail.
pub(super) const INVITED: &str = "Rental contract Ash Lane";
/// Without fields, with a freeform invite.
pub(super) const FREEFORM: &str = "Inventory Ivy Lane";
/// A group that is invited as a whole, and a document of it.
pub(super) const GROUP: &str = "Grove Lane";
pub(super) const GROUPED: &str = "House rules Grove Lane";

/// The smallest document that is one.
pub(super) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub(super) const UPLOAD: &str = "mutation ($input: UploadDocumentInput!) { uploadDocument(input: $input) {
    document { documentId name originalFilename pageCount } outcome operationId userErrors { code field message } } }";

pub(super) struct Stage {
    pub(super) app: TestApp,
}

/// What a mutation answered.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) payload: Value,
    pub(super) outcome: String,
    /// Codes, and paths below `input` with dots between their parts.
    pub(super) errors: Vec<(String, String)>,
}

impl Stage {
    pub(super) async fn start() -> Stage {
        Stage::with(|_| {}).await
    }

    /// With a configuration of one's own. Pauses are short; nothing here needs them to be long.
    pub(super) async fn with(change: impl FnOnce(&mut Config)) -> Stage {
        let app = TestApp::start_with(|config| {
            config.upstream.confirmation_pause = Duration::from_millis(20);
            config.upstream.options.retry.base_delay = Duration::from_millis(1);
            change(config);
        })
        .await;
        Stage { app }
    }

    /// Asks for a mutation, and for `selection` of its payload.
    pub(super) async fn ask(&self, field: &str, input: Value, selection: &str) -> Told {
        let input_type = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation ($input: {input_type}!) {{ {field}(input: $input) {{ outcome userErrors {{ code field message }} \
             {selection} }} }}"
        );
        let answer = self.app.ask(&query, json!({ "input": input })).await;
        assert_eq!(answer.failures(), [], "{field}");
        Told::read(&answer.data[field])
    }

    /// Uploads a file as `lease.pdf`.
    pub(super) async fn upload(&self, content: &[u8], input: Value) -> Told {
        self.upload_form(Form::new(UPLOAD, with_file(input)).file("0", "lease.pdf", content)).await
    }

    pub(super) async fn upload_form(&self, form: Form) -> Told {
        let Reply { status, body } = form.send(&self.app).await;
        assert_eq!((status, &body["errors"]), (200, &Value::Null), "{body}");
        Told::read(&body["data"]["uploadDocument"])
    }

    /// A document of the sandbox's.
    pub(super) async fn document(&self, name: &str) -> Value {
        let documents = self.app.parts_of_world("documents").await["documents"].take();
        let mut documents = documents.as_array().unwrap().clone().into_iter();
        documents.find(|document| document["name"] == name).unwrap_or_default()
    }

    /// signNow's id of a document.
    pub(super) async fn id(&self, name: &str) -> String {
        self.document(name).await["id"]
            .as_str()
            .unwrap_or_else(|| panic!("no document is named {name}"))
            .to_owned()
    }

    /// signNow's id of a group.
    pub(super) async fn group_id(&self, name: &str) -> String {
        let groups = self.app.parts_of_world("document_groups").await["document_groups"].take();
        let group = groups.as_array().unwrap().iter().find(|group| group["name"] == name).cloned();
        group.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// How many requests with this route arrived.
    pub(super) async fn arrivals(&self, route: &str) -> u64 {
        self.app.calls().await.get(route).copied().unwrap_or_default()
    }
}

impl Told {
    fn read(payload: &Value) -> Told {
        let error = |error: &Value| {
            let path: Vec<&str> = error["field"]
                .as_array()
                .into_iter()
                .flatten()
                .skip(1)
                .map(|step| step.as_str().unwrap())
                .collect();
            (error["code"].as_str().unwrap().to_owned(), path.join("."))
        };
        let errors = payload["userErrors"].as_array().unwrap_or_else(|| panic!("{payload}"));
        Told {
            outcome: payload["outcome"].as_str().unwrap().to_owned(),
            errors: errors.iter().map(error).collect(),
            payload: payload.clone(),
        }
    }

    /// Insists that it was refused for these reasons.
    pub(super) fn is_rejected(&self, errors: &[(&str, &str)]) {
        let told: Vec<(&str, &str)> =
            self.errors.iter().map(|(code, path)| (code.as_str(), path.as_str())).collect();
        assert_eq!((self.outcome.as_str(), told), ("REJECTED", errors.to_vec()), "{}", self.payload);
    }

    /// Insists that it was done.
    pub(super) fn is_confirmed(&self) -> &Self {
        assert_eq!((self.outcome.as_str(), &self.errors), ("CONFIRMED", &vec![]), "{}", self.payload);
        self
    }
}

/// The variables of an upload.
pub(super) fn with_file(mut input: Value) -> Value {
    input["file"] = Value::Null;
    json!({ "input": input })
}

/// An id as the graph gives it out.
pub(super) fn global_id(kind: &str, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{id}"))
}

/// A field of some kind, with more said of it.
pub(super) fn field(kind: &str, more: Value) -> Value {
    let area = json!({ "page": 1, "x": 72, "y": 300, "width": 180, "height": 40 });
    let mut field = json!({ "kind": kind, "role": "Witness", "area": area });
    field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    field
}
