//! What a list refuses, with the upstream's codes and texts.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::http;

/// A query string no list accepts (document 003; codes in wire notes §5.1). Every one is an HTTP 400.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// `per_page` holds something else than digits.
    #[error("Query parameter `per_page` must be a digit")]
    PerPageNotDigit,
    /// `per_page` is zero. Undocumented; 13003002 is its twin in the documents family.
    #[error("Query parameter `per_page` must be more than 0")]
    PerPageZero,
    /// `per_page` is over the ceiling.
    #[error("Query parameter `per_page` must be less than or equal 100")]
    PerPageTooLarge,
    /// `page` holds something else than digits.
    #[error("Query parameter `page` must be a digit")]
    PageNotDigit,
    /// `page` is zero. Undocumented, inferred like `PerPageZero`.
    #[error("Query parameter `page` must be more than 0")]
    PageZero,
    /// The list has no such filter.
    #[error("Unsupported filter {0} was given.")]
    UnsupportedFilter(String),
    /// The field knows one expression, and it was another.
    #[error("The `{field}` filter expression should be equal to `{expression}`")]
    FilterExpression {
        /// The filtered field.
        field: &'static str,
        /// The one expression it takes: `=` or `in`.
        expression: &'static str,
    },
    /// The filter's value has another JSON type.
    #[error("The `{field}` filter value should be of type {kind}")]
    FilterValue {
        /// The filtered field.
        field: &'static str,
        /// The JSON type it takes.
        kind: &'static str,
    },
    /// Not a JSON array of one-key objects with `type` and `value`.
    #[error("Invalid filter format, filter must have `type` and `value` fields")]
    FilterFormat,
}

impl Refusal {
    /// The upstream's number for this refusal.
    pub(crate) fn code(&self) -> u32 {
        match self {
            Self::PerPageNotDigit => 12_006_001,
            Self::PerPageZero => 12_006_002,
            Self::PerPageTooLarge => 12_006_003,
            Self::PageNotDigit => 12_006_004,
            Self::PageZero => 12_006_005,
            Self::UnsupportedFilter(_) => 12_006_006,
            Self::FilterExpression { .. } => 12_004_017,
            Self::FilterValue { .. } => 12_004_018,
            Self::FilterFormat => 12_004_019,
        }
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(StatusCode::BAD_REQUEST, refusal.code(), refusal.to_string())
    }
}
