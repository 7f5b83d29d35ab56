//! The program, run to its end or kept running.

use std::process::{Command as Blocking, Output, Stdio};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::install_crypto;

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_signgraph");

/// Runs the program to its end, without any variable of ours.
pub(super) fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Blocking::new(PROGRAM);
    command.args(arguments).env_clear().envs(variables.iter().copied()).output().unwrap()
}

pub(super) fn errors(output: &Output) -> Vec<String> {
    String::from_utf8(output.stderr.clone()).unwrap().lines().map(str::to_owned).collect()
}

pub(super) fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The program, running, with what it printed before it waits.
pub(super) struct Running {
    child: Child,
    pub(super) banner: String,
}

impl Running {
    pub(super) async fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Running {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .env_clear()
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut banner = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !banner.ends_with("Ctrl-C ends it.\n") {
            let read = output.read_line(&mut banner).await.unwrap();
            assert!(read > 0, "the program ended after: {banner}");
        }
        Running { child, banner }
    }

    /// The word after a name in the banner.
    pub(super) fn address_of(&self, name: &str) -> String {
        let line = self.banner.lines().find(|line| line.trim_start().starts_with(name));
        let word = line.and_then(|line| line.split_whitespace().nth(1)).expect(name);
        word.trim_end_matches(',').to_owned()
    }

    /// The number of the process.
    pub(super) fn id(&self) -> String {
        self.child.id().unwrap().to_string()
    }

    /// Sends a signal.
    pub(super) fn signal(&self, signal: &str) {
        send(signal, &self.id());
    }

    /// Sends a signal and gives the exit code and everything in the log.
    pub(super) async fn end(mut self, signal: &str) -> (Option<i32>, String) {
        self.signal(signal);
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
        (self.child.wait().await.unwrap().code(), log)
    }
}

/// Sends a signal to a process by its number.
pub(super) fn send(signal: &str, id: &str) {
    assert!(Blocking::new("kill").args([signal, id]).status().unwrap().success());
}

pub(super) fn client() -> reqwest::Client {
    install_crypto();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
