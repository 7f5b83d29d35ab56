//! Fields to put on a document.

use async_graphql::InputObject;

use super::LONGEST_NAME;
use super::area::FieldAreaInput;
use super::content::{Details, RadioButtonInput};
use crate::graph::mutations::check::Check;
use crate::graph::types::FieldKind;
use crate::signnow::v1::NewField;

/// The most fields of one call. signNow documents no bound.
const MOST_FIELDS: usize = 500;

/// A field to put on a document: its kind and place, and what fields of that kind have beside. What is not for its kind is
/// refused.
#[derive(InputObject)]
pub(super) struct DocumentFieldInput {
    /// What is to be filled in.
    kind: FieldKind,
    /// The name of the role whose player fills it in. A role comes with the first field that names it and goes with the
    /// last.
    role: String,
    /// Where it is.
    area: FieldAreaInput,
    /// Whether the document cannot be completed without it. True if not given.
    is_required: Option<bool>,
    /// Its name, for programs. A RADIO_BUTTON needs one, for its group.
    name: Option<String>,
    /// Its label, for people.
    label: Option<String>,
    /// For TEXT: what stands in it before anyone fills it in. For ENUMERATION: which of the options is chosen already.
    prefilled_text: Option<String>,
    /// For TEXT: signNow's id of what the text is checked by, such as the form of a date.
    validator_id: Option<String>,
    /// For TEXT: whether it becomes the date of signing by itself, which takes the validator of a date.
    is_signing_date: Option<bool>,
    /// For ENUMERATION, which needs it: what there is to choose from, 1 to 500 texts.
    options: Option<Vec<String>>,
    /// For ENUMERATION: whether another text may be written instead. False if not given.
    allows_other: Option<bool>,
    /// For RADIO_BUTTON, which needs it: the buttons, 1 to 100. `area` is then the rectangle around them.
    buttons: Option<Vec<RadioButtonInput>>,
    /// For CALCULATED, which needs it: how the number is worked out, in signNow's own notation.
    formula: Option<String>,
}

/// Checks the argument `fields`.
pub(super) fn fields(
    check: &mut Check,
    fields: Vec<DocumentFieldInput>,
    fewest: usize,
) -> Option<Vec<NewField>> {
    let fields = check.length("fields", fields, fewest..=MOST_FIELDS)?;
    check.each("fields", fields, |check, field| field.check(check))
}

impl DocumentFieldInput {
    fn check(self, check: &mut Check) -> Option<NewField> {
        let details = Details {
            kind: self.kind,
            is_named: self.name.is_some(),
            prefilled_text: self.prefilled_text,
            validator_id: self.validator_id,
            is_signing_date: self.is_signing_date,
            options: self.options,
            allows_other: self.allows_other,
            buttons: self.buttons,
            formula: self.formula,
        };
        let role = check.text("role", self.role, LONGEST_NAME);
        let area = self.area.check(check);
        let name = check.text_if_any("name", self.name, LONGEST_NAME);
        let label = check.text_if_any("label", self.label, LONGEST_NAME);
        let content = details.check(check);
        Some(NewField {
            area: area?,
            role: role?,
            is_required: self.is_required.unwrap_or(true),
            name: name?,
            label: label?,
            content: content?,
        })
    }
}
