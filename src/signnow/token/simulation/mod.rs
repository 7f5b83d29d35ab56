//! Servers, their store and signNow, each a host of its own, on a network and a clock that one seed decides.
//!
//! The servers run this room's own code, from [`Tokens`](super::tokens::Tokens) down to the sealed record. Two things stand in
//! for the outside, each behind the trait that the product asks: the [`store`] and the [`provider`]. What goes wrong
//! under a seed is in [`faults`], what happened in the [`ledger`], and what that means for the promises of
//! `reliability.md` in the [`court`]. Nothing in here waits for real time or draws from real chance, but for the nonces of
//! seals, which decide nothing: the same seed is the same run, which a test holds.

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
