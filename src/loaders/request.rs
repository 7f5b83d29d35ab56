//! The loaders of one request.

use std::sync::{Arc, PoisonError, RwLock};

use super::batch::Batched;
use super::list::{Lists, Row, Table, Whole};
use super::objects::Objects;
use crate::directory::Reader;
use crate::signnow::events::EventSubscriptions;
use crate::signnow::v1::{
    CurrentUser, DocumentById, DocumentGroupById, DocumentGroups, Documents, EditableById,
};
use crate::signnow::v2::{
    Activity, Admins, AllowedTeamAdmins, EmailFooters, LastLogins, Members, Organizations, Settings,
    UsersActivity,
};
use crate::signnow::{
    ChainStatus, DocumentGroupId, DocumentId, Error, EventSubscriptionId, OrganizationId, Page, Resource,
    UserId,
};

/// Loads objects of kind `R`.
pub trait LoadsObject<R: Resource> {
    /// The object, read at most once per request.
    fn object(&self, resource: R) -> impl Future<Output = Result<Arc<R::Value>, Error>> + Send;
}

/// Loads lists of kind `L`.
pub trait LoadsList<L: Table> {
    /// One page, numbered from 1, read at most once per request.
    fn page(&self, list: &L, number: u32) -> impl Future<Output = Result<Arc<Page<L::Row>>, Error>> + Send;

    /// Every page of the list.
    fn whole(&self, list: &L) -> impl Future<Output = Result<Arc<Whole<L>>, Error>> + Send;

    /// The row with this key, found in the whole list.
    fn row(&self, list: &L, key: &L::Key) -> impl Future<Output = Result<Option<Row<L::Row>>, Error>> + Send;
}

/// The loaders of one request.
pub struct Loaders {
    reader: Reader,
    loaded: RwLock<Arc<Loaded>>,
}

impl Loaders {
    /// Loaders that read with `reader`.
    pub fn new(reader: &Reader) -> Self {
        Self { reader: reader.clone(), loaded: RwLock::new(Arc::new(Loaded::nothing(reader))) }
    }

    /// Loaders of the same request that read everything anew, for whoever decides by what is there now.
    pub fn anew(&self) -> Self {
        Self::new(&self.reader.anew())
    }

    /// How the chain of tokens stands that this server reads with; `None` with an API key. Nothing is asked.
    pub fn chain(&self) -> Option<ChainStatus> {
        self.reader.chain()
    }

    /// Forgets what this request has loaded, as a mutation must: what follows in the same document is to see its
    /// effect. The directory decides what has to be asked for again.
    pub fn renew(&self) {
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Loaded::nothing(&self.reader));
    }

    fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Declares the loaders of a request: a field and an implementation for each.
macro_rules! loaders {
    (objects { $($object:ident: $resource:ty,)+ } lists { $($list:ident: $table:ty => $key:ty, $row_key:expr;)+ }) => {
        /// What a request has loaded, a loader per kind.
        struct Loaded {
            $($object: Batched<Objects<$resource>>,)+
            $($list: Lists<$table>,)+
        }

        impl Loaded {
            fn nothing(reader: &Reader) -> Self {
                Self {
                    $($object: Batched::new(Objects::new(reader)),)+
                    $($list: Lists::new(reader),)+
                }
            }
        }

        $(impl LoadsObject<$resource> for Loaders {
            async fn object(&self, resource: $resource) -> Result<Arc<<$resource as Resource>::Value>, Error> {
                self.loaded().$object.load(resource).await
            }
        })+

        $(impl Table for $table {
            type Key = $key;

            fn key(row: &Self::Row) -> &Self::Key {
                let key: fn(&Self::Row) -> &Self::Key = $row_key;
                key(row)
            }
        }

        impl LoadsList<$table> for Loaders {
            async fn page(&self, list: &$table, number: u32) -> Result<Arc<Page<RowOf<$table>>>, Error> {
                self.loaded().$list.page(list, number).await
            }

            async fn whole(&self, list: &$table) -> Result<Arc<Whole<$table>>, Error> {
                self.loaded().$list.whole(list).await
            }

            async fn row(&self, list: &$table, key: &$key) -> Result<Option<Row<RowOf<$table>>>, Error> {
                Ok(self.loaded().$list.whole(list).await?.row(key))
            }
        })+
    };
}

type RowOf<L> = <L as crate::signnow::List>::Row;

loaders! {
    objects {
        viewer: CurrentUser,
        document: DocumentById,
        editable_document: EditableById,
        document_group: DocumentGroupById,
        activity: Activity,
    }
    lists {
        organizations: Organizations => OrganizationId, |organization| &organization.id;
        admins: Admins => UserId, |admin| &admin.id;
        members: Members => UserId, |member| &member.id;
        settings: Settings => String, |setting| &setting.name;
        email_footers: EmailFooters => String, |footer| &footer.id;
        allowed_team_admins: AllowedTeamAdmins => UserId, |admin| &admin.user_id;
        last_logins: LastLogins => UserId, |login| &login.user_id;
        users_activity: UsersActivity => UserId, |activity| &activity.user_id;
        documents: Documents => DocumentId, |document| &document.id;
        document_groups: DocumentGroups => DocumentGroupId, |group| &group.id;
        event_subscriptions: EventSubscriptions => EventSubscriptionId, |subscription| &subscription.id;
    }
}
