//! Secrets: given as they are, or as the path of a file that holds them.

use std::path::Path;

use secrecy::SecretString;

use super::kind::{PATH, TEXT};
use super::settings::Settings;

/// Permissions that let others than the owner change a secret.
const CHANGEABLE: u32 = 0o022;

/// Permissions that let everybody read a secret. The group may: a service often reads what an administrator owns.
const READABLE: u32 = 0o004;

/// Reads `key`, or the file that `file_key` names, as the strongest source says. Both in one source is a
/// complaint. No complaint shows the path: a secret set as a path by mistake would appear in it.
pub(super) fn secret(settings: &mut Settings, key: &str, file_key: &str) -> Option<SecretString> {
    settings.choose(&[key], &[file_key]);
    let given = settings.read(key, &TEXT);
    let path = settings.read(file_key, &PATH);
    if settings.is_set(key) && settings.is_set(file_key) {
        let origin = settings.origin(file_key);
        settings.complain(format!("{origin}: {key} is set as well; keep one of the two"));
        return None;
    }
    if let Some((file, danger)) = settings.file_of(key).and_then(|file| Some((file, danger(file)?))) {
        let file = file.display();
        settings.warn(format!("{file}: holds a secret, and {danger}; {CURE}"));
    }
    match path {
        Some(path) => from_file(settings, file_key, &path),
        None => given.map(SecretString::from),
    }
}

fn from_file(settings: &mut Settings, key: &str, path: &Path) -> Option<SecretString> {
    let origin = settings.origin(key).to_owned();
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => {
            settings.complain(format!("{origin}: names an empty file; write the secret into it"));
            None
        }
        Ok(text) => {
            if let Some(danger) = danger(path) {
                settings.warn(format!("{origin}: the file it names holds a secret, and {danger}; {CURE}"));
            }
            Some(SecretString::from(text.trim_end_matches(['\r', '\n'])))
        }
        Err(error) => {
            settings.complain(format!("{origin}: names a file that cannot be read ({error})"));
            None
        }
    }
}

const CURE: &str = "chmod 600 it, or give it such a mode where it is mounted";

/// What the permissions of a file let others do. It is told but not refused: container platforms mount secrets
/// that way, and the mount may be read-only.
fn danger(path: &Path) -> Option<&'static str> {
    match mode(path)? {
        mode if mode & CHANGEABLE != 0 => Some("others than its owner can change it"),
        mode if mode & READABLE != 0 => Some("every user of this machine can read it"),
        _ => None,
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(path).ok().map(|metadata| metadata.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}
