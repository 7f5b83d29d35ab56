//! Subscriptions to events, under `/api/v2/events` (document 001, wire section 7).
//!
//! The one corner of signNow with `/api` in its paths. Reading, changing and deleting are calls of the
//! application, with Basic authorization, and concern the subscriptions of all its users; subscribing is a call
//! of the user. Every subscription of ours has a secret key, so that its callbacks are signed, and leaves access
//! tokens out of them. No answer of this room holds a secret key: it is dropped where it is decoded.

mod callback;
mod name;
mod operations;
mod subscription;
mod write;

pub use callback::{CallbackUrl, EventCallback, InvalidCallbackUrl};
pub use name::{EventName, EventSubject, UnknownEvent};
pub(super) use operations::OPERATIONS;
pub use subscription::{EventSubscription, EventSubscriptions};
pub use write::{ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription};
