//! Files that come beside a request.
//!
//! After the GraphQL multipart request specification (jaydenseric/graphql-multipart-request-spec). The library's own
//! `Upload` looks its file up without asking whether it is there, and a caller can name any; this one asks.

use async_graphql::{Context, InputValueResult, Scalar, ScalarType, Value};
use bytes::Bytes;

use crate::idempotency::Fingerprint;

/// A file that came beside a request.
#[derive(Clone)]
pub struct Attachment {
    /// The name it was sent with.
    pub name: String,
    /// What it is.
    pub content: Bytes,
}

impl Attachment {
    /// By what this file under this name is told from others.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let (name, content) = (Fingerprint::of(self.name.as_bytes()), Fingerprint::of(&self.content));
        Fingerprint::of(&[name.as_bytes(), content.as_bytes()].concat())
    }
}

/// The files of one request, in the order in which its variables name them.
#[derive(Clone, Default)]
pub struct Attachments(Vec<Attachment>);

impl Attachments {
    /// Takes a file, and answers what the variables that mean it have to hold.
    pub fn add(&mut self, attachment: Attachment) -> String {
        self.0.push(attachment);
        format!("{PREFIX}{}", self.0.len() - 1)
    }
}

const PREFIX: &str = "#attachment:";

/// Which of the request's files an argument means, if any.
pub(super) struct Upload(Option<usize>);

/// A file, sent beside the operation after the GraphQL multipart request specification: `null` stands in the variables,
/// and the part named `map` says which file is meant.
#[Scalar(specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec")]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        // A `File` turned into JSON is `{}`. What is no file of the request is told where the file is missed, in words.
        let index = match &value {
            Value::String(text) => text.strip_prefix(PREFIX).and_then(|index| index.parse().ok()),
            _ => None,
        };
        Ok(Self(index))
    }

    fn to_value(&self) -> Value {
        Value::Null
    }
}

impl Upload {
    /// The file; `None` if none came for this argument.
    pub(super) fn file(&self, context: &Context<'_>) -> Option<Attachment> {
        context.data_opt::<Attachments>()?.0.get(self.0?).cloned()
    }
}
