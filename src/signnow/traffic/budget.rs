//! How much may be tried again. `tower` keeps the count.

use tower::retry::budget::{Budget as _, TpsBudget};

use super::policy::{RETRIES_PER_CALL, RETRIES_PER_SECOND, RETRY_WINDOW};

/// What callers of one account may spend on second attempts together.
pub(super) struct Budget(TpsBudget);

impl Budget {
    pub(super) fn new() -> Budget {
        Budget(TpsBudget::new(RETRY_WINDOW, RETRIES_PER_SECOND, RETRIES_PER_CALL))
    }

    /// A call is made for the first time.
    pub(super) fn earn(&self) {
        self.0.deposit();
    }

    /// Whether one may be made again, which is then paid for.
    pub(super) fn spend(&self) -> bool {
        self.0.withdraw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_ten_calls_is_tried_again_beyond_a_few() {
        let budget = Budget::new();
        let mut retries = 0_u32;
        for _ in 0..10_000 {
            budget.earn();
            retries += u32::from(budget.spend());
        }
        assert!((1_000..=1_012).contains(&retries), "{retries}");
    }
}
