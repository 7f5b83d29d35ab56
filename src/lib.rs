//! One GraphQL graph in front of signNow's v1 and v2 REST APIs.

pub mod app;
pub mod cache;
pub mod cli;
pub mod config;
pub mod directory;
pub mod graph;
pub mod sandbox;
pub mod server;
pub mod signnow;
