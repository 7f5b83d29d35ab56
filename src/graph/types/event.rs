//! Events of signNow's, and who is called when they happen.

use async_graphql::{Enum, ID, Object};

use super::time::Moment;
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsList, Row};
use crate::signnow::events::{self, EventSubscriptions};
use crate::signnow::{Error, EventSubscriptionId};

macro_rules! event_names {
    ($($name:ident = $text:literal,)+) => {
        /// What can happen at signNow. Names that begin with USER are about everything of one user; the others are
        /// about one document, template or group of documents.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::graph) enum EventName {
            $(#[doc = concat!("`", $text, "`")] $name,)+
            /// An event that signNow does not document. Not accepted in an input.
            Unknown,
        }

        impl EventName {
            /// signNow's own name.
            pub(in crate::graph) fn official(self) -> Option<events::EventName> {
                match self {
                    $(Self::$name => Some(events::EventName::$name),)+
                    Self::Unknown => None,
                }
            }
        }

        impl From<&events::EventName> for EventName {
            fn from(name: &events::EventName) -> Self {
                match name {
                    $(events::EventName::$name => Self::$name,)+
                    events::EventName::Other(_) => Self::Unknown,
                }
            }
        }

        #[cfg(test)]
        const DESCRIBED: &[(EventName, &str)] = &[$((EventName::$name, $text),)+];
    };
}

event_names! {
    DocumentComplete = "document.complete",
    DocumentDelete = "document.delete",
    DocumentOpen = "document.open",
    DocumentUpdate = "document.update",
    DocumentFieldInviteCreate = "document.fieldinvite.create",
    DocumentFieldInviteDecline = "document.fieldinvite.decline",
    DocumentFieldInviteDelete = "document.fieldinvite.delete",
    DocumentFieldInviteReassign = "document.fieldinvite.reassign",
    DocumentFieldInviteReplace = "document.fieldinvite.replace",
    DocumentFieldInviteSent = "document.fieldinvite.sent",
    DocumentFieldInviteSigned = "document.fieldinvite.signed",
    DocumentFreeformCreate = "document.freeform.create",
    DocumentFreeformSigned = "document.freeform.signed",
    InviteExpired = "invite.expired",
    TemplateCopy = "template.copy",
    DocumentGroupComplete = "document_group.complete",
    DocumentGroupDelete = "document_group.delete",
    DocumentGroupUpdate = "document_group.update",
    DocumentGroupInviteCancel = "document_group.invite.cancel",
    DocumentGroupInviteCreate = "document_group.invite.create",
    DocumentGroupInviteResend = "document_group.invite.resend",
    DocumentGroupInviteUpdate = "document_group.invite.update",
    UserDocumentComplete = "user.document.complete",
    UserDocumentCreate = "user.document.create",
    UserDocumentDelete = "user.document.delete",
    UserDocumentOpen = "user.document.open",
    UserDocumentUpdate = "user.document.update",
    UserDocumentFieldInviteCreate = "user.document.fieldinvite.create",
    UserDocumentFieldInviteDecline = "user.document.fieldinvite.decline",
    UserDocumentFieldInviteDelete = "user.document.fieldinvite.delete",
    UserDocumentFieldInviteReassign = "user.document.fieldinvite.reassign",
    UserDocumentFieldInviteReplace = "user.document.fieldinvite.replace",
    UserDocumentFieldInviteSent = "user.document.fieldinvite.sent",
    UserDocumentFieldInviteSigned = "user.document.fieldinvite.signed",
    UserDocumentFreeformCreate = "user.document.freeform.create",
    UserDocumentFreeformSigned = "user.document.freeform.signed",
    UserInviteExpired = "user.invite.expired",
    UserTemplateCopy = "user.template.copy",
    UserDocumentGroupComplete = "user.document_group.complete",
    UserDocumentGroupCreate = "user.document_group.create",
    UserDocumentGroupDelete = "user.document_group.delete",
    UserDocumentGroupUpdate = "user.document_group.update",
    UserDocumentGroupInviteCancel = "user.document_group.invite.cancel",
    UserDocumentGroupInviteCreate = "user.document_group.invite.create",
    UserDocumentGroupInviteResend = "user.document_group.invite.resend",
    UserDocumentGroupInviteUpdate = "user.document_group.invite.update",
}

/// A row of the application's subscriptions.
pub(in crate::graph) struct EventSubscription(pub(in crate::graph) Row<events::EventSubscription>);

impl EventSubscription {
    /// The subscription with this id.
    pub(in crate::graph) async fn find(
        loaders: &Loaders,
        id: &EventSubscriptionId,
    ) -> Result<Option<Self>, Error> {
        Ok(loaders.row(&EventSubscriptions, id).await?.map(Self))
    }

    /// The subscription whose callback has this marker.
    pub(in crate::graph) async fn with_marker(
        loaders: &Loaders,
        marker: &str,
    ) -> Result<Option<Self>, Error> {
        let whole = loaders.whole(&EventSubscriptions).await?;
        let has_it = |row: &Row<events::EventSubscription>| {
            row.callback.as_ref().and_then(events::CallbackUrl::marker).as_deref() == Some(marker)
        };
        Ok(whole.rows().find(has_it).map(Self))
    }
}

/// A wish to be called when something happens. The key that signs the calls, and what their headers say, are told to
/// nobody.
#[Object]
impl EventSubscription {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::EventSubscription(self.0.id.clone()).encode()
    }

    /// signNow's id of the subscription.
    async fn subscription_id(&self) -> &str {
        self.0.id.as_str()
    }

    /// What is told of.
    async fn event(&self) -> EventName {
        (&self.0.event).into()
    }

    /// signNow's own name of the event, such as `user.document.complete`.
    async fn event_name(&self) -> &str {
        self.0.event.as_str()
    }

    /// signNow's id of the user, document or group that it has to happen to; null where signNow does not tell.
    async fn entity_id(&self) -> Option<&str> {
        self.0.entity.as_ref().map(|id| id.as_str())
    }

    /// Where the calls go; null where signNow tells no URL.
    async fn callback_url(&self) -> Option<&str> {
        self.0.callback.as_ref().map(|url| url.as_str())
    }

    /// Whether the calls are signed with a key.
    async fn is_signed(&self) -> bool {
        self.0.has_secret_key
    }

    /// Whether access tokens are left out of the calls; null where signNow does not tell.
    async fn omits_access_token(&self) -> Option<bool> {
        self.0.deletes_access_token
    }

    /// The names of the headers that are added to the calls.
    async fn header_names(&self) -> &[String] {
        &self.0.header_names
    }

    /// Whether the id of the document is added to the URL.
    async fn adds_document_id(&self) -> bool {
        self.0.adds_document_id
    }

    /// Whether the metadata of the document is put into the calls.
    async fn includes_metadata(&self) -> bool {
        self.0.includes_metadata
    }

    /// The name of the application it was made with.
    async fn application_name(&self) -> Option<&str> {
        self.0.application_name.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_official_name_has_its_value_and_is_described_by_it() {
        assert_eq!(DESCRIBED.len(), events::EventName::OFFICIAL.len());
        for (name, text) in DESCRIBED {
            let official = name.official().unwrap();
            assert_eq!((official.as_str(), EventName::from(&official)), (*text, *name));
        }
    }
}
