//! Documents through the graph: files sent as real forms, fields, groups, and what is read of them, with the sandbox's
//! world and ledger as witnesses. What all mutations have in common is in `mutations`.

mod fields;
mod form;
mod forms;
mod groups;
mod keys;
mod reads;
mod rewriting;
mod stage;
mod uploads;
