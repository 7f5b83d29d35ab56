//! A mutation, gone through once without doing anything.
//!
//! The library reads the arguments of a field when it comes to that field, and one that cannot be read ends the whole
//! operation there: what the fields before it did would go untold. So all arguments are read before anything is done.

use async_graphql::{Request, Response, ServerError, Value};

use super::error::Code;

/// The same request once more. Its document was read.
pub(super) fn of(request: &mut Request) -> Option<Request> {
    let document = request.parsed_query().ok()?.clone();
    let mut again = Request::new(request.query.clone()).variables(request.variables.clone());
    again.operation_name.clone_from(&request.operation_name);
    again.set_parsed_query(document);
    Some(again)
}

/// What was wrong, beside that it was a rehearsal. Nothing was done, which each says.
pub(super) fn faults(rehearsed: Response) -> Vec<ServerError> {
    rehearsed.errors.into_iter().filter(|error| !is_rehearsed(error)).map(undone).collect()
}

/// A fault of a mutation that kept it from being done.
pub(super) fn undone(mut fault: ServerError) -> ServerError {
    fault.extensions.get_or_insert_default().set("outcome", "REJECTED");
    fault
}

fn is_rehearsed(error: &ServerError) -> bool {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    matches!(code, Some(Value::String(code)) if code == Code::Rehearsed.name())
}
