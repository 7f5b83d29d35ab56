//! Cursors: which list, and the place of a row in it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The name of a list in its cursors: what it lists, and a digest of the question it answers. A cursor of another
/// organization, or of the same list under another filter or order, is another list's.
pub(super) fn list_name(kind: &str, question: &str) -> String {
    let digest = Sha256::digest(question);
    format!("{kind}.{}", URL_SAFE_NO_PAD.encode(&digest[..6]))
}

/// The cursor of the row at `offset`, counted from 0.
pub(super) fn encode(list: &str, offset: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list}:{offset}"))
}

/// The offset that a cursor of this list stands for; `None` if it is no cursor, or one of another list.
pub(super) fn decode(list: &str, cursor: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix(list)?.strip_prefix(':')?.parse().ok()
}
