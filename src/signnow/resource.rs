//! What can be read: one answer, or a list in numbered pages.

use std::fmt::Debug;
use std::hash::Hash;

use super::command::Authorization;
use super::error::DecodeError;
use super::route::{Path, Query, Route, Target};

/// The largest page of nearly all lists (wire section 5.2).
pub(super) const LARGEST_PAGE: usize = 100;

/// One GET that signNow answers: where it is and what comes back.
pub trait Resource: Clone + Send + Sync + 'static {
    /// What the answer means to us.
    type Value: Send + Sync + 'static;

    /// Who asks.
    const AUTHORIZATION: Authorization = Authorization::Bearer;

    /// The template, for logs, counters and errors.
    fn route(&self) -> Route;

    /// The request itself.
    fn target(&self) -> Target;

    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the body is not what this resource answers.
    fn decode(&self, body: &[u8]) -> Result<Self::Value, DecodeError>;
}

/// A list that signNow answers in numbered pages.
///
/// Equal lists ask the same question, so a list is also a key.
pub trait List: Clone + Eq + Hash + Debug + Send + Sync + 'static {
    /// One row of the list.
    type Row: Send + Sync + 'static;

    /// Who asks.
    const AUTHORIZATION: Authorization = Authorization::Bearer;

    /// How many rows a page holds: as many as signNow gives at once. Always asked for explicitly: defaults are
    /// small, and wire section 9 row 4 records that sources disagree about them.
    const PER_PAGE: usize = LARGEST_PAGE;

    /// The template, for logs, counters and errors.
    fn route(&self) -> Route;

    /// Where the list is.
    fn path(&self) -> Path;

    /// Filters and order.
    fn query(&self) -> Query;

    /// Filters, order, and which page: `per_page` and `page`, unless the list wants it said differently.
    fn page_query(&self, number: u32) -> Query {
        self.query().with("per_page", Self::PER_PAGE).with("page", number)
    }

    /// Reads page `number` from the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the body is not that page of this list.
    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<Self::Row>, DecodeError>;

    /// One page of the list. Pages count from 1.
    fn page(&self, number: u32) -> PageOf<Self> {
        PageOf { list: self.clone(), number }
    }
}

/// One page of a list, as a resource to get.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageOf<L: List> {
    /// The list.
    pub list: L,
    /// Which page, from 1.
    pub number: u32,
}

impl<L: List> Resource for PageOf<L> {
    type Value = Page<L::Row>;

    const AUTHORIZATION: Authorization = L::AUTHORIZATION;

    fn route(&self) -> Route {
        self.list.route()
    }

    fn target(&self) -> Target {
        Target::new(self.list.path(), &self.list.page_query(self.number))
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Value, DecodeError> {
        self.list.decode_page(body, self.number)
    }
}

/// The rows of one page. Pages begin at multiples of [`List::PER_PAGE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in signNow's order, at most [`List::PER_PAGE`].
    pub rows: Vec<T>,
    /// How many rows the whole list has; `None` where signNow does not tell (the bare arrays of v1).
    pub total: Option<usize>,
    /// Whether no page follows.
    pub is_last: bool,
}
