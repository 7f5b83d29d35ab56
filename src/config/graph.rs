//! `[graph]`: what a query may ask, and what the answer tells beside its data.

use super::kind::{COUNT, Kind, SIZE, SWITCH};
use super::settings::Settings;
use crate::callers::Role;
use crate::graph::Options;

pub(super) fn read(settings: &mut Settings) -> Options {
    let mut options = Options::default();
    settings.set("graph.upstream_extension", &SWITCH, &mut options.upstream_extension);
    settings.set("graph.introspection", &INTROSPECTION, &mut options.introspection);
    settings.set("graph.max_upstream_calls", &COUNT, &mut options.max_upstream_calls);
    settings.set("graph.max_errors", &COUNT, &mut options.max_errors);
    settings.set("graph.max_tokens", &COUNT, &mut options.max_tokens);
    settings.set("graph.max_directives", &COUNT, &mut options.max_directives);
    settings.set("graph.max_aliases", &COUNT, &mut options.max_aliases);
    settings.set("graph.max_aliases_of_one_field", &COUNT, &mut options.max_aliases_of_one_field);
    settings.set("graph.max_list_items", &COUNT, &mut options.max_list_items);
    settings.set("graph.max_depth", &COUNT, &mut options.max_depth);
    settings.set("graph.max_nodes", &COUNT, &mut options.max_nodes);
    settings.set("graph.max_mutations", &COUNT, &mut options.max_mutations);
    settings.set("graph.max_answer_fields", &COUNT, &mut options.max_answer_fields);
    if let Some(bytes) = settings.read("graph.max_query_bytes", &SIZE) {
        options.max_query_bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    }
    options
}

/// The least role that may; `true` is every role, `false` none.
const INTROSPECTION: Kind<Option<Role>> = Kind {
    expected: "true (everyone), false or \"none\" (no one), or the least role that may: \"VIEWER\", \"ANALYST\", \"OPERATOR\" \
               or \"OWNER\"",
    read: |raw| match ((SWITCH.read)(raw), raw.text().map(str::trim)) {
        (Some(everyone), _) => Some(everyone.then_some(Role::Viewer)),
        (None, Some("none")) => Some(None),
        (None, text) => text?.parse().ok().map(Some),
    },
};
