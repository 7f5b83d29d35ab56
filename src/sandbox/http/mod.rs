//! How requests are read and answers are written, for every endpoint alike.
//!
//! A handler is an axum handler over `State<Arc<Shared>>` that returns [`Reply`]. It asks for a [`Bearer`] when
//! the endpoint wants a user, for a [`Basic`] when it wants the application, for [`PathId`] when its path holds an id, and
//! for [`Fields`] when it reads a JSON body. This room knows no endpoint.

mod basic;
mod bearer;
mod email;
mod fields;
mod form_data;
mod loopback;
mod path_id;
mod principal;
mod refusal;
mod reply;
mod route;
mod scalar;

pub(crate) use basic::Basic;
pub(crate) use bearer::{Bearer, presented as presented_token};
pub(crate) use email::is_email;
pub(crate) use fields::Fields;
pub(crate) use form_data::{FormPart, form_data};
pub(crate) use loopback::is_loopback;
pub(crate) use path_id::PathId;
pub(crate) use principal::Principal;
pub(crate) use refusal::Refusal;
pub(crate) use reply::{Reply, created, created_empty, no_content, ok};
pub(crate) use route::{Route, delete, get, post, put};
pub(crate) use scalar::{flag, whole};
