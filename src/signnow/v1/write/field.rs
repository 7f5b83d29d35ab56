//! Fields as they are put on a document.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::signnow::v1::field::{FieldArea, FieldKind};

/// A field to put on a document (wire section 6.1; the keys are those of the official OpenAPI file and SDKs).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewField {
    /// Where it is.
    pub area: FieldArea,
    /// The name of the part whose player fills it in, not empty. The first field that names a part makes it.
    pub role: String,
    /// Whether the document cannot be completed without it.
    pub is_required: bool,
    /// Its name, for programs. Radio buttons need one, for their group.
    pub name: Option<String>,
    /// Its label, for people.
    pub label: Option<String>,
    /// What is to be filled in.
    pub content: FieldContent,
}

/// What is to be filled in, and what that needs. `Debug` shows the kind alone: what stands in a field may be anybody's.
///
/// A hyperlink is missing, since no source shows how one is put on a document by itself.
#[derive(Clone, PartialEq, Eq)]
pub enum FieldContent {
    /// A signature.
    Signature,
    /// Initials.
    Initials,
    /// A stamp.
    Stamp,
    /// Text.
    Text {
        /// What stands in it before anyone fills it in.
        prefilled: Option<String>,
        /// signNow's id of what the text is checked by, such as the form of a date.
        validator: Option<String>,
        /// Whether it becomes the date of signing by itself; for the validators of dates.
        is_signing_date: bool,
    },
    /// A box to tick.
    Checkbox,
    /// One of several texts.
    Enumeration {
        /// What there is to choose from.
        options: Vec<String>,
        /// What is chosen already.
        prefilled: Option<String>,
        /// Whether another text may be written instead.
        allows_other: bool,
    },
    /// One of several buttons.
    RadioButtons(Vec<RadioButton>),
    /// A file.
    Attachment,
    /// A number worked out from other fields.
    Calculated {
        /// How, in signNow's own notation.
        formula: String,
    },
}

/// One of several buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioButton {
    /// Where it is.
    pub area: FieldArea,
    /// What it stands for.
    pub value: String,
    /// Whether it is chosen already.
    pub is_checked: bool,
}

impl FieldContent {
    /// What kind of field it makes.
    pub fn kind(&self) -> FieldKind {
        match self {
            FieldContent::Signature => FieldKind::Signature,
            FieldContent::Initials => FieldKind::Initials,
            FieldContent::Stamp => FieldKind::Stamp,
            FieldContent::Text { .. } => FieldKind::Text,
            FieldContent::Checkbox => FieldKind::Checkbox,
            FieldContent::Enumeration { .. } => FieldKind::Enumeration,
            FieldContent::RadioButtons(_) => FieldKind::RadioButton,
            FieldContent::Attachment => FieldKind::Attachment,
            FieldContent::Calculated { .. } => FieldKind::Calculated,
        }
    }
}

impl fmt::Debug for FieldContent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}(..)", self.kind())
    }
}

/// The keys of a field on the wire; what is `None` is left out.
#[derive(Default, Serialize)]
struct OnWire<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    page_number: u32,
    x: u32,
    y: u32,
    width: u32,
    height: u32,
    role: &'a str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefilled_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validator_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock_to_sign_date: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_defined_option: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enumeration_options: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    radio: Option<Vec<RadioOnWire<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<&'a str>,
}

impl Serialize for NewField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FieldArea { page, x, y, width, height } = self.area;
        let mut field = OnWire {
            kind: self.content.kind().as_str(),
            page_number: page,
            x,
            y,
            width,
            height,
            role: &self.role,
            required: self.is_required,
            name: self.name.as_deref(),
            label: self.label.as_deref(),
            ..OnWire::default()
        };
        field.fill(&self.content);
        field.serialize(serializer)
    }
}

impl<'a> OnWire<'a> {
    fn fill(&mut self, content: &'a FieldContent) {
        match content {
            FieldContent::Text { prefilled, validator, is_signing_date } => {
                self.prefilled_text = prefilled.as_deref();
                self.validator_id = validator.as_deref();
                self.lock_to_sign_date = is_signing_date.then_some(true);
            }
            FieldContent::Enumeration { options, prefilled, allows_other } => {
                self.enumeration_options = Some(options);
                self.prefilled_text = prefilled.as_deref();
                self.custom_defined_option = Some(*allows_other);
            }
            FieldContent::RadioButtons(buttons) => {
                self.radio = Some(buttons.iter().map(RadioOnWire::of).collect());
            }
            FieldContent::Calculated { formula } => self.formula = Some(formula),
            FieldContent::Signature
            | FieldContent::Initials
            | FieldContent::Stamp
            | FieldContent::Checkbox
            | FieldContent::Attachment => {}
        }
    }
}

/// The OpenAPI file writes every number of a button as a text.
#[derive(Serialize)]
struct RadioOnWire<'a> {
    page_number: String,
    x: String,
    y: String,
    width: String,
    height: String,
    checked: &'static str,
    value: &'a str,
}

impl RadioOnWire<'_> {
    fn of(button: &RadioButton) -> RadioOnWire<'_> {
        let FieldArea { page, x, y, width, height } = button.area;
        RadioOnWire {
            page_number: page.to_string(),
            x: x.to_string(),
            y: y.to_string(),
            width: width.to_string(),
            height: height.to_string(),
            checked: if button.is_checked { "1" } else { "0" },
            value: &button.value,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const AREA: FieldArea = FieldArea { page: 0, x: 305, y: 18, width: 122, height: 34 };

    fn field(content: FieldContent) -> NewField {
        let role = "Signer 1".to_owned();
        NewField { area: AREA, role, is_required: true, name: None, label: None, content }
    }

    fn written(field: &NewField) -> Value {
        serde_json::to_value(field).unwrap()
    }

    /// What is written beside place, role and kind.
    fn beside(content: FieldContent, kind: &str) -> Value {
        let mut written = written(&field(content));
        assert_eq!(written["type"], kind);
        for name in ["type", "page_number", "x", "y", "width", "height", "role", "required"] {
            written.as_object_mut().unwrap().remove(name).unwrap();
        }
        written
    }

    #[test]
    fn a_signature_as_documented() {
        let documented = json!({
            "x": 305, "y": 18, "width": 122, "height": 34, "page_number": 0,
            "role": "Signer 1", "required": true, "type": "signature",
        });
        assert_eq!(written(&field(FieldContent::Signature)), documented);
        let (name, label) = (Some("a".to_owned()), Some("b".to_owned()));
        let named = written(&NewField { name, label, ..field(FieldContent::Initials) });
        assert_eq!(
            (&named["name"], &named["label"], &named["type"]),
            (&json!("a"), &json!("b"), &json!("initials"))
        );
    }

    #[test]
    fn each_kind_has_the_keys_it_needs() {
        use FieldContent::*;
        let text = |prefilled: Option<&str>, is_signing_date: bool| Text {
            prefilled: prefilled.map(str::to_owned),
            validator: is_signing_date.then(|| "v1".to_owned()),
            is_signing_date,
        };
        let date = json!({ "validator_id": "v1", "lock_to_sign_date": true });
        assert_eq!(beside(text(None, true), "text"), date);
        assert_eq!(beside(text(Some("x"), false), "text"), json!({ "prefilled_text": "x" }));
        let options = vec!["2014".to_owned(), "2015".to_owned()];
        let years = Enumeration { options, prefilled: Some("2015".to_owned()), allows_other: false };
        let written = json!({
            "enumeration_options": ["2014", "2015"], "prefilled_text": "2015", "custom_defined_option": false,
        });
        assert_eq!(beside(years, "enumeration"), written);
        let sum = Calculated { formula: "A+B".to_owned() };
        assert_eq!(beside(sum, "calculated"), json!({ "formula": "A+B" }));
        for (content, kind) in [(Stamp, "stamp"), (Checkbox, "checkbox"), (Attachment, "attachment")] {
            assert_eq!(beside(content, kind), json!({}));
        }
    }

    #[test]
    fn numbers_of_a_button_are_texts() {
        let button = RadioButton { area: AREA, value: "apple".to_owned(), is_checked: true };
        let written = json!({ "radio": [{
            "page_number": "0", "x": "305", "y": "18", "width": "122", "height": "34", "checked": "1", "value": "apple",
        }] });
        assert_eq!(beside(FieldContent::RadioButtons(vec![button]), "radiobutton"), written);
    }

    #[test]
    fn nothing_is_shown_of_what_stands_in_a_field() {
        let prefilled = Some("canary".to_owned());
        let content = FieldContent::Text { prefilled, validator: None, is_signing_date: false };
        assert!(!format!("{:?}", field(content)).contains("canary"));
    }
}
