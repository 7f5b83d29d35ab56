//! Random histories over sockets: the world changes, signNow fails and refuses, time passes. What is told without a label
//! was so within its lifetime; what is told with one was so when the label says, and nothing was refused since.

use std::time::Duration;

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tokio::time::Instant;

use super::desk::{BEYOND, ORGANIZATIONS, age, fault, hasty, refuse, stale};
use crate::app::{Answer, TestApp, advance};

const NAME: &str = "query ($id: ID!) { organization(id: $id) { organizationId name } }";

/// How long organizations are kept.
const LIFETIME: Duration = Duration::from_secs(60);

/// Between a moment here and the same moment there.
const TOLERANCE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weather {
    Fair,
    Down(u16),
    Refusing,
}

struct History {
    app: TestApp,
    id: String,
    key: String,
    /// Every name the organization had, and since when.
    names: Vec<(Instant, String)>,
    weather: Weather,
    refused: Option<Instant>,
}

impl History {
    async fn begin() -> Self {
        let app = hasty().await;
        let id = app.largest_organization().await;
        let data = app.data(NAME, json!({ "id": id })).await;
        let text = |name: &str| data["organization"][name].as_str().unwrap().to_owned();
        let names = vec![(Instant::now(), text("name"))];
        Self { app, id, key: text("organizationId"), names, weather: Weather::Fair, refused: None }
    }

    async fn step(&mut self, dice: &mut ChaCha8Rng) {
        match dice.random_range(0..10) {
            0..2 => self.rename().await,
            2..5 => self.change_weather(dice).await,
            5..7 => advance(Duration::from_secs(dice.random_range(1..200))).await,
            _ => {
                let answer = self.app.ask(NAME, json!({ "id": self.id })).await;
                self.judge(&answer);
            }
        }
    }

    async fn rename(&mut self) {
        let name = format!("Name {}", self.names.len());
        self.app.edit_world(json!({ "organizations": { self.key.as_str(): { "name": name } } })).await;
        self.names.push((Instant::now(), name));
    }

    async fn change_weather(&mut self, dice: &mut ChaCha8Rng) {
        self.app.end_faults().await;
        self.weather = match dice.random_range(0..8) {
            0..2 => Weather::Fair,
            2..7 => Weather::Down([429, 500, 502, 503, 504][dice.random_range(0..5)]),
            _ => Weather::Refusing,
        };
        match self.weather {
            Weather::Fair => {}
            // Nothing is to be silenced beyond its weather.
            Weather::Down(status) => {
                fault(&self.app, ORGANIZATIONS, &json!({ "status": status, "retry_after": 0 })).await
            }
            Weather::Refusing => refuse(&self.app, ORGANIZATIONS, 403, 12_003_003).await,
        }
    }

    fn judge(&mut self, answer: &Answer) {
        let now = Instant::now();
        let name = answer.data["organization"]["name"].as_str();
        let (Some(name), []) = (name, answer.errors.as_slice()) else {
            assert_ne!(self.weather, Weather::Fair, "{answer:?}");
            if self.weather == Weather::Refusing {
                self.refused = Some(now);
            }
            return;
        };
        if stale(answer).is_empty() {
            assert!(
                self.was(name, now - LIFETIME - TOLERANCE, now),
                "{name} without a label: {:?}",
                self.names
            );
            return;
        }
        let age = Duration::from_secs(age(answer));
        assert!(matches!(self.weather, Weather::Down(_)), "{answer:?}");
        assert!(age > LIFETIME && age <= LIFETIME + BEYOND, "{age:?}");
        assert!(self.was(name, now - age - TOLERANCE, now - age + TOLERANCE), "{name}: {:?}", self.names);
        let read = now - age + TOLERANCE;
        assert!(self.refused.is_none_or(|refused| refused < read), "read before it was refused: {answer:?}");
    }

    /// Whether the organization had this name at some time between these two.
    fn was(&self, name: &str, from: Instant, to: Instant) -> bool {
        let place = self.names.iter().position(|(_, other)| other == name).unwrap();
        let ended = self.names.get(place + 1).map(|(since, _)| *since);
        self.names[place].0 <= to && ended.is_none_or(|ended| ended >= from)
    }
}

#[tokio::test]
async fn whatever_happens_nothing_old_is_told_without_a_label() {
    for seed in 0..4 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut history = History::begin().await;
        for _ in 0..120 {
            history.step(&mut dice).await;
        }
        history.app.shutdown().await;
    }
}
