//! The desk where every section asks for its keys; what nobody asked for is unknown.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::complaint::Complaints;
use super::document::{Document, place};
use super::kind::{Kind, PATH, Raw};
use super::source::{CONFIG_VARIABLE, Flag, Sources, is_ours, variable};

/// Everything that was set, by whom, and everything that is wrong so far.
///
/// The keys there are become known by being asked for, so no list of them can fall behind the code.
#[derive(Default)]
pub(super) struct Settings {
    file: PathBuf,
    document: Document,
    variables: BTreeMap<String, Raw>,
    flags: Vec<Flag>,
    known: Vec<&'static str>,
    origins: BTreeMap<&'static str, Origin>,
    complaints: Vec<String>,
    warnings: Vec<String>,
}

/// Where a value stands, in the words of a complaint.
#[derive(Clone)]
struct Origin {
    place: String,
    is_file: bool,
}

impl Settings {
    /// Gathers what the sources say, without yet knowing what is meant.
    pub(super) fn gather(sources: Sources) -> Settings {
        let mut settings = Settings { flags: sources.flags, ..Settings::default() };
        settings.gather_variables(sources.variables);
        let named = settings.variables.remove(CONFIG_VARIABLE);
        let named = named.and_then(|raw| settings.understand(CONFIG_VARIABLE, &PATH, &raw));
        if let Some(file) = sources.file.or(named) {
            settings.document = Document::read(&file);
            settings.complaints.extend_from_slice(&settings.document.complaints);
            settings.file = file;
        }
        settings
    }

    fn gather_variables(&mut self, variables: Vec<(OsString, OsString)>) {
        for (name, value) in variables {
            let Some(name) = name.to_str().filter(|name| is_ours(name)) else { continue };
            match value.into_string() {
                Ok(value) => drop(self.variables.insert(name.to_owned(), Raw::Loose(value))),
                Err(_) => self.complain(format!("{name}: is not text in UTF-8; set it again")),
            }
        }
    }

    /// Replaces `target` when the key is set.
    pub(super) fn set<T>(&mut self, key: &'static str, kind: &Kind<T>, target: &mut T) {
        if let Some(value) = self.read(key, kind) {
            *target = value;
        }
    }

    /// The value of a key, from the strongest source that sets it. The weaker ones have to be right as well.
    pub(super) fn read<T>(&mut self, key: &'static str, kind: &Kind<T>) -> Option<T> {
        self.known.push(key);
        let mut answer = None;
        for (origin, raw) in self.take(key) {
            self.origins.insert(key, origin.clone());
            answer = self.understand(&origin.place, kind, &raw).or(answer);
        }
        answer
    }

    /// Where the value of a key comes from, for complaints that concern several keys; the key itself when
    /// nothing sets it.
    pub(super) fn origin(&self, key: &'static str) -> &str {
        self.origins.get(key).map_or(key, |origin| &origin.place)
    }

    /// The configuration file, if the value of the key stands there.
    pub(super) fn file_of(&self, key: &str) -> Option<&Path> {
        self.origins.get(key).filter(|origin| origin.is_file).map(|_| self.file.as_path())
    }

    /// Is the key set anywhere, rightly or wrongly?
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.origins.contains_key(key)
    }

    /// Can the absence of a key be trusted? Not when a part of the file was lost.
    pub(super) fn is_whole(&self) -> bool {
        self.document.complaints.is_empty()
    }

    /// Adds a line: the place, a colon, what is wrong there, and the cure.
    pub(super) fn complain(&mut self, line: String) {
        self.complaints.push(line);
    }

    /// Adds a line that is told, once, but stops nothing.
    pub(super) fn warn(&mut self, line: String) {
        if !self.warnings.contains(&line) {
            self.warnings.push(line);
        }
    }

    /// The keys that were asked for.
    pub(super) fn known(&self) -> &[&'static str] {
        &self.known
    }

    /// Complains of what nobody asked for, and gives either all complaints or the warnings.
    pub(super) fn finish(mut self) -> Result<Vec<String>, Complaints> {
        self.complain_of_unknown_keys();
        self.complain_of_unknown_variables();
        if self.complaints.is_empty() { Ok(self.warnings) } else { Err(Complaints::new(self.complaints)) }
    }

    fn complain_of_unknown_keys(&mut self) {
        for (key, (line, raw)) in &self.document.values {
            let is_section = self.known.iter().any(|known| known.starts_with(&format!("{key}.")));
            let place = place(&self.file, *line);
            let printable = key.escape_debug();
            match (is_section, raw) {
                (true, Raw::Table) => {}
                (true, _) => self.complaints.push(format!(
                    "{place}: {printable} is a section; write [{printable}] on a line, and its keys below it"
                )),
                (false, _) => {
                    let nearest = nearest(key, self.known.iter().copied());
                    let line = format!("{place}: there is no key {printable}; did you mean {nearest}?");
                    self.complaints.push(line);
                }
            }
        }
    }

    fn complain_of_unknown_variables(&mut self) {
        let known = self.known.iter().map(|key| variable(key)).chain([CONFIG_VARIABLE.to_owned()]);
        let known: Vec<String> = known.collect();
        for name in self.variables.keys() {
            let nearest = nearest(name, known.iter().map(String::as_str));
            self.complaints.push(format!("{name}: there is no such setting; did you mean {nearest}?"));
        }
    }

    /// What the sources say of a key, the weakest first.
    fn take(&mut self, key: &str) -> Vec<(Origin, Raw)> {
        let mut found = Vec::new();
        if let Some((line, raw)) = self.document.values.remove(key) {
            let place = format!("{}: {key}", place(&self.file, line));
            found.push((Origin { place, is_file: true }, raw));
        }
        let variable = variable(key);
        if let Some(raw) = self.variables.remove(&variable) {
            found.push((Origin { place: variable, is_file: false }, raw));
        }
        for flag in self.flags.extract_if(.., |flag| flag.key == key) {
            let origin = Origin { place: flag.name.to_owned(), is_file: false };
            found.push((origin, Raw::Loose(flag.value)));
        }
        found
    }

    fn understand<T>(&mut self, origin: &str, kind: &Kind<T>, raw: &Raw) -> Option<T> {
        let value = (kind.read)(raw);
        if value.is_none() {
            self.complain(format!("{origin}: expects {}", kind.expected));
        }
        value
    }
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> &'a str {
    let likeness = |candidate: &&str| strsim::normalized_damerau_levenshtein(name, candidate);
    known.max_by(|left, right| likeness(left).total_cmp(&likeness(right))).unwrap_or_default()
}
