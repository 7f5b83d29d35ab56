//! Relay's `Node`: everything that can be fetched again by its global id.

use async_graphql::{ID, Interface};

use super::error::Failure;
use super::field::known;
use super::id::GlobalId;
use super::types::{Document, DocumentGroup, EventSubscription, Organization, Person, User};
use crate::loaders::{Loaders, LoadsObject};
use crate::signnow::v1::CurrentUser;

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id, for `node`."))]
pub(super) enum Node {
    User(User),
    Organization(Box<Organization>),
    Person(Box<Person>),
    Document(Box<Document>),
    DocumentGroup(Box<DocumentGroup>),
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
                let person = known(Person::find(loaders, &organization, &user).await)?;
                person.flatten().map(Box::new).map(Self::Person)
            }
            GlobalId::Document(id) => {
                known(Document::read(loaders, &id).await)?.map(Box::new).map(Self::Document)
            }
            GlobalId::DocumentGroup(id) => {
                known(DocumentGroup::read(loaders, &id).await)?.map(Box::new).map(Self::DocumentGroup)
            }
            GlobalId::EventSubscription(id) => {
                let subscription = known(EventSubscription::find(loaders, &id).await)?;
                subscription.flatten().map(Box::new).map(Self::EventSubscription)
            }
        })
    }
}
