//! Fields as a client describes them.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::sandbox::http::{Fields, whole};

/// The kinds of fields, as OAS and the SDKs name them.
const KINDS: [&str; 11] = [
    "signature",
    "initials",
    "text",
    "date",
    "checkbox",
    "enumeration",
    "radiobutton",
    "attachment",
    "calculated",
    "hyperlink",
    "stamp",
];

/// What has to be said of a field's place, in points from the upper left corner.
const MEASURES: [&str; 5] = ["page_number", "x", "y", "width", "height"];

/// A field that is to be put on a document.
pub(super) struct Placement {
    pub(super) kind: String,
    pub(super) role: String,
    /// Everything that was said of it but these two.
    pub(super) attributes: Map<String, Value>,
}

impl Placement {
    /// Reads `fields`; `None` where it is not given.
    pub(super) fn read(fields: &Fields, pages: u32) -> Result<Option<Vec<Placement>>, Refusal> {
        match fields.get("fields") {
            None => Ok(None),
            Some(Value::Array(list)) if list.iter().all(Value::is_object) => {
                let items = fields.items("fields").into_iter().enumerate();
                items.map(|(index, item)| Self::of(index, &item, pages)).collect::<Result<_, _>>().map(Some)
            }
            Some(_) => Err(Refusal::FieldsNotList),
        }
    }

    fn of(index: usize, field: &Fields, pages: u32) -> Result<Self, Refusal> {
        let text = |name| field.filled(name).ok_or(Refusal::FieldInvalid(index, name));
        let (kind, role) = (text("type")?, text("role")?);
        if !KINDS.contains(&kind) {
            return Err(Refusal::FieldInvalid(index, "type"));
        }
        let mut attributes: Map<String, Value> =
            field.all().map(|(name, value)| (name.clone(), value.clone())).collect();
        attributes.retain(|name, _| !matches!(name.as_str(), "type" | "role" | "role_id"));
        for name in MEASURES {
            let number = field.get(name).and_then(whole).ok_or(Refusal::FieldInvalid(index, name))?;
            attributes.insert(name.to_owned(), number.into());
        }
        if attributes["page_number"].as_u64() >= Some(pages.into()) {
            return Err(Refusal::PageMissing(index));
        }
        attributes.entry("required").or_insert(Value::Bool(false));
        Ok(Placement { kind: kind.to_owned(), role: role.to_owned(), attributes })
    }
}
