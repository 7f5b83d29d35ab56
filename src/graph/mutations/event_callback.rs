//! Whom signNow calls when something happens, as inputs say it.

use async_graphql::InputObject;
use secrecy::SecretString;

use super::check::Check;
use super::user_error::UserErrorCode;
use crate::signnow::events::{CallbackUrl, EventCallback};

/// More than any key or header has.
const LONGEST_SECRET: usize = 1024;
/// More than anyone adds to a call.
const MOST_HEADERS: usize = 20;
/// The most calls after one that failed (wire section 7.4).
const MOST_RETRIES: i32 = 10;
/// A day, in seconds.
const LONGEST_DELAY: i32 = 86_400;

/// What says where a call begins, ends and goes (RFC 9110 sections 7.2, 7.6 and 7.8, RFC 9112 section 6): that is signNow's to
/// say, and another word of it makes two calls of one.
const FRAMING: [&str; 11] = [
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A header that is added to the calls.
#[derive(InputObject)]
struct EventHeaderInput {
    /// Its name. No two are equal in whichever case, and none is about how the call is framed, such as Content-Length.
    name: String,
    /// What it says, in one line. It is passed on and told to nobody.
    value: String,
}

/// Who is called, and how.
#[derive(InputObject)]
pub(super) struct EventCallbackInput {
    /// Where the calls go. A parameter `signgraph_operation` is added to that of a new subscription, by which it is found again.
    callback_url: String,
    /// The key that signs the calls. It is passed on and told to nobody, so a change needs it again.
    secret_key: String,
    /// Headers that are added to the calls, up to 20.
    headers: Option<Vec<EventHeaderInput>>,
    /// Whether the id of the document is added to the URL. False if not given.
    adds_document_id: Option<bool>,
    /// Whether the metadata of the document is put into the calls. False if not given.
    includes_metadata: Option<bool>,
    /// How often a call that fails is repeated, 0 to 10.
    retries: Option<i32>,
    /// How many seconds lie between two tries.
    delay: Option<i32>,
}

impl EventCallbackInput {
    pub(super) fn check(self, check: &mut Check) -> Option<EventCallback> {
        let url = CallbackUrl::parse(&self.callback_url)
            .ok()
            .or_else(|| check.refuse("callbackUrl", UserErrorCode::Invalid, WHOLE_URL));
        let secret_key = check.text("secretKey", self.secret_key, LONGEST_SECRET);
        let headers = check.length("headers", self.headers.unwrap_or_default(), 0..=MOST_HEADERS);
        let names = headers.iter().flatten().map(|header| Some(header.name.to_ascii_lowercase()));
        check.once("headers", "name", names);
        let headers = headers.and_then(|headers| check.each("headers", headers, header));
        let retries = check.within_range_if_any("retries", self.retries, 0..=MOST_RETRIES);
        let delay = check.within_range_if_any("delay", self.delay, 0..=LONGEST_DELAY);
        Some(EventCallback {
            headers: headers?.into_iter().collect(),
            adds_document_id: self.adds_document_id.unwrap_or_default(),
            includes_metadata: self.includes_metadata.unwrap_or_default(),
            retries: retries?,
            delay: delay?,
            ..EventCallback::new(url?, secret_key?.into())
        })
    }
}

const WHOLE_URL: &str = "Pass a whole URL, such as https://example.com/hooks/signnow.";

fn header(check: &mut Check, header: EventHeaderInput) -> Option<(String, SecretString)> {
    let name = header_name(check, header.name);
    let value = check.text("value", header.value, LONGEST_SECRET);
    Some((name?, value?.into()))
}

fn header_name(check: &mut Check, name: String) -> Option<String> {
    let wrong = if !is_token(&name) {
        "Pass the name of a header, such as x-tenant."
    } else if FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing)) {
        "This header says how the call is framed, which signNow does itself; pass another."
    } else {
        return Some(name);
    };
    check.refuse("name", UserErrorCode::Invalid, wrong)
}

/// What a field name is made of (RFC 9110 section 5.6.2).
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
