//! The client of signNow over real sockets, against an upstream that does as each test says, and against
//! the sandbox for every resource there is.

mod authorization_code;
mod canary;
mod chain;
mod custody;
mod fleet;
mod over_redis;
mod password;
mod received;
mod recovery;
mod refusal;
mod resources;
mod retry;
mod rollback;
mod scripted;
mod storage;
mod traffic;
mod transport;
mod world;
mod writing;
