//! What is told of integrations.

use std::io::{self, Write};

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::callers::{Integration, IntegrationKey};

/// All of them, a line each.
pub(super) fn list(integrations: &[Integration], as_json: bool) -> anyhow::Result<String> {
    if as_json {
        let all: Vec<Value> = integrations.iter().map(as_value).collect();
        return Ok(serde_json::to_string(&all)? + "\n");
    }
    if integrations.is_empty() {
        return Ok("There are no integrations; `signgraph integrations add` makes one.\n".to_owned());
    }
    Ok(integrations.iter().map(|integration| in_words(integration) + "\n").collect())
}

/// One, as it is now.
pub(super) fn one(integration: &Integration, as_json: bool) -> anyhow::Result<String> {
    let text = if as_json { as_value(integration).to_string() } else { in_words(integration) };
    Ok(text + "\n")
}

/// One that is there no more.
pub(super) fn deleted(integration: &Integration, as_json: bool) -> anyhow::Result<String> {
    let line =
        format!("Deleted {} \"{}\"; its key opens nothing any more.\n", integration.id, integration.label);
    if as_json { one(integration, as_json) } else { Ok(line) }
}

/// One, and the key it has from now on.
pub(super) fn with_key(
    integration: &Integration,
    key: &IntegrationKey,
    as_json: bool,
) -> anyhow::Result<String> {
    let key = key.text().expose_secret();
    if as_json {
        let mut value = as_value(integration);
        value["key"] = key.into();
        return Ok(value.to_string() + "\n");
    }
    let next = match integration.is_active {
        true => String::new(),
        false => format!("\nIt is off. Switch it on: signgraph integrations activate {}\n", integration.id),
    };
    Ok(format!(
        "{}\n\n  {key}\n\nThis key is shown this once. Send it as `Authorization: Bearer {}_…`.\n{next}",
        in_words(integration),
        key.get(..14).unwrap_or_default()
    ))
}

/// Nobody may be listening any more, which is told, as a key would be lost.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

fn in_words(integration: &Integration) -> String {
    let Integration { id, label, owner, role, account, is_active, .. } = integration;
    let state = if *is_active { "on " } else { "off" };
    format!("{id}  {state}  {:8}  {account}  \"{label}\", of {owner}", role.name())
}

fn as_value(integration: &Integration) -> Value {
    json!({
        "id": integration.id,
        "label": integration.label,
        "owner": integration.owner,
        "role": integration.role,
        "account": integration.account,
        "isActive": integration.is_active,
        "webhookUrl": integration.webhook_url,
        "createdAt": integration.created_at,
        "keyCreatedAt": integration.key_created_at,
    })
}
