//! A record as it is kept.

use std::fmt;

use super::key::KeyId;

/// The bytes of a sealed record, as a store keeps them. Only a [`Seal`](super::Seal) can tell what they say, or whether
/// they say anything: a store keeps and compares them, and looks no further.
///
/// Two records that are equal in this form are one and the same act of sealing. Each is sealed with a nonce of 192 random
/// bits, so the same content under the same generation never gives the same bytes twice. That is what makes comparing
/// and swapping whole values safe from ABA: a value that was replaced does not come about anew, so whoever finds the
/// value they expect finds the very one they read. It holds as well after a store was set back to an older state: what is
/// written from there on differs from what was lost, even where generations repeat, and a process that still holds a
/// value of the lost time swaps nothing. What a comparison cannot tell is that a value which is there again had been
/// replaced in between; for that, whoever keeps records remembers the highest generation they saw.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// What a store gives back. Any bytes will do: whether they are a record is seen when they are opened, so that a
    /// store that was tampered with can still be read, compared and put right.
    pub fn from_bytes(bytes: Vec<u8>) -> Sealed {
        Sealed(bytes)
    }

    /// What a store keeps.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Debug output is the length alone.
impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len())
    }
}

/// What stands before the ciphertext, in clear: a byte for the version, four for the key, eight for the generation (the
/// highest first) and 24 for the nonce. All but the nonce are authenticated with the ciphertext, and a changed nonce
/// opens nothing.
pub(super) struct Header {
    pub(super) version: u8,
    pub(super) key: KeyId,
    pub(super) generation: u64,
    pub(super) nonce: [u8; 24],
}

impl Header {
    /// In bytes.
    pub(super) const LENGTH: usize = 1 + 4 + 8 + 24;

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let generation = self.generation.to_be_bytes();
        [&[self.version][..], self.key.as_bytes(), &generation, &self.nonce].concat()
    }

    /// The header and what follows it; `None` where there is not enough for a header.
    pub(super) fn split(bytes: &[u8]) -> Option<(Header, &[u8])> {
        let (&[version], rest) = bytes.split_first_chunk()?;
        let (key, rest) = rest.split_first_chunk()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (key, generation) = (KeyId::from_bytes(*key), u64::from_be_bytes(*generation));
        Some((Header { version, key, generation, nonce: *nonce }, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_was_written_and_never_from_less() {
        let key = KeyId::from_bytes([1, 2, 3, 4]);
        let bytes = Header { version: 1, key, generation: 0x0506, nonce: [7; 24] }.to_bytes();
        assert_eq!(bytes.len(), Header::LENGTH);
        assert_eq!(bytes[..13], [1, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6]);
        let long = [&bytes[..], b"rest"].concat();
        let (header, rest) = Header::split(&long).unwrap();
        assert_eq!((header.version, header.key, header.generation), (1, key, 0x0506));
        assert_eq!((header.nonce, rest), ([7; 24], &b"rest"[..]));
        for length in 0..Header::LENGTH {
            assert!(Header::split(&bytes[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn debug_output_shows_the_length_alone() {
        assert_eq!(format!("{:?}", Sealed::from_bytes(b"canary".to_vec())), "Sealed(6 bytes)");
    }
}
