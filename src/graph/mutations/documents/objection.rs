//! What stands against putting fields on a document, as far as the document tells.

use async_graphql::resolver_utils::enum_value;

use crate::graph::mutations::check::Check;
use crate::graph::mutations::invites::is_out;
use crate::graph::mutations::user_error::UserError;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::FieldKind;
use crate::signnow::v1::{Document, EditableDocument, EditableField, FieldArea, FieldContent, NewField};

/// What stands against adding these fields to those that are there.
pub(super) fn to_adding(there: &EditableDocument, fields: &[NewField]) -> Vec<UserError> {
    to_fields(&there.document, fields).into_iter().chain(to_rewriting(there)).collect()
}

/// What stands against these fields, whichever are there already.
pub(super) fn to_fields(document: &Document, fields: &[NewField]) -> Vec<UserError> {
    let mut check = Check::new();
    if is_out(document) || document.freeform_invites.iter().any(|invite| !invite.is_canceled) {
        let wrong = "The document has an invite; signNow changes fields only before anyone is invited.";
        check.note("documentId", InviteExists, wrong);
    }
    for (index, field) in fields.iter().enumerate() {
        check.item("fields", index, |check| pages(document, field, check));
    }
    check.then(Some(())).err().unwrap_or_default()
}

fn pages(document: &Document, field: &NewField, check: &mut Check) {
    page(document, &field.area, check);
    if let FieldContent::RadioButtons(buttons) = &field.content {
        for (index, button) in buttons.iter().enumerate() {
            check.item("buttons", index, |check| page(document, &button.area, check));
        }
    }
}

fn page(document: &Document, area: &FieldArea, check: &mut Check) {
    let pages = document.page_count;
    if pages > 0 && u64::from(area.page) >= pages {
        let wrong = format!("The document has pages 0 to {}.", pages - 1);
        check.within("area", |check| check.note("page", OutOfRange, wrong));
    }
}

/// What stands against writing the fields again that are there: some say more than can be written.
fn to_rewriting(document: &EditableDocument) -> Option<UserError> {
    let lost = document.fields.iter().zip(1..).filter(|(field, _)| field.as_new.is_none());
    let kind = |field: &EditableField| enum_value(FieldKind::from(field.kind));
    let lost: Vec<String> = lost.map(|(field, number)| format!("{number} ({})", kind(field))).collect();
    if lost.is_empty() {
        return None;
    }
    let wrong = format!(
        "signNow writes all fields of a document at once, and says more of these than it takes: {}. They would not be \
         the same again. Put all fields there by updateDocument, or add these in signNow's editor.",
        lost.join(", ")
    );
    Some(UserError::at(&["documentId"], FieldsWouldBeLost, wrong))
}
