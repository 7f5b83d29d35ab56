//! Each caller dropped at each step, in all combinations.

use super::story::{Story, Wish, tell};

/// More steps than the longest wish takes, so that the last ones are not cut short.
const STEPS: usize = 24;

/// Two callers, each of whom gives up at any step.
async fn all_combinations(has_token: bool, wishes: [Wish; 2], is_left: bool) -> usize {
    let mut told = 0;
    for one in 0..=STEPS {
        for other in 0..=STEPS {
            let callers = vec![(wishes[0], Some(one)), (wishes[1], Some(other))];
            tell(&Story { has_token, callers, is_left }).await;
            told += 1;
        }
    }
    told
}

#[tokio::test]
async fn callers_may_go_away_at_any_step_and_nothing_is_lost_or_asked_for_twice() {
    let mut told = 0;
    for is_left in [false, true] {
        told += all_combinations(false, [Wish::Token, Wish::Token], is_left).await;
        told += all_combinations(true, [Wish::Successor, Wish::Successor], is_left).await;
        told += all_combinations(true, [Wish::Successor, Wish::Token], is_left).await;
    }
    println!("P6: refreshes lost or doubled by callers who went away: 0 in {told} combinations");
}

#[tokio::test]
async fn an_end_loses_nothing_whenever_it_comes() {
    for (has_token, wish) in [(false, Wish::Token), (true, Wish::Successor)] {
        all_combinations(has_token, [wish, Wish::End], true).await;
    }
}

#[tokio::test]
async fn a_caller_that_waits_is_served_whoever_goes_away() {
    for step in 0..=STEPS {
        for (has_token, wish) in [(false, Wish::Token), (true, Wish::Successor)] {
            let callers = vec![(wish, Some(step)), (wish, None), (wish, Some(step / 2))];
            tell(&Story { has_token, callers, is_left: false }).await;
        }
    }
}
