//! A record that counts, and the places it is kept in.

use std::path::{Path, PathBuf};

use signgraph::signnow::vault::{CredentialName, FileStore, Key, Seal, Sealed, TokenStore};
use tempfile::TempDir;

/// A folder with a key and room for a store.
pub(super) struct Stage {
    pub(super) folder: TempDir,
}

impl Stage {
    pub(super) fn new() -> Stage {
        Stage { folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn path(&self) -> PathBuf {
        file_in(self.folder.path())
    }

    /// A handle of its own, as another process would have.
    pub(super) fn store(&self) -> FileStore {
        FileStore::new(self.path())
    }

    pub(super) fn seal(&self) -> Seal {
        seal_in(self.folder.path())
    }

    /// What is in the folder, by name.
    pub(super) fn names(&self) -> Vec<String> {
        let entries = self.folder.path().read_dir().unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join("tokens.json")
}

/// Made by whoever comes first.
pub(super) fn seal_in(folder: &Path) -> Seal {
    Seal::new(Key::from_file_or_new(&folder.join("key")).unwrap(), Vec::new())
}

pub(super) fn name(principal: &str) -> CredentialName {
    CredentialName::of(principal, "https://api.signnow.com")
}

/// The generation that is kept under a name; 0 where nothing is. It also stands within the record.
pub(super) async fn generation(store: &dyn TokenStore, seal: &Seal, name: &CredentialName) -> u64 {
    counted(seal, name, store.read(name).await.unwrap().as_ref())
}

/// Tries to put the next generation in the place of the one that is kept, and tells which it was if it succeeded.
pub(super) async fn count_up(store: &dyn TokenStore, seal: &Seal, name: &CredentialName) -> Option<u64> {
    let kept = store.read(name).await.unwrap();
    let next = counted(seal, name, kept.as_ref()) + 1;
    let sealed = seal.seal(name, next, &next.to_be_bytes());
    store.swap(name, kept.as_ref(), Some(&sealed)).await.unwrap().then_some(next)
}

fn counted(seal: &Seal, name: &CredentialName, kept: Option<&Sealed>) -> u64 {
    let Some(kept) = kept else { return 0 };
    let (generation, content) = seal.open(name, kept).unwrap();
    assert_eq!(**content, generation.to_be_bytes());
    generation
}
