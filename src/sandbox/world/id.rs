//! signNow's identifiers.

use std::fmt;
use std::str::FromStr;

use rand::RngCore;
use serde::{Serialize, Serializer};

/// Forty lowercase hexadecimal characters (wire section 1), kept as the twenty bytes they stand for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id([u8; 20]);

impl Id {
    /// A new one.
    pub(crate) fn random(source: &mut impl RngCore) -> Self {
        let mut bytes = [0; 20];
        source.fill_bytes(&mut bytes);
        Id(bytes)
    }

    /// The number of the same thing in the days before these ids, which v1 still shows here and there.
    pub(crate) fn row_number(self) -> u32 {
        self.0.iter().take(3).fold(0, |number, byte| 256 * number + u32::from(*byte))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is forty lowercase hexadecimal characters")]
pub(crate) struct MalformedId;

impl FromStr for Id {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let digits = text.as_bytes();
        let mut bytes = [0; 20];
        if digits.len() != 2 * bytes.len() {
            return Err(MalformedId);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = 16 * value(pair[0])? + value(pair[1])?;
        }
        Ok(Id(bytes))
    }
}

fn value(digit: u8) -> Result<u8, MalformedId> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(MalformedId),
    }
}
