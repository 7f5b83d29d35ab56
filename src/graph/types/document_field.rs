//! Places on a document where something is to be filled in.

use async_graphql::{Enum, Object, SimpleObject};

use crate::signnow::v1;

/// What is filled into a field.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum FieldKind {
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
    /// A link to follow. signNow does not say how one is put on a document, so not accepted in an input.
    Hyperlink,
    /// A kind that signNow does not document. Not accepted in an input.
    Unknown,
}

impl From<v1::FieldKind> for FieldKind {
    fn from(kind: v1::FieldKind) -> Self {
        match kind {
            v1::FieldKind::Signature => Self::Signature,
            v1::FieldKind::Initials => Self::Initials,
            v1::FieldKind::Stamp => Self::Stamp,
            v1::FieldKind::Text => Self::Text,
            v1::FieldKind::Checkbox => Self::Checkbox,
            v1::FieldKind::Enumeration => Self::Enumeration,
            v1::FieldKind::RadioButton => Self::RadioButton,
            v1::FieldKind::Attachment => Self::Attachment,
            v1::FieldKind::Calculated => Self::Calculated,
            v1::FieldKind::Hyperlink => Self::Hyperlink,
            v1::FieldKind::Other => Self::Unknown,
        }
    }
}

/// A rectangle on a page, in points of 1/72 inch from the upper left corner. An A4 page is 595 by 842, a letter 612 by
/// 792.
#[derive(SimpleObject)]
struct FieldArea {
    /// Which page. The first is 0, as signNow counts.
    page: u32,
    /// From the left edge of the page to that of the rectangle.
    x: u32,
    /// From the upper edge of the page to that of the rectangle.
    y: u32,
    /// From left to right.
    width: u32,
    /// From top to bottom.
    height: u32,
}

pub(in crate::graph) struct DocumentField<'a>(pub(super) &'a v1::DocumentField);

/// A place on a document where something is to be filled in.
#[Object]
impl DocumentField<'_> {
    /// signNow's id of the field. Fields that replace others have new ones.
    async fn field_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// What is to be filled in.
    async fn kind(&self) -> FieldKind {
        self.0.kind.into()
    }

    /// The name of the role whose player fills it in.
    async fn role(&self) -> Option<&str> {
        self.0.role.as_deref()
    }

    /// signNow's id of that role.
    async fn role_id(&self) -> Option<&str> {
        self.0.role_id.as_deref()
    }

    /// Where it is; null where signNow does not say on which page.
    async fn area(&self) -> Option<FieldArea> {
        let v1::FieldArea { page, x, y, width, height } = self.0.area?;
        Some(FieldArea { page, x, y, width, height })
    }

    /// Whether the document cannot be completed without it.
    async fn is_required(&self) -> bool {
        self.0.is_required
    }

    /// Its name, for programs.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Its label, for people.
    async fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }

    /// What stands in it before anyone fills it in.
    async fn prefilled_text(&self) -> Option<&str> {
        self.0.prefilled_text.as_deref()
    }

    /// The address of who was asked to fill it in; null before somebody is invited.
    async fn signer_email(&self) -> Option<&str> {
        self.0.signer_email.as_deref()
    }

    /// Whether something was put in.
    async fn is_filled(&self) -> bool {
        self.0.is_filled
    }
}
