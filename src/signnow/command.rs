//! What can be changed: one call, who it is made as, and how careful to be with it.

pub use super::body::Body;
use super::error::{DecodeError, Error};
use super::route::{Route, Target};
pub use super::token::{PasswordChange, Touch};

/// One call that changes something at signNow, or makes it write to someone.
///
/// [`Client::execute`](super::Client::execute) lets it arrive at most once. What may be done when no answer
/// came back is for the caller to say, and [`Nature`] tells what is safe.
pub trait Command: Send + Sync + 'static {
    /// What the answer means to us.
    type Answer: Send + 'static;

    /// Method and template of the call, for logs, counters and errors.
    const ROUTE: Route;

    /// What may follow an answer that never came.
    const NATURE: Nature;

    /// Who the call is made as.
    const AUTHORIZATION: Authorization = Authorization::Bearer;

    /// What it does to the tokens of the user it is made as, our own among them. Where it does anything the client makes the
    /// call under the right to fetch the next pair of tokens, and sees to it that there is one again.
    fn touches(&self) -> Option<Touch> {
        None
    }

    /// Where the call goes.
    fn target(&self) -> Target;

    /// What is sent. Secrets are opened here, which is asked for right before the call is sent.
    ///
    /// # Errors
    /// [`Error`] when the body cannot be written; nothing was sent then.
    fn body(&self) -> Result<Body, Error> {
        Ok(Body::empty())
    }

    /// Reads the body of an answer with any success status: signNow's documents waver between 200, 201 and
    /// 204, and between a body and none (wire section 9 rows 13 and 27).
    ///
    /// # Errors
    /// [`DecodeError`] when the body is not what this command is answered with.
    fn decode(&self, body: &[u8]) -> Result<Self::Answer, DecodeError>;
}

/// What a command is to signNow when it arrives twice, and so what may be done when its fate is
/// [`Unknown`](super::Fate::Unknown): the classes of `reliability.md` section 2.2.
///
/// The client itself repeats none of them in that case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// Class I. The same call leads to the same state: it may be repeated once, then the state is read.
    Idempotent,
    /// Class N. signNow refuses a second one by a key it knows, such as an address: the state is read by that
    /// key, and the call is repeated once where two reads prove that nothing happened.
    NaturalKey,
    /// Class X. Nothing tells one execution from another: the state before is compared with the state
    /// after, and nothing is repeated.
    Keyless,
    /// Class M. Someone gets a mail each time: never repeated.
    MailsPeople,
    /// Class S. A new credential is made each time: never repeated.
    MintsSecret,
    /// Class T. Tokens may end, our own among them: never repeated, and afterwards the chain of tokens has
    /// to be looked after. What else the call changed may be read.
    TouchesTokens,
}

/// Who a call is made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authorization {
    /// The user, with an access token.
    Bearer,
    /// The application, with its client id and secret. Not possible with an API key.
    Basic,
}
