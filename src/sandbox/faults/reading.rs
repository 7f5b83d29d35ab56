//! Faults as they are asked for.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::answer::Answer;
use super::fault::{Fault, Faults, RetryAfter};
use super::rate_limit::RateLimit;
use crate::sandbox::control::{Complaint, Input};

/// What a fault may say.
const FIELDS: [&str; 16] = [
    "route",
    "status",
    "body",
    "content_type",
    "headers",
    "effect",
    "latency_ms",
    "answer_latency_ms",
    "drop",
    "retry_after",
    "rate_limit",
    "expire_tokens",
    "times",
    "probability",
    "skip",
    "note",
];

/// The longest latency, in milliseconds.
const LONGEST: u64 = 600_000;

impl Faults {
    /// Adds the faults of `{"faults": […], "seed": n}`, all of them or none.
    pub(crate) fn add(&mut self, input: &Input<'_>, routes: &BTreeSet<String>) -> Result<(), Complaint> {
        input.only(&["faults", "seed"])?;
        let seed = input.number("seed", 0..=u64::MAX)?.unwrap_or(0);
        let mut read = vec![];
        for (index, wording) in input.required(input.objects("faults")?, "faults")?.iter().enumerate() {
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            dice.set_stream(index as u64);
            read.push(fault(wording, routes, dice)?);
        }
        self.0.extend(read);
        Ok(())
    }
}

fn fault(input: &Input<'_>, routes: &BTreeSet<String>, dice: ChaCha8Rng) -> Result<Fault, Complaint> {
    input.only(&FIELDS)?;
    Ok(Fault {
        route: route(input, routes)?,
        skip: input.number("skip", 0..=u64::MAX)?.unwrap_or(0),
        times: input.number("times", 1..=u64::MAX)?,
        probability: input.share("probability")?.unwrap_or(1.0),
        latency: milliseconds(input, "latency_ms")?,
        answer_latency: milliseconds(input, "answer_latency_ms")?,
        expire_tokens: input.flag("expire_tokens")?.unwrap_or(false),
        answer: answer(input)?,
        drop: drop_point(input)?,
        rate_limit: rate_limit(input)?,
        retry_after: retry_after(input)?,
        dice,
        wording: input.wording().clone(),
        seen: 0,
        fired: 0,
    })
}

fn milliseconds(input: &Input<'_>, name: &str) -> Result<Duration, Complaint> {
    Ok(Duration::from_millis(input.number(name, 0..=LONGEST)?.unwrap_or(0)))
}

fn route(input: &Input<'_>, routes: &BTreeSet<String>) -> Result<Option<String>, Complaint> {
    match input.required(input.text("route")?, "route")? {
        "*" => Ok(None),
        route if routes.contains(route) => Ok(Some(route.to_owned())),
        _ => Err(input.complaint(
            "route",
            "must be `*` or a route such as `GET /user`, with the names of its parameters",
        )),
    }
}

/// An answer needs a status; body and headers go with it.
fn answer(input: &Input<'_>) -> Result<Option<Answer>, Complaint> {
    let status = input.number("status", 200..=599)?.and_then(|status| u16::try_from(status).ok());
    let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) else {
        let stray = ["body", "content_type", "headers", "effect"].into_iter().find(|name| input.has(name));
        return stray.map_or(Ok(None), |name| Err(input.complaint(name, "has no meaning without `status`")));
    };
    let content_type = input.text("content_type")?.unwrap_or("application/json");
    Ok(Some(Answer {
        status,
        body: input.value("body").cloned(),
        content_type: HeaderValue::from_str(content_type)
            .map_err(|_| input.complaint("content_type", "must be fit for a header"))?,
        headers: headers(input)?,
        after_effect: input.flag("effect")?.unwrap_or(false),
    }))
}

fn headers(input: &Input<'_>) -> Result<HeaderMap, Complaint> {
    let mut headers = HeaderMap::new();
    for (name, value) in input.object("headers")?.iter().flat_map(|object| object.wording()) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let unfit = || input.complaint("headers", "must be names and values fit for headers");
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
        headers.insert(name, HeaderValue::from_str(&text).map_err(|_| unfit())?);
    }
    Ok(headers)
}

fn drop_point(input: &Input<'_>) -> Result<Option<bool>, Complaint> {
    match input.text("drop")? {
        None => Ok(None),
        Some("before_effect") => Ok(Some(false)),
        Some("after_effect") => Ok(Some(true)),
        Some(_) => Err(input.complaint("drop", "must be `before_effect` or `after_effect`")),
    }
}

fn rate_limit(input: &Input<'_>) -> Result<Option<RateLimit>, Complaint> {
    let Some(limit) = input.object("rate_limit")? else { return Ok(None) };
    limit.only(&["requests", "per_ms", "headers"])?;
    let window = limit.required(limit.number("per_ms", 1..=LONGEST)?, "per_ms")?;
    Ok(Some(RateLimit {
        requests: limit.required(limit.number("requests", 0..=u64::MAX)?, "requests")?,
        window: Duration::from_millis(window),
        headers: limit.flag("headers")?.unwrap_or(false),
        opened: None,
        used: 0,
    }))
}

fn retry_after(input: &Input<'_>) -> Result<RetryAfter, Complaint> {
    if input.has("retry_after") && !input.has("status") && !input.has("rate_limit") {
        return Err(input.complaint("retry_after", "has no meaning without `status` or `rate_limit`"));
    }
    match input.number("retry_after", 0..=u64::MAX)? {
        Some(seconds) => Ok(RetryAfter::Seconds(seconds)),
        None if input.has("retry_after") => Ok(RetryAfter::Never),
        None => Ok(RetryAfter::Unsaid),
    }
}
