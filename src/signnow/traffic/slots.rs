//! How many calls are under way, and who is next.
//!
//! An endpoint never has all slots: a quarter is kept for others, so one that hangs starves nobody. It has fewer while its
//! calls fail: each failure takes some away and each success gives one back, which is how a server that can take only so
//! much at once is found out. Whoever has to wait stands in one line for all; the line is bounded.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::policy::{SLOTS_KEPT, Signal};
use crate::signnow::route::Route;

/// The slots of an account.
pub(super) struct Slots {
    most: usize,
    most_waiting: usize,
    line: Mutex<Line>,
}

/// The right to have one call under way, until it is dropped.
pub(super) struct Slot {
    slots: Arc<Slots>,
    route: Route,
}

/// There are too many in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overcrowded;

#[derive(Default)]
struct Line {
    taken: usize,
    lanes: HashMap<Route, Lane>,
    waiting: VecDeque<Waiting>,
}

struct Lane {
    taken: usize,
    limit: f64,
}

struct Waiting {
    route: Route,
    go: oneshot::Sender<Slot>,
}

impl Slots {
    pub(super) fn new(most: usize, most_waiting: usize) -> Arc<Slots> {
        Arc::new(Slots { most: most.max(1), most_waiting, line: Mutex::default() })
    }

    /// Waits for a slot. Whoever stops waiting loses their place and takes nothing along.
    pub(super) async fn take(self: &Arc<Slots>, route: Route) -> Result<Slot, Overcrowded> {
        let turn = {
            let mut line = self.line();
            if line.has_room(route, self.most) {
                line.enter(route, self.most);
                return Ok(Slot { slots: Arc::clone(self), route });
            }
            if line.waiting.len() >= self.most_waiting {
                line.waiting.retain(|waiting| !waiting.go.is_closed());
            }
            if line.waiting.len() >= self.most_waiting {
                return Err(Overcrowded);
            }
            let (go, turn) = oneshot::channel();
            line.waiting.push_back(Waiting { route, go });
            turn
        };
        // A sender is dropped only with the line, which this call keeps alive.
        turn.await.map_err(|_| Overcrowded)
    }

    /// An outcome makes an endpoint's part smaller or larger, as of the moment when its slot is given back.
    pub(super) fn learn(&self, route: Route, signal: Signal) {
        let most = most_of_one(self.most);
        let mut line = self.line();
        let lane = line.lane(route, self.most);
        match signal {
            Signal::Sick => lane.limit = (lane.limit * SLOTS_KEPT).max(1.0),
            Signal::Well => lane.limit = (lane.limit + 1.0).min(most),
            Signal::Throttled | Signal::Nothing => {}
        }
    }

    /// How many calls are under way and how many wait.
    pub(super) fn count(&self) -> (usize, usize) {
        let line = self.line();
        (line.taken, line.waiting.iter().filter(|waiting| !waiting.go.is_closed()).count())
    }

    /// The endpoints that were asked: how many calls of each are under way, and how many may be.
    pub(super) fn lanes(&self) -> Vec<(Route, usize, usize)> {
        let line = self.line();
        line.lanes.iter().map(|(route, lane)| (*route, lane.taken, lane.limit as usize)).collect()
    }

    fn give_back(self: &Arc<Slots>, route: Route) {
        self.line().leave(route);
        self.call_next();
    }

    /// Lets in whoever can go now, in the order of the line.
    fn call_next(self: &Arc<Slots>) {
        loop {
            let mut line = self.line();
            let Some(Waiting { route, go }) = line.next(self.most) else { return };
            line.enter(route, self.most);
            drop(line);
            // One who has left gives it back at once, by dropping it.
            drop(go.send(Slot { slots: Arc::clone(self), route }));
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.give_back(self.route);
    }
}

impl Line {
    fn has_room(&mut self, route: Route, most: usize) -> bool {
        let is_full = self.taken >= most;
        let lane = self.lane(route, most);
        !is_full && lane.taken < lane.limit as usize
    }

    fn next(&mut self, most: usize) -> Option<Waiting> {
        if self.taken >= most {
            return None;
        }
        let mut places = 0..self.waiting.len();
        let place = places.find(|place| {
            let route = self.waiting[*place].route;
            self.has_room(route, most)
        })?;
        self.waiting.remove(place)
    }

    fn enter(&mut self, route: Route, most: usize) {
        self.taken += 1;
        self.lane(route, most).taken += 1;
    }

    fn leave(&mut self, route: Route) {
        self.taken = self.taken.saturating_sub(1);
        if let Some(lane) = self.lanes.get_mut(&route) {
            lane.taken = lane.taken.saturating_sub(1);
        }
    }

    fn lane(&mut self, route: Route, most: usize) -> &mut Lane {
        self.lanes.entry(route).or_insert_with(|| Lane { taken: 0, limit: most_of_one(most) })
    }
}

/// How many of the slots one endpoint may have: all but a quarter, and at least one.
fn most_of_one(most: usize) -> f64 {
    (most - most / 4) as f64
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    const SICK: Route = Route::new("GET /sick");
    const WELL: Route = Route::new("GET /well");

    fn taken(slots: &Arc<Slots>, route: Route) -> Option<Result<Slot, Overcrowded>> {
        slots.take(route).now_or_never()
    }

    #[tokio::test]
    async fn an_endpoint_leaves_a_quarter_to_others() {
        let slots = Slots::new(8, 100);
        let held: Vec<_> = (0..6).map(|_| taken(&slots, SICK).unwrap()).collect();
        assert!(taken(&slots, SICK).is_none());
        assert!(taken(&slots, WELL).is_some());
        drop(held);
        assert_eq!(slots.count(), (0, 0));
    }

    #[tokio::test]
    async fn one_slot_is_for_everybody() {
        let slots = Slots::new(1, 100);
        let held = taken(&slots, SICK).unwrap().ok();
        assert!(taken(&slots, WELL).is_none());
        drop(held);
        assert!(taken(&slots, WELL).is_some());
    }

    #[tokio::test]
    async fn failures_take_slots_away_and_successes_give_them_back() {
        let slots = Slots::new(16, 100);
        let room = |slots: &Arc<Slots>| slots.lanes()[0].2;
        slots.learn(SICK, Signal::Well);
        assert_eq!(room(&slots), 12);
        (0..20).for_each(|_| slots.learn(SICK, Signal::Sick));
        assert_eq!(room(&slots), 1);
        (0..20).for_each(|_| slots.learn(SICK, Signal::Well));
        assert_eq!(room(&slots), 12);
    }

    #[tokio::test]
    async fn the_line_is_kept_in_order_and_is_bounded() {
        let slots = Slots::new(1, 2);
        let held = slots.take(WELL).await.unwrap();
        let first = tokio::spawn({
            let slots = Arc::clone(&slots);
            async move { slots.take(WELL).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn({
            let slots = Arc::clone(&slots);
            async move { slots.take(SICK).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(slots.count(), (1, 2));
        assert_eq!(taken(&slots, WELL).unwrap().err(), Some(Overcrowded));
        drop(held);
        let first = first.await.unwrap().unwrap();
        assert!(!second.is_finished());
        drop(first);
        second.await.unwrap().unwrap();
        assert_eq!(slots.count(), (0, 0));
    }

    #[tokio::test]
    async fn whoever_leaves_the_line_takes_nothing_along() {
        let slots = Slots::new(1, 2);
        let held = slots.take(WELL).await.unwrap();
        for _ in 0..10 {
            assert!(taken(&slots, WELL).is_none(), "room is made for those who still wait");
        }
        drop(held);
        assert!(taken(&slots, WELL).is_some());
        assert_eq!(slots.count(), (0, 0));
    }
}
