//! What a store acknowledged is there, nobody's update is lost, and nobody reads or changes what is sealed.

mod cancelling;
mod crashes;
mod crowds;
mod files;
mod keys;
mod model;
mod seals;
mod secrets;
mod stage;
mod worker;
