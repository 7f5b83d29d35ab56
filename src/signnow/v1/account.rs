//! What is attached to an account: services, payments, notices.

use serde::Deserialize;

use crate::signnow::wire::{filled_text, list, text};

/// Which services an account is connected with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectedServices {
    /// Google.
    pub google: bool,
    /// Facebook.
    pub facebook: bool,
    /// Microsoft.
    pub microsoft: bool,
    /// Atticus, a legal document service.
    pub atticus: bool,
    /// Salesforce.
    pub salesforce: bool,
    /// A cloud storage to export to.
    pub cloud_export: bool,
    /// The connection to the cloud storage no longer works.
    pub cloud_export_is_broken: bool,
    /// A storage that receives copies.
    pub copy: bool,
    /// The connection to the storage for copies no longer works.
    pub copy_is_broken: bool,
}

/// Where documents are exported to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CloudExportAccount {
    /// The account there.
    #[serde(default, deserialize_with = "filled_text")]
    pub username: Option<String>,
    /// The service, in short.
    #[serde(rename = "short_files_servicename", default, deserialize_with = "filled_text")]
    pub short_service_name: Option<String>,
    /// The service, in full.
    #[serde(rename = "long_files_servicename", default, deserialize_with = "filled_text")]
    pub service_name: Option<String>,
}

/// What signNow wants a user to know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IssueNotification {
    /// In a few words.
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    /// In full.
    #[serde(default, deserialize_with = "text")]
    pub description: String,
}

/// An account that takes payments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MerchantAccount {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// For whom it takes them, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub scope: Option<String>,
    /// Which service takes them.
    #[serde(rename = "merchant_type", default, deserialize_with = "filled_text")]
    pub kind: Option<String>,
    /// Its name.
    #[serde(rename = "merchant_account_name", default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// The currencies it can take.
    #[serde(default, deserialize_with = "list")]
    pub currencies: Vec<String>,
    /// The currency it takes now.
    #[serde(default, deserialize_with = "filled_text")]
    pub currency: Option<String>,
    /// That currency's name.
    #[serde(default, deserialize_with = "filled_text")]
    pub currency_name: Option<String>,
}
