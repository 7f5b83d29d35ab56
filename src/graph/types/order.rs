//! How a list is ordered.

use async_graphql::{Enum, InputObject};

use crate::signnow::v2::Direction;

/// The direction of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum OrderDirection {
    /// Smallest, earliest or first in the alphabet comes first.
    Asc,
    /// Largest, latest or last in the alphabet comes first.
    Desc,
}

impl From<OrderDirection> for Direction {
    fn from(direction: OrderDirection) -> Self {
        match direction {
            OrderDirection::Asc => Self::Ascending,
            OrderDirection::Desc => Self::Descending,
        }
    }
}

/// What a list of members is ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum MemberOrderField {
    /// The e-mail address; all that signNow orders members by.
    Email,
}

/// The order of a list of members.
#[derive(InputObject, Clone, Copy, Debug)]
pub(in crate::graph) struct MemberOrder {
    /// What to order by.
    pub(super) field: MemberOrderField,
    /// In which direction.
    pub(super) direction: OrderDirection,
}
