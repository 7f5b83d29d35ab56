//! The client's own list of what it can do, against the client.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;
use signgraph::signnow::{Nature, operations};

use super::cases::cases;
use super::stage::Stage;

#[test]
fn the_list_holds_every_route_of_the_client_once_and_no_other() {
    let listed: Vec<&str> = operations().map(|operation| operation.route.as_str()).collect();
    let unique: BTreeSet<String> = listed.iter().map(|route| (*route).to_owned()).collect();
    assert_eq!(unique.len(), listed.len());
    let mut written = BTreeSet::new();
    for room in ["v1", "v2"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/signnow").join(room), &mut written);
    }
    assert_eq!(unique, written);
}

/// The routes in the sources of a folder, tests at the end of a file and comments left out.
fn collect(folder: &Path, routes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, routes);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        for literal in lines.filter(|line| !line.trim().starts_with("//")).flat_map(|line| line.split('"')) {
            if ["GET /", "POST /", "PUT /", "DELETE /"].iter().any(|method| literal.starts_with(method)) {
                routes.insert(literal.to_owned());
            }
        }
    }
}

#[tokio::test]
async fn the_list_agrees_with_the_commands_and_the_sandbox() {
    let stage = Stage::after(&json!({})).await;
    for case in cases() {
        stage.edit(&case.edit).await;
    }
    let world = stage.world().await;
    let commands: BTreeSet<_> = cases().iter().map(|case| (case.act)(&world)).map(|act| act.route).collect();
    let writes: BTreeSet<_> =
        operations().filter(|operation| operation.nature.is_some()).map(|write| write.route).collect();
    assert_eq!(commands, writes, "every command has a case");
    for operation in operations() {
        let is_read = operation.route.as_str().starts_with("GET ");
        assert_eq!(operation.nature.is_none(), is_read, "{}", operation.route);
        // The sandbox takes faults for routes it knows and for no others.
        stage.fault(&json!({ "route": operation.route.as_str(), "note": "known" })).await;
    }
    for act in cases().iter().map(|case| (case.act)(&world)) {
        let listed = operations().find(|operation| operation.route == act.route).unwrap();
        assert_eq!(listed.nature, Some(act.nature), "{}", act.route);
    }
}

#[test]
fn what_mails_people_or_touches_tokens_is_called_so() {
    let with = |nature: Nature| {
        let of = operations().filter(move |operation| operation.nature == Some(nature));
        of.map(|operation| operation.route.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(with(Nature::MailsPeople), ["POST /user/verifyemail", "POST /user/forgotpassword"]);
    assert_eq!(with(Nature::TouchesTokens), ["PUT /user"]);
    let keyless =
        ["POST /document", "POST /documentgroup", "POST /v2/organizations", "POST /v2/documents/url"];
    assert_eq!(with(Nature::Keyless), keyless);
    assert_eq!(with(Nature::Idempotent).len(), 5);
}
