//! Holding an operation against the table.

use std::collections::{BTreeMap, HashSet};

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};

use super::introspection::tells_the_schema;
use super::outline::Outline;
use super::table::Table;
use crate::callers::Role;
use crate::graph::error::{Code, Failure, coded};
use crate::graph::operation::chosen;

/// What each role may ask for.
#[derive(Debug)]
pub(in crate::graph) struct Policies {
    types: BTreeMap<String, BTreeMap<String, Policy>>,
    /// The least role that may ask for the schema; `None` if none may.
    introspection: Option<Role>,
}

/// What a field needs, and where it leads.
#[derive(Debug)]
struct Policy {
    needs: Role,
    leads_to: String,
}

impl Policies {
    /// The policies of every field of a schema.
    pub(in crate::graph) fn new(outline: &Outline, introspection: Option<Role>) -> Self {
        Self::of_table(outline, &Table::own(), introspection)
    }

    fn of_table(outline: &Outline, table: &Table, introspection: Option<Role>) -> Self {
        let policies = |(kind, fields): (&str, &BTreeMap<String, String>)| {
            let policy = |(field, leads_to): (&String, &String)| {
                let needs = needed(outline, table, kind, field);
                (field.clone(), Policy { needs, leads_to: leads_to.clone() })
            };
            (kind.to_owned(), fields.iter().map(policy).collect())
        };
        let shapes = outline.shapes().map(|(kind, shape)| (kind, &shape.fields));
        Self { types: shapes.map(policies).collect(), introspection }
    }

    /// Whether a caller of this role may know the schema.
    pub(in crate::graph) fn may_introspect(&self, role: Role) -> bool {
        self.introspection.is_some_and(|least| role >= least)
    }

    /// Refuses an operation that asks for a field of which the caller's role may not know. What is not in the schema at all is
    /// left to validation, which refuses it.
    ///
    /// # Errors
    /// `FORBIDDEN` naming the first such field, the role that it needs and the caller's.
    pub(in crate::graph) fn check(
        &self,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        role: Role,
    ) -> Result<(), Failure> {
        // Which operation is meant is the library's to complain about.
        let Some(operation) = chosen(document, operation_name) else { return Ok(()) };
        let mut walk = Walk { policies: self, document, role, seen: HashSet::new() };
        walk.set(Outline::root(operation.ty), &operation.selection_set.node)
    }
}

/// Whoever asks an interface is answered by one of its objects, so a field of it needs what each of theirs needs.
fn needed(outline: &Outline, table: &Table, kind: &str, field: &str) -> Role {
    let possible = outline.shape(kind).into_iter().flat_map(|shape| &shape.possible);
    let kinds = possible.map(String::as_str).chain([kind]);
    kinds.map(|kind| table.role(kind, field).unwrap_or(Role::Owner)).max().unwrap_or(Role::Owner)
}

struct Walk<'a> {
    policies: &'a Policies,
    document: &'a ExecutableDocument,
    role: Role,
    /// Fragments name their type, so what they ask for is the same wherever they are spread.
    seen: HashSet<&'a Name>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, kind: &'a str, set: &'a SelectionSet) -> Result<(), Failure> {
        set.items.iter().try_for_each(|item| self.selection(kind, &item.node))
    }

    fn selection(&mut self, kind: &'a str, selection: &'a Selection) -> Result<(), Failure> {
        match selection {
            Selection::Field(field) => self.field(kind, &field.node),
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                let kind = condition.map_or(kind, |condition| condition.node.on.node.as_str());
                self.set(kind, &fragment.node.selection_set.node)
            }
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    fn fragment(&mut self, name: &'a Name) -> Result<(), Failure> {
        match self.document.fragments.get(name) {
            Some(body) if self.seen.insert(name) => {
                let kind = body.node.type_condition.node.on.node.as_str();
                self.set(kind, &body.node.selection_set.node)
            }
            _ => Ok(()),
        }
    }

    fn field(&mut self, kind: &'a str, field: &'a Field) -> Result<(), Failure> {
        let name = field.name.node.as_str();
        if tells_the_schema(name) {
            return self.introspection(name);
        }
        let policies = self.policies;
        let Some(policy) = policies.types.get(kind).and_then(|fields| fields.get(name)) else {
            return Ok(());
        };
        if self.role < policy.needs {
            return Err(self.denied(&format!("{kind}.{name}"), policy.needs));
        }
        self.set(&policy.leads_to, &field.selection_set.node)
    }

    fn introspection(&self, field: &str) -> Result<(), Failure> {
        match self.policies.introspection {
            None => Err(coded(Code::Forbidden, format!("`Query.{field}` is not answered here."))),
            Some(least) if self.role < least => Err(self.denied(&format!("Query.{field}"), least)),
            Some(_) => Ok(()),
        }
    }

    fn denied(&self, field: &str, needs: Role) -> Failure {
        let role = self.role;
        coded(Code::Forbidden, format!("`{field}` needs the role {needs}; this caller's role is {role}."))
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;
    use crate::graph::Graph;

    const SCHEMA: &str = "type Query { open: Thing node: Node secret: Int forgotten: Int }
        type Mutation { change: Thing } interface Node { id: ID! }
        type Thing implements Node { id: ID! name: String login: Int other: Thing }";
    const TABLE: &str = "[VIEWER]\nQuery: open node\nNode: id\nThing: id name\n    other\n
        [ANALYST]\nThing: login\n[OPERATOR]\nMutation: change\n[OWNER]\nQuery: secret";

    fn refused(document: &str, role: Role) -> Option<String> {
        let table = TABLE.replace("\n        [", "\n[");
        let policies = Policies::of_table(&Outline::of(SCHEMA), &Table::read(&table), Some(Role::Analyst));
        let refusal = policies.check(&parse_query(document).unwrap(), None, role).err()?;
        Some(async_graphql::Error::from(refusal).message)
    }

    #[test]
    fn every_field_of_the_schema_has_its_policy_and_every_policy_its_field() {
        let (outline, table) = (Outline::of(&Graph::sdl()), Table::own());
        assert_eq!(table.complaints, Vec::<String>::new());
        let fields =
            outline.shapes().flat_map(|(kind, shape)| shape.fields.keys().map(move |field| (kind, field)));
        let without: Vec<_> = fields.filter(|(kind, field)| table.role(kind, field).is_none()).collect();
        assert!(without.is_empty(), "no policy in src/graph/policy/fields.txt: {without:#?}");
        let is_there = |(kind, field): &(&str, &str)| {
            outline.shape(kind).is_some_and(|shape| shape.fields.contains_key(*field))
        };
        let gone: Vec<_> = table.fields().filter(|field| !is_there(field)).collect();
        assert!(gone.is_empty(), "no such field, but a policy in src/graph/policy/fields.txt: {gone:#?}");
    }

    #[test]
    fn a_refusal_names_the_field_the_role_it_needs_and_the_callers() {
        let told = refused("{ open { id login } }", Role::Viewer).unwrap();
        assert_eq!(told, "`Thing.login` needs the role ANALYST; this caller's role is VIEWER.");
        assert_eq!(refused("{ open { id login } }", Role::Analyst), None);
        assert_eq!(refused("{ open { id login } }", Role::Owner), None);
    }

    #[test]
    fn a_field_without_policy_is_for_the_owner_alone() {
        for role in [Role::Viewer, Role::Analyst, Role::Operator] {
            for field in ["forgotten", "secret"] {
                assert!(
                    refused(&format!("{{ {field} }}"), role).unwrap().contains("OWNER"),
                    "{field} {role}"
                );
            }
        }
        assert_eq!(refused("{ forgotten secret }", Role::Owner), None);
    }

    #[test]
    fn there_is_no_way_around() {
        for document in [
            "{ harmless: open { id: login } }",
            "{ open { ... on Thing { login } } }",
            "{ open { ... { login } } }",
            "{ open { ...F } } fragment F on Thing { other { ...G } } fragment G on Thing { login }",
            "{ open { ...F ...G } } fragment F on Thing { ...G } fragment G on Thing { ...F login }",
            "{ node { ... on Node { ... on Thing { login } } } }",
            "{ open @skip(if: true) { login } }",
            "{ open { login @include(if: false) } }",
            "mutation { change { id } }",
            "query { __schema { types { name } } }",
            "{ a: __type(name: \"Thing\") { name } }",
        ] {
            assert!(refused(document, Role::Viewer).is_some(), "{document}");
        }
    }

    #[test]
    fn what_is_not_in_the_schema_is_left_to_validation() {
        for document in
            ["{ nothing }", "{ open { nothing } }", "{ ...F }", "{ ... on Nothing { x } }", "{ __typename }"]
        {
            assert_eq!(refused(document, Role::Viewer), None, "{document}");
        }
    }
}
