//! Two servers over one Redis.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use signgraph::signnow::{Client, Reason};

use super::scripted::Scripted;
use super::world::{HandClock, client_keeping, options, skip, user};
use crate::support::{RedisServer, Vault};

fn vault(server: &RedisServer) -> Vault {
    Vault::over(Arc::new(server.store()))
}

fn pair(upstream: &Scripted, server: &RedisServer, clock: &Arc<HandClock>) -> [Client; 2] {
    [(); 2].map(|()| client_keeping(options(upstream), vault(server).sealed(), clock.clone()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_over_one_redis_cost_one_refresh_per_expiry() {
    let (upstream, server, clock) = (Scripted::start().await, RedisServer::start(), HandClock::new());
    let clients = pair(&upstream, &server, &clock);
    for expiry in 0..4 {
        let callers = clients.iter().flat_map(|client| std::iter::repeat_n(client, 100));
        for answer in join_all(callers.map(Client::ready)).await {
            answer.unwrap();
        }
        assert_eq!(upstream.grants().len(), 1 + expiry);
        assert_eq!(vault(&server).generation(&options(&upstream)).await, 1 + expiry as u64);
        clock.advance(3600);
    }
    let asked = upstream.tokens_asked();
    let presented = asked.iter().filter_map(|asked| asked.form().get("refresh_token").cloned());
    assert_eq!(presented.collect::<std::collections::HashSet<_>>().len(), 3, "none was presented twice");
}

#[tokio::test]
async fn without_redis_the_token_at_hand_is_served_to_its_end_and_none_is_asked_for() {
    let (upstream, mut server, clock) = (Scripted::start().await, RedisServer::start(), HandClock::new());
    let clients = pair(&upstream, &server, &clock);
    for client in &clients {
        user(client).await.unwrap();
    }
    server.kill();
    clock.advance(1900);
    for client in &clients {
        user(client).await.expect("the token at hand is good until its end");
    }
    clock.advance(1700);
    for client in &clients {
        assert_eq!(user(client).await.unwrap_err().reason(), Some(Reason::TokenStore));
    }
    assert_eq!(upstream.grants(), ["password"], "no token was asked for");
    server.start_again();
    for client in &clients {
        until_served(client).await;
    }
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
    assert_eq!(vault(&server).generation(&options(&upstream)).await, 2);
}

/// The pauses after failures grow with their number, which is the writer's own business; they are not waited for.
async fn until_served(client: &Client) {
    for _ in 0..30 {
        if user(client).await.is_ok() {
            return;
        }
        skip(Duration::from_secs(1)).await;
    }
    panic!("Redis is back, and nothing goes on");
}
