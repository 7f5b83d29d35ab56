//! signNow, made honest.
//!
//! This room owns the connection to signNow's two APIs and nobody else speaks to them. It guarantees:
//! every answer is decoded into one clean type whatever spelling signNow chose; every failure is one
//! [`Error`] with a kind; ids are checked before they enter a path; redirects and links are never
//! followed; calls are bounded in number, time and size; a command arrives at most once; secrets are in no
//! text it produces.
//!
//! It refuses to know what is asked for and why: no cache, no GraphQL, no configuration file.

mod body;
mod call_log;
mod client;
mod clock;
mod command;
mod connection;
mod email_address;
mod error;
pub mod events;
mod ids;
mod operation;
mod options;
mod reach;
mod resource;
mod retry;
mod route;
mod signing;
mod token;
mod traffic;
mod transport;
mod upstream;
pub mod v1;
pub mod v2;
mod wire;

pub use call_log::{CallLog, CallRecord};
pub use client::{Client, Fetched};
pub use clock::{Clock, SystemClock};
pub use command::{Authorization, Body, Command, Nature, Touch};
pub use email_address::EmailAddress;
pub use error::{DecodeError, Error, ErrorKind, Fate, Reason};
pub use ids::{
    DocumentGroupId, DocumentId, EventEntityId, EventSubscriptionId, FieldInviteId, FieldRequestId,
    FreeformInviteId, GroupInviteId, InvalidId, LONGEST_ID, OrganizationId, UserId,
};
pub use operation::{Operation, operations};
pub use options::{Options, RetryOptions};
pub use reach::{Reached, Unreached, reach};
pub use resource::{List, Page, PageOf, Resource};
pub use route::{Path, Query, Route, Target};
pub use signing::{
    IdentityCheck, InviteStatus, Language, RedirectTarget, Redirects, SignatureName, SigningRole,
};
#[cfg(schedules)]
pub(crate) use token::handover;
pub use token::vault;
pub use token::{
    ChainCondition, ChainState, ChainStatus, Credentials, Custody, Held, HeldToken, LoggedIn, Login,
    LoginError, NoCode, Proof, RecordError, Recovery, Remains, Revocation, Standing, UserAuthorization,
    Verdict,
};
pub use traffic::{AttemptEnd, Attempts, BreakerState, Deadline, Interest, RouteVitals, Vitals};
pub use upstream::{Upstream, UpstreamError};
