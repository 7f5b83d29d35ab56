//! What is to be filled into a field, kind by kind.

use async_graphql::InputObject;

use super::LONGEST_NAME;
use super::area::FieldAreaInput;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::FieldKind;
use crate::signnow::v1::{FieldContent, RadioButton};

/// More than stands in any field.
const LONGEST_TEXT: usize = 10_000;
/// More than anyone chooses from.
const MOST_OPTIONS: usize = 500;
/// More than fit on a page.
const MOST_BUTTONS: usize = 100;

/// One of several buttons.
#[derive(InputObject)]
pub(super) struct RadioButtonInput {
    /// Where it is.
    area: FieldAreaInput,
    /// What it stands for.
    value: String,
    /// Whether it is chosen already, which one at most can be. False if not given.
    is_checked: Option<bool>,
}

/// What was said of a field that is for some kinds alone. What its kind has use for is taken; what is left is refused.
pub(super) struct Details {
    pub(super) kind: FieldKind,
    pub(super) is_named: bool,
    pub(super) prefilled_text: Option<String>,
    pub(super) validator_id: Option<String>,
    pub(super) is_signing_date: Option<bool>,
    pub(super) options: Option<Vec<String>>,
    pub(super) allows_other: Option<bool>,
    pub(super) buttons: Option<Vec<RadioButtonInput>>,
    pub(super) formula: Option<String>,
}

impl Details {
    pub(super) fn check(mut self, check: &mut Check) -> Option<FieldContent> {
        let content = match self.kind {
            FieldKind::Signature => Some(FieldContent::Signature),
            FieldKind::Initials => Some(FieldContent::Initials),
            FieldKind::Stamp => Some(FieldContent::Stamp),
            FieldKind::Text => self.text(check),
            FieldKind::Checkbox => Some(FieldContent::Checkbox),
            FieldKind::Enumeration => self.enumeration(check),
            FieldKind::RadioButton => self.radio_buttons(check),
            FieldKind::Attachment => Some(FieldContent::Attachment),
            FieldKind::Calculated => self.calculated(check),
            FieldKind::Hyperlink | FieldKind::Unknown => check.refuse(
                "kind",
                Invalid,
                "signNow does not say how a field of this kind is put on a document.",
            ),
        };
        self.refuse_what_is_left(check);
        content
    }

    fn text(&mut self, check: &mut Check) -> Option<FieldContent> {
        let prefilled = check.lines_if_any("prefilledText", self.prefilled_text.take(), LONGEST_TEXT);
        let validator = check.text_if_any("validatorId", self.validator_id.take(), LONGEST_NAME);
        let is_signing_date = self.is_signing_date.take().unwrap_or_default();
        Some(FieldContent::Text { prefilled: prefilled?, validator: validator?, is_signing_date })
    }

    fn enumeration(&mut self, check: &mut Check) -> Option<FieldContent> {
        let allows_other = self.allows_other.take().unwrap_or_default();
        let options = match self.options.take() {
            Some(options) => options_of(check, options),
            None => check.refuse("options", Blank, "Say what there is to choose from."),
        };
        let prefilled = check.text_if_any("prefilledText", self.prefilled_text.take(), LONGEST_NAME);
        let (options, prefilled) = (options?, prefilled?);
        if !allows_other && prefilled.as_ref().is_some_and(|chosen| !options.contains(chosen)) {
            return check.refuse("prefilledText", Invalid, "This is none of the options.");
        }
        Some(FieldContent::Enumeration { options, prefilled, allows_other })
    }

    fn radio_buttons(&mut self, check: &mut Check) -> Option<FieldContent> {
        if !self.is_named {
            check.note("name", Blank, "Radio buttons need a name, for their group.");
        }
        match self.buttons.take() {
            Some(buttons) => buttons_of(check, buttons).map(FieldContent::RadioButtons),
            None => check.refuse("buttons", Blank, "Say which buttons there are."),
        }
    }

    fn calculated(&mut self, check: &mut Check) -> Option<FieldContent> {
        match self.formula.take() {
            Some(formula) => {
                let formula = check.text("formula", formula, LONGEST_TEXT)?;
                Some(FieldContent::Calculated { formula })
            }
            None => check.refuse("formula", Blank, "Say how the number is worked out."),
        }
    }

    fn refuse_what_is_left(&self, check: &mut Check) {
        let left = [
            ("prefilledText", self.prefilled_text.is_some(), "TEXT or ENUMERATION"),
            ("validatorId", self.validator_id.is_some(), "TEXT"),
            ("isSigningDate", self.is_signing_date.is_some(), "TEXT"),
            ("options", self.options.is_some(), "ENUMERATION"),
            ("allowsOther", self.allows_other.is_some(), "ENUMERATION"),
            ("buttons", self.buttons.is_some(), "RADIO_BUTTON"),
            ("formula", self.formula.is_some(), "CALCULATED"),
        ];
        for (argument, _, kind) in left.iter().filter(|(_, is_left, _)| *is_left) {
            check.note(argument, Invalid, format!("This is for fields of the kind {kind}."));
        }
    }
}

fn options_of(check: &mut Check, options: Vec<String>) -> Option<Vec<String>> {
    let options = check.length("options", options, 1..=MOST_OPTIONS)?;
    check.each_once("options", "", options, |check, it| check.text("", it, LONGEST_NAME), String::clone)
}

fn buttons_of(check: &mut Check, buttons: Vec<RadioButtonInput>) -> Option<Vec<RadioButton>> {
    let buttons = check.length("buttons", buttons, 1..=MOST_BUTTONS)?;
    check.once("buttons", "value", buttons.iter().map(|button| Some(button.value.clone())));
    let mut is_chosen = false;
    check.each("buttons", buttons, |check, button| {
        let is_checked = button.is_checked.unwrap_or_default();
        if is_checked && std::mem::replace(&mut is_chosen, true) {
            check.note("isChecked", Invalid, "Another button is chosen already.");
        }
        let area = button.area.check(check);
        let value = check.text("value", button.value, LONGEST_NAME);
        Some(RadioButton { area: area?, value: value?, is_checked })
    })
}
