//! Numbers of days and minutes that signNow takes within bounds alone.

/// A number that is checked once, where it is made.
macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $range:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(u16);

        impl $name {
            /// What signNow takes.
            pub const RANGE: std::ops::RangeInclusive<u16> = $range;

            /// Takes a number within [`RANGE`](Self::RANGE), and none outside.
            pub fn new(number: u16) -> Option<Self> {
                Self::RANGE.contains(&number).then_some(Self(number))
            }

            /// The number.
            pub fn get(self) -> u16 {
                self.0
            }
        }
    };
}

pub(in crate::signnow) use bounded;
