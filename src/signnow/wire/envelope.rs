//! What is around the rows: `data` and `meta` in v2, nothing at all in v1.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::resource::{LARGEST_PAGE, Page};
use super::decode::{DecodeError, decode};
use super::{list, object, optional_count};

/// Reads page `number` of a v2 list: `{"data": [...], "meta": {"pagination": {...}}}`.
///
/// Accepts flat `meta` as well (wire section 9 row 3). `links` is never looked at: it names internal
/// hosts, and pages go by number.
pub(crate) fn numbered_page<T: DeserializeOwned>(body: &[u8], number: u32) -> Result<Page<T>, DecodeError> {
    let envelope: Envelope<T> = decode(body)?;
    let pagination = envelope.meta.map(Meta::into_pagination).unwrap_or_default();
    pagination.check(number)?;
    let is_last = envelope.data.is_empty() || pagination.is_last(number, envelope.data.len());
    page(envelope.data, LARGEST_PAGE, pagination.total, is_last)
}

/// Reads a page of a v1 list: a bare array. A page that is not full is the last.
pub(crate) fn bare_page<T: DeserializeOwned>(body: &[u8]) -> Result<Page<T>, DecodeError> {
    let Bare(rows) = decode(body)?;
    let is_last = rows.len() < LARGEST_PAGE;
    page(rows, LARGEST_PAGE, None, is_last)
}

/// Makes page `number` of a v1 list that goes by limit and offset and tells its length. `size` is the limit.
pub(crate) fn offset_page<T>(
    rows: Vec<T>,
    size: usize,
    total: Option<u64>,
    number: u32,
) -> Result<Page<T>, DecodeError> {
    let is_last = rows.is_empty() || total.map_or(rows.len() < size, |total| ends_by(number, size, total));
    page(rows, size, total, is_last)
}

/// Reads `{"data": {...}}`.
pub(crate) fn single<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let envelope: Single<T> = decode(body)?;
    envelope.data.ok_or_else(|| DecodeError::new("data", "expected an object"))
}

/// Whether no row of a list lies beyond this page.
fn ends_by(number: u32, size: usize, total: u64) -> bool {
    u64::from(number).saturating_mul(size as u64) >= total
}

fn page<T>(rows: Vec<T>, size: usize, total: Option<u64>, is_last: bool) -> Result<Page<T>, DecodeError> {
    if rows.len() > size {
        return Err(DecodeError::new(".", "more rows than a page holds"));
    }
    let total = total.map(usize::try_from).transpose();
    let total = total.map_err(|_| DecodeError::new("meta", "expected a total that fits in memory"))?;
    Ok(Page { rows, total, is_last })
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Envelope<T> {
    #[serde(deserialize_with = "list")]
    data: Vec<T>,
    #[serde(default, deserialize_with = "object")]
    meta: Option<Meta>,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Single<T> {
    #[serde(deserialize_with = "object")]
    data: Option<T>,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Bare<T>(#[serde(deserialize_with = "list")] Vec<T>);

#[derive(Deserialize)]
struct Meta {
    #[serde(default, deserialize_with = "object")]
    pagination: Option<Pagination>,
    #[serde(default, deserialize_with = "optional_count")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    per_page: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    page: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    current_page: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    total_pages: Option<u64>,
}

impl Meta {
    fn into_pagination(self) -> Pagination {
        self.pagination.unwrap_or(Pagination {
            total: self.total,
            per_page: self.per_page,
            current_page: self.current_page.or(self.page),
            total_pages: self.total_pages,
        })
    }
}

#[derive(Default, Deserialize)]
struct Pagination {
    #[serde(default, deserialize_with = "optional_count")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    per_page: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    current_page: Option<u64>,
    #[serde(default, deserialize_with = "optional_count")]
    total_pages: Option<u64>,
}

impl Pagination {
    /// Another page size, or another page, would put every row at a wrong offset without a sign of it.
    fn check(&self, number: u32) -> Result<(), DecodeError> {
        if self.per_page.is_some_and(|per_page| per_page != LARGEST_PAGE as u64) {
            return Err(DecodeError::new(
                "meta.pagination.per_page",
                "expected the page size that was asked for",
            ));
        }
        if self.current_page.is_some_and(|current| current != u64::from(number)) {
            return Err(DecodeError::new(
                "meta.pagination.current_page",
                "expected the page that was asked for",
            ));
        }
        Ok(())
    }

    /// `total` decides; `total_pages` of an empty list is 0 or 1 (wire section 9 row 6), which both say yes.
    fn is_last(&self, number: u32, rows: usize) -> bool {
        match (self.total, self.total_pages) {
            (Some(total), _) => ends_by(number, LARGEST_PAGE, total),
            (None, Some(pages)) => u64::from(number) >= pages,
            (None, None) => rows < LARGEST_PAGE,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(number: u32, body: Value) -> Result<Page<i64>, DecodeError> {
        numbered_page(body.to_string().as_bytes(), number)
    }

    fn rows(count: usize) -> Vec<usize> {
        (0..count).collect()
    }

    #[test]
    fn meta_is_nested_or_flat_and_links_come_in_any_shape() {
        for links in
            [json!([]), json!({"next": "http://team.signnow-dev.int/v2/organizations?page=2"}), json!(null)]
        {
            let meta = json!({"pagination": {"total": 2, "count": 2, "per_page": 100, "current_page": 1,
                "total_pages": 1, "links": links}});
            let page = read(1, json!({"data": [1, 2], "meta": meta})).unwrap();
            assert_eq!(page, Page { rows: vec![1, 2], total: Some(2), is_last: true });
        }
        let flat =
            read(1, json!({"data": [1], "meta": {"total": "150", "page": 1, "per_page": "100"}})).unwrap();
        assert_eq!((flat.total, flat.is_last), (Some(150), false));
        let without_links =
            read(1, json!({"data": [], "meta": {"pagination": {"total": 0, "per_page": 100}}}));
        assert!(without_links.unwrap().is_last);
    }

    #[test]
    fn an_empty_list_has_no_page_or_one() {
        for total_pages in [0, 1] {
            let meta = json!({"pagination": {"total": 0, "per_page": 100, "current_page": 1,
                "total_pages": total_pages, "links": []}});
            let page = read(1, json!({"data": [], "meta": meta})).unwrap();
            assert_eq!(page, Page { rows: vec![], total: Some(0), is_last: true });
        }
    }

    #[test]
    fn the_last_page_is_known_by_total_then_by_pages_then_by_a_page_that_is_not_full() {
        let last = |number, meta: Value, count| {
            read(number, json!({"data": rows(count), "meta": meta})).unwrap().is_last
        };
        assert!(!last(1, json!({"pagination": {"total": 101}}), 100));
        assert!(last(1, json!({"pagination": {"total": 100}}), 100));
        assert!(last(2, json!({"pagination": {"total_pages": 2}}), 100));
        assert!(!last(1, json!({"pagination": {"total_pages": 2}}), 100));
        assert!(!last(1, json!([]), 100));
        assert!(last(1, json!(null), 99));
        assert!(last(7, json!({"pagination": {"total_pages": 9}}), 0));
    }

    #[test]
    fn another_page_size_or_another_page_is_refused() {
        let size = read(1, json!({"data": rows(15), "meta": {"pagination": {"per_page": 15}}})).unwrap_err();
        assert_eq!(size.path(), "meta.pagination.per_page");
        let page = read(3, json!({"data": [], "meta": {"pagination": {"current_page": 1}}})).unwrap_err();
        assert_eq!(page.path(), "meta.pagination.current_page");
        assert!(read(1, json!({"data": rows(101)})).is_err());
    }

    #[test]
    fn a_bare_array_ends_with_a_page_that_is_not_full() {
        let full: Page<i64> = bare_page(json!(rows(100)).to_string().as_bytes()).unwrap();
        assert_eq!((full.rows.len(), full.total, full.is_last), (100, None, false));
        let rest: Page<i64> = bare_page(b"[1]").unwrap();
        assert!(rest.is_last);
        let none: Page<i64> = bare_page(b"[]").unwrap();
        assert!(none.is_last);
        assert!(bare_page::<i64>(json!(rows(101)).to_string().as_bytes()).is_err());
    }

    #[test]
    fn a_page_by_offset_is_the_last_by_total_or_when_it_is_not_full() {
        let is_last = |count, total, number| offset_page(rows(count), 50, total, number).unwrap().is_last;
        assert!(!is_last(50, Some(51), 1));
        assert!(is_last(1, Some(51), 2));
        assert!(is_last(50, Some(100), 2));
        assert!(is_last(0, Some(100), 1), "a list that ends before the length it claims");
        assert!(!is_last(50, None, 1));
        assert!(is_last(49, None, 1));
        assert!(offset_page(rows(51), 50, None, 1).is_err());
    }

    #[test]
    fn a_single_object_stands_in_data() {
        assert_eq!(
            single::<std::collections::BTreeMap<String, i64>>(br#"{"data":{"a":1}}"#).unwrap()["a"],
            1
        );
        assert!(single::<std::collections::BTreeMap<String, i64>>(br#"{"data":[]}"#).is_err());
    }
}
