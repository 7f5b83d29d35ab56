//! What starts and restarts us is told.

use std::net::TcpListener;

use serde_json::json;
use signgraph::sandbox::{Options, Sandbox};
use signgraph::signnow::Reason;

use super::wire::{get, request, start};

#[tokio::test]
async fn ready_means_that_signnow_lets_us_in() {
    let app = start(&[]).await;
    let ready = get(&app, "/health/ready", &[]).await;
    let (status, body) = (ready.status, ready.json());
    assert_eq!((status, &body["status"], body.get("reasons")), (200, &json!("ready"), None), "{body}");

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = start(&[("upstream.url", &format!("http://{nobody}"))]).await;
    let unready = get(&app, "/health/ready", &[]).await;
    assert_eq!((unready.status, &unready.json()["status"]), (503, &json!("unready")));
    assert_eq!(unready.json()["reasons"], json!([Reason::Unreachable.message()]));
    assert_eq!(get(&app, "/health/live", &[]).await.status, 200);
}

#[tokio::test]
async fn health_is_json_and_other_methods_are_refused_in_json() {
    let app = start(&[]).await;
    let live = get(&app, "/health/live", &[]).await;
    assert_eq!((live.status, live.json()), (200, json!({ "status": "live" })));
    let answer = request(&app, "DELETE", "/health/live", &[], "").await;
    assert_eq!((answer.status, answer.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
    assert_eq!(get(&app, "/nowhere", &[]).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn what_is_wrong_with_the_configuration_is_told_apart() {
    let listen = ([127, 0, 0, 1], 0).into();
    let sandbox = Sandbox::start(Options { listen, ..Options::default() }).await.unwrap();
    let other = start(&[]).await;
    let secret = ("upstream.credentials.client_secret", "canary");
    let password = ("upstream.credentials.password", "canary");
    for (url, wrong, reason) in [
        (sandbox.url(), secret, Reason::Application),
        (sandbox.url(), password, Reason::User),
        (other.url(), password, Reason::NotSignNow),
    ] {
        let mut settings = vec![
            ("upstream.url", url.as_str()),
            ("upstream.credentials.client_id", "sandbox-client"),
            ("upstream.credentials.client_secret", "sandbox-secret"),
            ("upstream.credentials.username", "viewer@sandbox.test"),
            ("upstream.credentials.password", "sandbox-password"),
        ];
        settings.push(wrong);
        let app = start(&settings).await;
        let unready = get(&app, "/health/ready", &[]).await;
        assert_eq!((unready.status, &unready.json()["reasons"]), (503, &json!([reason.message()])));
    }
}
