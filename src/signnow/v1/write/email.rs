//! Verifying an address, and a forgotten password.

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::json;

use crate::signnow::command::{Authorization, Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::acknowledged;

/// Mails a link to verify an address: `POST /user/verifyemail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendVerificationEmail {
    /// The address of an account; one that is not verified yet.
    pub email: EmailAddress,
}

impl Command for SendVerificationEmail {
    type Answer = ();

    const ROUTE: Route = Route::new("POST /user/verifyemail");
    const NATURE: Nature = Nature::MailsPeople;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        Target::new(Path::root("/user/verifyemail"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Verifies an address with what the mail said: `PUT /user/email/verify`.
#[derive(Clone, Debug)]
pub struct VerifyEmail {
    /// The address.
    pub email: EmailAddress,
    /// The token from the mail, which is good once.
    pub token: SecretString,
}

impl Command for VerifyEmail {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /user/email/verify");
    const NATURE: Nature = Nature::NaturalKey;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        Target::new(Path::root("/user/email/verify"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            email: &'a str,
            verification_token: &'a str,
        }
        let verification_token = self.token.expose_secret();
        Body::json(&OnWire { email: self.email.as_str(), verification_token })
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Mails a link to set a new password: `POST /user/forgotpassword`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendPasswordReset {
    /// The address of an account.
    pub email: EmailAddress,
}

impl Command for SendPasswordReset {
    type Answer = ();

    const ROUTE: Route = Route::new("POST /user/forgotpassword");
    const NATURE: Nature = Nature::MailsPeople;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        Target::new(Path::root("/user/forgotpassword"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
