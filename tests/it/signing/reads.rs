//! What is read after a mutation is what it made, and nothing is read again that it did not touch.

use futures::future::join_all;
use serde_json::json;

use super::cases::{CASES, DOCUMENTS};
use super::stage::{DRAFT, SPARE, Stage, embedded_invites, global_id, group_steps};

/// Everything that shows invites, and something that does not.
const DASHBOARD: &str = "query ($ids: [ID!]!) {
    nodes(ids: $ids) {
        ... on Document {
            name
            fieldInvites { inviteId status expiresAt }
            freeformInvites { inviteId isCanceled isSigned }
            group { inviteStatus }
        }
    }
    viewer {
        documents(first: 100, state: MODIFIED) { nodes { name fieldInvites { inviteId status expiresAt } } }
    }
    organizations(first: 100) { totalCount nodes { name } }
}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_read_after_a_mutation_shows_what_it_replaced() {
    join_all(CASES.iter().map(async |case| {
        let stage = Stage::start().await;
        let world = stage.world().await;
        let documents = DOCUMENTS.map(|name| global_id(&world.document_id(name)));
        let variables = json!({ "ids": documents });
        let kept = stage.app.data(DASHBOARD, variables.clone()).await;
        stage.ask(case.field, (case.input)(&world), "").await.done();
        stage.app.forget_calls().await;
        let read = stage.app.data(DASHBOARD, variables.clone()).await;
        let calls = stage.app.calls().await;
        let anew = stage.app.ask_anew(DASHBOARD, variables).await.data;
        assert_eq!(read, anew, "{}", case.field);
        let is_seen = !matches!(case.field, "resendFieldInvite" | "createGroupEmbeddedInviteLink");
        assert_eq!(kept != read, is_seen, "{}", case.field);
        let touched = calls.keys().all(|route| route.contains("/document"));
        assert!(touched, "{}: {calls:?}", case.field);
        // The documents that show the invite, once each, and the list of all.
        let most = if case.field.contains("Group") { 2 } else { 1 };
        let single = calls.get("GET /document/{document_id}").copied().unwrap_or_default();
        assert_eq!(single, most, "{}: {calls:?}", case.field);
    }))
    .await;
}

/// The group of a document shows the invites of that document as well.
#[tokio::test]
async fn the_group_of_a_document_is_read_anew() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let group = world.group_id(SPARE);
    let delete = json!({ "documentGroupId": group });
    let nothing = [("INVITE_NOT_FOUND", "documentGroupId")];
    stage.ask("deleteGroupEmbeddedInvites", delete, "").await.refused(&nothing);
    let invite = json!({ "documentId": world.document_id(DRAFT), "invites": embedded_invites() });
    stage.ask("createEmbeddedInvites", invite, "").await.done();
    stage.app.forget_calls().await;
    let create = json!({ "documentGroupId": group, "steps": group_steps(&world), "signAsMerged": true });
    let exists = [("INVITE_EXISTS", "documentGroupId")];
    stage.ask("createGroupEmbeddedInvites", create, "").await.refused(&exists);
    // Once because nothing was kept of it any more, and once before it was refused.
    assert_eq!(stage.app.calls().await["GET /documentgroup/{document_group_id}"], 2);
}
