//! How long to pause before another try. Whether there is one says [`policy`](super::traffic::policy).

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::Rng;

use super::options::RetryOptions;
use super::traffic::policy::LONGEST_RETRY_AFTER;

impl RetryOptions {
    /// How long to pause after the `failures`th failure (from 1); `None` to give up.
    ///
    /// `asked` is what the server wants. It is never undercut: a server that asks for more than the
    /// longest pause gets no further try. Without it the pause is a random point below a doubling bound.
    pub(super) fn pause(&self, failures: u32, asked: Option<Duration>) -> Option<Duration> {
        if failures >= self.attempts {
            return None;
        }
        match asked {
            Some(asked) if asked > self.max_delay => None,
            Some(asked) => Some(asked + below(self.base_delay)),
            None => Some(below(doubled(self.base_delay, failures - 1).min(self.max_delay))),
        }
    }
}

/// `base` doubled `times` times, without overflow.
pub(super) fn doubled(base: Duration, times: u32) -> Duration {
    base.saturating_mul(2_u32.saturating_pow(times))
}

/// A random duration below a bound, so that callers who failed together do not return together.
pub(super) fn below(bound: Duration) -> Duration {
    bound.mul_f64(rand::rng().random::<f64>())
}

/// Reads `Retry-After`: seconds, or a date in any of the three forms of RFC 9110 section 5.6.7. A date in
/// the past means now; more than an hour means an hour; anything else says nothing.
pub(super) fn parse_retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    let asked = match value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty() {
        // What is too long for a number is an hour as well.
        true => Duration::from_secs(value.parse().unwrap_or(u64::MAX)),
        false => {
            let date = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
            (date - now).to_std().unwrap_or(Duration::ZERO)
        }
    };
    Some(asked.min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPTIONS: RetryOptions = RetryOptions {
        attempts: 3,
        base_delay: Duration::from_millis(100),
        max_delay: Duration::from_secs(5),
    };

    #[test]
    fn attempts_are_counted_in_all() {
        assert!(OPTIONS.pause(1, None).is_some());
        assert!(OPTIONS.pause(2, None).is_some());
        assert_eq!(OPTIONS.pause(3, None), None);
        assert_eq!(RetryOptions { attempts: 1, ..OPTIONS }.pause(1, None), None);
    }

    #[test]
    fn retry_after_comes_in_seconds_and_as_a_date() {
        let now = DateTime::from_timestamp(784_111_777 - 30, 0).unwrap();
        let seconds = |value: &str| parse_retry_after(value, now).map(|delay| delay.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sun Nov  6 08:49:37 1994"), Some(30));
        assert_eq!(seconds("Sat, 06 Nov 1993 08:49:37 GMT"), Some(0));
        for absurd in ["3601", "99999999999999999999999", "Sat, 06 Nov 2094 08:49:37 GMT"] {
            assert_eq!(seconds(absurd), Some(3600), "{absurd}");
        }
        for nonsense in ["", "-1", "soon", "1.5"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_asked_nor_longer_than_allowed(failures in 1_u32..40, asked in 0_u64..20) {
            let patient = RetryOptions { attempts: u32::MAX, ..OPTIONS };
            let asked = Duration::from_secs(asked);
            match patient.pause(failures, Some(asked)) {
                Some(pause) => prop_assert!(asked <= pause && pause <= patient.max_delay + patient.base_delay),
                None => prop_assert!(asked > patient.max_delay),
            }
            let own = patient.pause(failures, None).unwrap();
            prop_assert!(own <= patient.max_delay);
            prop_assert!(own <= doubled(patient.base_delay, failures - 1));
        }
    }
}
