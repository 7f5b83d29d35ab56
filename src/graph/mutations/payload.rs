//! What every payload has in common.

/// Declares a payload: a secret that the mutation made, something that is so whatever came of it, the things that it changed, each read when it is asked for, and how it
/// ended.
macro_rules! payload {
    (
        $(#[$doc:meta])*
        $name:ident($subject:ty) $(reveals {
            $(#[$secret_doc:meta])*
            $secret:ident
        } and)? $(tells {
            $(#[$told_doc:meta])*
            $told:ident: $told_type:ty = |$teller:ident| $tell:expr;
        } and)? {
            $(
                $(#[$field_doc:meta])*
                $field:ident: $type:ty = |$loaders:ident, $id:ident| $read:expr;
            )*
        }
    ) => {
        pub(in crate::graph) struct $name($crate::graph::mutations::outcome::Receipt<$subject>);

        impl From<$crate::graph::mutations::outcome::Receipt<$subject>> for $name {
            fn from(receipt: $crate::graph::mutations::outcome::Receipt<$subject>) -> Self {
                Self(receipt)
            }
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $name {
            $(
                $(#[$secret_doc])*
                async fn $secret(&self) -> Option<&str> {
                    self.0.secret.reveal()
                }
            )?

            $(
                $(#[$told_doc])*
                async fn $told(&self, context: &async_graphql::Context<'_>) -> Option<$told_type> {
                    let $teller = $crate::graph::field::loaders(context);
                    $tell
                }
            )?

            $(
                $(#[$field_doc])*
                async fn $field(
                    &self,
                    context: &async_graphql::Context<'_>,
                ) -> $crate::graph::field::Field<$type> {
                    $crate::graph::field::answer_if_any(async {
                        let Some($id) = &self.0.subject else { return Ok(None) };
                        let kept = $crate::graph::field::loaders(context);
                        let anew = self.0.is_from_elsewhere.then(|| kept.anew());
                        let $loaders = anew.as_ref().unwrap_or(kept);
                        let _ = $loaders;
                        $read
                    })
                    .await
                }
            )*

            #[graphql(flatten)]
            async fn result(&self) -> $crate::graph::mutations::outcome::MutationResult<'_> {
                (&self.0).into()
            }
        }
    };
}

pub(super) use payload;
