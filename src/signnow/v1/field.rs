//! Places on a document where something is to be filled in (wire section 6.2).

use serde::{Deserialize, Deserializer};

use crate::signnow::wire::scalar::Scalar;
use crate::signnow::wire::{flag, object, optional_points, text};

/// A field of a document.
///
/// Lists of documents are kept in memory with all their fields, hundreds a page, so a field holds its texts without
/// spare room and nothing twice. What signNow says about its looks is left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "OnWire")]
pub struct DocumentField {
    /// signNow's id for it. Fields that replace others have new ones.
    pub id: Option<Box<str>>,
    /// What is to be filled in.
    pub kind: FieldKind,
    /// The name of the part whose player fills it in.
    pub role: Option<Box<str>>,
    /// The id of that part.
    pub role_id: Option<Box<str>>,
    /// Where it is; `None` where signNow does not say on which page.
    pub area: Option<FieldArea>,
    /// Whether the document cannot be completed without it.
    pub is_required: bool,
    /// Its name, for programs.
    pub name: Option<Box<str>>,
    /// Its label, for people.
    pub label: Option<Box<str>>,
    /// What stands in it before anyone fills it in.
    pub prefilled_text: Option<Box<str>>,
    /// The address of who was asked to fill it in.
    pub signer_email: Option<Box<str>>,
    /// signNow's id for that request; there is none before somebody is invited. Reminders may go by it (wire
    /// section 9 row 36).
    pub request_id: Option<Box<str>>,
    /// Whether something was put in: whether signNow names an element for it.
    pub is_filled: bool,
}

/// A rectangle on a page, in points of 1/72 inch from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldArea {
    /// Which page, from 0.
    pub page: u32,
    /// From the left edge of the page to that of the rectangle.
    pub x: u32,
    /// From the upper edge of the page to that of the rectangle.
    pub y: u32,
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What is filled into a field: the types that official SDKs and examples name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A signature.
    Signature,
    /// Initials.
    Initials,
    /// A stamp.
    Stamp,
    /// Text; a date is text that is checked.
    Text,
    /// A box to tick.
    Checkbox,
    /// One of several texts.
    Enumeration,
    /// One of several buttons.
    RadioButton,
    /// A file.
    Attachment,
    /// A number worked out from other fields.
    Calculated,
    /// A link to follow.
    Hyperlink,
    /// A word of signNow's that is none of these.
    Other,
}

impl FieldKind {
    const KNOWN: [FieldKind; 10] = [
        FieldKind::Signature,
        FieldKind::Initials,
        FieldKind::Stamp,
        FieldKind::Text,
        FieldKind::Checkbox,
        FieldKind::Enumeration,
        FieldKind::RadioButton,
        FieldKind::Attachment,
        FieldKind::Calculated,
        FieldKind::Hyperlink,
    ];

    /// signNow's word; `other` is ours.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldKind::Signature => "signature",
            FieldKind::Initials => "initials",
            FieldKind::Stamp => "stamp",
            FieldKind::Text => "text",
            FieldKind::Checkbox => "checkbox",
            FieldKind::Enumeration => "enumeration",
            FieldKind::RadioButton => "radiobutton",
            FieldKind::Attachment => "attachment",
            FieldKind::Calculated => "calculated",
            FieldKind::Hyperlink => "hyperlink",
            FieldKind::Other => "other",
        }
    }
}

impl<'de> Deserialize<'de> for FieldKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = text(deserializer)?;
        let kind = Self::KNOWN.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(&word));
        Ok(kind.unwrap_or(FieldKind::Other))
    }
}

#[derive(Deserialize)]
struct OnWire {
    #[serde(default, deserialize_with = "words")]
    id: Option<Box<str>>,
    #[serde(rename = "type", default = "other")]
    kind: FieldKind,
    #[serde(default, deserialize_with = "words")]
    role: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    role_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    fulfiller: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    field_request_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    element_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "object")]
    json_attributes: Option<Attributes>,
}

#[derive(Default, Deserialize)]
struct Attributes {
    #[serde(default, deserialize_with = "optional_points")]
    page_number: Option<u32>,
    #[serde(default, deserialize_with = "optional_points")]
    x: Option<u32>,
    #[serde(default, deserialize_with = "optional_points")]
    y: Option<u32>,
    #[serde(default, deserialize_with = "optional_points")]
    width: Option<u32>,
    #[serde(default, deserialize_with = "optional_points")]
    height: Option<u32>,
    #[serde(default, deserialize_with = "flag")]
    required: bool,
    #[serde(default, deserialize_with = "words")]
    name: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    label: Option<Box<str>>,
    #[serde(default, deserialize_with = "words")]
    prefilled_text: Option<Box<str>>,
}

impl From<OnWire> for DocumentField {
    fn from(field: OnWire) -> Self {
        let attributes = field.json_attributes.unwrap_or_default();
        DocumentField {
            id: field.id,
            kind: field.kind,
            role: field.role,
            role_id: field.role_id,
            area: attributes.area(),
            is_required: attributes.required,
            name: attributes.name,
            label: attributes.label,
            prefilled_text: attributes.prefilled_text,
            signer_email: field.fulfiller,
            request_id: field.field_request_id,
            is_filled: field.element_id.is_some(),
        }
    }
}

impl Attributes {
    fn area(&self) -> Option<FieldArea> {
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(Option::unwrap_or_default);
        self.page_number.map(|page| FieldArea { page, x, y, width, height })
    }
}

fn other() -> FieldKind {
    FieldKind::Other
}

/// A text that says something. What is no text says nothing here: the attributes of a field are many and depend on its
/// kind, and no document should be unreadable for one of them.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    let scalar = Scalar::deserialize(deserializer)?;
    let text = if scalar.is_nothing() { None } else { scalar.into_text() };
    Ok(text.map(String::into_boxed_str))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(field: Value) -> DocumentField {
        serde_json::from_value(field).unwrap()
    }

    #[test]
    fn a_field_as_documented() {
        let body = include_bytes!("../../../tests/fixtures/signnow/fields.json");
        let fields: Vec<DocumentField> = serde_json::from_slice(body).unwrap();
        let [text, signature] = &fields[..] else { panic!("two fields are documented") };
        assert_eq!((text.kind, text.role.as_deref()), (FieldKind::Text, Some("Client")));
        assert_eq!(text.area, Some(FieldArea { page: 0, x: 281, y: 195, width: 102, height: 21 }));
        assert_eq!((text.label.as_deref(), &text.name, &text.prefilled_text), (Some("Date"), &None, &None));
        assert_eq!(text.signer_email.as_deref(), Some("signer@example.test"));
        assert!(text.is_required && text.is_filled && text.request_id.is_some());
        assert_eq!((signature.kind, signature.is_filled), (FieldKind::Signature, false));
        assert_eq!((&signature.request_id, &signature.signer_email), (&None, &None));
    }

    #[test]
    fn every_word_is_read_back_and_an_unknown_one_is_no_fault() {
        for kind in FieldKind::KNOWN {
            assert_eq!(read(json!({ "type": kind.as_str() })).kind, kind);
        }
        for unknown in [json!({ "type": "hologram" }), json!({ "type": null }), json!({})] {
            assert_eq!(read(unknown).kind, FieldKind::Other);
        }
    }

    #[test]
    fn attributes_may_be_missing_fractions_digits_or_of_another_kind() {
        for nothing in [json!(null), json!([]), json!({})] {
            let field = read(json!({ "id": "f1", "json_attributes": nothing }));
            assert_eq!((field.area, field.is_required, field.name), (None, false, None));
        }
        let attributes = json!({
            "page_number": "1", "x": 10.6, "y": "-3", "width": "25.2", "height": null, "required": "1",
            "prefilled_text": 123, "name": ["a"], "label": { "text": "b" }, "radio": [{ "value": "apple" }],
        });
        let field = read(json!({ "element_id": "", "json_attributes": attributes }));
        assert_eq!(field.area, Some(FieldArea { page: 1, x: 11, y: 0, width: 25, height: 0 }));
        assert_eq!((field.prefilled_text.as_deref(), field.name, field.label), (Some("123"), None, None));
        assert!(field.is_required && !field.is_filled);
    }

    #[test]
    fn a_field_takes_little_room() {
        assert!(size_of::<DocumentField>() <= 160, "{}", size_of::<DocumentField>());
    }
}
