//! How much a document stands for, and how much its answer may hold.
//!
//! How deep it nests. How many fields it stands for once its fragments are written out, with directives and the parts of
//! values: fragments that spread each other twice grow exponentially, and the library walks every path before any limit of its own bites. How many fields its answer
//! may hold when every list is as long as its page: the graph goes round in circles (an organization has people, a person has
//! an organization), and with a warm cache a few lines could ask for millions of rows without a single call upstream. How
//! many fields have another name than their own. And how many mutations it holds: each may mail someone.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

use super::arguments::Arguments;
use super::too_large;
use crate::graph::error::Failure;
use crate::graph::options::Options;

/// Refuses a document that is too large in any measure.
///
/// # Errors
/// `QUERY_TOO_LARGE` naming the measure and the limit.
pub(super) fn check(
    document: &ExecutableDocument,
    arguments: &Arguments<'_>,
    options: &Options,
) -> Result<(), Failure> {
    let mut scale = Scale { document, arguments, fragments: HashMap::new(), nesting: 0 };
    for (_, operation) in document.operations.iter() {
        let weight = scale.set(&operation.node.selection_set.node);
        let mutations = if operation.node.ty == OperationType::Mutation { weight.beside } else { 0 };
        for (measured, most, exceeds, unit) in [
            (
                mutations,
                options.max_mutations,
                "holds more than",
                "mutations; there are batches for many of a kind",
            ),
            (weight.depth, options.max_depth, "nests deeper than", "levels"),
            (weight.nesting, DEEPEST, "nests deeper than", "levels, of fragments too"),
            (
                weight.written,
                options.max_nodes,
                "stands for more than",
                "fields, spreads, directives and parts of values once its fragments are written out",
            ),
            (weight.aliases, options.max_aliases, "gives other names to more than", "fields"),
            (
                weight.rows(1),
                options.max_answer_fields,
                "may be answered with more than",
                "fields; ask for smaller pages",
            ),
        ] {
            if measured > most {
                return Err(too_large(exceeds, most, unit));
            }
        }
    }
    Ok(())
}

/// What a selection weighs.
#[derive(Clone, Copy, Default)]
struct Weight {
    depth: usize,
    /// Braces within braces.
    nesting: usize,
    /// Fields beside one another, with fragments written out.
    beside: usize,
    /// Fields and spreads at every depth, with fragments written out, and what hangs on them: directives and the parts of
    /// values.
    written: usize,
    /// Fields with another name than their own, with fragments written out.
    aliases: usize,
    /// Fields that are answered once.
    once: usize,
    /// Fields that are answered for each row of what they are selected on: what is inside `nodes` and `edges` of a
    /// connection, and inside the `results` of a mutation of many things.
    per_row: usize,
}

impl Weight {
    const ENDLESS: Self = Self {
        depth: usize::MAX,
        nesting: usize::MAX,
        beside: usize::MAX,
        written: usize::MAX,
        aliases: usize::MAX,
        once: usize::MAX,
        per_row: usize::MAX,
    };

    fn and(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
            beside: self.beside.saturating_add(other.beside),
            written: self.written.saturating_add(other.written),
            aliases: self.aliases.saturating_add(other.aliases),
            once: self.once.saturating_add(other.once),
            per_row: self.per_row.saturating_add(other.per_row),
        }
    }

    /// Fields answered for a connection of so many rows.
    fn rows(self, rows: usize) -> usize {
        self.once.saturating_add(self.per_row.saturating_mul(rows))
    }
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    arguments: &'a Arguments<'a>,
    /// Each fragment is weighed once; while it is, it weighs endlessly, so that a cycle does too.
    fragments: HashMap<&'a Name, Weight>,
    /// How many braces are open, those of spread fragments included.
    nesting: usize,
}

/// How deep braces may nest with fragments written out, whether they hold fields or fragments. All that walks over a
/// document recurses, and a stack ends somewhere.
const DEEPEST: usize = 100;

impl<'a> Scale<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Weight {
        if self.nesting == DEEPEST {
            return Weight::ENDLESS;
        }
        self.nesting += 1;
        let inside =
            set.items.iter().fold(Weight::default(), |sum, item| sum.and(self.selection(&item.node)));
        self.nesting -= 1;
        Weight { nesting: inside.nesting.saturating_add(1), ..inside }
    }

    fn selection(&mut self, selection: &'a Selection) -> Weight {
        let weight = match selection {
            Selection::Field(field) => self.field(&field.node),
            Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let weight = self.fragment(&spread.node.fragment_name.node);
                // A spread is walked like a field, also where nothing is behind it.
                Weight { written: weight.written.saturating_add(1), ..weight }
            }
        };
        let directives = selection.directives().iter();
        let directives: usize = directives.map(|directive| 1 + parts(&directive.node.arguments)).sum();
        Weight { written: weight.written.saturating_add(directives), ..weight }
    }

    fn field(&mut self, field: &'a Field) -> Weight {
        let inside = self.set(&field.selection_set.node);
        let answered = inside.rows(self.arguments.rows_or_things(field)).saturating_add(1);
        let answered = answered.saturating_mul(self.arguments.length(field, "ids").unwrap_or(1).max(1));
        let is_row = matches!(field.name.node.as_str(), "nodes" | "edges" | "results");
        Weight {
            depth: inside.depth.saturating_add(1),
            nesting: inside.nesting,
            beside: 1,
            written: inside.written.saturating_add(1 + parts(&field.arguments)),
            aliases: inside.aliases.saturating_add(usize::from(field.alias.is_some())),
            once: if is_row { 0 } else { answered },
            per_row: if is_row { answered } else { 0 },
        }
    }

    fn fragment(&mut self, name: &'a Name) -> Weight {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        self.fragments.insert(name, Weight::ENDLESS);
        // An unknown fragment is for validation to complain about.
        let body = self.document.fragments.get(name);
        let weight = body.map_or_else(Weight::default, |body| self.set(&body.node.selection_set.node));
        self.fragments.insert(name, weight);
        weight
    }
}

/// How many items and fields the values of arguments hold.
fn parts(arguments: &[(Positioned<Name>, Positioned<Value>)]) -> usize {
    arguments.iter().map(|(_, value)| parts_of(&value.node)).sum()
}

fn parts_of(value: &Value) -> usize {
    match value {
        Value::List(items) => items.iter().map(|item| 1 + parts_of(item)).sum(),
        Value::Object(fields) => fields.values().map(|field| 1 + parts_of(field)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn holds(document: &str, variables: serde_json::Value, options: &Options) -> bool {
        let (document, variables) = (parse_query(document).unwrap(), Variables::from_json(variables));
        check(&document, &Arguments::new(&document, None, &variables), options).is_ok()
    }

    fn passes(document: &str, variables: serde_json::Value) -> bool {
        let options =
            Options { max_depth: 20, max_nodes: 100, max_answer_fields: 5_000, ..Options::default() };
        holds(document, variables, &options)
    }

    fn fields(document: &str) -> bool {
        passes(document, json!({}))
    }

    #[test]
    fn small_documents_pass_and_large_ones_do_not() {
        assert!(fields("{ a { b c } ... on Query { d } ...F } fragment F on Query { e }"));
        assert!(!fields(&format!("{{ {} }}", "a ".repeat(101))));
        assert!(!fields(&format!("{{ {} x {} }}", "a { ".repeat(20), "}".repeat(20))));
        assert!(!fields(&format!("{{ x {} }}", "@a ".repeat(101))));
        assert!(!fields(&format!("{{ x(a: [{}]) @b(c: {{ d: 1 }}) }}", "1 ".repeat(98))));
    }

    #[test]
    fn fragments_count_each_time_they_are_spread_and_are_weighed_once() {
        let chain = |links: usize| {
            let body = |link: usize| match link == links {
                true => "x".to_owned(),
                false => format!("...F{next} ...F{next}", next = link + 1),
            };
            let fragment = |link| format!("fragment F{link} on Query {{ {} }} ", body(link));
            format!("{{ ...F0 }} {}", (0..=links).map(fragment).collect::<String>())
        };
        assert!(fields(&chain(3)));
        assert!(!fields(&chain(40)));
        assert!(!fields(&chain(40).replace(" x ", " ...Unknown ")), "what is not there is walked, too");
    }

    #[test]
    fn other_names_are_counted_with_fragments_written_out() {
        let few = |document: &str| {
            let options = Options { max_aliases: 4, ..Options::default() };
            holds(document, json!({}), &options)
        };
        assert!(few("{ a: x b: x c: x d: x e }"));
        assert!(!few("{ a { ...F } b { ...F } c: x } fragment F on X { d: x e: x }"));
    }

    #[test]
    fn mutations_are_counted_and_what_they_answer_is_not() {
        let document = |times: usize| {
            let fields: String = (0..times).map(|index| format!("a{index}: a {{ b c d e f }} ")).collect();
            format!("mutation {{ ...M }} fragment M on Mutation {{ {fields} }}")
        };
        let few = |document: &str| {
            let options = Options { max_mutations: 5, ..Options::default() };
            holds(document, json!({}), &options)
        };
        assert!(few(&document(5)) && few("{ a b c d e f g }"));
        assert!(!few(&document(6)));
    }

    #[test]
    fn fragments_within_fragments_nest_whatever_they_hold_and_in_whichever_order() {
        let chain = |links: usize, order: &dyn Fn(usize) -> usize| {
            let fragment = |link| {
                let next = if link + 1 == links { "x".to_owned() } else { format!("...F{}", link + 1) };
                format!("fragment F{link} on Query {{ {next} }} ")
            };
            let spreads: String = (0..links).map(|place| format!("...F{} ", order(place))).collect();
            format!("{{ {spreads} }} {}", (0..links).map(fragment).collect::<String>())
        };
        assert!(fields(&chain(10, &|place| place)) && fields(&chain(10, &|place| 9 - place)));
        assert!(!fields(&chain(2_000, &|place| place)));
        assert!(!fields(&chain(2_000, &|place| 1_999 - place)));
    }

    #[test]
    fn a_cycle_is_endless() {
        assert!(!fields("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"));
    }

    #[test]
    fn rows_multiply() {
        let nested = |first: &str| {
            format!(
                "query ($n: Int) {{ a({first}) {{ nodes {{ b({first}) {{ edges {{ node {{ c }} }} }} }} }} }}"
            )
        };
        assert!(fields(&nested("first: 30")));
        assert!(!fields(&nested("first: 60")));
        assert!(fields(&nested("last: 30")));
        assert!(fields(&nested("after: \"x\"")), "twenty is what a page has if nobody says");
        assert!(passes(&nested("first: $n"), json!({ "n": 30 })));
        assert!(!passes(&nested("first: $n"), json!({ "n": 60 })));
        let default = nested("first: $n").replace("$n: Int", "$n: Int = 60");
        assert!(!fields(&default), "a default is a value");
        assert!(passes(&default, json!({ "n": 30 })));
        assert!(!fields(
            "{ nodes(ids: [1, 2, 3]) { a(first: 100) { nodes { b c d e f g h i j k l m n o p q r s t u v } } } }"
        ));
    }

    #[test]
    fn results_multiply_by_the_things_of_the_input() {
        let mutation = |input: &str| {
            format!(
                "mutation ($list: [String!], $input: I) {{ a(input: {input}) {{ results {{ b(first: 100) {{ nodes {{ c }} }} }} }} }}"
            )
        };
        assert!(fields(&mutation("{ emails: [1, 2, 3] }")));
        assert!(passes(&mutation("{ emails: $list }"), json!({ "list": vec![1; 20] })));
        for (input, variables) in [
            ("{ organizationId: 1, emails: $list }", json!({ "list": vec![1; 60] })),
            ("$input", json!({ "input": { "emails": vec![1; 60] } })),
        ] {
            assert!(!passes(&mutation(input), variables), "{input}");
        }
    }

    #[test]
    fn rows_multiply_through_fragments() {
        let document = "{ a(first: 100) { ...P } } fragment P on A { nodes { b(first: 100) { ...Q } } } fragment Q on B { nodes { c } }";
        assert!(!fields(document));
    }
}
