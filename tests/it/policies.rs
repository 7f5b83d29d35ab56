//! P34: every field of the schema, asked by every role, is denied or allowed as the table says, and what is denied costs no call.

use std::collections::{BTreeMap, VecDeque};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, Type, TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};
use signgraph::callers::Role;
use signgraph::graph::Graph;

use crate::asking::Stage;

const TABLE: &str = include_str!("../../src/graph/policy/fields.txt");

/// Where each field of each object leads.
type Fields = BTreeMap<String, BTreeMap<String, String>>;

/// A way from a root to a type, as the beginning of a document, and the role that it needs.
#[derive(Clone)]
struct Way {
    fields: Vec<String>,
    needs: Role,
}

#[tokio::test]
async fn every_field_is_denied_or_allowed_to_every_role_as_the_table_says() {
    let stage = Stage::start(|_| {}).await;
    let data = stage.ask(Role::Owner, "{ organizations { nodes { id } } viewer { documents(first: 1) { nodes { id } } documentGroups { nodes { id } } } }", json!({})).await.data;
    let ids = [
        data["organizations"]["nodes"][0]["id"].clone(),
        data["viewer"]["documents"]["nodes"][0]["id"].clone(),
        data["viewer"]["documentGroups"]["nodes"][0]["id"].clone(),
    ];
    let (fields, table) = (fields(), table());
    let ways = ways(&fields, &table);
    let unreached: Vec<_> =
        fields.keys().filter(|kind| !ways.contains_key(*kind) && *kind != "Node").collect();
    assert!(unreached.is_empty(), "no way leads to {unreached:?}");

    let mut asked = 0;
    for role in Role::ALL {
        stage.forget_calls().await;
        let mut allowed = Vec::new();
        for (kind, way) in &ways {
            for (field, leads_to) in &fields[kind] {
                let needs = table[&(kind.clone(), field.clone())].max(way.needs);
                let document = document(way, kind, field, fields.contains_key(leads_to), &ids);
                asked += 1;
                if needs <= role {
                    allowed.push((kind, field, document));
                    continue;
                }
                let told = stage.ask(role, &document, json!({})).await;
                assert_eq!(told.refusals(), ["FORBIDDEN"], "{role}: {document}");
                assert_eq!((told.errors.len(), &told.data), (1, &Value::Null), "{role}: {document}");
                let names = [format!("needs the role {needs};"), format!("this caller's role is {role}.")];
                let says = |name: &String| told.message().contains(name.as_str());
                assert!(names.iter().all(says) || way.needs > role, "{document}: {}", told.message());
            }
        }
        assert_eq!(stage.calls().await, BTreeMap::new(), "what is denied to {role} was asked for");
        for (kind, field, document) in allowed {
            let told = stage.ask(role, &document, json!({})).await;
            // Mutations are asked without input, which is refused where nothing else is.
            let expected: &[&str] =
                if document.starts_with("mutation") { &["GRAPHQL_VALIDATION_FAILED"] } else { &[] };
            assert_eq!(told.refusals(), expected, "{role}: {kind}.{field}: {document} {:?}", told.errors);
        }
    }
    assert!(asked > 1500, "only {asked}");
    println!("P34: {asked} fields asked by {} roles", Role::ALL.len());
}

#[tokio::test]
async fn what_is_denied_in_a_mutation_is_told_to_be_undone() {
    let stage = Stage::start(|_| {}).await;
    let organizations = "{ organizations(first: 1, roles: [ADMIN]) { nodes { id } } }";
    let id = stage.ask(Role::Viewer, organizations, json!({})).await.data["organizations"]["nodes"][0]["id"]
        .take();
    let rename = "mutation ($id: ID!) { renameOrganization(input: { organizationId: $id, name: \"Dawn\" }) { outcome } }";
    stage.forget_calls().await;
    for role in [Role::Viewer, Role::Analyst] {
        let told = stage.ask(role, rename, json!({ "id": id })).await;
        assert_eq!(told.refusals(), ["FORBIDDEN"]);
        assert_eq!(told.errors[0]["extensions"]["outcome"], "REJECTED");
        assert_eq!(
            told.message(),
            format!("`Mutation.renameOrganization` needs the role OPERATOR; this caller's role is {role}.")
        );
    }
    assert_eq!(stage.calls().await, BTreeMap::new());
    let told = stage.ask(Role::Operator, rename, json!({ "id": id })).await;
    assert_eq!(told.data["renameOrganization"]["outcome"], "CONFIRMED");
}

#[tokio::test]
async fn one_field_too_many_refuses_its_siblings_too() {
    let stage = Stage::start(|_| {}).await;
    let documents = [
        "{ viewer { id isLoggedIn @skip(if: true) } }",
        "query A { viewer { id } } query B { viewer { ...F } } fragment F on User { isLoggedIn }",
    ];
    let told = stage.ask(Role::Viewer, documents[0], json!({})).await;
    assert_eq!((told.refusals(), &told.data), (vec!["FORBIDDEN"], &Value::Null));
    assert_eq!(stage.calls().await, BTreeMap::new());
    // Of several operations, the one that is not to run is nobody's concern; without a name none is.
    assert_ne!(stage.ask(Role::Viewer, documents[1], json!({})).await.refusals(), ["FORBIDDEN"]);
}

#[tokio::test]
async fn the_schema_and_names_that_resemble_others_are_for_those_who_may() {
    const SCHEMA: &str = "{ __schema { queryType { name } } }";
    const WRONG: [&str; 3] =
        ["{ vieweer { id } }", "{ organizations(firs: 1) { totalCount } }", "{ viewer { emal } }"];
    for least in [Some(Role::Viewer), Some(Role::Analyst), Some(Role::Owner), None] {
        let stage = Stage::start(|options| options.introspection = least).await;
        for role in Role::ALL {
            let may = least.is_some_and(|least| role >= least);
            let told = stage.ask(role, SCHEMA, json!({})).await;
            let expected: &[&str] = if may { &[] } else { &["FORBIDDEN"] };
            assert_eq!(told.refusals(), expected, "{least:?} {role}");
            for wrong in WRONG {
                let told = stage.ask(role, wrong, json!({})).await;
                assert_eq!(told.refusals().first(), Some(&"GRAPHQL_VALIDATION_FAILED"), "{wrong}");
                let offers = told.errors.iter().any(|error| error.to_string().contains("Did you mean"));
                assert!(!offers || may, "{least:?} {role} {wrong}: {:?}", told.errors);
            }
        }
    }
}

/// The shortest ways to every type, of those that need the least role.
fn ways(fields: &Fields, table: &BTreeMap<(String, String), Role>) -> BTreeMap<String, Way> {
    let root = |kind: &str| (kind.to_owned(), Way { fields: Vec::new(), needs: Role::Viewer });
    let mut ways = BTreeMap::from([root("Query"), root("Mutation")]);
    for role in Role::ALL {
        let mut open: VecDeque<String> = ways.keys().cloned().collect();
        while let Some(kind) = open.pop_front() {
            for (field, leads_to) in &fields[&kind] {
                let needs = table[&(kind.clone(), field.clone())];
                if needs <= role
                    && fields.contains_key(leads_to)
                    && !ways.contains_key(leads_to)
                    && leads_to != "Node"
                {
                    let mut way = ways[&kind].clone();
                    way.fields.push(format!("{kind}.{field}"));
                    way.needs = way.needs.max(needs);
                    ways.insert(leads_to.clone(), way);
                    open.push_back(leads_to.clone());
                }
            }
        }
    }
    ways
}

/// A document that asks for one field.
fn document(way: &Way, kind: &str, field: &str, is_object: bool, ids: &[Value; 3]) -> String {
    let inside = if is_object {
        format!("{field}{} {{ __typename }}", arguments(kind, field, ids))
    } else {
        field.to_owned()
    };
    let body = way.fields.iter().rev().fold(inside, |inside, step| {
        let (kind, field) = step.split_once('.').unwrap();
        format!("{field}{} {{ {inside} }}", arguments(kind, field, ids))
    });
    let is_mutation =
        kind == "Mutation" || way.fields.first().is_some_and(|step| step.starts_with("Mutation."));
    format!("{} {{ {body} }}", if is_mutation { "mutation" } else { "query" })
}

/// What a field cannot do without.
fn arguments(kind: &str, field: &str, [organization, document, group]: &[Value; 3]) -> String {
    match (kind, field) {
        ("Query", "organization" | "node") => format!("(id: {organization})"),
        ("Query", "document") => format!("(id: {document})"),
        ("Query", "documentGroup") => format!("(id: {group})"),
        ("Query", "nodes") => format!("(ids: [{organization}])"),
        ("Organization", "setting") => "(name: \"require_login_for_signing\")".to_owned(),
        _ => String::new(),
    }
}

fn fields() -> Fields {
    let mut fields = Fields::new();
    for definition in parse_schema(Graph::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(kind) = definition else { continue };
        let own = match kind.node.kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            _ => continue,
        };
        let own = own.into_iter().map(|field| (field.node.name.node.to_string(), named(&field.node.ty.node)));
        fields.insert(kind.node.name.node.to_string(), own.collect());
    }
    fields
}

fn named(kind: &Type) -> String {
    match &kind.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => named(inner),
    }
}

/// The table, read once more, so that a fault of its reader shows.
fn table() -> BTreeMap<(String, String), Role> {
    let text: Vec<_> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
    let (mut role, mut table) = (Role::Owner, BTreeMap::new());
    for entry in text.join("\n").replace("\n ", " ").lines().filter(|line| !line.is_empty()) {
        if let Some(name) = entry.strip_prefix('[') {
            role = name.trim_end_matches(']').parse().unwrap();
            continue;
        }
        let (kinds, names) = entry.split_once(':').unwrap();
        for kind in kinds.split(',') {
            let keys = names.split_whitespace().map(|name| (kind.trim().to_owned(), name.to_owned()));
            table.extend(keys.map(|key| (key, role)));
        }
    }
    table
}
