//! Whom signNow calls when something happens, and how.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use secrecy::SecretString;
use url::Url;

/// Whom signNow calls, what it signs the call with, and what it puts into it.
///
/// The call is signed: without a secret key its receiver could not tell signNow from anyone else. It is
/// made over TLS 1.2 or newer, and holds no access token. None of this can be chosen.
#[derive(Clone, Debug)]
pub struct EventCallback {
    /// Where the call goes.
    pub url: CallbackUrl,
    /// What signs the body (HMAC-SHA256, header `X-SignNow-Signature`, wire section 7.4); not empty.
    pub secret_key: SecretString,
    /// Headers of the call, by name. Their values may be credentials of the receiver's.
    pub headers: BTreeMap<String, SecretString>,
    /// Whether the id of the document is added to the URL.
    pub adds_document_id: bool,
    /// Whether the metadata of the document is put into the body.
    pub includes_metadata: bool,
    /// How often a call that failed is made again; signNow's own number when `None`. Up to 10, it is said.
    pub retries: Option<u32>,
    /// signNow's `delay` between two tries; no document tells the unit. signNow's own when `None`.
    pub delay: Option<u32>,
}

impl EventCallback {
    /// A call without any extras.
    pub fn new(url: CallbackUrl, secret_key: SecretString) -> EventCallback {
        EventCallback {
            url,
            secret_key,
            headers: BTreeMap::new(),
            adds_document_id: false,
            includes_metadata: false,
            retries: None,
            delay: None,
        }
    }
}

/// The URL of a receiver. Its query may hold whatever the receiver knows its callers by, so `Debug` shows
/// nothing of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallbackUrl(Url);

/// A text that is no URL to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a callback is a whole URL, such as https://example.com/hooks/signnow")]
pub struct InvalidCallbackUrl;

/// The query parameter a marker stands in.
const MARKER: &str = "signgraph_operation";

impl CallbackUrl {
    /// Checks a text: an absolute URL of http or https.
    ///
    /// # Errors
    /// [`InvalidCallbackUrl`], which does not repeat the text.
    pub fn parse(text: &str) -> Result<CallbackUrl, InvalidCallbackUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidCallbackUrl)?;
        if matches!(url.scheme(), "http" | "https") { Ok(CallbackUrl(url)) } else { Err(InvalidCallbackUrl) }
    }

    /// The URL as it is sent, which is the text that was given, normalised.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same receiver, with a marker in the query by which the subscription is found in the list again.
    ///
    /// signNow tells no id when it makes a subscription, and nothing keeps it from making two that are alike, so
    /// a marker of one's own is the only way to tell one from another.
    #[must_use]
    pub fn with_marker(&self, marker: &str) -> CallbackUrl {
        let mut url = self.0.clone();
        url.query_pairs_mut().append_pair(MARKER, marker);
        CallbackUrl(url)
    }

    /// The marker that was put into it last.
    pub fn marker(&self) -> Option<String> {
        let markers = self.0.query_pairs().filter(|(name, _)| name == MARKER);
        markers.last().map(|(_, marker)| marker.into_owned())
    }
}

impl FromStr for CallbackUrl {
    type Err = InvalidCallbackUrl;

    fn from_str(text: &str) -> Result<Self, InvalidCallbackUrl> {
        Self::parse(text)
    }
}

impl fmt::Debug for CallbackUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallbackUrl(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_callback_is_a_whole_url_of_the_web() {
        for text in ["https://example.test", "http://127.0.0.1:9/hook?a=1", " https://example.test/x#y "] {
            assert!(CallbackUrl::parse(text).is_ok(), "{text}");
        }
        for text in ["", "example.test", "/hook", "ftp://example.test", "javascript:alert(1)", "https://"] {
            assert_eq!(CallbackUrl::parse(text), Err(InvalidCallbackUrl), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_callback_is_printed() {
        let url = CallbackUrl::parse("https://canary.example/?key=canary").unwrap();
        let mut callback = EventCallback::new(url, "canary".to_owned().into());
        callback.headers.insert("authorization".to_owned(), "canary".to_owned().into());
        assert!(!format!("{callback:?}").contains("canary"));
    }

    proptest! {
        #[test]
        fn a_marker_is_found_again_and_leaves_the_rest_alone(one in any::<String>(), two in "[a-z0-9-]{0,40}") {
            let url = CallbackUrl::parse("https://example.test/hook?a=1&b#end").unwrap();
            prop_assert_eq!(url.marker(), None);
            let marked = url.with_marker(&one);
            prop_assert_eq!(marked.marker(), Some(one));
            prop_assert!(marked.as_str().starts_with("https://example.test/hook?a=1&b&signgraph_operation="));
            prop_assert_eq!(marked.with_marker(&two).marker(), Some(two));
            prop_assert_eq!(CallbackUrl::parse(marked.as_str()), Ok(marked));
        }
    }
}
