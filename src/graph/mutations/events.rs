//! Subscriptions to events.

use async_graphql::{Context, ID, InputObject, Object};

use super::check::Check;
use super::input::input;
use super::payload::payload;
use super::run::mutate;
use super::user_error::UserErrorCode;
use crate::graph::field::Field;
use crate::graph::id::{GlobalId, signnows_own};
use crate::graph::types::{EventName, EventSubscription};
use crate::signnow::events::{
    CallbackUrl, ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription, EventCallback,
};
use crate::signnow::{EventEntityId, EventSubscriptionId};

/// More than any key or header has.
const LONGEST_SECRET: usize = 1024;
/// More than anyone adds to a call.
const MOST_HEADERS: usize = 20;
/// The most calls after one that failed (wire section 7.4).
const MOST_RETRIES: i32 = 10;
/// A day, in seconds.
const LONGEST_DELAY: i32 = 86_400;

/// A header that is added to the calls.
#[derive(InputObject)]
struct EventHeaderInput {
    /// Its name.
    name: String,
    /// What it says. It is passed on and told to nobody.
    value: String,
}

/// What is to be told of, and to whom.
#[derive(InputObject)]
struct CreateEventSubscriptionInput {
    /// What is to be told of.
    event: EventName,
    /// The user, document or group that it has to happen to: a global id, or signNow's own.
    entity_id: ID,
    /// Where the calls go. A parameter `signgraph_operation` is added, by which this subscription is found again.
    callback_url: String,
    /// The key that signs the calls. It is passed on and told to nobody.
    secret_key: String,
    /// Headers that are added to the calls.
    headers: Option<Vec<EventHeaderInput>>,
    /// Whether the id of the document is added to the URL. False if not given.
    adds_document_id: Option<bool>,
    /// Whether the metadata of the document is put into the calls. False if not given.
    includes_metadata: Option<bool>,
    /// How often a call that fails is repeated, 0 to 10.
    retries: Option<i32>,
    /// How many seconds lie between two tries.
    delay: Option<i32>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CreateEventSubscriptionInput => CreateEventSubscription, |input, check| {
    let event = event(check, input.event);
    let entity = entity(check, &input.entity_id);
    let callback = Callback {
        url: input.callback_url,
        secret_key: input.secret_key,
        headers: input.headers,
        adds_document_id: input.adds_document_id,
        includes_metadata: input.includes_metadata,
        retries: input.retries,
        delay: input.delay,
    };
    let callback = callback.check(check);
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
    /// Where the calls go.
    callback_url: String,
    /// The key that signs the calls, which has to be given anew. It is passed on and told to nobody.
    secret_key: String,
    /// Headers that are added to the calls.
    headers: Option<Vec<EventHeaderInput>>,
    /// Whether the id of the document is added to the URL. False if not given.
    adds_document_id: Option<bool>,
    /// Whether the metadata of the document is put into the calls. False if not given.
    includes_metadata: Option<bool>,
    /// How often a call that fails is repeated, 0 to 10.
    retries: Option<i32>,
    /// How many seconds lie between two tries.
    delay: Option<i32>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { ChangeEventSubscriptionInput => ChangeEventSubscription, |input, check| {
    let subscription = subscription(check, &input.subscription_id);
    let event = event(check, input.event);
    let entity = entity(check, &input.entity_id);
    let callback = Callback {
        url: input.callback_url,
        secret_key: input.secret_key,
        headers: input.headers,
        adds_document_id: input.adds_document_id,
        includes_metadata: input.includes_metadata,
        retries: input.retries,
        delay: input.delay,
    };
    let callback = callback.check(check);
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

/// What both inputs say of the calls.
struct Callback {
    url: String,
    secret_key: String,
    headers: Option<Vec<EventHeaderInput>>,
    adds_document_id: Option<bool>,
    includes_metadata: Option<bool>,
    retries: Option<i32>,
    delay: Option<i32>,
}

impl Callback {
    fn check(self, check: &mut Check) -> Option<EventCallback> {
        let url = CallbackUrl::parse(&self.url)
            .ok()
            .or_else(|| check.refuse("callbackUrl", UserErrorCode::Invalid, WHOLE_URL));
        let secret_key = check.text("secretKey", self.secret_key, LONGEST_SECRET);
        let headers = check.length("headers", self.headers.unwrap_or_default(), 0..=MOST_HEADERS);
        let headers = headers.and_then(|headers| check.each("headers", headers, header));
        let retries = bounded(check, "retries", self.retries, MOST_RETRIES);
        let delay = bounded(check, "delay", self.delay, LONGEST_DELAY);
        Some(EventCallback {
            headers: headers?.into_iter().collect(),
            adds_document_id: self.adds_document_id.unwrap_or_default(),
            includes_metadata: self.includes_metadata.unwrap_or_default(),
            retries: retries?,
            delay: delay?,
            ..EventCallback::new(url?, secret_key?.into())
        })
    }
}

const WHOLE_URL: &str = "Pass a whole URL, such as https://example.com/hooks/signnow.";

fn header(check: &mut Check, header: EventHeaderInput) -> Option<(String, secrecy::SecretString)> {
    let is_token = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let name = if is_token(&header.name) {
        Some(header.name)
    } else {
        check.refuse("name", UserErrorCode::Invalid, "Pass the name of a header, such as x-tenant.")
    };
    let value = check.text("value", header.value, LONGEST_SECRET);
    Some((name?, value?.into()))
}

fn bounded(check: &mut Check, argument: &str, number: Option<i32>, most: i32) -> Option<Option<u32>> {
    number.map_or(Some(None), |number| check.within_range(argument, number, 0..=most).map(Some))
}

fn event(check: &mut Check, event: EventName) -> Option<crate::signnow::events::EventName> {
    event
        .official()
        .or_else(|| check.refuse("event", UserErrorCode::Invalid, "Pass an event that signNow documents."))
}

fn entity(check: &mut Check, id: &ID) -> Option<EventEntityId> {
    let named = match GlobalId::decode("entityId", id) {
        Ok(GlobalId::User(user) | GlobalId::Person { user, .. }) => Some(user.into()),
        Ok(GlobalId::Document(document)) => Some(document.into()),
        Ok(GlobalId::DocumentGroup(group)) => Some(group.into()),
        _ => signnows_own(id),
    };
    let wrong = "Pass the id of a user, a document or a group of documents.";
    named.or_else(|| check.refuse("entityId", UserErrorCode::InvalidId, wrong))
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
