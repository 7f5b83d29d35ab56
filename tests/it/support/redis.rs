//! A Redis of a test's own, which ends with it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Once;

use signgraph::signnow::vault::RedisStore;
use tempfile::TempDir;

/// A `redis-server` on a port of its own, with its data in a folder that goes with it.
pub(crate) struct RedisServer {
    folder: TempDir,
    port: u16,
    child: Child,
}

/// Nobody else's, so that a server which took the port in between is not mistaken for this one.
const PASSWORD: &str = "canary-password";

impl RedisServer {
    /// One that syncs every change before it answers.
    pub(crate) fn start() -> RedisServer {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(install);
        let folder = tempfile::tempdir().unwrap();
        // The port is free only until somebody takes it.
        let found = (0..10).find_map(|_| {
            let port = free_port();
            run(folder.path(), port).map(|child| (port, child))
        });
        let (port, child) = found.expect("a Redis can be started");
        RedisServer { folder, port, child }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://:{PASSWORD}@{}/0", self.address())
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A handle of its own, as another process would have.
    pub(crate) fn store(&self) -> RedisStore {
        RedisStore::new(&self.url().into()).unwrap()
    }

    /// As `kill -9` does it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// After it was killed, with the data that is there.
    pub(crate) fn start_again(&mut self) {
        self.child = run(self.folder.path(), self.port).expect("the port is still free");
    }

    /// Takes and answers nothing until it is told to go on; what it is sent waits.
    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(status.unwrap().success());
    }

    /// Says something to it, and gives the first line of its answer.
    pub(crate) fn ask(&self, words: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.write_all(format!("AUTH {PASSWORD}\r\n{words}\r\n").as_bytes()).unwrap();
        BufReader::new(stream).lines().nth(1).unwrap().unwrap()
    }

    /// For tests of many swaps, which do not crash it: they are not to measure the disk.
    pub(crate) fn sync_nothing(&self) {
        assert_eq!(self.ask("CONFIG SET appendfsync no"), "+OK");
    }

    /// All it has on its disk, which it must not be writing at the time.
    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _may_be_gone = self.child.kill();
        let _may_be_gone = self.child.wait();
    }
}

fn install() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/install-redis");
    assert!(Command::new(script).status().unwrap().success(), "{script} has to work where Redis is missing");
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A server that takes connections; nothing where it ended before it did.
fn run(folder: &Path, port: u16) -> Option<Child> {
    let port = port.to_string();
    let mut child = Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", ""])
        .args(["--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no", "--dir"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    if lines.any(|line| line.contains("Ready to accept connections")) {
        // Or else it would wait for a reader one day.
        std::thread::spawn(move || lines.for_each(drop));
        return Some(child);
    }
    child.wait().unwrap();
    None
}
