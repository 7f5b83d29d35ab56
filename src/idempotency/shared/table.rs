//! The records in Redis, and what may happen to them there.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use super::record::{Changed, Found, taken};
use super::scripts::{BEGIN, CHECK, HOLD, NEEDS, PUT, RELEASE, TAKE, WITHDRAW};
use crate::idempotency::options::Options;
use crate::idempotency::record_key::RecordKey;
use crate::idempotency::store::StoreError;
use crate::link::{Link, LinkError, Script};

/// All records, under `signgraph:idempotency:` and a digest, and the list of them by the time at which they end.
pub(super) struct Table {
    options: Options,
    /// For what has to be durable.
    changing: Link,
    /// For what has not, and is not to stand behind what is synced.
    asking: Link,
}

/// The list of all records: it tells how many there are.
const LIST: &str = "signgraph:idempotency";

impl Table {
    pub(super) fn new(url: &SecretString, options: &Options) -> Result<Table, LinkError> {
        let (changing, asking) = (Link::new(url, NEEDS)?, Link::new(url, NEEDS)?);
        Ok(Table { options: options.clone(), changing, asking })
    }

    /// Whether it can be used, for the start of a program. What may be lost is told in the log.
    pub(super) async fn check(&self) -> Result<(), LinkError> {
        self.changing.change(&Script::new(CHECK, &[LIST])).await?;
        let (durability, evicts) = self.changing.standing().await?;
        let place = self.changing.place();
        if !durability.survives_a_crash() {
            tracing::warn!("idempotency keys are kept in {place}: {durability}");
        }
        if evicts {
            tracing::warn!(
                "idempotency keys are kept in {place}, which throws them away to make room: set maxmemory-policy to \
                 noeviction there, or a mutation may be done twice under its key"
            );
        }
        Ok(())
    }

    pub(super) async fn begin(
        &self,
        key: &RecordKey,
        (claimant, process): (&str, &str),
        seal: &[u8],
        note: &str,
    ) -> Result<Found, StoreError> {
        let script =
            Script::new(BEGIN, &[&name(key), LIST]).given(claimant).given(process).given(seal).given(note);
        let script = script.given(self.lease()).given(millis(self.options.keep));
        let reply = self.changing.change(&script.given(self.options.max_records.to_string())).await?;
        Found::of(reply)
    }

    /// The last note, if it could be taken from this owner.
    pub(super) async fn take(
        &self,
        key: &RecordKey,
        owner: &[u8],
        (claimant, process): (&str, &str),
    ) -> Result<Option<Value>, StoreError> {
        let script = Script::new(TAKE, &[&name(key)]).given(owner).given(claimant).given(process);
        taken(self.changing.change(&script.given(self.lease())).await?)
    }

    pub(super) async fn note(
        &self,
        key: &RecordKey,
        claimant: &str,
        body: &str,
    ) -> Result<Changed, StoreError> {
        let script = Script::new(PUT, &[&name(key)]).given(claimant).given("begun").given(body);
        Changed::of(self.changing.change(&script).await?)
    }

    pub(super) async fn finish(
        &self,
        key: &RecordKey,
        claimant: &str,
        body: &str,
    ) -> Result<Changed, StoreError> {
        let script = Script::new(PUT, &[&name(key)]).given(claimant).given("ended").given(body);
        Changed::of(self.changing.change(&script).await?)
    }

    pub(super) async fn withdraw(&self, key: &RecordKey, claimant: &str) -> Result<Changed, StoreError> {
        Changed::of(self.changing.change(&Script::new(WITHDRAW, &[&name(key), LIST]).given(claimant)).await?)
    }

    pub(super) async fn hold(&self, key: &RecordKey, claimant: &str) -> Result<Changed, StoreError> {
        let script = Script::new(HOLD, &[&name(key)]).given(claimant).given(self.lease());
        Changed::of(self.asking.ask(&script).await?)
    }

    pub(super) async fn release(&self, key: &RecordKey, claimant: &str) -> Result<Changed, StoreError> {
        Changed::of(self.asking.ask(&Script::new(RELEASE, &[&name(key)]).given(claimant)).await?)
    }

    pub(super) fn full(&self) -> StoreError {
        StoreError::Full { max_records: self.options.max_records }
    }

    fn lease(&self) -> String {
        millis(self.options.lease)
    }
}

fn name(key: &RecordKey) -> String {
    format!("{LIST}:{}", key.text())
}

/// At least one: what ends at once cannot be made.
fn millis(time: Duration) -> String {
    time.as_millis().max(1).to_string()
}
