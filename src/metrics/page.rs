//! One page.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, EncodeLabelSet, NoLabelSet};
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
    /// The chain of tokens; `None` with an API key, and then nothing is told of it.
    pub chain: Option<ChainStatus>,
    /// The moment, in seconds since 1970, to count the time until a token ends.
    pub now: i64,
    /// The calls to signNow.
    pub vitals: Vitals,
    /// The answers of the cache.
    pub reads: Reads,
    /// The requests of the graph.
    pub served: Served,
}

/// Labels with their values.
pub(super) type Labels<'a> = [(&'static str, &'a str)];

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
    fn encode(&self, encoder: DescriptorEncoder) -> std::fmt::Result {
        let mut writer = Writer(encoder);
        if let Some(chain) = &self.chain {
            sections::chain(&mut writer, chain, self.now)?;
        }
        sections::calls(&mut writer, &self.vitals)?;
        sections::traffic(&mut writer, &self.vitals)?;
        sections::cache(&mut writer, &self.reads)?;
        sections::requests(&mut writer, &self.served)
    }
}

/// Writes one metric after the other.
pub(super) struct Writer<'a>(DescriptorEncoder<'a>);

impl Writer<'_> {
    /// A metric that goes up and down, once for each set of labels.
    pub(super) fn gauges<'a, V: EncodeGaugeValue>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Vec<(&'static str, &'a str)>, V)>,
    ) -> std::fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (labels, value) in values {
            metric.encode_family(&Words(&labels))?.encode_gauge(&value)?;
        }
        Ok(())
    }

    /// One without labels.
    pub(super) fn gauge(&mut self, name: &str, help: &str, value: impl EncodeGaugeValue) -> std::fmt::Result {
        self.gauges(name, help, [(Vec::new(), value)])
    }

    /// A metric that only goes up; its name gets `_total` at the end.
    pub(super) fn counters<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Vec<(&'static str, &'a str)>, u64)>,
    ) -> std::fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (labels, value) in values {
            metric.encode_family(&Words(&labels))?.encode_counter::<NoLabelSet, _, f64>(&value, None)?;
        }
        Ok(())
    }

    /// How long things took.
    pub(super) fn durations<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Vec<(&'static str, &'a str)>, &'a Durations)>,
    ) -> std::fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, MetricType::Histogram)?;
        for (labels, durations) in values {
            let classes: Vec<_> = durations.classes().collect();
            let (sum, count) = (durations.sum().as_secs_f64(), durations.count());
            metric
                .encode_family(&Words(&labels))?
                .encode_histogram::<NoLabelSet>(sum, count, &classes, None)?;
        }
        Ok(())
    }
}

/// Labels whose values are this program's own words, which need no escaping.
struct Words<'a>(&'a Labels<'a>);

impl EncodeLabelSet for Words<'_> {
    fn encode(&self, encoder: &mut prometheus_client::encoding::LabelSetEncoder) -> std::fmt::Result {
        self.0.iter().copied().collect::<Vec<_>>().encode(encoder)
    }
}
