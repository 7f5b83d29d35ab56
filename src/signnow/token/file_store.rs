//! A store in one file, for one process.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use super::store::{BoxFuture, StoreError, StoredTokens, TokenStore};

/// Keeps one pair of tokens in a JSON file that only its owner may read.
///
/// Saving writes a new file beside the old one (mode 0600, never an existing name), syncs it, renames it
/// over the old one and syncs the folder: after a crash there is the old pair or the new one, whole.
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
    check_mode(path, &file).map_err(failed)??;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(failed)?;
    let content: Content =
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Content { path: path.to_owned() })?;
    Ok(Some(content.into_tokens()))
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
    let failed = |source| StoreError::File { path: path.to_owned(), action: "written", source };
    let bytes = Content::of(tokens).to_json().map_err(|error| failed(error.into()))?;
    replace(path, &bytes).map_err(failed)
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // `tempfile` opens with O_EXCL and mode 0600, and removes the file if we fail before the rename.
    let mut file = tempfile::Builder::new().prefix(".signgraph-tokens-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failure| failure.error)?;
    sync_folder(folder)
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
