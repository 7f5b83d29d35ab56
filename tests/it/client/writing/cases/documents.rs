//! Documents and groups of documents.

use bytes::Bytes;
use serde_json::{Value, json};
use signgraph::signnow::v1::{
    CreateDocumentGroup, DeleteDocument, DeleteDocumentGroup, EditDocument, FieldArea, FieldContent,
    NewField, RadioButton, UploadDocument,
};
use signgraph::signnow::v2::{FileUrl, UploadDocumentFromUrl};

use super::Case;
use crate::client::writing::stage::{Act, World};

/// Nobody is invited to these two.
const DRAFT: &str = "Rental contract draft";
const SPARE: &str = "House rules Hazel Lane";
/// A group that was invited as a whole, and a document of it.
const INVITED: &str = "Grove Lane";
const IN_INVITED: &str = "House rules Grove Lane";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = uploads();
    cases.extend(changes());
    cases.extend(groups());
    cases
}

fn uploads() -> Vec<Case> {
    fn upload(file: &'static [u8]) -> Act {
        let (file, file_name) = (Bytes::from_static(file), "fresh.pdf".to_owned());
        let name = Some("Fresh contract".to_owned());
        Act::of(UploadDocument { file, file_name, name, finds_fields: true })
    }
    fn fetch(url: &str) -> Act {
        let (url, name) = (FileUrl::parse(url).unwrap(), Some("Fetched contract".to_owned()));
        Act::of(UploadDocumentFromUrl { url, name, finds_fields: false })
    }
    vec![
        Case {
            edit: json!({}),
            act: |_| upload(b"%PDF-1.4 << /Type /Page >> << /Type /Page >>"),
            is_done: |world| {
                let document = world.document("Fresh contract");
                document["original_filename"] == "fresh.pdf" && document["page_count"] == 2
            },
            refused: (|_| upload(b""), 65_582),
        },
        Case {
            edit: json!({}),
            act: |world| fetch(&world.url("/__sandbox/state")),
            is_done: |world| world.document("Fetched contract")["original_filename"] == "state",
            refused: (|world| fetch(&world.url("/nowhere")), 65_536),
        },
    ]
}

fn changes() -> Vec<Case> {
    fn edit(world: &World, page: u32) -> Act {
        let (document, name) = (world.document_id(DRAFT), Some("Lease".to_owned()));
        Act::of(EditDocument { document, name, fields: Some(one_of_each(page)) })
    }
    vec![
        Case {
            edit: json!({}),
            act: |world| edit(world, 1),
            is_done: |world| {
                let fields = world.document("Lease")["fields"].as_array().map_or(0, Vec::len);
                fields == one_of_each(1).len()
            },
            refused: (|world| edit(world, 2), 65_536),
        },
        Case {
            edit: json!({}),
            act: |world| Act::of(DeleteDocument { document: world.document_id(DRAFT) }),
            is_done: |world| world.document(DRAFT).is_null(),
            refused: (|world| Act::of(DeleteDocument { document: world.document_id(IN_INVITED) }), 65_536),
        },
    ]
}

/// A field of each kind, on a page counted from 0.
fn one_of_each(page: u32) -> Vec<NewField> {
    let area = FieldArea { page, x: 72, y: 100, width: 180, height: 40 };
    let text = |text: &str| Some(text.to_owned());
    let button = |value: &str| RadioButton { area, value: value.to_owned(), is_checked: value == "yes" };
    let contents = [
        FieldContent::Signature,
        FieldContent::Initials,
        FieldContent::Stamp,
        FieldContent::Text { prefilled: text("2026"), validator: None, is_signing_date: false },
        FieldContent::Checkbox,
        FieldContent::Enumeration { options: vec!["a".to_owned()], prefilled: None, allows_other: true },
        FieldContent::RadioButtons(vec![button("yes"), button("no")]),
        FieldContent::Attachment,
        FieldContent::Calculated { formula: "1+1".to_owned() },
    ];
    let field = |content: FieldContent| {
        let (role, name) = ("Tenant".to_owned(), text(content.kind().as_str()));
        NewField { area, role, is_required: true, name, label: text("Label"), content }
    };
    contents.map(field).into()
}

fn groups() -> Vec<Case> {
    fn group(world: &World, documents: &[&str]) -> Act {
        let documents = documents.iter().map(|name| world.document_id(name)).collect();
        Act::of(CreateDocumentGroup { name: "Hazel Lane".to_owned(), documents })
    }
    fn delete(world: &World, name: &str) -> Act {
        Act::of(DeleteDocumentGroup { group: world.group_id(name) })
    }
    let spare = json!({ "owner": "viewer@sandbox.test", "documents": [DRAFT, SPARE] });
    vec![
        Case {
            edit: json!({}),
            act: |world| group(world, &[SPARE, DRAFT]),
            is_done: |world| {
                let ids = [SPARE, DRAFT].map(|name| world.document(name)["id"].clone());
                world.group("Hazel Lane")["documents"] == Value::from(ids.to_vec())
            },
            refused: (|world| group(world, &[SPARE, IN_INVITED]), 65_536),
        },
        Case {
            edit: json!({ "document_groups": { "Hazel Lane": spare } }),
            act: |world| delete(world, "Hazel Lane"),
            is_done: |world| world.group("Hazel Lane").is_null() && world.document(SPARE).is_object(),
            refused: (|world| delete(world, INVITED), 65_536),
        },
    ]
}
