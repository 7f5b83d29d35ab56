//! GraphQL multipart requests, well-formed and otherwise.

use reqwest::multipart::{self, Part};
use serde_json::{Value, json};

use crate::app::TestApp;

/// A form in the making; its parts are sent in the order in which they are put into it.
pub(super) struct Form {
    parts: multipart::Form,
    /// The header that pages from elsewhere cannot send.
    preflight: Option<&'static str>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Form {
    /// A form for a document whose variables have `null` for one file, named `0`.
    pub(super) fn new(query: &str, variables: Value) -> Form {
        Form::with_map(query, variables, &json!({ "0": ["variables.input.file"] }))
    }

    /// The same with a map of one's own.
    pub(super) fn with_map(query: &str, variables: Value, map: &Value) -> Form {
        let operations = json!({ "query": query, "variables": variables }).to_string();
        Form::empty().text("operations", &operations).text("map", &map.to_string())
    }

    pub(super) fn empty() -> Form {
        Form { parts: multipart::Form::new(), preflight: Some("graphql-require-preflight") }
    }

    pub(super) fn text(self, name: &'static str, text: &str) -> Form {
        Form { parts: self.parts.text(name, text.to_owned()), ..self }
    }

    pub(super) fn file(self, name: &'static str, file_name: &'static str, content: &[u8]) -> Form {
        let part = Part::bytes(content.to_vec()).file_name(file_name);
        Form { parts: self.parts.part(name, part), ..self }
    }

    /// A file that does not say what it is called.
    pub(super) fn nameless_file(self, name: &'static str, content: &[u8]) -> Form {
        Form { parts: self.parts.part(name, Part::bytes(content.to_vec())), ..self }
    }

    pub(super) fn preflight(self, preflight: Option<&'static str>) -> Form {
        Form { preflight, ..self }
    }

    pub(super) async fn send(self, app: &TestApp) -> Reply {
        let mut request = reqwest::Client::new().post(format!("{}/graphql", app.url())).multipart(self.parts);
        if let Some(preflight) = self.preflight {
            request = request.header(preflight, "1");
        }
        let response = request.send().await.unwrap();
        Reply { status: response.status().as_u16(), body: response.json().await.unwrap() }
    }
}

impl Reply {
    /// Insists that the request was refused as a whole, in a sentence with these words.
    pub(super) fn is_refused(&self, status: u16, code: &str, words: &str) {
        let error = &self.body["errors"][0];
        assert_eq!(
            (self.status, error["extensions"]["code"].as_str()),
            (status, Some(code)),
            "{words}: {self:?}"
        );
        assert!(error["message"].as_str().unwrap().contains(words), "{words}: {error}");
        assert!(self.body.get("data").is_none_or(Value::is_null), "{self:?}");
    }
}
