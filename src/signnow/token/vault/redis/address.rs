//! Where a Redis is.

use redis::io::tcp::TcpSettings;
use redis::{Client, IntoConnectionInfo};
use secrecy::{ExposeSecret, SecretString};

use crate::signnow::token::vault::store::StoreError;

/// What connects to a Redis, and its address without user name and password.
pub(super) fn parse(url: &SecretString) -> Result<(Client, String), StoreError> {
    // What the crate says is left out: it may repeat a part of the address, and with it the password.
    let information = url.expose_secret().trim().into_connection_info().map_err(|_| no_address())?;
    let tcp = TcpSettings::default().set_nodelay(true);
    let information = information.set_tcp_settings(tcp);
    let address = format!("{}/{}", information.addr(), information.redis_settings().db());
    let client = Client::open(information).map_err(|_| no_address())?;
    Ok((client, format!("Redis at {address}")))
}

fn no_address() -> StoreError {
    let form = "redis://:password@host:6379/0, or rediss:// for TLS; in a password, % and two digits stand for what \
                has a meaning in an address";
    StoreError::Other(format!("its address has to be like {form}"))
}
