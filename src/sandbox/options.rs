//! What a sandbox is started with, and the credentials it publishes.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, NaiveTime, Utc};

/// The `client_id` of the one application every sandbox knows.
pub const CLIENT_ID: &str = "sandbox-client";

/// The `client_secret` that goes with [`CLIENT_ID`].
pub const CLIENT_SECRET: &str = "sandbox-secret";

/// What that application is called, where signNow shows its name.
pub(crate) const APPLICATION_NAME: &str = "Sandbox Application";

/// The password of every person in a fresh world.
pub const PASSWORD: &str = "sandbox-password";

/// The address of the person the worlds are built around.
pub const VIEWER: &str = "viewer@sandbox.test";

/// How a sandbox is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; loopback only. Port 0 picks a free one.
    pub listen: SocketAddr,
    /// Which world to begin with.
    pub world: WorldKind,
    /// Everything invented (ids, people, activity) follows from this number.
    pub seed: u64,
    /// How long every answer waits before the request is looked at.
    pub latency: Duration,
    /// How long an access token lives unless the request names an `expiration_time`; signNow's own default is
    /// thirty days (wire section 2.1).
    pub token_lifetime: Duration,
    /// The moment the world's past ends. Without one it is the start of the current UTC day.
    pub now: Option<DateTime<Utc>>,
}

impl Options {
    /// The moment the world's past ends.
    pub(crate) fn anchor(&self) -> DateTime<Utc> {
        self.now.unwrap_or_else(|| Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc())
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            world: WorldKind::Demo,
            seed: 0,
            latency: Duration::ZERO,
            token_lifetime: Duration::from_secs(2_592_000),
            now: None,
        }
    }
}

/// Which world a sandbox begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorldKind {
    /// A few organizations, some two hundred people, every state an invitation or a subscription can be in.
    #[default]
    Demo,
    /// Twenty organizations of a hundred members each, for measuring.
    Large,
}

impl fmt::Display for WorldKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            WorldKind::Demo => "demo",
            WorldKind::Large => "large",
        })
    }
}

impl FromStr for WorldKind {
    type Err = UnknownWorld;

    fn from_str(name: &str) -> Result<Self, UnknownWorld> {
        match name {
            "demo" => Ok(WorldKind::Demo),
            "large" => Ok(WorldKind::Large),
            other => Err(UnknownWorld(other.to_owned())),
        }
    }
}

/// A name that is no [`WorldKind`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no world named `{0}`; there are `demo` and `large`")]
pub struct UnknownWorld(String);
