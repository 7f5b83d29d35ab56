//! What was there before a command is kept before the command is sent, or the command is not sent.

use std::sync::{Arc, Mutex};

use futures::future::{BoxFuture, FutureExt};
use serde_json::{Value, json};
use signgraph::cache::{Cache, Principal};
use signgraph::directory::{
    Attempt, Carried, Directory, Freshness, Journal, Keeper, Lifetimes, NotKept, Past, Writer,
};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::v1::{CurrentUser, PasswordChange, UpdateUser};
use signgraph::signnow::v2::{CreateOrganization, Organizations, RenameOrganization};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{Client, Credentials, ErrorKind, Fate, List, Options, SystemClock, Upstream};

const CREATE: &str = "POST /v2/organizations";
const RENAME: &str = "PUT /v2/organizations/{organization_id}";

struct Stand {
    sandbox: Arc<Sandbox>,
    directory: Directory,
    keeper: Arc<Witness>,
}

/// Looks at the ledger when it is to keep something, and keeps it or not.
struct Witness {
    sandbox: Arc<Sandbox>,
    refuses: bool,
    /// What was kept, and how many commands had been sent by then.
    kept: Mutex<Vec<(Value, u64)>>,
}

impl Keeper for Witness {
    fn keep(&self, past: Past) -> BoxFuture<'_, Result<(), NotKept>> {
        async move {
            let sent = count(&self.sandbox, CREATE).await;
            self.kept.lock().unwrap().push((json!(past), sent));
            if self.refuses { Err(NotKept) } else { Ok(()) }
        }
        .boxed()
    }
}

impl Stand {
    async fn start(refuses: bool) -> Stand {
        let sandbox = Arc::new(Sandbox::start(Default::default()).await.unwrap());
        let credentials = Credentials::Password {
            client_id: "sandbox-client".to_owned(),
            client_secret: "sandbox-secret".to_owned().into(),
            username: "viewer@sandbox.test".to_owned(),
            password: "sandbox-password".to_owned().into(),
        };
        let options = Options::new(Upstream::parse(&sandbox.url(), &[]).unwrap(), credentials);
        let client = Client::new(options, SealedStore::in_memory(), Arc::new(SystemClock)).unwrap();
        let (cache, principal) = (Cache::new(&Default::default()), Principal::new("viewer"));
        let directory = Directory::new(client, cache, Lifetimes::default(), principal);
        let keeper = Arc::new(Witness { sandbox: Arc::clone(&sandbox), refuses, kept: Mutex::default() });
        Stand { sandbox, directory, keeper }
    }

    fn writer(&self) -> Writer {
        self.directory.writer(&Journal::default())
    }

    fn first(&self) -> Attempt {
        Attempt::First(Some(Arc::clone(&self.keeper) as Arc<dyn Keeper>))
    }

    fn kept(&self) -> Vec<(Value, u64)> {
        self.keeper.kept.lock().unwrap().clone()
    }
}

async fn count(sandbox: &Sandbox, route: &str) -> u64 {
    let ledger = reqwest::get(format!("{}/__sandbox/requests", sandbox.url())).await.unwrap();
    ledger.json::<Value>().await.unwrap()["counts"][route].as_u64().unwrap_or_default()
}

fn northern_light() -> CreateOrganization {
    CreateOrganization { name: "Northern Light".to_owned() }
}

#[tokio::test]
async fn what_was_there_is_kept_before_the_command_is_sent() {
    let stand = Stand::start(false).await;
    let carried = stand.writer().carry_out(northern_light(), &stand.first()).await.unwrap();
    let Carried::Confirmed(made) = carried else { panic!("{carried:?}") };
    let kept = stand.kept();
    let [(past, 0)] = &kept[..] else { panic!("{kept:?}") };
    let ids = past[CREATE].as_array().unwrap();
    assert!(!ids.is_empty() && !ids.contains(&made.as_str().into()), "{past}");
    assert!(!past.to_string().contains("Northern"), "{past}");
    assert_eq!(count(&stand.sandbox, CREATE).await, 1);

    // Whoever takes it up finds the same, and sends nothing.
    let past: Past = serde_json::from_value(past.clone()).unwrap();
    let resumed = Attempt::Resumed(Arc::new(past));
    let found = stand.writer().carry_out(northern_light(), &resumed).await.unwrap();
    assert_eq!(found, Carried::ConfirmedByRead(made));
    let another = CreateOrganization { name: "Southern Light".to_owned() };
    assert_eq!(stand.writer().carry_out(another, &resumed).await.unwrap(), Carried::Unknown);
    let forgotten = Attempt::Resumed(Arc::default());
    assert_eq!(stand.writer().carry_out(northern_light(), &forgotten).await.unwrap(), Carried::Unknown);
    assert_eq!((count(&stand.sandbox, CREATE).await, stand.kept().len()), (1, 1));
}

#[tokio::test]
async fn where_it_cannot_be_kept_nothing_is_sent() {
    let stand = Stand::start(true).await;
    let refusal = stand.writer().carry_out(northern_light(), &stand.first()).await.unwrap_err();
    assert_eq!((refusal.kind(), refusal.fate()), (ErrorKind::Internal, Fate::NotExecuted));
    assert_eq!((stand.kept().len(), count(&stand.sandbox, CREATE).await), (1, 0));
}

#[tokio::test]
async fn a_command_that_needs_no_comparison_keeps_nothing() {
    let stand = Stand::start(true).await;
    let reader = stand.directory.reader(&Journal::default(), Freshness::Cached);
    let page = reader.get(&Organizations::of_every_role().page(1)).await.unwrap();
    let owned = page.rows.iter().find(|row| row.name == "Harbor & Pine Logistics").unwrap();
    let rename = RenameOrganization { organization: owned.id.clone(), name: "Birch".to_owned() };
    assert_eq!(stand.writer().carry_out(rename, &stand.first()).await.unwrap(), Carried::Confirmed(()));
    assert_eq!((stand.kept().len(), count(&stand.sandbox, RENAME).await), (0, 1));
}

/// Of names it is kept which were as asked for already, and no name.
#[tokio::test]
async fn a_name_tells_of_the_password_beside_it_only_where_it_was_another() {
    let stand = Stand::start(false).await;
    let reader = stand.directory.reader(&Journal::default(), Freshness::Cached);
    let viewer = reader.get(&CurrentUser).await.unwrap();
    let password = PasswordChange {
        old: "sandbox-password".to_owned().into(),
        new: "another-password".to_owned().into(),
    };
    let update = UpdateUser {
        first_name: Some(viewer.first_name.clone()),
        password: Some(password),
        ..UpdateUser::default()
    };
    for (was_same, is_found) in
        [(json!(["first name"]), false), (json!(["last name"]), true), (json!([]), true)]
    {
        let past: Past = serde_json::from_value(json!({ "PUT /user": was_same })).unwrap();
        let resumed = Attempt::Resumed(Arc::new(past));
        let carried = stand.writer().carry_out(update.clone(), &resumed).await.unwrap();
        assert_eq!(matches!(carried, Carried::ConfirmedByRead(_)), is_found, "{carried:?}");
    }
    assert_eq!(count(&stand.sandbox, "PUT /user").await, 0);

    let last_name = Some("Lund".to_owned());
    let change = UpdateUser { last_name, ..update };
    stand.writer().carry_out(change, &stand.first()).await.unwrap();
    assert_eq!(stand.kept()[0].0, json!({ "PUT /user": ["first name"] }));
}
