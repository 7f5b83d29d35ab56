//! Many at once: whoever is told that they swapped did, and nobody else did in their place.

use std::sync::{Arc, Barrier};
use std::thread;

use signgraph::signnow::vault::{MemoryStore, TokenStore};

use super::stage::{Stage, count_up, generation, name};

const THREADS: u64 = 8;

/// Each thread goes on until it succeeded as often.
const SWAPS: u64 = 25;

/// Every swap appends to a chain, so a swap that is lost makes the chain shorter than what was told.
fn crowd(stage: &Stage, open: impl Fn() -> Arc<dyn TokenStore>) {
    let (names, barrier) = (["ada", "bob"].map(name), Barrier::new(8));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, seal, names, barrier) = (open(), stage.seal(), &names, &barrier);
            scope.spawn(move || {
                barrier.wait();
                run(async {
                    let mut swaps = 0;
                    while swaps < SWAPS {
                        let name = &names[usize::from((thread + swaps) % 2 == 1)];
                        swaps += u64::from(count_up(&*store, &seal, name).await.is_some());
                    }
                });
            });
        }
    });
    run(async {
        let (store, seal) = (open(), stage.seal());
        let [ada, bob] = &names;
        let chains = generation(&*store, &seal, ada).await + generation(&*store, &seal, bob).await;
        assert_eq!(chains, THREADS * SWAPS);
    });
}

fn run(working: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(working);
}

#[test]
fn no_swap_in_a_file_is_lost_between_threads_with_stores_of_their_own() {
    let stage = Stage::new();
    crowd(&stage, || Arc::new(stage.store()));
    assert_eq!(stage.names(), ["key", "tokens.json", "tokens.json.lock"], "no temporary file is left");
}

#[test]
fn no_swap_in_memory_is_lost_between_threads() {
    let memory = Arc::new(MemoryStore::new());
    crowd(&Stage::new(), || Arc::clone(&memory) as Arc<dyn TokenStore>);
}
