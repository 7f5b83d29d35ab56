//! Where a field is to be.

use async_graphql::InputObject;

use crate::graph::mutations::check::Check;
use crate::signnow::v1::FieldArea;

/// More pages than any document has.
const LAST_PAGE: i32 = 9_999;
/// The longest side of a page, in points (ISO 32000, annex C).
const LONGEST_SIDE: i32 = 14_400;

/// A rectangle on a page, in points of 1/72 inch from the upper left corner. An A4 page is 595 by 842, a letter 612 by
/// 792.
#[derive(InputObject)]
pub(super) struct FieldAreaInput {
    /// Which page. The first is 0, as signNow counts.
    page: i32,
    /// From the left edge of the page to that of the rectangle, 0 to 14400.
    x: i32,
    /// From the upper edge of the page to that of the rectangle, 0 to 14400.
    y: i32,
    /// From left to right, 1 to 14400.
    width: i32,
    /// From top to bottom, 1 to 14400.
    height: i32,
}

impl FieldAreaInput {
    /// Checks the argument `area`.
    pub(super) fn check(&self, check: &mut Check) -> Option<FieldArea> {
        check.within("area", |check| {
            let page = check.within_range("page", self.page, 0..=LAST_PAGE);
            let x = check.within_range("x", self.x, 0..=LONGEST_SIDE);
            let y = check.within_range("y", self.y, 0..=LONGEST_SIDE);
            let width = check.within_range("width", self.width, 1..=LONGEST_SIDE);
            let height = check.within_range("height", self.height, 1..=LONGEST_SIDE);
            Some(FieldArea { page: page?, x: x?, y: y?, width: width?, height: height? })
        })
    }
}
