//! The life of a server.

/// How far a server is in its life. It only goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It takes requests.
    #[default]
    Serving,
    /// It takes requests, and tells whoever sends them to send no more: it is not ready, and each answer closes its
    /// connection.
    Draining,
    /// It takes no connections. What runs may end.
    Ending,
}
