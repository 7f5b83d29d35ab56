//! Changing a setting.

use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::OrganizationId;
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::v2::SettingValue;
use crate::signnow::v2::organization::within;
use crate::signnow::wire::acknowledged;

/// Sets one setting of an organization: `PUT /v2/organizations/{organization_id}/settings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetting {
    /// Whose.
    pub organization: OrganizationId,
    /// signNow's name for it, such as `require_login_for_signing`; wire section 5 lists the documented ones.
    pub name: String,
    /// What it is to be; a text of at most 1000 characters.
    pub value: SettingValue,
}

impl Command for ChangeSetting {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /v2/organizations/{organization_id}/settings");
    const NATURE: Nature = Nature::Idempotent;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "settings"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "setting_name": self.name, "value": self.spelled() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

impl ChangeSetting {
    /// signNow takes texts alone (wire section 9 row 25), and writes a flag as `1` or `0` where it is one.
    fn spelled(&self) -> &str {
        match &self.value {
            SettingValue::Flag(true) => "1",
            SettingValue::Flag(false) => "0",
            SettingValue::Text(text) => text,
        }
    }
}
