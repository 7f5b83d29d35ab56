//! Verdicts.
use super::run::run;
use super::setting::Setting;

#[test]
fn a_seed_is_one_run() {
    for seed in 0..8 {
        let setting = Setting::of_seed(seed);
        let begun = std::time::Instant::now();
        let first = run(&setting);
        println!("{setting:?}: {} entries {:?}", first.len(), begun.elapsed());
        let second = run(&setting);
        if let Some(at) = first.iter().zip(&second).position(|(one, other)| one != other) {
            panic!(
                "{seed}: {at} {:?} {:?}",
                &first[at.saturating_sub(5)..at + 3],
                &second[at.saturating_sub(5)..at + 3]
            );
        }
        assert_eq!(first.len(), second.len());
    }
}
