//! Against DNS rebinding: a page from elsewhere that makes a browser believe its name means this machine
//! still sends its own name in `Host`.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Refusal;

/// Lets requests pass that name this machine.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let named = |authority: &Authority| is_this_machine(authority.host());
    let mut hosts = request.headers().get_all(HOST).iter();
    let header_fits = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Authority::try_from(host.as_bytes()).is_ok_and(|host| named(&host)),
        _ => false,
    };
    if header_fits && request.uri().authority().is_none_or(named) {
        next.run(request).await
    } else {
        Refusal::misdirected().into_response()
    }
}

/// `localhost`, a name below it, or a loopback address. The port is left out: a tunnel changes it.
fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn the_names_of_this_machine() {
        for host in ["localhost", "LOCALHOST.", "graph.localhost", "127.0.0.1", "127.9.9.9", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in
            ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0"]
        {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
