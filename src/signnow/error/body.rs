//! The shapes of signNow's error bodies (wire section 3.1), read by one parser.

use serde::Deserialize;
use serde_json::Value;

use super::ErrorKind;
use super::codes::{MISSING, ORGANIZATION_NOT_FOUND, kind_of};

/// What an error body says: signNow's number, and its text for this module's eyes alone.
#[derive(Default, PartialEq, Eq)]
pub(in crate::signnow) struct Refusal {
    /// signNow's number; the status repeated as a number is none.
    pub(in crate::signnow) code: Option<u64>,
    text: String,
}

impl Refusal {
    /// Reads any of the shapes A to F; an unreadable body says nothing.
    pub(in crate::signnow) fn read(status: u16, body: &[u8]) -> Refusal {
        let shape: Shape = serde_json::from_slice(body).unwrap_or_default();
        let mut refusal = shape.into_refusal();
        refusal.code = refusal.code.filter(|code| *code != u64::from(status));
        refusal
    }

    /// Whether this is the answer to a bad or expired access token: 401, or the documented 400 with
    /// `invalid_token`. The text decides, because code 1537 is shared with `invalid_request`.
    pub(in crate::signnow) fn is_bad_token(&self, status: u16) -> bool {
        status == 401 || (status == 400 && self.text == "invalid_token")
    }

    /// Whether the application is what is refused (wire section 2.3).
    pub(super) fn is_of_application(&self) -> bool {
        self.text == "invalid_client"
    }

    pub(super) fn kind(&self, status: u16) -> ErrorKind {
        if self.is_bad_token(status) || (status == 400 && self.is_of_application()) {
            return ErrorKind::Unauthenticated;
        }
        match (status, self.code) {
            (429, _) => ErrorKind::RateLimited,
            (402, _) => ErrorKind::PlanRequired,
            (408, _) => ErrorKind::Timeout,
            (500.., _) => ErrorKind::Unavailable,
            (400..500, Some(code)) if ORGANIZATION_NOT_FOUND.contains(&code) => self.absent_or_denied(),
            (400, Some(MISSING)) if self.tells_absence() => ErrorKind::NotFound,
            (400..500, Some(code)) if kind_of(code).is_some() => kind_of(code).unwrap_or(ErrorKind::Rejected),
            (403, _) => ErrorKind::Forbidden,
            (404, _) => ErrorKind::NotFound,
            (400..500, _) => ErrorKind::Rejected,
            _ => ErrorKind::InvalidResponse,
        }
    }

    /// signNow words it in several ways.
    fn tells_absence(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        text.ends_with("not found") || text.starts_with("unable to find")
    }

    fn absent_or_denied(&self) -> ErrorKind {
        if self.text.starts_with("Access denied") { ErrorKind::Forbidden } else { ErrorKind::NotFound }
    }
}

/// All shapes at once: A and F have `error` as a text, D as a list, B has `errors`, E is flat, C has the
/// status for a key.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Shape {
    error: Value,
    errors: Value,
    code: Value,
    message: Value,
    #[serde(rename = "404")]
    not_found: Value,
}

impl Shape {
    fn into_refusal(self) -> Refusal {
        let listed = [&self.errors, &self.error].into_iter().find_map(|list| list.get(0));
        if let Some(first) = listed {
            return Refusal { code: number(&first["code"]), text: words(&first["message"]) };
        }
        let text = [&self.error, &self.message, &self.not_found]
            .into_iter()
            .map(words)
            .find(|text| !text.is_empty());
        Refusal { code: number(&self.code), text: text.unwrap_or_default() }
    }
}

/// A number or its digits; `"HY000"` is none.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> (Option<u64>, ErrorKind) {
        let refusal = Refusal::read(status, body.as_bytes());
        (refusal.code, refusal.kind(status))
    }

    #[test]
    fn the_shapes_a_to_f_as_documented() {
        macro_rules! fixture {
            ($name:literal) => {
                include_str!(concat!("../../../tests/fixtures/signnow/error_", $name, ".json"))
            };
        }
        use ErrorKind::*;
        assert_eq!(read(400, fixture!("a_auth")), (Some(1537), Unauthenticated));
        assert_eq!(read(400, fixture!("b_business")), (Some(65585), Rejected));
        assert_eq!(read(403, fixture!("b_digits")), (Some(12_003_002), PlanRequired));
        assert_eq!(read(404, fixture!("c_route")), (None, NotFound));
        assert_eq!(read(500, fixture!("d_fault")), (None, Unavailable));
        assert_eq!(read(400, fixture!("e_events")), (None, Rejected));
        assert_eq!(read(404, fixture!("f_text")), (None, NotFound));
    }

    #[test]
    fn shape_status_code_and_kind() {
        use ErrorKind::*;
        let cases = [
            (400, r#"{"error":"invalid_token","code":1537}"#, Some(1537), Unauthenticated),
            (400, r#"{"error":"invalid_token"}"#, None, Unauthenticated),
            (400, r#"{"error":"invalid_request","code":1537}"#, Some(1537), Rejected),
            (400, r#"{"error":"invalid_client"}"#, None, Unauthenticated),
            (400, r#"{"error":"Invalid credentials.","code":826}"#, Some(826), Unauthenticated),
            (400, r#"{"errors":[{"code":65585,"message":"Email is invalid"}]}"#, Some(65585), Rejected),
            (400, r#"{"errors":[{"code":"65585","message":"Email is invalid"}]}"#, Some(65585), Rejected),
            (404, r#"{"404":"Unable to find a route to match the URI: document/x"}"#, None, NotFound),
            (500, r#"{"error":[{"code":"HY000","message":"Internal Api Error"}]}"#, None, Unavailable),
            (400, r#"{"code":400,"message":"attributes must not be empty"}"#, None, Rejected),
            (403, r#"{"message":"Subscription to event is not allowed"}"#, None, Forbidden),
            (404, r#"{"error":"Document not found"}"#, None, NotFound),
            (403, r#"{"errors":[{"code":19001028,"message":"x"}]}"#, Some(19_001_028), Forbidden),
        ];
        for (status, body, code, kind) in cases {
            assert_eq!(read(status, body), (code, kind), "{status} {body}");
        }
    }

    #[test]
    fn the_text_decides_where_one_code_means_two_things() {
        let denied = r#"{"errors":[{"code":12003001,"message":"Access denied."}]}"#;
        let absent = r#"{"errors":[{"code":12003001,"message":"Organization `x` is not found."}]}"#;
        for status in [400, 403, 404] {
            assert_eq!(read(status, denied).1, ErrorKind::Forbidden);
            assert_eq!(read(status, absent).1, ErrorKind::NotFound);
        }
    }

    #[test]
    fn a_document_or_group_that_is_not_there_may_come_with_400() {
        let with = |text: &str| format!(r#"{{"errors":[{{"code":65582,"message":"{text}"}}]}}"#);
        for absent in ["Document group not found", "unable to find document group template"] {
            assert_eq!(read(400, &with(absent)), (Some(65_582), ErrorKind::NotFound));
        }
        assert_eq!(read(400, &with("event must not be empty")).1, ErrorKind::Rejected);
    }

    #[test]
    fn a_code_decides_over_a_client_error_status_and_never_over_a_server_fault() {
        let plan = r#"{"errors":[{"code":12003002,"message":"Access denied for current subscription."}]}"#;
        assert_eq!(read(403, plan).1, ErrorKind::PlanRequired);
        assert_eq!(read(400, plan).1, ErrorKind::PlanRequired);
        assert_eq!(read(503, plan).1, ErrorKind::Unavailable);
        assert_eq!(read(429, plan).1, ErrorKind::RateLimited);
    }

    #[test]
    fn a_body_that_is_no_error_shape_leaves_the_status_to_speak() {
        for body in ["", "<html>gateway</html>", "[]", "null", "7", r#"{"errors":[]}"#, r#"{"errors":{}}"#] {
            assert_eq!(read(402, body), (None, ErrorKind::PlanRequired), "{body}");
            assert_eq!(read(401, body), (None, ErrorKind::Unauthenticated), "{body}");
            assert_eq!(read(409, body), (None, ErrorKind::Rejected), "{body}");
            assert_eq!(read(302, body), (None, ErrorKind::InvalidResponse), "{body}");
        }
    }
}
