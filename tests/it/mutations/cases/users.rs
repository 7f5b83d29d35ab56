//! Accounts: the viewer's own, and new ones.

use serde_json::{Value, json};

use super::email;
use crate::mutations::case::{BadInput, Case, Class, Proof, at, bad, deed, deed_after, general, said};

const VIEWER: &str = "GET /user";

pub(super) fn cases() -> Vec<Case> {
    vec![create(), rename_viewer(), change_password(), send_verification(), verify(), verify_own(), reset()]
}

fn create() -> Case {
    fn newcomer(email: &str) -> Value {
        json!({ "email": email, "password": "a-first-password", "firstName": "Nell", "skipsTrial": true })
    }
    Case {
        field: "createUser",
        edit: json!({}),
        input: |_| newcomer(&email("newcomer")),
        is_done: |world| {
            let user = world.user("newcomer");
            user["first_name"] == "Nell" && user["subscription"] == "none"
        },
        payload: ("userId", |_, world| json!({ "userId": world.user_id("newcomer") })),
        route: "POST /user",
        class: Class::NaturalKey,
        // A second call could say that the account exists, and not who made it.
        proof: Proof::Nothing,
        bad: vec![
            BadInput {
                input: |_| {
                    let (name, phone) = ("n".repeat(65), "1".repeat(256));
                    json!({ "email": "newcomer", "password": "short", "firstName": name, "lastName": name, "phone": phone })
                },
                told: vec![
                    ("INVALID_EMAIL", "email"),
                    ("INVALID", "password"),
                    ("TOO_LONG", "firstName"),
                    ("TOO_LONG", "lastName"),
                    ("TOO_LONG", "phone"),
                ],
            },
            BadInput {
                input: |_| {
                    let password = "p".repeat(500_000);
                    json!({
                        "email": email("newcomer"), "password": password, "firstName": "", "lastName": " ",
                        "phone": "1\u{0}", "source": "\n",
                    })
                },
                told: vec![
                    ("TOO_LONG", "password"),
                    ("BLANK", "firstName"),
                    ("BLANK", "lastName"),
                    ("INVALID", "phone"),
                    ("BLANK", "source"),
                ],
            },
        ],
        refusals: vec![
            said(65_536, 400, general("INVALID")),
            said(65_544, 400, general("BLANK")),
            deed(66_330, |_| newcomer(&email("outsider")), at("email", "EMAIL_TAKEN")),
            deed(66_396, |_| newcomer(&email("unverified")), at("email", "EMAIL_UNVERIFIED")),
        ],
    }
}

fn rename_viewer() -> Case {
    Case {
        field: "updateViewer",
        edit: json!({}),
        input: |_| json!({ "firstName": "Vesna", "lastName": "Lund" }),
        is_done: |world| {
            let user = world.user("viewer");
            [&user["first_name"], &user["last_name"]] == ["Vesna", "Lund"]
        },
        payload: (
            "viewer { email firstName lastName }",
            |_, _| json!({ "viewer": { "email": email("viewer"), "firstName": "Vesna", "lastName": "Lund" } }),
        ),
        route: "PUT /user",
        class: Class::TouchesTokens,
        proof: Proof::Compared(VIEWER),
        // signNow would cut the last name without a word.
        bad: vec![
            bad(|_| json!({}), "BLANK", ""),
            bad(|_| json!({ "firstName": "n".repeat(65) }), "TOO_LONG", "firstName"),
            bad(|_| json!({ "lastName": "n".repeat(65) }), "TOO_LONG", "lastName"),
            bad(|_| json!({ "firstName": "" }), "BLANK", "firstName"),
            bad(|_| json!({ "firstName": " " }), "BLANK", "firstName"),
            bad(|_| json!({ "lastName": "Lu\nnd" }), "INVALID", "lastName"),
        ],
        refusals: vec![],
    }
}

fn change_password() -> Case {
    fn change(old: &str) -> Value {
        json!({ "oldPassword": old, "newPassword": "another-password", "endSessions": "OTHERS" })
    }
    Case {
        field: "updateViewer",
        edit: json!({}),
        input: |_| change("sandbox-password"),
        is_done: |world| world.user("viewer")["password"] == "another-password",
        payload: ("viewer { email }", |_, _| json!({ "viewer": { "email": email("viewer") } })),
        route: "PUT /user",
        class: Class::TouchesTokens,
        proof: Proof::Nothing,
        bad: vec![
            bad(|_| json!({ "newPassword": "another-password" }), "BLANK", "oldPassword"),
            bad(|_| json!({ "newPassword": "short", "oldPassword": "x" }), "INVALID", "newPassword"),
            bad(|_| json!({ "firstName": "Vesna", "oldPassword": "x" }), "BLANK", "newPassword"),
            bad(|_| json!({ "oldPassword": "x" }), "BLANK", "newPassword"),
            BadInput {
                input: |_| {
                    let password = "p".repeat(500_000);
                    json!({ "newPassword": password, "oldPassword": password })
                },
                told: vec![("TOO_LONG", "newPassword"), ("TOO_LONG", "oldPassword")],
            },
            bad(|_| json!({ "newPassword": "another-password", "oldPassword": "" }), "BLANK", "oldPassword"),
        ],
        refusals: vec![deed(65_536, |_| change("not-the-password"), at("oldPassword", "PASSWORD_REJECTED"))],
    }
}

fn send_verification() -> Case {
    Case {
        field: "sendVerificationEmail",
        edit: json!({}),
        input: |_| json!({ "email": email("unverified") }),
        is_done: |world| world.user("unverified")["verification"].is_object(),
        payload: ("email", |_, _| json!({ "email": email("unverified") })),
        route: "POST /user/verifyemail",
        class: Class::MailsPeople,
        proof: Proof::Nothing,
        bad: vec![bad(|_| json!({ "email": "unverified" }), "INVALID_EMAIL", "email")],
        refusals: vec![
            deed(65_536, |_| json!({ "email": email("viewer") }), at("email", "EMAIL_NOT_SENT")),
            deed(65_536, |_| json!({ "email": email("nobody") }), at("email", "EMAIL_NOT_SENT")),
        ],
    }
}

/// The token that was mailed to someone.
fn mailed(name: &str, expires: &str) -> Value {
    let user = json!({ "verified": false, "verification": { "token": "from-the-mail", "expires": expires } });
    json!({ "users": { email(name): user } })
}

fn verify() -> Case {
    Case {
        field: "verifyEmail",
        edit: mailed("unverified", "2999-01-01T00:00:00Z"),
        input: |_| json!({ "email": email("unverified"), "token": "from-the-mail" }),
        is_done: |world| world.user("unverified")["verified"] == true,
        payload: ("email", |_, _| json!({ "email": email("unverified") })),
        route: "PUT /user/email/verify",
        class: Class::NaturalKey,
        // signNow tells of the viewer's own address alone.
        proof: Proof::Nothing,
        bad: vec![BadInput {
            input: |_| json!({ "email": "", "token": "" }),
            told: vec![("BLANK", "email"), ("BLANK", "token")],
        }],
        refusals: vec![
            deed(
                65_629,
                |_| json!({ "email": email("unverified"), "token": "made-up" }),
                at("token", "VERIFICATION_TOKEN_INVALID"),
            ),
            deed_after(
                65_629,
                mailed("unverified", "2001-01-01T00:00:00Z"),
                |_| json!({ "email": email("unverified"), "token": "from-the-mail" }),
                at("token", "VERIFICATION_TOKEN_INVALID"),
            ),
        ],
    }
}

fn verify_own() -> Case {
    Case {
        edit: mailed("viewer", "2999-01-01T00:00:00Z"),
        input: |_| json!({ "email": email("viewer"), "token": "from-the-mail" }),
        is_done: |world| {
            let user = world.user("viewer");
            user["verified"] == true && user["verification"].is_null()
        },
        payload: ("email", |_, _| json!({ "email": email("viewer") })),
        proof: Proof::Read(VIEWER),
        ..verify()
    }
}

fn reset() -> Case {
    Case {
        field: "sendPasswordReset",
        edit: json!({}),
        input: |_| json!({ "email": email("outsider") }),
        is_done: |world| world.user("outsider")["password_reset"].is_object(),
        payload: ("email", |_, _| json!({ "email": email("outsider") })),
        route: "POST /user/forgotpassword",
        class: Class::MailsPeople,
        proof: Proof::Nothing,
        bad: vec![bad(|_| json!({ "email": "@" }), "INVALID_EMAIL", "email")],
        refusals: vec![deed(
            65_544,
            |_| json!({ "email": "nobody@nowhere.test" }),
            at("email", "INVALID_EMAIL"),
        )],
    }
}
