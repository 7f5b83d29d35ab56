//! The arguments, and the words of `--help`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use super::{core_files, doctor, healthcheck, integrations, login, sandbox, schema, serve, token};

/// One GraphQL graph in front of signNow's v1 and v2 REST APIs.
///
/// Without a subcommand it serves. Without configuration it serves a sandbox of its own, so that there is
/// something to ask at once.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Example: signgraph --listen 127.0.0.1:4001"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the graph (the default)
    Serve(serve::Arguments),
    /// Run a stand-in for signNow, to develop and to test against
    Sandbox(sandbox::Arguments),
    /// Print the schema, or compare it with a file
    Schema(schema::Arguments),
    /// Ask a running server whether it is ready
    Healthcheck(healthcheck::Arguments),
    /// Get tokens for a server, with a browser or the configured password
    ///
    /// Where upstream.credentials has a client_id and a client_secret alone, this prints an address to open in a browser, and
    /// waits for it to come back with a code, which is traded for a pair of tokens; where there is a password, it logs in with
    /// it anew. The pair is put into upstream.token_file or upstream.token_redis. Servers that run with it take it up by
    /// themselves. The exit code is 0 when the pair is there, and 1 otherwise.
    Login(login::Arguments),
    /// Tell what is wrong with a server's configuration, token and account, and what to do
    ///
    /// Looks and changes nothing: the configuration, signNow's host and clock, the store of tokens and the chain in it,
    /// the token at hand, its owner with plan and organizations. Nothing is refreshed, so that a running server is not
    /// disturbed. The exit code is 0 when there are warnings at most, 1 when there is a problem, and 2 when the
    /// configuration cannot be used.
    Doctor(doctor::Arguments),
    /// Look at the token of a server, or end it
    Token(token::Arguments),
    /// Say which programs may ask a server, and give them keys
    ///
    /// They are kept in callers.integrations_file. Servers that run with it take a change up within two seconds.
    Integrations(integrations::Arguments),
}

impl Cli {
    /// Does what the arguments say.
    ///
    /// # Errors
    /// What [`report`](fn@super::report) turns into words and an exit code.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        core_files::forbid();
        match self.command.unwrap_or(Command::Serve(self.serve)) {
            Command::Serve(arguments) => serve::run(arguments).await,
            Command::Sandbox(arguments) => sandbox::run(arguments).await,
            Command::Schema(arguments) => schema::run(arguments),
            Command::Healthcheck(arguments) => healthcheck::run(arguments).await,
            Command::Doctor(arguments) => doctor::run(arguments).await,
            Command::Login(arguments) => login::run(arguments).await,
            Command::Token(arguments) => token::run(arguments).await,
            Command::Integrations(arguments) => integrations::run(arguments).await,
        }
    }
}
