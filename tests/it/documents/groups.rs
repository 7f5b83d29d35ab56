//! Groups of documents: made, read from three sides, paged through and deleted.

use serde_json::{Value, json};

use super::stage::{DRAFT, GROUP, GROUPED, INVITED, RULES, Stage, global_id};

const LIST: &str = "GET /user/documentgroups";
const BY_ID: &str = "GET /documentgroup/{document_group_id}";
const DOCUMENT: &str = "GET /document/{document_id}";
const CREATE: &str = "POST /documentgroup";
const DELETE: &str = "DELETE /documentgroup/{document_group_id}";

#[tokio::test]
async fn a_group_is_made_and_seen_from_its_documents_and_deleted_again() {
    let stage = Stage::start().await;
    let (draft, rules) = (stage.id(DRAFT).await, stage.id(RULES).await);
    let of_draft = async || {
        let query = "query ($id: ID!) { document(id: $id) { group { name documentCount } } }";
        stage.app.data(query, json!({ "id": draft })).await["document"]["group"].take()
    };
    let listed = async || {
        let query = "{ viewer { documentGroups(first: 1) { totalCount nodes { name } } } }";
        stage.app.data(query, json!({})).await["viewer"]["documentGroups"].take()
    };
    assert_eq!((of_draft().await, listed().await["totalCount"].take()), (Value::Null, json!(1)));

    let input = json!({ "name": "Hazel Lane", "documentIds": [rules, global_id("Document", &draft)] });
    let selection = "documentGroup { id documentGroupId name documentCount inviteId inviteStatus updatedAt
        documents { documentId name roles document { name } } }";
    let told = stage.ask("createDocumentGroup", input, selection).await;
    let group = &told.is_confirmed().payload["documentGroup"];
    let id = stage.group_id("Hazel Lane").await;
    assert_eq!(
        (&group["id"], &group["documentGroupId"]),
        (&json!(global_id("DocumentGroup", &id)), &json!(id))
    );
    assert_eq!((&group["inviteId"], &group["inviteStatus"]), (&Value::Null, &Value::Null));
    assert!(group["updatedAt"].is_string());
    let member = |id: &str, name: &str| json!({ "documentId": id, "name": name, "roles": ["Tenant", "Landlord"], "document": { "name": name } });
    assert_eq!(group["documents"], json!([member(&rules, RULES), member(&draft, DRAFT)]));
    assert_eq!(of_draft().await, json!({ "name": "Hazel Lane", "documentCount": 2 }));
    assert_eq!(listed().await, json!({ "totalCount": 2, "nodes": [{ "name": "Hazel Lane" }] }));

    stage.ask("deleteDocument", json!({ "documentId": rules }), "").await.is_confirmed();
    assert_eq!(of_draft().await, json!({ "name": "Hazel Lane", "documentCount": 1 }));
    let told = stage
        .ask("deleteDocumentGroup", json!({ "documentGroupId": group["id"] }), "deletedDocumentGroupId")
        .await;
    assert_eq!(told.is_confirmed().payload["deletedDocumentGroupId"], group["id"]);
    assert_eq!((of_draft().await, listed().await["totalCount"].take()), (Value::Null, json!(1)));
}

#[tokio::test]
async fn why_no_group_is_made_is_told_document_by_document() {
    let stage = Stage::start().await;
    let template = "Template";
    let told = stage.upload(super::stage::PDF, json!({ "name": template })).await;
    let bare = told.payload["document"]["documentId"].clone();
    let (draft, grouped, invited) = (stage.id(DRAFT).await, stage.id(GROUPED).await, stage.id(INVITED).await);
    let ask = async |ids: Value| {
        stage
            .ask("createDocumentGroup", json!({ "name": "Lane", "documentIds": ids }), "documentGroup { id }")
            .await
    };
    let nowhere = "0".repeat(40);
    ask(json!([draft, grouped, nowhere, invited])).await.is_rejected(&[
        ("DOCUMENT_GROUPED", "documentIds.1"),
        ("DOCUMENT_NOT_FOUND", "documentIds.2"),
        ("INVITE_EXISTS", "documentIds.3"),
    ]);
    ask(json!([bare])).await.is_rejected(&[("NO_FIELDS", "documentIds")]);
    let world = stage.app.parts_of_world("documents,users").await;
    let viewer =
        world["users"].as_object().unwrap().values().find(|user| user["email"] == "viewer@sandbox.test");
    let mut documents = world["documents"].as_array().unwrap().iter();
    let of_viewer =
        |document: &&Value| document["template"] == true && document["owner"] == viewer.unwrap()["id"];
    let template = &documents.find(of_viewer).unwrap()["id"];
    ask(json!([template])).await.is_rejected(&[("IS_TEMPLATE", "documentIds.0")]);

    stage.app.forget_calls().await;
    ask(json!([])).await.is_rejected(&[("OUT_OF_RANGE", "documentIds")]);
    ask(json!([draft, "nonsense", global_id("Document", &draft)]))
        .await
        .is_rejected(&[("INVALID_ID", "documentIds.1"), ("DUPLICATE", "documentIds.2")]);
    let input = json!({ "name": " ", "documentIds": [global_id("DocumentGroup", &draft)] });
    let told = stage.ask("createDocumentGroup", input, "documentGroup { id }").await;
    told.is_rejected(&[("BLANK", "name"), ("INVALID_ID", "documentIds.0")]);
    assert!(stage.app.calls().await.is_empty());
}

#[tokio::test]
async fn a_group_that_was_invited_stays_with_all_its_documents() {
    let stage = Stage::start().await;
    let (group, document) = (stage.group_id(GROUP).await, stage.id(GROUPED).await);
    let told =
        stage.ask("deleteDocumentGroup", json!({ "documentGroupId": group }), "deletedDocumentGroupId").await;
    told.is_rejected(&[("INVITE_EXISTS", "documentGroupId")]);
    let told = stage.ask("deleteDocument", json!({ "documentId": document }), "deletedDocumentId").await;
    told.is_rejected(&[("INVITE_EXISTS", "documentId")]);
    assert_eq!((stage.arrivals(DELETE).await, stage.group_id(GROUP).await), (1, group));
    let none = json!({ "documentGroupId": "0".repeat(40) });
    stage
        .ask("deleteDocumentGroup", none, "")
        .await
        .is_rejected(&[("DOCUMENT_GROUP_NOT_FOUND", "documentGroupId")]);
    let none = json!({ "documentId": "0".repeat(40) });
    stage.ask("deleteDocument", none, "").await.is_rejected(&[("DOCUMENT_NOT_FOUND", "documentId")]);
}

#[tokio::test]
async fn a_second_group_of_the_same_name_is_not_taken_for_the_first() {
    let stage = Stage::start().await;
    let draft = stage.id(DRAFT).await;
    stage.app.edit_world(json!({ "document_groups": { "Lane": { "documents": [RULES] } } })).await;
    for (drop, outcome) in [("before_effect", "UNKNOWN"), ("after_effect", "CONFIRMED_BY_READ")] {
        stage.app.fault(json!({ "route": CREATE, "drop": drop, "times": 1 })).await;
        let input = json!({ "name": "Lane", "documentIds": [draft] });
        let told =
            stage.ask("createDocumentGroup", input, "documentGroup { documents { documentId } }").await;
        assert_eq!(told.outcome, outcome);
        let shown = if drop == "after_effect" {
            json!({ "documents": [{ "documentId": draft }] })
        } else {
            Value::Null
        };
        assert_eq!(told.payload["documentGroup"], shown);
    }
    assert_eq!(stage.arrivals(CREATE).await, 2);
}

#[tokio::test]
async fn what_one_side_tells_of_a_group_is_what_the_others_tell() {
    let stage = Stage::start().await;
    let fragment = "fragment All on DocumentGroup { id documentGroupId name documentCount inviteId inviteStatus updatedAt
        documents { documentId name roles document { documentId name fieldCount } } }";
    let (group, document) = (stage.group_id(GROUP).await, stage.id(GROUPED).await);
    let query = format!(
        "query ($group: ID!, $node: ID!, $document: ID!) {{
            byId: documentGroup(id: $group) {{ ...All }}
            byNode: node(id: $node) {{ id ...All }}
            byDocument: document(id: $document) {{ group {{ ...All }} }}
            byList: viewer {{ documentGroups {{ nodes {{ ...All }} }} }} }} {fragment}"
    );
    let node = global_id("DocumentGroup", &group);
    let data = stage.app.data(&query, json!({ "group": group, "node": node, "document": document })).await;
    let by_id = &data["byId"];
    assert_eq!(
        (&by_id["name"], &by_id["inviteStatus"], &by_id["documentCount"]),
        (&json!(GROUP), &json!("PENDING"), &json!(2))
    );
    assert!(by_id["inviteId"].is_string() && by_id["updatedAt"].is_string());
    for other in
        [&data["byNode"], &data["byDocument"]["group"], &data["byList"]["documentGroups"]["nodes"][0]]
    {
        assert_eq!(other, by_id);
    }
    let calls = stage.app.calls().await;
    assert_eq!((calls[LIST], calls[BY_ID], calls[DOCUMENT]), (1, 1, 2), "each is read once: {calls:?}");
}

#[tokio::test]
async fn more_groups_than_a_page_upstream_are_paged_through_whole() {
    let stage = Stage::start().await;
    let group = |number: usize| {
        (format!("Group {number:03}"), json!({ "owner": "viewer@sandbox.test", "documents": [] }))
    };
    let groups: serde_json::Map<_, _> = (0..124).map(group).collect();
    stage.app.edit_world(json!({ "document_groups": groups })).await;
    let query =
        "query ($first: Int, $after: String) { viewer { documentGroups(first: $first, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { name } } } }";
    for step in [7, 50, 100] {
        let (mut names, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = stage.app.data(query, json!({ "first": step, "after": after })).await["viewer"]["documentGroups"].take();
            names.extend(
                page["nodes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|node| node["name"].as_str().unwrap().to_owned()),
            );
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!((names.len(), unique.len()), (125, 125), "in steps of {step}");
    }
    stage.app.forget_calls().await;
    let answer = stage
        .app
        .ask_anew("{ viewer { documentGroups(last: 3) { totalCount nodes { name } } } }", json!({}))
        .await;
    assert_eq!(answer.data["viewer"]["documentGroups"]["totalCount"], 125);
    assert_eq!(stage.arrivals(LIST).await, 2, "the first page tells the length, the last has the rows");
    stage.app.forget_calls().await;
    stage.app.ask_anew("{ viewer { documentGroups(first: 100) { nodes { name } } } }", json!({})).await;
    assert_eq!(stage.arrivals(LIST).await, 2);
}
