//! The rules, explored to the end: every order in which servers, messages, crashes and a store that goes back in time
//! can interleave, within small bounds (`reliability.md` appendix A is the specification).

mod provider;
mod verdicts;
mod world;
