//! The names of events, and what they happen to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use crate::signnow::wire::text;

/// Declares the official names, each a variant and signNow's text.
macro_rules! event_names {
    ($($name:ident = $text:literal,)+) => {
        /// What signNow can tell of, as its official list names it (wire section 7.4). The names of document 001
        /// (`user.create`, `invite.complete` and the like) are in no official list, so they are not here.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventName {
            $(#[doc = concat!("`", $text, "`")] $name,)+
            /// A name that is not in the list, as signNow wrote it: its dashboard knows a few more. One that
            /// signNow does not know either is refused by it.
            Other(String),
        }

        impl EventName {
            /// Every name of the official list.
            pub const OFFICIAL: &'static [EventName] = &[$(EventName::$name,)+];

            /// signNow's text.
            pub fn as_str(&self) -> &str {
                match self {
                    $(EventName::$name => $text,)+
                    EventName::Other(text) => text,
                }
            }
        }
    };
}

event_names! {
    DocumentComplete = "document.complete",
    DocumentDelete = "document.delete",
    DocumentOpen = "document.open",
    DocumentUpdate = "document.update",
    DocumentFieldInviteCreate = "document.fieldinvite.create",
    DocumentFieldInviteDecline = "document.fieldinvite.decline",
    DocumentFieldInviteDelete = "document.fieldinvite.delete",
    DocumentFieldInviteReassign = "document.fieldinvite.reassign",
    DocumentFieldInviteReplace = "document.fieldinvite.replace",
    DocumentFieldInviteSent = "document.fieldinvite.sent",
    DocumentFieldInviteSigned = "document.fieldinvite.signed",
    DocumentFreeformCreate = "document.freeform.create",
    DocumentFreeformSigned = "document.freeform.signed",
    InviteExpired = "invite.expired",
    TemplateCopy = "template.copy",
    DocumentGroupComplete = "document_group.complete",
    DocumentGroupDelete = "document_group.delete",
    DocumentGroupUpdate = "document_group.update",
    DocumentGroupInviteCancel = "document_group.invite.cancel",
    DocumentGroupInviteCreate = "document_group.invite.create",
    DocumentGroupInviteResend = "document_group.invite.resend",
    DocumentGroupInviteUpdate = "document_group.invite.update",
    UserDocumentComplete = "user.document.complete",
    UserDocumentCreate = "user.document.create",
    UserDocumentDelete = "user.document.delete",
    UserDocumentOpen = "user.document.open",
    UserDocumentUpdate = "user.document.update",
    UserDocumentFieldInviteCreate = "user.document.fieldinvite.create",
    UserDocumentFieldInviteDecline = "user.document.fieldinvite.decline",
    UserDocumentFieldInviteDelete = "user.document.fieldinvite.delete",
    UserDocumentFieldInviteReassign = "user.document.fieldinvite.reassign",
    UserDocumentFieldInviteReplace = "user.document.fieldinvite.replace",
    UserDocumentFieldInviteSent = "user.document.fieldinvite.sent",
    UserDocumentFieldInviteSigned = "user.document.fieldinvite.signed",
    UserDocumentFreeformCreate = "user.document.freeform.create",
    UserDocumentFreeformSigned = "user.document.freeform.signed",
    UserInviteExpired = "user.invite.expired",
    UserTemplateCopy = "user.template.copy",
    UserDocumentGroupComplete = "user.document_group.complete",
    UserDocumentGroupCreate = "user.document_group.create",
    UserDocumentGroupDelete = "user.document_group.delete",
    UserDocumentGroupUpdate = "user.document_group.update",
    UserDocumentGroupInviteCancel = "user.document_group.invite.cancel",
    UserDocumentGroupInviteCreate = "user.document_group.invite.create",
    UserDocumentGroupInviteResend = "user.document_group.invite.resend",
    UserDocumentGroupInviteUpdate = "user.document_group.invite.update",
}

/// What an event happens to, and so whose id a subscription to it names (wire section 7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventSubject {
    /// Anything of this user.
    User,
    /// This document or template.
    Document,
    /// This group of documents.
    DocumentGroup,
}

impl EventName {
    /// What it happens to; `None` where an unlisted name does not tell.
    pub fn subject(&self) -> Option<EventSubject> {
        match self.as_str().split_once('.')?.0 {
            "user" => Some(EventSubject::User),
            "document" | "invite" | "template" => Some(EventSubject::Document),
            "document_group" => Some(EventSubject::DocumentGroup),
            _ => None,
        }
    }
}

/// A text that is no name of the official list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no event of signNow's; they are written like user.document.complete")]
pub struct UnknownEvent;

impl FromStr for EventName {
    type Err = UnknownEvent;

    fn from_str(text: &str) -> Result<Self, UnknownEvent> {
        Self::OFFICIAL.iter().find(|name| name.as_str() == text).cloned().ok_or(UnknownEvent)
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Reading takes any text: a subscription must not be lost because its event is new.
impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        Ok(text.parse().unwrap_or(EventName::Other(text)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_official_names_are_46_and_each_is_read_back() {
        let texts: BTreeSet<_> = EventName::OFFICIAL.iter().map(EventName::as_str).collect();
        assert_eq!(texts.len(), 46);
        for name in EventName::OFFICIAL {
            assert_eq!(name.to_string().parse().as_ref(), Ok(name));
            let spelled = format!("\"{name}\"");
            assert_eq!(&serde_json::from_str::<EventName>(&spelled).unwrap(), name);
            assert!(name.subject().is_some(), "{name}");
        }
    }

    #[test]
    fn a_name_says_what_it_happens_to() {
        let subject = |text: &str| EventName::Other(text.to_owned()).subject();
        assert_eq!(EventName::UserDocumentGroupInviteCancel.subject(), Some(EventSubject::User));
        assert_eq!(EventName::TemplateCopy.subject(), Some(EventSubject::Document));
        assert_eq!(EventName::InviteExpired.subject(), Some(EventSubject::Document));
        assert_eq!(EventName::DocumentGroupUpdate.subject(), Some(EventSubject::DocumentGroup));
        assert_eq!(subject("document.freeform.resend"), Some(EventSubject::Document));
        assert_eq!((subject("payment.request"), subject("user"), subject("")), (None, None, None));
    }

    #[test]
    fn an_unlisted_name_is_read_and_not_taken() {
        for text in ["user.create", "invite.complete", "document.fieldinvite.resend", "", "Document.Complete"]
        {
            assert_eq!(text.parse::<EventName>(), Err(UnknownEvent), "{text}");
            let read = serde_json::from_str::<EventName>(&format!("\"{text}\"")).unwrap();
            assert_eq!((read.as_str(), &read), (text, &EventName::Other(text.to_owned())));
        }
    }
}
