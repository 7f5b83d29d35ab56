//! Whether an unknown limit is found: callers who want three times what a server allows, over virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::control::Control;
use super::deadline::Deadline;
use super::policy::Signal;
use secrecy::SecretString;

use crate::signnow::options::Options;
use crate::signnow::route::Route;
use crate::signnow::token::Credentials;
use crate::signnow::upstream::Upstream;

/// One way.
const LATENCY: Duration = Duration::from_millis(10);

/// A server that allows so many calls in a window, which opens with the first of them.
struct Server {
    calls: f64,
    window: Duration,
    tells: bool,
    is_alone: bool,
    opened: Option<Instant>,
    used: f64,
    /// When its only client had heard of a pause, and the end of that.
    told: Option<(Instant, Instant)>,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    accepted: u32,
    throttled: u32,
    early: u32,
}

impl Server {
    fn new(calls: f64, window: Duration, tells: bool, is_alone: bool) -> Arc<Mutex<Server>> {
        let counts = Counts::default();
        Arc::new(Mutex::new(Server {
            calls,
            window,
            tells,
            is_alone,
            opened: None,
            used: 0.0,
            told: None,
            counts,
        }))
    }

    /// The signal of an answer, and its `Retry-After`.
    fn answer(&mut self, sent: Instant) -> (Signal, Option<Duration>) {
        let now = Instant::now();
        // Other instances have not heard of it.
        self.counts.early += u32::from(self.told.is_some_and(|(heard, until)| heard < sent && sent < until));
        if self.opened.is_none_or(|opened| now - opened >= self.window) {
            (self.opened, self.used) = (Some(now), 0.0);
        }
        self.used += 1.0;
        if self.used <= self.calls {
            self.counts.accepted += 1;
            return (Signal::Well, None);
        }
        self.counts.throttled += 1;
        let left = self.opened.map_or(self.window, |opened| opened + self.window - now);
        let whole = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
        self.told = (self.tells && self.is_alone).then_some((now + LATENCY, now + whole));
        (Signal::Throttled, self.tells.then_some(whole))
    }
}

async fn call(control: Arc<Control>, server: Arc<Mutex<Server>>, route: Route) {
    let (deadline, _interest) = Deadline::at(Instant::now() + Duration::from_secs(60));
    control.begin();
    let mut failures = 0;
    while let Ok(pass) = control.enter(route, &deadline).await {
        let sent = Instant::now();
        sleep(LATENCY).await;
        let (signal, asked) = server.lock().unwrap().answer(sent);
        sleep(LATENCY).await;
        pass.ends(signal, asked);
        failures += 1;
        if signal == Signal::Well || control.again(failures, signal, asked).is_none() {
            return;
        }
    }
}

/// Offers three times the limit for so long, and gives what became of it after the first third.
async fn offer(server: &Arc<Mutex<Server>>, controls: &[Arc<Control>], rate: f64, time: Duration) -> Counts {
    let routes = ["GET /user", "GET /v2/organizations", "GET /v2/organizations/{organization_id}/members"];
    let (began, mut sent) = (Instant::now(), 0_u32);
    let mut settled = None;
    while began.elapsed() < time {
        let control = Arc::clone(&controls[sent as usize % controls.len()]);
        let route = Route::new(routes[sent as usize % routes.len()]);
        tokio::spawn(call(control, Arc::clone(server), route));
        sent += 1;
        sleep(Duration::from_secs_f64(1.0 / (3.0 * rate))).await;
        if settled.is_none() && began.elapsed() > time / 3 {
            settled = Some(server.lock().unwrap().counts);
        }
    }
    let (first, all) = (settled.unwrap_or_default(), server.lock().unwrap().counts);
    Counts {
        accepted: all.accepted - first.accepted,
        throttled: all.throttled - first.throttled,
        early: all.early - first.early,
    }
}

fn control() -> Arc<Control> {
    let upstream = Upstream::parse("http://127.0.0.1:1", &[]).unwrap();
    Arc::new(Control::new(&Options::new(upstream, Credentials::ApiKey(SecretString::from("key")))))
}

/// How many calls in what window, whether the server tells when to come back, and how many instances share the limit. Where it
/// does not tell, and its window is a minute, chance decides how much of that is lost: nine tenths are not always reached. Four instances that know nothing of each other cannot keep to one call a second between them.
const CASES: [(f64, u64, bool, usize); 11] = [
    (1.0, 1, true, 1),
    (1.0, 1, false, 1),
    (5.0, 1, true, 1),
    (5.0, 1, false, 1),
    (50.0, 1, true, 1),
    (50.0, 1, false, 1),
    (60.0, 60, true, 1),
    (500.0, 60, true, 1),
    (50.0, 1, true, 4),
    (50.0, 1, false, 4),
    (500.0, 60, true, 4),
];

#[tokio::test(start_paused = true)]
async fn an_unknown_limit_is_found_and_kept_to() {
    for (calls, window, tells, instances) in CASES {
        let (window, rate) = (Duration::from_secs(window), calls / window as f64);
        let server = Server::new(calls, window, tells, instances == 1);
        let controls: Vec<_> = (0..instances).map(|_| control()).collect();
        let time = Duration::from_secs_f64((1_800.0 / rate).max(240.0)).max(window * 10);
        let counts = offer(&server, &controls, rate, time).await;
        let goodput = f64::from(counts.accepted) / (rate * time.as_secs_f64() * 2.0 / 3.0);
        let throttled = f64::from(counts.throttled) / f64::from(counts.accepted + counts.throttled);
        println!(
            "P16: goodput {goodput:.3} of {calls} calls in {window:?} (Retry-After: {tells}, instances: {instances}), {throttled:.4} \
             of {} calls answered 429, {} sent too early",
            counts.accepted + counts.throttled,
            counts.early
        );
        assert!(goodput >= 0.9 && throttled <= 0.02 && counts.early == 0, "{counts:?}");
    }
}
