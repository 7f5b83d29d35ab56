//! What a caller is told of a mutation.

use serde_json::{Map, Value};

use super::case::ToldAs;
use crate::app::Answer;

/// The answer to a document with one mutation, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The payload's word for how it ended, or that of the error in its place.
    pub(super) outcome: String,
    pub(super) operation_id: String,
    /// Codes, and paths below `input` with dots between their parts.
    pub(super) user_errors: Vec<(String, Option<String>)>,
    /// What was changed; empty where there is no payload.
    pub(super) changed: Map<String, Value>,
    /// The payload as it came.
    pub(super) payload: Value,
    /// Codes of GraphQL errors, with their paths.
    pub(super) failures: Vec<(String, String)>,
    /// Everything, to look for what must not be there.
    pub(super) text: String,
}

impl Told {
    pub(super) fn read(field: &str, answer: &Answer) -> Told {
        let payload = answer.data[field].clone();
        let mut changed = payload.as_object().cloned().unwrap_or_default();
        for common in ["outcome", "operationId", "userErrors"] {
            changed.remove(common);
        }
        let outcome = match &payload {
            Value::Null => {
                answer.errors.first().map_or(&Value::Null, |error| &error["extensions"]["outcome"])
            }
            payload => &payload["outcome"],
        };
        let user_errors = payload["userErrors"].as_array().into_iter().flatten().map(user_error);
        Told {
            outcome: outcome.as_str().unwrap_or_default().to_owned(),
            operation_id: payload["operationId"].as_str().unwrap_or_default().to_owned(),
            user_errors: user_errors.collect(),
            changed,
            failures: answer.failures(),
            text: format!("{answer:?}"),
            payload,
        }
    }

    /// Whether it claims that the mutation is done.
    pub(super) fn claims_it_is_done(&self) -> bool {
        self.outcome.starts_with("CONFIRMED")
    }

    /// Whether nothing of what was changed is told.
    pub(super) fn shows_nothing(&self) -> bool {
        self.changed.values().all(Value::is_null)
    }

    /// The codes of the user errors.
    pub(super) fn codes(&self) -> Vec<&str> {
        self.user_errors.iter().map(|(code, _)| code.as_str()).collect()
    }

    /// Insists that the mutation was refused in this way.
    pub(super) fn expect(&self, field: &str, told: ToldAs, why: &str) {
        assert_eq!(self.outcome, "REJECTED", "{why}: {self:?}");
        assert!(self.shows_nothing(), "{why}: {self:?}");
        match told {
            ToldAs::User(code, argument) => {
                let expected = (code.to_owned(), argument.map(str::to_owned));
                assert_eq!((&self.user_errors, &self.failures), (&vec![expected], &vec![]), "{why}");
            }
            ToldAs::Error(code) => {
                assert_eq!(self.failures, [(field.to_owned(), code.to_owned())], "{why}");
                assert_eq!(self.payload, Value::Null, "{why}");
            }
        }
    }
}

fn user_error(error: &Value) -> (String, Option<String>) {
    assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{error}");
    let path = error["field"].as_array().map(|path| {
        let steps: Vec<&str> = path.iter().map(|step| step.as_str().unwrap()).collect();
        assert_eq!(steps.first(), Some(&"input"), "{error}");
        steps[1..].join(".")
    });
    (error["code"].as_str().unwrap().to_owned(), path)
}
