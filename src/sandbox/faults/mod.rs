//! Trouble on request.
//!
//! It guarantees that the same faults with the same seed strike the same requests in the same order of arrival,
//! and that every fault knows how often it struck. It knows routes by name only, and no endpoint.
//!
//! `POST /__sandbox/faults` takes `{"faults": [{…}, …], "seed": 7}`; the fields of a fault are
//!
//! | field | meaning |
//! |---|---|
//! | `route` | `*`, or a route with the names of its parameters: `GET /document/{document_id}` |
//! | `status`, `body`, `content_type`, `headers` | answer this instead; a string is sent as it is, so it may be broken JSON; without a body, signNow's for such a status |
//! | `effect` | carry the request out all the same (`false`) |
//! | `drop` | close the connection without an answer, `before_effect` or `after_effect` |
//! | `retry_after` | seconds for the header; `null` keeps even a told rate limit from naming any |
//! | `rate_limit` | `{"requests": n, "per_ms": n, "headers": bool}`: 429 beyond it; hidden unless `headers` |
//! | `latency_ms`, `answer_latency_ms` | wait first; hold the answer back once it is made |
//! | `expire_tokens` | let the presented access token expire first |
//! | `skip`, `times`, `probability` | pass over the first matching requests; strike so often at most; strike by chance |
//! | `note` | anything, for the reader of the list |
//!
//! Faults are asked in the order in which they were set until one ends the request. Those that only delay or
//! expire let the next ones have their turn.

mod answer;
mod fault;
mod rate_limit;
mod reading;
mod verdict;

pub(crate) use fault::Faults;
pub(crate) use verdict::{End, Verdict};
