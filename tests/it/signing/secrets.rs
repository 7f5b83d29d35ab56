//! A link is in the answer of the mutation that made it, and nowhere else; what a signer has to know is nowhere at all.

use std::fs;

use super::cases::CASES;
use super::stage::{DRAFT, LANDLORD, Stage, TENANT, text};
use crate::support::Paper;
use serde_json::json;

/// Logs all that this program says on this thread from now on.
fn overheard() -> (Paper, impl Drop) {
    let paper = Paper::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(paper.clone());
    let guard = tracing::subscriber::set_default(subscriber.with_ansi(false).finish());
    (paper, guard)
}

#[tokio::test]
async fn a_link_is_in_one_answer_and_nowhere_else() {
    let (paper, _guard) = overheard();
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.jsonl");
    let stage = Stage::with(|config| config.idempotency.file = Some(file.clone())).await;
    let world = stage.world().await;
    for case in CASES.iter().filter(|case| case.field.ends_with("Link")) {
        let mut input = (case.input)(&world);
        input["idempotencyKey"] = case.field.into();
        let made = stage.ask(case.field, input.clone(), "link").await;
        let link = text(&made.clone().done()["link"]);
        let token = link.split("access_token=").nth(1).unwrap().split('&').next().unwrap();
        assert_eq!(made.text.matches(token).count(), 1, "{}", made.text);
        let mut elsewhere = vec![("the second answer", stage.ask(case.field, input, "link").await.text)];
        // A graph that fails on it afterwards tells nothing of it.
        stage.app.fault(json!({ "route": "GET /document/{document_id}", "status": 500 })).await;
        stage.app.fault(json!({ "route": case.route, "drop": "after_effect" })).await;
        let other = stage.ask(case.field, (case.input)(&world), "link").await;
        elsewhere.push(("an answer that was lost", other.text));
        stage.app.end_faults().await;
        elsewhere.push(("the file of keys", fs::read_to_string(&file).unwrap()));
        elsewhere.push(("the log", paper.text()));
        for (place, text) in elsewhere {
            assert!(!text.contains(token) && !text.contains("access_token="), "{place} has a link: {text}");
        }
    }
    let (kept, log) = (fs::read_to_string(&file).unwrap(), paper.text());
    assert!(kept.contains("\"secret\":true") && log.contains("createEmbeddedInviteLink"), "{kept}\n{log}");
}

/// Answers that are no link as they should be are errors without a word about them.
#[tokio::test]
async fn an_answer_that_is_no_safe_link_is_told_to_nobody() {
    let (paper, _guard) = overheard();
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let stage = Stage::start().await;
    let world = stage.world().await;
    for case in CASES.iter().filter(|case| case.field.ends_with("Link")) {
        for link in ["http://canary.example/", "javascript:canary()", "canary"] {
            let body = json!({ "data": { "link": link } });
            stage.app.fault(json!({ "route": case.route, "status": 200, "body": body })).await;
            let told = stage.ask(case.field, (case.input)(&world), "link").await;
            stage.app.end_faults().await;
            assert_eq!(told.outcome, "UNKNOWN", "{told:?}");
            assert!(!told.text.contains("canary"), "{}", told.text);
        }
    }
    assert!(!paper.text().contains("canary"));
}

#[tokio::test]
async fn what_a_signer_has_to_know_is_told_to_nobody() {
    let (paper, _guard) = overheard();
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.jsonl");
    let stage = Stage::with(|config| config.idempotency.file = Some(file.clone())).await;
    let id = stage.world().await.document_id(DRAFT);
    let invite = |email: &str, role: &str, check: serde_json::Value| json!({ "email": email, "role": role, "order": 1, "identityCheck": check });
    let invites = json!([
        invite(TENANT, "Tenant", json!({ "password": "canary-password" })),
        invite(LANDLORD, "Landlord", json!({ "textMessage": { "phone": "+1-555-canary" } })),
    ]);
    let input = json!({ "documentId": id, "invites": invites, "idempotencyKey": "once" });
    let mut texts = vec![stage.ask("sendFieldInvite", input.clone(), "").await];
    texts.push(stage.ask("sendFieldInvite", input.clone(), "").await);
    let mut other = input.clone();
    other["documentId"] = "f".repeat(40).into();
    texts.push(stage.ask("sendFieldInvite", other, "").await);
    assert_eq!(
        texts.iter().map(|told| told.outcome.as_str()).collect::<Vec<_>>(),
        ["CONFIRMED", "CONFIRMED", "REJECTED"]
    );
    let world = stage.world().await;
    assert_eq!(world.document(DRAFT)["invites"][0]["channel"]["mail"]["password_protected"], true);
    assert!(texts.iter().all(|told| !told.text.contains("canary")), "{texts:#?}");
    assert!(!fs::read_to_string(&file).unwrap().contains("canary"));
    assert!(!paper.text().contains("canary"));
}
