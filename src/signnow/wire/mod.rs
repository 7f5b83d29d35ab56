//! signNow's habits on the wire, tamed once.
//!
//! Wire section 9 lists what sources disagree about: `"1"`, `1` and `true` for true, times as strings and
//! as integers, `[]` where an empty object is meant. Everything here accepts all variants and gives one
//! clean type, so that no shape outside this folder knows of them. For use in `deserialize_with`.

pub(super) mod acknowledgement;
pub(super) mod collection;
pub(super) mod decode;
pub(super) mod envelope;
pub(super) mod scalar;
pub(super) mod time;

pub(super) use acknowledgement::{acknowledged, made, made_id, made_or_empty};
pub(super) use collection::{list, map, object};
pub(super) use decode::decode;
pub(super) use scalar::{
    count, filled_text, flag, integer, optional_count, optional_flag, optional_id, optional_integer,
    optional_points, text,
};
pub(super) use time::{duration, moment, optional_moment};
