//! Where in an answer something is asked, and how many things are there.

use std::collections::{BTreeSet, HashMap};

use async_graphql::ID;

use super::ask::{At, Known};
use crate::graph::id::GlobalId;

/// Things of an answer that are asked alike: the members of these organizations, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(usize);

/// Where a selection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Standpoint {
    /// The things it is selected on.
    pub(super) things: Place,
    /// The organizations that they belong to.
    pub(super) organizations: Place,
    /// The account. After a mutation it is another one, since all has to be read anew.
    pub(super) account: Place,
    /// How many rows there are for each thing, where these are connections.
    pub(super) rows: usize,
    /// Whether these are organizations of their own.
    pub(super) are_organizations: bool,
    pub(super) knows: Known,
}

/// Every place so far, and what is asked there.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// How many things each place holds, at most.
    counts: Vec<usize>,
    known: HashMap<(Place, String), Place>,
    /// The calls that each question takes for each thing of a place.
    asked: HashMap<(Place, String), usize>,
}

impl Places {
    /// A place of its own, with one thing.
    pub(super) fn root(&mut self) -> Standpoint {
        let root = self.add(1);
        Standpoint {
            things: root,
            organizations: root,
            account: root,
            rows: 1,
            are_organizations: false,
            knows: Known::NOTHING,
        }
    }

    /// The place to which `step` leads from another, with so many things for each there.
    pub(super) fn beyond(&mut self, from: Place, step: &str, each: usize) -> Place {
        let count = self.count(from).saturating_mul(each);
        self.place(from, step, count)
    }

    fn place(&mut self, from: Place, step: &str, count: usize) -> Place {
        if let Some(known) = self.known.get(&(from, step.to_owned())) {
            return *known;
        }
        let place = self.add(count);
        self.known.insert((from, step.to_owned()), place);
        place
    }

    /// Notes that a question is asked for each thing of a place, and takes so many calls.
    pub(super) fn ask(&mut self, place: Place, question: String, calls: usize) {
        let asked = self.asked.entry((place, question)).or_default();
        *asked = calls.max(*asked);
    }

    /// What all of it comes to.
    pub(super) fn calls(&self) -> usize {
        let calls = self.asked.iter().map(|((place, _), calls)| calls.saturating_mul(self.count(*place)));
        calls.fold(0, usize::saturating_add)
    }

    /// Where `node` or `nodes` leads, and what has to be asked for that: the ids tell. What is no id is refused by the field.
    pub(super) fn by_ids(&mut self, from: Standpoint, told: &str, ids: &[Option<&str>]) -> Standpoint {
        let things = Things::of(ids);
        let step = format!("ids{told}");
        let place = self.place(from.things, &step, things.count);
        let organizations = self.place(place, "their organizations", things.organizations.len());
        for question in &things.account {
            self.ask(from.account, (*question).to_owned(), 1);
        }
        for question in things.objects {
            self.ask(from.account, question, 1);
        }
        let with_people = self.place(place, "organizations of people", things.of_people.len());
        if !things.of_people.is_empty() {
            // The same lists, if the same organizations.
            let place = if things.of_people == things.organizations { organizations } else { with_people };
            self.ask(place, first_page("admins"), 1);
            self.ask(place, first_page("members"), 1);
        }
        let knows = Known::ADMIN.and(Known::MEMBER).and(Known::GROUP);
        Standpoint { things: place, organizations, knows, rows: 1, are_organizations: false, ..from }
    }

    fn add(&mut self, count: usize) -> Place {
        self.counts.push(count);
        Place(self.counts.len() - 1)
    }

    fn count(&self, place: Place) -> usize {
        self.counts.get(place.0).copied().unwrap_or(usize::MAX)
    }
}

impl Standpoint {
    pub(super) fn at(&self, at: At) -> Place {
        match at {
            At::Account => self.account,
            At::Organization => self.organizations,
            At::Thing => self.things,
        }
    }
}

/// The first page of a list, which whoever reads it whole begins with.
pub(super) fn first_page(question: &str) -> String {
    page(question, 1)
}

/// A page of a list by its number.
pub(super) fn page(question: &str, number: usize) -> String {
    format!("{question}, page {number}")
}

/// What ids stand for.
#[derive(Default)]
struct Things {
    count: usize,
    organizations: BTreeSet<String>,
    of_people: BTreeSet<String>,
    /// What is asked once for all ids of a kind.
    account: BTreeSet<String>,
    /// What is asked for each.
    objects: BTreeSet<String>,
}

impl Things {
    fn of(ids: &[Option<&str>]) -> Self {
        let mut things = Self { count: ids.len(), ..Self::default() };
        ids.iter().flatten().for_each(|id| things.add(id));
        things
    }

    fn add(&mut self, id: &str) {
        match GlobalId::decode("id", &ID(id.to_owned())) {
            Ok(GlobalId::User(_)) => drop(self.account.insert("user".to_owned())),
            Ok(GlobalId::Organization(id)) => {
                self.organizations.insert(id.to_string());
                self.account.insert(first_page("organizations"));
            }
            Ok(GlobalId::Person { organization, .. }) => {
                self.organizations.insert(organization.to_string());
                self.of_people.insert(organization.to_string());
            }
            Ok(GlobalId::Document(id)) => drop(self.objects.insert(format!("document {id}"))),
            Ok(GlobalId::DocumentGroup(id)) => drop(self.objects.insert(format!("documentGroup {id}"))),
            Ok(GlobalId::EventSubscription(_)) => {
                self.account.insert(first_page("eventSubscriptions"));
            }
            Err(_) => {}
        }
    }
}
