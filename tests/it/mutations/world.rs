//! What the sandbox knows, and the names the graph has for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

/// What mutations can change, as `GET /__sandbox/state` tells it. Tokens and logins come and go without them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct World {
    pub(super) users: Value,
    pub(super) organizations: Value,
    /// `null` where only a glance was taken.
    #[serde(default)]
    pub(super) documents: Value,
    pub(super) document_groups: Value,
    pub(super) event_subscriptions: Value,
    pub(super) outbox: Value,
    /// Likewise.
    #[serde(default)]
    pub(super) links: Value,
}

impl World {
    /// The parts of a glance: the documents are most of what the sandbox tells.
    pub(super) const GLANCE: &str = "users,organizations,document_groups,event_subscriptions,outbox";
    /// All parts.
    pub(super) const WHOLE: &str =
        "users,organizations,document_groups,event_subscriptions,outbox,documents,links";

    /// The organizations with this name, deleted ones included.
    pub(super) fn organizations(&self, name: &str) -> Vec<&Value> {
        let organizations = self.organizations.as_array().unwrap().iter();
        organizations.filter(|organization| organization["name"] == name).collect()
    }

    pub(super) fn organization(&self, name: &str) -> &Value {
        let found = self.organizations(name);
        found.first().unwrap_or_else(|| panic!("no organization is named {name}"))
    }

    /// signNow's own id of an organization.
    pub(super) fn organization_id(&self, name: &str) -> String {
        self.organization(name)["id"].as_str().unwrap().to_owned()
    }

    /// The user with this name at `sandbox.test`; `null` if there is none.
    pub(super) fn user(&self, name: &str) -> &Value {
        let email = format!("{name}@sandbox.test");
        let mut users = self.users.as_object().unwrap().values();
        users.find(|user| user["email"] == email.as_str()).unwrap_or(&Value::Null)
    }

    /// signNow's own id of a user.
    pub(super) fn user_id(&self, name: &str) -> String {
        self.user(name)["id"].as_str().unwrap_or_else(|| panic!("nobody is named {name}")).to_owned()
    }

    /// A seat of that user; `null` if there is none. `kind` is `admins`, `members` or `allowed_team_admins`.
    pub(super) fn seat(&self, organization: &str, kind: &str, name: &str) -> &Value {
        let user = &self.user(name)["id"];
        let mut seats = self.organization(organization)[kind].as_array().unwrap().iter();
        seats.find(|seat| seat["user_id"] == *user).unwrap_or(&Value::Null)
    }

    /// The graph's id of someone in an organization, whether or not they are there.
    pub(super) fn person_id(&self, organization: &str, name: &str) -> String {
        global_id("Person", &[&self.organization_id(organization), &self.user_id(name)])
    }

    /// The viewer's document with this name.
    pub(super) fn document(&self, name: &str) -> &Value {
        named(&self.documents, name)
    }

    pub(super) fn document_id(&self, name: &str) -> String {
        self.document(name)["id"].as_str().unwrap().to_owned()
    }

    /// The states of a document's field invites, in signing order.
    pub(super) fn states(&self, document: &str) -> Vec<&str> {
        let invites = self.document(document)["invites"].as_array().unwrap().iter();
        invites.map(|invite| invite["status"].as_str().unwrap()).collect()
    }

    /// signNow's id of one of them.
    pub(super) fn invite_id(&self, document: &str, place: usize) -> String {
        self.document(document)["invites"][place]["id"].as_str().unwrap().to_owned()
    }

    pub(super) fn freeform_invites(&self, document: &str) -> &[Value] {
        self.document(document)["freeform_invites"].as_array().unwrap()
    }

    pub(super) fn group(&self, name: &str) -> &Value {
        named(&self.document_groups, name)
    }

    pub(super) fn group_id(&self, name: &str) -> String {
        self.group(name)["id"].as_str().unwrap().to_owned()
    }

    /// How many signing links were made.
    pub(super) fn links(&self) -> u64 {
        self.links["minted"].as_u64().unwrap()
    }

    /// How many mails were sent.
    pub(super) fn mails(&self) -> usize {
        self.outbox.as_array().unwrap().len()
    }
}

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut items = list.as_array().unwrap().iter();
    items.find(|item| item["name"] == name).unwrap_or_else(|| panic!("nothing is named {name}"))
}

/// An id as the graph gives it out.
pub(super) fn global_id(kind: &str, parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{}", parts.join(":")))
}
