//! Making an account.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::signnow::command::{Authorization, Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::UserId;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::{made, optional_flag};

/// Makes an account: `POST /user`. It is not verified; signNow mails a link for that.
///
/// A repeat that is refused because the address is taken (66330, 66396) proves that there is an account, not
/// that the first call made it.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// The login.
    pub email: EmailAddress,
    /// At least 6 characters.
    pub password: SecretString,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Whether the account begins without the trial of 30 days.
    pub skips_trial: bool,
    /// Where the account comes from, in a word of the application's own.
    pub source: Option<String>,
    /// Whether the person has accepted signNow's terms of service.
    pub accepts_terms: Option<bool>,
}

/// A new account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedUser {
    /// Its id.
    pub id: UserId,
    /// The login, where signNow tells.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// Whether the address was verified, where signNow tells.
    #[serde(rename = "verified", default, deserialize_with = "optional_flag")]
    pub is_verified: Option<bool>,
}

impl Command for CreateUser {
    type Answer = CreatedUser;

    const ROUTE: Route = Route::new("POST /user");
    const NATURE: Nature = Nature::NaturalKey;
    const AUTHORIZATION: Authorization = Authorization::Basic;

    fn target(&self) -> Target {
        Target::new(Path::root("/user"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            email: &'a str,
            password: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            first_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            last_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            number: Option<&'a str>,
            skip_30day_trial: u8,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            tos_accept: Option<u8>,
        }
        Body::json(&OnWire {
            email: self.email.as_str(),
            password: self.password.expose_secret(),
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            number: self.phone.as_deref(),
            skip_30day_trial: u8::from(self.skips_trial),
            source: self.source.as_deref(),
            tos_accept: self.accepts_terms.map(u8::from),
        })
    }

    fn decode(&self, body: &[u8]) -> Result<CreatedUser, DecodeError> {
        made(body)
    }
}
