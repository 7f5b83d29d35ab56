//! The signed-in user, and accounts.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{Kept, Lifetimes, every_organization_tag};
use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::v1::{
    CreateUser, CurrentUser, SendPasswordReset, SendVerificationEmail, UpdateUser, UpdatedUser, User,
    VerifyEmail,
};
use crate::signnow::{Error, UserId};

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
    fn forgets(&self, _viewer: Option<&UserId>) -> Vec<Tag> {
        Vec::new()
    }
}

impl Change for UpdateUser {
    /// The names stand in lists of members, too.
    fn forgets(&self, _viewer: Option<&UserId>) -> Vec<Tag> {
        let is_renamed = self.first_name.is_some() || self.last_name.is_some();
        let elsewhere = is_renamed.then(|| every_organization_tag("members"));
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

    /// Names can be read; a password and the end of tokens cannot.
    async fn evidence(
        &self,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<UpdatedUser>, Error> {
        if self.password.is_some() || self.log_out.is_some() {
            return Ok(Evidence::Unclear);
        }
        let viewer = reader.get(&CurrentUser).await?;
        let is = |asked: &Option<String>, read: &str| asked.as_deref().is_none_or(|asked| asked == read);
        let is_done = is(&self.first_name, &viewer.first_name) && is(&self.last_name, &viewer.last_name);
        Ok(if is_done {
            Evidence::Done(UpdatedUser {
                id: viewer.id.clone(),
                first_name: viewer.first_name.clone(),
                last_name: viewer.last_name.clone(),
            })
        } else {
            Evidence::NotDone
        })
    }
}

impl Change for VerifyEmail {
    fn forgets(&self, _viewer: Option<&UserId>) -> Vec<Tag> {
        vec![viewer_tag()]
    }

    /// signNow tells of the viewer's own address alone.
    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let viewer = reader.get(&CurrentUser).await?;
        let is_own = viewer.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(self.email.as_str()));
        Ok(if is_own { Evidence::that(viewer.is_verified == Some(true)) } else { Evidence::Unclear })
    }
}

impl Change for SendVerificationEmail {
    fn forgets(&self, _viewer: Option<&UserId>) -> Vec<Tag> {
        Vec::new()
    }
}

impl Change for SendPasswordReset {
    fn forgets(&self, _viewer: Option<&UserId>) -> Vec<Tag> {
        Vec::new()
    }
}
