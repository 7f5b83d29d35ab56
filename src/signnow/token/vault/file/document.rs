//! What the file says.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::signnow::token::vault::name::CredentialName;
use crate::signnow::token::vault::sealed::Sealed;

/// Every record of a machine.
#[derive(Default)]
pub(super) struct Records(BTreeMap<CredentialName, Sealed>);

/// In bytes. Some hundreds of credentials fit in.
pub(super) const LONGEST: u64 = 4 * 1024 * 1024;

/// What a file of ours says that it is.
const TITLE: &str = "tokens";

const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    signgraph: String,
    version: u64,
    records: BTreeMap<CredentialName, String>,
}

impl Records {
    pub(super) fn get(&self, name: &CredentialName) -> Option<&Sealed> {
        self.0.get(name)
    }

    pub(super) fn put(&mut self, name: CredentialName, record: Option<Sealed>) {
        match record {
            Some(record) => self.0.insert(name, record),
            None => self.0.remove(&name),
        };
    }

    /// What a file holds, all of it or nothing.
    pub(super) fn parse(text: &[u8]) -> Result<Records, Found> {
        let read = || -> Option<Records> {
            let document: Document = serde_json::from_slice(text).ok()?;
            let is_ours = document.signgraph == TITLE && document.version == VERSION;
            let opaque = |(name, text)| Some((name, Sealed::from_bytes(STANDARD.decode(text).ok()?)));
            is_ours.then(|| document.records.into_iter().map(opaque).collect::<Option<_>>().map(Records))?
        };
        read().ok_or_else(|| Found::look_at(text))
    }

    pub(super) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let encoded =
            |(name, record): (&CredentialName, &Sealed)| (name.clone(), STANDARD.encode(record.as_bytes()));
        let records = self.0.iter().map(encoded).collect();
        let document = Document { signgraph: TITLE.to_owned(), version: VERSION, records };
        let mut text = serde_json::to_vec(&document)?;
        text.push(b'\n');
        Ok(text)
    }
}

/// What a file holds that is none of ours. The words say what to do, and show nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A pair of tokens in clear, as they were kept before records were sealed.
    PlainTokens,
    /// A file of ours, but of a version that is not known here.
    Version(u64),
    /// A file of ours that is damaged.
    Damage,
    /// More than a file of ours can hold.
    TooMuch,
    /// Something else.
    Other,
}

/// As much of a file as says what it is.
#[derive(Deserialize)]
struct Title {
    signgraph: Option<String>,
    version: Option<u64>,
    generation: Option<u64>,
}

impl Found {
    fn look_at(text: &[u8]) -> Found {
        match serde_json::from_slice(text) {
            Ok(Title { signgraph: Some(title), version: Some(version), .. }) if title == TITLE => {
                if version == VERSION { Found::Damage } else { Found::Version(version) }
            }
            Ok(Title { signgraph: None, generation: Some(_), .. }) => Found::PlainTokens,
            Err(_) if text.starts_with(br#"{"signgraph":"tokens""#) => Found::Damage,
            _ => Found::Other,
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::PlainTokens => formatter.write_str(
                "holds tokens in clear, as an earlier signgraph kept them; move it away, log in again, then delete it",
            ),
            Found::Version(version) => write!(
                formatter,
                "is of version {version}, which this signgraph does not know; run the one that wrote it"
            ),
            Found::Damage => formatter.write_str("is damaged; move it away, and log in again"),
            Found::TooMuch => write!(
                formatter,
                "is longer than {} MiB, so it is none of ours; move it away, or name another file",
                LONGEST >> 20
            ),
            Found::Other => formatter
                .write_str("holds something else than sealed tokens; move it away, or name another file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_they_were_written() {
        let name = |principal| CredentialName::of(principal, "https://a");
        let mut records = Records::default();
        let text = records.to_json().unwrap();
        assert_eq!(text, b"{\"signgraph\":\"tokens\",\"version\":1,\"records\":{}}\n");
        let sealed = Sealed::from_bytes((0..=255).collect());
        records.put(name("ada"), Some(sealed.clone()));
        records.put(name("bob"), Some(Sealed::from_bytes(Vec::new())));
        records.put(name("eve"), None);
        let mut read = Records::parse(&records.to_json().unwrap()).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(read.0, records.0);
        assert_eq!(read.get(&name("ada")), Some(&sealed));
        read.put(name("ada"), None);
        assert_eq!(read.get(&name("ada")), None);
    }

    #[test]
    fn what_a_file_holds_is_told_by_its_beginning() {
        let found = |text: &str| Records::parse(text.as_bytes()).err();
        assert_eq!(found(r#" {"records":{},"version":1,"signgraph":"tokens"} "#), None);
        for (text, expected) in [
            (r#"{"signgraph":"tokens","version":1,"records":{},"more":1}"#, Found::Damage),
            (r#"{"signgraph":"tokens","version":1}"#, Found::Damage),
            (r#"{"signgraph":"tokens","version":1,"records":{}"#, Found::Damage),
            (r#"{"signgraph":"tokens","version":2}"#, Found::Version(2)),
            (r#"{"signgraph":"token","version":1,"records":{}}"#, Found::Other),
            (r#"{"generation":1}"#, Found::PlainTokens),
            (r#"{"generation":"1"}"#, Found::Other),
            ("[]", Found::Other),
        ] {
            assert_eq!(found(text), Some(expected), "{text}");
        }
    }
}
