//! The client's own list of what it can do, against the client.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use serde_json::json;
use signgraph::signnow::{Nature, Operation, operations};

use super::cases::cases;
use super::stage::Stage;

#[test]
fn the_list_holds_every_route_of_the_client_and_no_other_and_no_operation_twice() {
    let listed: HashSet<&Operation> = operations().collect();
    assert_eq!(listed.len(), operations().count());
    let unique: BTreeSet<String> =
        operations().map(|operation| operation.route.as_str().to_owned()).collect();
    let mut written = BTreeSet::new();
    for room in ["v1", "v2", "events"] {
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
    let (mut worlds, mut commands) = (BTreeMap::new(), HashSet::new());
    for case in cases() {
        let edit = case.edit.to_string();
        if !worlds.contains_key(&edit) {
            worlds.insert(edit.clone(), Stage::after(&case.edit).await.world().await);
        }
        let act = (case.act)(&worlds[&edit]);
        commands.insert(Operation { route: act.route, nature: Some(act.nature) });
    }
    let writes: HashSet<_> = operations().copied().filter(|operation| operation.nature.is_some()).collect();
    assert_eq!(commands, writes, "every command has a case");
    for operation in operations() {
        let is_read = operation.route.as_str().starts_with("GET ");
        assert_eq!(operation.nature.is_none(), is_read, "{}", operation.route);
        // The sandbox takes faults for routes it knows and for no others.
        stage.fault(&json!({ "route": operation.route.as_str(), "note": "known" })).await;
    }
}

#[test]
fn a_route_that_two_commands_share_is_theirs_by_nature() {
    let shared = "POST /document/{document_id}/invite";
    for operation in operations() {
        let same = operations().filter(|other| other.route == operation.route);
        let natures: Vec<_> = same.map(|other| other.nature).collect();
        let both = [Some(Nature::NaturalKey), Some(Nature::MailsPeople)];
        let expected = if operation.route.as_str() == shared { &both[..] } else { &[operation.nature] };
        assert_eq!(natures, expected, "{}", operation.route);
    }
}

#[test]
fn what_mails_people_makes_secrets_or_touches_tokens_is_called_so() {
    let with = |nature: Nature| {
        let of = operations().filter(move |operation| operation.nature == Some(nature));
        of.map(|operation| operation.route.as_str()).collect::<Vec<_>>()
    };
    let mails = [
        "POST /user/verifyemail",
        "POST /user/forgotpassword",
        "POST /document/{document_id}/invite",
        "PUT /fieldinvite/{field_invite_id}/resend",
    ];
    assert_eq!(with(Nature::MailsPeople), mails);
    let links = [
        "POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link",
        "POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link",
    ];
    assert_eq!(with(Nature::MintsSecret), links);
    assert_eq!(with(Nature::TouchesTokens), ["PUT /user"]);
    let keyless = [
        "POST /document",
        "POST /documentgroup",
        "POST /v2/organizations",
        "POST /v2/documents/url",
        "POST /api/v2/events",
    ];
    assert_eq!(with(Nature::Keyless), keyless);
    assert_eq!(with(Nature::Idempotent).len(), 6);
}
