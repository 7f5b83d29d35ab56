//! A document as an edit would write it (wire sections 6.1 and 6.2).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::document::Document;
use super::documents::DocumentById;
use super::field::{FieldArea, FieldKind};
use super::write::{FieldContent, NewField, RadioButton};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::DocumentId;
use crate::signnow::resource::Resource;
use crate::signnow::route::{Route, Target};
use crate::signnow::wire;
use crate::signnow::wire::{filled_text, flag, list, optional_count, text};

/// One document with everything that an edit has to know of its fields: `GET /document/{document_id}`, where
/// [`DocumentById`] keeps what a reader needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditableById {
    /// Which.
    pub id: DocumentId,
}

impl Resource for EditableById {
    type Value = EditableDocument;

    fn route(&self) -> Route {
        DocumentById::ROUTE
    }

    fn target(&self) -> Target {
        DocumentById { id: self.id.clone() }.target()
    }

    fn decode(&self, body: &[u8]) -> Result<EditableDocument, DecodeError> {
        #[derive(Deserialize)]
        struct OnWire {
            #[serde(default, deserialize_with = "list")]
            fields: Vec<FieldOnWire>,
            #[serde(default, deserialize_with = "list")]
            checkbox_groups: Vec<IgnoredAny>,
        }
        let OnWire { fields, checkbox_groups } = wire::decode(body)?;
        let fields = fields.into_iter().map(|field| field.read(!checkbox_groups.is_empty())).collect();
        Ok(EditableDocument { document: wire::decode(body)?, fields })
    }
}

/// A document, and its fields as they have to be written to stay as they are.
#[derive(Clone, Debug)]
pub struct EditableDocument {
    /// The document as everybody reads it.
    pub document: Document,
    /// Its fields, in its order.
    pub fields: Vec<EditableField>,
}

/// A field that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditableField {
    /// What kind of field it is.
    pub kind: FieldKind,
    /// The field as it has to be written to be the same again; `None` where signNow says something of it that
    /// [`NewField`] cannot, which would be lost.
    pub as_new: Option<NewField>,
}

#[derive(Deserialize)]
struct FieldOnWire {
    #[serde(rename = "type")]
    kind: FieldKind,
    #[serde(default, deserialize_with = "text")]
    role: String,
    /// What was put in.
    #[serde(default, deserialize_with = "filled_text")]
    element_id: Option<String>,
    #[serde(default)]
    json_attributes: Value,
}

impl FieldOnWire {
    /// A field that is written again is empty, and has a new id. Boxes may stand in groups, which name them by their ids.
    fn read(self, has_checkbox_groups: bool) -> EditableField {
        let is_grouped = self.kind == FieldKind::Checkbox && has_checkbox_groups;
        let is_more = is_grouped || self.element_id.is_some();
        EditableField { kind: self.kind, as_new: self.into_new().filter(|_| !is_more) }
    }

    fn into_new(self) -> Option<NewField> {
        let attributes: Attributes = serde_json::from_value(self.json_attributes.clone()).ok()?;
        let new = attributes.into_field(self.kind, self.role)?;
        let written = serde_json::to_value(&new).ok()?;
        (!new.role.is_empty() && says_as_much(&written, &self.json_attributes)).then_some(new)
    }
}

/// What is written of a field, as signNow shows it again.
#[derive(Deserialize)]
struct Attributes {
    #[serde(flatten)]
    area: AreaOnWire,
    #[serde(default, deserialize_with = "flag")]
    required: bool,
    #[serde(default, deserialize_with = "filled_text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    label: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    prefilled_text: Option<String>,
    #[serde(default, deserialize_with = "filled_text")]
    validator_id: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    lock_to_sign_date: bool,
    #[serde(default, deserialize_with = "flag")]
    custom_defined_option: bool,
    #[serde(default, deserialize_with = "list")]
    enumeration_options: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    radio: Vec<ButtonOnWire>,
    #[serde(default, deserialize_with = "filled_text")]
    formula: Option<String>,
}

#[derive(Deserialize)]
struct AreaOnWire {
    #[serde(default, deserialize_with = "optional_count")]
    page_number: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    x: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    y: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    width: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    height: Option<u64>,
}

#[derive(Deserialize)]
struct ButtonOnWire {
    #[serde(flatten)]
    area: AreaOnWire,
    #[serde(default, deserialize_with = "flag")]
    checked: bool,
    #[serde(default, deserialize_with = "text")]
    value: String,
}

impl Attributes {
    fn into_field(self, kind: FieldKind, role: String) -> Option<NewField> {
        let content = match kind {
            FieldKind::Signature => FieldContent::Signature,
            FieldKind::Initials => FieldContent::Initials,
            FieldKind::Stamp => FieldContent::Stamp,
            FieldKind::Text => FieldContent::Text {
                prefilled: self.prefilled_text,
                validator: self.validator_id,
                is_signing_date: self.lock_to_sign_date,
            },
            FieldKind::Checkbox => FieldContent::Checkbox,
            FieldKind::Enumeration if !self.enumeration_options.is_empty() => FieldContent::Enumeration {
                options: self.enumeration_options,
                prefilled: self.prefilled_text,
                allows_other: self.custom_defined_option,
            },
            FieldKind::RadioButton if !self.radio.is_empty() => {
                FieldContent::RadioButtons(self.radio.iter().map(ButtonOnWire::read).collect::<Option<_>>()?)
            }
            FieldKind::Attachment => FieldContent::Attachment,
            FieldKind::Calculated => FieldContent::Calculated { formula: self.formula? },
            // What there is to choose from is said elsewhere, or the kind cannot be written at all.
            FieldKind::Enumeration | FieldKind::RadioButton | FieldKind::Hyperlink | FieldKind::Other => {
                return None;
            }
        };
        let (name, label) = (self.name, self.label);
        Some(NewField { area: self.area.read()?, role, is_required: self.required, name, label, content })
    }
}

impl AreaOnWire {
    fn read(&self) -> Option<FieldArea> {
        let points = |points: Option<u64>| u32::try_from(points?).ok();
        Some(FieldArea {
            page: points(self.page_number)?,
            x: points(self.x)?,
            y: points(self.y)?,
            width: points(self.width)?,
            height: points(self.height)?,
        })
    }
}

impl ButtonOnWire {
    fn read(&self) -> Option<RadioButton> {
        let (value, is_checked) = (self.value.clone(), self.checked);
        Some(RadioButton { area: self.area.read()?, value, is_checked })
    }
}

/// Whether everything that was read stands in what would be written. The quirks of the wire do not count: `1` is `"1"`
/// and `true`, and what is null, empty or false is not said.
fn says_as_much(written: &Value, read: &Value) -> bool {
    let has = |written: &Map<String, Value>, (name, read): (&String, &Value)| {
        says_nothing(read) || written.get(name).is_some_and(|written| says_as_much(written, read))
    };
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => read.iter().all(|entry| has(written, entry)),
        (Value::Array(written), Value::Array(read)) => {
            let mut pairs = written.iter().zip(read);
            written.len() == read.len() && pairs.all(|(written, read)| says_as_much(written, read))
        }
        (written, read) => scalar(written).is_some_and(|written| scalar(read) == Some(written)),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(document: &Value) -> Vec<EditableField> {
        let id = DocumentId::parse("d1").unwrap();
        EditableById { id }.decode(document.to_string().as_bytes()).unwrap().fields
    }

    /// A document with one field of this kind and with these attributes beside its place.
    fn with_field(kind: &str, beside: Value) -> Value {
        let mut attributes = json!({ "page_number": 0, "x": "72", "y": 100, "width": 180, "height": 40 });
        attributes.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        let field = json!({ "id": "f1", "type": kind, "role": "Client", "json_attributes": attributes });
        json!({ "id": "d1", "fields": [field] })
    }

    fn kept(kind: &str, beside: Value) -> Option<NewField> {
        read(&with_field(kind, beside)).remove(0).as_new
    }

    #[test]
    fn the_documented_fields_can_be_written_again() {
        let mut body: Value =
            serde_json::from_slice(include_bytes!("../../../tests/fixtures/signnow/fields.json")).unwrap();
        let filled = read(&json!({ "id": "d1", "fields": body }));
        assert_eq!(filled[0].as_new, None, "what was put in would be lost");
        body[0]["element_id"] = json!(null);
        let fields = read(&json!({ "id": "d1", "fields": body }));
        let text = fields[0].as_new.as_ref().unwrap();
        assert_eq!((text.role.as_str(), text.label.as_deref()), ("Client", Some("Date")));
        assert_eq!(fields[1].as_new.as_ref().unwrap().content, FieldContent::Signature);
    }

    #[test]
    fn what_cannot_be_said_again_is_not_written() {
        let nothing = json!({ "font": null, "color": "", "bold": false, "conditions": [], "x": 72 });
        assert!(kept("signature", nothing).is_some());
        for lost in [
            json!({ "font": "Arial" }),
            json!({ "conditions": [{ "when": "f2" }] }),
            json!({ "x": 72.5 }),
            json!({ "x": -1 }),
            json!({ "page_number": null }),
            json!({ "width": [] }),
            json!({ "prefilled_text": "a" }),
            json!({ "name": ["a"] }),
        ] {
            assert_eq!(kept("signature", lost.clone()), None, "{lost}");
        }
        for kind in ["hyperlink", "date", "hologram", "enumeration", "radiobutton", "calculated"] {
            assert_eq!(kept(kind, json!({})), None, "{kind}");
        }
        let button = |more: Value| {
            let mut button = json!({ "page_number": "0", "x": "1", "y": "1", "width": "9", "height": "9" });
            button.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "radio": [button] })
        };
        assert!(kept("radiobutton", button(json!({ "value": "a", "checked": 1 }))).is_some());
        assert_eq!(kept("radiobutton", button(json!({ "value": "a", "group": "g" }))), None);
    }

    #[test]
    fn a_box_in_a_group_is_more_than_a_box() {
        let mut document = with_field("checkbox", json!({}));
        assert!(read(&document)[0].as_new.is_some());
        document["checkbox_groups"] = json!([{ "id": "g1" }]);
        assert_eq!(read(&document)[0], EditableField { kind: FieldKind::Checkbox, as_new: None });
    }

    #[test]
    fn a_field_without_role_or_attributes_is_not_written() {
        for field in [
            json!({ "type": "signature", "role": "Client" }),
            json!({ "type": "signature", "role": "Client", "json_attributes": [] }),
            json!({ "type": "signature", "json_attributes": { "page_number": 0, "x": 1, "y": 1, "width": 1, "height": 1 } }),
        ] {
            assert_eq!(read(&json!({ "id": "d1", "fields": [field] }))[0].as_new, None);
        }
    }

    fn contents() -> impl Strategy<Value = FieldContent> {
        let text = || proptest::option::of("[a-z0-9 ]{1,9}");
        let button = ("[a-z]{1,5}", any::<bool>()).prop_map(|(value, is_checked)| RadioButton {
            area: FieldArea { page: 1, x: 2, y: 3, width: 4, height: 5 },
            value,
            is_checked,
        });
        prop_oneof![
            Just(FieldContent::Signature),
            Just(FieldContent::Stamp),
            Just(FieldContent::Checkbox),
            (text(), text(), any::<bool>()).prop_map(|(prefilled, validator, is_signing_date)| {
                FieldContent::Text { prefilled, validator, is_signing_date }
            }),
            (proptest::collection::vec("[a-z]{1,5}", 1..4), text(), any::<bool>()).prop_map(
                |(options, prefilled, allows_other)| FieldContent::Enumeration {
                    options,
                    prefilled,
                    allows_other
                }
            ),
            proptest::collection::vec(button, 1..4).prop_map(FieldContent::RadioButtons),
            "[A-Z+]{1,9}".prop_map(|formula| FieldContent::Calculated { formula }),
        ]
    }

    proptest! {
        /// What this client wrote, and signNow shows as it was written, comes back as it was.
        #[test]
        fn what_was_written_is_written_again(
            content in contents(),
            (x, y, width, height) in any::<(u32, u32, u32, u32)>(),
            is_required: bool,
            name in proptest::option::of("[a-z]{1,5}"),
        ) {
            let area = FieldArea { page: 3, x, y, width, height };
            let field = NewField { area, role: "Client".to_owned(), is_required, name, label: None, content };
            let mut attributes = serde_json::to_value(&field).unwrap();
            let kind = attributes.as_object_mut().unwrap().remove("type").unwrap();
            attributes.as_object_mut().unwrap().remove("role");
            let shown = json!({ "type": kind, "role": "Client", "json_attributes": attributes });
            let read = read(&json!({ "id": "d1", "fields": [shown] }));
            prop_assert_eq!(read[0].as_new.as_ref(), Some(&field));
        }
    }
}
