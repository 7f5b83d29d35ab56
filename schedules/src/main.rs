//! Tells stories of callers and the writer of tokens in many orders: who goes next at each step is decided by shuttle, at
//! random and by probabilistic concurrency testing (PCT). An argument says how many orders of each story and scheduler.

#[allow(dead_code, unused_imports, missing_docs)]
#[path = "../../src/private_file/mod.rs"]
mod private_file;
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "../../src/signnow/mod.rs"]
mod signnow;
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "../../src/tally.rs"]
mod tally;

use std::sync::Arc;

use shuttle::rand::{Rng, thread_rng};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, MaxSteps, Runner};
use signnow::handover::{Story, Wish, tell};

/// How many orders, where no argument says.
const ORDERS: usize = 1000;

/// How many times PCT changes its mind about who goes first.
const DEPTH: usize = 3;

fn main() {
    let orders = std::env::args().nth(1).map_or(ORDERS, |number| number.parse().expect("a number of orders"));
    let mut told = 0;
    for (has_token, wishes) in [
        (false, [Wish::Token, Wish::Token, Wish::Token]),
        (true, [Wish::Successor, Wish::Successor, Wish::Token]),
        (true, [Wish::Successor, Wish::Token, Wish::End]),
        (false, [Wish::Token, Wish::Token, Wish::End]),
    ] {
        for is_left in [false, true] {
            let story = Arc::new((has_token, wishes, is_left));
            told += explore(RandomScheduler::new(orders), Arc::clone(&story));
            told += explore(PctScheduler::new(DEPTH, orders), story);
        }
    }
    println!("P6: refreshes lost or doubled by callers who went away: 0 in {told} schedules");
}

fn explore(scheduler: impl Scheduler + 'static, story: Arc<(bool, [Wish; 3], bool)>) -> usize {
    let mut config = Config::new();
    config.stack_size = 1 << 20;
    config.max_steps = MaxSteps::FailAfter(1_000_000);
    Runner::new(scheduler, config).run(move || {
        let (has_token, wishes, is_left) = *story;
        // Half of them wait to the end.
        let patience = |()| Some(thread_rng().gen_range(0..40)).filter(|steps| *steps < 20);
        let callers = wishes.into_iter().map(|wish| (wish, patience(()))).collect();
        shuttle::future::block_on(tell(&Story { has_token, callers, is_left }));
    })
}
