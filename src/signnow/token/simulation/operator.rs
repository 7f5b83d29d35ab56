//! Somebody who looks after a chain that waits for them.

use std::time::Duration;

use tokio::time::sleep;

use super::super::chain::Act;
use super::super::chain::Recovery;
use super::super::records::Records;
use super::server::Machine;
use super::store::name;

/// How long a refresh stays open before the chain is let go.
const PATIENCE: Duration = Duration::from_secs(60);

/// Lets a chain go whose refresh has been open for long, as `signgraph token revoke` does.
pub(super) async fn run(machine: Machine) -> turmoil::Result {
    if machine.setting.recovery == Recovery::Login {
        return std::future::pending().await;
    }
    let records = Records::new(machine.store(), name());
    let mut before = None;
    loop {
        sleep(PATIENCE).await;
        let Ok(kept) = records.read().await else { continue };
        let claim = kept.record.as_ref().and_then(|record| record.claim());
        let open = claim.filter(|claim| claim.act == Act::Refresh).map(|claim| claim.id);
        if let (Some(_), Some(record)) = (open.filter(|_| open == before), &kept.record) {
            let _later = records.forget(record.generation).await;
        }
        before = open;
    }
}
