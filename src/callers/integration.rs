//! A caller that an operator named: an entry of the registry, after the model of document 000.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::caller::Caller;
use super::key::{KeyDigest, fill_randomly};
use super::role::Role;

/// One integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Integration {
    /// Which one it is, for as long as it is there.
    pub id: IntegrationId,
    /// What people call it, such as `CRM Production`.
    pub label: String,
    /// Where it wants to be told of events, by https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<Url>,
    /// Who answers for it: a person or a team.
    pub owner: String,
    /// What it may do.
    pub role: Role,
    /// The account of signNow it is bound to.
    pub account: String,
    /// Whether it is let in. A new one is not.
    pub is_active: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its key was made.
    pub key_created_at: DateTime<Utc>,
    pub(super) digest: KeyDigest,
}

impl Integration {
    pub(super) fn caller(&self) -> Caller {
        let (name, account) = (format!("integration:{}", self.id), self.account.as_str().into());
        Caller { name: name.into(), role: self.role, account: Some(account) }
    }
}

/// What is told of an integration that is to be made.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Up to 100 characters.
    pub label: String,
    /// An https address.
    pub webhook_url: Option<String>,
    /// Up to 254 characters, such as an e-mail address.
    pub owner: String,
    /// What it may do.
    pub role: Role,
    /// The account of signNow it is bound to.
    pub account: String,
}

/// What is wrong with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The label.
    #[error("label: write 1 to 100 characters on one line, such as \"CRM Production\"")]
    Label,
    /// The owner.
    #[error("owner: write 1 to 254 characters on one line, such as an e-mail address")]
    Owner,
    /// The webhook's address.
    #[error("webhookUrl: write a whole https address without user, password or fragment")]
    WebhookUrl,
}

impl Draft {
    /// The address, where everything is as it has to be.
    pub(super) fn check(&self) -> Result<Option<Url>, Invalid> {
        if !is_line(&self.label, 100) {
            return Err(Invalid::Label);
        }
        if !is_line(&self.owner, 254) {
            return Err(Invalid::Owner);
        }
        self.webhook_url.as_deref().map(|text| webhook_url(text).ok_or(Invalid::WebhookUrl)).transpose()
    }
}

fn is_line(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest && !text.contains(char::is_control)
}

fn webhook_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "https" && url.has_host())?;
    let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (is_bare && text.len() <= 2000).then_some(url)
}

/// The id of an integration: ten small letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IntegrationId(String);

/// In letters.
const LENGTH: usize = 10;

/// No letter looks like another, because people read ids to one another.
const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

impl IntegrationId {
    pub(super) fn random() -> IntegrationId {
        let mut bytes = [0; LENGTH];
        fill_randomly(&mut bytes);
        IntegrationId(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
    }
}

impl fmt::Display for IntegrationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that is the id of no integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id of an integration has ten small letters and digits")]
pub struct NoId;

impl FromStr for IntegrationId {
    type Err = NoId;

    fn from_str(text: &str) -> Result<IntegrationId, NoId> {
        let is_id = text.len() == LENGTH && text.bytes().all(|byte| LETTERS.contains(&byte));
        if is_id { Ok(IntegrationId(text.to_owned())) } else { Err(NoId) }
    }
}

impl TryFrom<String> for IntegrationId {
    type Error = NoId;

    fn try_from(text: String) -> Result<IntegrationId, NoId> {
        text.parse()
    }
}

impl From<IntegrationId> for String {
    fn from(id: IntegrationId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            label: "CRM Production".to_owned(),
            webhook_url: Some("https://crm.example.com/hooks/sign".to_owned()),
            owner: "crm@example.com".to_owned(),
            role: Role::Viewer,
            account: "default".to_owned(),
        }
    }

    #[test]
    fn a_draft_is_checked() {
        assert_eq!(draft().check().unwrap().unwrap().host_str(), Some("crm.example.com"));
        assert_eq!(Draft { webhook_url: None, ..draft() }.check(), Ok(None));
        for label in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert_eq!(Draft { label: label.to_owned(), ..draft() }.check(), Err(Invalid::Label));
        }
        for owner in ["", "a\u{1b}[0m", &"x".repeat(255)] {
            assert_eq!(Draft { owner: owner.to_owned(), ..draft() }.check(), Err(Invalid::Owner));
        }
        for url in [
            "http://a.example",
            "https://",
            "javascript:alert(1)",
            "https://u:p@a.example",
            "https://a.example/#x",
            "a",
        ] {
            let draft = Draft { webhook_url: Some(url.to_owned()), ..draft() };
            assert_eq!(draft.check(), Err(Invalid::WebhookUrl), "{url}");
        }
    }

    #[test]
    fn ids_are_read_as_they_are_written() {
        let id = IntegrationId::random();
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in ["", "abcdefgh2", "ABCDEFGH23", "abcdefgh2o2", "../../../a"] {
            assert_eq!(text.parse::<IntegrationId>(), Err(NoId), "{text}");
        }
    }
}
