//! The words a newcomer reads first.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::app::App;
use crate::sandbox::{self, Sandbox};
use crate::server::EXAMPLE_QUERY;

/// Tells where everything is; with the embedded sandbox also what it is, and what to ask.
pub(super) fn of_serve(app: &App, graphiql: bool) {
    let url = app.url();
    let mut text = format!("signgraph {}\n\n  graph      {url}/graphql\n", env!("CARGO_PKG_VERSION"));
    if graphiql {
        text.push_str(&format!("  GraphiQL   {url}/\n"));
    }
    for (name, _) in app.accounts().skip(1) {
        text.push_str(&format!("  graph      {url}/accounts/{name}/graphql\n"));
    }
    text.push_str(&format!("  health     {url}/health/live and {url}/health/ready\n"));
    if let Some(metrics) = app.metrics_url() {
        text.push_str(&format!("  metrics    {metrics}\n"));
    }
    match app.sandbox() {
        Some(sandbox) => text.push_str(&of_embedded(sandbox, &url)),
        None => text.push_str(&of_signnow(app)),
    }
    text.push_str("\nCtrl-C ends it.\n");
    print(&text);
}

/// Tells where the sandbox is and how to get in.
pub(super) fn of_sandbox(sandbox: &Sandbox) {
    let url = sandbox.url();
    print(&format!(
        "A sandbox of signNow listens on {url}\n\n  \
         client     {client} / {secret}\n  \
         user       {user} / {password} (everybody's password)\n  \
         ledger     {url}/__sandbox/requests\n\n\
         Serve the graph over it: signgraph serve --upstream {url}\n\n\
         Ctrl-C ends it.\n",
        client = sandbox::CLIENT_ID,
        secret = sandbox::CLIENT_SECRET,
        user = sandbox::VIEWER,
        password = sandbox::PASSWORD,
    ));
}

/// Every place of signNow that is asked, once.
fn of_signnow(app: &App) -> String {
    let places: BTreeSet<String> = app.accounts().map(|(_, upstream)| upstream.to_string()).collect();
    places.iter().map(|place| format!("  signNow    {place}\n")).collect()
}

fn of_embedded(sandbox: &Sandbox, url: &str) -> String {
    let query = on_one_line(EXAMPLE_QUERY);
    format!(
        "  sandbox    {address}, where you are {viewer}\n\n\
         No signNow is configured, so the embedded sandbox answers: its people are invented, and nothing leaves\n\
         this machine. The graph is open to every program here, and to nobody elsewhere.\n\n\
         A query to begin with:\n\n  \
         {query}\n\n\
         The same from a shell:\n\n  \
         curl -s {url}/graphql -H 'content-type: application/json' -d '{{\"query\":\"{query}\"}}'\n",
        address = sandbox.url(),
        viewer = sandbox::VIEWER,
    )
}

/// The example has no string in it, so it fits into JSON and into a shell's quotes as it is.
fn on_one_line(query: &str) -> String {
    query.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nobody may be listening, and that is no reason to end.
fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}
