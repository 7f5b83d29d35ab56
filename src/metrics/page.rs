//! One page.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

use super::sections;
use crate::cache::Reads;
use crate::server::Served;
use crate::signnow::{ChainStatus, Vitals};
use crate::tally::Durations;

/// The media type of a page: the text format of OpenMetrics 1.0.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Everything that is told, as it was at one moment.
#[derive(Clone, Debug)]
pub struct Page {
    /// The accounts of signNow that are served.
    pub accounts: Vec<Account>,
    /// The moment, in seconds since 1970, to count the time until a token ends.
    pub now: i64,
    /// The answers of the cache.
    pub reads: Reads,
    /// The requests of the graph.
    pub served: Served,
}

/// One account of signNow.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name in the configuration.
    pub name: String,
    /// The chain of tokens; `None` with an API key, and then nothing is told of it.
    pub chain: Option<ChainStatus>,
    /// The calls to signNow.
    pub vitals: Vitals,
}

impl Page {
    /// The page as text.
    pub fn text(self) -> String {
        let (mut registry, mut text) = (Registry::default(), String::new());
        registry.register_collector(Box::new(self));
        // Writing to a text fails only where one of the above says so, and none does.
        if encode(&mut text, &registry).is_err() {
            tracing::error!("metrics could not be written");
        }
        text
    }
}

impl Collector for Page {
    fn encode(&self, encoder: DescriptorEncoder) -> fmt::Result {
        let mut writer = Writer(encoder);
        sections::chains(&mut writer, &self.accounts, self.now)?;
        sections::calls(&mut writer, &self.accounts)?;
        sections::traffic(&mut writer, &self.accounts)?;
        sections::cache(&mut writer, &self.reads)?;
        sections::requests(&mut writer, &self.served)
    }
}

/// Writes one metric after the other.
pub(super) struct Writer<'a>(DescriptorEncoder<'a>);

/// Names of labels with their values, which are words of this program or templates of routes.
pub(super) type Labels<'a> = Vec<(&'static str, &'a str)>;

impl Writer<'_> {
    /// A metric that goes up and down, once for each set of labels.
    pub(super) fn gauges<'a, V: EncodeGaugeValue>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels<'a>, V)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Gauge)?;
        values.into_iter().try_for_each(|(labels, value)| {
            labelled(&mut metric, &labels, |metric| metric.encode_gauge(&value))
        })
    }

    /// One without labels.
    pub(super) fn gauge(&mut self, name: &str, help: &str, value: impl EncodeGaugeValue) -> fmt::Result {
        self.gauges(name, help, [(Labels::new(), value)])
    }

    /// A metric that only goes up; its name gets `_total` at the end.
    pub(super) fn counters<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels<'a>, u64)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        values.into_iter().try_for_each(|(labels, value)| {
            labelled(&mut metric, &labels, |metric| metric.encode_counter::<NoLabelSet, _, f64>(&value, None))
        })
    }

    /// How long things took.
    pub(super) fn durations<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels<'a>, &'a Durations)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Histogram)?;
        values.into_iter().try_for_each(|(labels, durations)| {
            let classes: Vec<_> = durations.classes().collect();
            let (sum, count) = (durations.sum().as_secs_f64(), durations.count());
            labelled(&mut metric, &labels, |metric| {
                metric.encode_histogram::<NoLabelSet>(sum, count, &classes, None)
            })
        })
    }
}

/// Without labels there are no braces.
fn labelled(
    metric: &mut MetricEncoder<'_>,
    labels: &Labels<'_>,
    encode: impl FnOnce(&mut MetricEncoder<'_>) -> fmt::Result,
) -> fmt::Result {
    if labels.is_empty() { encode(metric) } else { encode(&mut metric.encode_family(labels)?) }
}
