//! What of an answer's errors is listed.

use async_graphql::{Pos, Response, ServerError, Value};

use crate::graph::error::{Code, coded, take_given_up};

/// Lists no more errors than this; how many more there are stands under `extensions.omittedErrors`.
pub(in crate::graph) fn list_some(response: &mut Response, most: usize) {
    let omitted = response.errors.len().saturating_sub(most);
    if omitted > 0 {
        response.errors.truncate(most);
        response.extensions.insert("omittedErrors".to_owned(), Value::from(omitted));
    }
}

/// Tells why calls were not made: because the request had taken its most, where that `is_why`.
pub(in crate::graph) fn tell_withheld(errors: &mut [ServerError], most: usize, is_why: bool) {
    for error in errors {
        if take_given_up(error) && is_why {
            let message = format!(
                "This request has taken {most} calls to signNow, which are the most; asked again, it goes on from what is kept."
            );
            let told = async_graphql::Error::from(coded(Code::QueryTooLarge, message).retryable());
            let told = told.into_server_error(Pos::default());
            (error.message, error.extensions) = (told.message, told.extensions);
        }
    }
}
