//! What a case of a mutation has to tell.

use serde_json::{Value, json};

use super::world::World;

/// A mutation in the demo world, as the viewer asks for it.
pub(super) struct Case {
    /// The field of `Mutation`.
    pub(super) field: &'static str,
    /// Done to the world first.
    pub(super) edit: Value,
    /// An input with which it succeeds.
    pub(super) input: InputIn,
    /// Whether the world shows what the mutation is for.
    pub(super) is_done: fn(&World) -> bool,
    /// What is asked of the payload beside what every payload tells, and what that is, given the world before and
    /// after it is done.
    pub(super) payload: (&'static str, fn(&World, &World) -> Value),
    /// The one call that does it.
    pub(super) route: &'static str,
    /// What may be done after an answer that never came.
    pub(super) class: Class,
    /// What tells of the effect then.
    pub(super) proof: Proof,
    /// Inputs that are refused before any call.
    pub(super) bad: Vec<BadInput>,
    /// Every number that signNow documents for the call.
    pub(super) refusals: Vec<Refusal>,
}

/// An input, in the world as it is before, edits included.
pub(super) type InputIn = fn(&World) -> Value;

/// The classes of `reliability.md` section 2.2, as a reader of that table sees them: the code is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// I: may be repeated once.
    Idempotent,
    /// N: may be repeated once where two looks show nothing of it.
    NaturalKey,
    /// X: never repeated; shows by comparison.
    Keyless,
    /// M: never repeated.
    MailsPeople,
    /// S: never repeated; what it made is told once.
    MintsSecret,
    /// T: never repeated.
    TouchesTokens,
}

/// What tells whether a call that got no answer was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing that can be read.
    Nothing,
    /// This read does.
    Read(&'static str),
    /// This read does, held against the same read before the call.
    Compared(&'static str),
    /// This read does, and so many of them come before the call, to see whether anything stands against it.
    Looked { route: &'static str, looks: u32 },
    /// Both: after the looks, one more read to compare with.
    LookedAndCompared { route: &'static str, looks: u32 },
}

impl Proof {
    pub(super) fn route(self) -> Option<&'static str> {
        match self {
            Proof::Nothing => None,
            Proof::Read(route) | Proof::Compared(route) => Some(route),
            Proof::Looked { route, .. } | Proof::LookedAndCompared { route, .. } => Some(route),
        }
    }

    /// How often that is read before the call.
    pub(super) fn reads_before(self) -> u32 {
        match self {
            Proof::Nothing | Proof::Read(_) => 0,
            Proof::Compared(_) => 1,
            Proof::Looked { looks, .. } => looks,
            Proof::LookedAndCompared { looks, .. } => looks + 1,
        }
    }

    /// Whether what was there before decides.
    pub(super) fn is_compared(self) -> bool {
        matches!(self, Proof::Compared(_) | Proof::LookedAndCompared { .. })
    }
}

/// An input that is refused before any call, and everything that is found wrong with it: codes and paths below
/// `input`.
pub(super) struct BadInput {
    pub(super) input: InputIn,
    pub(super) told: Vec<(&'static str, &'static str)>,
}

/// A bad input with one fault.
pub(super) fn bad(input: InputIn, code: &'static str, field: &'static str) -> BadInput {
    BadInput { input, told: vec![(code, field)] }
}

/// One of signNow's refusals, how it comes about, and how the caller is told.
pub(super) struct Refusal {
    /// signNow's number for it, or [`NO_NUMBER`].
    pub(super) number: u64,
    pub(super) cause: Cause,
    pub(super) told: ToldAs,
}

/// Some refusals have a text alone.
pub(super) const NO_NUMBER: u64 = 0;

/// How a refusal comes about.
pub(super) enum Cause {
    /// Someone asks for it in a world like this.
    Deed { edit: Value, input: InputIn },
    /// The graph sees it coming; no call is made. If signNow said it all the same, it would be told alike.
    Foreseen(InputIn),
    /// The graph never sends what causes it, or the sandbox cannot be brought there: a fault says it.
    Said { status: u16 },
}

/// How a caller is told of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToldAs {
    /// A user error with this code, at this path below `input`, if at any.
    User(&'static str, Option<&'static str>),
    /// An error of the request with this code.
    Error(&'static str),
}

pub(super) const FORBIDDEN: ToldAs = ToldAs::Error("FORBIDDEN");
pub(super) const PLAN_REQUIRED: ToldAs = ToldAs::Error("PLAN_REQUIRED");

/// A user error at an argument.
pub(super) fn at(field: &'static str, code: &'static str) -> ToldAs {
    ToldAs::User(code, Some(field))
}

/// A user error about no argument.
pub(super) fn general(code: &'static str) -> ToldAs {
    ToldAs::User(code, None)
}

/// A refusal of an input in the demo world.
pub(super) fn deed(number: u64, input: InputIn, told: ToldAs) -> Refusal {
    deed_after(number, json!({}), input, told)
}

/// A refusal of an input in the demo world after an edit.
pub(super) fn deed_after(number: u64, edit: Value, input: InputIn, told: ToldAs) -> Refusal {
    Refusal { number, cause: Cause::Deed { edit, input }, told }
}

/// A refusal that the graph sees coming.
pub(super) fn foreseen(number: u64, input: InputIn, told: ToldAs) -> Refusal {
    Refusal { number, cause: Cause::Foreseen(input), told }
}

/// A refusal that nothing the graph sends can cause.
pub(super) fn said(number: u64, status: u16, told: ToldAs) -> Refusal {
    Refusal { number, cause: Cause::Said { status }, told }
}
