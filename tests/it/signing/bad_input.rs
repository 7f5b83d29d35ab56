//! Bad input is refused before any call, with the path of every fault.

use serde_json::{Value, json};

use super::stage::{Stage, TENANT};

fn id() -> String {
    "a".repeat(40)
}

/// What is wrong with an input; nothing is asked of anyone.
async fn wrong(stage: &Stage, field: &str, input: Value, reasons: &[(&str, &str)]) {
    stage.ask(field, input, "").await.refused(reasons);
    let calls = stage.app.calls().await;
    assert!(calls.is_empty(), "{field}: {calls:?}");
}

#[tokio::test]
async fn every_fault_of_an_embedded_invite_has_its_path() {
    let stage = Stage::start().await;
    let long = format!("{}@client.test", "a".repeat(139));
    let signer =
        |email: &str| json!({ "email": email, "role": "Tenant", "order": 1, "authentication": "MFA" });
    let with = |more: Value| with(signer(TENANT), more);
    let input = |invites: Value| json!({ "documentId": id(), "invites": invites });
    let invites = json!([
        with(json!({ "order": 0 })),
        signer(&TENANT.to_uppercase()),
        signer(&long),
        signer("tenant"),
        json!({ "email": "a@client.test", "order": 1, "authentication": "NONE" }),
        json!({ "email": "b@client.test", "role": " ", "roleId": "", "order": 1, "authentication": "NONE" }),
    ]);
    let reasons = [
        ("DUPLICATE", "invites.1.email"),
        ("OUT_OF_RANGE", "invites.0.order"),
        ("TOO_LONG", "invites.2.email"),
        ("INVALID_EMAIL", "invites.3.email"),
        ("BLANK", "invites.4.role"),
        ("BLANK", "invites.5.role"),
        ("BLANK", "invites.5.roleId"),
    ];
    wrong(&stage, "createEmbeddedInvites", input(invites), &reasons).await;
    wrong(&stage, "createEmbeddedInvites", input(json!([])), &[("OUT_OF_RANGE", "invites")]).await;
    let details = json!([with(json!({
        "sessionExpiresInMinutes": 14,
        "identityCheck": { "textMessage": { "phone": " ", "message": "x".repeat(141) } },
        "signatureName": { "prescribed": "Ada" },
        "needsNewSignature": true,
        "redirects": { "signed": "signed.html", "closed": "myapp://done" },
    })),]);
    let reasons = [
        ("OUT_OF_RANGE", "invites.0.sessionExpiresInMinutes"),
        ("BLANK", "invites.0.identityCheck.textMessage.phone"),
        ("TOO_LONG", "invites.0.identityCheck.textMessage.message"),
        ("INVALID", "invites.0.needsNewSignature"),
        ("INVALID", "invites.0.redirects.signed"),
    ];
    wrong(&stage, "createEmbeddedInvites", input(details), &reasons).await;
    let blank = json!([with(json!({ "firstName": " ", "lastName": "Lu\nnd" }))]);
    let reasons = [("BLANK", "invites.0.firstName"), ("INVALID", "invites.0.lastName")];
    wrong(&stage, "createEmbeddedInvites", input(blank), &reasons).await;
}

/// A browser goes where it is told to. Applications have schemes of their own; what runs or shows without a server is
/// none of them.
#[tokio::test]
async fn nobody_is_sent_to_what_runs_in_a_browser() {
    let stage = Stage::start().await;
    for url in [
        "javascript://a/%0aalert(1)",
        "JavaScript://a/%0aalert(1)",
        "java\nscript://a/%0aalert(1)",
        " javascript://a/%0aalert(1)",
        "data://text/html,x",
        "file://host/etc/passwd",
        "vbscript://a/x",
        "blob://a/x",
        "about://blank",
        "https://",
        "https://client.test/a b",
    ] {
        let invite = json!({
            "email": TENANT, "role": "Tenant", "order": 1, "authentication": "NONE",
            "redirects": { "signed": url, "declined": "http://client.test/no", "closed": "myapp://done" },
        });
        let input = json!({ "documentId": id(), "invites": [invite] });
        let reasons = [("INVALID", "invites.0.redirects.signed")];
        wrong(&stage, "createEmbeddedInvites", input, &reasons).await;
        let input = json!({ "documentId": id(), "email": TENANT, "signedRedirect": url, "callbackUrl": "myapp://done" });
        let reasons = [("INVALID", "signedRedirect"), ("INVALID", "callbackUrl")];
        wrong(&stage, "sendFreeformInvite", input, &reasons).await;
    }
}

#[tokio::test]
async fn every_fault_of_a_mailed_invite_has_its_path() {
    let stage = Stage::start().await;
    let input = json!({
        "documentId": "nonsense",
        "emailGroups": [{ "name": "Board", "emails": [] }, { "name": "Board", "emails": ["a@client.test", "b"] }],
        "invites": [
            { "role": "Tenant", "order": 1 },
            { "email": TENANT, "emailGroup": "Board", "role": "Tenant", "order": 1 },
            { "emailGroup": "Crew", "role": "Tenant", "order": 1 },
            { "email": TENANT, "role": "Tenant", "order": -1, "expiresInDays": 2 },
            {
                "email": TENANT, "role": "Tenant", "order": 1, "expiresInDays": 5,
                "reminders": { "afterDays": 5, "beforeDays": 0, "everyDays": 8 },
            },
        ],
        "viewers": [{ "email": "viewer", "role": "", "order": 0 }],
        "copies": { "emails": ["a@client.test", "b"] },
        "copySteps": [{ "email": "a@client.test", "step": 0 }],
    });
    let reasons = [
        ("INVALID_ID", "documentId"),
        ("DUPLICATE", "emailGroups.1.name"),
        ("OUT_OF_RANGE", "emailGroups.0.emails"),
        ("INVALID_EMAIL", "emailGroups.1.emails.1"),
        ("BLANK", "invites.0.email"),
        ("INVALID", "invites.1.emailGroup"),
        ("INVALID", "invites.2.emailGroup"),
        ("OUT_OF_RANGE", "invites.3.order"),
        ("OUT_OF_RANGE", "invites.3.expiresInDays"),
        ("OUT_OF_RANGE", "invites.4.reminders.afterDays"),
        ("OUT_OF_RANGE", "invites.4.reminders.beforeDays"),
        ("OUT_OF_RANGE", "invites.4.reminders.everyDays"),
        ("INVALID_EMAIL", "viewers.0.email"),
        ("BLANK", "viewers.0.role"),
        ("OUT_OF_RANGE", "viewers.0.order"),
        ("INVALID_EMAIL", "copies.emails.1"),
        ("OUT_OF_RANGE", "copySteps.0.step"),
    ];
    wrong(&stage, "sendFieldInvite", input, &reasons).await;
    let people = |count: usize| (0..count).map(|n| format!("p{n}@client.test")).collect::<Vec<_>>();
    let groups = |groups: Value| {
        let invites = json!([{ "email": TENANT, "role": "Tenant", "order": 1 }]);
        json!({ "documentId": id(), "invites": invites, "emailGroups": groups })
    };
    let many: Vec<_> = people(251).iter().map(|name| json!({ "name": name, "emails": [name] })).collect();
    wrong(&stage, "sendFieldInvite", groups(json!(many)), &[("OUT_OF_RANGE", "emailGroups")]).await;
    let input = groups(json!([
        { "name": "Crowd", "emails": people(101) },
        { "name": "Twins", "emails": ["a@client.test", "A@Client.test"] },
        { "name": "two\nlines", "emails": ["a@client.test"] },
    ]));
    let reasons = [
        ("OUT_OF_RANGE", "emailGroups.0.emails"),
        ("DUPLICATE", "emailGroups.1.emails.1"),
        ("INVALID", "emailGroups.2.name"),
    ];
    wrong(&stage, "sendFieldInvite", input, &reasons).await;
    let input = json!({
        "documentId": id(), "email": "tenant", "signedRedirect": "x", "callbackUrl": "y",
        "copies": { "emails": [] },
    });
    let reasons = [
        ("INVALID_EMAIL", "email"),
        ("OUT_OF_RANGE", "copies.emails"),
        ("INVALID", "signedRedirect"),
        ("INVALID", "callbackUrl"),
    ];
    wrong(&stage, "sendFreeformInvite", input, &reasons).await;
}

#[tokio::test]
async fn every_fault_of_a_group_has_its_path() {
    let stage = Stage::start().await;
    let signer = |email: &str, documents: Value| json!({ "email": email, "authentication": "OTHER", "documents": documents });
    let look = json!([{ "documentId": id(), "action": "VIEW" }]);
    let input = json!({
        "documentGroupId": "nonsense",
        "steps": [
            { "order": 0, "signers": [signer(TENANT, look.clone()), signer(TENANT, look.clone())] },
            { "order": 1, "signers": [] },
            { "order": 1, "signers": [
                signer(TENANT, json!([])),
                signer("b@client.test", json!([{ "documentId": "x", "action": "VIEW" }])),
                signer("c@client.test", json!([{ "documentId": id(), "action": "SIGN" }])),
            ] },
        ],
        "signAsMerged": true,
    });
    let reasons = [
        ("INVALID_ID", "documentGroupId"),
        ("DUPLICATE", "steps.2.order"),
        ("OUT_OF_RANGE", "steps.0.order"),
        ("DUPLICATE", "steps.0.signers.1.email"),
        ("OUT_OF_RANGE", "steps.1.signers"),
        ("OUT_OF_RANGE", "steps.2.signers.0.documents"),
        ("INVALID_ID", "steps.2.signers.1.documents.0.documentId"),
        ("BLANK", "steps.2.signers.2.documents.0.role"),
    ];
    wrong(&stage, "createGroupEmbeddedInvites", input, &reasons).await;
    let (view, sign) = (
        |role: Value| with(json!({ "documentId": id(), "action": "VIEW" }), role),
        json!({ "documentId": id(), "action": "SIGN", "role": "Tenant" }),
    );
    let signers = json!([
        signer(TENANT, json!([view(json!({})), view(json!({}))])),
        signer("b@client.test", json!([sign, view(json!({}))])),
        signer("c@client.test", json!([view(json!({ "role": "Tenant" }))])),
        signer("d@client.test", json!([view(json!({ "roleId": "r1" }))])),
    ]);
    let steps = json!([{ "order": 1, "signers": signers }]);
    let input = json!({ "documentGroupId": id(), "steps": steps, "signAsMerged": true });
    let reasons = [
        ("DUPLICATE", "steps.0.signers.0.documents.1.documentId"),
        ("DUPLICATE", "steps.0.signers.1.documents.1.documentId"),
        ("INVALID", "steps.0.signers.2.documents.0.role"),
        ("INVALID", "steps.0.signers.3.documents.0.roleId"),
    ];
    wrong(&stage, "createGroupEmbeddedInvites", input, &reasons).await;
    let input = json!({ "documentGroupId": id(), "steps": [], "signAsMerged": true });
    wrong(&stage, "createGroupEmbeddedInvites", input, &[("OUT_OF_RANGE", "steps")]).await;
}

#[tokio::test]
async fn a_link_ends_within_its_bounds_or_never_by_itself() {
    let stage = Stage::start().await;
    for minutes in [-1, 0, 14, 46, 65_551] {
        let input = json!({
            "documentId": id(), "inviteId": id(), "authentication": "NONE", "expiresInMinutes": minutes,
        });
        let reasons = [("OUT_OF_RANGE", "expiresInMinutes")];
        wrong(&stage, "createEmbeddedInviteLink", input, &reasons).await;
    }
    let input = json!({
        "documentGroupId": id(), "inviteId": "x", "email": "tenant", "authentication": "NONE",
        "expiresInMinutes": 46, "sessionExpiresInMinutes": 1_441,
    });
    let reasons = [
        ("INVALID_ID", "inviteId"),
        ("INVALID_EMAIL", "email"),
        ("OUT_OF_RANGE", "expiresInMinutes"),
        ("OUT_OF_RANGE", "sessionExpiresInMinutes"),
    ];
    wrong(&stage, "createGroupEmbeddedInviteLink", input, &reasons).await;
}

#[tokio::test]
async fn ids_are_of_the_right_kind() {
    let stage = Stage::start().await;
    let document = [("INVALID_ID", "documentId")];
    let both = [("INVALID_ID", "documentId"), ("INVALID_ID", "inviteId")];
    wrong(&stage, "cancelFieldInvites", json!({ "documentId": "x" }), &document).await;
    wrong(&stage, "deleteEmbeddedInvites", json!({ "documentId": "VXNlcjp1MQ" }), &document).await;
    for field in ["resendFieldInvite", "cancelFreeformInvite"] {
        wrong(&stage, field, json!({ "documentId": "x", "inviteId": "y" }), &both).await;
    }
    let input = json!({ "documentGroupId": "x" });
    wrong(&stage, "deleteGroupEmbeddedInvites", input, &[("INVALID_ID", "documentGroupId")]).await;
}

fn with(mut object: Value, more: Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}
