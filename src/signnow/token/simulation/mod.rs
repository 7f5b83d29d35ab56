//! Servers, their store and signNow, each a host of its own, on a network and a clock that one seed decides.

mod court;
mod faults;
mod figures;
mod gate;
mod ledger;
mod network;
mod operator;
mod provider;
mod run;
mod server;
mod setting;
mod store;
mod verdicts;
