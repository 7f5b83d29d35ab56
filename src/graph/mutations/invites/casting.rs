//! Who plays which role.

use std::collections::HashSet;

use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::signnow::SigningRole;
use crate::signnow::v1::{Document, DocumentRole};

/// The most characters of a role's name that are taken.
const LONGEST_ROLE: usize = 255;

/// A role as an input names it: by name, by signNow's id, or by both, if they agree (document 002).
pub(super) struct RoleWording {
    name: Option<String>,
    id: Option<String>,
}

impl RoleWording {
    /// Takes `role` and `roleId`, of which one at least is needed.
    pub(super) fn read(check: &mut Check, name: Option<String>, id: Option<String>) -> Option<Self> {
        if name.is_none() && id.is_none() {
            return check.refuse("role", Blank, "Name a role of the document, by `role` or by `roleId`.");
        }
        let name = name.map_or(Some(None), |name| check.text("role", name, LONGEST_ROLE).map(Some));
        let id = id.map_or(Some(None), |id| check.text("roleId", id, LONGEST_ROLE).map(Some));
        Some(Self { name: name?, id: id? })
    }

    /// As it is sent: the id says it best.
    pub(super) fn role(&self) -> SigningRole {
        match (&self.id, &self.name) {
            (Some(id), _) => SigningRole::Id(id.clone()),
            (None, name) => SigningRole::Name(name.clone().unwrap_or_default()),
        }
    }

    /// The role of the document that is meant, by its place; notes why there is none.
    fn place_in(&self, document: &Document, check: &mut Check) -> Option<usize> {
        let find = |is_meant: &dyn Fn(&DocumentRole) -> bool| document.roles.iter().position(is_meant);
        let by_id = self.id.as_deref().map(|id| find(&|role| role.id.as_deref() == Some(id)));
        let by_name = self.name.as_deref().map(|name| find(&|role| role.name == name));
        let unknown = "The document has no such role.";
        match (by_id, by_name) {
            (Some(None), _) => check.refuse("roleId", RoleNotFound, unknown),
            (_, Some(None)) => check.refuse("role", RoleNotFound, unknown),
            (Some(one), Some(other)) if one != other => {
                check.refuse("role", Invalid, "`role` and `roleId` are two roles of the document.")
            }
            (Some(place), _) | (None, Some(place)) => place,
            (None, None) => None,
        }
    }

    /// The argument that names it.
    fn argument(&self) -> &'static str {
        if self.id.is_some() { "roleId" } else { "role" }
    }
}

/// Which roles of a document have a signer.
#[derive(Default)]
pub(super) struct Cast(HashSet<usize>);

impl Cast {
    /// Gives somebody a role; notes why they cannot have it. A role has one signer (document 002).
    pub(super) fn give(&mut self, role: &RoleWording, document: &Document, check: &mut Check) {
        let place = role.place_in(document, check);
        if place.is_some_and(|place| !self.0.insert(place)) {
            let wrong = "Somebody else has this role already, and a role has one signer.";
            check.note(role.argument(), Duplicate, wrong);
        }
    }

    /// Makes sure that no role of the document is left out.
    pub(super) fn is_full(&self, document: &Document, argument: &str, check: &mut Check) {
        let left = document.roles.iter().enumerate().filter(|(place, _)| !self.0.contains(place));
        let left: Vec<_> = left.map(|(_, role)| format!("`{}`", role.name)).collect();
        if !left.is_empty() {
            let wrong =
                format!("Every role needs a signer; of `{}`, nobody has {}.", document.name, left.join(", "));
            check.note(argument, RoleUnassigned, wrong);
        }
    }
}

/// Makes sure that every role of a document has a signer among the items of `list`, and one alone.
pub(super) fn each_role_once<'a>(
    check: &mut Check,
    document: &Document,
    list: &str,
    roles: impl Iterator<Item = &'a RoleWording>,
) {
    let mut cast = Cast::default();
    for (index, role) in roles.enumerate() {
        check.item(list, index, |check| cast.give(role, document, check));
    }
    cast.is_full(document, list, check);
}
