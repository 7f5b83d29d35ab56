//! What a command sends.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::multipart;
use secrecy::zeroize::Zeroizing;
use serde::Serialize;

use super::error::Error;

/// The body of a command, which knows its content type. It may hold passwords: it prints nothing of itself, and the
/// memory of JSON is cleared when the last attempt is over.
#[derive(Clone, Default)]
pub struct Body(Content);

#[derive(Clone, Default)]
enum Content {
    #[default]
    Empty,
    Json(Bytes),
    Form(Arc<[Part]>),
}

/// One part of a form.
pub(super) struct Part {
    name: &'static str,
    /// Only a file has one; encoded.
    file_name: Option<String>,
    content: Bytes,
}

impl Body {
    /// No body at all.
    pub(super) fn empty() -> Body {
        Body::default()
    }

    /// A body of JSON.
    pub(super) fn json(content: &impl Serialize) -> Result<Body, Error> {
        let text = serde_json::to_vec(content).map(Zeroizing::new);
        let text =
            text.map_err(|_| Error::internal("the body of a call could not be written").not_executed())?;
        Ok(Body(Content::Json(Bytes::from_owner(text))))
    }

    /// A form, as `multipart/form-data` (RFC 7578).
    pub(super) fn form(parts: Vec<Part>) -> Body {
        Body(Content::Form(parts.into()))
    }

    /// The text of a body of JSON, for tests of commands.
    #[cfg(test)]
    pub(super) fn text(&self) -> &[u8] {
        match &self.0 {
            Content::Json(text) => text,
            Content::Empty | Content::Form(_) => &[],
        }
    }

    /// Puts the body into a request, with its content type and length. A form gets a new boundary each time; its
    /// files are shared with the command and never copied.
    pub(super) fn put_into(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.0 {
            Content::Empty => request,
            Content::Json(text) => request.header(CONTENT_TYPE, "application/json").body(text.clone()),
            Content::Form(parts) => {
                let add = |form: multipart::Form, part: &Part| form.part(part.name, part.on_wire());
                request.multipart(parts.iter().fold(multipart::Form::new(), add))
            }
        }
    }
}

impl Part {
    /// A field of the form.
    pub(super) fn text(name: &'static str, text: &str) -> Part {
        Part { name, file_name: None, content: Bytes::copy_from_slice(text.as_bytes()) }
    }

    /// A file. What is in it is for signNow to find out, which goes by the end of its name.
    pub(super) fn file(name: &'static str, file_name: &str, content: Bytes) -> Part {
        Part { name, file_name: Some(encoded(file_name)), content }
    }

    fn on_wire(&self) -> multipart::Part {
        let part = multipart::Part::stream(self.content.clone());
        let Some(file_name) = &self.file_name else { return part };
        let octets = (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        part.file_name(file_name.clone()).headers(HeaderMap::from_iter([octets]))
    }
}

/// A file name as browsers write it into a form (WHATWG HTML section 4.10.22.7): in UTF-8, with the quote and the ends
/// of lines percent-encoded, so that no name can end its header. So are all control characters, and the backslash,
/// which some servers take for an escape and some for a folder.
fn encoded(file_name: &str) -> String {
    let mut encoded = String::with_capacity(file_name.len());
    for letter in file_name.chars() {
        if letter.is_control() || matches!(letter, '"' | '\\') {
            let bytes = letter.to_string().into_bytes();
            encoded.extend(bytes.iter().map(|byte| format!("%{byte:02X}")));
        } else {
            encoded.push(letter);
        }
    }
    encoded
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Body(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::options::Options;
    use super::super::token::Credentials;
    use super::super::transport::single_use_client;
    use super::super::upstream::Upstream;
    use super::*;

    /// The content type and what is known of the bytes before they are sent.
    fn sent(body: &Body) -> (Option<String>, Option<Vec<u8>>) {
        let upstream = Upstream::parse("http://127.0.0.1:1", &[]).unwrap();
        let client = single_use_client(&Options::new(upstream, Credentials::ApiKey("key".to_owned().into())));
        let request = body.put_into(client.unwrap().post("http://127.0.0.1:1")).build().unwrap();
        let content_type =
            request.headers().get(CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned());
        (content_type, request.body().and_then(|body| body.as_bytes()).map(<[u8]>::to_vec))
    }

    #[test]
    fn a_body_knows_its_type_and_prints_nothing_of_itself() {
        let body = Body::json(&serde_json::json!({ "password": "canary" })).unwrap();
        let json = (Some("application/json".to_owned()), Some(br#"{"password":"canary"}"#.to_vec()));
        assert_eq!(sent(&body), json);
        assert_eq!(format!("{body:?}"), "Body(..)");
        assert_eq!(sent(&Body::empty()), (None, None));
        let form = Body::form(vec![Part::text("name", "canary")]);
        assert!(sent(&form).0.unwrap().starts_with("multipart/form-data; boundary="));
        assert_eq!(format!("{form:?}"), "Body(..)");
    }

    #[test]
    fn an_honest_file_name_is_left_alone_and_a_hostile_one_stays_a_name() {
        for honest in ["contract.pdf", "Lease (2), final.pdf", "Übergabe 合同 50%.pdf", ""] {
            assert_eq!(encoded(honest), honest);
        }
        assert_eq!(encoded("a\"; name=\"x\r\nX-Evil: 1"), "a%22; name=%22x%0D%0AX-Evil: 1");
        assert_eq!(encoded("..\\a\0\u{85}.pdf"), "..%5Ca%00%C2%85.pdf");
    }

    proptest! {
        #[test]
        fn no_file_name_can_leave_its_quotes(name in any::<String>()) {
            let encoded = encoded(&name);
            prop_assert!(!encoded.contains(|letter: char| letter.is_control() || matches!(letter, '"' | '\\')));
        }
    }
}
