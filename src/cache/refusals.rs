//! What the upstream refused, and since when: an answer from before is no stand-in for what is to be had no more.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::key::{Key, Principal, Tag};

/// How often somebody was refused what carries a tag, or anything.
///
/// An answer is trusted beyond its lifetime as long as nothing it stands for was refused since it was asked for. That
/// the same is refused once more is no news: a list that somebody never could see takes nothing else away.
#[derive(Default)]
pub(super) struct Refusals(RwLock<Table>);

#[derive(Default)]
struct Table {
    /// How often the table was emptied.
    epoch: u64,
    counters: HashMap<(Principal, Option<Tag>), u64>,
    /// What was refused when it was last asked for, and why.
    refused: HashMap<Subject, &'static str>,
}

/// What a question is about: a kind of answer, of whatever the narrowest tag stands for. A period or a page makes another
/// question and no other subject.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Subject {
    principal: Principal,
    kind: TypeId,
    narrowest: Option<Tag>,
}

impl Subject {
    pub(super) fn of<T: 'static>(key: &Key) -> Self {
        let (principal, narrowest) = (key.principal.clone(), key.tags.first().cloned());
        Self { principal, kind: TypeId::of::<T>(), narrowest }
    }
}

/// How things stood when an answer was asked for. It may be given beyond its lifetime while they stand the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trust {
    epoch: u64,
    refusals: u64,
}

/// Callers choose ids and so the questions that are refused. When the table has as many rows it is emptied, and nothing
/// from before is trusted any more: that errs on the safe side, and memory stays bounded.
const MOST_ROWS: usize = 20_000;

impl Refusals {
    pub(super) fn trust(&self, key: &Key) -> Trust {
        let table = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let count =
            |tag: Option<Tag>| table.counters.get(&(key.principal.clone(), tag)).copied().unwrap_or(0);
        let refusals = match table.counters.is_empty() {
            true => 0,
            false => key.tags.iter().map(|tag| count(Some(tag.clone()))).sum::<u64>() + count(None),
        };
        Trust { epoch: table.epoch, refusals }
    }

    /// Something was answered: another refusal of it will be news.
    pub(super) fn answered(&self, subject: &Subject) {
        let is_news = self.0.read().unwrap_or_else(PoisonError::into_inner).refused.contains_key(subject);
        if is_news {
            self.0.write().unwrap_or_else(PoisonError::into_inner).refused.remove(subject);
        }
    }

    /// Something was refused, and with it whatever carries one of these tags.
    pub(super) fn refused(&self, subject: Subject, why: &'static str, tags: &[Tag]) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        table.make_room();
        let principal = subject.principal.clone();
        if table.refused.insert(subject, why) != Some(why) {
            tags.iter().for_each(|tag| table.count(&principal, Some(tag.clone())));
        }
    }

    /// Whoever this is was refused as such, and with that everything.
    pub(super) fn refused_all(&self, principal: &Principal) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        table.make_room();
        table.count(principal, None);
    }
}

impl Table {
    fn count(&mut self, principal: &Principal, tag: Option<Tag>) {
        *self.counters.entry((principal.clone(), tag)).or_default() += 1;
    }

    fn make_room(&mut self) {
        if self.counters.len() + self.refused.len() >= MOST_ROWS {
            *self = Table { epoch: self.epoch + 1, ..Table::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_table_is_emptied_and_nothing_from_before_is_trusted() {
        let (refusals, ada) = (Refusals::default(), Principal::new("ada"));
        let other = Key::new(&ada, "GET /user", vec![Tag::new("viewer")]);
        let before = refusals.trust(&other);
        for number in 0..MOST_ROWS {
            let tag = Tag::new(format!("document {number}"));
            let key = Key::new(&ada, format!("GET /document/{number}"), vec![tag.clone()]);
            refusals.refused(Subject::of::<String>(&key), "absent", &[tag]);
        }
        assert_ne!(refusals.trust(&other), before);
        let table = refusals.0.read().unwrap();
        assert!(table.counters.len() + table.refused.len() <= MOST_ROWS + 1);
    }
}
