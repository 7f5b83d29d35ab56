//! `Connection` and `Edge`, as Relay names them.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Object, OutputType, TypeName};

use super::cursor;
use crate::graph::error::{Code, Failure, coded};

/// A stretch of a list.
pub(in crate::graph) struct Connection<N> {
    pub(super) edges: Vec<Edge<N>>,
    /// The place of the first edge; where it would be, if there is none.
    pub(super) start: usize,
    pub(super) has_next_page: bool,
    /// `None` where the upstream does not tell and the query does not ask.
    pub(super) total: Option<usize>,
}

/// A row and its place.
pub(in crate::graph) struct Edge<N> {
    pub(super) list: Arc<str>,
    pub(super) offset: usize,
    pub(super) node: N,
}

/// One page of a list. Page forwards with `first` and `after: pageInfo.endCursor`, backwards with `last` and
/// `before: pageInfo.startCursor`. A cursor is a place in the list: when rows come or go between two pages, a row may be
/// seen twice or not at all.
#[Object(name_type)]
impl<N: OutputType> Connection<N> {
    /// The rows of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The rows of this page without their cursors.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |edge: &Edge<N>| cursor::encode(&edge.list, edge.offset);
        PageInfo {
            has_previous_page: self.start > 0,
            has_next_page: self.has_next_page,
            start_cursor: self.edges.first().map(cursor),
            end_cursor: self.edges.last().map(cursor),
        }
    }

    /// How many rows the whole list has, under the same filters.
    async fn total_count(&self) -> Result<usize, Failure> {
        self.total.ok_or_else(|| coded(Code::Internal, "The length of this list was not worked out."))
    }
}

/// A row of a list and its place.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// The place of this row; pass it as `after` or `before` to the field that answered it.
    async fn cursor(&self) -> String {
        cursor::encode(&self.list, self.offset)
    }

    /// The row itself.
    async fn node(&self) -> &N {
        &self.node
    }
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}
