//! Which passwords are known not to be the user's any more.

use serde::{Deserialize, Serialize};

use super::marks::{Mark, Marks};

/// What was learnt from changes of the password, so that nobody logs in with one that another took the place of: each such
/// try brings the account nearer to being locked.
///
/// Passwords themselves are not kept. A password is worth more than any token, and where a server finds it, in its
/// configuration, is for an operator to say; so what is kept is just enough to know that it is not there any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::signnow::token) struct Passwords {
    /// Those that another took the place of.
    replaced: Marks,
    /// Those that another may have taken the place of, because the answer was lost.
    doubtful: Marks,
}

/// One password in the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::signnow::token) struct Replacement {
    pub(in crate::signnow::token) old: Mark,
    pub(in crate::signnow::token) new: Mark,
}

impl Passwords {
    /// Whether there is a point in trying this one.
    pub(super) fn may_be(&self, password: Mark) -> bool {
        !self.replaced.contains(password)
    }

    /// One took the place of another.
    pub(super) fn after(&self, Replacement { old, new }: Replacement) -> Passwords {
        let replaced = self.replaced.with(Some(old)).without(new);
        Passwords { replaced, doubtful: self.doubtful.without(old).without(new) }
    }

    /// One may have taken the place of another.
    pub(super) fn perhaps_after(&self, Replacement { old, .. }: Replacement) -> Passwords {
        let is_known = self.replaced.contains(old);
        Passwords { doubtful: self.doubtful.with(Some(old).filter(|_| !is_known)), ..self.clone() }
    }

    /// signNow let somebody in with this one, so it is no other.
    pub(super) fn known(&self, password: Mark) -> Passwords {
        let replaced = self.replaced.and(&self.doubtful).without(password);
        Passwords { replaced, doubtful: Marks::default() }
    }

    /// signNow refused this one. That ends a doubt. Without one it may have other reasons, which pass.
    pub(super) fn refused(&self, password: Mark) -> Passwords {
        if !self.doubtful.contains(password) {
            return self.clone();
        }
        Passwords { replaced: self.replaced.with(Some(password)), doubtful: self.doubtful.without(password) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Mark = Mark(1);
    const NEW: Mark = Mark(2);
    const CHANGE: Replacement = Replacement { old: OLD, new: NEW };
    const BACK: Replacement = Replacement { old: NEW, new: OLD };

    #[test]
    fn a_password_is_out_once_another_took_its_place_and_in_again_once_it_is_back() {
        let changed = Passwords::default().after(CHANGE);
        assert!(!changed.may_be(OLD) && changed.may_be(NEW));
        assert!(changed.after(BACK).may_be(OLD) && !changed.after(BACK).may_be(NEW));
        assert!(changed.known(OLD).may_be(OLD), "signNow knows better");
        assert_eq!(changed.perhaps_after(CHANGE), changed, "what is known is not doubted");
    }

    #[test]
    fn a_doubt_ends_with_the_first_login() {
        let doubt = Passwords::default().perhaps_after(CHANGE);
        assert!(doubt.may_be(OLD));
        assert!(!doubt.refused(OLD).may_be(OLD));
        assert!(!doubt.known(NEW).may_be(OLD));
        assert_eq!(doubt.known(OLD), Passwords::default());
        assert_eq!(doubt.refused(NEW), doubt);
        assert_eq!(Passwords::default().refused(OLD), Passwords::default());
    }
}
