//! Relay's `Node`: everything that can be fetched again by its global id.

use async_graphql::{ID, Interface};

use super::error::Failure;
use super::id::GlobalId;
use super::types::{Document, EventSubscription, Organization, Person, User};
use crate::loaders::{Loaders, LoadsObject};
use crate::signnow::v1::{CurrentUser, DocumentById};
use crate::signnow::{Error, ErrorKind};

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id, for `node`."))]
pub(super) enum Node {
    User(User),
    Organization(Box<Organization>),
    Person(Box<Person>),
    Document(Box<Document>),
    EventSubscription(Box<EventSubscription>),
}

impl Node {
    /// The object that this id stands for; `None` if it is gone, or not the viewer's to see.
    pub(super) async fn find(loaders: &Loaders, argument: &str, id: &ID) -> Result<Option<Self>, Failure> {
        Ok(match GlobalId::decode(argument, id)? {
            GlobalId::User(user) => {
                let viewer = loaders.object(CurrentUser).await?;
                (viewer.id == user).then(|| Self::User(User::new(viewer)))
            }
            GlobalId::Organization(organization) => {
                Organization::find(loaders, &organization).await?.map(Box::new).map(Self::Organization)
            }
            GlobalId::Person { organization, user } => {
                known(Person::find(loaders, &organization, &user).await)?.map(Box::new).map(Self::Person)
            }
            GlobalId::Document(id) => {
                let document = known(loaders.object(DocumentById { id }).await.map(Some))?;
                document.map(|document| Self::Document(Box::new(Document::new(document))))
            }
            GlobalId::EventSubscription(id) => {
                known(EventSubscription::find(loaders, &id).await)?.map(Box::new).map(Self::EventSubscription)
            }
        })
    }
}

/// What signNow does not know, or does not show to the viewer, is not there; that is no failure of a look-up by id.
fn known<T>(found: Result<Option<T>, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Forbidden) => Ok(None),
        found => found,
    }
}
