//! Random histories of one principal's reads, against a model that keeps the rules in the simplest way.

use std::time::Duration;

use proptest::prelude::*;
use signgraph::cache::{Cache, Fresh, Key, Options, Principal, Tag};
use tokio::time::advance;

const LIFETIME: u64 = 10;
const BEYOND: u64 = 40;

/// Two organizations with two aspects each.
const PLACES: [(usize, usize); 4] = [(0, 0), (0, 1), (1, 0), (1, 1)];

#[derive(Clone, Debug)]
enum Step {
    /// The upstream answers with what the world holds now.
    Answered(usize),
    /// It fails, so that the last answer may stand in.
    Failed(usize),
    /// It refuses, which is news of the whole organization.
    Refused(usize),
    /// It refuses the principal.
    RefusedAll,
    /// A write of ours changed this aspect.
    Forgotten(usize),
    Passed(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..PLACES.len();
    prop_oneof![
        6 => place.clone().prop_map(Step::Answered),
        6 => place.clone().prop_map(Step::Failed),
        2 => place.clone().prop_map(Step::Refused),
        1 => Just(Step::RefusedAll),
        2 => place.prop_map(Step::Forgotten),
        6 => (1_u64..BEYOND).prop_map(Step::Passed),
    ]
}

/// What was answered at a place, and when.
#[derive(Clone, Copy)]
struct Told {
    value: u64,
    at: u64,
    may_stand_in: bool,
}

#[derive(Default)]
struct Model {
    now: u64,
    told: [Option<Told>; 4],
    is_refused: [bool; 4],
}

impl Model {
    fn fresh(&self, place: usize) -> Option<u64> {
        self.told[place].filter(|told| self.now - told.at < LIFETIME).map(|told| told.value)
    }

    fn stale(&self, place: usize) -> Option<(u64, u64)> {
        let told = self.told[place]?;
        let age = self.now - told.at;
        (told.may_stand_in && age < LIFETIME + BEYOND).then_some((told.value, age))
    }

    fn refuse(&mut self, place: usize) {
        if !std::mem::replace(&mut self.is_refused[place], true) {
            for (other, (organization, _)) in PLACES.iter().enumerate() {
                if *organization == PLACES[place].0 {
                    self.distrust(other);
                }
            }
        }
    }

    fn distrust(&mut self, place: usize) {
        if let Some(told) = &mut self.told[place] {
            told.may_stand_in = false;
        }
    }
}

fn tags(place: usize) -> Vec<Tag> {
    let (organization, aspect) = PLACES[place];
    vec![Tag::new(format!("{aspect} of {organization}")), whole(place)]
}

fn whole(place: usize) -> Tag {
    Tag::new(format!("organization {}", PLACES[place].0))
}

/// The real cache, and the model beside it.
struct Pair {
    cache: Cache,
    principal: Principal,
    model: Model,
    world: u64,
}

impl Pair {
    fn key(&self, place: usize) -> Key {
        Key::new(&self.principal, format!("{place}"), tags(place))
    }

    async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Answered(place) => self.answered(place).await?,
            Step::Failed(place) => self.failed(place).await?,
            Step::Refused(place) => {
                self.cache.refused::<u64>(&self.key(place), "refused", &[whole(place)]);
                self.model.refuse(place);
            }
            Step::RefusedAll => {
                self.cache.refused_all(&self.principal);
                (0..PLACES.len()).for_each(|place| self.model.distrust(place));
            }
            Step::Forgotten(place) => {
                self.cache.forget(&self.principal, &tags(place)[0]);
                self.model.told[place] = None;
            }
            Step::Passed(seconds) => {
                advance(Duration::from_secs(seconds)).await;
                self.model.now += seconds;
            }
        }
        Ok(())
    }

    async fn answered(&mut self, place: usize) -> Result<(), TestCaseError> {
        self.world += 1;
        let value = self.world;
        let fetch = async move { Ok::<_, &str>(Fresh { value, bytes: 8 }) };
        let answer = self.cache.read(&self.key(place), Duration::from_secs(LIFETIME), fetch).await.unwrap();
        let expected = self.model.fresh(place).unwrap_or_else(|| {
            self.model.told[place] = Some(Told { value, at: self.model.now, may_stand_in: true });
            self.model.is_refused[place] = false;
            value
        });
        prop_assert_eq!(*answer.value, expected);
        Ok(())
    }

    async fn failed(&mut self, place: usize) -> Result<(), TestCaseError> {
        let fetch = async { Err::<Fresh<u64>, _>("down") };
        let answer = self.cache.read(&self.key(place), Duration::from_secs(LIFETIME), fetch).await;
        prop_assert_eq!(answer.ok().map(|answer| *answer.value), self.model.fresh(place));
        let stale = self.cache.last::<u64>(&self.key(place)).await;
        let stale = stale.map(|stale| (*stale.value, stale.age.as_secs()));
        prop_assert_eq!(stale, self.model.stale(place));
        Ok(())
    }
}

proptest! {
    #[test]
    fn what_is_given_is_what_the_rules_allow(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let options = Options { stale_if_error: Duration::from_secs(BEYOND), ..Options::default() };
            let (cache, principal) = (Cache::new(&options), Principal::new("ada"));
            let mut pair = Pair { cache, principal, model: Model::default(), world: 0 };
            for step in &steps {
                pair.take(step).await?;
            }
            Ok::<(), TestCaseError>(())
        })?;
    }
}
