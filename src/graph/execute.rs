//! From a request to a response.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{
    EmptySubscription, Request, Response, SDLExportOptions, Schema, SchemaBuilder, ServerError,
    ValidationMode,
};
use tokio::time::Instant;

use super::asking::Asking;
use super::error::{Code, Failure, mark};
use super::extension;
use super::limits::{self, Calls, Estimate};
use super::mutations::{Mutation, Session};
use super::node::Node;
use super::operation::chosen;
use super::options::Options;
use super::policy::{Outline, Policies, without_suggestion};
use super::query::Query;
use super::rehearsal;
use super::types::RateLimit;
use super::validation::{Document, Documents, leave_out};
use crate::callers::Role;
use crate::directory::{Allowance, Directory, Journal, Stale, Summary};
use crate::idempotency::{Keys, Turns};
use crate::loaders::Loaders;
use crate::signnow::{Deadline, DocumentId, Route};

type GraphSchema = Schema<Query, Mutation, EmptySubscription>;

/// The graph, ready to execute. Cloning gives another handle.
#[derive(Clone)]
pub struct Graph {
    schema: GraphSchema,
    documents: Documents,
    directory: Directory,
    keys: Keys,
    turns: Turns<DocumentId>,
    policies: Arc<Policies>,
    calls: Arc<Calls>,
    options: Options,
}

impl Graph {
    /// A graph over `directory`, which keeps what became of mutations under `keys`.
    pub fn new(directory: Directory, keys: Keys, options: Options) -> Self {
        let mut schema = schema();
        if options.introspection.is_none() {
            schema = schema.disable_introspection();
        }
        // Documents are validated here before the library sees them, and by more rules than its own.
        let schema = schema.validation_mode(ValidationMode::Fast).limit_recursive_depth(usize::MAX).finish();
        let documents = Documents::new(&Self::sdl(), options.introspection.is_some());
        let outline = Outline::of(&schema.sdl());
        let policies = Arc::new(Policies::new(&outline, options.introspection));
        let calls = Arc::new(Calls::new(outline));
        Self { schema, documents, directory, keys, turns: Turns::default(), policies, calls, options }
    }

    /// The same graph over another directory, which is another account's. Schema, options and keys are shared, and keys are told
    /// apart by whose they are.
    #[must_use]
    pub fn over(&self, directory: Directory) -> Self {
        Self { directory, ..self.clone() }
    }

    /// The schema in the schema definition language; the contract with callers.
    pub fn sdl() -> String {
        let options = SDLExportOptions::new().prefer_single_line_descriptions().include_specified_by();
        schema().finish().sdl_with_options(options)
    }

    /// Executes a request. Failures are part of the response, each with `extensions.code`. What the caller's
    /// role does not allow refuses the whole of it.
    pub async fn execute(&self, mut request: Request, asking: Asking) -> Executed {
        let journal = Journal::default();
        let tells_names = self.policies.may_introspect(asking.caller.role);
        let admitted = self.admit(&mut request, asking.caller.role);
        let requested = admitted.as_ref().map_or(0, Estimate::calls);
        let remaining = asking.remaining;
        let mut response = match admitted {
            Ok(_) => self.perform(request, asking, requested, &journal).await,
            Err(refusals) if self.is_mutation(&mut request) => {
                Response::from_errors(refusals.into_iter().map(rehearsal::undone).collect())
            }
            Err(refusals) => Response::from_errors(refusals),
        };
        response.errors.iter_mut().for_each(|error| classify(error, tells_names));
        let cost = journal.summary();
        let stale = journal.stale();
        let told = self.options.upstream_extension.then_some(&cost);
        extension::tell(&mut response, told, &stale);
        if told.is_some() {
            extension::tell_cost(&mut response, requested, cost.total().calls, remaining);
        }
        limits::list_some(&mut response, self.options.max_errors);
        log(&stale);
        Executed { response, cost, requested }
    }

    async fn perform(
        &self,
        mut request: Request,
        asking: Asking,
        requested: usize,
        journal: &Journal,
    ) -> Response {
        let deadline = asking.deadline;
        let reader = self.directory.reader(journal, asking.freshness);
        let last_call = last_call(deadline);
        let (until_then, _interest) = Deadline::at(last_call);
        // Not within a mutation: what its payload tells is what is there now, and what was begun is seen through.
        let is_mutation = self.is_mutation(&mut request);
        let allowance = Allowance::of(self.options.max_upstream_calls);
        let reader = match is_mutation {
            true => reader,
            false => reader.or_stale().within(until_then).at_most(&allowance),
        };
        let loaders = || Loaders::new(&reader);
        let session = self.session(&asking, journal);
        if let Some(rehearsal) = is_mutation.then(|| rehearsal::of(&mut request)).flatten() {
            let session = Session { is_rehearsal: true, ..self.session(&asking, journal) };
            let rehearsed = self.schema.execute(rehearsal.data(loaders()).data(session)).await;
            let faults = rehearsal::faults(rehearsed);
            if !faults.is_empty() {
                return Response::from_errors(faults);
            }
        }
        let rate_limit = RateLimit { requested, remaining: asking.remaining, journal: journal.clone() };
        let request = request.data(loaders()).data(session).data(rate_limit);
        let mut response = self.schema.execute(request).await;
        let is_withheld = allowance.is_exceeded() && Instant::now() < last_call;
        limits::tell_withheld(&mut response.errors, self.options.max_upstream_calls, is_withheld);
        response
    }

    fn session(&self, asking: &Asking, journal: &Journal) -> Session {
        Session {
            caller: Arc::clone(&asking.caller.name),
            deadline: asking.deadline,
            is_rehearsal: false,
            directory: self.directory.clone(),
            journal: journal.clone(),
            keys: self.keys.clone(),
            turns: self.turns.clone(),
        }
    }

    /// Reads the document and refuses what is too large, what is not valid, variables that do not fit, what the caller's role does
    /// not allow, and what may take too many calls.
    fn admit(&self, request: &mut Request, role: Role) -> Result<Estimate, Vec<ServerError>> {
        let document = self.document(request).map_err(|refused| vec![refused])?;
        let refused = |failure| vec![refusal(failure)];
        let (tree, options, name) = (&document.executable, &self.options, request.operation_name.clone());
        let name = name.as_deref();
        let weigh = |variables: &_| limits::check(tree, name, variables, options).map_err(refused);
        if !document.is_valid() {
            weigh(&request.variables)?;
        }
        // Before validation, which tells of the schema.
        self.policies.check(tree, name, role).map_err(refused)?;
        if !document.is_valid() {
            self.documents.validate(&request.query, &document)?;
        }
        let sent = std::mem::take(&mut request.variables);
        request.variables = self.documents.coerce(tree, name, sent).map_err(refused)?;
        // A default may be a larger page than what was sent, which is nothing.
        weigh(&request.variables)?;
        let estimate =
            limits::estimate(&self.calls, tree, name, &request.variables, options).map_err(refused)?;
        let mut executable = tree.clone();
        leave_out(&mut executable, &request.variables);
        request.set_parsed_query(executable);
        Ok(estimate)
    }

    /// The document of a request. What is too long is not even looked at.
    fn document(&self, request: &mut Request) -> Result<Arc<Document>, ServerError> {
        // It is asked for several times in a request, and its words are counted once.
        if let Some(known) = Documents::known(request) {
            return Ok(known);
        }
        limits::check_length(&request.query, &self.options).map_err(refusal)?;
        self.documents.of(request)
    }

    /// What kind of operation a request asks for; `None` where the document cannot be read, or does not tell which of its
    /// operations is meant. Either is told when the request is executed. The document is read once: execution finds it in
    /// the request.
    pub fn operation_type(&self, request: &mut Request) -> Option<OperationType> {
        let document = self.document(request).ok()?;
        let operation = chosen(&document.executable, request.operation_name.as_deref());
        operation.map(|operation| operation.ty)
    }

    fn is_mutation(&self, request: &mut Request) -> bool {
        self.operation_type(request) == Some(OperationType::Mutation)
    }
}

/// Until when signNow is asked, so that what is known by then is still told in time.
fn last_call(deadline: Instant) -> Instant {
    let left = deadline.saturating_duration_since(Instant::now());
    deadline - (left / 20).min(LONGEST_TELLING)
}

const LONGEST_TELLING: Duration = Duration::from_millis(500);

/// A response, and what it cost.
pub struct Executed {
    /// What the caller gets.
    pub response: Response,
    /// What it took upstream, for the log.
    pub cost: Summary,
    /// How many calls it might have taken with nothing in the cache, estimated before it was executed; 0 where it was refused.
    pub requested: usize,
}

/// An operator sees how much of what was answered stood in for something else.
fn log(stale: &BTreeMap<Route, Stale>) {
    let answers: usize = stale.values().map(|stale| stale.answers).sum();
    if let Some(oldest) = stale.values().map(|stale| stale.age).max() {
        let oldest_seconds = oldest.as_secs();
        tracing::info!(answers, oldest_seconds, "answered with what signNow said before it failed");
    }
}

fn schema() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation::default(), EmptySubscription).register_output_type::<Node>()
}

fn refusal(failure: Failure) -> ServerError {
    // What is refused as a whole has no place in the document.
    let mut error = async_graphql::Error::from(failure).into_server_error(async_graphql::Pos::default());
    error.locations.clear();
    error
}

/// Errors without a code come from the library: the document does not fit the schema or, at a field, the value of an
/// argument does not fit its type. It offers names of the schema in place of unknown ones.
fn classify(error: &mut ServerError, tells_names: bool) {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        let code = if error.path.is_empty() { Code::GraphqlValidationFailed } else { Code::BadUserInput };
        mark(extensions, code, false);
        if !tells_names {
            error.message = without_suggestion(&error.message).to_owned();
        }
    }
}
