//! The lists of documents, and documents.

use serde_json::{Value, json};

use super::stand::{Stand, errors, text};

async fn page(stand: &Stand, token: &str, list: &str, size: usize, number: usize) -> Vec<Value> {
    let path = format!("/user/{list}?per_page={size}&page={number}");
    let (status, body) = stand.bearer(token, "GET", &path, Value::Null).await;
    assert_eq!(status, 200);
    body.as_array().unwrap().clone()
}

async fn all(stand: &Stand, token: &str, list: &str) -> Vec<Value> {
    let mut rows = vec![];
    for number in 1.. {
        let page = page(stand, token, list, 100, number).await;
        rows.extend_from_slice(&page);
        if page.len() < 100 {
            break;
        }
    }
    rows
}

#[tokio::test]
async fn the_two_lists_share_the_documents_of_a_user() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let (modified, untouched) =
        (all(&stand, &token, "documentsv2").await, all(&stand, &token, "documents").await);
    assert_eq!((modified.len(), untouched.len()), (137, 23));
    assert!(modified.iter().all(|document| !document["fields"].as_array().unwrap().is_empty()));
    assert!(untouched.iter().all(|document| document["fields"] == json!([])));
    let stranger = stand.log_in("unverified@sandbox.test").await.0;
    assert_eq!(all(&stand, &stranger, "documents").await, Vec::<Value>::new());
}

#[tokio::test]
async fn pages_cut_a_list_without_gap_or_overlap() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let whole = all(&stand, &token, "documentsv2").await;
    let short = all(&stand, &token, "documents").await;
    for (list, whole, sizes) in
        [("documentsv2", &whole, [10, 68, 69, 99, 100]), ("documents", &short, [1, 10, 22, 23, 24])]
    {
        for size in sizes {
            let mut joined = vec![];
            for number in 1..=whole.len() / size + 1 {
                joined.extend(page(&stand, &token, list, size, number).await);
            }
            assert!(joined == *whole, "{list} in pages of {size}");
        }
    }
    let (_, standard) = stand.bearer(&token, "GET", "/user/documentsv2", Value::Null).await;
    assert_eq!(standard.as_array().unwrap(), &whole[..15]);
    let beyond =
        stand.bearer(&token, "GET", "/user/documentsv2?page=99999999999999999999", Value::Null).await;
    assert_eq!(beyond, (200, json!([])));
}

#[tokio::test]
async fn nonsense_pages_are_refused() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let cases = [
        ("per_page=0", 13_003_002, "Query parameter `per_page` must be more than 0"),
        ("per_page=-1", 13_003_002, "Query parameter `per_page` must be more than 0"),
        ("per_page=ten", 13_003_001, "Query parameter `per_page` must be a digit"),
        ("per_page=101", 13_003_003, "Query parameter `per_page` must be less than or equal 100"),
        ("page=x", 13_003_004, "Query parameter `page` must be a digit"),
        ("page=0", 13_003_005, "Query parameter `page` must be more than 0"),
    ];
    for (query, code, message) in cases {
        for list in ["documents", "documentsv2"] {
            let refused = stand.bearer(&token, "GET", &format!("/user/{list}?{query}"), Value::Null).await;
            assert_eq!(refused, (400, errors(code, message)));
        }
    }
}

#[tokio::test]
async fn a_document_has_the_types_of_the_live_answer() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let listed = all(&stand, &token, "documentsv2").await;
    let invited = listed.iter().find(|document| document["field_invites"][0].is_object()).unwrap();
    let (status, document) =
        stand.bearer(&token, "GET", &format!("/document/{}", text(invited, "id")), Value::Null).await;
    assert_eq!((status, &document), (200, invited));
    for text in ["page_count", "created", "updated", "version_time", "owner", "original_filename"] {
        assert!(document[text].is_string(), "{text}");
    }
    assert!(document["template"].is_boolean());
    assert_eq!(document["settings"].as_object().unwrap().len(), 34);
    assert_eq!(document["originator_organization_settings"].as_array().unwrap().len(), 10);
    assert_eq!(document["roles"][0]["signing_order"], "1");
    assert_eq!(document["roles"][0]["unique_id"], document["fields"][0]["role_id"]);
    let field = &document["fields"][0];
    assert!(field["field_request_id"].is_string() && field["field_request_id"] == field["field_id"]);
    assert_ne!(document["field_invites"][0]["id"], field["field_request_id"]);
    let pages = document["pages"].as_array().unwrap().len();
    assert_eq!(text(&document, "page_count"), pages.to_string());
    assert!(text(&document["thumbnail"], "small").starts_with(&stand.sandbox.url()));
}

#[tokio::test]
async fn strangers_do_not_find_a_document() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let path = format!("/document/{}", text(&all(&stand, &token, "documents").await[0], "id"));
    let stranger = stand.log_in("member@sandbox.test").await.0;
    let not_found = (404, errors(65582, "Document not found"));
    assert_eq!(stand.bearer(&stranger, "GET", &path, Value::Null).await, not_found);
    let unknown = format!("/document/{}", "0f".repeat(20));
    assert_eq!(stand.bearer(&token, "GET", &unknown, Value::Null).await, not_found);
}
