//! The public audits, lints and oracles, held against the server: `scripts/conformance`, which says more.
//!
//! A test of its own, so that nothing else runs beside it: it measures how soon hostile documents are refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::Command;

#[test]
fn the_server_conforms() {
    let root = env!("CARGO_MANIFEST_DIR");
    let script = format!("{root}/scripts/conformance");
    let run = Command::new(script).env("SIGNGRAPH", env!("CARGO_BIN_EXE_signgraph")).output().unwrap();
    let told = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    println!("{told}");
    assert!(run.status.success(), "{told}");
}
