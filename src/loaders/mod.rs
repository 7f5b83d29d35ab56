//! What one request reads, each thing once.
//!
//! A [`Loaders`] lives as long as a request. Resolvers ask it for objects, pages and rows as if each were alone; the
//! loaders see to it that siblings who need rows of one list cost that list's pages once, and that nothing is asked
//! twice, even where nothing is kept between requests. A failure goes to those who needed what failed, and to nobody
//! else. The room does not know GraphQL.

mod batch;
mod list;
mod objects;
mod promise;
mod request;

pub use list::{Row, Table, Whole};
pub use request::{Loaders, LoadsList, LoadsObject};
