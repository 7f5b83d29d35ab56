//! The order of a list.

use std::cmp::Ordering;

/// A field a list documents as sortable, and how two rows compare in it.
pub(crate) struct Key<T> {
    /// The name inside `sort[…]`.
    pub(crate) field: &'static str,
    /// Ascending order.
    pub(crate) compare: fn(&T, &T) -> Ordering,
}

/// `asc` or `desc`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "asc" => Some(Self::Ascending),
            "desc" => Some(Self::Descending),
            _ => None,
        }
    }

    pub(super) fn turn(self, ascending: Ordering) -> Ordering {
        match self {
            Self::Ascending => ascending,
            Self::Descending => ascending.reverse(),
        }
    }
}
