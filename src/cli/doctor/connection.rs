//! The host, and its clock.

use chrono::{DateTime, TimeDelta, Utc};

use super::finding::Report;
use crate::signnow::{self, Options, Reached};

/// A clock that is off by more than this confuses whoever compares times, and TLS before long.
const TOLERATED: TimeDelta = TimeDelta::minutes(1);

/// Whether signNow can be asked.
pub(super) async fn check(options: &Options, report: &mut Report) -> anyhow::Result<bool> {
    let asked = Utc::now();
    match signnow::reach(options).await? {
        Ok(reached) => {
            let is_signnow = of_host(&reached, report);
            // The moment of the answer lies somewhere between the question and now.
            of_clock(reached.date, asked + (Utc::now() - asked) / 2, report);
            Ok(is_signnow)
        }
        Err(unreached) => {
            report.problem("host", format!("{} cannot be asked: {unreached}", options.upstream));
            Ok(false)
        }
    }
}

fn of_host(reached: &Reached, report: &mut Report) -> bool {
    match reached {
        Reached { status: 500.., .. } => {
            let status = reached.status;
            report
                .problem("host", format!("answers with HTTP {status}, a fault of its own; try again later"));
            false
        }
        Reached { status: 429, .. } => {
            report.problem("host", "limits requests right now (HTTP 429); try again later");
            false
        }
        Reached { looks_like_signnow: true, .. } => {
            report.ok("host", "answers as signNow does");
            true
        }
        Reached { status, .. } => {
            report.problem(
                "host",
                format!(
                    "answers with HTTP {status} and not as signNow does; is upstream.url an API of signNow's?"
                ),
            );
            false
        }
    }
}

fn of_clock(theirs: Option<DateTime<Utc>>, ours: DateTime<Utc>, report: &mut Report) {
    match theirs.map(|theirs| ours - theirs) {
        None => report.warning("clock", "the answer tells no time, so this machine's clock was not compared"),
        Some(ahead) if ahead.abs() > TOLERATED => {
            let direction = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
            report.warning(
                "clock",
                format!(
                    "this machine is {} s {direction} signNow; set its clock, such as by NTP",
                    ahead.abs().num_seconds()
                ),
            );
        }
        Some(_) => report.ok("clock", "agrees with signNow's within a minute"),
    }
}
