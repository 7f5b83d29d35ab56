//! One page of a list, in the v2 envelope.

use serde::Serialize;

use super::refusal::Refusal;

const DEFAULT_PER_PAGE: usize = 15;
const MAX_PER_PAGE: usize = 100;

/// signNow's own answers point at this internal host and forget `per_page` (document 003, "Get admin's
/// organizations"), so whoever follows a link instead of counting pages gets nowhere here either.
const LINK_HOST: &str = "http://team.signnow-dev.int";

/// The page a request asks for: `page` counts from 1, `per_page` is 1 to 100 and 15 when absent.
#[derive(Debug)]
pub(crate) struct Page {
    path: String,
    number: usize,
    per_page: usize,
}

impl Page {
    pub(super) fn parse(path: &str, page: Option<&str>, per_page: Option<&str>) -> Result<Self, Refusal> {
        let per_page = per_page.map_or(Ok(DEFAULT_PER_PAGE), |text| {
            digits(text, &Refusal::PerPageNotDigit, &Refusal::PerPageZero)
        })?;
        if per_page > MAX_PER_PAGE {
            return Err(Refusal::PerPageTooLarge);
        }
        let number = page.map_or(Ok(1), |text| digits(text, &Refusal::PageNotDigit, &Refusal::PageZero))?;
        Ok(Self { path: path.to_owned(), number, per_page })
    }

    /// Cuts the page out of all rows. A page past the end is empty and no error (undocumented; wire notes §5.2).
    pub(crate) fn cut<T>(self, rows: Vec<T>) -> Envelope<T> {
        let total = rows.len();
        let skipped = (self.number - 1).saturating_mul(self.per_page);
        let data: Vec<T> = rows.into_iter().skip(skipped).take(self.per_page).collect();
        let total_pages = total.div_ceil(self.per_page).max(1);
        let pagination = Pagination {
            total,
            count: data.len(),
            per_page: self.per_page,
            current_page: self.number,
            total_pages,
            links: self.links(total_pages),
        };
        Envelope { data, meta: Meta { pagination } }
    }

    fn links(&self, total_pages: usize) -> Links {
        if total_pages == 1 {
            return Links::SinglePage([]);
        }
        let link = |page: usize| format!("{LINK_HOST}{}?page={page}", self.path);
        Links::Neighbours {
            previous: (self.number > 1).then(|| link(self.number - 1)),
            next: (self.number < total_pages).then(|| link(self.number + 1)),
        }
    }
}

/// A number that does not fit is still digits: it saturates, and the ceiling or the empty page deals with it.
fn digits(text: &str, not_digit: &Refusal, zero: &Refusal) -> Result<usize, Refusal> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_digit.clone());
    }
    match text.parse().unwrap_or(usize::MAX) {
        0 => Err(zero.clone()),
        number => Ok(number),
    }
}

/// `{"data":[…],"meta":{"pagination":{…}}}`, the answer of every v2 list.
#[derive(Debug, Serialize)]
pub(crate) struct Envelope<T> {
    data: Vec<T>,
    meta: Meta,
}

#[derive(Debug, Serialize)]
struct Meta {
    pagination: Pagination,
}

#[derive(Debug, Serialize)]
struct Pagination {
    total: usize,
    count: usize,
    per_page: usize,
    current_page: usize,
    total_pages: usize,
    links: Links,
}

/// An empty map is written `[]`, a filled one `{…}`: PHP cannot tell them apart.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Links {
    SinglePage([String; 0]),
    Neighbours {
        #[serde(skip_serializing_if = "Option::is_none")]
        previous: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::query::Query;
    use super::Refusal;

    #[test]
    fn page_and_size_are_refused_with_their_own_codes() {
        let refusal = |raw: &str| Query::new("/list", raw).page().unwrap_err();
        assert_eq!(refusal("per_page=ten"), Refusal::PerPageNotDigit);
        assert_eq!(refusal("per_page="), Refusal::PerPageNotDigit);
        assert_eq!(refusal("per_page=-1"), Refusal::PerPageNotDigit);
        assert_eq!(refusal("per_page=0"), Refusal::PerPageZero);
        assert_eq!(refusal("per_page=101"), Refusal::PerPageTooLarge);
        assert_eq!(refusal("per_page=99999999999999999999999"), Refusal::PerPageTooLarge);
        assert_eq!(refusal("page=1.5"), Refusal::PageNotDigit);
        assert_eq!(refusal("page=0"), Refusal::PageZero);
    }

    #[test]
    fn a_single_page_has_an_array_for_links() {
        let envelope = Query::new("/list", "").page().unwrap().cut(vec![1, 2]);
        assert_eq!(
            serde_json::to_value(envelope).unwrap(),
            json!({"data": [1, 2], "meta": {"pagination": {"total": 2, "count": 2, "per_page": 15,
                "current_page": 1, "total_pages": 1, "links": []}}})
        );
    }

    #[test]
    fn a_middle_page_links_both_ways_in_the_documented_style() {
        let envelope =
            Query::new("/v2/organizations", "page=2&per_page=2").page().unwrap().cut(vec![1, 2, 3, 4, 5]);
        let body = serde_json::to_value(envelope).unwrap();
        assert_eq!(body["data"], json!([3, 4]));
        assert_eq!(
            body["meta"]["pagination"]["links"],
            json!({"previous": "http://team.signnow-dev.int/v2/organizations?page=1",
                "next": "http://team.signnow-dev.int/v2/organizations?page=3"})
        );
    }

    #[test]
    fn a_page_past_the_end_is_empty() {
        for raw in ["page=4&per_page=2", "page=99999999999999999999999&per_page=100"] {
            let body =
                serde_json::to_value(Query::new("/list", raw).page().unwrap().cut(vec![1, 2, 3])).unwrap();
            assert_eq!((&body["data"], &body["meta"]["pagination"]["count"]), (&json!([]), &json!(0)));
        }
    }

    #[test]
    fn an_empty_list_has_one_page() {
        let body =
            serde_json::to_value(Query::new("/list", "").page().unwrap().cut(Vec::<u8>::new())).unwrap();
        assert_eq!(body["meta"]["pagination"]["total_pages"], 1);
        assert_eq!(body["meta"]["pagination"]["links"], json!([]));
    }
}
