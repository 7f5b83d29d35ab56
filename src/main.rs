//! The `signgraph` command.

fn main() {}
