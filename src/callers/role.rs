//! What callers may be.

use std::fmt;
use std::str::FromStr;

/// What a caller may do. Each role may do what those before it may, so they are ordered: `role >= Role::Analyst` asks
/// whether a caller is an analyst or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads the graph, without activity and logins.
    Viewer,
    /// Reads activity and logins as well, as dashboards do.
    Analyst,
    /// Changes things: every mutation.
    Operator,
    /// Decides who else may call.
    Owner,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Analyst, Self::Operator, Self::Owner];

    /// The role as configuration, claims and messages spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "VIEWER",
            Self::Analyst => "ANALYST",
            Self::Operator => "OPERATOR",
            Self::Owner => "OWNER",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A word that names no role. It does not say which word: that may be anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected VIEWER, ANALYST, OPERATOR or OWNER")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    /// Reads [`Role::name`], in capitals only: a claim that is nearly right is wrong.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_come_back_from_their_names() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
    }

    #[test]
    fn nothing_else_names_a_role() {
        for text in ["", "viewer", "Viewer", " VIEWER", "VIEWER,OWNER", "ADMIN"] {
            assert_eq!(text.parse::<Role>(), Err(UnknownRole), "{text:?}");
        }
    }
}
