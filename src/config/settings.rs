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
    known: Vec<String>,
    origins: BTreeMap<String, Origin>,
    complaints: Vec<String>,
    warnings: Vec<String>,
}

/// Where a value stands, in the words of a complaint.
#[derive(Clone)]
struct Origin {
    place: String,
    layer: Layer,
}

/// The sources, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    File,
    Variable,
    Flag,
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

    /// A variable that is empty counts as not set: many tools can only empty one.
    fn gather_variables(&mut self, variables: Vec<(OsString, OsString)>) {
        for (name, value) in variables.into_iter().filter(|(_, value)| !value.is_empty()) {
            let Some(name) = name.to_str().filter(|name| is_ours(name)) else { continue };
            match value.into_string() {
                Ok(value) => drop(self.variables.insert(name.to_owned(), Raw::Loose(value))),
                Err(_) => self.complain(format!("{name}: is not text in UTF-8; set it again")),
            }
        }
    }

    /// Replaces `target` when the key is set.
    pub(super) fn set<T>(&mut self, key: &str, kind: &Kind<T>, target: &mut T) {
        if let Some(value) = self.read(key, kind) {
            *target = value;
        }
    }

    /// The value of a key, from the strongest source that sets it. The weaker ones have to be right as well.
    pub(super) fn read<T>(&mut self, key: &str, kind: &Kind<T>) -> Option<T> {
        self.known.push(key.to_owned());
        let mut answer = None;
        for (origin, raw) in self.take(key) {
            self.origins.insert(key.to_owned(), origin.clone());
            answer = self.understand(&origin.place, kind, &raw).or(answer);
        }
        answer
    }

    /// Two ways to say one thing: what a source says in either way silences what weaker sources say in the
    /// other. Has to come before the keys are read. What one source says in both ways is left to be complained of.
    pub(super) fn choose(&mut self, these: &[&str], those: &[&str]) {
        let (strongest_of_these, strongest_of_those) = (self.strongest(these), self.strongest(those));
        self.silence(these, strongest_of_those);
        self.silence(those, strongest_of_these);
    }

    fn strongest(&self, keys: &[&str]) -> Option<Layer> {
        let sets = |layer: &Layer| keys.iter().any(|key| self.sets(*layer, key));
        [Layer::Flag, Layer::Variable, Layer::File].into_iter().find(sets)
    }

    fn sets(&self, layer: Layer, key: &str) -> bool {
        match layer {
            Layer::File => self.document.values.contains_key(key),
            Layer::Variable => self.variables.contains_key(&variable(key)),
            Layer::Flag => self.flags.iter().any(|flag| flag.key == key),
        }
    }

    /// Drops what sources weaker than `layer` say. Dropped keys are known all the same, as they are still read.
    fn silence(&mut self, keys: &[&str], layer: Option<Layer>) {
        for key in keys {
            if layer > Some(Layer::File) {
                self.document.values.remove(*key);
            }
            if layer > Some(Layer::Variable) {
                self.variables.remove(&variable(key));
            }
        }
    }

    /// Where the value of a key comes from, for complaints that concern several keys; the key itself when
    /// nothing sets it.
    pub(super) fn origin<'a>(&'a self, key: &'a str) -> &'a str {
        self.origins.get(key).map_or(key, |origin| &origin.place)
    }

    /// The configuration file, if the value of the key stands there.
    pub(super) fn file_of(&self, key: &str) -> Option<&Path> {
        self.origins.get(key).filter(|origin| origin.layer == Layer::File).map(|_| self.file.as_path())
    }

    /// Is the key set anywhere, rightly or wrongly?
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.origins.contains_key(key)
    }

    /// The names of the tables within a section of the file, each with its place.
    pub(super) fn tables(&self, section: &str) -> BTreeMap<String, String> {
        let mut tables = BTreeMap::new();
        for (key, (line, raw)) in &self.document.values {
            let Some(rest) = key.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')) else {
                continue;
            };
            match rest.split_once('.') {
                Some((name, _)) => drop(tables.entry(name.to_owned()).or_insert(place(&self.file, *line))),
                None if matches!(raw, Raw::Table) => {
                    drop(tables.insert(rest.to_owned(), place(&self.file, *line)))
                }
                None => {}
            }
        }
        tables
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
    pub(super) fn known(&self) -> &[String] {
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
                    let nearest = nearest(key, self.known.iter().map(String::as_str));
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
            found.push((Origin { place, layer: Layer::File }, raw));
        }
        let variable = variable(key);
        if let Some(raw) = self.variables.remove(&variable) {
            found.push((Origin { place: variable, layer: Layer::Variable }, raw));
        }
        for flag in self.flags.extract_if(.., |flag| flag.key == key) {
            let origin = Origin { place: flag.name.to_owned(), layer: Layer::Flag };
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
