//! The integrations as text.

use serde::{Deserialize, Serialize};

use super::store::Registered;

/// What it says of itself, so that a later version can tell.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Document<R> {
    format: u32,
    #[serde(flatten)]
    registered: R,
}

/// JSON for people as well: operators look into files.
pub(super) fn write(registered: &Registered) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(&Document { format: FORMAT, registered })?;
    text.push(b'\n');
    Ok(text)
}

/// What a text holds, if it is one of ours.
pub(super) fn read(text: &[u8]) -> Option<Registered> {
    let document: Document<Registered> = serde_json::from_slice(text).ok()?;
    (document.format == FORMAT).then_some(document.registered)
}
