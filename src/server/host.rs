//! Against DNS rebinding: a page from elsewhere that makes a browser believe its name means this machine
//! still sends its own name in `Host`.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Version;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Refusal;
use super::options::Options;

/// What the health of a server is asked under: probes name the address they were given.
const HEALTH: &str = "/health/";

/// The names a server answers to.
#[derive(Debug)]
pub(super) struct Names {
    listen: IpAddr,
    allowed: Vec<String>,
}

impl Names {
    /// The names to insist on; `None` where any will do.
    pub(super) fn of(options: &Options) -> Option<Names> {
        let allowed = options.allowed_hosts.iter().map(|host| bare(host)).collect();
        options.checks_host().then(|| Names { listen: options.listen.ip(), allowed })
    }

    /// A name of this machine, the address that is listened on, or a name of the operator's choice. The port is
    /// left out: a tunnel changes it.
    fn include(&self, host: &str) -> bool {
        let host = bare(host);
        let address = host.parse::<IpAddr>();
        host == "localhost"
            || host.ends_with(".localhost")
            || address.is_ok_and(|address| address.is_loopback() || address == self.listen)
            || self.allowed.contains(&host)
    }
}

/// Lets requests pass that come under one of the names, or ask for no more than health.
pub(super) async fn guard(State(names): State<Arc<Names>>, request: Request, next: Next) -> Response {
    let named = |authority: &Authority| names.include(authority.host());
    let mut hosts = request.headers().get_all(HOST).iter();
    let header_fits = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Authority::try_from(host.as_bytes()).is_ok_and(|host| named(&host)),
        // HTTP/2 has the name in the address of the request (RFC 9113, section 8.3.1).
        (None, None) => request.version() == Version::HTTP_2 && request.uri().authority().is_some(),
        _ => false,
    };
    let is_fit = header_fits && request.uri().authority().is_none_or(named);
    if is_fit || request.uri().path().starts_with(HEALTH) {
        next.run(request).await
    } else {
        Refusal::misdirected().into_response()
    }
}

/// A host as it is compared: without the brackets of an IPv6 address, the dot of the root, and capitals.
fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    fn names(listen: &str, allowed: &[&str]) -> Option<Names> {
        let allowed_hosts = allowed.iter().map(ToString::to_string).collect();
        let listen = listen.parse::<SocketAddr>().unwrap();
        Names::of(&Options { listen, allowed_hosts, ..Options::default() })
    }

    #[test]
    fn the_names_of_this_machine() {
        let names = names("127.0.0.1:4000", &[]).unwrap();
        for host in ["localhost", "LOCALHOST.", "graph.localhost", "127.0.0.1", "127.9.9.9", "[::1]"] {
            assert!(names.include(host), "{host}");
        }
        for host in
            ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0"]
        {
            assert!(!names.include(host), "{host}");
        }
    }

    #[test]
    fn names_of_the_operators_choice_and_the_address_that_is_listened_on() {
        let names = names("10.0.0.1:4000", &["Graph.Example", "2001:db8::1"]).unwrap();
        for host in ["graph.example", "GRAPH.example.", "[2001:db8::1]", "10.0.0.1", "localhost"] {
            assert!(names.include(host), "{host}");
        }
        for host in ["example", "a.graph.example", "graph.example.evil.example", "10.0.0.2"] {
            assert!(!names.include(host), "{host}");
        }
    }

    #[test]
    fn other_machines_may_use_any_name_until_some_are_named() {
        assert!(names("10.0.0.1:4000", &[]).is_none());
        assert!(names("10.0.0.1:4000", &["graph.example"]).is_some());
    }
}
