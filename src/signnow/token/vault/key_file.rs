//! A key in a file.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;

use super::key::{Key, KeyError, Misfit};
use crate::private_file::{FileError, PrivateFile};

/// In bytes: far more than a key needs.
const LONGEST: usize = 1024;

impl Key {
    /// The key in a file, in base64. Blocks while it is read, so it is for the start of a program.
    ///
    /// # Errors
    /// [`KeyError`], also where there is no file, or one that others than its owner may read or write.
    pub fn from_file(path: &Path) -> Result<Key, KeyError> {
        parse(path, named(path).open(OpenOptions::new().read(true))?)
    }

    /// The key in a file, which is made with a new key where there is none; its folder has to exist. Whoever else makes
    /// it at the same moment, in this process or another, ends with the same key. It is durable before this returns.
    /// Blocks as [`Key::from_file`] does.
    ///
    /// # Errors
    /// As [`Key::from_file`], and where the file cannot be made.
    pub fn from_file_or_new(path: &Path) -> Result<Key, KeyError> {
        if named(path).read()?.is_none() {
            create(path, &Key::random())?;
        }
        // Whoever made it may not have come to this yet, and what is sealed with a key that is lost is lost.
        named(path).sync_folder()?;
        Key::from_file(path)
    }
}

fn named(path: &Path) -> PrivateFile<'_> {
    PrivateFile { what: "key file", path }
}

fn parse(path: &Path, file: File) -> Result<Key, KeyError> {
    // With room for all of it, so that no copy is left behind where it would have grown.
    let mut text = Zeroizing::new(String::with_capacity(LONGEST));
    let read = file.take(LONGEST as u64).read_to_string(&mut text);
    let key = match read {
        Ok(LONGEST) => Err(Misfit::TooLong),
        Ok(_) => Key::parse(&text),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Misfit::NotBase64),
        Err(source) => return Err(named(path).failed("read", source).into()),
    };
    key.map_err(|found| KeyError::Content { path: path.to_owned(), found })
}

/// Makes the file with all it holds at once, unless there is one.
fn create(path: &Path, key: &Key) -> Result<(), FileError> {
    let failed = |source| named(path).failed("written", source);
    let mut new = named(path).beside()?;
    writeln!(new, "{}", key.to_base64().expose_secret()).map_err(failed)?;
    new.as_file().sync_all().map_err(failed)?;
    match new.persist_noclobber(path) {
        Err(failure) if failure.error.kind() != io::ErrorKind::AlreadyExists => Err(failed(failure.error)),
        _ => Ok(()),
    }
}
