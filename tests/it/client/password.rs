//! A change of the password, or of what is signed in, beside the chain of tokens: it ends in a working chain, or servers
//! that ask for an operator.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use signgraph::signnow::v1::{LogOut, PasswordChange, UpdateUser, UpdatedUser};
use signgraph::signnow::{
    ChainCondition, Client, Credentials, Error, ErrorKind, Fate, Options, Reason, Recovery,
};

use super::scripted::{Asked, Reply, Scripted};
use super::world::{HandClock, client_keeping, options, skip, user};
use crate::support::Vault;

/// The account as signNow has it.
struct Account {
    password: String,
    issued: u32,
    /// The pair with this number is good.
    good: Option<u32>,
    wrong_logins: u32,
    /// What becomes of the next change.
    fault: Fault,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Fault {
    None,
    LostBefore,
    LostAfter,
}

impl Account {
    fn hand_out(&mut self, asked: &Asked) -> Reply {
        let form = asked.form();
        let is_right = match form["grant_type"].as_str() {
            "password" => form["password"] == self.password,
            _ => self.good.map(|number| format!("refresh-{number}")).as_ref() == form.get("refresh_token"),
        };
        if !is_right {
            self.wrong_logins += u32::from(form["grant_type"] == "password");
            return Reply::json(400, &json!({"error": "Invalid credentials.", "code": 826}));
        }
        self.issued += 1;
        self.good = Some(self.issued);
        let (access, refresh) = (format!("access-{}", self.issued), format!("refresh-{}", self.issued));
        Reply::json(200, &json!({"access_token": access, "refresh_token": refresh, "expires_in": 3600}))
    }

    fn open(&mut self, asked: &Asked) -> Reply {
        let good = self.good.map(|number| format!("Bearer access-{number}"));
        if good.as_deref() != Some(asked.authorization.as_str()) {
            return Reply::invalid_token();
        }
        if asked.body.is_empty() { Reply::user() } else { self.change(asked) }
    }

    fn change(&mut self, asked: &Asked) -> Reply {
        let body: Value = serde_json::from_str(&asked.body).unwrap();
        let fault = std::mem::replace(&mut self.fault, Fault::None);
        if fault == Fault::LostBefore {
            return Reply::Drop;
        }
        if let Some(old) = body["old_password"].as_str() {
            if old != self.password {
                return Reply::json(400, &json!({"errors": [{"code": 65536, "message": "x"}]}));
            }
            self.password = body["password"].as_str().unwrap().to_owned();
        }
        if body["logout_all"] == "true" {
            self.good = None;
        }
        match fault {
            Fault::LostAfter => Reply::Drop,
            _ => Reply::json(200, &json!({"id": "u1", "first_name": "A", "last_name": "B"})),
        }
    }
}

struct Stage {
    upstream: Scripted,
    account: Arc<Mutex<Account>>,
    options: Options,
    vault: Vault,
    clock: Arc<HandClock>,
}

impl Stage {
    async fn new() -> Stage {
        let upstream = Scripted::start().await;
        let (connect_timeout, request_timeout) = (Duration::from_millis(200), Duration::from_millis(800));
        let options = Options { connect_timeout, request_timeout, ..options(&upstream) };
        let (password, fault) = ("sandbox-password".to_owned(), Fault::None);
        let account = Account { password, issued: 0, good: None, wrong_logins: 0, fault };
        let account = Arc::new(Mutex::new(account));
        let (desk, api) = (Arc::clone(&account), Arc::clone(&account));
        upstream.answer_tokens(move |asked| desk.lock().unwrap().hand_out(asked));
        upstream.script(move |asked| api.lock().unwrap().open(asked));
        Stage { upstream, account, options, vault: Vault::in_memory(), clock: HandClock::new() }
    }

    fn server(&self) -> Client {
        client_keeping(self.options.clone(), self.vault.sealed(), self.clock.clone())
    }

    fn meet(&self, fault: Fault) {
        self.account.lock().unwrap().fault = fault;
    }

    fn wrong_logins(&self) -> u32 {
        self.account.lock().unwrap().wrong_logins
    }

    /// The passwords that were shown.
    fn logins(&self) -> Vec<String> {
        self.upstream
            .tokens_asked()
            .iter()
            .filter_map(|asked| asked.form().get("password").cloned())
            .collect()
    }
}

fn change(log_out: LogOut) -> UpdateUser {
    let password = PasswordChange {
        old: "sandbox-password".to_owned().into(),
        new: "another-password".to_owned().into(),
    };
    UpdateUser { password: Some(password), log_out: Some(log_out), ..UpdateUser::default() }
}

async fn changed(client: &Client, log_out: LogOut) -> Result<UpdatedUser, Error> {
    client.execute(&change(log_out)).await
}

fn condition(client: &Client) -> ChainCondition {
    client.chain().unwrap().condition
}

/// Asks until it is decided whether there will be a token.
async fn decided(client: &Client) -> Result<(), Error> {
    loop {
        match user(client).await {
            Err(error) if error.kind() == ErrorKind::Unavailable => tokio::task::yield_now().await,
            outcome => return outcome.map(drop),
        }
    }
}

/// Nobody can sign in, everybody says so, and the old password is not tried.
async fn asks_for_the_new_password(stage: &Stage, client: &Client) {
    for _ in 0..3 {
        skip(Duration::from_secs(31)).await;
        let error = decided(client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReauthenticationRequired);
        assert_eq!(error.reason(), Some(Reason::PasswordReplaced));
    }
    assert_eq!(condition(client), ChainCondition::ReauthenticationRequired);
    assert!(stage.wrong_logins() <= 1, "{} tries", stage.wrong_logins());
}

#[tokio::test]
async fn a_new_password_that_ends_all_tokens_is_signed_in_with_at_once() {
    let stage = Stage::new().await;
    let (client, other) = (stage.server(), stage.server());
    user(&client).await.unwrap();
    user(&other).await.unwrap();
    changed(&client, LogOut::Everywhere).await.unwrap();
    assert_eq!(condition(&client), ChainCondition::Ready);
    assert_eq!(stage.logins(), ["sandbox-password", "another-password"]);
    user(&client).await.unwrap();
    user(&other).await.expect("it takes the new pair up");
    for _ in 0..3 {
        stage.clock.advance(3600);
        user(&other).await.expect("the chain goes on without a login");
    }
    assert_eq!(stage.logins().len(), 2);
}

#[tokio::test]
async fn servers_with_the_old_password_do_not_try_it_again() {
    let stage = Stage::new().await;
    let client = stage.server();
    user(&client).await.unwrap();
    changed(&client, LogOut::Elsewhere).await.unwrap();
    assert_eq!((condition(&client), stage.logins().len()), (ChainCondition::Ready, 1));
    stage.account.lock().unwrap().good = None;
    let other = stage.server();
    asks_for_the_new_password(&stage, &other).await;
    assert_eq!(stage.wrong_logins(), 0);
    skip(Duration::from_secs(31)).await;
    decided(&client).await.expect("the server that changed it knows the new one");
    let password = "another-password".to_owned().into();
    let Credentials::Password { client_id, client_secret, username, .. } = stage.options.credentials.clone()
    else {
        panic!("no password")
    };
    let credentials = Credentials::Password { client_id, client_secret, username, password };
    // A refusal forces no other renewal so soon.
    stage.clock.advance(31);
    stage.account.lock().unwrap().good = None;
    let configured = Options { credentials, ..stage.options.clone() };
    let again = client_keeping(configured, stage.vault.sealed(), stage.clock.clone());
    decided(&again).await.expect("so does one that is configured with it");
}

#[tokio::test]
async fn what_is_kept_holds_no_password() {
    let stage = Stage::new().await;
    let client = stage.server();
    user(&client).await.unwrap();
    changed(&client, LogOut::Everywhere).await.unwrap();
    let record = stage.vault.record(&stage.options).await.unwrap().to_string();
    assert!(record.contains("replaced"), "{record}");
    assert!(!record.contains("another-password") && !record.contains("sandbox-password"));
}

#[tokio::test]
async fn without_a_password_the_end_of_all_tokens_asks_for_an_operator_at_once() {
    let stage = Stage::new().await;
    let first = stage.server();
    user(&first).await.unwrap();
    let options = Options {
        credentials: code(&stage.options),
        token_recovery: Recovery::Probe,
        ..stage.options.clone()
    };
    let client = client_keeping(options.clone(), stage.vault.sealed(), stage.clock.clone());
    let other = client_keeping(options, stage.vault.sealed(), stage.clock.clone());
    user(&other).await.unwrap();
    changed(&client, LogOut::Everywhere).await.unwrap();
    assert_eq!(condition(&client), ChainCondition::ReauthenticationRequired);
    for server in [&client, &other] {
        assert_eq!(decided(server).await.unwrap_err().reason(), Some(Reason::LoginNeeded));
    }
    assert_eq!(stage.logins().len(), 1);
}

fn code(options: &Options) -> Credentials {
    let Credentials::Password { client_id, client_secret, username, .. } = options.credentials.clone() else {
        panic!("no password")
    };
    Credentials::AuthorizationCode { client_id, client_secret, username: Some(username) }
}

#[tokio::test]
async fn a_lost_answer_is_told_by_the_new_password() {
    for log_out in [LogOut::Everywhere, LogOut::Elsewhere] {
        let stage = Stage::new().await;
        let client = stage.server();
        user(&client).await.unwrap();
        stage.meet(Fault::LostAfter);
        assert_eq!(changed(&client, log_out).await.unwrap_err().fate(), Fate::Unknown);
        assert_eq!(condition(&client), ChainCondition::Ready, "{log_out:?}");
        assert_eq!(stage.logins(), ["sandbox-password", "another-password"], "{log_out:?}");
        user(&client).await.unwrap();
        stage.account.lock().unwrap().good = None;
        asks_for_the_new_password(&stage, &stage.server()).await;
        assert_eq!(stage.wrong_logins(), 0);
    }
}

#[tokio::test]
async fn a_change_that_was_lost_on_its_way_costs_one_login_and_a_refresh() {
    let stage = Stage::new().await;
    let client = stage.server();
    user(&client).await.unwrap();
    stage.meet(Fault::LostBefore);
    assert_eq!(changed(&client, LogOut::Everywhere).await.unwrap_err().fate(), Fate::Unknown);
    assert_eq!(condition(&client), ChainCondition::Ready);
    assert_eq!(
        (stage.wrong_logins(), stage.upstream.grants().last().unwrap().as_str()),
        (1, "refresh_token")
    );
    user(&client).await.unwrap();
    stage.account.lock().unwrap().good = None;
    decided(&stage.server()).await.expect("the old password is still the one");
    assert_eq!(stage.wrong_logins(), 1);
}

#[tokio::test]
async fn a_change_that_is_refused_leaves_everything_as_it_was() {
    let stage = Stage::new().await;
    let client = stage.server();
    user(&client).await.unwrap();
    stage.account.lock().unwrap().password = "set elsewhere".to_owned();
    assert_eq!(changed(&client, LogOut::Everywhere).await.unwrap_err().fate(), Fate::NotExecuted);
    assert_eq!(condition(&client), ChainCondition::Ready);
    user(&client).await.unwrap();
    assert_eq!(stage.logins().len(), 1);
}

#[tokio::test]
async fn nobody_refreshes_while_a_change_is_under_way() {
    let stage = Stage::new().await;
    let (client, other) = (stage.server(), stage.server());
    user(&client).await.unwrap();
    user(&other).await.unwrap();
    let asked = stage.upstream.asked().len();
    stage.upstream.close_gate_for("/user");
    let changing = tokio::spawn({
        let client = client.clone();
        async move { changed(&client, LogOut::Everywhere).await }
    });
    stage.upstream.until_asked(asked + 1).await;
    stage.clock.advance(3600);
    let refreshing = tokio::spawn(async move { decided(&other).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.upstream.grants(), ["password"], "it waits");
    stage.upstream.let_through(1000);
    changing.await.unwrap().unwrap();
    refreshing.await.unwrap().unwrap();
    assert_eq!((stage.upstream.grants().len(), stage.wrong_logins()), (2, 0));
}

/// Where a server is killed in a change.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Killed {
    BeforeTheEffect,
    AfterTheEffect,
    WhileItSignsIn,
}

#[tokio::test]
async fn a_server_that_is_killed_in_a_change_leaves_a_chain_or_an_operator_who_is_asked_for() {
    for killed in [Killed::BeforeTheEffect, Killed::AfterTheEffect, Killed::WhileItSignsIn] {
        for log_out in [LogOut::Everywhere, LogOut::Elsewhere] {
            if (killed, log_out) != (Killed::WhileItSignsIn, LogOut::Elsewhere) {
                kill(killed, log_out).await;
            }
        }
    }
}

async fn kill(killed: Killed, log_out: LogOut) {
    let stage = Stage::new().await;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (options, store, clock) = (stage.options.clone(), stage.vault.sealed(), stage.clock.clone());
    let client = runtime.spawn(async move {
        let client = client_keeping(options, store, clock);
        user(&client).await.unwrap();
        client
    });
    let client = client.await.unwrap();
    let asked = stage.upstream.asked().len();
    match killed {
        Killed::BeforeTheEffect => {
            stage.meet(Fault::LostBefore);
            stage.upstream.close_gate_for("/user");
        }
        Killed::AfterTheEffect => stage.upstream.close_gate_for("/user"),
        Killed::WhileItSignsIn => stage.upstream.close_token_gate(),
    }
    let changing = client.clone();
    runtime.spawn(async move { changed(&changing, log_out).await });
    let further = if killed == Killed::WhileItSignsIn { 2 } else { 1 };
    stage.upstream.until_asked(asked + further).await;
    // Somebody else needs a pair meanwhile.
    let other = stage.server();
    stage.clock.advance(3600);
    let needing = tokio::spawn({
        let other = other.clone();
        async move { decided(&other).await }
    });
    runtime.shutdown_background();
    drop(client);
    stage.upstream.let_through(1000);
    stage.upstream.let_tokens_through(1000);
    let met = needing.await.unwrap();
    let told = format!("{killed:?} {log_out:?}");
    let is_lost = log_out == LogOut::Everywhere && killed != Killed::BeforeTheEffect;
    assert_eq!(met.is_err(), is_lost, "{told}: {met:?}");
    if let Err(error) = met {
        assert_eq!(error.kind(), ErrorKind::ReauthenticationRequired, "{told}");
        asks_for_the_new_password(&stage, &other).await;
        asks_for_the_new_password(&stage, &stage.server()).await;
    }
}
