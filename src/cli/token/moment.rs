//! Moments as people read them.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// A moment, and how far from now it is.
pub(super) fn in_words(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let exact = moment.to_rfc3339_opts(SecondsFormat::Secs, true);
    let distance = moment - now;
    if distance >= TimeDelta::zero() {
        format!("{exact}, in {}", span(distance))
    } else {
        format!("{exact}, {} ago", span(-distance))
    }
}

/// A span in its largest unit that fits, rounded down.
fn span(span: TimeDelta) -> String {
    let units = [(span.num_days(), "day"), (span.num_hours(), "hour"), (span.num_minutes(), "minute")];
    let (count, unit) =
        units.into_iter().find(|(count, _)| *count > 0).unwrap_or((span.num_seconds(), "second"));
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_exact_and_near_or_far() {
        let now = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        let words = |seconds| in_words(now + TimeDelta::seconds(seconds), now);
        assert_eq!(words(2_592_000), "2026-01-31T00:00:00Z, in 30 days");
        assert_eq!(words(90_000), "2026-01-02T01:00:00Z, in 1 day");
        assert_eq!(words(7_300), "2026-01-01T02:01:40Z, in 2 hours");
        assert_eq!(words(61), "2026-01-01T00:01:01Z, in 1 minute");
        assert_eq!(words(0), "2026-01-01T00:00:00Z, in 0 seconds");
        assert_eq!(words(-1), "2025-12-31T23:59:59Z, 1 second ago");
    }
}
