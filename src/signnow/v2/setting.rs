//! Settings that an organization imposes on its members.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::on_off::{is_on_or_off, value_of};
use super::organization::within;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::OrganizationId;
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::scalar::{Scalar, expected};
use crate::signnow::wire::{optional_moment, text};

/// Settings: `GET /v2/organizations/{organization_id}/settings`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Whose.
    pub organization: OrganizationId,
}

impl Settings {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/settings");
}

impl List for Settings {
    type Row = Setting;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        within(&self.organization, "settings")
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<Setting>, DecodeError> {
        numbered_page(body, number)
    }
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "SettingOnWire")]
pub struct Setting {
    /// signNow's name for it, such as `require_login_for_signing`; wire section 5 lists the documented ones.
    pub name: String,
    /// What it is set to.
    pub value: SettingValue,
    /// When it was first set; `None` while it has its default.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last set; `None` while it has its default.
    pub updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct SettingOnWire {
    #[serde(deserialize_with = "text")]
    setting: String,
    value: SettingValue,
    #[serde(default, deserialize_with = "optional_moment")]
    created: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "optional_moment")]
    updated: Option<DateTime<Utc>>,
}

impl From<SettingOnWire> for Setting {
    fn from(wire: SettingOnWire) -> Self {
        Setting {
            value: value_of(&wire.setting, wire.value),
            name: wire.setting,
            created_at: wire.created,
            updated_at: wire.updated,
        }
    }
}

/// What a setting is set to: signNow sends a bool or a text (wire section 9 row 25).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SettingValue {
    /// On or off.
    Flag(bool),
    /// Anything else; a number is spelled out, nothing is the empty text.
    Text(String),
}

impl SettingValue {
    /// The value of the setting with this name, written as a text: `true`, `1` and the like are flags where the setting
    /// is either on or off.
    pub fn of(name: &str, text: String) -> SettingValue {
        value_of(name, SettingValue::Text(text))
    }

    /// Whether the setting with this name is either on or off, and this is neither. What signNow makes of other words is not documented.
    pub fn is_no_flag_for(&self, name: &str) -> bool {
        is_on_or_off(name) && matches!(self, SettingValue::Text(_))
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Flag(flag) => flag.fmt(formatter),
            SettingValue::Text(text) => formatter.write_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for SettingValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Scalar::deserialize(deserializer)? {
            Scalar::Flag(flag) => Ok(SettingValue::Flag(flag)),
            scalar if scalar.is_nothing() => Ok(SettingValue::Text(String::new())),
            scalar => scalar.into_text().map(SettingValue::Text).ok_or_else(|| expected("a single value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn list() -> Settings {
        Settings { organization: OrganizationId::parse("o1").unwrap() }
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/settings.json");
        let rows = list().decode_page(body, 1).unwrap().rows;
        assert_eq!(
            (rows[0].name.as_str(), &rows[0].value),
            ("no_document_attachment", &SettingValue::Flag(false))
        );
        assert_eq!(rows[0].created_at.unwrap().timestamp(), 1_579_703_992);
        let text = "default_setting_value, without casting to bool";
        assert_eq!(rows[1].value, SettingValue::Text(text.to_owned()));
        assert_eq!((rows[1].created_at, rows[1].updated_at), (None, None));
    }

    #[test]
    fn a_value_is_any_scalar() {
        let value = |value: Value| {
            let body = json!({"data": [{"setting": "s", "value": value}]}).to_string();
            list().decode_page(body.as_bytes(), 1).map(|mut page| page.rows.remove(0).value)
        };
        let text = |text: &str| Ok(SettingValue::Text(text.to_owned()));
        assert_eq!(value(json!(true)), Ok(SettingValue::Flag(true)));
        assert_eq!(value(json!("1")), text("1"));
        assert_eq!(value(json!(30)), text("30"));
        assert_eq!(value(json!(0.5)), text("0.5"));
        assert_eq!(value(json!(null)), text(""));
        assert_eq!(value(json!([])), text(""));
        assert!(value(json!({"nested": 1})).is_err());
    }
}
