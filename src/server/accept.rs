//! What a caller can read: the `Accept` and `Accept-Encoding` headers (RFC 9110, sections 12.5.1 and 12.5.3).

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, HeaderName};

/// The media type of an answer of `/graphql`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`, where every answer to a well-formed request is a 200.
    #[default]
    Json,
    /// `application/graphql-response+json`, where the status tells whether the operation ran.
    GraphqlResponse,
}

impl MediaType {
    /// What the caller likes best; `None` when it can read neither. Callers that say nothing, or `*/*`, get
    /// JSON, as the clients from before the newer media type expect.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<MediaType> {
        let ranges = ranges(headers, &ACCEPT);
        if ranges.is_empty() {
            return Some(MediaType::Json);
        }
        let best = |media: MediaType| media.preference(&ranges).map(|rank| (rank, media));
        let newer = best(MediaType::GraphqlResponse);
        let older = best(MediaType::Json);
        match (newer, older) {
            (Some((newer, _)), Some((older, _))) if newer > older => Some(MediaType::GraphqlResponse),
            (_, Some(_)) => Some(MediaType::Json),
            (newer, None) => newer.map(|(_, media)| media),
        }
    }

    /// The media type with its encoding, as it is sent.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            MediaType::Json => "application/json; charset=utf-8",
            MediaType::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// How much the caller likes this type: its weight, then whether it was named in full. The most specific
    /// range that matches decides; a weight of zero forbids.
    fn preference(self, ranges: &[Range]) -> Option<(u16, bool)> {
        let name = self.content_type().split(';').next().unwrap_or_default();
        let weight =
            |name: &str| ranges.iter().filter(|range| range.name == name).map(|range| range.weight).max();
        let (weight, named) = match (weight(name), weight("application/*"), weight("*/*")) {
            (Some(weight), _, _) => (weight, self == MediaType::GraphqlResponse),
            (None, Some(weight), _) | (None, None, Some(weight)) => (weight, false),
            (None, None, None) => return None,
        };
        (weight > 0).then_some((weight, named))
    }
}

/// May the answer be compressed with gzip?
pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let ranges = ranges(headers, &ACCEPT_ENCODING);
    let weight = |name: &str| ranges.iter().find(|range| range.name == name).map(|range| range.weight);
    weight("gzip").or(weight("*")).is_some_and(|weight| weight > 0)
}

/// One element of such a header, in lower case, with its weight in thousandths.
struct Range {
    name: String,
    weight: u16,
}

fn ranges(headers: &HeaderMap, name: &HeaderName) -> Vec<Range> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).filter_map(range).collect()
}

fn range(element: &str) -> Option<Range> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    Some(Range { name, weight: weight.map_or(1000, thousandths) })
}

/// A weight that cannot be read counts as full, as if it were not there.
fn thousandths(weight: &str) -> u16 {
    let weight: f32 = weight.trim().parse().unwrap_or(1.0);
    (weight.clamp(0.0, 1.0) * 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::MediaType::{GraphqlResponse, Json};
    use super::*;

    fn accepted(accept: &'static str) -> Option<MediaType> {
        MediaType::accepted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn silence_and_anything_mean_json() {
        assert_eq!(MediaType::accepted(&HeaderMap::new()), Some(Json));
        for accept in ["", "*/*", "application/*", "text/html, */*;q=0.8", "application/json"] {
            assert_eq!(accepted(accept), Some(Json), "{accept}");
        }
    }

    #[test]
    fn the_newer_type_is_used_by_those_who_name_it_and_do_not_like_it_less() {
        for accept in [
            "application/graphql-response+json",
            "application/graphql-response+json, application/json;q=0.9",
            "application/json, application/graphql-response+json",
            "APPLICATION/GraphQL-Response+JSON; charset=utf-8",
            "application/json;q=0, */*",
        ] {
            assert_eq!(accepted(accept), Some(GraphqlResponse), "{accept}");
        }
        assert_eq!(accepted("application/graphql-response+json;q=0.5, application/json"), Some(Json));
        assert_eq!(accepted("application/graphql-response+json;q=0, */*;q=0.1"), Some(Json));
    }

    #[test]
    fn what_we_cannot_write_is_not_accepted() {
        for accept in ["text/html", "image/*", "application/xml, text/plain", "application/json;q=0"] {
            assert_eq!(accepted(accept), None, "{accept}");
        }
    }

    #[test]
    fn gzip_is_for_those_who_ask() {
        let gzip = |value: &'static str| {
            accepts_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(gzip("br, gzip") && gzip("*") && gzip("gzip;q=0.5"));
        assert!(!gzip("br") && !gzip("gzip;q=0, *") && !gzip("identity"));
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
