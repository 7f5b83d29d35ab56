//! The roots of reading: arguments in, loaders asked, a type out.

use async_graphql::{Context, ID, Object};
use futures::future::join_all;

use super::error::{Failure, bad_input};
use super::field::{Connected, Field, answer, answer_if_any, known, loaders};
use super::id::GlobalId;
use super::node::Node;
use super::page::{PageArguments, connect};
use super::types::{
    Document, DocumentGroup, EventSubscription, MembershipStatus, Organization, OrganizationRole, RateLimit,
    User,
};
use crate::loaders::LoadsObject;
use crate::signnow::events::EventSubscriptions;
use crate::signnow::v1::CurrentUser;
use crate::signnow::v2::Organizations;

pub(super) struct Query;

/// The most ids that `nodes` takes at once.
pub(super) const MOST_IDS: usize = 100;

/// Where every query starts.
#[Object]
impl Query {
    /// The signed-in user. signNow tells about this user alone; others are seen as people of an organization.
    async fn viewer(&self, context: &Context<'_>) -> Field<User> {
        answer(async { Ok(User::new(loaders(context).object(CurrentUser).await?)) }).await
    }

    /// The organizations that the signed-in user manages or belongs to.
    async fn organizations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those where the user's membership has come this far: ACTIVE or PENDING.")]
        status: Option<MembershipStatus>,
        #[graphql(desc = "Only those where the user has one of these roles. Any role, if not given.")]
        roles: Option<Vec<OrganizationRole>>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Organization> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            let mut list = Organizations::of_every_role();
            list.status = MembershipStatus::filter(status, MembershipStatus::OF_ORGANIZATIONS)?;
            if roles.is_some() {
                list.roles = OrganizationRole::filter(roles, OrganizationRole::OF_ORGANIZATIONS)?;
            }
            connect(context, "organizations", &list, arguments, Organization::new).await
        })
        .await
    }

    /// One of the signed-in user's organizations; null if the user is not in it.
    async fn organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The global id of the organization, or signNow's own id of it.")] id: ID,
    ) -> Field<Organization> {
        answer_if_any(async {
            let id = GlobalId::organization("id", &id)?;
            Ok(Organization::find(loaders(context), &id).await?)
        })
        .await
    }

    /// A document or a template; null if there is none, or if the signed-in user has nothing to do with it.
    async fn document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The global id of the document, or signNow's own id of it.")] id: ID,
    ) -> Field<Document> {
        answer_if_any(async {
            let id = GlobalId::document("id", &id)?;
            Ok(known(Document::read(loaders(context), &id).await)?)
        })
        .await
    }

    /// A group of documents; null if there is none, or if it is not the signed-in user's.
    async fn document_group(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The global id of the group, or signNow's own id of it.")] id: ID,
    ) -> Field<DocumentGroup> {
        answer_if_any(async {
            let id = GlobalId::document_group("id", &id)?;
            Ok(known(DocumentGroup::read(loaders(context), &id).await)?)
        })
        .await
    }

    /// The subscriptions to events that this server's application has made, whoever of its users did.
    async fn event_subscriptions(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<EventSubscription> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            connect(context, "eventSubscriptions", &EventSubscriptions, arguments, EventSubscription).await
        })
        .await
    }

    /// What this operation costs, in calls to signNow, and what the caller has left.
    async fn rate_limit<'a>(&self, context: &Context<'a>) -> Option<&'a RateLimit> {
        context.data_opt()
    }

    /// Anything by its global id; null if it is gone, or not the signed-in user's to see.
    async fn node(&self, context: &Context<'_>, #[graphql(desc = "The global id.")] id: ID) -> Field<Node> {
        answer_if_any(Node::find(loaders(context), "id", &id)).await
    }

    /// Any number of things by their global ids, in the order of the ids.
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Field<Node>>, Failure> {
        if ids.len() > MOST_IDS {
            let message = format!("`ids` takes at most {MOST_IDS} ids, and has {}.", ids.len());
            return Err(bad_input("ids", message));
        }
        let loaders = loaders(context);
        let nodes = ids.iter().map(|id| answer_if_any(Node::find(loaders, "ids", id)));
        Ok(join_all(nodes).await)
    }
}
