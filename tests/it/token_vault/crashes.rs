//! Processes over one file, some of them killed in the midst of a swap.

use std::collections::BTreeSet;
use std::fs;
use std::thread;

use signgraph::signnow::vault::TokenStore;

use super::stage::{Stage, count_up, generation, name};
use super::worker::Worker;

#[tokio::test]
async fn no_swap_is_lost_between_processes() {
    let stage = Stage::new();
    let (processes, swaps) = (4, 40);
    let told =
        all((0..processes).map(|_| Worker::start(stage.folder.path(), swaps)), |_, worker| worker.finish());
    assert_eq!(told, (1..=processes * swaps).collect());
    assert_eq!(generation(&stage.store(), &stage.seal(), &name("ada")).await, processes * swaps);
}

/// The oracle is what the processes told before they died. Each generation is told by one of them at most, the last one
/// that was told is there, and a kill swallows no more than one that was made and not told.
#[tokio::test]
async fn processes_that_are_killed_leave_all_they_acknowledged() {
    let stage = Stage::new();
    let (store, seal, name) = (stage.store(), stage.seal(), name("ada"));
    let (rounds, processes) = (8, 3);
    let mut told = BTreeSet::new();
    for round in 1..=rounds {
        let workers = (0..processes).map(|_| Worker::start(stage.folder.path(), u64::MAX));
        for generation in all(workers, |number, worker| worker.kill_after(1 + 2 * number)) {
            assert!(told.insert(generation), "{generation} was told before");
        }
        let kept = generation(&store, &seal, &name).await;
        let untold = (1..=kept).filter(|generation| !told.contains(generation)).count();
        assert!(told.last().unwrap() <= &kept, "{told:?}, but {kept} is there");
        assert!(untold <= round * processes, "{untold} were never told after {round} rounds");
    }
    store.check().await.unwrap();
    assert_eq!(stage.names(), ["key", "tokens.json", "tokens.json.lock"], "what was half-written is removed");
    assert!(count_up(&store, &seal, &name).await.is_some(), "a lock goes with the process that held it");
}

/// What each of them told, gathered at once.
fn all(
    workers: impl Iterator<Item = Worker>,
    end: impl Fn(usize, Worker) -> BTreeSet<u64> + Sync,
) -> BTreeSet<u64> {
    let (workers, end) = (workers.collect::<Vec<_>>(), &end);
    let told: Vec<_> = thread::scope(|scope| {
        let ending = workers.into_iter().enumerate();
        let ending: Vec<_> =
            ending.map(|(number, worker)| scope.spawn(move || end(number, worker))).collect();
        ending.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let distinct: BTreeSet<_> = told.iter().copied().collect();
    assert_eq!(distinct.len(), told.len(), "two processes were told that they made one generation: {told:?}");
    distinct
}

/// No file system we know does this to a file that was synced and renamed; if one does, it is seen.
#[tokio::test]
async fn a_file_that_breaks_off_is_refused_wherever_it_does() {
    let stage = Stage::new();
    let (store, seal, name) = (stage.store(), stage.seal(), name("ada"));
    count_up(&store, &seal, &name).await.unwrap();
    let whole = fs::read(stage.path()).unwrap();
    let end = whole.len() - "\n".len();
    for cut in 0..end {
        fs::write(stage.path(), &whole[..cut]).unwrap();
        let refusal = store.read(&name).await.unwrap_err();
        let words = if cut < r#"{"signgraph":"tokens""#.len() { "something else" } else { "is damaged" };
        assert!(refusal.to_string().contains(words), "{cut}: {refusal}");
    }
    fs::write(stage.path(), &whole[..end]).unwrap();
    assert_eq!(generation(&store, &seal, &name).await, 1);
}
