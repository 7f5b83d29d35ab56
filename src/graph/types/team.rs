//! Whom an account works with: companies and teams.

use async_graphql::Object;

use super::time::Moment;
use crate::signnow::v1;

pub(in crate::graph) struct Company<'a>(pub(super) &'a v1::Company);

/// A company an account belongs to.
#[Object]
impl Company<'_> {
    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether the account sees everything of it.
    async fn has_full_access(&self) -> bool {
        self.0.has_full_access
    }
}

pub(in crate::graph) struct Team<'a>(pub(super) &'a v1::Team);

/// A team an account belongs to.
#[Object]
impl Team<'_> {
    /// signNow's id of the team.
    async fn team_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// signNow's word for its kind, such as `VIEWABLE` or `SHAREABLE`.
    async fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// What the account is in it, in signNow's words.
    async fn role(&self) -> Option<&str> {
        self.0.role.as_deref()
    }

    /// Documents in it.
    async fn document_count(&self) -> u64 {
        self.0.document_count
    }

    /// Since when it exists.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }

    /// Who administers it.
    async fn admins(&self) -> Vec<TeamAdmin<'_>> {
        self.0.admins.iter().map(TeamAdmin).collect()
    }
}

pub(in crate::graph) struct TeamAdmin<'a>(pub(super) &'a v1::TeamAdmin);

/// Someone who administers a team.
#[Object]
impl TeamAdmin<'_> {
    /// signNow's id of the user.
    async fn user_id(&self) -> Option<&str> {
        self.0.id.as_ref().map(|id| id.as_str())
    }

    /// Their e-mail address.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Whether they are the first admin of the team.
    async fn is_primary(&self) -> bool {
        self.0.is_primary
    }

    /// Whether they stand in for the first admin.
    async fn is_secondary(&self) -> bool {
        self.0.is_secondary
    }

    /// Whether they see the bills.
    async fn has_billing_access(&self) -> bool {
        self.0.has_billing_access
    }

    /// Whether they see the documents.
    async fn has_document_access(&self) -> bool {
        self.0.has_document_access
    }
}
