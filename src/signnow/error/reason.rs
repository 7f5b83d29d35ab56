//! Why no token was to be had, told apart for whoever keeps the configuration.

use serde::de::IgnoredAny;

use super::body::Refusal;

/// What stands between this server and an access token, where that is known. It holds nothing of signNow's words
/// and no secret, so it may be shown to anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// signNow does not know the application, or not on this host.
    Application,
    /// signNow does not accept the user's name and password.
    User,
    /// signNow refused the login, and does not say which part of it.
    Login,
    /// signNow does not accept the refresh token; a login follows.
    RefreshToken,
    /// signNow does not accept the authorization code.
    Code,
    /// There is no token and no password, so only an operator can log in.
    LoginNeeded,
    /// A mutation changed the password, and there is no token: an operator has to say what it is now.
    PasswordReplaced,
    /// What answers has no token endpoint.
    NotSignNow,
    /// No connection came about.
    Unreachable,
    /// The answer to a refresh was lost, and the configuration says to wait for an operator.
    LostRefresh,
    /// The tokens cannot be kept, so none is used.
    TokenStore,
}

impl Reason {
    /// A sentence that says what to look at.
    pub fn message(self) -> &'static str {
        match self {
            Reason::Application => {
                "signNow refuses the application: check client_id and client_secret, and that they are of the host \
                 in upstream.url"
            }
            Reason::User => "signNow refuses the user: check username and password",
            Reason::Login => "signNow refuses the login without saying which part of it: check all of it",
            Reason::RefreshToken => {
                "signNow refuses the refresh token: it was used elsewhere, revoked, or is too old"
            }
            Reason::Code => {
                "signNow refuses the authorization code: it was used already, is too old, or belongs to another \
                 application or redirect URI"
            }
            Reason::LoginNeeded => {
                "there is no token that can be used or refreshed, and no password: run `signgraph login`"
            }
            Reason::PasswordReplaced => {
                "the configured password was changed by a mutation, and there is no token that can be used or \
                 refreshed: configure the new password, or run `signgraph login`"
            }
            Reason::NotSignNow => "404 or no JSON at /oauth2/token: is upstream.url signNow?",
            Reason::Unreachable => {
                "signNow cannot be reached: check upstream.url, name resolution and the network"
            }
            Reason::LostRefresh => {
                "the answer to a refresh was lost, and upstream.token_recovery says to wait for an operator: run \
                 `signgraph login`"
            }
            Reason::TokenStore => "the token store cannot be read or written: the log says why",
        }
    }

    /// What a refused token request tells (wire section 2.3); `otherwise` when it tells nothing in particular.
    pub(in crate::signnow) fn of_refusal(
        status: u16,
        body: &[u8],
        refusal: &Refusal,
        otherwise: Reason,
    ) -> Reason {
        if status == 404 || !is_json(body) {
            Reason::NotSignNow
        } else if refusal.is_of_application() {
            Reason::Application
        } else if refusal.code == Some(INVALID_CREDENTIALS) {
            Reason::User
        } else {
            otherwise
        }
    }
}

/// Whether a body is JSON of any kind, which a page of a web site or of a gateway is not.
pub(in crate::signnow) fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

/// "Invalid credentials." (wire section 3.2).
const INVALID_CREDENTIALS: u64 = 826;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_login_is_told_apart() {
        let cases = [
            (400, r#"{"error":"invalid_client"}"#, Reason::Application),
            (401, r#"{"error":"invalid_client","code":1537}"#, Reason::Application),
            (400, r#"{"error":"Invalid credentials.","code":826}"#, Reason::User),
            (400, r#"{"error":"invalid_request","code":1537}"#, Reason::Login),
            (403, r#"{"errors":[{"code":11005001,"message":"x"}]}"#, Reason::Login),
            (404, r#"{"404":"Unable to find a route"}"#, Reason::NotSignNow),
            (403, "<html>no</html>", Reason::NotSignNow),
            (405, "", Reason::NotSignNow),
        ];
        for (status, body, reason) in cases {
            let refusal = Refusal::read(status, body.as_bytes());
            let found = Reason::of_refusal(status, body.as_bytes(), &refusal, Reason::Login);
            assert_eq!(found, reason, "{status} {body}");
        }
    }
}
