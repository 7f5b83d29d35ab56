//! Changing the viewer's own account.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

pub use crate::signnow::command::PasswordChange;
use crate::signnow::command::{Body, Command, Nature, Touch};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::UserId;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::{made, text};

/// Changes names or password of the viewer, and ends tokens: `PUT /user`.
///
/// Tokens are touched even where names alone change: document 004 gives `logout_all` the default "true",
/// without a word about when it applies.
#[derive(Clone, Debug, Default)]
pub struct UpdateUser {
    /// A new first name, at most 64 characters; a longer one is refused.
    pub first_name: Option<String>,
    /// A new last name, at most 64 characters; a longer one is cut.
    pub last_name: Option<String>,
    /// A new password.
    pub password: Option<PasswordChange>,
    /// Which tokens of the user end; `None` leaves that to signNow.
    pub log_out: Option<LogOut>,
}

/// Which tokens of a user end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogOut {
    /// All with the scope `*`, the one in use among them.
    Everywhere,
    /// All but the one in use.
    Elsewhere,
}

impl LogOut {
    /// signNow's word for it in `logout_all`, which has to be a text.
    fn as_str(self) -> &'static str {
        match self {
            LogOut::Everywhere => "true",
            LogOut::Elsewhere => "false",
        }
    }
}

/// The account as it is after the change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UpdatedUser {
    /// Whose it is.
    pub id: UserId,
    /// First name.
    #[serde(default, deserialize_with = "text")]
    pub first_name: String,
    /// Last name, perhaps cut.
    #[serde(default, deserialize_with = "text")]
    pub last_name: String,
}

impl Command for UpdateUser {
    type Answer = UpdatedUser;

    const ROUTE: Route = Route::new("PUT /user");
    const NATURE: Nature = Nature::TouchesTokens;

    /// Whether a change of names alone ends tokens where nothing is said of them nobody knows: then the next call tells.
    fn touches(&self) -> Option<Touch> {
        let log_out = self.log_out.or(self.password.as_ref().map(|_| LogOut::Everywhere));
        Some(Touch { ends_own: log_out == Some(LogOut::Everywhere), password: self.password.clone() })
    }

    fn target(&self) -> Target {
        Target::new(Path::root("/user"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            first_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            last_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            password: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            old_password: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            logout_all: Option<&'static str>,
        }
        Body::json(&OnWire {
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            password: self.password.as_ref().map(|change| change.new.expose_secret()),
            old_password: self.password.as_ref().map(|change| change.old.expose_secret()),
            logout_all: self.log_out.map(LogOut::as_str),
        })
    }

    fn decode(&self, body: &[u8]) -> Result<UpdatedUser, DecodeError> {
        made(body)
    }
}
