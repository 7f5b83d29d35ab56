//! What every input has in common.

use async_graphql::Value;

use super::check::Check;
use crate::idempotency::Fingerprint;

/// The one argument of a mutation.
pub(super) trait Input: Send {
    /// What is to be done, once the input was checked.
    type Plan: Send + 'static;

    /// The caller's idempotency key.
    fn key(&self) -> Option<&str>;

    /// Its arguments as they are understood: what was left out is its default, or null.
    fn arguments(&self) -> Value;

    /// Of the file that came with it, which is part of what was asked.
    fn file(&self) -> Option<Fingerprint> {
        None
    }

    /// What is to be done; `None` where `check` has noted what is wrong.
    fn check(self, check: &mut Check) -> Option<Self::Plan>;
}

/// Says what an input means, and when it only asks what would be done: that uses up no key.
macro_rules! input {
    (
        $input:ty => $plan:ty,
        $(file $file:ident,)?
        $(dry if |$this:ident| $is_dry:expr,)?
        |$it:ident, $check:ident| $body:expr
    ) => {
        impl $crate::graph::mutations::input::Input for $input {
            type Plan = $plan;

            fn key(&self) -> Option<&str> {
                $(
                    let $this = self;
                    if $is_dry {
                        return None;
                    }
                )?
                self.idempotency_key.as_deref()
            }

            fn arguments(&self) -> async_graphql::Value {
                input!(@arguments self $($file)?)
            }

            $(fn file(&self) -> Option<$crate::idempotency::Fingerprint> {
                self.$file.as_ref().map($crate::graph::attachment::Attachment::fingerprint)
            })?

            fn check(self, $check: &mut $crate::graph::mutations::check::Check) -> Option<$plan> {
                let $it = self;
                $body
            }
        }
    };

    (@arguments $this:ident) => { async_graphql::InputType::to_value($this) };
    // Whoever takes a file out keeps what it came with.
    (@arguments $this:ident $file:ident) => { $this.arguments.clone() };
}

pub(super) use input;
