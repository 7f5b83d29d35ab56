//! A store in one file, for one server and an operator beside it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use tempfile::NamedTempFile;

use super::file_lock::hold;
use super::store::{BoxFuture, StoreError, StoredTokens, TokenStore};

/// Keeps one pair of tokens in a JSON file that only its owner may read.
///
/// Saving writes a new file beside the old one (mode 0600, never an existing name), syncs it, renames it
/// over the old one and syncs the folder: after a crash there is the old pair or the new one, whole.
/// Saving and forgetting lock the file, so that neither undoes the other; forgetting removes it.
/// The file belongs to one credential. Tokens of another principal or host in it are not used, and the
/// next login replaces them; the log says so.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// A store in this file; its folder has to exist when something is saved.
    pub fn new(path: impl Into<PathBuf>) -> FileStore {
        FileStore { path: path.into() }
    }

    /// Whether the store can be used: what is there can be read, and a file beside it can be written. Nothing is
    /// left behind. For the start of a program, where a fault is cheaper than after the first login.
    ///
    /// # Errors
    /// [`StoreError`], as loading or saving would give it.
    pub async fn check(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        off_the_reactor(move || {
            read(&path)?;
            beside(&path).map(drop).map_err(|source| unwritten(&path, source))
        })
        .await
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredTokens>, StoreError>> {
        let path = self.path.clone();
        Box::pin(off_the_reactor(move || read(&path)))
    }

    fn save<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<(), StoreError>> {
        let (path, tokens) = (self.path.clone(), tokens.clone());
        Box::pin(off_the_reactor(move || write(&path, &tokens)))
    }

    fn forget<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (path, tokens) = (self.path.clone(), tokens.clone());
        Box::pin(off_the_reactor(move || remove(&path, &tokens)))
    }
}

async fn off_the_reactor<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|_| Err(StoreError::Other("the file could not be worked on".to_owned())))
}

/// What the file holds. Times are unix seconds.
#[derive(Serialize, Deserialize)]
struct Content {
    generation: u64,
    principal: String,
    upstream: String,
    #[serde(serialize_with = "exposed")]
    access_token: SecretString,
    #[serde(serialize_with = "exposed_if_any")]
    refresh_token: Option<SecretString>,
    #[serde(with = "chrono::serde::ts_seconds")]
    obtained_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_seconds")]
    expires_at: DateTime<Utc>,
}

/// Far more than a pair of tokens needs.
const LARGEST_FILE: u64 = 64 * 1024;

fn read(path: &Path) -> Result<Option<StoredTokens>, StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), action: "read", source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    check_kind(&file).map_err(failed)?;
    check_mode(path, &file).map_err(failed)??;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(failed)?;
    let content: Content =
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Content { path: path.to_owned() })?;
    Ok(Some(content.into_tokens()))
}

/// A folder or a device has a mode too, and the advice for a mode would be wrong for it.
fn check_kind(file: &File) -> io::Result<()> {
    let is_file = file.metadata()?.is_file();
    if is_file { Ok(()) } else { Err(io::Error::other("it is no ordinary file")) }
}

/// The open file is asked, not the name, which could point elsewhere by then.
#[cfg(unix)]
fn check_mode(path: &Path, file: &File) -> io::Result<Result<(), StoreError>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    let private = mode & 0o077 == 0;
    Ok(if private { Ok(()) } else { Err(StoreError::Permissions { path: path.to_owned(), mode }) })
}

#[cfg(not(unix))]
fn check_mode(_path: &Path, _file: &File) -> io::Result<Result<(), StoreError>> {
    Ok(Ok(()))
}

fn write(path: &Path, tokens: &StoredTokens) -> Result<(), StoreError> {
    let bytes = Content::of(tokens).to_json().map_err(|error| unwritten(path, error.into()))?;
    // On a file system without locks tokens are saved all the same: a pair that is not saved is lost.
    let _held = hold(path);
    replace(path, &bytes).map_err(|source| unwritten(path, source))
}

/// The file goes, so that whoever reads next finds none and logs in.
fn remove(path: &Path, tokens: &StoredTokens) -> Result<bool, StoreError> {
    let failed = |action| move |source| StoreError::File { path: path.to_owned(), action, source };
    let _held = hold(path).map_err(failed("locked"))?;
    match read(path)? {
        Some(kept) if !kept.is(tokens) => return Ok(false),
        Some(_) => std::fs::remove_file(path).map_err(failed("removed"))?,
        None => {}
    }
    sync_folder(folder(path)).map_err(failed("removed"))?;
    Ok(true)
}

fn unwritten(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), action: "written", source }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failure| failure.error)?;
    sync_folder(folder(path))
}

/// A new file in the same folder. `tempfile` opens with O_EXCL and mode 0600, and removes the file unless it is
/// renamed.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    // The system's own words: `tempfile` would add the path, which the caller tells already.
    let file = tempfile::Builder::new().prefix(".signgraph-tokens-").tempfile_in(folder(path));
    file.map_err(|error| error.raw_os_error().map_or(error, io::Error::from_raw_os_error))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Without this the rename itself may be lost in a crash.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl Content {
    fn of(tokens: &StoredTokens) -> Content {
        Content {
            generation: tokens.generation,
            principal: tokens.principal.clone(),
            upstream: tokens.upstream.clone(),
            access_token: tokens.access_token.clone(),
            refresh_token: tokens.refresh_token.clone(),
            obtained_at: tokens.obtained_at,
            expires_at: tokens.expires_at,
        }
    }

    fn to_json(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        serde_json::to_vec_pretty(self).map(Zeroizing::new)
    }

    fn into_tokens(self) -> StoredTokens {
        StoredTokens {
            generation: self.generation,
            access_token: self.access_token,
            refresh_token: self.refresh_token,
            obtained_at: self.obtained_at,
            expires_at: self.expires_at,
            principal: self.principal,
            upstream: self.upstream,
        }
    }
}

fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

fn exposed_if_any<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn tokens(generation: u64) -> StoredTokens {
        StoredTokens {
            generation,
            access_token: "canary-access".to_owned().into(),
            refresh_token: Some("canary-refresh".to_owned().into()),
            obtained_at: DateTime::from_timestamp(1_767_225_600, 0).unwrap(),
            expires_at: DateTime::from_timestamp(1_769_817_600, 0).unwrap(),
            principal: "client/ada@example.test".to_owned(),
            upstream: "https://api.signnow.com".to_owned(),
        }
    }

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn what_is_saved_is_loaded_and_only_the_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let store = FileStore::new(&path);
        assert!(store.load().await.unwrap().is_none());
        store.save(&tokens(1)).await.unwrap();
        store.save(&tokens(2)).await.unwrap();
        let loaded = FileStore::new(&path).load().await.unwrap().unwrap();
        assert_eq!(loaded.generation, 2);
        assert_eq!(loaded.access_token.expose_secret(), "canary-access");
        assert_eq!(loaded.refresh_token.unwrap().expose_secret(), "canary-refresh");
        assert_eq!((loaded.obtained_at, loaded.expires_at), (tokens(2).obtained_at, tokens(2).expires_at));
        assert_eq!(loaded.principal, "client/ada@example.test");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "no temporary file is left");
    }

    #[tokio::test]
    async fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let store = FileStore::new(&path);
        store.save(&tokens(1)).await.unwrap();
        for open in [0o640, 0o604, 0o660, 0o644] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
            let refusal = store.load().await.unwrap_err();
            assert!(matches!(refusal, StoreError::Permissions { mode, .. } if mode == open));
            assert!(refusal.to_string().contains("chmod 600"), "{refusal}");
        }
        store.save(&tokens(2)).await.unwrap();
        assert_eq!(mode(&path), 0o600, "saving replaces the file and its mode");
    }

    #[tokio::test]
    async fn a_file_with_something_else_is_refused_without_showing_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let store = FileStore::new(&path);
        store.save(&tokens(1)).await.unwrap();
        for content in ["", "canary", r#"{"generation":"canary"}"#, r#"{"generation":1}"#] {
            std::fs::write(&path, content).unwrap();
            let refusal = store.load().await.unwrap_err();
            assert!(matches!(refusal, StoreError::Content { .. }), "{content}");
            assert!(!format!("{refusal} {refusal:?}").contains("canary"));
        }
    }

    #[tokio::test]
    async fn a_pair_is_forgotten_if_it_is_the_one_that_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let store = FileStore::new(&path);
        store.save(&tokens(2)).await.unwrap();
        let of_another_login = StoredTokens { access_token: "another".to_owned().into(), ..tokens(2) };
        for other in [tokens(1), tokens(3), of_another_login] {
            assert!(!store.forget(&other).await.unwrap());
        }
        assert_eq!(store.load().await.unwrap().unwrap().generation, 2);
        assert!(store.forget(&tokens(2)).await.unwrap());
        assert!(store.load().await.unwrap().is_none());
        assert!(store.forget(&tokens(2)).await.unwrap(), "it is not kept, which is what was asked for");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_pair_that_is_saved_while_another_is_forgotten_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::new(folder.path().join("tokens.json"));
        for _ in 0..200 {
            store.save(&tokens(1)).await.unwrap();
            let (one, two) = (tokens(1), tokens(2));
            let (forgotten, saved) = tokio::join!(store.forget(&one), store.save(&two));
            forgotten.unwrap();
            saved.unwrap();
            assert_eq!(store.load().await.unwrap().unwrap().generation, 2);
        }
    }

    #[tokio::test]
    async fn a_check_finds_what_would_fail_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let check = |name: &str| {
            let store = FileStore::new(folder.path().join(name));
            async move { store.check().await.map_err(|error| error.with_cause()) }
        };
        check("tokens.json").await.unwrap();
        FileStore::new(folder.path().join("tokens.json")).save(&tokens(1)).await.unwrap();
        check("tokens.json").await.unwrap();
        std::fs::write(folder.path().join("garbage"), "canary").unwrap();
        std::fs::set_permissions(folder.path().join("garbage"), std::fs::Permissions::from_mode(0o600))
            .unwrap();
        for (name, words) in [
            ("missing/tokens.json", "cannot be written (No such file"),
            ("tokens.json/tokens.json", "cannot be read (Not a directory"),
            ("", "cannot be read (it is no ordinary file)"),
            ("garbage", "does not hold tokens"),
        ] {
            let fault = check(name).await.unwrap_err();
            assert!(fault.contains(words) && !fault.contains("canary"), "{name}: {fault}");
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), 2, "no temporary file is left");
    }

    #[tokio::test]
    async fn a_save_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        std::fs::create_dir(&path).unwrap();
        let failure = FileStore::new(&path).save(&tokens(1)).await.unwrap_err();
        assert!(matches!(failure, StoreError::File { action: "written", .. }));
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "no temporary file is left");
        let nowhere = FileStore::new(folder.path().join("missing/tokens.json"));
        assert!(nowhere.save(&tokens(1)).await.is_err());
        assert!(nowhere.load().await.unwrap().is_none());
    }
}
