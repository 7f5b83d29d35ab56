//! signNow's documented numbers that say more than their status (wire sections 3.2 and 5.1).
//!
//! The statuses beside the 12… numbers are undocumented, so a number decides where one is known.

use super::ErrorKind;
use super::ErrorKind::{Forbidden, NotFound, PlanRequired, Rejected, Unauthenticated};

/// The kind a code stands for, whatever the status.
pub(super) fn kind_of(code: u64) -> Option<ErrorKind> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind)
}

/// The codes whose text decides between "not found" and "access denied": document 003 prints 12003001
/// with both (wire section 9 row 22).
pub(super) const ORGANIZATION_NOT_FOUND: [u64; 2] = [12_001_001, 12_003_001];

/// The code of v1 for what is missing: a part of the request, or, with 400 in place of 404, a document or group; the
/// text decides (wire sections 3.2 and 8).
pub(super) const MISSING: u64 = 65_582;

const CODES: &[(u64, ErrorKind)] = &[
    (826, Unauthenticated),
    (12_001_006, PlanRequired),
    (12_003_002, PlanRequired),
    (12_003_003, Forbidden),
    (12_004_007, Forbidden),
    (12_004_008, NotFound),
    (12_004_009, Rejected),
    (12_004_022, Rejected),
    (12_004_023, Forbidden),
    (12_004_024, PlanRequired),
    (12_004_025, NotFound),
    (12_005_001, NotFound),
    (12_007_005, Rejected),
    (12_007_012, Forbidden),
    (12_007_013, NotFound),
    (12_007_014, NotFound),
    (12_007_034, PlanRequired),
    (12_009_003, NotFound),
    (12_012_012, Rejected),
    (12_012_015, NotFound),
    (19_002_002, NotFound),
];
