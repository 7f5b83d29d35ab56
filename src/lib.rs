//! One GraphQL graph in front of signNow's v1 and v2 REST APIs.

pub mod sandbox;
