//! How resolvers answer: what a field needs, and what it says when that failed.

use async_graphql::Context;
use futures::future::BoxFuture;

use super::error::Failure;
use super::page::Connection;
use crate::loaders::Loaders;
use crate::signnow::{Error, ErrorKind};

/// The answer of a nullable field that may fail by itself.
///
/// The order matters: `Option<Result<…>>` puts `null` and an error at this field and leaves its siblings alone, while
/// `Result<Option<…>>` would take the parent with it.
pub(super) type Field<T> = Option<Result<T, Failure>>;

/// A connection that may fail by itself.
pub(super) type Connected<T> = Field<Connection<T>>;

/// Answers a field with what `work` comes to. Inside, `?` refuses arguments and passes failures of the upstream on.
///
/// The work is boxed because the library would copy it into the code of every container that may hold the field, three
/// times over; that took most of a release build.
pub(super) fn answer<'a, T: 'a>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'a,
) -> BoxFuture<'a, Field<T>> {
    Box::pin(async { Some(work.await) })
}

/// The same for a field that may be null without having failed.
pub(super) fn answer_if_any<'a, T: 'a>(
    work: impl Future<Output = Result<Option<T>, Failure>> + Send + 'a,
) -> BoxFuture<'a, Field<T>> {
    Box::pin(async { work.await.transpose() })
}

/// What signNow does not know, or does not show to the viewer, is not there; that is no failure of a look-up by id.
pub(super) fn known<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Forbidden) => Ok(None),
        found => found.map(Some),
    }
}

/// The loaders of the request.
pub(super) fn loaders<'a>(context: &Context<'a>) -> &'a Loaders {
    context.data_unchecked()
}
