//! `[server]`: where the graph listens and what it takes from a caller.

use super::kind::{ADDRESS, COUNT, DURATION, HOSTS, SIZE, SWITCH, TIMEOUT};
use super::load::Config;
use super::settings::Settings;
use crate::server::Options;

pub(super) fn read(settings: &mut Settings) -> Options {
    let mut options = Options::default();
    settings.set("server.listen", &ADDRESS, &mut options.listen);
    settings.set("server.allow_unauthenticated", &SWITCH, &mut options.allow_unauthenticated);
    settings.set("server.allowed_hosts", &HOSTS, &mut options.allowed_hosts);
    settings.set("server.graphiql", &SWITCH, &mut options.graphiql);
    settings.set("server.max_body_bytes", &SIZE, &mut options.max_body_bytes);
    settings.set("server.max_upload_bytes", &SIZE, &mut options.max_upload_bytes);
    settings.set("server.max_connections", &COUNT, &mut options.max_connections);
    settings.set("server.header_timeout", &TIMEOUT, &mut options.header_timeout);
    settings.set("server.max_concurrent_requests", &COUNT, &mut options.max_concurrent_requests);
    settings.set("server.request_timeout", &TIMEOUT, &mut options.request_timeout);
    settings.set("server.drain", &DURATION, &mut options.drain);
    settings.set("server.shutdown_timeout", &TIMEOUT, &mut options.shutdown_timeout);
    options.metrics_listen = settings.read("server.metrics_listen", &ADDRESS);
    options
}

/// Other machines are let in where callers are asked who they are, or by an explicit word, and never to the embedded sandbox,
/// where everybody's password is published.
pub(super) fn check_exposure(settings: &mut Settings, config: &Config) {
    let options = &config.server;
    if options.allow_unauthenticated && config.callers.are_asked() {
        let origin = settings.origin("server.allow_unauthenticated").to_owned();
        settings
            .complain(format!("{origin}: nobody would ask for the keys in [callers]; keep one of the two"));
    }
    let (is_here, is_sandbox) = (options.listen.ip().is_loopback(), config.upstream.embedded);
    let origin = settings.origin("server.listen").to_owned();
    if !is_here && is_sandbox {
        settings.complain(format!(
            "{origin}: other machines can reach {}, and the embedded sandbox is for this machine alone; \
             listen on 127.0.0.1, or set upstream.url",
            options.listen
        ));
    } else if options.allow_unauthenticated && !is_sandbox {
        settings.warn(format!(
            "the graph is open to whoever reaches {}: nothing asks callers who they are; \
             let only those reach it who may act as the configured signNow user",
            options.listen
        ));
    } else if !is_here && !config.callers.are_asked() {
        settings.complain(format!(
            "{origin}: other machines can reach {}, and nothing asks callers who they are; set \
             callers.integrations_file, or listen on 127.0.0.1, or set server.allow_unauthenticated = true if the network \
             keeps others out",
            options.listen
        ));
    }
}
