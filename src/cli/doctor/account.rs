//! Whether signNow accepts the token, and whose it is.

use super::finding::Report;
use super::{organizations, plan};
use crate::cli::token::reason;
use crate::signnow::v1::{CurrentUser, User};
use crate::signnow::{Credentials, Custody, HeldToken, Options, Verdict};

/// Asks with the token as it is; one that is refused is not refreshed.
pub(super) async fn check(
    options: &Options,
    custody: &Custody,
    token: &HeldToken,
    report: &mut Report,
) -> anyhow::Result<()> {
    let cure = cure(&options.credentials);
    match custody.verify(token).await {
        Ok(Verdict::Accepted { scope, .. }) => of_scope(scope.as_deref(), report),
        Ok(Verdict::Refused) => {
            report.problem(
                "token",
                format!("signNow does not accept it: it was revoked, or ended early; {cure}"),
            );
            return Ok(());
        }
        Err(error) => {
            report.problem("token", format!("whether it is good is not known: {}", reason(&error)));
            return Ok(());
        }
    }
    let client = custody.reader(token)?;
    match client.get(&CurrentUser).await {
        Ok(fetched) => {
            of_owner(&options.credentials, &fetched.value, report);
            plan::check(&fetched.value, report);
            organizations::check(&client, report).await;
        }
        Err(error) => report.problem("account", format!("GET /user fails: {error}")),
    }
    Ok(())
}

fn cure(credentials: &Credentials) -> &'static str {
    match credentials {
        Credentials::Password { .. } => "a running server gets another one, or run `signgraph login`",
        Credentials::AuthorizationCode { .. } => {
            "a running server tries to refresh it, or run `signgraph login`"
        }
        Credentials::ApiKey(_) => "make another key in signNow's dashboard",
    }
}

fn of_scope(scope: Option<&str>, report: &mut Report) {
    match scope {
        None | Some("*") => report.ok("token", "signNow accepts it"),
        Some(scope) => report.warning(
            "token",
            format!("signNow accepts it for `{scope}` alone, and not for everything: the graph may be refused things"),
        ),
    }
}

fn of_owner(credentials: &Credentials, user: &User, report: &mut Report) {
    let email = user.email.as_deref().unwrap_or("somebody without an address");
    let named = match credentials {
        Credentials::Password { username, .. } => Some(username),
        Credentials::AuthorizationCode { username, .. } => username.as_ref(),
        Credentials::ApiKey(_) => None,
    };
    let is_theirs = |name: &String| {
        let addresses = user.email.iter().chain(&user.emails);
        !name.contains('@') || addresses.into_iter().any(|address| address.eq_ignore_ascii_case(name))
    };
    if !user.is_active {
        report.problem("account", format!("{email} is not active at signNow; use another account"));
    } else if user.is_verified == Some(false) {
        report.warning("account", format!("{email} is not verified: open the link in signNow's mail"));
    } else if named.is_some_and(|name| !is_theirs(name)) {
        report.warning(
            "account",
            format!("the token is of {email}, and upstream.credentials.username names somebody else; run `signgraph login`"),
        );
    } else {
        report.ok("account", format!("the graph acts as {email}"));
    }
}
