//! The files inside the binary. Their paths carry a hash of their content, so browsers may keep them for good.

use std::io::Read;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use super::accept::accepts_gzip;

/// All files, found by the name in their path.
pub(super) struct Assets(Vec<Asset>);

/// One file.
pub(super) struct Asset {
    name: &'static str,
    content_type: &'static str,
    hash: String,
    content: Content,
}

#[derive(Clone, Copy)]
enum Content {
    /// Compressed before it was embedded.
    Gzipped(&'static [u8]),
    /// Too small to be worth it.
    Plain(&'static [u8]),
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";
const TEXT: &str = "text/plain; charset=utf-8";

impl Assets {
    /// The files that were embedded, hashed.
    pub(super) fn embedded() -> Assets {
        use Content::{Gzipped, Plain};
        Assets(vec![
            Asset::new("graphiql.js", JAVASCRIPT, Gzipped(include_bytes!("assets/graphiql.js.gz"))),
            Asset::new("graphiql.css", STYLE, Gzipped(include_bytes!("assets/graphiql.css.gz"))),
            Asset::new("react.js", JAVASCRIPT, Gzipped(include_bytes!("assets/react.js.gz"))),
            Asset::new("react-dom.js", JAVASCRIPT, Gzipped(include_bytes!("assets/react-dom.js.gz"))),
            Asset::new("page.js", JAVASCRIPT, Plain(include_bytes!("assets/page.js"))),
            Asset::new("page.css", STYLE, Plain(include_bytes!("assets/page.css"))),
            Asset::new("favicon.svg", SVG, Plain(include_bytes!("assets/favicon.svg"))),
            Asset::new("LICENSES.txt", TEXT, Plain(include_bytes!("assets/LICENSES.txt"))),
        ])
    }

    /// The names, without their hashes.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|asset| asset.name)
    }

    /// The path of a file, relative to the page.
    pub(super) fn path(&self, name: &str) -> String {
        let served = self.0.iter().find(|asset| asset.name == name).map(Asset::served_as);
        format!("assets/{}", served.unwrap_or_default())
    }

    /// The file that is served under a name with its hash.
    pub(super) fn at(&self, served_as: &str) -> Option<&Asset> {
        self.0.iter().find(|asset| asset.served_as() == served_as)
    }
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, content: Content) -> Asset {
        let (Content::Gzipped(bytes) | Content::Plain(bytes)) = content;
        let digest = Sha256::digest(bytes);
        let hash = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Asset { name, content_type, hash, content }
    }

    fn served_as(&self) -> String {
        format!("{}-{}", self.hash, self.name)
    }

    /// The file, or the news that the browser's copy is still right.
    pub(super) fn answer(&self, request: &HeaderMap) -> Response {
        let as_gzip = matches!(self.content, Content::Gzipped(_)) && accepts_gzip(request);
        let etag = format!("\"{}{}\"", self.hash, if as_gzip { "-gzip" } else { "" });
        let headers = [
            (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
            (VARY, "accept-encoding".to_owned()),
            (ETAG, etag.clone()),
        ];
        if matches(request, &etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let content_type = [(CONTENT_TYPE, self.content_type)];
        match (self.content, as_gzip) {
            (Content::Gzipped(bytes), true) => {
                (headers, content_type, [(CONTENT_ENCODING, "gzip")], bytes).into_response()
            }
            (Content::Gzipped(bytes), false) => (headers, content_type, inflate(bytes)).into_response(),
            (Content::Plain(bytes), _) => (headers, content_type, bytes).into_response(),
        }
    }
}

/// `If-None-Match` (RFC 9110, section 13.1.2); a weak tag compares like a strong one here.
fn matches(request: &HeaderMap, etag: &str) -> bool {
    let name: HeaderName = IF_NONE_MATCH;
    let lines = request.get_all(name).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// For the rare caller that does not read gzip.
fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    // The bytes are part of the program, and a test inflates each of them: there is no failing case.
    let _ = GzDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_is_whole() {
        for asset in Assets::embedded().0 {
            if let Content::Gzipped(bytes) = asset.content {
                let mut plain = String::new();
                GzDecoder::new(bytes).read_to_string(&mut plain).unwrap();
                assert!(plain.len() > bytes.len(), "{}", asset.name);
                assert!(!plain.contains("sourceMappingURL"), "{}", asset.name);
            }
        }
    }
}
