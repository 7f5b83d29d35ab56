//! Another process that swaps: this test program, started again for one test that the others pass by.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use signgraph::signnow::vault::FileStore;

use super::stage::{count_up, file_in, name, seal_in};

/// Tells a process that it is one, and where.
const FOLDER: &str = "SIGNGRAPH_TEST_VAULT";

/// How many swaps it makes.
const SWAPS: &str = "SIGNGRAPH_TEST_SWAPS";

#[test]
#[ignore = "is started by other tests, in a process of its own"]
fn swaps() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let swaps: u64 = std::env::var(SWAPS).unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let (store, seal, name) = (FileStore::new(file_in(&folder)), seal_in(&folder), name("ada"));
        let mut done = 0;
        while done < swaps {
            if let Some(generation) = count_up(&store, &seal, &name).await {
                done += 1;
                say(generation);
            }
        }
    });
}

/// A line in one piece, so that it is there or not when the process is killed. It passes by the test harness, which keeps
/// what is printed.
fn say(generation: u64) {
    std::io::stdout().lock().write_all(format!("\ndone {generation}\n").as_bytes()).unwrap();
}

/// A process that swaps.
pub(super) struct Worker {
    child: Child,
    lines: Box<dyn Iterator<Item = u64> + Send>,
}

impl Worker {
    pub(super) fn start(folder: &Path, swaps: u64) -> Worker {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "token_vault::worker::swaps", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .env(SWAPS, swaps.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let done = |line: String| line.strip_prefix("done ").map(|generation| generation.parse().unwrap());
        let lines = Box::new(lines.map_while(Result::ok).filter_map(done));
        Worker { child, lines }
    }

    /// The generations that it told of until it ended by itself.
    pub(super) fn finish(mut self) -> BTreeSet<u64> {
        let told = self.lines.by_ref().collect();
        assert!(self.child.wait().unwrap().success());
        told
    }

    /// The generations that it told of until it was killed, soon after the first few.
    pub(super) fn kill_after(mut self, few: usize) -> BTreeSet<u64> {
        let mut told: BTreeSet<u64> = self.lines.by_ref().take(few).collect();
        assert_eq!(told.len(), few);
        // Not to wait for anything: so that it is killed at another point of its next swap each time.
        std::thread::sleep(std::time::Duration::from_micros(rand::random_range(0..4000)));
        self.child.kill().unwrap();
        told.extend(self.lines.by_ref());
        assert!(!self.child.wait().unwrap().success());
        told
    }
}
