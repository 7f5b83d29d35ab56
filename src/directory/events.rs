//! Subscriptions to events.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{Kept, Lifetimes};
use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::Error;
use crate::signnow::events::{
    ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription, EventSubscription,
    EventSubscriptions,
};
use crate::signnow::v1::User;

/// The list is the application's, and it is kept under the principal all the same: that keeps it apart from other
/// applications, and another user of this one reads it anew.
impl Kept for EventSubscriptions {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        vec![subscriptions_tag()]
    }
}

fn subscriptions_tag() -> Tag {
    Tag::new("event subscriptions")
}

impl Change for CreateEventSubscription {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![subscriptions_tag()]
    }

    /// The marker in its callback tells it from all others (`reliability.md` 2.2).
    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let Some(marker) = self.callback.url.marker() else { return Ok(Evidence::Unclear) };
        let has_it = |row: &EventSubscription| {
            row.callback.as_ref().and_then(|url| url.marker()).is_some_and(|found| found == marker)
        };
        Ok(Evidence::that(find(reader, has_it).await?.is_some()))
    }
}

impl Change for ChangeEventSubscription {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![subscriptions_tag()]
    }

    /// Whether the key was changed as well, no list tells.
    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = find(reader, |row| row.id == self.subscription).await?;
        let differs = |row: &EventSubscription| {
            row.event != self.event || row.callback.as_ref() != Some(&self.callback.url)
        };
        Ok(if row.as_ref().is_some_and(differs) { Evidence::NotDone } else { Evidence::Unclear })
    }
}

impl Change for DeleteEventSubscription {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![subscriptions_tag()]
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        Ok(Evidence::that(find(reader, |row| row.id == self.subscription).await?.is_none()))
    }
}

async fn find(
    reader: &Reader,
    is_it: impl Fn(&EventSubscription) -> bool,
) -> Result<Option<EventSubscription>, Error> {
    let pages = reader.all(&EventSubscriptions).await?;
    Ok(pages.iter().flat_map(|page| &page.rows).find(|row| is_it(row)).cloned())
}
