//! One mutation in foul weather, and what may be said of it whatever happens.

use std::time::Duration;

use serde_json::{Value, json};
use signgraph::config::Config;

use super::case::{Case, Class};
use super::stage::{Stage, effects, is_refused};
use super::told::Told;
use super::world::World;
use crate::app::PATIENCE;

/// What came of a mutation.
pub(super) struct Ended {
    pub(super) told: Told,
    /// Whether the world shows what the mutation is for.
    pub(super) is_done: bool,
    /// The calls that were to do it.
    pub(super) arrivals: Vec<Value>,
}

/// A stage that is set up anew for each mutation. It keeps no answers: they would be of the world before.
pub(super) async fn stage(change: impl FnOnce(&mut Config)) -> Stage {
    Stage::with(&json!({}), |config| {
        let kept = &mut config.lifetimes;
        for lifetime in [
            &mut kept.viewer,
            &mut kept.organizations,
            &mut kept.people,
            &mut kept.settings,
            &mut kept.documents,
        ] {
            *lifetime = Duration::ZERO;
        }
        change(config);
    })
    .await
}

/// Sets the world up for a case, and the faults.
pub(super) async fn set_up(stage: &Stage, case: &Case, faults: &[Value]) {
    stage.app.begin_anew().await;
    if case.edit != json!({}) {
        stage.app.edit_world(case.edit.clone()).await;
    }
    for fault in faults {
        stage.app.fault(fault.clone()).await;
    }
}

/// Asks for the mutation under these faults.
pub(super) async fn perform(stage: &Stage, case: &Case, faults: &[Value]) -> Ended {
    set_up(stage, case, faults).await;
    let told = stage.perform(case).await;
    look(stage, case, told).await
}

/// Holds what was told against the ledger and the world, which have the last word.
pub(super) async fn look(stage: &Stage, case: &Case, told: Told) -> Ended {
    let arrivals = stage.arrivals(case.route).await;
    let after = stage.glance(case).await;
    let ended = Ended { told, is_done: (case.is_done)(&after), arrivals };
    ended.is_true(case, &after, stage.initial());
    ended
}

/// The same, once no call is under way any more.
pub(super) async fn once_settled(stage: &Stage, case: &Case, told: Told) -> Ended {
    let settle = async {
        // A call that is under way has neither an answer nor an effect yet.
        let is_over = |arrival: &Value| arrival["status"].is_u64() || arrival["effect"] == true;
        let mut looks = tokio::time::interval(Duration::from_millis(100));
        while !stage.arrivals(case.route).await.iter().all(is_over) {
            looks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, settle).await.expect("a call never ended");
    look(stage, case, told).await
}

impl Ended {
    /// What holds in any weather: nothing is claimed that is not so, and nobody gets a second mail.
    fn is_true(&self, case: &Case, after: &World, before: &World) {
        let (told, effects) = (&self.told, effects(&self.arrivals));
        let (claims, why) =
            (told.claims_it_is_done(), format!("{}: {told:?} {:?}", case.field, self.arrivals));
        assert!(self.is_done || !claims, "claimed and not done: {why}");
        assert!(told.outcome != "REJECTED" || (effects == 0 && !self.is_done), "rejected and done: {why}");
        let is_idempotent = case.class == Class::Idempotent;
        assert!(effects <= if is_idempotent { 2 } else { 1 }, "done twice: {why}");
        let unrefused = self.arrivals.iter().filter(|arrival| !is_refused(arrival)).count();
        assert!(unrefused <= if case.class.may_repeat() { 2 } else { 1 }, "sent again: {why}");
        assert!(after.mails() <= before.mails() + 1, "mailed twice: {why}");
        let codes: &[&str] = if told.outcome == "UNKNOWN" { &["OUTCOME_UNKNOWN"] } else { &[] };
        assert!(told.payload.is_null() || told.codes() == codes, "{why}");
    }
}

impl Class {
    /// Whether the call may be sent a second time where its answer was lost.
    pub(super) fn may_repeat(self) -> bool {
        matches!(self, Class::Idempotent | Class::NaturalKey)
    }
}
