//! A graph over a sandbox of its own, in whose demo world the viewer has contracts in every state.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use signgraph::config::Config;

use super::told::Told;
use crate::app::TestApp;

/// Nobody is invited to these two.
pub(super) const DRAFT: &str = "Rental contract draft";
pub(super) const RULES: &str = "House rules Hazel Lane";
/// By mail; it is the tenant's turn, and then the landlord's.
pub(super) const MAILED: &str = "Rental contract Ash Lane";
/// Both have signed.
pub(super) const SIGNED: &str = "Rental contract Cedar Lane";
/// The tenant has declined.
pub(super) const DECLINED: &str = "Rental contract Dogwood Lane";
/// Inside another application; it is the tenant's turn, and then the landlord's.
pub(super) const EMBEDDED: &str = "Rental contract Fir Lane";
/// Without fields; the tenant is asked to sign anywhere, the landlord is not any more.
pub(super) const FREEFORM: &str = "Inventory Ivy Lane";
/// A group that the tenant has signed inside another application, and the landlord has not.
pub(super) const GROUP: &str = "Grove Lane";
/// A group of the two documents that nobody is invited to, once [`spare_group`] has made it.
pub(super) const SPARE: &str = "Hazel Lane";

pub(super) const VIEWER: &str = "viewer@sandbox.test";
pub(super) const TENANT: &str = "tenant@client.test";
pub(super) const LANDLORD: &str = "landlord@client.test";

/// An edit that makes the group [`SPARE`].
pub(super) fn spare_group() -> Value {
    json!({ "document_groups": { SPARE: { "documents": [DRAFT, RULES] } } })
}

pub(super) struct Stage {
    pub(super) app: TestApp,
}

impl Stage {
    pub(super) async fn start() -> Stage {
        Stage::with(|_| {}).await
    }

    /// With a configuration of one's own. Pauses are short; nothing here needs them to be long.
    pub(super) async fn with(change: impl FnOnce(&mut Config)) -> Stage {
        let app = TestApp::start_with(|config| {
            config.upstream.confirmation_pause = Duration::from_millis(20);
            config.upstream.options.retry.base_delay = Duration::from_millis(1);
            change(config);
        })
        .await;
        app.edit_world(spare_group()).await;
        Stage { app }
    }

    /// Asks for a mutation, and for `selection` of its payload.
    pub(super) async fn ask(&self, field: &str, input: Value, selection: &str) -> Told {
        let input_type = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let common = "outcome userErrors { code field message }";
        let query = format!(
            "mutation ($input: {input_type}!) {{ {field}(input: $input) {{ {common} {selection} }} }}"
        );
        Told::read(field, &self.app.ask(&query, json!({ "input": input })).await)
    }

    pub(super) async fn world(&self) -> World {
        World(self.app.world().await)
    }

    /// The requests with this route, in the order of arrival.
    pub(super) async fn arrivals(&self, route: &str) -> Vec<Value> {
        let requests = self.app.requests().await;
        requests.into_iter().filter(|request| request["route"] == route).collect()
    }

    /// How many requests that change something arrived.
    pub(super) async fn writes(&self) -> usize {
        let requests = self.app.requests().await;
        let is_write = |request: &&Value| {
            request["method"] != "GET" && !request["route"].as_str().unwrap().contains("/oauth2/")
        };
        requests.iter().filter(is_write).count()
    }

    /// A document as the graph has it.
    pub(super) async fn look(&self, document: &str) -> Value {
        self.app.data(LOOK, json!({ "id": global_id(document) })).await["node"].clone()
    }

    /// The same, whatever was kept of it.
    pub(super) async fn look_anew(&self, document: &str) -> Value {
        self.app.ask_anew(LOOK, json!({ "id": global_id(document) })).await.data["node"].clone()
    }
}

const LOOK: &str =
    "query ($id: ID!) { node(id: $id) { ... on Document { signatureCount fieldInvites { email status } } } }";

/// A document's id as the graph gives it out.
pub(super) fn global_id(document: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("Document:{document}"))
}

/// What the graph says of a document's invites: addresses and states, in order.
pub(super) fn standing(document: &Value) -> Vec<(String, String)> {
    let invites = document["fieldInvites"].as_array().unwrap().iter();
    invites.map(|invite| (text(&invite["email"]), text(&invite["status"]))).collect()
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no string")).to_owned()
}

/// Pairs of words, to compare with.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

/// What the sandbox knows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct World(pub(super) Value);

impl World {
    pub(super) fn document(&self, name: &str) -> &Value {
        named(&self.0["documents"], name)
    }

    /// signNow's id of a document.
    pub(super) fn document_id(&self, name: &str) -> String {
        text(&self.document(name)["id"])
    }

    pub(super) fn group_id(&self, name: &str) -> String {
        text(&named(&self.0["document_groups"], name)["id"])
    }

    /// signNow's id of the invite of a group.
    pub(super) fn group_invite_id(&self, name: &str) -> String {
        text(&named(&self.0["document_groups"], name)["invite"]["id"])
    }

    /// signNow's id of a role.
    pub(super) fn role_id(&self, document: &str, role: &str) -> String {
        text(&named(&self.document(document)["roles"], role)["id"])
    }

    /// signNow's id of the invite of a signer, by their place.
    pub(super) fn invite_id(&self, document: &str, place: usize) -> String {
        text(&self.document(document)["invites"][place]["id"])
    }

    pub(super) fn freeform_id(&self, document: &str, place: usize) -> String {
        text(&self.document(document)["freeform_invites"][place]["id"])
    }

    /// The states of a document's invites, in order.
    pub(super) fn states(&self, document: &str) -> Vec<&str> {
        let invites = self.document(document)["invites"].as_array().unwrap().iter();
        invites.map(|invite| invite["status"].as_str().unwrap()).collect()
    }

    /// Kinds and recipients of all mails, the oldest first.
    pub(super) fn mails(&self) -> Vec<(String, String)> {
        let outbox = self.0["outbox"].as_array().unwrap().iter();
        outbox.map(|mail| (text(&mail["kind"]), text(&mail["to"]))).collect()
    }

    /// How many links were minted.
    pub(super) fn links(&self) -> u64 {
        self.0["links"]["minted"].as_u64().unwrap()
    }
}

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut items = list.as_array().unwrap().iter();
    items.find(|item| item["name"] == name).unwrap_or_else(|| panic!("nothing is named {name}"))
}

/// The tenant and the landlord, to be invited inside another application one after the other.
pub(super) fn embedded_invites() -> Value {
    json!([
        { "email": TENANT, "role": "Tenant", "order": 1, "authentication": "NONE" },
        { "email": LANDLORD, "role": "Landlord", "order": 2, "authentication": "EMAIL" },
    ])
}

/// The same by mail.
pub(super) fn field_invites() -> Value {
    json!([
        { "email": TENANT, "role": "Tenant", "order": 1 },
        { "email": LANDLORD, "role": "Landlord", "order": 2 },
    ])
}

/// The tenant signs both documents of [`SPARE`], and then the landlord, who has looked at one before.
pub(super) fn group_steps(world: &World) -> Value {
    let [draft, rules] = [DRAFT, RULES].map(|name| world.document_id(name));
    let sign = |document: &str, role: &str| json!({ "documentId": document, "action": "SIGN", "role": role });
    let signer = |email: &str, documents: Value| json!({ "email": email, "authentication": "NONE", "documents": documents });
    json!([
        { "order": 1, "signers": [
            signer(TENANT, json!([sign(&draft, "Tenant"), sign(&rules, "Tenant")])),
            signer(LANDLORD, json!([{ "documentId": draft, "action": "VIEW" }])),
        ] },
        { "order": 2, "signers": [
            signer(LANDLORD, json!([sign(&draft, "Landlord"), sign(&rules, "Landlord")])),
        ] },
    ])
}
