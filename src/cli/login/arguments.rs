//! The arguments, and what came of a login.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::code;
use crate::cli::configuration::Configuration;
use crate::cli::report::Misuse;
use crate::cli::token::{Configured, Statement, Status, reason};
use crate::config::duration;
use crate::signnow::{Credentials, LoggedIn, LoginError, Proof};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph login --config signgraph.toml --port 8484")]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Where the browser is awaited on this machine, at http://127.0.0.1:PORT/callback; without it a free port is
    /// found. The application has to have this address at signNow
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// The redirect URI that the application has at signNow, where it is another
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub(super) redirect_uri: Option<Url>,
    /// signNow's page for browsers, where the host in upstream.url does not tell it
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub(super) authorize_url: Option<Url>,
    /// Await no browser: read the code, or the whole address that the browser ends at, from standard input
    #[arg(long)]
    pub(super) paste: bool,
    /// How long to wait, such as 5m
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "5m")]
    pub(super) wait: Duration,
    /// Answer with one JSON object: status, message, upstream, expiresAt
    #[arg(long)]
    json: bool,
}

/// Logs in, and tells what came of it.
pub(in crate::cli) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let configured = Configured::read(arguments.configuration.clone()).await?;
    let proof = match configured.credentials() {
        Credentials::ApiKey(_) => return Err(Misuse(API_KEY.into()).into()),
        Credentials::Password { .. } if arguments.is_about_a_browser() => {
            return Err(Misuse(PASSWORD.into()).into());
        }
        Credentials::Password { .. } => Proof::Password,
        Credentials::AuthorizationCode { .. } => {
            // A store that does not work is told before anybody is sent to a browser.
            configured.state().await?;
            code::obtain(&arguments, &configured).await?
        }
    };
    let login = configured.login()?;
    let outcome = login.log_in(&proof).await;
    let is_good = outcome.is_ok();
    told(&configured, outcome).tell(arguments.json, is_good)
}

fn told(configured: &Configured, outcome: Result<LoggedIn, LoginError>) -> Statement {
    let place = configured.place();
    let (status, message) = match outcome {
        Ok(LoggedIn { generation, expires_at }) => return of_success(configured, generation, expires_at),
        Err(LoginError::Refused(error)) => (
            Status::NotLoggedIn,
            format!("There are no tokens: {}. What is in {place} is as it was; {AGAIN}.", reason(&error)),
        ),
        Err(LoginError::Unknown(error)) => (
            Status::Unknown,
            format!(
                "No answer came that can be used: {}. What is in {place} is as it was; {AGAIN}.",
                reason(&error)
            ),
        ),
        Err(LoginError::Store(error)) => {
            (Status::NotLoggedIn, format!("signNow was not asked, because of {place}: {error}."))
        }
        Err(error @ LoginError::Lost(_)) => {
            (Status::NotLoggedIn, format!("{error}. Put {place} in order, and run `signgraph login` again."))
        }
        Err(LoginError::Overtaken) => (
            Status::NotLoggedIn,
            format!(
                "A server put another pair of tokens into {place} meanwhile, and that one was left alone; `signgraph \
                 token verify` tells whether it is good."
            ),
        ),
    };
    Statement::new(status, message, configured.upstream())
}

fn of_success(
    configured: &Configured,
    generation: u64,
    expires_at: chrono::DateTime<chrono::Utc>,
) -> Statement {
    let message = format!(
        "Logged in. Pair {generation} of {} is in {}; servers that run with it take it up by themselves.",
        configured.principal(),
        configured.place()
    );
    let statement = Statement::new(Status::LoggedIn, message, configured.upstream());
    Statement { expires_at: Some(expires_at), ..statement }
}

impl Arguments {
    fn is_about_a_browser(&self) -> bool {
        self.paste || self.port.is_some() || self.redirect_uri.is_some() || self.authorize_url.is_some()
    }
}

fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.filter(|url| url.fragment().is_none())
        .ok_or_else(|| "write a whole address such as http://127.0.0.1:8484/callback".to_owned())
}

fn time(text: &str) -> Result<Duration, String> {
    duration(text).ok_or_else(|| "write a duration such as 90s or 5m".to_owned())
}

const AGAIN: &str = "run `signgraph login` again";

const API_KEY: &str =
    "upstream.credentials.api_key: an API key needs no login; remove it to log in as a user";

const PASSWORD: &str = "upstream.credentials.password: there is a password, so no browser and no code are needed; run \
                        `signgraph login` alone, or remove the password";
