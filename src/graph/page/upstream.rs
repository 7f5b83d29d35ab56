//! Cutting a slice out of a list: out of signNow's numbered pages, or out of rows that are all here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use async_graphql::Context;
use futures::future::join_all;

use super::connection::{Connection, Edge};
use super::slice::{PageArguments, Slice};
use crate::graph::error::Failure;
use crate::graph::field::loaders;
use crate::loaders::{Loaders, LoadsList, Row, Table};
use crate::signnow::{Error, Page, Resource};

/// A slice of an upstream list, from no more pages than it touches.
///
/// The page with the first row asked for is read first. It tells how long the list is, so no page beyond the end is
/// asked for; the other pages of the slice are then read side by side. Only `last` without `before` needs a page that
/// may hold no row of the slice: the length has to come from somewhere.
pub(in crate::graph) async fn connect<L: Table, N>(
    context: &Context<'_>,
    kind: &str,
    list: &L,
    arguments: PageArguments,
    node: impl Fn(Row<L::Row>) -> N,
) -> Result<Connection<N>, Failure>
where
    Loaders: LoadsList<L>,
{
    let slice = arguments.check(kind, list.page(1).target().as_str())?;
    let with_total = context.look_ahead().field("totalCount").exists();
    Ok(cut(loaders(context), list, &slice, with_total, node).await?)
}

async fn cut<L: Table, N>(
    loaders: &Loaders,
    list: &L,
    slice: &Slice,
    with_total: bool,
    node: impl Fn(Row<L::Row>) -> N,
) -> Result<Connection<N>, Error>
where
    Loaders: LoadsList<L>,
{
    let probe = number::<L>(slice.range(None).start);
    let page = loaders.page(list, probe).await?;
    let mut pages = Pages::<L>::default();
    let total = match length::<L>(&page, probe) {
        // A list that does not tell its length has to be walked where its end is asked for.
        None if with_total || slice.last.is_some() || page.rows.is_empty() => {
            Some(loaders.whole(list).await?.rows().count())
        }
        known => known,
    };
    pages.insert(probe, page);
    let range = slice.range(total);
    pages.fetch(loaders, list, &range).await?;
    let rows = range.clone().map_while(|offset| pages.row(offset).map(|row| (offset, row)));
    let edge = |(offset, row)| Edge { list: Arc::clone(&slice.list), offset, node: node(row) };
    let edges: Vec<_> = rows.map(edge).collect();
    let has_next_page = match total {
        // A list that ends before the length it claims has nothing to page on to.
        Some(total) => range.end < total && edges.len() == range.len(),
        None => pages.reach_beyond(loaders, list, range.end).await?,
    };
    Ok(Connection { edges, start: range.start, has_next_page, total })
}

/// A slice of rows that are all here, such as a join of two lists.
pub(in crate::graph) fn connect_rows<N>(rows: Vec<N>, slice: &Slice) -> Connection<N> {
    let total = rows.len();
    let range = slice.range(Some(total));
    let edge = |(offset, node)| Edge { list: Arc::clone(&slice.list), offset, node };
    Connection {
        edges: rows.into_iter().enumerate().skip(range.start).take(range.len()).map(edge).collect(),
        start: range.start,
        has_next_page: range.end < total,
        total: Some(total),
    }
}

/// The number of the page that holds the row at `offset`.
fn number<L: Table>(offset: usize) -> u32 {
    u32::try_from(offset / L::PER_PAGE + 1).unwrap_or(u32::MAX)
}

/// How many rows the list has, if this page tells.
fn length<L: Table>(page: &Page<L::Row>, number: u32) -> Option<usize> {
    let rows_before = (number as usize - 1) * L::PER_PAGE;
    let ends_here = page.is_last && (number == 1 || !page.rows.is_empty());
    page.total.or_else(|| ends_here.then(|| rows_before + page.rows.len()))
}

/// The pages at hand, by number.
struct Pages<L: Table>(BTreeMap<u32, Arc<Page<L::Row>>>);

impl<L: Table> Default for Pages<L> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<L: Table> Pages<L> {
    fn insert(&mut self, number: u32, page: Arc<Page<L::Row>>) {
        self.0.insert(number, page);
    }

    /// Reads the pages of `range` that are not here yet, side by side.
    async fn fetch(&mut self, loaders: &Loaders, list: &L, range: &Range<usize>) -> Result<(), Error>
    where
        Loaders: LoadsList<L>,
    {
        if range.is_empty() {
            return Ok(());
        }
        let missing = (number::<L>(range.start)..=number::<L>(range.end - 1))
            .filter(|number| !self.0.contains_key(number));
        let read = missing.map(async |number| Ok::<_, Error>((number, loaders.page(list, number).await?)));
        // All of them are waited for, so that which failure is told does not depend on who is faster.
        for page in join_all(read).await {
            let (number, page) = page?;
            self.insert(number, page);
        }
        Ok(())
    }

    /// Whether a list that does not tell its length has a row at `end`: the page that would hold it is asked for only
    /// if the page before it is full.
    async fn reach_beyond(&mut self, loaders: &Loaders, list: &L, end: usize) -> Result<bool, Error>
    where
        Loaders: LoadsList<L>,
    {
        let ends_before = self.0.values().any(|page| page.is_last);
        if !ends_before {
            self.fetch(loaders, list, &(end..end + 1)).await?;
        }
        Ok(self.row(end).is_some())
    }

    fn row(&self, offset: usize) -> Option<Row<L::Row>> {
        Row::at(self.0.get(&number::<L>(offset))?, offset % L::PER_PAGE)
    }
}
