//! Who is let in, and what they may then do.

mod commands;
mod door;

mod stage;
mod stores;
