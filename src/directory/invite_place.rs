//! Where invitations stand, which the commands that change them do not always name.

use std::future::{Future, ready};

use super::change::{Before, Change, Evidence};
use super::document_groups::{document_group_tag, document_groups_tag};
use super::documents::{document_tag, documents_tag};
use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::v1::User;
use crate::signnow::{
    Authorization, Body, Command, DecodeError, DocumentGroupId, DocumentId, Error, Nature, Route, Target,
};

/// The documents that show an invitation, and their group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitePlace {
    /// One, or all of the group.
    pub documents: Vec<DocumentId>,
    /// The group they belong to, if any: it shows the invitations of its documents as well.
    pub group: Option<DocumentGroupId>,
}

/// A command about invitations, and where they stand.
pub struct Inviting<C> {
    /// The command.
    pub command: C,
    /// Where it has its effect.
    pub place: InvitePlace,
}

/// A command about invitations. The directory knows what all of them make obsolete: the place; where the effect of each can be
/// seen is for it to say.
pub trait InviteCommand: Command {
    /// As [`Change::before`].
    ///
    /// # Errors
    /// When it cannot be read.
    fn before(
        &self,
        _place: &InvitePlace,
        _reader: &Reader,
    ) -> impl Future<Output = Result<Option<Before>, Error>> + Send {
        ready(Ok(None))
    }

    /// As [`Change::evidence`].
    ///
    /// # Errors
    /// When it cannot be read.
    fn evidence(
        &self,
        _place: &InvitePlace,
        _reader: &Reader,
        _before: Option<&Before>,
    ) -> impl Future<Output = Result<Evidence<Self::Answer>, Error>> + Send {
        ready(Ok(Evidence::Unclear))
    }
}

impl<C: InviteCommand> Command for Inviting<C> {
    type Answer = C::Answer;

    const ROUTE: Route = C::ROUTE;
    const NATURE: Nature = C::NATURE;
    const AUTHORIZATION: Authorization = C::AUTHORIZATION;

    fn target(&self) -> Target {
        self.command.target()
    }

    fn body(&self) -> Result<Body, Error> {
        self.command.body()
    }

    fn decode(&self, body: &[u8]) -> Result<C::Answer, DecodeError> {
        self.command.decode(body)
    }
}

impl<C: InviteCommand> Change for Inviting<C> {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        self.place.tags()
    }

    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        self.command.before(&self.place, reader).await
    }

    async fn evidence(&self, reader: &Reader, before: Option<&Before>) -> Result<Evidence<C::Answer>, Error> {
        self.command.evidence(&self.place, reader, before).await
    }
}

impl InvitePlace {
    fn tags(&self) -> Vec<Tag> {
        let documents = self.documents.iter().map(document_tag).chain([documents_tag()]);
        let group = self.group.iter().flat_map(|group| [document_group_tag(group), document_groups_tag()]);
        documents.chain(group).collect()
    }
}
