//! What is known about a call that failed.

/// Whether signNow carried a failed call out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Certainly not: signNow refused it, or it was never sent.
    NotExecuted,
    /// It may have been, or may still be: the answer was lost, late, not to be understood, or a fault.
    Unknown,
}

impl Fate {
    /// What a status that is no success says.
    ///
    /// The statuses by which servers refuse a request, as RFC 9110 and RFC 6585 name them, are definite. 408
    /// and the numbers that proxies invent for connections that were given up (444, 460, 499) speak about
    /// time; a 5xx, of a gateway's too, may follow the effect, and a redirect is no answer at all.
    pub(super) fn of_status(status: u16) -> Fate {
        match status {
            400..=407 | 409..=431 | 451 => Fate::NotExecuted,
            _ => Fate::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_is_definite() {
        for status in [400, 401, 402, 403, 404, 409, 413, 422, 429] {
            assert_eq!(Fate::of_status(status), Fate::NotExecuted, "{status}");
        }
        for status in [302, 307, 408, 444, 460, 499, 500, 501, 502, 503, 504, 520] {
            assert_eq!(Fate::of_status(status), Fate::Unknown, "{status}");
        }
    }
}
