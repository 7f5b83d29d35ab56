//! Who asks.

use std::sync::Arc;

use super::role::Role;

/// A caller that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Tells it from every other, in logs and in what is kept for it. No secret, and no text of a caller's own choice.
    pub name: Arc<str>,
    /// What it may do.
    pub role: Role,
    /// The account of signNow it is bound to, by the name in the configuration; `None` for whoever may ask as any of them.
    pub account: Option<Arc<str>>,
}

impl Caller {
    /// Whoever reaches a server that asks nobody who they are.
    pub fn anybody() -> Caller {
        Caller { name: "anybody".into(), role: Role::Owner, account: None }
    }

    /// Whether it may ask as this account.
    pub fn may_ask_as(&self, account: &str) -> bool {
        self.account.as_deref().is_none_or(|own| own == account)
    }
}
