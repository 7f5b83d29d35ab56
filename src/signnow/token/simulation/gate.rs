//! What a stopped process waits at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// While it is shut, a server does nothing that anybody could notice: it stands wherever it would send or hear something,
/// while its clocks go on. Clones are one gate.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Hinge>);

#[derive(Default)]
struct Hinge {
    is_shut: AtomicBool,
    /// Wakes those who wait in the order in which they came, so that a seed is one run.
    opened: Notify,
}

impl Gate {
    pub(super) fn shut(&self) {
        self.0.is_shut.store(true, Ordering::Relaxed);
    }

    pub(super) fn open(&self) {
        self.0.is_shut.store(false, Ordering::Relaxed);
        self.0.opened.notify_waiters();
    }

    pub(super) async fn pass(&self) {
        loop {
            let opened = self.0.opened.notified();
            if !self.0.is_shut.load(Ordering::Relaxed) {
                return;
            }
            opened.await;
        }
    }
}
