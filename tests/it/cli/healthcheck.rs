//! `signgraph healthcheck`.

use std::net::TcpListener;

use super::program::{Running, errors, run};

#[tokio::test]
async fn the_health_check_passes_what_is_healthy_and_names_what_is_not() {
    let running = Running::start(&["--listen", "127.0.0.1:0"], &[]).await;
    let graph = running.address_of("graph");
    let live = running.address_of("health");
    let address = graph.trim_start_matches("http://").trim_end_matches("/graphql").to_owned();
    let check = move || {
        let healthy = run(&["healthcheck", "--url", &live], &[]);
        let missing = run(&["healthcheck", "--url", &live.replace("live", "absent")], &[]);
        let derived = run(&["healthcheck"], &[("SIGNGRAPH_SERVER_LISTEN", &address)]);
        (healthy, missing, derived)
    };
    let (healthy, missing, derived) = tokio::task::spawn_blocking(check).await.unwrap();
    assert_eq!((healthy.status.code(), errors(&healthy).len()), (Some(0), 0));
    assert_eq!(missing.status.code(), Some(1));
    assert!(errors(&missing)[0].contains("/health/absent answers 404"), "{missing:?}");
    assert_eq!((derived.status.code(), errors(&derived).len()), (Some(0), 0), "{derived:?}");
    running.end("-TERM").await;

    let silent = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = run(&["healthcheck", "--url", &format!("http://{silent}/health/ready")], &[]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(errors(&nobody)[0].contains("does not answer"), "{nobody:?}");
}

#[tokio::test]
async fn a_server_alone_is_asked_whether_it_is_ready_and_says_why_not() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let upstream = format!("http://{nobody}");
    let unready =
        Running::start(&["--listen", "127.0.0.1:0", "--upstream", &upstream, "--allow-unauthenticated"], &[])
            .await;
    let graph = unready.address_of("graph");
    let url = graph.trim_end_matches("/graphql").to_owned();
    let check = move || {
        for url in [url.clone(), format!("{url}/")] {
            let output = run(&["healthcheck", "--url", &url], &[]);
            let lines = errors(&output);
            assert_eq!((output.status.code(), lines.len()), (Some(1), 1), "{output:?}");
            assert!(lines[0].contains("/health/ready says unready: signNow cannot be reached"), "{lines:?}");
            assert!(!lines[0].contains(['{', '"', '\\']), "{lines:?}");
        }
        let page = run(&["healthcheck", "--url", &format!("{url}/graphql")], &[]);
        assert!(
            page.status.code() == Some(1) && errors(&page)[0].contains("nothing about health"),
            "{page:?}"
        );
    };
    tokio::task::spawn_blocking(check).await.unwrap();
    unready.end("-TERM").await;
}

#[test]
fn what_is_no_address_is_told_before_anything_is_asked() {
    for url in ["", "127.0.0.1:4000", "localhost:4000", "ftp://localhost"] {
        let output = run(&["healthcheck", "--url", url], &[]);
        assert_eq!(output.status.code(), Some(1), "{url}");
        let expected = "error: --url: this is no address to ask; write it like http://127.0.0.1:4000";
        assert_eq!(errors(&output), [expected], "{url}");
    }
}
