//! What the client can do with subscriptions.

use super::subscription::EventSubscriptions;
use super::write::{ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription};
use crate::signnow::operation::Operation;

/// In the order of wire section 7.2.
pub(in crate::signnow) const OPERATIONS: &[Operation] = &[
    Operation::write::<CreateEventSubscription>(),
    Operation::read(EventSubscriptions::ROUTE),
    Operation::write::<ChangeEventSubscription>(),
    Operation::write::<DeleteEventSubscription>(),
];
