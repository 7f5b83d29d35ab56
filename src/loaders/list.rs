//! Lists: by page, whole, and by row.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;

use futures::future::join_all;

use super::batch::{Batched, Source};
use super::objects::Objects;
use crate::directory::{Kept, Reader};
use crate::signnow::{Error, List, Page, PageOf};

/// A list whose rows can be told apart.
pub trait Table: List + Kept {
    /// What tells a row from the others of its list.
    type Key: Clone + Debug + Eq + Hash + Send + Sync + 'static;

    /// The key of a row.
    fn key(row: &Self::Row) -> &Self::Key;
}

/// A row of a page; the page stays in memory as long as one of its rows is used, and no row is copied.
pub struct Row<T> {
    page: Arc<Page<T>>,
    index: usize,
}

impl<T> Row<T> {
    /// The row at `index` of a page.
    pub fn at(page: &Arc<Page<T>>, index: usize) -> Option<Self> {
        (index < page.rows.len()).then(|| Self { page: Arc::clone(page), index })
    }
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self { page: Arc::clone(&self.page), index: self.index }
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.page.rows[self.index]
    }
}

/// Every page of a list, with its rows by key.
pub struct Whole<L: Table> {
    pages: Vec<Arc<Page<L::Row>>>,
    places: HashMap<L::Key, (usize, usize)>,
}

impl<L: Table> Whole<L> {
    fn new(pages: Vec<Arc<Page<L::Row>>>) -> Self {
        let rows = |(page, answer): (usize, &Arc<Page<L::Row>>)| {
            let keys = answer.rows.iter().map(|row| L::key(row).clone()).collect::<Vec<_>>();
            keys.into_iter().enumerate().map(move |(index, key)| (key, (page, index)))
        };
        let places = pages.iter().enumerate().flat_map(rows).collect();
        Self { pages, places }
    }

    /// All rows, in the list's order.
    pub fn rows(&self) -> impl Iterator<Item = Row<L::Row>> + '_ {
        self.pages.iter().flat_map(|page| (0..page.rows.len()).filter_map(|index| Row::at(page, index)))
    }

    /// The row with this key.
    pub fn row(&self, key: &L::Key) -> Option<Row<L::Row>> {
        let (page, index) = *self.places.get(key)?;
        Row::at(self.pages.get(page)?, index)
    }
}

/// Reads lists of one kind, such as the members of this organization and of that, filtered so and so.
pub(super) struct Lists<L: Table> {
    pages: Batched<Objects<PageOf<L>>>,
    wholes: Batched<Wholes<L>>,
}

impl<L: Table> Lists<L> {
    pub(super) fn new(reader: &Reader) -> Self {
        let pages = Batched::new(Objects::new(reader));
        Self { wholes: Batched::new(Wholes { pages: pages.clone() }), pages }
    }

    pub(super) async fn page(&self, list: &L, number: u32) -> Result<Arc<Page<L::Row>>, Error> {
        self.pages.load(list.page(number)).await
    }

    pub(super) async fn whole(&self, list: &L) -> Result<Arc<Whole<L>>, Error> {
        self.wholes.load(list.clone()).await
    }
}

/// More pages than any organization has; a list that goes on is a fault of the upstream, not a list.
const MOST_PAGES: u32 = 1_000;

/// Reads whole lists, by way of the same pages that everyone else reads.
struct Wholes<L: Table> {
    pages: Batched<Objects<PageOf<L>>>,
}

impl<L: Table> Clone for Wholes<L> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone() }
    }
}

impl<L: Table> Source for Wholes<L> {
    type Key = L;
    type Value = Whole<L>;

    async fn read(self, list: L) -> Result<Arc<Whole<L>>, Error> {
        let first = self.pages.load(list.page(1)).await?;
        let pages = match first.total {
            _ if first.is_last => vec![first],
            Some(total) => self.rest_at_once(&list, first, total).await?,
            None => self.rest_in_turn(&list, first).await?,
        };
        Ok(Arc::new(Whole::new(pages)))
    }
}

impl<L: Table> Wholes<L> {
    /// The first page tells how many there are.
    async fn rest_at_once(
        &self,
        list: &L,
        first: Arc<Page<L::Row>>,
        total: usize,
    ) -> Result<Vec<Arc<Page<L::Row>>>, Error> {
        let last = u32::try_from(total.div_ceil(L::PER_PAGE)).unwrap_or(u32::MAX);
        if last > MOST_PAGES {
            return Err(endless());
        }
        // All of them are waited for, so that which failure is told does not depend on who is faster.
        let rest = join_all((2..=last).map(|number| self.pages.load(list.page(number)))).await;
        std::iter::once(Ok(first)).chain(rest).collect()
    }

    /// v1 lists do not tell their length: the last page is the first that is not full.
    async fn rest_in_turn(
        &self,
        list: &L,
        first: Arc<Page<L::Row>>,
    ) -> Result<Vec<Arc<Page<L::Row>>>, Error> {
        let mut pages = vec![first];
        for number in 2..=MOST_PAGES {
            let page = self.pages.load(list.page(number)).await?;
            let is_last = page.is_last;
            pages.push(page);
            if is_last {
                return Ok(pages);
            }
        }
        Err(endless())
    }
}

fn endless() -> Error {
    Error::internal("a list upstream has more pages than are read")
}
