//! Bad input is refused with every path, and without any call.

use serde_json::json;

use super::stage::{Stage, told};

#[tokio::test]
async fn bad_input_is_refused_with_every_path_and_without_any_call() {
    let stage = Stage::start().await;
    let organization = "a".repeat(40);
    let many = |count: usize| -> Vec<String> { (0..count).map(|n| format!("p{n}@example.test")).collect() };
    let entries =
        |count: usize| -> Vec<_> { many(count).iter().map(|email| json!({ "email": email })).collect() };
    let person = stage.world().await.person_id(super::world::HARBOR, "member@sandbox.test");
    stage.app.forget_calls().await;
    let cases = [
        (
            "provisionMember",
            json!({ "organizationId": "x", "email": "y", "role": "ADMIN", "account": { "password": "short",
                "firstName": "n".repeat(65) } }),
            vec![
                ("INVALID_ID", "organizationId"),
                ("INVALID_EMAIL", "email"),
                ("INVALID", "account.password"),
                ("TOO_LONG", "account.firstName"),
            ],
        ),
        ("offboardMember", json!({}), vec![("INVALID", "")]),
        ("offboardMember", json!({ "email": "a@b.c", "personId": person }), vec![("INVALID", "")]),
        ("offboardMember", json!({ "personId": "x" }), vec![("INVALID_ID", "personId")]),
        (
            "addMembers",
            json!({ "organizationId": organization, "emails": ["a@b.c", "no", "A@B.c", "d@e.f"] }),
            vec![("INVALID_EMAIL", "emails.1"), ("DUPLICATE", "emails.2")],
        ),
        (
            "addMembers",
            json!({ "organizationId": organization, "emails": ["a@b.c", "d@e.f", "A@B.c", "a@b.C"] }),
            vec![("DUPLICATE", "emails.2"), ("DUPLICATE", "emails.3")],
        ),
        (
            "addMembers",
            json!({ "organizationId": organization, "emails": [] }),
            vec![("OUT_OF_RANGE", "emails")],
        ),
        (
            "addMembers",
            json!({ "organizationId": organization, "emails": many(101) }),
            vec![("OUT_OF_RANGE", "emails")],
        ),
        ("removeMembers", json!({ "personIds": [] }), vec![("OUT_OF_RANGE", "personIds")]),
        (
            "removeMembers",
            json!({ "personIds": [person, "x"], "idempotencyKey": "" }),
            vec![("INVALID_ID", "personIds.1"), ("INVALID", "idempotencyKey")],
        ),
        ("removeMembers", json!({ "personIds": [person, person] }), vec![("DUPLICATE", "personIds.1")]),
        (
            "removeMembers",
            json!({ "personIds": [person, "x", person] }),
            vec![("INVALID_ID", "personIds.1"), ("DUPLICATE", "personIds.2")],
        ),
        (
            "reconcileMembers",
            json!({ "organizationId": organization, "directory": [{ "email": "a@b.c" }, { "email": "no" },
                { "email": "A@b.c" }] }),
            vec![("INVALID_EMAIL", "directory.1.email"), ("DUPLICATE", "directory.2.email")],
        ),
        (
            "reconcileMembers",
            json!({ "organizationId": organization, "directory": [{ "email": "a@b.c" }, { "email": "" },
                { "email": "x y@z" }], "limit": 0 }),
            vec![
                ("BLANK", "directory.1.email"),
                ("INVALID_EMAIL", "directory.2.email"),
                ("OUT_OF_RANGE", "limit"),
            ],
        ),
        (
            "reconcileMembers",
            json!({ "organizationId": organization, "directory": [{ "email": "a@b.c", "role": "ADMIN" },
                { "email": "a@B.c" }], "limit": 1001, "apply": true }),
            vec![("DUPLICATE", "directory.1.email"), ("OUT_OF_RANGE", "limit")],
        ),
        (
            "reconcileMembers",
            json!({ "organizationId": organization, "directory": [] }),
            vec![("OUT_OF_RANGE", "directory")],
        ),
        (
            "reconcileMembers",
            json!({ "organizationId": organization, "directory": entries(10_001) }),
            vec![("OUT_OF_RANGE", "directory")],
        ),
    ];
    for (field, input, expected) in cases {
        let refused = stage.ask(field, input).await;
        assert_eq!(
            (refused.outcome.as_str(), &refused.user_errors),
            ("REJECTED", &told(&expected)),
            "{field}"
        );
        assert!(refused.failures.is_empty(), "{refused:?}");
    }
    assert_eq!((stage.reads().await.len(), stage.writes().await.len()), (0, 0));
    stage.app.shutdown().await;
}
