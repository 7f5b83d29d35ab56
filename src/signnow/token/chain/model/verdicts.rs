//! What has to hold, and where.

use stateright::{Checker, Model, Property};

use super::super::protocol::Recovery;
use super::provider::Reuse;
use super::world::{Setting, World};

const ONCE: &str = "no token is presented twice";
const NO_NEEDLESS_END: &str = "no chain is ended that somebody could have gone on with";
const NO_END: &str = "no chain is ended";
const NEVER_BACK: &str = "no pair takes the place of a later one";
const NO_DEAD_END: &str = "whoever needs a pair has one in the end, or asks for an operator";
const NO_GUESSING: &str = "a password that may be wrong is tried once for each thing that went wrong";
const GETS_THERE: &str = "the last pair can be fetched";

pub(super) fn properties() -> Vec<Property<Setting>> {
    vec![
        Property::always(ONCE, |_, world: &World| world.provider.most_presented() <= 1),
        Property::always(NO_NEEDLESS_END, |_, world: &World| !world.needless_end),
        Property::always(NO_END, |_, world: &World| world.provider.all_alive()),
        Property::always(NEVER_BACK, |setting: &Setting, world: &World| {
            let is_set_back = world.rollbacks < setting.rollbacks;
            is_set_back || world.store.as_ref().map_or(0, |kept| kept.generation) == world.highest
        }),
        Property::always(NO_DEAD_END, |setting: &Setting, world: &World| world.comes_to_something(setting)),
        Property::always(NO_GUESSING, |setting: &Setting, world: &World| {
            let went_wrong = setting.crashes - world.crashes + setting.losses - world.losses;
            !setting.is_timely || world.provider.wrong_passwords <= went_wrong
        }),
        Property::sometimes(GETS_THERE, |setting: &Setting, world: &World| {
            world
                .store
                .as_ref()
                .is_some_and(|kept| kept.generation == setting.generations && kept.claim().is_none())
        }),
    ]
}

const SETTING: Setting = Setting {
    servers: 2,
    recovery: Recovery::Login,
    can_log_in: true,
    logins: 0,
    changes: 0,
    ends_pairs: false,
    reuse: Reuse::EndsTheChain,
    is_timely: false,
    crashes: 1,
    losses: 1,
    rollbacks: 0,
    generations: 3,
    claims: 3,
};

/// Explores everything, and tells which properties do not hold.
fn broken(setting: Setting) -> Vec<&'static str> {
    let checker = setting.checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    assert!(checker.is_done(), "not everything was explored");
    assert!(checker.unique_state_count() > 20, "there was nothing to explore");
    let found = checker.discoveries();
    assert!(found.contains_key(GETS_THERE), "nothing ever happened");
    let properties = [ONCE, NO_NEEDLESS_END, NO_END, NEVER_BACK, NO_DEAD_END, NO_GUESSING];
    properties.into_iter().filter(|name| found.contains_key(name)).collect()
}

#[test]
fn with_a_password_no_token_is_presented_twice_whatever_is_late_lost_or_dead() {
    for reuse in [Reuse::EndsTheChain, Reuse::EndsAllChains, Reuse::IsRefused, Reuse::HasGrace] {
        assert_eq!(broken(Setting { reuse, ..SETTING }), [""; 0], "{reuse:?}");
    }
}

#[test]
fn more_claims_make_no_difference() {
    assert_eq!(broken(Setting { claims: 4, crashes: 0, ..SETTING }), [""; 0]);
}

#[test]
fn three_servers_are_no_worse_than_two() {
    assert_eq!(broken(Setting { servers: 3, crashes: 0, ..SETTING }), [""; 0]);
}

#[test]
fn waiting_presents_no_token_twice_either() {
    assert_eq!(broken(Setting { recovery: Recovery::Wait, ..SETTING }), [""; 0]);
}

#[test]
fn presenting_again_after_a_quiet_time_ends_no_chain_that_was_not_lost_already() {
    let setting = Setting { recovery: Recovery::Probe, is_timely: true, ..SETTING };
    assert_eq!(broken(setting.clone()), [ONCE, NO_END]);
    assert_eq!(broken(Setting { reuse: Reuse::HasGrace, ..setting.clone() }), [ONCE]);
    assert_eq!(broken(Setting { crashes: 0, losses: 0, ..setting }), [""; 0]);
}

#[test]
fn presenting_again_too_early_may_end_the_chain_which_is_why_it_is_not_the_default() {
    let setting = Setting { recovery: Recovery::Probe, ..SETTING };
    assert_eq!(broken(setting), [ONCE, NO_NEEDLESS_END, NO_END]);
}

#[test]
fn an_operator_who_logs_in_beside_servers_with_a_password_breaks_nothing() {
    assert_eq!(broken(Setting { logins: 1, ..SETTING }), [""; 0]);
}

#[test]
fn without_a_password_an_operator_begins_chains_and_no_token_is_presented_twice() {
    for reuse in [Reuse::EndsTheChain, Reuse::EndsAllChains] {
        let setting = Setting { can_log_in: false, logins: 1, recovery: Recovery::Wait, reuse, ..SETTING };
        assert_eq!(broken(setting), [""; 0], "{reuse:?}");
    }
}

#[test]
fn without_a_password_presenting_again_ends_no_chain_that_was_not_lost_already() {
    let setting =
        Setting { can_log_in: false, logins: 1, recovery: Recovery::Probe, is_timely: true, ..SETTING };
    assert_eq!(broken(setting.clone()), [ONCE, NO_END]);
    assert_eq!(broken(Setting { crashes: 0, losses: 0, ..setting }), [""; 0]);
}

#[test]
fn an_operator_who_knows_nothing_of_a_store_that_went_back_does_no_harm() {
    let setting = Setting { logins: 1, rollbacks: 1, crashes: 0, ..SETTING };
    assert_eq!(broken(setting.clone()), [""; 0]);
    assert_eq!(broken(Setting { can_log_in: false, recovery: Recovery::Wait, ..setting }), [""; 0]);
}

#[test]
fn a_store_that_goes_back_is_corrected_before_anyone_claims() {
    for reuse in [Reuse::EndsTheChain, Reuse::EndsAllChains] {
        let setting = Setting { rollbacks: 1, crashes: 0, reuse, ..SETTING };
        assert_eq!(broken(setting), [""; 0], "{reuse:?}");
    }
}

/// A server has the password changed, which takes a claim, and another one to log in.
const CHANGE: Setting = Setting { changes: 1, generations: 2, ..SETTING };

#[test]
fn a_password_that_is_changed_leaves_a_chain_or_an_operator_who_is_asked_for() {
    for ends_pairs in [false, true] {
        for (crashes, losses, is_timely) in [(1, 0, true), (0, 1, true), (0, 0, false)] {
            let setting = Setting { ends_pairs, crashes, losses, is_timely, ..CHANGE };
            assert_eq!(broken(setting.clone()), [""; 0], "{setting:?}");
            let without = Setting { can_log_in: false, recovery: Recovery::Wait, ..setting };
            assert_eq!(broken(without.clone()), [""; 0], "{without:?}");
        }
    }
}

#[test]
fn a_password_that_may_be_wrong_is_tried_once_for_each_thing_that_went_wrong() {
    assert_eq!(broken(Setting { ends_pairs: true, is_timely: true, ..CHANGE }), [""; 0]);
}

#[test]
fn a_change_beside_a_store_that_goes_back_breaks_nothing() {
    let setting =
        Setting { ends_pairs: true, rollbacks: 1, crashes: 0, losses: 0, is_timely: true, ..CHANGE };
    assert_eq!(broken(setting), [""; 0]);
}
