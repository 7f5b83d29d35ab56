//! The things to be done with a token.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{revoke, status, verify};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph token verify --config signgraph.toml")]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell how the chain of tokens stands
    ///
    /// What upstream.token_file or upstream.token_redis holds is told, and nobody is asked: how many tokens there were, whether one is being
    /// fetched or an operator is waited for, when the token was handed out, ends and will be refreshed. The exit code is
    /// 0 when servers get along without an operator, and 1 otherwise.
    Status(status::Arguments),
    /// Ask signNow whether it accepts the token at hand
    ///
    /// The token is the one in upstream.token_file or upstream.token_redis, or the API key. It is looked at as it is: nothing is refreshed, so
    /// that a running server is not disturbed. The exit code is 0 when signNow accepts the token, and 1 otherwise.
    Verify(verify::Arguments),
    /// End the token at hand, at signNow and where it is kept
    ///
    /// The token is the one in upstream.token_file or upstream.token_redis. signNow is told to end it, and then it is taken out of there. A
    /// server that is running with it logs in again by itself where it has a password; stop the server first to keep it out. An API key is
    /// ended in signNow's dashboard alone. The exit code is 0 when signNow ended the token and the store is free of
    /// it, or when there was none, and 1 otherwise.
    Revoke(revoke::Arguments),
}

/// Does the one that was asked for.
pub(in crate::cli) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Status(arguments) => status::run(arguments).await,
        Command::Verify(arguments) => verify::run(arguments).await,
        Command::Revoke(arguments) => revoke::run(arguments).await,
    }
}
