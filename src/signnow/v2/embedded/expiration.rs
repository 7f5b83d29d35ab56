//! How long links and sessions last.

use crate::signnow::signing::bounded;

bounded! {
    /// In how many minutes a link ends (document 002).
    LinkExpiration, 15..=45
}

bounded! {
    /// After how many minutes a session that was opened ends (wire section 6.4).
    SessionExpiration, 15..=1440
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_minutes_is_within_its_bounds_and_written_plainly() {
        let minutes = |number| LinkExpiration::new(number).map(LinkExpiration::get);
        assert_eq!([0, 14, 15, 45, 46, 65_535].map(minutes), [None, None, Some(15), Some(45), None, None]);
        assert!(SessionExpiration::new(1440).is_some() && SessionExpiration::new(1441).is_none());
        assert_eq!(serde_json::to_string(&LinkExpiration::new(30)).unwrap(), "30");
    }
}
