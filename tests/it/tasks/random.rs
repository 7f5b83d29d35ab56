//! Whatever an organization and a directory are like: once made alike, they are.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::stage::{Stage, Told};

const LEDGER: &str = "Ledger Works";
const CASES: u32 = 16;

/// Everyone who may have a seat, and the viewer, who has one.
const PEOPLE: [&str; 9] =
    ["viewer", "admin", "moderator", "member", "outsider", "business", "unverified", "trial", "expired"];

/// What someone is in the organization and in the directory.
#[derive(Clone, Debug)]
struct Person {
    admin: Option<(&'static str, &'static str)>,
    member: Option<&'static str>,
    /// `None`: not in it.
    entry: Option<Option<&'static str>>,
}

fn person() -> impl Strategy<Value = Person> {
    let status = || prop_oneof![3 => Just("active"), 1 => Just("pending"), 1 => Just("declined")];
    let admin = proptest::option::weighted(0.4, (prop_oneof![Just("admin"), Just("moderator")], status()));
    let member = proptest::option::weighted(0.5, status());
    let role = proptest::option::of(prop_oneof![Just("ADMIN"), Just("MODERATOR"), Just("MEMBER")]);
    let entry = proptest::option::weighted(0.6, role);
    (admin, member, entry).prop_map(|(admin, member, entry)| Person { admin, member, entry })
}

/// An organization and a directory, and what may be done.
#[derive(Clone, Debug)]
struct Case {
    people: Vec<Person>,
    remove_admins: bool,
    invite_declined: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let people = proptest::collection::vec(person(), PEOPLE.len());
    (people, any::<bool>(), any::<bool>()).prop_map(|(people, remove_admins, invite_declined)| Case {
        people,
        remove_admins,
        invite_declined,
    })
}

impl Case {
    /// The seats of everyone but the viewer.
    fn seats(&self) -> Value {
        let others = || PEOPLE.iter().zip(&self.people).skip(1);
        let admins = others().map(|(name, person)| {
            let seat = person.admin.map(|(role, status)| json!({ "role": role, "status": status }));
            (format!("{name}@sandbox.test"), json!(seat))
        });
        let members = others().map(|(name, person)| {
            (format!("{name}@sandbox.test"), json!(person.member.map(|status| json!({ "status": status }))))
        });
        json!({ "admins": admins.collect::<Map<_, _>>(), "members": members.collect::<Map<_, _>>() })
    }

    fn input(&self, organization: &str, apply: bool) -> Value {
        let named = PEOPLE.iter().zip(&self.people).filter_map(|(name, person)| Some((name, person.entry?)));
        let mut directory: Vec<Value> = named
            .map(|(name, role)| json!({ "email": format!("{name}@Sandbox.Test"), "role": role }))
            .collect();
        if directory.is_empty() {
            directory.push(json!({ "email": "viewer@sandbox.test" }));
        }
        json!({ "organizationId": organization, "directory": directory, "apply": apply,
            "removeAdmins": self.remove_admins, "inviteDeclined": self.invite_declined })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_made_alike_has_nothing_left_to_do() {
    let stage = Stage::start().await;
    let organization = stage.found(LEDGER, json!({})).await;
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let (mut changes, mut reports) = (0, 0);
    for _ in 0..CASES {
        let case = case().new_tree(&mut runner).unwrap().current();
        stage.app.edit_world(json!({ "organizations": { LEDGER: case.seats() } })).await;
        let (changed, reported) = holds(&stage, &organization, &case).await;
        changes += changed;
        reports += reported;
    }
    assert!(changes > 20 && reports > 20, "the cases show too little: {changes} changes, {reports} reports");
    stage.app.shutdown().await;
}

/// How many differences went away, and how many stayed.
async fn holds(stage: &Stage, organization: &str, case: &Case) -> (usize, usize) {
    let would = stage.ask_in_vain("reconcileMembers", case.input(organization, false)).await;
    let before = stage.world().await;
    stage.app.forget_calls().await;
    let done = stage.ask("reconcileMembers", case.input(organization, true)).await;
    done.expect_done();
    assert_eq!(parts(&would, "WOULD_DO"), parts(&done, "CONFIRMED"), "{case:?}");
    assert_eq!(parts(&would, "REPORTED"), parts(&done, "REPORTED"), "{case:?}");
    assert_eq!(stage.writes().await.len(), parts(&done, "CONFIRMED").len(), "{case:?}");

    let after = stage.world().await;
    let invited = parts(&done, "CONFIRMED").iter().filter(|part| invites(part)).count();
    assert_eq!(after.mails() - before.mails(), invited, "{case:?}");
    assert_eq!(after.seat(LEDGER, "admins", "viewer@sandbox.test"), "admin active", "{case:?}");
    if !case.remove_admins {
        let managing = before.seated(LEDGER, "admins", "active");
        assert!(
            managing.iter().all(|email| after.seat(LEDGER, "admins", email).ends_with("active")),
            "{case:?}"
        );
    }

    let again = stage.ask_in_vain("reconcileMembers", case.input(organization, true)).await;
    again.expect_done();
    let reported = parts(&again, "REPORTED");
    assert_eq!(again.list("differences").len(), reported.len(), "{case:?}: {:#?}", again.differences());
    (parts(&done, "CONFIRMED").len(), reported.len())
}

/// Who, how and in which role, of the differences that ended so.
fn parts(told: &Told, outcome: &str) -> BTreeSet<[String; 3]> {
    let ended = told.list("differences").iter().filter(|difference| difference["outcome"] == outcome);
    let words = |difference: &Value| {
        ["email", "kind", "role"].map(|word| difference[word].as_str().unwrap_or_default().to_owned())
    };
    ended.map(words).collect()
}

fn invites([_, kind, _]: &[String; 3]) -> bool {
    kind == "MISSING" || kind == "DECLINED"
}
