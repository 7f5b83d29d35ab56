//! Bad input, found before any call: every fault at once, each with the path of its argument.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::RangeInclusive;
use std::str::FromStr;

use async_graphql::ID;

use super::user_error::UserError;
use super::user_error::UserErrorCode::{self, *};
use crate::graph::id::{GlobalId, signnows_own};
use crate::signnow::{DocumentGroupId, DocumentId, EmailAddress, OrganizationId, UserId};

/// An input that was checked: what is to be done, or everything that is wrong with it.
pub(super) type Checked<T> = Result<T, Vec<UserError>>;

/// Checks the arguments of one input. Each check answers the value it is sure of, or notes what is wrong.
#[derive(Default)]
pub(super) struct Check {
    within: Vec<String>,
    wrong: Vec<UserError>,
}

impl Check {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// What is to be done, if nothing is wrong. `plan` is `None` only where a check has noted why.
    pub(super) fn then<T>(self, plan: Option<T>) -> Checked<T> {
        match plan {
            Some(plan) if self.wrong.is_empty() => Ok(plan),
            _ => Err(self.wrong),
        }
    }

    /// Checks what lies deeper, such as an item of a list: the paths of its arguments begin with `step`.
    pub(super) fn within<T>(&mut self, step: impl ToString, check: impl FnOnce(&mut Self) -> T) -> T {
        self.within.push(step.to_string());
        let checked = check(self);
        self.within.pop();
        checked
    }

    /// Checks one item of a list.
    pub(super) fn item<T>(&mut self, argument: &str, index: usize, check: impl FnOnce(&mut Self) -> T) -> T {
        self.within(argument, |this| this.within(index, check))
    }

    /// Checks each item of a list.
    pub(super) fn each<T, U>(
        &mut self,
        argument: &str,
        items: impl IntoIterator<Item = T>,
        mut check: impl FnMut(&mut Self, T) -> Option<U>,
    ) -> Option<Vec<U>> {
        self.within(argument, |this| {
            let items = items.into_iter().enumerate();
            // All of them are checked before the first fault counts.
            let checked: Vec<Option<U>> =
                items.map(|(index, item)| this.within(index, |this| check(this, item))).collect();
            checked.into_iter().collect()
        })
    }

    /// Checks each item of a list in which nothing may stand twice, which `key` tells. A second one is refused at
    /// `argument` of its item; empty for the item itself.
    pub(super) fn each_once<T, U, K: Eq + Hash>(
        &mut self,
        list: &str,
        argument: &str,
        items: impl IntoIterator<Item = T>,
        mut check: impl FnMut(&mut Self, T) -> Option<U>,
        key: impl Fn(&U) -> K,
    ) -> Option<Vec<U>> {
        let mut keys = Vec::new();
        let checked = self.each(list, items, |this, item| {
            let checked = check(this, item);
            keys.push(checked.as_ref().map(&key));
            checked
        });
        self.once(list, argument, keys);
        checked
    }

    /// The same for items that are checked elsewhere, by what tells them apart; `None` where that is not known.
    pub(super) fn once<K: Eq + Hash>(
        &mut self,
        list: &str,
        argument: &str,
        keys: impl IntoIterator<Item = Option<K>>,
    ) {
        let mut seen = HashMap::new();
        for (index, key) in keys.into_iter().enumerate() {
            let Some(key) = key else { continue };
            let first = *seen.entry(key).or_insert(index);
            if first != index {
                let wrong =
                    format!("The list has this at place {first} already, counted from 0; pass it once.");
                self.item(list, index, |this| this.note(argument, Duplicate, wrong));
            }
        }
    }

    /// Notes that something is wrong with an argument; an empty one is the item that is being checked.
    pub(super) fn refuse<T>(
        &mut self,
        argument: &str,
        code: UserErrorCode,
        message: impl Into<String>,
    ) -> Option<T> {
        self.note(argument, code, message);
        None
    }

    /// The same where nothing is wanted of the argument.
    pub(super) fn note(&mut self, argument: &str, code: UserErrorCode, message: impl Into<String>) {
        let argument = Some(argument).filter(|argument| !argument.is_empty());
        let path: Vec<&str> = self.within.iter().map(String::as_str).chain(argument).collect();
        self.wrong.push(UserError::at(&path, code, message));
    }

    /// The organization with this id, of this graph's or signNow's own.
    pub(super) fn organization(&mut self, argument: &str, id: &ID) -> Option<OrganizationId> {
        let wrong = "Pass the `id` or the `organizationId` of an organization.";
        GlobalId::organization(argument, id).ok().or_else(|| self.refuse(argument, InvalidId, wrong))
    }

    /// The person with this global id, and their organization.
    pub(super) fn person(&mut self, argument: &str, id: &ID) -> Option<(OrganizationId, UserId)> {
        match GlobalId::decode(argument, id) {
            Ok(GlobalId::Person { organization, user }) => Some((organization, user)),
            _ => self.refuse(argument, InvalidId, "Pass the `id` of a person of an organization."),
        }
    }

    /// The document with this id, of this graph's or signNow's own.
    pub(super) fn document(&mut self, argument: &str, id: &ID) -> Option<DocumentId> {
        let wrong = "Pass the `id` or the `documentId` of a document.";
        GlobalId::document(argument, id).ok().or_else(|| self.refuse(argument, InvalidId, wrong))
    }

    /// The group of documents with this id, of this graph's or signNow's own.
    pub(super) fn document_group(&mut self, argument: &str, id: &ID) -> Option<DocumentGroupId> {
        let wrong = "Pass the `id` or the `documentGroupId` of a group of documents.";
        GlobalId::document_group(argument, id).ok().or_else(|| self.refuse(argument, InvalidId, wrong))
    }

    /// Something that has no global id, by signNow's own.
    pub(super) fn signnows_own<T: FromStr>(&mut self, argument: &str, id: &ID, wrong: &str) -> Option<T> {
        signnows_own(id).or_else(|| self.refuse(argument, InvalidId, wrong))
    }

    /// An address that may be one: whether it is, only signNow can tell.
    pub(super) fn email(&mut self, argument: &str, email: &str) -> Option<EmailAddress> {
        let email = email.trim();
        if email.is_empty() {
            return self.refuse(argument, Blank, "An e-mail address is needed.");
        }
        let parts = email.split_once('@');
        let is_one = parts.is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@') && email.len() <= LONGEST_EMAIL
        }) && !email
            .contains(|character: char| character.is_whitespace() || character.is_control());
        let wrong =
            format!("Pass an e-mail address, such as ada@example.com, of at most {LONGEST_EMAIL} bytes.");
        if is_one { Some(EmailAddress::new(email)) } else { self.refuse(argument, InvalidEmail, wrong) }
    }

    /// One line of text with something in it, of so many characters at most.
    pub(super) fn text(&mut self, argument: &str, text: String, most: usize) -> Option<String> {
        let text = self.filled(argument, text)?;
        self.line(argument, text, most)
    }

    /// The same, if one is given.
    pub(super) fn text_if_any(
        &mut self,
        argument: &str,
        text: Option<String>,
        most: usize,
    ) -> Option<Option<String>> {
        text.map_or(Some(None), |text| self.text(argument, text, most).map(Some))
    }

    /// One line of text, which may be empty, of so many characters at most.
    pub(super) fn line(&mut self, argument: &str, text: String, most: usize) -> Option<String> {
        if text.contains(char::is_control) {
            return self.refuse(argument, Invalid, "This must be one line, without control characters.");
        }
        self.at_most(argument, text, most)
    }

    /// Lines of text with something in them, of so many characters at most, if any are given.
    pub(super) fn lines_if_any(
        &mut self,
        argument: &str,
        text: Option<String>,
        most: usize,
    ) -> Option<Option<String>> {
        let Some(text) = text else { return Some(None) };
        let text = self.filled(argument, text)?;
        if text.contains(|character: char| character.is_control() && !"\r\n\t".contains(character)) {
            let wrong = "This must hold no control characters but tabs and the ends of lines.";
            return self.refuse(argument, Invalid, wrong);
        }
        self.at_most(argument, text, most).map(Some)
    }

    /// A text with something in it.
    pub(super) fn filled(&mut self, argument: &str, text: String) -> Option<String> {
        if text.trim().is_empty() {
            return self.refuse(argument, Blank, "This must not be empty.");
        }
        Some(text)
    }

    /// A text of so many characters at most, whichever they are.
    pub(super) fn at_most(&mut self, argument: &str, text: String, most: usize) -> Option<String> {
        match text.chars().count() {
            length if length > most => {
                let wrong = format!("This has {length} characters; at most {most} are taken.");
                self.refuse(argument, TooLong, wrong)
            }
            _ => Some(text),
        }
    }

    /// A whole number within a range.
    pub(super) fn within_range(
        &mut self,
        argument: &str,
        number: i32,
        range: RangeInclusive<i32>,
    ) -> Option<u32> {
        if range.contains(&number) {
            return u32::try_from(number).ok();
        }
        let wrong = format!("Pass a number from {} to {}.", range.start(), range.end());
        self.refuse(argument, OutOfRange, wrong)
    }

    /// The same, if one is given.
    pub(super) fn within_range_if_any(
        &mut self,
        argument: &str,
        number: Option<i32>,
        range: RangeInclusive<i32>,
    ) -> Option<Option<u32>> {
        number.map_or(Some(None), |number| self.within_range(argument, number, range).map(Some))
    }

    /// A list of so many items at least and at most.
    pub(super) fn length<T>(
        &mut self,
        argument: &str,
        items: Vec<T>,
        range: RangeInclusive<usize>,
    ) -> Option<Vec<T>> {
        if range.contains(&items.len()) {
            return Some(items);
        }
        let wrong = format!("Pass {} to {} items; these are {}.", range.start(), range.end(), items.len());
        self.refuse(argument, OutOfRange, wrong)
    }
}

/// The longest address there can be (RFC 5321, section 4.5.3.1.3, without the brackets).
const LONGEST_EMAIL: usize = 254;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_noted_with_its_path() {
        let mut check = Check::new();
        let emails = check
            .each("signers", ["ada@example.com", "ada", "a b@c"], |check, email| check.email("email", email));
        let name = check.text("name", " ".to_owned(), 5);
        assert_eq!((emails.is_none(), name), (true, None));
        let wrong = check.then(Some(())).unwrap_err();
        let paths: Vec<_> = wrong.iter().map(|error| error.field.clone().unwrap().join(".")).collect();
        assert_eq!(paths, ["input.signers.1.email", "input.signers.2.email", "input.name"]);
    }

    #[test]
    fn every_repetition_is_noted_beside_what_else_is_wrong() {
        let mut check = Check::new();
        let emails = ["a@b.c", "no", "A@B.c", "d@e.f", "a@b.C"];
        check.each_once("emails", "", emails, |check, it| check.email("", it), EmailAddress::clone);
        let told: Vec<_> = check.then(Some(())).unwrap_err();
        let told: Vec<_> = told.iter().map(|it| (it.code, it.field.as_ref().unwrap()[2].as_str())).collect();
        assert_eq!(told, [(InvalidEmail, "1"), (Duplicate, "2"), (Duplicate, "4")]);
    }

    #[test]
    fn a_line_has_no_end_within_and_lines_have() {
        let mut check = Check::new();
        assert_eq!(check.text("name", "a\nb".to_owned(), 9), None);
        assert_eq!(check.line("name", "\u{0}".to_owned(), 9), None);
        assert_eq!(check.line("name", String::new(), 9), Some(String::new()));
        let lines = "Dear all,\r\n\tsign.\n".to_owned();
        assert_eq!(check.lines_if_any("message", Some(lines.clone()), 99), Some(Some(lines)));
        assert_eq!(check.lines_if_any("message", Some("a\u{b}b".to_owned()), 9), None);
        assert_eq!(check.lines_if_any("message", Some("\n".to_owned()), 9), None);
        let codes: Vec<_> = check.then(Some(())).unwrap_err().into_iter().map(|error| error.code).collect();
        assert_eq!(codes, [Invalid, Invalid, Invalid, Blank]);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let mut check = Check::new();
        assert_eq!(check.text("name", "é".repeat(255), 255).map(|name| name.len()), Some(510));
        assert_eq!(check.text("name", "é".repeat(256), 255), None);
        assert_eq!(check.within_range("order", 0, 1..=9), None);
        let codes: Vec<_> = check.then(Some(())).unwrap_err().into_iter().map(|error| error.code).collect();
        assert_eq!(codes, [TooLong, OutOfRange]);
    }
}
