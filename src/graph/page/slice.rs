//! The arguments of a connection, and the range of a list they ask for.

use std::ops::Range;
use std::sync::Arc;

use super::cursor;
use crate::graph::error::{Failure, bad_input};

/// The most rows one connection answers.
pub(in crate::graph) const MOST_ROWS: usize = 100;
/// The rows it answers when nobody says how many.
pub(in crate::graph) const DEFAULT_ROWS: usize = 20;

/// `first`, `after`, `last` and `before`, as they came.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct PageArguments {
    pub(in crate::graph) first: Option<i32>,
    pub(in crate::graph) after: Option<String>,
    pub(in crate::graph) last: Option<i32>,
    pub(in crate::graph) before: Option<String>,
}

/// Checked arguments, with cursors turned into offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::graph) struct Slice {
    pub(super) list: Arc<str>,
    first: Option<usize>,
    after: Option<usize>,
    pub(super) last: Option<usize>,
    before: Option<usize>,
}

impl PageArguments {
    /// Checks the arguments for a list of this kind that answers this question.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` naming the argument, for a count outside 1 to 100 or a cursor that is none of this list's.
    pub(in crate::graph) fn check(&self, kind: &str, question: &str) -> Result<Slice, Failure> {
        let list = cursor::list_name(kind, question);
        let first = count("first", self.first)?;
        let last = count("last", self.last)?;
        Ok(Slice {
            first: if first.is_none() && last.is_none() { Some(DEFAULT_ROWS) } else { first },
            after: offset("after", &list, self.after.as_deref())?,
            last,
            before: offset("before", &list, self.before.as_deref())?,
            list: list.into(),
        })
    }
}

impl Slice {
    /// The offsets asked for in a list of `total` rows: Relay's algorithm, section 4.4 of its specification. Where
    /// the total is not known, the end is where it would be in a list without end, and `last` waits for it.
    pub(super) fn range(&self, total: Option<usize>) -> Range<usize> {
        let bound = self.before.into_iter().chain(total).min();
        let mut end = bound.unwrap_or(usize::MAX);
        let mut start = self.after.map_or(0, |after| after.saturating_add(1)).min(end);
        if let Some(first) = self.first {
            end = end.min(start.saturating_add(first));
        }
        if let Some(last) = self.last
            && end < usize::MAX
        {
            start = start.max(end.saturating_sub(last));
        }
        start..end
    }
}

fn count(argument: &str, value: Option<i32>) -> Result<Option<usize>, Failure> {
    let Some(value) = value else { return Ok(None) };
    match usize::try_from(value) {
        Ok(count @ 1..=MOST_ROWS) => Ok(Some(count)),
        _ => Err(bad_input(
            argument,
            format!("`{argument}` must be between 1 and {MOST_ROWS}, and is {value}."),
        )),
    }
}

fn offset(argument: &str, list: &str, cursor: Option<&str>) -> Result<Option<usize>, Failure> {
    let Some(cursor) = cursor else { return Ok(None) };
    match cursor::decode(list, cursor) {
        Some(offset) => Ok(Some(offset)),
        None => Err(bad_input(
            argument,
            format!(
                "`{argument}` is not a cursor of this list: pass a `cursor`, `startCursor` or `endCursor` that the \
                 same field answered under the same filters and order."
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Relay's algorithm, on a list that is all there.
    fn relay(slice: &Slice, total: usize) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..total).collect();
        rows.retain(|row| slice.after.is_none_or(|after| *row > after));
        rows.retain(|row| slice.before.is_none_or(|before| *row < before));
        rows.truncate(slice.first.unwrap_or(usize::MAX));
        rows.split_off(rows.len().saturating_sub(slice.last.unwrap_or(usize::MAX)))
    }

    proptest! {
        #[test]
        fn a_range_is_what_relay_says(
            total in 0usize..250,
            first in proptest::option::of(1usize..=100),
            after in proptest::option::of(0usize..260),
            last in proptest::option::of(1usize..=100),
            before in proptest::option::of(0usize..260),
        ) {
            let slice = Slice { list: "rows".into(), first, after, last, before };
            prop_assert_eq!(slice.range(Some(total)).collect::<Vec<_>>(), relay(&slice, total));
        }

        #[test]
        fn cursors_come_back(offset: usize) {
            prop_assert_eq!(cursor::decode("rows", &cursor::encode("rows", offset)), Some(offset));
            prop_assert_eq!(cursor::decode("other", &cursor::encode("rows", offset)), None);
        }

        #[test]
        fn no_text_is_too_strange_for_a_cursor(text: String) {
            let _ = cursor::decode("rows", &text);
        }
    }
}
