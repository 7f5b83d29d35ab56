//! GraphiQL and its files.

use super::wire::{get, start};

#[tokio::test]
async fn the_page_and_its_files_come_from_here_alone() {
    let app = start(&[]).await;
    let page = get(&app, "/", &[("accept", "text/html")]).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let html = String::from_utf8(page.body.clone()).unwrap();
    let files: Vec<&str> = html.split('"').filter(|text| text.starts_with("assets/")).collect();
    assert_eq!(files.len(), 8, "{html}");
    for file in files {
        let target = format!("/{file}");
        let plain = get(&app, &target, &[]).await;
        let gzipped = get(&app, &target, &[("accept-encoding", "gzip")]).await;
        assert_eq!((plain.status, gzipped.status), (200, 200), "{file}");
        assert_eq!(plain.header("content-encoding"), None);
        assert!(plain.header("cache-control").unwrap().contains("immutable"));
        if gzipped.header("content-encoding") == Some("gzip") {
            assert!(gzipped.body.len() < plain.body.len());
            assert_ne!(gzipped.header("etag"), plain.header("etag"));
        }
        let etag = gzipped.header("etag").unwrap();
        let again = get(&app, &target, &[("accept-encoding", "gzip"), ("if-none-match", etag)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(etag)));
    }
    assert_eq!(get(&app, "/favicon.ico", &[]).await.status, 307);
    assert_eq!(get(&app, "/assets/graphiql.js", &[]).await.code(), "NOT_FOUND");
    assert_eq!(get(&app, "/assets/..%2Fmain.rs", &[]).await.status, 404);
}

#[tokio::test]
async fn the_page_can_be_switched_off_and_the_graph_remains() {
    let app = start(&[("server.graphiql", "false")]).await;
    assert_eq!(get(&app, "/", &[]).await.code(), "NOT_FOUND");
    assert_eq!(get(&app, "/graphql?query=%7B__typename%7D", &[]).await.status, 200);
}
