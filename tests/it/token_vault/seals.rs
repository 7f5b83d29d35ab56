//! What was sealed opens as it was, or not at all.

use proptest::prelude::*;
use signgraph::signnow::vault::{Key, Seal, SealError, Sealed};

use super::stage::name;

/// Where the parts of a sealed record lie, in bytes.
const GENERATION: std::ops::Range<usize> = 5..13;
const HEADER: usize = 37;
const TAG: usize = 16;

fn seal() -> Seal {
    Seal::new(Key::random(), Vec::new())
}

fn changed(sealed: &Sealed, change: impl FnOnce(&mut Vec<u8>)) -> Sealed {
    let mut bytes = sealed.as_bytes().to_vec();
    change(&mut bytes);
    Sealed::from_bytes(bytes)
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..200)
}

proptest! {
    #[test]
    fn a_record_opens_as_it_was(content in content(), generation in any::<u64>(), principal in ".*") {
        let (seal, name) = (seal(), name(&principal));
        let sealed = seal.seal(&name, generation, &content);
        prop_assert_eq!(sealed.as_bytes().len(), HEADER + content.len() + TAG);
        let (found, opened) = seal.open(&name, &sealed).unwrap();
        prop_assert_eq!((found, &*opened), (generation, &content));
    }

    #[test]
    fn any_flipped_bit_is_refused(content in content(), generation in any::<u64>(), bit in any::<prop::sample::Index>()) {
        let (seal, name) = (seal(), name("ada"));
        let sealed = seal.seal(&name, generation, &content);
        let bit = bit.index(8 * sealed.as_bytes().len());
        let flipped = changed(&sealed, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
        let refusal = seal.open(&name, &flipped).unwrap_err();
        let expected = match bit / 8 {
            0 => matches!(refusal, SealError::Version { .. }),
            1..5 => matches!(refusal, SealError::UnknownKey { .. }),
            _ => refusal == SealError::Tampered,
        };
        prop_assert!(expected, "bit {bit}: {refusal}");
    }

    #[test]
    fn a_record_under_another_name_is_refused(content in content(), one in ".*", other in ".*") {
        prop_assume!(one != other);
        let seal = seal();
        let sealed = seal.seal(&name(&one), 1, &content);
        prop_assert_eq!(seal.open(&name(&other), &sealed), Err(SealError::Tampered));
    }

    #[test]
    fn a_changed_generation_is_refused(content in content(), one in any::<u64>(), other in any::<u64>()) {
        prop_assume!(one != other);
        let (seal, name) = (seal(), name("ada"));
        let (kept, replayed) = (seal.seal(&name, one, &content), seal.seal(&name, other, &content));
        let moved = changed(&kept, |bytes| bytes[GENERATION].copy_from_slice(&replayed.as_bytes()[GENERATION]));
        prop_assert_eq!(seal.open(&name, &moved), Err(SealError::Tampered));
    }

    #[test]
    fn a_record_that_is_cut_or_prolonged_is_refused(content in content(), cut in any::<prop::sample::Index>()) {
        let (seal, name) = (seal(), name("ada"));
        let sealed = seal.seal(&name, 1, &content);
        let length = cut.index(sealed.as_bytes().len());
        let refusal = seal.open(&name, &changed(&sealed, |bytes| bytes.truncate(length))).unwrap_err();
        let expected = if length < HEADER + TAG { SealError::TooShort { length } } else { SealError::Tampered };
        prop_assert_eq!(refusal, expected);
        let longer = changed(&sealed, |bytes| bytes.push(0));
        prop_assert_eq!(seal.open(&name, &longer), Err(SealError::Tampered));
    }

    #[test]
    fn bytes_from_elsewhere_are_refused(bytes in content()) {
        prop_assert!(seal().open(&name("ada"), &Sealed::from_bytes(bytes)).is_err());
    }
}

#[test]
fn two_seals_of_one_record_always_differ() {
    let (seal, name) = (seal(), name("ada"));
    let seals: Vec<_> = (0..1000).map(|_| seal.seal(&name, 1, b"content")).collect();
    let nonces: std::collections::BTreeSet<_> =
        seals.iter().map(|sealed| sealed.as_bytes()[GENERATION.end..HEADER].to_vec()).collect();
    assert_eq!(nonces.len(), seals.len());
    assert!(seals[1..].iter().all(|sealed| *sealed != seals[0]));
}

#[test]
fn another_key_is_named_and_opens_nothing() {
    let (key, other) = (Key::random(), Key::random());
    let (id, other_id) = (key.id(), other.id());
    let (seal, wrong) = (Seal::new(key, Vec::new()), Seal::new(other, Vec::new()));
    let sealed = seal.seal(&name("ada"), 1, b"content");
    let refusal = wrong.open(&name("ada"), &sealed).unwrap_err();
    assert_eq!(refusal, SealError::UnknownKey { key: id });
    assert!(refusal.to_string().contains(&format!("the key {id}, which is not configured")), "{refusal}");
    let another = wrong.seal(&name("ada"), 1, b"content");
    let forged = changed(&sealed, |bytes| bytes[1..5].copy_from_slice(&another.as_bytes()[1..5]));
    assert_eq!(wrong.open(&name("ada"), &forged), Err(SealError::Tampered), "{other_id}");
}

#[test]
fn keys_change_without_losing_a_record() {
    let texts = [[1; 32], [2; 32]].map(|bytes| base64(&bytes));
    let [old, new] = &texts;
    let key = |text: &String| Key::from_base64(&text.clone().into()).unwrap();
    let name = name("ada");
    let before = Seal::new(key(old), Vec::new()).seal(&name, 1, b"content");
    let both = Seal::new(key(new), vec![key(old)]);
    let (generation, content) = both.open(&name, &before).unwrap();
    assert_eq!((generation, &**content), (1, &b"content"[..]));
    let anew = both.seal(&name, generation + 1, &content);
    let after = Seal::new(key(new), Vec::new());
    assert_eq!(after.open(&name, &anew).unwrap().0, 2);
    assert_eq!(after.open(&name, &before), Err(SealError::UnknownKey { key: key(old).id() }));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
