//! The `filters` parameter: a JSON list of conditions (wire section 5.2).

use serde_json::{Value, json};

use super::role::{Role, SeatStatus};
use crate::signnow::route::Query;

/// Conditions that all have to hold.
#[derive(Default)]
pub(super) struct Filters(Vec<Value>);

impl Filters {
    pub(super) fn new() -> Filters {
        Filters::default()
    }

    pub(super) fn email(self, email: Option<&str>) -> Filters {
        self.equal("email", email)
    }

    pub(super) fn status(self, status: Option<SeatStatus>) -> Filters {
        self.equal("status", status.map(SeatStatus::as_str))
    }

    pub(super) fn active(self, active: Option<bool>) -> Filters {
        self.equal("active", active)
    }

    /// Roles are sorted and without doubles, so that one question has one target.
    pub(super) fn roles(mut self, roles: &[Role]) -> Filters {
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        if !roles.is_empty() {
            let words: Vec<&str> = roles.into_iter().map(Role::as_str).collect();
            self.0.push(json!({ "type": { "type": "in", "value": words } }));
        }
        self
    }

    pub(super) fn into_query(self) -> Query {
        let filters = (!self.0.is_empty()).then_some(Value::Array(self.0));
        Query::new().with_some("filters", filters)
    }

    fn equal(mut self, field: &str, value: Option<impl Into<Value>>) -> Filters {
        if let Some(value) = value {
            self.0.push(json!({ field: { "type": "=", "value": value.into() } }));
        }
        self
    }
}
