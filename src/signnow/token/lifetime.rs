//! How long tokens live, and when to replace them.

use chrono::{DateTime, TimeDelta, Utc};

/// When a token ends that was handed out `now` with this `expires_in`.
///
/// Documented as seconds, as an integer or a string, and after an authorization code as a moment in unix
/// time (wire section 9 row 14). Nobody hands out tokens for 30 years, so a number that large is a moment.
/// Without a sensible number the token is taken to live half an hour: a refusal will tell if it did not.
pub(super) fn expires_at(now: DateTime<Utc>, expires_in: Option<i64>) -> DateTime<Utc> {
    let end = stated_end(now, expires_in);
    end.unwrap_or_else(|| now.checked_add_signed(UNKNOWN).unwrap_or(DateTime::<Utc>::MAX_UTC))
}

/// The same, without taking anything: `None` where no sensible number is stated.
pub(super) fn stated_end(now: DateTime<Utc>, expires_in: Option<i64>) -> Option<DateTime<Utc>> {
    const SMALLEST_MOMENT: i64 = 1_000_000_000;
    let life = match expires_in? {
        moment if moment >= SMALLEST_MOMENT => moment.saturating_sub(now.timestamp()),
        seconds => seconds,
    };
    let life = (life > 0).then(|| TimeDelta::seconds(life.min(LONGEST)))?;
    Some(now.checked_add_signed(life).unwrap_or(DateTime::<Utc>::MAX_UTC))
}

/// Ten years, in seconds.
const LONGEST: i64 = 10 * 365 * 24 * 3600;
const SHORTEST_WAIT: TimeDelta = TimeDelta::seconds(30);
const UNKNOWN: TimeDelta = TimeDelta::minutes(30);

/// When to fetch a successor: after half of the life, and no later than five minutes before the end, where
/// the life is long enough for that; and never within half a minute, so that tokens that live shorter are replaced
/// when somebody needs one, however many there are.
pub(super) fn refresh_at(obtained_at: DateTime<Utc>, expires_at: DateTime<Utc>) -> DateTime<Utc> {
    let life = expires_at - obtained_at;
    let early = life - TimeDelta::minutes(5);
    let wait = if early >= SHORTEST_WAIT { early.min(life / 2) } else { life / 2 };
    obtained_at + wait.max(SHORTEST_WAIT)
}

/// Until when a token is sent: it should not end on its way. At most 30 seconds before its end.
pub(super) fn usable_until(obtained_at: DateTime<Utc>, expires_at: DateTime<Utc>) -> DateTime<Utc> {
    let life = expires_at - obtained_at;
    expires_at - (life / 10).min(TimeDelta::seconds(30))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600, 0).unwrap()
    }

    fn life(expires_in: Option<i64>) -> i64 {
        (expires_at(now(), expires_in) - now()).num_seconds()
    }

    #[test]
    fn expires_in_is_a_span_or_a_moment() {
        assert_eq!(life(Some(2_592_000)), 2_592_000);
        assert_eq!(life(Some(1)), 1);
        assert_eq!(life(Some(now().timestamp() + 3600)), 3600);
        for unknown in [None, Some(0), Some(-5), Some(now().timestamp() - 10)] {
            assert_eq!(life(unknown), 1800, "{unknown:?}");
            assert_eq!(stated_end(now(), unknown), None, "{unknown:?}");
        }
        for absurd in [1_000_000_000_000, i64::MAX] {
            assert_eq!(life(Some(absurd)), LONGEST, "{absurd}");
        }
    }

    #[test]
    fn a_token_is_replaced_at_half_of_its_life_or_five_minutes_early() {
        let wait = |seconds| (refresh_at(now(), now() + TimeDelta::seconds(seconds)) - now()).num_seconds();
        assert_eq!(wait(2_592_000), 1_296_000);
        assert_eq!(wait(700), 350);
        assert_eq!(wait(400), 100);
        assert_eq!(wait(300), 150);
        assert_eq!(wait(60), 30);
        assert_eq!(wait(2), 30);
    }

    proptest! {
        #[test]
        fn a_token_is_replaced_before_it_becomes_useless(seconds in 1_i64..LONGEST) {
            let end = now() + TimeDelta::seconds(seconds);
            prop_assert!(now() < refresh_at(now(), end));
            prop_assert!(seconds < 60 || refresh_at(now(), end) < usable_until(now(), end));
            prop_assert!(refresh_at(now(), end) - now() >= SHORTEST_WAIT);
            prop_assert!(usable_until(now(), end) < end);
        }

        #[test]
        fn no_answer_breaks_the_arithmetic(expires_in in any::<i64>()) {
            let end = expires_at(now(), Some(expires_in));
            prop_assert!(now() < end);
            prop_assert!(now() < refresh_at(now(), end));
        }
    }
}
