//! Accounts: the signed-in user's own, and new ones.

use async_graphql::{Context, Enum, InputObject, Object};

use super::account::{self, NewAccountInput};
use super::input::input;
use super::payload::payload;
use super::run::mutate;
use super::user_error::UserErrorCode;
use crate::graph::field::Field;
use crate::graph::types::User;
use crate::loaders::LoadsObject;
use crate::signnow::v1::{
    CreateUser, CurrentUser, LogOut, PasswordChange, SendPasswordReset, SendVerificationEmail, UpdateUser,
    VerifyEmail,
};
use crate::signnow::{ChainCondition, ChainStatus, UserId};

/// A new account.
#[derive(InputObject)]
struct CreateUserInput {
    /// The address to sign in with.
    email: String,
    #[graphql(flatten)]
    account: NewAccountInput,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CreateUserInput => CreateUser, |input, check| {
    let email = check.email("email", &input.email);
    input.account.check(check, email)
} }

/// Which sessions of the signed-in user end with a change.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
enum SessionsToEnd {
    /// All of them, this server's own among them: it signs in again.
    All,
    /// All but this server's own.
    Others,
}

/// What is to change about the signed-in user. What is not given stays as it is.
#[derive(InputObject)]
struct UpdateViewerInput {
    /// A first name, at most 64 characters.
    first_name: Option<String>,
    /// A last name, at most 64 characters.
    last_name: Option<String>,
    /// A new password, 6 to 255 characters; `oldPassword` has to be given too.
    new_password: Option<String>,
    /// The password until now, which is for `newPassword` alone.
    old_password: Option<String>,
    /// Which sessions end. OTHERS if not given: signNow ends all of them unless it is told so.
    end_sessions: Option<SessionsToEnd>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { UpdateViewerInput => UpdateUser, |input, check| {
    let texts = [&input.first_name, &input.last_name, &input.new_password, &input.old_password];
    if texts.iter().all(|text| text.is_none()) && input.end_sessions.is_none() {
        return check.refuse("", UserErrorCode::Blank, "Give at least one thing to change.");
    }
    let first_name = account::name(check, "firstName", input.first_name);
    let last_name = account::name(check, "lastName", input.last_name);
    let password = match (input.new_password, input.old_password) {
        (None, None) => Some(None),
        (Some(new), Some(old)) => {
            let new = account::password(check, "newPassword", new);
            let old = account::old_password(check, "oldPassword", old);
            new.zip(old).map(|(new, old)| Some(PasswordChange { old: old.into(), new: new.into() }))
        }
        (Some(_), None) => {
            check.refuse("oldPassword", UserErrorCode::Blank, "A new password takes the old one as well.")
        }
        (None, Some(_)) => {
            check.refuse("newPassword", UserErrorCode::Blank, "The old password is for a new one; give both.")
        }
    };
    let log_out = match input.end_sessions {
        Some(SessionsToEnd::All) => LogOut::Everywhere,
        Some(SessionsToEnd::Others) | None => LogOut::Elsewhere,
    };
    Some(UpdateUser {
        first_name: first_name?,
        last_name: last_name?,
        password: password?,
        log_out: Some(log_out),
    })
} }

/// An address of an account.
#[derive(InputObject)]
struct AccountEmailInput {
    /// The address.
    email: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { AccountEmailInput => crate::signnow::EmailAddress, |input, check| {
    check.email("email", &input.email)
} }

/// What a verification e-mail said.
#[derive(InputObject)]
struct VerifyEmailInput {
    /// The address.
    email: String,
    /// The token from the mail, which is good once.
    token: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { VerifyEmailInput => VerifyEmail, |input, check| {
    let email = check.email("email", &input.email);
    let token = check.text("token", input.token, LONGEST_TOKEN);
    Some(VerifyEmail { email: email?, token: token?.into() })
} }

/// More than any token from a mail has.
const LONGEST_TOKEN: usize = 4096;

payload! {
    /// What became of making an account.
    CreateUserPayload(UserId) {
        /// signNow's id of the new user. The account stands alone until it is added to an organization.
        user_id: String = |_loaders, id| Ok(Some(id.as_str().to_owned()));
    }
}

/// How the tokens stand that this server signs in with.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
enum TokenChain {
    /// There is one that is good, and another can be had when it ends.
    Working,
    /// They ended, or may have, and the next is being asked for, or will be when somebody needs it.
    Recovering,
    /// Only an operator can sign in: the configured password is not the account's any more, or there is none. A token that
    /// has not ended is good until then.
    ReauthenticationRequired,
}

impl TokenChain {
    fn of(status: &ChainStatus) -> TokenChain {
        match status.condition {
            ChainCondition::ReauthenticationRequired => TokenChain::ReauthenticationRequired,
            ChainCondition::Ready if status.is_usable && status.failure.is_none() => TokenChain::Working,
            _ => TokenChain::Recovering,
        }
    }
}

payload! {
    /// What became of changing the signed-in user.
    UpdateViewerPayload(UserId) tells {
        /// What became of the tokens that this server itself signs in with, as it is now, whatever the outcome; null with an API
        /// key, which does not end.
        token_chain: TokenChain = |loaders| loaders.chain().map(|chain| TokenChain::of(&chain));
    } and {
        /// The signed-in user as they are now; an error if this server has lost its own session by the change.
        viewer: User = |loaders, _id| Ok(Some(User::new(loaders.object(CurrentUser).await?)));
    }
}

payload! {
    /// What became of a mail, or of what it asked for.
    AccountEmailPayload(String) {
        /// The address.
        email: String = |_loaders, email| Ok(Some(email.clone()));
    }
}

#[derive(Default)]
pub(super) struct UserMutations;

#[Object]
impl UserMutations {
    /// Makes a signNow account. It belongs to no organization yet, and its address is not verified.
    async fn create_user(&self, context: &Context<'_>, input: CreateUserInput) -> Field<CreateUserPayload> {
        mutate(context, input, |create: CreateUser, desk| async move {
            desk.carry_out(create, |user| user.map(|user| user.id.clone())).await
        })
        .await
    }

    /// Changes names or password of the signed-in user, or ends sessions. No token is fetched meanwhile, and where its own
    /// ended this server signs in again at once. After a new password an operator has to tell the configuration as well: it
    /// is kept in memory alone, and servers that are started with the old one do not try it.
    async fn update_viewer(
        &self,
        context: &Context<'_>,
        input: UpdateViewerInput,
    ) -> Field<UpdateViewerPayload> {
        mutate(context, input, |update: UpdateUser, desk| async move {
            desk.carry_out(update, |user| user.map(|user| user.id.clone())).await
        })
        .await
    }

    /// Has signNow mail a link by which someone verifies their address.
    async fn send_verification_email(
        &self,
        context: &Context<'_>,
        input: AccountEmailInput,
    ) -> Field<AccountEmailPayload> {
        mutate(context, input, |email: crate::signnow::EmailAddress, desk| async move {
            let told = email.as_str().to_owned();
            desk.carry_out(SendVerificationEmail { email }, |_| Some(told)).await
        })
        .await
    }

    /// Verifies an address with the token from the mail.
    async fn verify_email(
        &self,
        context: &Context<'_>,
        input: VerifyEmailInput,
    ) -> Field<AccountEmailPayload> {
        mutate(context, input, |verify: VerifyEmail, desk| async move {
            let told = verify.email.as_str().to_owned();
            desk.carry_out(verify, |_| Some(told)).await
        })
        .await
    }

    /// Has signNow mail a link by which someone sets a new password.
    async fn send_password_reset(
        &self,
        context: &Context<'_>,
        input: AccountEmailInput,
    ) -> Field<AccountEmailPayload> {
        mutate(context, input, |email: crate::signnow::EmailAddress, desk| async move {
            let told = email.as_str().to_owned();
            desk.carry_out(SendPasswordReset { email }, |_| Some(told)).await
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::Error;

    #[test]
    fn a_chain_works_where_there_is_a_token_and_nothing_failed_since() {
        let told = |condition, is_usable, failure| {
            TokenChain::of(&ChainStatus { condition, state: None, is_usable, failure })
        };
        let failure = || Some(Error::internal("a failure"));
        assert_eq!(told(ChainCondition::Ready, true, None), TokenChain::Working);
        assert_eq!(told(ChainCondition::Ready, true, failure()), TokenChain::Recovering);
        for condition in [ChainCondition::Ended, ChainCondition::None, ChainCondition::Fetching] {
            assert_eq!(told(condition, false, None), TokenChain::Recovering);
        }
        let asked_for = told(ChainCondition::ReauthenticationRequired, true, failure());
        assert_eq!(asked_for, TokenChain::ReauthenticationRequired);
    }
}
