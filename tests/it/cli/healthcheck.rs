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
