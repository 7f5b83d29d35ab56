//! Following an operation through the schema, and noting what is asked on the way.

use std::collections::HashSet;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};

use super::ask::{Ask, Known, Leads, Pages, What};
use super::places::{Places, Standpoint, first_page, page};
use super::{Calls, Estimate};
use crate::graph::limits::arguments::Arguments;
use crate::graph::operation::chosen;
use crate::graph::policy::Outline;
use crate::graph::query::MOST_IDS;

/// The calls of an operation whose weight was found to be within its limits: it is followed with its fragments written out.
pub(super) fn of(
    calls: &Calls,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    arguments: &Arguments<'_>,
) -> Estimate {
    let Some(operation) = chosen(document, operation_name) else { return Estimate::default() };
    let mut walk = Walk {
        calls,
        document,
        arguments,
        places: Places::default(),
        commands: 0,
        open: Vec::new(),
        seen: HashSet::new(),
    };
    let root = walk.places.root();
    walk.set(Outline::root(operation.ty), root, &operation.selection_set.node);
    Estimate { reads: walk.places.calls(), commands: walk.commands }
}

struct Walk<'a> {
    calls: &'a Calls,
    document: &'a ExecutableDocument,
    arguments: &'a Arguments<'a>,
    places: Places,
    commands: usize,
    /// The fragments that the walk is in.
    open: Vec<&'a Name>,
    /// Fields, as places in memory, and where they were asked. Asked there again they ask for nothing new.
    seen: HashSet<(*const Field, Standpoint)>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, kind: &'a str, here: Standpoint, set: &'a SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.field(kind, here, &field.node),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let kind = condition.map_or(kind, |condition| condition.node.on.node.as_str());
                    self.set(kind, here, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.fragment(here, &spread.node.fragment_name.node),
            }
        }
    }

    fn fragment(&mut self, here: Standpoint, name: &'a Name) {
        let Some(body) = self.document.fragments.get(name) else { return };
        if !self.open.contains(&name) {
            self.open.push(name);
            self.set(body.node.type_condition.node.on.node.as_str(), here, &body.node.selection_set.node);
            self.open.pop();
        }
    }

    fn field(&mut self, kind: &'a str, here: Standpoint, field: &'a Field) {
        let is_mutation = kind == "Mutation";
        if !is_mutation && !self.seen.insert((std::ptr::from_ref(field), here)) {
            return;
        }
        let name = field.name.node.as_str();
        let entry = self.calls.entry(kind, name);
        for ask in entry.into_iter().flat_map(|entry| entry.asks) {
            if !ask.unless.shares(here.knows) {
                self.ask(here, field, ask);
            }
        }
        let calls = self.calls;
        if let Some(leads_to) = calls.leads_to(kind, name) {
            let there = self.beyond(kind, here, field);
            self.set(leads_to, there, &field.selection_set.node);
        }
    }

    fn ask(&mut self, here: Standpoint, field: &Field, ask: &Ask) {
        let question = format!("{}{}", ask.name, Arguments::told(field, |name| ask.by.contains(&name)));
        let place = here.at(ask.at);
        match ask.what {
            What::Object => self.places.ask(place, question, 1),
            What::Whole => self.places.ask(place, first_page(&question), 1),
            What::Slice(pages) => {
                for (question, calls) in self.slice(&question, pages, field) {
                    self.places.ask(place, question, calls);
                }
            }
        }
    }

    /// The pages that a slice touches. From the start of a list their numbers are known, and shared with other slices.
    fn slice(&self, question: &str, pages: Pages, field: &Field) -> Vec<(String, usize)> {
        let rows = self.arguments.rows(field).max(1);
        let is_given = |argument| self.arguments.is_given(field, argument);
        if !is_given("after") && !is_given("last") {
            // Whether there is more shows on the page of the row that follows, where nothing else tells.
            let last_row = if pages.tell_length { rows - 1 } else { rows };
            return (1..=last_row / pages.size + 1).map(|number| (page(question, number), 1)).collect();
        }
        let touched = (rows + pages.size - 2) / pages.size + 1;
        let beyond = usize::from(!pages.tell_length);
        // The page that is read first need not be in the slice: the end of the list is where it tells.
        let calls = touched + beyond + usize::from(is_given("last"));
        let slice = Arguments::told(field, |name| ["first", "after", "last", "before"].contains(&name));
        let mut asked = vec![(format!("{question}, slice{slice}"), calls)];
        if !pages.tell_length {
            asked.push((first_page(question), 1));
        }
        asked
    }

    /// Where a field leads.
    fn beyond(&mut self, kind: &str, here: Standpoint, field: &Field) -> Standpoint {
        let name = field.name.node.as_str();
        match (kind, name) {
            ("Mutation", _) => return self.beyond_mutation(field),
            ("Query", "node") => return self.by_ids(here, field, "id"),
            ("Query", "nodes") => return self.by_ids(here, field, "ids"),
            (_, "nodes" | "edges" | "node" | "results") => return self.rows(here, name),
            _ => {}
        }
        let entry = self.calls.entry(kind, name);
        let leads = entry.map_or(Leads::On, |entry| entry.leads);
        let each = if let Leads::Many(count) = leads { count } else { 1 };
        let things = match leads {
            Leads::Back => here.organizations,
            Leads::User => self.places.beyond(here.account, "the user", 1),
            Leads::On | Leads::Organizations | Leads::Many(_) => {
                let step = format!("{name}{}", Arguments::told(field, |_| true));
                self.places.beyond(here.things, &step, each)
            }
        };
        let are_organizations = leads == Leads::Organizations;
        Standpoint {
            things,
            organizations: if are_organizations { things } else { here.organizations },
            account: here.account,
            rows: self.arguments.rows(field),
            are_organizations,
            knows: entry.map_or(Known::NOTHING, |entry| entry.knows),
        }
    }

    /// The rows of a connection, by whichever way; what is known of them is told where the connection is.
    fn rows(&mut self, here: Standpoint, name: &str) -> Standpoint {
        if name == "node" {
            return here;
        }
        let things = self.places.beyond(here.things, "rows", here.rows);
        let organizations = if here.are_organizations { things } else { here.organizations };
        Standpoint { things, organizations, rows: 1, ..here }
    }

    fn by_ids(&mut self, here: Standpoint, field: &Field, argument: &str) -> Standpoint {
        let told = Arguments::told(field, |name| name == argument);
        let ids = self.arguments.texts(field, argument, MOST_IDS);
        self.places.by_ids(here, &told, &ids)
    }

    /// Each mutation has its own answer, read after it was carried out.
    fn beyond_mutation(&mut self, field: &Field) -> Standpoint {
        let things = self.arguments.things(field).unwrap_or(1);
        self.commands = self.commands.saturating_add(things.max(1));
        Standpoint { rows: things, ..self.places.root() }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::{ID, Variables};

    use super::*;
    use crate::graph::Graph;
    use crate::graph::id::GlobalId;

    const DASHBOARD: &str = include_str!("../../../../tests/specs/twenty_by_a_hundred.graphql");
    const README: &str = include_str!("../../../../tests/specs/readme.graphql");

    fn estimate(document: &str) -> (usize, usize) {
        let calls = Calls::new(Outline::of(&Graph::sdl()));
        let (document, variables) = (parse_query(document).unwrap(), Variables::default());
        let estimate = of(&calls, &document, None, &Arguments::new(&document, None, &variables));
        (estimate.reads, estimate.commands)
    }

    fn reads(document: &str) -> usize {
        estimate(document).0
    }

    /// What is asked of one organization beside the organization itself.
    fn within(selection: &str) -> usize {
        reads(&format!("{{ organization(id: 1) {{ {selection} }} }}")) - 1
    }

    #[test]
    fn the_dashboard_is_one_list_and_two_for_each_organization() {
        assert_eq!((reads(DASHBOARD), reads(README)), (41, 42));
    }

    #[test]
    fn a_question_counts_once_however_often_it_is_asked() {
        assert_eq!(reads("{ a: viewer { id } b: viewer { email } node(id: 1) { id } }"), 1);
        assert_eq!(
            reads(
                "{ ...F ...F } fragment F on Query { organizations { nodes { name admins { totalCount } } } }"
            ),
            21
        );
        assert_eq!(within("a: members(first: 10) { totalCount } b: members(first: 50) { totalCount }"), 1);
        assert_eq!(within("members { totalCount } c: members(email: \"a\") { totalCount }"), 2);
        assert_eq!(
            within("a: activity { documents } b: activity(to: 1) { documents } c: activity { signers }"),
            2
        );
        assert_eq!(within("members { edges { node { organization { members { nodes { email } } } } } }"), 1);
    }

    #[test]
    fn what_a_list_told_is_not_asked_for() {
        assert_eq!(within("people { nodes { roles adminStatus fullName lastLogin { at } } }"), 2);
        assert_eq!(within("members { nodes { memberStatus lastLogin { person { email } } } }"), 1);
        assert_eq!(within("members { nodes { roles } }"), 2);
        assert_eq!(within("admins { nodes { adminRole lastLogin { at } activity { documents } } }"), 3);
        assert_eq!(within("lastLogins { nodes { person { roles } } }"), 3);
    }

    #[test]
    fn a_slice_costs_the_pages_that_it_may_touch() {
        assert_eq!(within("members(first: 100) { totalCount }"), 1);
        assert_eq!(within("members(first: 20, after: \"x\") { totalCount }"), 2);
        assert_eq!(within("members(last: 5) { totalCount }"), 3, "one tells how long the list is");
        assert_eq!(reads("{ viewer { documents(first: 99) { totalCount } } }"), 2);
        assert_eq!(
            reads("{ viewer { documents(first: 100) { totalCount } } }"),
            3,
            "one more tells of a next page"
        );
        assert_eq!(reads("{ viewer { documentGroups(first: 50) { totalCount } } }"), 2);
        assert_eq!(reads("{ viewer { documentGroups(first: 51) { totalCount } } }"), 3);
    }

    #[test]
    fn documents_and_groups_cost_a_call_each_where_they_are_read_by_themselves() {
        let documents = |inside: &str| {
            reads(&format!("{{ viewer {{ documents(first: 7) {{ nodes {{ {inside} }} }} }} }}"))
        };
        assert_eq!(documents("name group { name inviteStatus }"), 2);
        assert_eq!(documents("group { documents { name } }"), 2 + 7);
        assert_eq!(documents("group { documents { document { name } } }"), 2 + 7 + 14);
        assert_eq!(reads("{ documentGroup(id: 1) { name documents { name } } }"), 1);
    }

    #[test]
    fn ids_tell_what_is_to_be_asked() {
        let person = |organization: &str, user: &str| {
            let id: ID = GlobalId::person(&organization.parse().unwrap(), &user.parse().unwrap()).encode();
            format!("\"{}\"", id.as_str())
        };
        let ids = |ids: &[String]| {
            format!(
                "{{ nodes(ids: [{}]) {{ id ... on Person {{ roles lastLogin {{ at }} }} }} }}",
                ids.join(" ")
            )
        };
        let one = [person("o1", "a"), person("o1", "b"), person("o1", "c")];
        assert_eq!(reads(&ids(&one)), 2);
        assert_eq!(reads(&ids(&[&one[..], &[person("o2", "a")]].concat())), 4);
        assert_eq!(reads(&ids(&["\"no id\"".to_owned()])), 0);
    }

    #[test]
    fn conditions_are_taken_to_hold() {
        assert_eq!(reads("{ viewer @skip(if: true) { id } }"), 1);
    }

    #[test]
    fn each_mutation_has_its_commands_and_reads_its_own_answer() {
        let rename =
            "renameOrganization(input: { organizationId: 1, name: \"a\" }) { organization { name } }";
        assert_eq!(estimate(&format!("mutation {{ a: {rename} b: {rename} }}")), (2, 2));
        let add = "mutation { addMembers(input: { emails: [1, 2, 3] }) { results { person { roles } } } }";
        assert_eq!(estimate(add), (2, 3));
    }
}
