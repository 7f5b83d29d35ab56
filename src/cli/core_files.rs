//! No core files: what a process that crashes leaves on disk would hold the tokens, the passwords and the keys it knew.

use rlimit::Resource;

/// From now on this process, and what it starts, leaves none.
pub(super) fn forbid() {
    // Whoever has less already cannot be denied to have none, so this fails nowhere.
    let _is_forbidden = Resource::CORE.set(0, 0);
}
