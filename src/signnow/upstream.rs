//! Which host we talk to, checked once.

use std::fmt;

use url::{Host, Url};

/// The base URL of a signNow API: a scheme, a host, perhaps a port, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Upstream(Url);

/// Why a text is no upstream we may talk to. Each message says what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// Not a URL, or one without a host.
    #[error("the upstream URL cannot be read; write it like https://api.signnow.com")]
    NotAUrl,
    /// A scheme that is neither https nor http.
    #[error("the upstream URL must begin with https://")]
    Scheme,
    /// User name or password inside the URL.
    #[error("the upstream URL must hold no user name or password; credentials have settings of their own")]
    UserInfo,
    /// A path, a query or a fragment after the host.
    #[error("the upstream URL must end after the host; remove the path, query or fragment")]
    MoreThanHost,
    /// http to a host that is not this machine.
    #[error("plain http is accepted for 127.0.0.1, [::1] and localhost alone; use https for {0}")]
    PlainHttp(String),
    /// A host that is not signNow's and was not named.
    #[error("{0} is no host of signNow; to talk to it all the same, name it in the list of allowed hosts")]
    Host(String),
}

/// signNow's own hosts (wire section 1).
const SIGNNOW_HOSTS: [&str; 2] = ["api.signnow.com", "api-eval.signnow.com"];

impl Upstream {
    /// Checks a base URL. signNow's two hosts and this machine are always allowed, others must be named
    /// in `allowed_hosts` (host alone, without port). Plain http is for loopback.
    ///
    /// # Errors
    /// [`UpstreamError`] with the reason and the remedy.
    pub fn parse(url: &str, allowed_hosts: &[String]) -> Result<Upstream, UpstreamError> {
        let url = Url::parse(url.trim()).map_err(|_| UpstreamError::NotAUrl)?;
        let host = url.host_str().ok_or(UpstreamError::NotAUrl)?.to_owned();
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UpstreamError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UpstreamError::UserInfo);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(UpstreamError::MoreThanHost);
        }
        let upstream = Upstream(url);
        let named = |allowed: &String| allowed.trim().eq_ignore_ascii_case(&host);
        if upstream.is_loopback() {
            return Ok(upstream);
        }
        if upstream.0.scheme() == "http" {
            return Err(UpstreamError::PlainHttp(host));
        }
        if SIGNNOW_HOSTS.contains(&host.as_str()) || allowed_hosts.iter().any(named) {
            return Ok(upstream);
        }
        Err(UpstreamError::Host(host))
    }

    /// Whether this is a server on this machine, such as the sandbox.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// The page where a user lets an application in, which signNow has at hosts of their own (wire section 1); a sandbox on
    /// this machine has it itself. `None` for a host that is not signNow's: where its page is, nobody but its owner knows.
    pub fn authorize_page(&self) -> Option<Url> {
        let page = match self.0.host_str()? {
            "api.signnow.com" => "https://app.signnow.com/authorize".to_owned(),
            "api-eval.signnow.com" => "https://app-eval.signnow.com/authorize".to_owned(),
            _ if self.is_loopback() => self.url_of("/authorize"),
            _ => return None,
        };
        Url::parse(&page).ok()
    }

    pub(super) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of a path on this host. The path begins with `/` and is built from checked parts, so
    /// text is put after text: joining could be led to another host by `//`.
    pub(super) fn url_of(&self, path_and_query: &str) -> String {
        format!("{self}{path_and_query}")
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Upstream, UpstreamError> {
        Upstream::parse(url, &["signnow.example".to_owned()])
    }

    #[test]
    fn signnow_a_named_host_and_this_machine_are_accepted() {
        for url in [
            "https://api.signnow.com",
            "https://api-eval.signnow.com/",
            "https://signnow.example",
            "https://SIGNNOW.example:8443",
            "http://127.0.0.1:8086",
            "http://[::1]:8086",
            "http://localhost:1",
        ] {
            assert!(parse(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn the_page_for_browsers_is_at_a_host_of_its_own() {
        let page = |url| parse(url).unwrap().authorize_page().map(String::from);
        assert_eq!(page("https://api.signnow.com").unwrap(), "https://app.signnow.com/authorize");
        assert_eq!(page("https://api-eval.signnow.com").unwrap(), "https://app-eval.signnow.com/authorize");
        assert_eq!(page("http://127.0.0.1:8086").unwrap(), "http://127.0.0.1:8086/authorize");
        assert_eq!(page("https://signnow.example"), None);
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        use UpstreamError::*;
        let cases = [
            ("", NotAUrl),
            ("api.signnow.com", NotAUrl),
            ("ftp://api.signnow.com", Scheme),
            ("https://user:pass@api.signnow.com", UserInfo),
            ("https://api.signnow.com/v2", MoreThanHost),
            ("https://api.signnow.com?x=1", MoreThanHost),
            ("https://api.signnow.com/#x", MoreThanHost),
            ("http://api.signnow.com", PlainHttp("api.signnow.com".to_owned())),
            ("http://signnow.example", PlainHttp("signnow.example".to_owned())),
            ("http://localhost.evil.example", PlainHttp("localhost.evil.example".to_owned())),
            ("https://api.signnow.con", Host("api.signnow.con".to_owned())),
            ("https://api.signnow.com.evil.example", Host("api.signnow.com.evil.example".to_owned())),
        ];
        for (url, reason) in cases {
            assert_eq!(parse(url), Err(reason), "{url}");
        }
    }

    #[test]
    fn the_printed_url_has_no_slash_at_its_end() {
        assert_eq!(parse("https://api.signnow.com/").unwrap().to_string(), "https://api.signnow.com");
        assert_eq!(parse("http://127.0.0.1:8086").unwrap().url_of("/user"), "http://127.0.0.1:8086/user");
    }
}
