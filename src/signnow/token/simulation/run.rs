//! One seed from its beginning to its end.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use turmoil::{Builder, Sim};

use super::faults::{Cue, Direction, Fault, PROVIDER, Planned, STORE};
use super::ledger::{Entry, Ledger};
use super::operator;
use super::provider::{self, Provider};
use super::server::Machine;
use super::setting::{CALM, STORM, Setting, Weather};
use super::store::{self, Store};

/// What happened.
pub(super) fn run(setting: &Setting, planned: Vec<Planned>) -> Vec<(Duration, Entry)> {
    let mut run = Run::new(setting, planned);
    while run.sim.elapsed() < STORM {
        run.step();
    }
    run.calm_down();
    while run.sim.elapsed() < STORM + CALM {
        run.step();
    }
    run.ledger.since(0)
}

struct Run<'a> {
    setting: Setting,
    sim: Sim<'a>,
    ledger: Ledger,
    machines: Vec<Machine>,
    store: Arc<Mutex<Store>>,
    provider: Arc<Mutex<Provider>>,
    planned: Vec<Planned>,
    /// Faults whose cue was given, and when they begin.
    coming: Vec<(Duration, Planned)>,
    /// Faults that last, and until when.
    present: Vec<(Duration, Fault)>,
    /// So much of the ledger was looked at for cues.
    known: usize,
}

/// A step of the network. Messages arrive in the first step after their time.
const TICK: Duration = Duration::from_millis(100);

impl Run<'_> {
    fn new(setting: &Setting, planned: Vec<Planned>) -> Run<'static> {
        let ledger = Ledger::default();
        let mut sim = Builder::new()
            .rng_seed(setting.seed)
            .tick_duration(TICK)
            .simulation_duration(STORM + CALM + TICK * 2)
            .min_message_latency(Duration::from_millis(1))
            .max_message_latency(Duration::from_millis(400))
            .enable_random_order()
            .ephemeral_ports(10_000..=60_000)
            .build();
        let store = Arc::new(Mutex::new(Store::new(setting, ledger.clone())));
        let provider = Arc::new(Mutex::new(Provider::new(setting, ledger.clone())));
        let (on_store, on_provider) = (Arc::clone(&store), Arc::clone(&provider));
        sim.host(STORE, move || store::run(Arc::clone(&on_store)));
        sim.host(PROVIDER, move || provider::run(Arc::clone(&on_provider)));
        let machine = |number| Machine::new(number, setting, &ledger);
        let machines: Vec<Machine> = (0..setting.servers).map(machine).collect();
        for machine in &machines {
            let on_host = machine.clone();
            sim.host(machine.host(), move || on_host.clone().run());
        }
        let operator = machine(setting.servers);
        sim.host("operator", move || operator::run(operator.clone()));
        let (setting, coming, present) = (setting.clone(), Vec::new(), Vec::new());
        Run { setting, sim, ledger, machines, store, provider, planned, coming, present, known: 0 }
    }

    fn step(&mut self) {
        self.sim.step().unwrap();
        let now = self.sim.elapsed();
        self.ledger.set_time(now);
        self.look_out(now);
        let due = |until: &Duration| *until <= now;
        let ended: Vec<_> = self.present.extract_if(.., |(until, _)| due(until)).collect();
        ended.into_iter().for_each(|(_, fault)| self.end(fault));
        let begun: Vec<_> = self.coming.extract_if(.., |(at, _)| due(at)).collect();
        for (_, planned) in begun {
            if self.present.iter().any(|(_, fault)| fault.excludes(planned.fault)) {
                continue;
            }
            self.begin(planned.fault);
            self.present.push((now + planned.lasts, planned.fault));
        }
    }

    /// Finds the faults whose cue was given.
    fn look_out(&mut self, now: Duration) {
        let news = self.ledger.since(self.known);
        self.known += news.len();
        let is_cued = |planned: &mut Planned| {
            let cue = |(_, entry): &(Duration, Entry)| planned.cue.is_given_by(entry);
            planned.from <= now && (planned.cue == Cue::Nothing || news.iter().any(cue))
        };
        let cued: Vec<_> = self.planned.extract_if(.., is_cued).collect();
        self.coming.extend(cued.into_iter().map(|planned| (now + planned.delay, planned)));
    }

    fn begin(&mut self, fault: Fault) {
        match fault {
            Fault::Crash(server) => {
                if self.sim.is_host_running(self.machines[server].host()) {
                    self.ledger.note(Entry::Crashed { server });
                    self.sim.crash(self.machines[server].host());
                }
            }
            Fault::Pause(server) => {
                self.ledger.note(Entry::Delayed { server });
                self.machines[server].gate.shut();
            }
            Fault::CutOff(server, host, direction) => {
                let server = self.machines[server].host();
                match direction {
                    Direction::There => self.sim.partition_oneway(server, host),
                    Direction::Back => self.sim.partition_oneway(host, server),
                    Direction::Both => self.sim.partition(server, host),
                }
            }
            Fault::Hold(server, host) => {
                self.ledger.note(Entry::Delayed { server });
                self.sim.hold(self.machines[server].host(), host);
            }
            Fault::StoreAway => {
                self.store.lock().unwrap().leave();
            }
            Fault::SetBack(changes) => self.set_back(changes),
            Fault::SetClock(server, off) => {
                self.ledger.note(Entry::ClockSet { server, off });
                self.machines[server].clock.0.store(off, Ordering::Relaxed);
            }
            Fault::Trouble(provider, store) => {
                self.provider.lock().unwrap().trouble = provider;
                self.store.lock().unwrap().trouble = store;
            }
            Fault::Revoke => self.provider.lock().unwrap().revoke_all(),
        }
    }

    /// What still lasts of the faults that are like it goes on.
    fn end(&mut self, fault: Fault) {
        match fault {
            Fault::Crash(server) => {
                if !self.sim.is_host_running(self.machines[server].host()) {
                    self.sim.bounce(self.machines[server].host());
                }
            }
            Fault::Pause(server) => self.machines[server].gate.open(),
            Fault::CutOff(server, host, _) => self.sim.repair(self.machines[server].host(), host),
            Fault::Hold(server, host) => self.sim.release(self.machines[server].host(), host),
            Fault::StoreAway => {
                self.store.lock().unwrap().come_back();
            }
            Fault::Trouble(..) => {
                self.provider.lock().unwrap().trouble = 0;
                self.store.lock().unwrap().trouble = 0;
            }
            Fault::SetBack(_) | Fault::SetClock(..) | Fault::Revoke => {}
        }
    }

    /// Waits for a moment at which everyone knows what is lost, where there has to be one.
    fn set_back(&mut self, changes: usize) {
        let mut store = self.store.lock().unwrap();
        if self.setting.weather == Weather::WildSetBacks || self.all_know(&store) {
            store.set_back(changes);
        }
    }

    fn all_know(&self, store: &Store) -> bool {
        let entries = self.ledger.since(0);
        let latest = store.now();
        (0..self.machines.len()).all(|number| {
            let saw = entries.iter().rev().find_map(|(_, entry)| match entry {
                Entry::Saw { server, what } if *server == number => Some(*what),
                _ => None,
            });
            latest.is_some() && saw == latest
        })
    }

    fn calm_down(&mut self) {
        self.planned.clear();
        self.coming.clear();
        let present = std::mem::take(&mut self.present);
        present.into_iter().for_each(|(_, fault)| self.end(fault));
    }
}
