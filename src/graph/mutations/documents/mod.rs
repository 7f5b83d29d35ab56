//! Documents, their fields and groups: what has to be there before anyone can be invited to sign.
//!
//! signNow replaces all fields of a document at once, so whoever changes them here has their turn; and fields are added
//! only where those that are there can be written again in every word. What signNow refuses with one number for many
//! faults is looked at afterwards, so that the caller is told which it was.

mod area;
mod content;
mod delete;
mod edit;
mod field;
mod group;
mod objection;
mod upload;

use async_graphql::MergedObject;

/// Everything that can be done about documents and groups of them.
#[derive(MergedObject, Default)]
pub(super) struct DocumentMutations(
    upload::UploadMutations,
    edit::EditMutations,
    delete::DeletionMutations,
    group::DocumentGroupMutations,
);

/// The most characters of a name. signNow documents no bound; this is that of its other names.
const LONGEST_NAME: usize = 255;
