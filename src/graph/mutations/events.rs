//! Subscriptions to events.

use async_graphql::{Context, ID, InputObject, Object};

use super::check::Check;
use super::event_callback::EventCallbackInput;
use super::input::input;
use super::payload::payload;
use super::run::mutate;
use super::user_error::UserErrorCode;
use crate::graph::field::Field;
use crate::graph::id::{GlobalId, signnows_own};
use crate::graph::types::{EventName, EventSubscription};
use crate::signnow::events::{
    self, ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription, EventSubject,
};
use crate::signnow::{EventEntityId, EventSubscriptionId};

/// What is to be told of, and to whom.
#[derive(InputObject)]
struct CreateEventSubscriptionInput {
    /// What is to be told of.
    event: EventName,
    /// The user, document or group that it has to happen to: a global id, or signNow's own.
    entity_id: ID,
    #[graphql(flatten)]
    callback: EventCallbackInput,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CreateEventSubscriptionInput => CreateEventSubscription, |input, check| {
    let event = event(check, input.event);
    let entity = entity(check, &input.entity_id, event.as_ref());
    let callback = input.callback.check(check);
    Some(CreateEventSubscription { event: event?, entity: entity?, callback: callback? })
} }

/// A whole new description of a subscription: what is not given here is not kept.
#[derive(InputObject)]
struct ChangeEventSubscriptionInput {
    /// The subscription: its global id.
    subscription_id: ID,
    /// What is to be told of from now on.
    event: EventName,
    /// The user, document or group that it has to happen to: a global id, or signNow's own.
    entity_id: ID,
    #[graphql(flatten)]
    callback: EventCallbackInput,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { ChangeEventSubscriptionInput => ChangeEventSubscription, |input, check| {
    let subscription = subscription(check, &input.subscription_id);
    let event = event(check, input.event);
    let entity = entity(check, &input.entity_id, event.as_ref());
    let callback = input.callback.check(check);
    Some(ChangeEventSubscription {
        subscription: subscription?,
        event: event?,
        entity: entity?,
        callback: callback?,
    })
} }

/// A subscription to end.
#[derive(InputObject)]
struct DeleteEventSubscriptionInput {
    /// The subscription: its global id.
    subscription_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteEventSubscriptionInput => DeleteEventSubscription, |input, check| {
    Some(DeleteEventSubscription { subscription: subscription(check, &input.subscription_id)? })
} }

payload! {
    /// What became of making a subscription to an event.
    CreateEventSubscriptionPayload(String) {
        /// The new subscription.
        event_subscription: EventSubscription = |loaders, marker| {
            Ok(EventSubscription::with_marker(loaders, marker).await?)
        };
    }
}

payload! {
    /// What became of changing a subscription to an event.
    ChangeEventSubscriptionPayload(EventSubscriptionId) {
        /// The subscription as it is now.
        event_subscription: EventSubscription = |loaders, id| Ok(EventSubscription::find(loaders, id).await?);
    }
}

payload! {
    /// What became of ending a subscription to an event.
    DeleteEventSubscriptionPayload(EventSubscriptionId) {
        /// The global id that the subscription had; null unless it is gone.
        deleted_subscription_id: ID = |_loaders, id| {
            Ok(Some(GlobalId::EventSubscription(id.clone()).encode()))
        };
    }
}

#[derive(Default)]
pub(super) struct EventMutations;

#[Object]
impl EventMutations {
    /// Asks signNow to call a URL when something happens. Calls are always signed, and never hold an access token.
    async fn create_event_subscription(
        &self,
        context: &Context<'_>,
        input: CreateEventSubscriptionInput,
    ) -> Field<CreateEventSubscriptionPayload> {
        mutate(context, input, |mut create: CreateEventSubscription, desk| async move {
            // signNow answers no id, and refuses no second one.
            create.callback.url = create.callback.url.with_marker(&desk.operation_id);
            let marker = desk.operation_id.clone();
            desk.carry_out(create, |_| Some(marker)).await
        })
        .await
    }

    /// Puts a whole new description in place of a subscription's.
    async fn change_event_subscription(
        &self,
        context: &Context<'_>,
        input: ChangeEventSubscriptionInput,
    ) -> Field<ChangeEventSubscriptionPayload> {
        mutate(context, input, |change: ChangeEventSubscription, desk| async move {
            let id = change.subscription.clone();
            desk.carry_out(change, |_| Some(id)).await
        })
        .await
    }

    /// Ends a subscription.
    async fn delete_event_subscription(
        &self,
        context: &Context<'_>,
        input: DeleteEventSubscriptionInput,
    ) -> Field<DeleteEventSubscriptionPayload> {
        mutate(context, input, |delete: DeleteEventSubscription, desk| async move {
            let id = delete.subscription.clone();
            desk.carry_out(delete, |done| done.map(|()| id)).await
        })
        .await
    }
}

fn event(check: &mut Check, event: EventName) -> Option<events::EventName> {
    event
        .official()
        .or_else(|| check.refuse("event", UserErrorCode::Invalid, "Pass an event that signNow documents."))
}

/// The entity has to be of the kind that the event happens to (wire section 7.2). Of signNow's own id nobody can tell.
fn entity(check: &mut Check, id: &ID, event: Option<&events::EventName>) -> Option<EventEntityId> {
    let (entity, kind): (EventEntityId, _) = match GlobalId::decode("entityId", id) {
        Ok(GlobalId::User(user) | GlobalId::Person { user, .. }) => (user.into(), EventSubject::User),
        Ok(GlobalId::Document(document)) => (document.into(), EventSubject::Document),
        Ok(GlobalId::DocumentGroup(group)) => (group.into(), EventSubject::DocumentGroup),
        _ => {
            let wrong = "Pass the id of a user, a document or a group of documents.";
            return signnows_own(id).or_else(|| check.refuse("entityId", UserErrorCode::InvalidId, wrong));
        }
    };
    let wrong = match event.and_then(events::EventName::subject) {
        Some(subject) if subject == kind => return Some(entity),
        None => return Some(entity),
        Some(EventSubject::User) => "This event happens to a user; pass the id of one.",
        Some(EventSubject::Document) => "This event happens to a document; pass the id of one.",
        Some(EventSubject::DocumentGroup) => {
            "This event happens to a group of documents; pass the id of one."
        }
    };
    check.refuse("entityId", UserErrorCode::InvalidId, wrong)
}

fn subscription(check: &mut Check, id: &ID) -> Option<EventSubscriptionId> {
    match GlobalId::decode("subscriptionId", id) {
        Ok(GlobalId::EventSubscription(id)) => Some(id),
        _ => signnows_own(id).or_else(|| {
            let wrong = "Pass the `id` of a subscription to an event.";
            check.refuse("subscriptionId", UserErrorCode::InvalidId, wrong)
        }),
    }
}
