//! Random reads and swaps, held against a map.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use signgraph::signnow::vault::{MemoryStore, Sealed, TokenStore};

use super::stage::{Stage, name};

/// Something that is asked of a store. Names and values are numbered, and few, so that they meet.
#[derive(Clone, Debug)]
enum Step {
    Read { name: usize },
    Swap { name: usize, expected: Expected, next: Option<u8> },
}

#[derive(Clone, Debug)]
enum Expected {
    /// What is there.
    Current,
    /// This, whatever is there.
    This(Option<u8>),
}

fn step() -> impl Strategy<Value = Step> {
    let value = || prop_oneof![1 => Just(None), 3 => (0..3u8).prop_map(Some)];
    let expected = prop_oneof![Just(Expected::Current), value().prop_map(Expected::This)];
    prop_oneof![
        1 => (0..3usize).prop_map(|name| Step::Read { name }),
        3 => (0..3usize, expected, value())
            .prop_map(|(name, expected, next)| Step::Swap { name, expected, next }),
    ]
}

/// Of lengths that differ, as no store looks into them.
fn sealed(value: Option<u8>) -> Option<Sealed> {
    value.map(|value| Sealed::from_bytes(vec![value; usize::from(value)]))
}

/// A store is opened anew for each step, over the same place.
async fn play(steps: &[Step], store: impl Fn() -> Arc<dyn TokenStore>) {
    let names = ["ada", "bob", "eve"].map(name);
    let mut model = BTreeMap::new();
    for step in steps {
        match step {
            Step::Read { name } => {
                assert_eq!(store().read(&names[*name]).await.unwrap(), sealed(model.get(name).copied()));
            }
            Step::Swap { name, expected, next } => {
                let current = model.get(name).copied();
                let expected = match expected {
                    Expected::Current => current,
                    Expected::This(value) => *value,
                };
                let (old, new) = (sealed(expected), sealed(*next));
                let swapped = store().swap(&names[*name], old.as_ref(), new.as_ref()).await.unwrap();
                assert_eq!(swapped, expected == current, "{step:?}");
                match next {
                    _ if !swapped => {}
                    Some(next) => drop(model.insert(*name, *next)),
                    None => drop(model.remove(name)),
                }
            }
        }
    }
    for (number, name) in names.iter().enumerate() {
        assert_eq!(store().read(name).await.unwrap(), sealed(model.get(&number).copied()));
    }
}

fn run(playing: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(playing);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn memory_answers_as_a_map_would(steps in prop::collection::vec(step(), 0..60)) {
        let memory = Arc::new(MemoryStore::new());
        run(play(&steps, || Arc::clone(&memory) as Arc<dyn TokenStore>));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_file_answers_as_a_map_would(steps in prop::collection::vec(step(), 0..60)) {
        let stage = Stage::new();
        run(play(&steps, || Arc::new(stage.store())));
    }
}
