//! How a mutation ended, and what of it is kept under an idempotency key.

use async_graphql::{Enum, ID, Object};
use serde::{Deserialize, Serialize};

use super::secret::Secret;
use super::user_error::{UserError, UserErrorCode};
use crate::directory::Carried;

/// How a mutation ended. It never claims more than is known.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::graph) enum MutationOutcome {
    /// signNow said that it is done.
    Confirmed,
    /// signNow's answer was lost, and reading signNow shows that what was asked for is so.
    ConfirmedByRead,
    /// It certainly was not done; `userErrors` tell why. Of a task that has parts: not all of it was, and PARTLY_DONE
    /// among the `userErrors` says that some was.
    Rejected,
    /// signNow's answer was lost, and nothing that can be read tells. It was not repeated: look at signNow before asking
    /// again.
    Unknown,
}

/// What became of a mutation. `S` names what it changed; it is kept under the caller's idempotency key, so it holds ids
/// and never a secret.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Receipt<S> {
    pub(super) operation_id: String,
    pub(super) outcome: MutationOutcome,
    pub(super) user_errors: Vec<UserError>,
    pub(super) subject: Option<S>,
    /// For the first answer alone.
    #[serde(default)]
    pub(super) secret: Secret,
    /// Whether another server may have done it: what this one keeps in its cache may be from before.
    #[serde(skip)]
    pub(super) is_from_elsewhere: bool,
}

impl<S> Receipt<S> {
    /// Whether asking again may come to something else although nobody corrects anything: the key stays unfinished then.
    pub(super) fn is_open(&self) -> bool {
        use UserErrorCode::{RateLimited, Unavailable};
        let passes = |error: &UserError| matches!(error.code, RateLimited | Unavailable);
        self.outcome == MutationOutcome::Unknown || self.user_errors.iter().any(passes)
    }

    /// Nothing was done.
    pub(super) fn rejected(operation_id: &str, user_errors: Vec<UserError>) -> Self {
        let operation_id = operation_id.to_owned();
        let (outcome, subject, secret) = (MutationOutcome::Rejected, None, Secret::None);
        Self { operation_id, outcome, user_errors, subject, secret, is_from_elsewhere: false }
    }

    /// Something was sent, and this is known of it. `subject` is told what signNow answered, if it did.
    pub(super) fn carried<A>(
        operation_id: &str,
        carried: Carried<A>,
        subject: impl FnOnce(Option<&A>) -> Option<S>,
    ) -> Self {
        let (outcome, answer) = match carried {
            Carried::Confirmed(answer) => (MutationOutcome::Confirmed, Some(answer)),
            Carried::ConfirmedByRead(answer) => (MutationOutcome::ConfirmedByRead, Some(answer)),
            Carried::Unknown => (MutationOutcome::Unknown, None),
        };
        let user_errors = answer.is_none().then(UserError::outcome_unknown).into_iter().collect();
        let subject = subject(answer.as_ref());
        let operation_id = operation_id.to_owned();
        Self { operation_id, outcome, user_errors, subject, secret: Secret::None, is_from_elsewhere: false }
    }

    /// It may have been done, and nothing that can be read tells.
    pub(super) fn unknown(operation_id: &str) -> Self {
        Self::carried(operation_id, Carried::<()>::Unknown, |_| None)
    }

    /// It takes longer than the caller is kept waiting, and goes on.
    pub(super) fn going_on(operation_id: &str) -> Self {
        let (outcome, user_errors) = (MutationOutcome::Unknown, vec![UserError::going_on()]);
        Self {
            operation_id: operation_id.to_owned(),
            outcome,
            user_errors,
            subject: None,
            secret: Secret::None,
            is_from_elsewhere: false,
        }
    }

    /// The same, where another server may have done it.
    pub(super) fn done_elsewhere(self, is_from_elsewhere: bool) -> Self {
        Self { is_from_elsewhere, ..self }
    }

    /// The same with a secret that was made.
    pub(super) fn handing_out(self, secret: Secret) -> Self {
        Self { secret, ..self }
    }

    /// What was kept under a key, as it is told again.
    pub(super) fn told_again(mut self) -> Self {
        if matches!(self.secret, Secret::NotKept) {
            let message = "This was done before under this idempotencyKey, and what it made is secret: it was in that \
                           answer and is kept nowhere. Ask without the key, or with another one, to make a new one.";
            self.user_errors.push(UserError::general(UserErrorCode::SecretNotKept, message));
        }
        self
    }
}

/// What every payload tells beside what was changed.
pub(super) struct MutationResult<'a> {
    pub(super) operation_id: &'a str,
    pub(super) outcome: MutationOutcome,
    pub(super) user_errors: &'a [UserError],
}

impl<'a, S> From<&'a Receipt<S>> for MutationResult<'a> {
    fn from(receipt: &'a Receipt<S>) -> Self {
        Self {
            operation_id: &receipt.operation_id,
            outcome: receipt.outcome,
            user_errors: &receipt.user_errors,
        }
    }
}

/// Flattened into every payload.
#[Object]
impl MutationResult<'_> {
    /// How it ended. Only CONFIRMED and CONFIRMED_BY_READ mean that it is done.
    async fn outcome(&self) -> MutationOutcome {
        self.outcome
    }

    /// What the caller can correct, or has to know. Where it is done nothing is left to correct.
    async fn user_errors(&self) -> &[UserError] {
        self.user_errors
    }

    /// The id of this operation, as the server's log has it. A repeated idempotency key answers the first one's.
    async fn operation_id(&self) -> ID {
        ID(self.operation_id.to_owned())
    }
}
