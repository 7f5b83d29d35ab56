//! Typed keys: whose answer it is, what it answers, and what makes it obsolete.

use std::fmt;
use std::sync::Arc;

/// Whose data an answer is. Two callers share an answer only if their principals are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Principal(Arc<str>);

impl Principal {
    /// Names a principal. The name is an identity, such as an account; it must hold no secret.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name, to tell this principal's things from another's where they are kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Debug output is a type name only: principals are people's accounts, and logs travel.
impl fmt::Debug for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Principal(..)")
    }
}

/// Something a write can make obsolete, such as `people of organization 7`; answers carry the tags they depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag(Arc<str>);

impl Tag {
    /// Names what an answer depends on.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }
}

/// Where an answer is kept: the principal, the question, and the tags that make it obsolete.
#[derive(Clone)]
pub struct Key {
    pub(super) principal: Principal,
    pub(super) question: Arc<str>,
    pub(super) tags: Vec<Tag>,
}

impl Key {
    /// A key for `question`, asked by `principal`. Equal questions must carry equal tags.
    pub fn new(principal: &Principal, question: impl Into<Arc<str>>, tags: Vec<Tag>) -> Self {
        Self { principal: principal.clone(), question: question.into(), tags }
    }
}
