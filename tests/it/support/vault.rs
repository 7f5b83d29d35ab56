//! Token stores that tests can look into.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use signgraph::signnow::Options;
use signgraph::signnow::vault::{CredentialName, FileStore, Key, MemoryStore, Seal, SealedStore, TokenStore};

/// A store with a key that is known here.
#[derive(Clone)]
pub(crate) struct Vault {
    store: Arc<dyn TokenStore>,
    key: &'static str,
    key_file: Option<Arc<Path>>,
}

/// 32 bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

impl Vault {
    pub(crate) fn in_memory() -> Vault {
        Vault::over(Arc::new(MemoryStore::new()))
    }

    pub(crate) fn over(store: Arc<dyn TokenStore>) -> Vault {
        Vault { store, key: KEY, key_file: None }
    }

    /// A handle of its own on the file, as another process would have.
    pub(crate) fn in_file(path: impl AsRef<Path>) -> Vault {
        Vault::over(Arc::new(FileStore::new(path.as_ref())))
    }

    /// The same with the key that the program keeps beside the file.
    pub(crate) fn of_program(path: &Path) -> Vault {
        let mut key_file = path.as_os_str().to_owned();
        key_file.push(".key");
        Vault { key_file: Some(Path::new(&key_file).into()), ..Vault::in_file(path) }
    }

    /// As a client takes it.
    pub(crate) fn sealed(&self) -> SealedStore {
        SealedStore::new(Arc::clone(&self.store), self.seal())
    }

    /// The record of a credential, opened.
    pub(crate) async fn record(&self, options: &Options) -> Option<Value> {
        let name = name(options);
        let sealed = self.store.read(&name).await.unwrap()?;
        let (generation, content) = self.seal().open(&name, &sealed).unwrap();
        let record: Value = serde_json::from_slice(&content).unwrap();
        assert_eq!(record["generation"], generation);
        Some(record)
    }

    /// The generation that is kept; 0 where there is none.
    pub(crate) async fn generation(&self, options: &Options) -> u64 {
        self.record(options).await.map_or(0, |record| record["generation"].as_u64().unwrap())
    }

    /// Whether a pair is kept.
    pub(crate) async fn has_pair(&self, options: &Options) -> bool {
        self.record(options).await.is_some_and(|record| !record["pair"].is_null())
    }

    /// Puts another record in its place.
    pub(crate) async fn put(&self, options: &Options, record: &Value) {
        let name = name(options);
        let kept = self.store.read(&name).await.unwrap();
        let generation = record["generation"].as_u64().unwrap();
        let sealed = self.seal().seal(&name, generation, record.to_string().as_bytes());
        assert!(self.store.swap(&name, kept.as_ref(), Some(&sealed)).await.unwrap());
    }

    pub(crate) fn seal(&self) -> Seal {
        let key = match &self.key_file {
            Some(path) => Key::from_file_or_new(path).unwrap(),
            None => Key::from_base64(&self.key.into()).unwrap(),
        };
        Seal::new(key, Vec::new())
    }
}

fn name(options: &Options) -> CredentialName {
    CredentialName::of(&options.credentials.principal(), &options.upstream.to_string())
}
