//! Who asks, as HTTP tells it: a bearer token in the `Authorization` header (RFC 6750, section 2.1).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use secrecy::SecretString;

use super::error::Refusal;
use crate::callers::{Caller, Denied, Door};

/// The caller of a request.
///
/// # Errors
/// 401 where nothing is shown that is known, 400 where it is shown in two headers, 503 where it cannot be found out.
pub(super) async fn caller(door: &Door, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let token = match door.is_open() {
        true => None,
        false => bearer_token(headers)?,
    };
    door.admit(token.as_ref()).await.map_err(|denied| match denied {
        Denied::Anonymous => Refusal::unauthenticated(),
        Denied::Unknown => Refusal::unknown_token(),
        Denied::Unavailable => Refusal::unavailable(),
    })
}

/// Another scheme is a token that nobody knows.
fn bearer_token(headers: &HeaderMap) -> Result<Option<SecretString>, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Refusal::bad_request("there are two Authorization headers; send one"));
    }
    let text = value.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    let token = if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" };
    Ok(Some(token.to_owned().into()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use secrecy::ExposeSecret;

    use super::*;

    fn read(values: &[&'static str]) -> Result<Option<String>, Refusal> {
        let lines = values.iter().map(|value| (AUTHORIZATION, HeaderValue::from_static(value)));
        let token = bearer_token(&lines.collect())?;
        Ok(token.map(|token| token.expose_secret().to_owned()))
    }

    #[test]
    fn one_bearer_token_is_read() {
        assert_eq!(read(&[]), Ok(None));
        for value in ["Bearer abc", "bearer  abc ", "BEARER abc"] {
            assert_eq!(read(&[value]), Ok(Some("abc".to_owned())), "{value}");
        }
        for value in ["Basic abc", "abc", "", "Bearer"] {
            assert_eq!(read(&[value]), Ok(Some(String::new())), "{value}");
        }
        assert!(read(&["Bearer a", "Bearer a"]).is_err());
    }
}
