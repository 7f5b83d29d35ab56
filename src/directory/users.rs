//! The signed-in user, and accounts.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{Kept, Lifetimes, every_organization_tag};
use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::Error;
use crate::signnow::v1::{
    CreateUser, CurrentUser, SendPasswordReset, SendVerificationEmail, UpdateUser, UpdatedUser, User,
    VerifyEmail,
};

impl Kept for CurrentUser {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.viewer
    }

    fn tags(&self) -> Vec<Tag> {
        vec![viewer_tag()]
    }
}

/// What signNow tells about the signed-in user.
pub(super) fn viewer_tag() -> Tag {
    Tag::new("viewer")
}

impl Change for CreateUser {
    /// Nothing that can be read tells of an account before it belongs somewhere. So a lost answer stays a lost answer:
    /// a second call could say that the account exists, and not who made it.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        Vec::new()
    }
}

impl Change for UpdateUser {
    /// The names stand in lists of members, too.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        let is_renamed = self.first_name.is_some() || self.last_name.is_some();
        let elsewhere = is_renamed.then(|| every_organization_tag("names of members"));
        [viewer_tag()].into_iter().chain(elsewhere).collect()
    }

    /// The answer tells the names as signNow has them now; it may have cut the last one.
    fn amends(&self, answer: &UpdatedUser, viewer: &User) -> Option<User> {
        (answer.id == viewer.id).then(|| User {
            first_name: answer.first_name.clone(),
            last_name: answer.last_name.clone(),
            ..viewer.clone()
        })
    }

    /// Which names are as asked for already, if any are to be others: the names themselves are nobody's to keep.
    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        if self.first_name.is_none() && self.last_name.is_none() {
            return Ok(None);
        }
        let viewer = reader.get(&CurrentUser).await?;
        let is_first = self.first_name.as_deref() == Some(viewer.first_name.as_str());
        let is_last = self.last_name.as_deref() == Some(viewer.last_name.as_str());
        let same = [(FIRST_NAME, is_first), (LAST_NAME, is_last)].into_iter().filter(|(_, is_same)| *is_same);
        Ok(Some(Before(same.map(|(name, _)| name.to_owned()).collect())))
    }

    /// A password and the end of tokens cannot be read. But they come with the names in one call: where a name is as it
    /// was asked for and was not before, the call was carried out.
    async fn evidence(
        &self,
        reader: &Reader,
        before: Option<&Before>,
    ) -> Result<Evidence<UpdatedUser>, Error> {
        if self.first_name.is_none() && self.last_name.is_none() {
            return Ok(Evidence::Unclear);
        }
        let viewer = reader.get(&CurrentUser).await?;
        let is = |asked: &Option<String>, read: &str| asked.as_deref().is_none_or(|asked| asked == read);
        if !is(&self.first_name, &viewer.first_name) || !is(&self.last_name, &viewer.last_name) {
            return Ok(Evidence::NotDone);
        }
        let is_all = self.password.is_none() && self.log_out.is_none();
        Ok(if is_all || before.is_some_and(|before| self.differs_from(before)) {
            Evidence::Done(UpdatedUser {
                id: viewer.id.clone(),
                first_name: viewer.first_name.clone(),
                last_name: viewer.last_name.clone(),
            })
        } else {
            Evidence::Unclear
        })
    }
}

impl UpdateUser {
    /// Whether a name is to be another than it was.
    fn differs_from(&self, before: &Before) -> bool {
        let first = self.first_name.is_some() && before.lacks(FIRST_NAME);
        first || self.last_name.is_some() && before.lacks(LAST_NAME)
    }
}

const FIRST_NAME: &str = "first name";
const LAST_NAME: &str = "last name";

impl Change for VerifyEmail {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![viewer_tag()]
    }

    /// signNow tells of the viewer's own address alone.
    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let viewer = reader.get(&CurrentUser).await?;
        let is_own = viewer.email.as_deref().is_some_and(|own| self.email.is(own));
        Ok(if is_own { Evidence::that(viewer.is_verified == Some(true)) } else { Evidence::Unclear })
    }
}

impl Change for SendVerificationEmail {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        Vec::new()
    }
}

impl Change for SendPasswordReset {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        Vec::new()
    }
}
