//! Finding people in an organization's lists, with the fewest calls.

use std::collections::HashMap;

use super::worker::side_by_side;
use crate::loaders::{Loaders, LoadsList, Row};
use crate::signnow::v2::{Admin, Admins, Member, Members, Role, SeatStatus};
use crate::signnow::{EmailAddress, Error, List, OrganizationId, UserId};

/// Someone who manages an organization, is invited to, or has declined, by address.
pub(super) async fn admin(
    loaders: &Loaders,
    organization: &OrganizationId,
    email: &EmailAddress,
) -> Result<Option<Row<Admin>>, Error> {
    let list = Admins { email: Some(email.as_str().to_owned()), ..Admins::of(organization.clone()) };
    let whole = loaders.whole(&list).await?;
    Ok(whole.rows().find(|row| email.is(&row.email)))
}

/// Someone who belongs to an organization, is invited to, or has declined, by address.
pub(super) async fn member(
    loaders: &Loaders,
    organization: &OrganizationId,
    email: &EmailAddress,
) -> Result<Option<Row<Member>>, Error> {
    let list = Members { email: Some(email.as_str().to_owned()), ..Members::of(organization.clone()) };
    let whole = loaders.whole(&list).await?;
    Ok(whole.rows().find(|row| email.is(&row.email)))
}

/// The members with these addresses: out of the whole list, or one by one where that takes fewer
/// calls.
pub(super) async fn members(
    loaders: &Loaders,
    organization: &OrganizationId,
    emails: &[EmailAddress],
) -> Result<HashMap<EmailAddress, Row<Member>>, Error> {
    let everyone = Members::of(organization.clone());
    let total = loaders.page(&everyone, 1).await?.total.unwrap_or(usize::MAX);
    let rows: Vec<Row<Member>> = if total.div_ceil(Members::PER_PAGE) <= 1 + emails.len() {
        loaders.whole(&everyone).await?.rows().collect()
    } else {
        let found = emails.iter().map(|email| member(loaders, organization, email));
        let found: Result<Vec<_>, Error> = side_by_side(found).await.into_iter().collect();
        found?.into_iter().flatten().collect()
    };
    Ok(rows.into_iter().map(|row| (EmailAddress::new(&row.email), row)).collect())
}

/// Whether an organization would have no admin without this one.
pub(super) async fn is_last_admin(
    loaders: &Loaders,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<bool, Error> {
    let (status, roles) = (Some(SeatStatus::Active), vec![Role::Admin]);
    let list = Admins { status, roles, ..Admins::of(organization.clone()) };
    Ok(!loaders.whole(&list).await?.rows().any(|row| row.id != *user))
}
