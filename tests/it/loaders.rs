//! Documents and their groups through directory and loaders, counted in calls.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use signgraph::cache::{Cache, Principal};
use signgraph::directory::{Directory, Freshness, Journal, Lifetimes};
use signgraph::loaders::{Loaders, LoadsList, LoadsObject};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::v1::{DocumentById, DocumentGroupById, DocumentGroups, DocumentState, Documents};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{Client, Credentials, DocumentId, Options, SystemClock, Upstream};

/// A sandbox and the viewer's directory of it.
struct Stand {
    sandbox: Sandbox,
    directory: Directory,
}

impl Stand {
    async fn start() -> Stand {
        let sandbox = Sandbox::start(Default::default()).await.unwrap();
        let credentials = Credentials::Password {
            client_id: "sandbox-client".to_owned(),
            client_secret: "sandbox-secret".to_owned().into(),
            username: "viewer@sandbox.test".to_owned(),
            password: "sandbox-password".to_owned().into(),
        };
        let options = Options::new(Upstream::parse(&sandbox.url(), &[]).unwrap(), credentials);
        let client = Client::new(options, SealedStore::in_memory(), Arc::new(SystemClock)).unwrap();
        let (cache, principal) = (Cache::new(&Default::default()), Principal::new("viewer"));
        Stand { sandbox, directory: Directory::new(client, cache, Lifetimes::default(), principal) }
    }

    /// What a request begins with.
    fn request(&self, freshness: Freshness) -> (Loaders, Journal) {
        let journal = Journal::default();
        (Loaders::new(&self.directory.reader(&journal, freshness)), journal)
    }

    /// Makes groups without documents.
    async fn make_groups(&self, count: usize) {
        let owner = json!({ "owner": "viewer@sandbox.test" });
        let groups: Map<_, _> = (0..count).map(|number| (format!("Group {number}"), owner.clone())).collect();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(format!("{}/__sandbox/state", self.sandbox.url()));
        let edit = json!({ "document_groups": Value::Object(groups) });
        request.json(&edit).send().await.unwrap().error_for_status().unwrap();
    }

    async fn documents(&self) -> Vec<DocumentId> {
        let (loaders, _) = self.request(Freshness::Cached);
        let page = loaders.page(&Documents { state: DocumentState::Modified }, 1).await.unwrap();
        page.rows.iter().map(|document| document.id.clone()).collect()
    }
}

fn calls(journal: &Journal) -> usize {
    journal.summary().total().calls
}

#[tokio::test]
async fn a_list_of_pages_of_fifty_is_read_whole_without_a_gap_or_a_wasted_call() {
    let stand = Stand::start().await;
    stand.make_groups(119).await;
    let (loaders, journal) = stand.request(Freshness::Cached);
    let whole = loaders.whole(&DocumentGroups).await.unwrap();
    let ids: std::collections::BTreeSet<_> = whole.rows().map(|group| group.id.clone()).collect();
    assert_eq!((whole.rows().count(), ids.len(), calls(&journal)), (120, 120, 3));
    let last = whole.rows().last().unwrap();
    let found = loaders.row(&DocumentGroups, &last.id).await.unwrap().unwrap();
    let alone = loaders.object(DocumentGroupById { id: last.id.clone() }).await.unwrap();
    assert_eq!((&found.name, &alone.name, calls(&journal)), (&last.name, &last.name, 4));
}

#[tokio::test]
async fn refreshing_one_document_leaves_the_others_and_the_lists() {
    let stand = Stand::start().await;
    let ids = stand.documents().await;
    let (one, other) = (DocumentById { id: ids[0].clone() }, DocumentById { id: ids[1].clone() });
    let (loaders, journal) = stand.request(Freshness::Cached);
    loaders.object(one.clone()).await.unwrap();
    loaders.object(other.clone()).await.unwrap();
    assert_eq!(calls(&journal), 2);
    let (loaders, journal) = stand.request(Freshness::Refresh);
    loaders.object(one).await.unwrap();
    assert_eq!(calls(&journal), 1);
    let (loaders, journal) = stand.request(Freshness::Cached);
    loaders.object(other).await.unwrap();
    loaders.page(&Documents { state: DocumentState::Modified }, 1).await.unwrap();
    assert_eq!((calls(&journal), journal.summary().total().from_cache), (0, 2));
}
