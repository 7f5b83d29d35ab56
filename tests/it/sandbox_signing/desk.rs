//! A sender at work: the viewer, with documents to be signed.

use reqwest::Method;
use serde_json::{Value, json};

use crate::sandbox_organizations::stage::{Actor, Answer, Stage};

pub(super) const BUYER: &str = "buyer@client.test";
pub(super) const SELLER: &str = "seller@client.test";
const VIEWER: &str = "viewer@sandbox.test";

/// Two pages, as far as anybody looks.
pub(super) const PDF: &str = "%PDF-1.4\n<< /Type /Pages >> << /Type /Page >> << /Type /Page >>\n%%EOF\n";

pub(super) struct Desk<'stage> {
    pub(super) stage: &'stage Stage,
    pub(super) viewer: Actor<'stage>,
}

impl<'stage> Desk<'stage> {
    pub(super) async fn of(stage: &'stage Stage) -> Self {
        Desk { stage, viewer: stage.log_in("viewer").await }
    }

    /// A document without fields.
    pub(super) async fn upload(&self, name: &str) -> String {
        upload(&self.viewer, name).await
    }

    /// A document with a signature and a text for the buyer, and a signature for the seller.
    pub(super) async fn contract(&self) -> String {
        let id = self.upload("contract").await;
        let fields = [
            field("signature", "Buyer", 100),
            field("text", "Buyer", 200),
            field("signature", "Seller", 300),
        ];
        self.viewer.put(&format!("/document/{id}"), json!({ "fields": fields })).await.expect(200);
        id
    }

    pub(super) async fn document(&self, id: &str) -> Value {
        self.viewer.get(&format!("/document/{id}")).await.expect(200)
    }

    /// Invites the buyer and the seller by mail, at these steps.
    pub(super) async fn invite(&self, id: &str, buyer: u32, seller: u32) -> Answer {
        self.viewer.post(&format!("/document/{id}/invite"), invitation(buyer, seller)).await
    }

    /// Invites the buyer and the seller to sign inside another application, at these steps; their invitations.
    pub(super) async fn embed(&self, id: &str, buyer: u32, seller: u32) -> Vec<Value> {
        let invites = [embedded(BUYER, "Buyer", buyer), embedded(SELLER, "Seller", seller)];
        let path = format!("/v2/documents/{id}/embedded-invites");
        let body = self.viewer.post(&path, json!({ "invites": invites })).await.expect(201);
        body["data"].as_array().unwrap().clone()
    }

    /// Does what a signer does on a document.
    pub(super) async fn act(&self, action: &str, document: &str, email: &str) -> Answer {
        self.stage.control("signers", json!({ "action": action, "document": document, "email": email })).await
    }

    pub(super) async fn sign(&self, document: &str, email: &str) {
        self.act("sign", document, email).await.expect_empty(204);
    }

    /// Role and status of every field invitation, in order.
    pub(super) async fn standing(&self, id: &str) -> Vec<(String, String)> {
        let document = self.document(id).await;
        let invites = document["field_invites"].as_array().unwrap().iter();
        invites.map(|invite| (text(&invite["role"]), text(&invite["status"]))).collect()
    }

    /// Kind and recipient of every mail, oldest first.
    pub(super) async fn mails(&self) -> Vec<(String, String)> {
        let state = self.stage.world().await.0;
        let outbox = state["outbox"].as_array().unwrap().iter();
        outbox.map(|mail| (text(&mail["kind"]), text(&mail["to"]))).collect()
    }

    /// How many signing links were minted.
    pub(super) async fn links(&self) -> u64 {
        self.stage.world().await.0["links"]["minted"].as_u64().unwrap()
    }
}

/// Uploads a document of two pages.
pub(super) async fn upload(actor: &Actor<'_>, name: &str) -> String {
    let file = ("file", Some(format!("{name}.pdf")), PDF.to_owned());
    text(&send_form(actor, &form(&[file])).await.expect(200)["id"])
}

/// A form whose parts are name, file name and content.
pub(super) fn form(parts: &[(&str, Option<String>, String)]) -> String {
    let part = |(name, file, content): &(&str, Option<String>, String)| {
        let file = file.as_ref().map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    };
    parts.iter().map(part).collect::<String>() + "--edge--\r\n"
}

pub(super) async fn send_form(actor: &Actor<'_>, form: &str) -> Answer {
    let request = actor.request(Method::POST, "/document");
    let request = request.header("content-type", "multipart/form-data; boundary=edge").body(form.to_owned());
    Answer::of(request.send().await.unwrap()).await
}

/// A field as `PUT /document/{id}` takes it.
pub(super) fn field(kind: &str, role: &str, y: u32) -> Value {
    json!({ "type": kind, "role": role, "page_number": 1, "x": 72, "y": y, "width": 180, "height": 40, "required": true })
}

/// The body of a field invitation.
pub(super) fn invitation(buyer: u32, seller: u32) -> Value {
    json!({
        "from": VIEWER,
        "to": [
            { "email": BUYER, "role": "Buyer", "order": buyer },
            { "email": SELLER, "role": "Seller", "order": seller },
        ],
    })
}

/// One of `invites`.
pub(super) fn embedded(email: &str, role: &str, order: u32) -> Value {
    json!({ "email": email, "role": role, "order": order, "auth_method": "none", "first_name": "Ida" })
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no string")).to_owned()
}

/// Pairs of words, to compare with.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}
