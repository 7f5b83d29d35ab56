//! Placeholder.

use async_graphql::{EmptySubscription, Object, Request, Response, Schema, SimpleObject, value};

use crate::directory::Directory;

/// Placeholder.
#[derive(Clone)]
pub struct Graph {
    schema: Schema<Query, Mutation, EmptySubscription>,
    extension: bool,
}

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether `extensions.upstream` is answered.
    pub upstream_extension: bool,
    /// Whether the schema can be asked for.
    pub introspection: bool,
    /// How deep a query may nest.
    pub max_depth: usize,
    /// How many fields a query may have, after fragments are expanded.
    pub max_nodes: usize,
    /// How long a query may be, in bytes.
    pub max_query_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            upstream_extension: true,
            introspection: true,
            max_depth: 24,
            max_nodes: 10_000,
            max_query_bytes: 64 * 1024,
        }
    }
}

/// Placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// From the cache where possible.
    Cached,
    /// Asked again.
    Refresh,
}

impl Graph {
    /// Placeholder.
    pub fn new(directory: Directory, options: Options) -> Graph {
        let schema = Schema::build(Query, Mutation, EmptySubscription).data(directory).finish();
        Graph { schema, extension: options.upstream_extension }
    }

    /// Placeholder.
    pub async fn execute(&self, request: Request, freshness: Freshness) -> Response {
        let response = self.schema.execute(request.data(freshness)).await;
        if !self.extension {
            return response;
        }
        response.extension("upstream", value!({"calls": 0, "cacheHits": 0}))
    }

    /// Placeholder.
    pub fn sdl() -> String {
        schema().sdl()
    }
}

fn schema() -> Schema<Query, Mutation, EmptySubscription> {
    Schema::new(Query, Mutation, EmptySubscription)
}

/// Placeholder.
pub struct Query;

/// Placeholder.
pub struct Mutation;

/// A person.
#[derive(SimpleObject)]
struct Viewer {
    /// The id.
    id: String,
    /// The first name.
    first_name: Option<String>,
    /// The last name.
    last_name: Option<String>,
    /// The address.
    email: String,
}

/// A page.
#[derive(SimpleObject)]
struct Organizations {
    /// All of them.
    total_count: i32,
    /// These.
    nodes: Vec<Organization>,
}

/// An organization.
#[derive(SimpleObject)]
struct Organization {
    /// The name.
    name: String,
}

/// The root.
#[Object]
impl Query {
    /// The one who asks.
    async fn viewer(&self, context: &async_graphql::Context<'_>) -> Option<async_graphql::Result<Viewer>> {
        let directory = context.data_unchecked::<Directory>();
        let user = match directory.0.get(&crate::signnow::v1::CurrentUser).await {
            Ok(user) => user.value,
            Err(error) => return Some(Err(error.to_string().into())),
        };
        Some(Ok(Viewer {
            id: user.id.to_string(),
            first_name: Some(user.first_name),
            last_name: Some(user.last_name),
            email: user.email.unwrap_or_default(),
        }))
    }

    /// Organizations.
    async fn organizations(&self, first: Option<i32>) -> Organizations {
        let _ = first;
        Organizations { total_count: 0, nodes: Vec::new() }
    }
}

/// The changes.
#[Object]
impl Mutation {
    /// Nothing.
    async fn nothing(&self) -> bool {
        true
    }
}
