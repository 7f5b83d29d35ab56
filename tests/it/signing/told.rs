//! What a caller is told of a mutation.

use serde_json::Value;

use crate::app::Answer;

/// The answer to a document with one mutation.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The payload's word for how it ended, or that of the error in its place.
    pub(super) outcome: String,
    /// Codes, and paths below `input` with dots between their parts.
    pub(super) user_errors: Vec<(String, String)>,
    pub(super) payload: Value,
    /// Codes of GraphQL errors, with their paths.
    pub(super) failures: Vec<(String, String)>,
    /// Everything, to look for what must not be there.
    pub(super) text: String,
}

impl Told {
    pub(super) fn read(field: &str, answer: &Answer) -> Told {
        let payload = answer.data[field].clone();
        let outcome = match &payload {
            Value::Null => {
                answer.errors.first().map_or(&Value::Null, |error| &error["extensions"]["outcome"])
            }
            payload => &payload["outcome"],
        };
        Told {
            outcome: outcome.as_str().unwrap_or_default().to_owned(),
            user_errors: payload["userErrors"].as_array().into_iter().flatten().map(user_error).collect(),
            failures: answer.failures(),
            text: format!("{answer:?}"),
            payload,
        }
    }

    /// Insists that it is done, and gives the payload.
    pub(super) fn done(self) -> Value {
        assert_eq!(
            (self.outcome.as_str(), &self.user_errors, &self.failures),
            ("CONFIRMED", &vec![], &vec![]),
            "{self:?}"
        );
        self.payload
    }

    /// Insists that it was refused for these reasons alone.
    pub(super) fn refused(&self, reasons: &[(&str, &str)]) {
        let reasons: Vec<_> =
            reasons.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect();
        assert_eq!((self.outcome.as_str(), &self.user_errors), ("REJECTED", &reasons), "{self:?}");
        assert!(self.failures.is_empty(), "{self:?}");
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        self.user_errors.iter().map(|(code, _)| code.as_str()).collect()
    }
}

fn user_error(error: &Value) -> (String, String) {
    assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{error}");
    let path = error["field"].as_array().map(|path| {
        let steps: Vec<&str> = path.iter().map(|step| step.as_str().unwrap()).collect();
        assert_eq!(steps.first(), Some(&"input"), "{error}");
        steps[1..].join(".")
    });
    (error["code"].as_str().unwrap().to_owned(), path.unwrap_or_default())
}
