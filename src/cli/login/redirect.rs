//! Where a browser goes back to.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use url::{Host, Url};

use super::arguments::Arguments;

/// Where nobody listens, the browser shows an error, and the code is in the address all the same.
const UNHEARD: u16 = 8484;

/// Where to listen for the browser, if anywhere; port 0 finds a free one.
pub(super) fn listening_address(arguments: &Arguments) -> Option<SocketAddr> {
    let local = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    match (&arguments.redirect_uri, arguments.port) {
        _ if arguments.paste => None,
        // Somebody passes it on from there to here.
        (Some(_), Some(port)) => Some(local(port)),
        (Some(uri), None) if uri.scheme() == "http" => {
            Some(SocketAddr::new(own_address(uri)?, uri.port_or_known_default()?))
        }
        (Some(_), None) => None,
        (None, port) => Some(local(port.unwrap_or(0))),
    }
}

/// The redirect URI, given where it is listened.
pub(super) fn uri(arguments: &Arguments, listening: Option<SocketAddr>) -> String {
    match &arguments.redirect_uri {
        Some(uri) => uri.to_string(),
        None => {
            let port = listening.map(|address| address.port()).or(arguments.port).unwrap_or(UNHEARD);
            format!("http://127.0.0.1:{port}/callback")
        }
    }
}

fn own_address(uri: &Url) -> Option<IpAddr> {
    let address = match uri.host()? {
        Host::Ipv4(address) => IpAddr::V4(address),
        Host::Ipv6(address) => IpAddr::V6(address),
        Host::Domain("localhost") => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Host::Domain(_) => return None,
    };
    address.is_loopback().then_some(address)
}
