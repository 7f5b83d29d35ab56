//! The initials a user signs with (wire section 4.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::invalid_payload;
use crate::sandbox::http::{Bearer, Fields, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::Initials;

/// `GET /user/initial`. No document says what a user without initials gets; here it is a 404.
pub(super) async fn show(State(shared): State<Arc<Shared>>, bearer: Bearer) -> Reply {
    let world = shared.world();
    let initials = world.users.get(&bearer.user).and_then(|user| user.initials.as_ref());
    let none = || Refusal::business(StatusCode::NOT_FOUND, 65582, "Initials are not found");
    let initials = initials.ok_or_else(none)?;
    ok(json!({
        "unique_id": initials.id,
        "width": initials.width.to_string(),
        "height": initials.height.to_string(),
        "data": initials.data,
        "created": initials.created.timestamp().to_string(),
    }))
}

/// `PUT /user/initial`.
pub(super) async fn replace(State(shared): State<Arc<Shared>>, bearer: Bearer, fields: Fields) -> Reply {
    let data = fields.text("data").filter(|data| !data.is_empty()).ok_or_else(invalid_payload)?;
    let (width, height) = size(&STANDARD.decode(data).map_err(|_| invalid_payload())?);
    let mut world = shared.world();
    let (id, created) = (world.new_id(), world.now());
    let user = world.users.get_mut(&bearer.user).ok_or_else(Refusal::invalid_token)?;
    user.initials = Some(Initials { id, width, height, data: data.to_owned(), created });
    ok(json!({
        "id": id,
        "width": width.to_string(),
        "height": height.to_string(),
        "created": created.timestamp().to_string(),
    }))
}

/// Width and height from the header of a PNG; zero for any other picture.
fn size(picture: &[u8]) -> (u32, u32) {
    let number =
        |at: usize| picture.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    let is_png = picture.starts_with(b"\x89PNG\r\n\x1a\n");
    number(16).zip(number(20)).filter(|_| is_png).unwrap_or_default()
}
