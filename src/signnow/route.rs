//! Where a request goes: the template for logs and counters, the target for the wire.

use std::fmt;

use reqwest::Method;
use url::form_urlencoded;

use super::ids::PathId;

/// Method and path template of a call, such as `GET /v2/organizations/{organization_id}/members`.
///
/// A route holds no id and no parameter, so it may be logged, counted and shown to anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(&'static str);

impl Route {
    /// Names a route.
    pub const fn new(template: &'static str) -> Route {
        Route(template)
    }

    /// The method, which is the first word of the template.
    pub(super) fn method(self) -> Method {
        match self.0.split_once(' ') {
            Some(("POST", _)) => Method::POST,
            Some(("PUT", _)) => Method::PUT,
            Some(("DELETE", _)) => Method::DELETE,
            _ => Method::GET,
        }
    }

    /// The template, method first.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// A path built from words of ours and checked ids, and from nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path(String);

impl Path {
    /// Begins with a fixed path such as `/v2/organizations`.
    pub(super) fn root(path: &'static str) -> Path {
        Path(path.to_owned())
    }

    /// Adds a fixed part such as `members` or `members/last-logins`.
    pub(super) fn word(mut self, word: &'static str) -> Path {
        self.0.push('/');
        self.0.push_str(word);
        self
    }

    /// Adds a checked id as one segment.
    pub(super) fn id(mut self, id: &impl PathId) -> Path {
        self.0.push('/');
        self.0.push_str(id.as_segment());
        self
    }
}

/// Query parameters in the order they are sent; values may hold anything, they are encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// No parameters.
    pub(super) fn new() -> Query {
        Query::default()
    }

    /// Adds a parameter.
    pub(super) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Query {
        self.0.push((name, value.to_string()));
        self
    }

    /// Adds a parameter if there is a value for it.
    pub(super) fn with_some(self, name: &'static str, value: Option<impl fmt::Display>) -> Query {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

/// Path and query of one request, ready to send: `/v2/organizations?per_page=100&page=1`.
///
/// Two equal targets are the same request. A target may hold e-mail addresses (as filters): it is no
/// text for logs, which is why [`Route`] exists.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Target(String);

impl Target {
    /// Joins path and query.
    pub(super) fn new(path: Path, query: &Query) -> Target {
        if query.0.is_empty() {
            return Target(path.0);
        }
        let start = path.0.len() + 1;
        let mut serializer = form_urlencoded::Serializer::for_suffix(path.0 + "?", start);
        Target(serializer.extend_pairs(&query.0).finish())
    }

    /// The text as it is sent after the host.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.split_once('?').map_or(self.0.as_str(), |(path, _)| path);
        write!(formatter, "Target({path})")
    }
}

#[cfg(test)]
mod tests {
    use super::super::ids::OrganizationId;
    use super::*;

    #[test]
    fn a_target_is_a_path_with_an_encoded_query() {
        let id = OrganizationId::parse("abc-1").unwrap();
        let path = || Path::root("/v2/organizations").id(&id).word("members");
        assert_eq!(Target::new(path(), &Query::new()).as_str(), "/v2/organizations/abc-1/members");
        let query =
            Query::new().with("sort[email]", "asc").with_some("page", Some(2)).with_some("x", None::<u8>);
        assert_eq!(
            Target::new(path(), &query).as_str(),
            "/v2/organizations/abc-1/members?sort%5Bemail%5D=asc&page=2"
        );
    }

    #[test]
    fn a_value_cannot_leave_its_parameter() {
        let query = Query::new().with("q", "a&page=9#\r\n../ +@");
        assert_eq!(
            Target::new(Path::root("/user"), &query).as_str(),
            "/user?q=a%26page%3D9%23%0D%0A..%2F+%2B%40"
        );
    }

    #[test]
    fn debug_shows_no_parameter() {
        let target = Target::new(Path::root("/user"), &Query::new().with("q", "ada@example.test"));
        assert_eq!(format!("{target:?}"), "Target(/user)");
    }
}
