//! The last time someone logged in.

use async_graphql::{Enum, InputObject, Object};
use chrono::{DateTime, Utc};

use super::order::OrderDirection;
use super::person::Person;
use super::time::Moment;
use crate::loaders::Row;
use crate::signnow::{OrganizationId, v2};

/// Two lists tell of logins; both rows hold the same login.
pub(in crate::graph) struct Login {
    organization: OrganizationId,
    at: DateTime<Utc>,
    row: LoginRow,
}

enum LoginRow {
    Login(Row<v2::LastLogin>),
    Member(Row<v2::Member>),
}

impl Login {
    pub(super) fn new(organization: &OrganizationId, row: Row<v2::LastLogin>) -> Self {
        Self { organization: organization.clone(), at: row.login.at, row: LoginRow::Login(row) }
    }

    /// The login that the list of members tells of; `None` for a member who never logged in.
    pub(super) fn of_member(organization: &OrganizationId, row: &Row<v2::Member>) -> Option<Self> {
        let at = row.last_login.as_ref()?.at;
        Some(Self { organization: organization.clone(), at, row: LoginRow::Member(row.clone()) })
    }

    fn login(&self) -> Option<&v2::Login> {
        match &self.row {
            LoginRow::Login(row) => Some(&row.login),
            LoginRow::Member(row) => row.last_login.as_ref(),
        }
    }
}

/// The last time someone logged in to signNow.
#[Object]
impl Login {
    /// The person who logged in.
    async fn person(&self) -> Person {
        match &self.row {
            LoginRow::Login(row) => Person::new(&self.organization, &row.user_id, &row.email),
            LoginRow::Member(row) => Person::from_member(&self.organization, row.clone()),
        }
    }

    /// The moment of the login.
    async fn at(&self) -> Moment {
        Moment(self.at)
    }

    /// The address it came from, as signNow saw it.
    async fn ip_address(&self) -> Option<&str> {
        self.login()?.ip.as_deref()
    }

    /// The browser or program, as it named itself.
    async fn user_agent(&self) -> Option<&str> {
        self.login()?.user_agent.as_deref()
    }

    /// The signNow application that was used.
    async fn application(&self) -> Option<&str> {
        self.login()?.application.as_deref()
    }

    /// When signNow began to keep this record.
    async fn recorded_since(&self) -> Option<Moment> {
        self.login()?.first_seen_at.map(Moment)
    }
}

/// What a list of logins is ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum LastLoginOrderField {
    /// The e-mail address.
    Email,
    /// The time of the login; signNow says *updated*.
    LastLogin,
}

/// The order of a list of logins.
#[derive(InputObject, Clone, Copy, Debug)]
pub(in crate::graph) struct LastLoginOrder {
    /// What to order by.
    field: LastLoginOrderField,
    /// In which direction.
    direction: OrderDirection,
}

impl From<LastLoginOrder> for v2::LastLoginOrder {
    fn from(order: LastLoginOrder) -> Self {
        let field = match order.field {
            LastLoginOrderField::Email => v2::LastLoginField::Email,
            LastLoginOrderField::LastLogin => v2::LastLoginField::Updated,
        };
        Self { field, direction: order.direction.into() }
    }
}
