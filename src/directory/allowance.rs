//! How many calls a request may make.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::time::Instant;

use crate::signnow::Deadline;

/// So many calls and no more. Clones share them. What the cache answers is free, and so are second tries of a call, which
/// have a budget of their own.
#[derive(Clone, Debug)]
pub struct Allowance(Arc<Calls>);

#[derive(Debug)]
struct Calls {
    left: AtomicUsize,
    /// Whether more were asked for.
    is_exceeded: AtomicBool,
}

impl Allowance {
    /// This many.
    pub fn of(calls: usize) -> Self {
        Self(Arc::new(Calls { left: calls.into(), is_exceeded: false.into() }))
    }

    /// Whether a call was not made because there were none left.
    pub fn is_exceeded(&self) -> bool {
        self.0.is_exceeded.load(Ordering::Acquire)
    }

    /// Takes one, if there is one.
    pub(super) fn take(&self) -> bool {
        let taken = self.0.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| left.checked_sub(1));
        if taken.is_err() {
            self.0.is_exceeded.store(true, Ordering::Release);
        }
        taken.is_ok()
    }
}

/// The time that a call has which is not to be made: it fails as one does whose caller has left.
pub(super) fn no_time() -> Deadline {
    let (deadline, interest) = Deadline::at(Instant::now());
    drop(interest);
    deadline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_and_no_more() {
        let allowance = Allowance::of(2);
        assert!(allowance.take() && allowance.clone().take());
        assert!(!allowance.is_exceeded(), "all were taken, and none was refused");
        assert!(!allowance.take() && allowance.is_exceeded());
        assert!(no_time().is_over());
    }
}
