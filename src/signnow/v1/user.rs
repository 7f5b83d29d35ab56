//! The owner of the credential.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::account::{CloudExportAccount, ConnectedServices, IssueNotification, MerchantAccount};
use super::belonging::{Company, Team, UserOrganization};
use super::subscription::{BillingPeriod, PremiumAccess, Subscription};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::UserId;
use crate::signnow::resource::Resource;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::v2::{SettingValue, value_of};
use crate::signnow::wire;
use crate::signnow::wire::{
    count, filled_text, flag, integer, list, map, object, optional_flag, optional_integer, optional_moment,
    text,
};

/// Who the credential belongs to: `GET /user`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CurrentUser;

impl Resource for CurrentUser {
    type Value = User;

    fn route(&self) -> Route {
        Route::new("GET /user")
    }

    fn target(&self) -> Target {
        Target::new(Path::root("/user"), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<User, DecodeError> {
        wire::decode(body)
    }
}

/// An account of signNow, as its owner sees it (wire section 4.2).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "UserOnWire")]
pub struct User {
    /// The account; the same id as in the organizations of v2.
    pub id: UserId,
    /// First name, possibly empty.
    pub first_name: String,
    /// Last name, possibly empty.
    pub last_name: String,
    /// The login. `primary_email` on the wire; `email`, then the first of `emails`, where that is missing
    /// (wire section 9 row 11).
    pub email: Option<String>,
    /// All addresses of the account.
    pub emails: Vec<String>,
    /// Whether the account is in use.
    pub is_active: bool,
    /// Whether the address was verified, where signNow tells.
    pub is_verified: Option<bool>,
    /// Whether the account is logged in.
    pub is_logged_in: bool,
    /// When the account was made.
    pub created_at: Option<DateTime<Utc>>,
    /// signNow's number for the kind of account; undocumented.
    pub account_type: Option<i64>,
    /// signNow's number for the paid level; 0 is none, others are undocumented.
    pub pro: Option<i64>,
    /// Credits left.
    pub credits: i64,
    /// Which program the account was registered with, such as `pdffiller` or `airslate`.
    pub registration_source: Option<String>,
    /// Where the account's picture is.
    pub avatar_url: Option<String>,
    /// The language of the account, such as `en`.
    pub locale: Option<String>,
    /// The largest upload allowed, in signNow's own unit.
    pub upload_limit: Option<i64>,
    /// Documents now in the account.
    pub document_count: u64,
    /// Documents made in the current billing period.
    pub monthly_document_count: u64,
    /// Documents made ever.
    pub lifetime_document_count: u64,
    /// Subscriptions, past ones among them.
    pub subscriptions: Vec<Subscription>,
    /// The current billing period.
    pub billing_period: Option<BillingPeriod>,
    /// What the current plan gives.
    pub premium_access: Option<PremiumAccess>,
    /// Companies the account belongs to.
    pub companies: Vec<Company>,
    /// Teams the account belongs to.
    pub teams: Vec<Team>,
    /// The organization the user is a member of, as far as v1 tells.
    pub organization: Option<UserOrganization>,
    /// Which services are connected with the account.
    pub connected_services: ConnectedServices,
    /// Where documents are exported to, if anywhere.
    pub cloud_export_account: Option<CloudExportAccount>,
    /// The user's settings by signNow's names, about 110 of them.
    pub settings: Vec<NamedValue>,
    /// Settings imposed by the organization.
    pub organization_settings: Vec<NamedValue>,
    /// What signNow wants the user to know.
    pub issue_notifications: Vec<IssueNotification>,
    /// Accounts that take payments.
    pub merchant_accounts: Vec<MerchantAccount>,
}

/// A setting and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "NamedValueOnWire")]
pub struct NamedValue {
    /// signNow's name for it.
    pub name: String,
    /// What it is set to.
    pub value: SettingValue,
}

#[derive(Deserialize)]
struct NamedValueOnWire {
    #[serde(deserialize_with = "text")]
    setting: String,
    value: SettingValue,
}

impl From<NamedValueOnWire> for NamedValue {
    fn from(wire: NamedValueOnWire) -> Self {
        (wire.setting, wire.value).into()
    }
}

impl From<(String, SettingValue)> for NamedValue {
    fn from((name, value): (String, SettingValue)) -> Self {
        NamedValue { value: value_of(&name, value), name }
    }
}

/// `GET /user` as signNow writes it; the one place that knows its names.
#[derive(Deserialize)]
struct UserOnWire {
    id: UserId,
    #[serde(default, deserialize_with = "text")]
    first_name: String,
    #[serde(default, deserialize_with = "text")]
    last_name: String,
    #[serde(default, deserialize_with = "filled_text")]
    primary_email: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "list")]
    emails: Vec<String>,
    #[serde(default, deserialize_with = "flag")]
    active: bool,
    #[serde(default, deserialize_with = "optional_flag")]
    verified: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    is_logged_in: bool,
    #[serde(default, deserialize_with = "optional_moment")]
    created: Option<DateTime<Utc>>,
    #[serde(default, rename = "type", deserialize_with = "optional_integer")]
    account_type: Option<i64>,
    #[serde(default, deserialize_with = "optional_integer")]
    pro: Option<i64>,
    #[serde(default, deserialize_with = "integer")]
    credits: i64,
    #[serde(default, deserialize_with = "filled_text")]
    registration_source: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    avatar_url: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    locale: Option<String>,
    #[serde(default, deserialize_with = "optional_integer")]
    upload_limit: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    document_count: u64,
    #[serde(default, deserialize_with = "count")]
    monthly_document_count: u64,
    #[serde(default, deserialize_with = "count")]
    lifetime_document_count: u64,
    #[serde(default, deserialize_with = "list")]
    subscriptions: Vec<Subscription>,
    #[serde(default, deserialize_with = "object")]
    billing_period: Option<BillingPeriod>,
    #[serde(default, deserialize_with = "object")]
    premium_access: Option<PremiumAccess>,
    #[serde(default, deserialize_with = "list")]
    companies: Vec<Company>,
    #[serde(default, deserialize_with = "list")]
    teams: Vec<Team>,
    #[serde(default, deserialize_with = "object")]
    organization: Option<UserOrganization>,
    #[serde(default, deserialize_with = "flag")]
    googleapps: bool,
    #[serde(default, deserialize_with = "flag")]
    facebookapps: bool,
    #[serde(default, deserialize_with = "flag")]
    microsoftapps: bool,
    #[serde(default, deserialize_with = "flag")]
    has_atticus_access: bool,
    #[serde(default, deserialize_with = "object")]
    status: Option<StatusOnWire>,
    #[serde(default, deserialize_with = "object")]
    cloud_export_account_details: Option<CloudExportAccount>,
    #[serde(default, deserialize_with = "map")]
    settings: BTreeMap<String, SettingValue>,
    #[serde(default, deserialize_with = "list")]
    organization_settings: Vec<NamedValue>,
    #[serde(default, deserialize_with = "list")]
    issue_notifications: Vec<IssueNotification>,
    #[serde(default, deserialize_with = "list")]
    merchant_accounts: Vec<MerchantAccount>,
}

#[derive(Default, Deserialize)]
struct StatusOnWire {
    #[serde(default, deserialize_with = "flag")]
    bad_copy_token: bool,
    #[serde(default, deserialize_with = "flag")]
    has_copy_token: bool,
    #[serde(default, deserialize_with = "flag")]
    has_cloud_export_token: bool,
    #[serde(default, deserialize_with = "flag")]
    bad_cloud_export_token: bool,
    #[serde(default, deserialize_with = "flag")]
    has_salesforce_token: bool,
}

impl UserOnWire {
    fn connected_services(&self) -> ConnectedServices {
        let none = StatusOnWire::default();
        let status = self.status.as_ref().unwrap_or(&none);
        ConnectedServices {
            google: self.googleapps,
            facebook: self.facebookapps,
            microsoft: self.microsoftapps,
            atticus: self.has_atticus_access,
            salesforce: status.has_salesforce_token,
            cloud_export: status.has_cloud_export_token,
            cloud_export_is_broken: status.bad_cloud_export_token,
            copy: status.has_copy_token,
            copy_is_broken: status.bad_copy_token,
        }
    }
}

impl From<UserOnWire> for User {
    fn from(wire: UserOnWire) -> User {
        let connected_services = wire.connected_services();
        let email = wire.primary_email.or(wire.email).or_else(|| wire.emails.first().cloned());
        User {
            id: wire.id,
            first_name: wire.first_name,
            last_name: wire.last_name,
            email,
            emails: wire.emails,
            is_active: wire.active,
            is_verified: wire.verified,
            is_logged_in: wire.is_logged_in,
            created_at: wire.created,
            account_type: wire.account_type,
            pro: wire.pro,
            credits: wire.credits,
            registration_source: wire.registration_source,
            avatar_url: wire.avatar_url,
            locale: wire.locale,
            upload_limit: wire.upload_limit,
            document_count: wire.document_count,
            monthly_document_count: wire.monthly_document_count,
            lifetime_document_count: wire.lifetime_document_count,
            subscriptions: wire.subscriptions,
            billing_period: wire.billing_period,
            premium_access: wire.premium_access,
            companies: wire.companies,
            teams: wire.teams,
            organization: wire.organization,
            connected_services,
            cloud_export_account: wire.cloud_export_account_details,
            settings: wire.settings.into_iter().map(NamedValue::from).collect(),
            organization_settings: wire.organization_settings,
            issue_notifications: wire.issue_notifications,
            merchant_accounts: wire.merchant_accounts,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(changes: Value) -> User {
        let mut body: Value =
            serde_json::from_slice(include_bytes!("../../../tests/fixtures/signnow/user.json")).unwrap();
        for (field, value) in changes.as_object().unwrap() {
            body[field] = value.clone();
        }
        CurrentUser.decode(body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_documented_user() {
        let user = read(json!({}));
        assert_eq!(user.id.as_str(), "9c4bd7cfafbe481da5556416480774d2f6eb9ex0");
        assert_eq!((user.first_name.as_str(), user.last_name.as_str()), ("First name", "Last name"));
        assert_eq!(user.email.as_deref(), Some("email@email.com"));
        assert_eq!((user.is_active, user.is_verified, user.is_logged_in), (true, Some(true), true));
        assert_eq!(user.created_at.unwrap().timestamp(), 1_532_078_494);
        assert_eq!(
            (user.document_count, user.monthly_document_count, user.lifetime_document_count),
            (0, 15, 16)
        );
        assert_eq!(user.billing_period.unwrap().ends_at.unwrap().timestamp(), 1_534_723_200);
        assert_eq!((user.organization, user.premium_access, user.cloud_export_account), (None, None, None));
    }

    #[test]
    fn a_user_with_everything() {
        let body = include_bytes!("../../../tests/fixtures/signnow/user_full.json");
        let user = CurrentUser.decode(body).unwrap();
        assert_eq!(user.is_verified, Some(true));
        assert_eq!(user.subscriptions[0].expires_at.unwrap().timestamp(), 1_798_761_600);
        assert_eq!(user.subscriptions[0].gateway_subscription.as_ref().unwrap().renews, Some(true));
        let premium = user.premium_access.as_ref().unwrap();
        assert_eq!(premium.subscription.as_ref().unwrap().used_seats, Some(2));
        assert!(!format!("{user:?}").contains("do-not-read"), "the API key is a credential");
        assert!(user.teams[0].admins[0].is_primary && !user.teams[0].admins[0].is_secondary);
        let organization = user.organization.unwrap();
        assert_eq!(organization.id.unwrap().as_str(), "960c8d6e24314f0d86118f128b3284d2bb36cb00");
        assert!(organization.is_admin && !organization.is_deleted);
        assert!(user.connected_services.google && user.connected_services.cloud_export);
        let hyphenated = user.settings.iter().find(|setting| setting.name == "sso-only-login").unwrap();
        assert_eq!(hyphenated.value, SettingValue::Flag(true));
        assert_eq!(user.organization_settings[0].value, SettingValue::Text("0".to_owned()));
        assert_eq!(user.merchant_accounts[0].currencies, ["USD", "EUR"]);
    }

    #[test]
    fn the_guides_user_is_readable_too() {
        let body = include_bytes!("../../../tests/fixtures/signnow/user_by_guide.json");
        let user = CurrentUser.decode(body).unwrap();
        assert_eq!(user.email.as_deref(), Some("user@example.com"));
        assert!(user.is_active);
        assert_eq!(user.created_at.unwrap().timestamp(), 1_700_000_000);
    }

    #[test]
    fn the_login_falls_back_from_field_to_field() {
        let email = |changes| read(changes).email;
        let second = json!({"primary_email": null, "email": "b@x.test", "emails": ["c@x.test"]});
        assert_eq!(email(second).as_deref(), Some("b@x.test"));
        assert_eq!(email(json!({"primary_email": "", "emails": ["c@x.test"]})).as_deref(), Some("c@x.test"));
        assert_eq!(email(json!({"primary_email": null})), None);
    }

    #[test]
    fn every_variant_of_wire_section_9() {
        for yes in [json!("1"), json!(1), json!(true)] {
            let user = read(json!({"active": yes, "verified": yes}));
            assert!(user.is_active && user.is_verified == Some(true), "{yes}");
        }
        assert_eq!(read(json!({"verified": 0})).is_verified, Some(false));
        assert_eq!(read(json!({"created": 1_532_078_494})).created_at, read(json!({})).created_at);
        assert_eq!(read(json!({"monthly_document_count": 15})).monthly_document_count, 15);
        assert_eq!(
            read(json!({"settings": [], "status": [], "premium_access": [], "organization": []})),
            read(json!({}))
        );
        let without_id = read(json!({"organization": {"is_admin": false}})).organization.unwrap();
        assert_eq!(without_id.id, None);
    }
}
