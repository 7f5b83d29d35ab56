//! Secrets: given as they are, or as the path of a file that holds them.

use std::path::Path;

use secrecy::SecretString;

use super::kind::{PATH, TEXT};
use super::settings::Settings;

/// Permissions that let others than the owner change a secret, or than owner and group read it. Group-readable
/// files are common where a service reads what an administrator owns.
#[cfg(unix)]
const LOOSE: u32 = 0o027;

/// Reads `key`, or the file that `file_key` names. Both at once is a complaint. No complaint shows the path:
/// a secret set as a path by mistake would appear in it.
pub(super) fn secret(
    settings: &mut Settings,
    key: &'static str,
    file_key: &'static str,
) -> Option<SecretString> {
    let given = settings.read(key, &TEXT);
    let path = settings.read(file_key, &PATH);
    if settings.is_set(key) && settings.is_set(file_key) {
        let origin = settings.origin(file_key);
        settings.complain(format!("{origin}: {key} is set as well; keep one of the two"));
        return None;
    }
    if let Some(file) = settings.file_of(key).filter(|file| is_loose(file)) {
        let file = file.display();
        settings.warn(format!("{file}: holds a secret, and other users can read or change it; chmod 600 it"));
    }
    match path {
        Some(path) => from_file(settings, file_key, &path),
        None => given.map(SecretString::from),
    }
}

fn from_file(settings: &mut Settings, key: &'static str, path: &Path) -> Option<SecretString> {
    let origin = settings.origin(key).to_owned();
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => {
            settings.complain(format!("{origin}: names an empty file; write the secret into it"));
            None
        }
        Ok(text) => {
            if is_loose(path) {
                let line = "other users can read or change the file it names; chmod 600 it";
                settings.warn(format!("{origin}: {line}"));
            }
            Some(SecretString::from(text.trim_end_matches(['\r', '\n'])))
        }
        Err(error) => {
            settings.complain(format!("{origin}: names a file that cannot be read ({error})"));
            None
        }
    }
}

/// A secret that others can read is told but not refused: container platforms mount secrets that way.
#[cfg(unix)]
fn is_loose(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & LOOSE != 0)
}

#[cfg(not(unix))]
fn is_loose(_: &Path) -> bool {
    false
}
