//! Documents, invitations, embedded signing, groups and event subscriptions of the sandbox, over real sockets:
//! documents 001, 002 and 004 read as a list of promises.

mod desk;
mod documents;
mod embedded;
mod event_refusals;
mod events;
mod fields;
mod freeform;
mod groups;
mod invites;
mod outbox;
mod refusals;
mod showcase;
mod signers;
mod turns;
mod uploads;
