//! Which parts of the sandbox go back to their start.

use super::input::{Complaint, Input};

const PARTS: [&str; 4] = ["world", "tokens", "faults", "requests"];

/// The parts of a reset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) world: bool,
    pub(crate) tokens: bool,
    pub(crate) faults: bool,
    pub(crate) requests: bool,
}

impl Parts {
    /// Reads `{"keep": […]}` or `{"only": […]}`; an empty object means all parts.
    pub(super) fn read(input: &Input<'_>) -> Result<Self, Complaint> {
        input.only(&["keep", "only"])?;
        let (keep, only) = (input.words("keep", &PARTS)?, input.words("only", &PARTS)?);
        if keep.is_some() && only.is_some() {
            return Err(input.complaint("keep", "and `only` exclude each other"));
        }
        let goes = |part: &str| {
            let kept = keep.as_ref().is_some_and(|keep| keep.contains(&part));
            !kept && only.as_ref().is_none_or(|only| only.contains(&part))
        };
        let [world, tokens, faults, requests] = PARTS.map(goes);
        Ok(Parts { world, tokens, faults, requests })
    }
}
