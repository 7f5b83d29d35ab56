//! Sealing and opening.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;

use super::key::{self, Key, KeyId};
use super::name::CredentialName;
use super::sealed::{Header, Sealed};

/// Seals records with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), each bound to its credential and generation: a
/// record that is put under another name, or whose generation was changed, does not open.
///
/// A record is sealed with the current key and opened with whichever key it names. To change keys, make a new one the
/// current one and keep the old one among the older until every record was sealed anew; a record is at every swap.
pub struct Seal {
    current: Key,
    older: Vec<Key>,
}

/// The only version there is so far.
const VERSION: u8 = 1;

/// In bytes: what the cipher appends.
const TAG_LENGTH: usize = 16;

/// What no other use of the same key authenticates.
const LABEL: &[u8] = b"signgraph credential record";

impl Seal {
    /// Seals with the current key, and opens what was sealed with it or with an older one.
    pub fn new(current: Key, older: Vec<Key>) -> Seal {
        Seal { current, older }
    }

    /// Seals a record. The generation stays readable; the rest is encrypted, and how long it is can be seen.
    pub fn seal(&self, name: &CredentialName, generation: u64, plaintext: &[u8]) -> Sealed {
        let mut header = Header { version: VERSION, key: self.current.id(), generation, nonce: [0; 24] };
        key::fill_randomly(&mut header.nonce);
        // Room for all of it, so that no half-written copy is left behind where it would have grown.
        let mut bytes = Vec::with_capacity(Header::LENGTH + plaintext.len() + TAG_LENGTH);
        bytes.extend_from_slice(&header.to_bytes());
        bytes.extend_from_slice(plaintext);
        let buffer = InOutBuf::from(&mut bytes[Header::LENGTH..]);
        let tag = cipher(&self.current).encrypt_inout_detached(
            &XNonce::from(header.nonce),
            &associated_data(name, &header),
            buffer,
        );
        #[expect(
            clippy::expect_used,
            reason = "only 256 GiB are too long for the cipher (RFC 8439, section 2.8)"
        )]
        bytes.extend_from_slice(&tag.expect("a record fits into memory"));
        Sealed::from_bytes(bytes)
    }

    /// The generation and the content of a record that was sealed under this name.
    ///
    /// # Errors
    /// [`SealError`], each saying what to do.
    pub fn open(
        &self,
        name: &CredentialName,
        sealed: &Sealed,
    ) -> Result<(u64, Zeroizing<Vec<u8>>), SealError> {
        let length = sealed.as_bytes().len();
        let too_short = SealError::TooShort { length };
        let Some((header, rest)) = Header::split(sealed.as_bytes()) else { return Err(too_short) };
        if header.version != VERSION {
            return Err(SealError::Version { found: header.version });
        }
        let Some((ciphertext, tag)) = rest.split_last_chunk::<TAG_LENGTH>() else { return Err(too_short) };
        let mut keys = self.keys(header.key).peekable();
        if keys.peek().is_none() {
            return Err(SealError::UnknownKey { key: header.key });
        }
        let data = associated_data(name, &header);
        let opened = keys.find_map(|key| decrypted(key, &header, &data, ciphertext, tag));
        opened.map(|plaintext| (header.generation, plaintext)).ok_or(SealError::Tampered)
    }

    /// The keys of that id: one at most, unless two of the configured ones agree in their first 32 bits.
    fn keys(&self, id: KeyId) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.older).filter(move |key| key.id() == id)
    }
}

fn decrypted(
    key: &Key,
    header: &Header,
    data: &[u8],
    ciphertext: &[u8],
    tag: &[u8; TAG_LENGTH],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    let buffer = InOutBuf::from(plaintext.as_mut_slice());
    let nonce = XNonce::from(header.nonce);
    let opened = cipher(key).decrypt_inout_detached(&nonce, data, buffer, &Tag::from(*tag));
    opened.is_ok().then_some(plaintext)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.expose_secret().into())
}

/// What a record is bound to. Every part has a fixed length, so no two records share the whole.
fn associated_data(name: &CredentialName, header: &Header) -> Vec<u8> {
    let generation = header.generation.to_be_bytes();
    [LABEL, name.as_str().as_bytes(), &generation, &[header.version], header.key.as_bytes()].concat()
}

/// Why a record does not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is less than the shortest record has.
    #[error("the sealed record is cut off after {length} bytes; log in again")]
    TooShort {
        /// In bytes: what is there.
        length: usize,
    },
    /// It begins with a version that is not known here.
    #[error(
        "the sealed record is of version {found}, which this signgraph does not know; \
         run the one that wrote it, or log in again"
    )]
    Version {
        /// The version it begins with.
        found: u8,
    },
    /// It was sealed with a key that is not configured.
    #[error(
        "the record is sealed with the key {key}, which is not configured; \
         configure it, beside the current one if need be, or log in again"
    )]
    UnknownKey {
        /// Which key. It tells nothing of the key itself.
        key: KeyId,
    },
    /// It is not what was sealed: bytes were changed, its generation was, or it is the record of another credential.
    #[error(
        "the sealed record was changed, or is another credential's; \
         find out who can write to the token store, then log in again"
    )]
    Tampered,
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn key(byte: u8) -> Key {
        Key::from_base64(&STANDARD.encode([byte; 32]).into()).unwrap()
    }

    /// Records outlive releases: what version 1 sealed has to open for ever.
    #[test]
    fn a_record_of_long_ago_opens() {
        let name = CredentialName::of("client/ada@example.test", "https://api.signnow.com");
        let kept = "AW5GpFMAAAAAAAABArXn4YH0AeeORSvK888oD6WXzenYXKE0NE1PQA3tAjN4AHaxWZ/gOVWZs7Ne1P7LMg==";
        let kept = Sealed::from_bytes(STANDARD.decode(kept).unwrap());
        let (generation, content) = Seal::new(key(7), Vec::new()).open(&name, &kept).unwrap();
        assert_eq!((generation, &**content), (0x0102, &b"a record"[..]));
    }

    #[test]
    fn a_record_is_sealed_with_the_current_key_and_opened_with_any() {
        let name = CredentialName::of("ada", "https://a");
        let seal = Seal::new(key(1), vec![key(2), key(3)]);
        for byte in [1, 2, 3] {
            let sealed = Seal::new(key(byte), Vec::new()).seal(&name, 1, b"content");
            assert_eq!(**seal.open(&name, &sealed).unwrap().1, *b"content");
        }
        let sealed = seal.seal(&name, 1, b"content");
        assert!(Seal::new(key(1), Vec::new()).open(&name, &sealed).is_ok());
        assert!(Seal::new(key(2), vec![key(3)]).open(&name, &sealed).is_err());
    }
}
