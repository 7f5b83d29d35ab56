//! The client of signNow over real sockets, against an upstream that does as each test says.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop where it is"
)]

mod canary;
mod chain;
mod refusal;
mod retry;
mod scripted;
mod storage;
mod transport;
mod world;
