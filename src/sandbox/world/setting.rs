//! Settings of an organization.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One setting. Without dates it has its default and was never written (document 003).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) value: SettingValue,
    pub(crate) created: Option<DateTime<Utc>>,
    pub(crate) updated: Option<DateTime<Utc>>,
}

/// A flag is shown as a boolean, everything else as the text it was written with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum SettingValue {
    Flag(bool),
    Text(String),
}
