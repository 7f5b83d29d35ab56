//! Parts of the world, for whoever looks often: the whole is a megabyte.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::input::{Complaint, Input};
use crate::sandbox::world::World;

/// Declares the parts that can be asked for by name.
macro_rules! parts {
    ($($part:ident),+) => {
        const PARTS: &[&str] = &[$(stringify!($part)),+];

        impl Serialize for View<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(if self.wanted.contains(&stringify!($part)) {
                    map.serialize_entry(stringify!($part), &self.world.$part)?;
                })+
                map.end()
            }
        }
    };
}

parts!(users, organizations, last_logins, documents, document_groups, event_subscriptions, outbox, links);

/// A world of which some parts are shown.
pub(super) struct View<'world> {
    world: &'world World,
    wanted: Vec<&'world str>,
}

/// What `only` names.
pub(super) fn of<'world>(input: &Input<'world>, world: &'world World) -> Result<View<'world>, Complaint> {
    let wanted = input.words("only", PARTS)?.unwrap_or_default();
    Ok(View { world, wanted })
}
