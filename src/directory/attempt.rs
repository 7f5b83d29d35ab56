//! Whether commands were sent before, and what was there before them.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::change::Before;
use crate::signnow::Command;

/// Whether the commands of a mutation may be sent.
#[derive(Clone)]
pub enum Attempt {
    /// They never were. What is there before them is kept first, if anywhere.
    First(Option<Arc<dyn Keeper>>),
    /// They may have been, perhaps by a process that has ended, and nobody knows what became of them. With what was
    /// kept.
    Resumed(Arc<Past>),
}

impl Attempt {
    /// Whether nothing was sent before.
    pub fn is_first(&self) -> bool {
        matches!(self, Self::First(_))
    }
}

/// Keeps what was there before the commands of a mutation, for whoever takes it up.
pub trait Keeper: Send + Sync {
    /// Adds this to what it keeps. It is durable when this returns.
    ///
    /// # Errors
    /// [`NotKept`] when that is not certain, which the log was told of; nothing may be sent then.
    fn keep(&self, past: Past) -> BoxFuture<'_, Result<(), NotKept>>;
}

/// What was there before may not have been kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// What was there before commands of one mutation, each by itself: ids and words of ours, no text of anybody's. Commands are told
/// apart by where they go; a mutation that sends several alike has to look before it acts, and keep nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Past(BTreeMap<String, Before>);

/// More than this is not kept, and a command that has to be compared with it is not found again by another process. It
/// makes 200 kilobytes, which are written and synced before the command is sent.
const MOST_KEPT: usize = 4_000;

impl Past {
    /// What was there before a command; nothing where that is too much to be kept.
    pub(super) fn of<C: Command>(command: &C, before: &Before) -> Option<Self> {
        (before.0.len() <= MOST_KEPT).then(|| Self([(name(command), before.clone())].into()))
    }

    /// What was there before this command.
    pub(super) fn before<C: Command>(&self, command: &C) -> Option<&Before> {
        self.0.get(&name(command))
    }

    /// Both together.
    pub fn add(&mut self, more: Past) {
        self.0.extend(more.0);
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Its method and path. Paths hold ids and nothing else of anybody's; what follows them may be more.
fn name<C: Command>(command: &C) -> String {
    let target = command.target();
    let (method, _) = C::ROUTE.as_str().split_once(' ').unwrap_or_default();
    let (path, _) = target.as_str().split_once('?').unwrap_or((target.as_str(), ""));
    format!("{method} {path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::OrganizationId;
    use crate::signnow::v2::{CreateOrganization, DeleteOrganization};

    fn delete(organization: &str) -> DeleteOrganization {
        DeleteOrganization { organization: OrganizationId::parse(organization).unwrap() }
    }

    fn ids(count: usize) -> Before {
        Before((0..count).map(|id| id.to_string()).collect())
    }

    #[test]
    fn each_command_has_a_past_of_its_own_which_outlives_the_process() {
        let create = CreateOrganization { name: "Northern Light".to_owned() };
        let mut past = Past::of(&create, &ids(3)).unwrap();
        past.add(Past::of(&delete("one"), &ids(0)).unwrap());
        let text = serde_json::to_string(&past).unwrap();
        assert!(!text.contains("Northern"), "{text}");
        let past: Past = serde_json::from_str(&text).unwrap();
        assert_eq!(past.before(&create), Some(&ids(3)));
        assert_eq!(past.before(&delete("one")), Some(&ids(0)), "that nothing was there is known as well");
        assert_eq!(past.before(&delete("other")), None);
    }

    #[test]
    fn what_is_too_much_is_not_kept() {
        assert!(Past::of(&delete("one"), &ids(MOST_KEPT)).is_some());
        assert_eq!(Past::of(&delete("one"), &ids(MOST_KEPT + 1)), None);
    }
}
