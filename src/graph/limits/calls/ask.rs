//! The words of the table: what a field asks for, where, and where it leads.

/// What a field asks for.
#[derive(Debug)]
pub(super) struct Entry {
    /// Type and name.
    pub(super) field: (&'static str, &'static str),
    pub(super) asks: &'static [Ask],
    pub(super) leads: Leads,
    /// What is known of the things that it leads to, and need not be asked for.
    pub(super) knows: Known,
}

/// Something that is read from signNow.
#[derive(Debug)]
pub(super) struct Ask {
    /// The things that it is read for, once for each.
    pub(super) at: At,
    pub(super) what: What,
    /// The name of the object or the list.
    pub(super) name: &'static str,
    /// The arguments that make it another question.
    pub(super) by: &'static [&'static str],
    /// It is not asked for where any of this is known.
    pub(super) unless: Known,
}

/// What there is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// The account that is signed in.
    Account,
    /// Each organization.
    Organization,
    /// Each thing that has the field.
    Thing,
}

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// One object, in one call.
    Object,
    /// The pages of a list that the arguments of a connection touch.
    Slice(Pages),
    /// A list from its first page to its last.
    Whole,
}

/// How signNow tells a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pages {
    /// Rows on a page.
    pub(super) size: usize,
    /// Whether a page tells how long the list is.
    pub(super) tell_length: bool,
}

/// Where a field leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To things of the same organizations.
    On,
    /// To organizations, or to memberships, of which each has its own.
    Organizations,
    /// Back to the organization that the thing belongs to.
    Back,
    /// To the signed-in user.
    User,
    /// To so many things, where no argument tells how many.
    Many(usize),
}

/// What is known of something, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Known(u8);

impl Known {
    pub(super) const NOTHING: Self = Self(0);
    /// Whether, and as what, a person is among admins and moderators.
    pub(super) const ADMIN: Self = Self(1);
    /// The same for members.
    pub(super) const MEMBER: Self = Self(2);
    /// A group of documents, as it is told by itself.
    pub(super) const GROUP: Self = Self(4);
    /// A group of documents, as the list of groups tells it.
    pub(super) const GROUP_ROW: Self = Self(8);
    /// A group of documents, as a document in it tells of it.
    pub(super) const GROUP_OF_DOCUMENT: Self = Self(16);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn shares(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
