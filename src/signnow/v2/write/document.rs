//! Making a document of a file that is somewhere else (wire section 6.1).

use std::fmt;

use serde::Serialize;
use url::Url;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::DocumentId;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::made_id;

/// Makes a document of a file that signNow fetches: `POST /v2/documents/url`. Two calls make two documents.
///
/// `Debug` shows neither the URL nor the name.
#[derive(Clone)]
pub struct UploadDocumentFromUrl {
    /// Where the file is; signNow has to be able to reach it.
    pub url: FileUrl,
    /// The name of the document; without one signNow names it after the file.
    pub name: Option<String>,
    /// Whether signNow looks for fields in the file, `check_fields`.
    pub finds_fields: bool,
}

impl Command for UploadDocumentFromUrl {
    type Answer = DocumentId;

    const ROUTE: Route = Route::new("POST /v2/documents/url");
    const NATURE: Nature = Nature::Keyless;

    fn target(&self) -> Target {
        Target::new(Path::root("/v2/documents/url"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            url: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            check_fields: Option<bool>,
        }
        Body::json(&OnWire {
            url: self.url.as_str(),
            name: self.name.as_deref(),
            check_fields: self.finds_fields.then_some(true),
        })
    }

    fn decode(&self, body: &[u8]) -> Result<DocumentId, DecodeError> {
        made_id(body)
    }
}

impl fmt::Debug for UploadDocumentFromUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UploadDocumentFromUrl").finish_non_exhaustive()
    }
}

/// The http or https URL of a file. Links to files are often keys to them, so `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FileUrl(Url);

/// Why a text is not the URL of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFileUrl {
    /// It is no absolute URL.
    #[error("the URL of a file is written like https://files.example/contract.pdf")]
    NotAUrl,
    /// It is neither http nor https.
    #[error("the URL of a file begins with https:// or http://")]
    Scheme,
}

impl FileUrl {
    /// Checks a text.
    ///
    /// # Errors
    /// [`InvalidFileUrl`] says what is wrong, and nothing of the text.
    pub fn parse(text: &str) -> Result<FileUrl, InvalidFileUrl> {
        let url = Url::parse(text).map_err(|_| InvalidFileUrl::NotAUrl)?;
        if matches!(url.scheme(), "http" | "https") { Ok(FileUrl(url)) } else { Err(InvalidFileUrl::Scheme) }
    }

    /// The URL in its normal form.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for FileUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FileUrl(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_fetched_by_http_or_not_at_all() {
        for fine in ["https://files.example/a%20b.pdf?signature=x", "http://127.0.0.1:8080/"] {
            assert_eq!(FileUrl::parse(fine).unwrap().as_str(), fine);
        }
        for scheme in
            ["file:///etc/passwd", "ftp://files.example/a", "data:,x", "javascript:1", "blob:https://a/b"]
        {
            assert_eq!(FileUrl::parse(scheme), Err(InvalidFileUrl::Scheme), "{scheme}");
        }
        for text in ["", "contract.pdf", "//files.example/a", "https://", "http://a b/"] {
            assert_eq!(FileUrl::parse(text), Err(InvalidFileUrl::NotAUrl), "{text}");
        }
    }

    #[test]
    fn nothing_is_shown_of_a_link() {
        let url = FileUrl::parse("https://files.example/?signature=canary").unwrap();
        let command = UploadDocumentFromUrl { url, name: Some("canary".to_owned()), finds_fields: true };
        assert!(!format!("{command:?} {:?}", command.url).contains("canary"));
    }
}
