//! The table of prices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Hours of a month, as AWS's calculator counts them.
const HOURS: f64 = 730.0;

/// List prices of one region, in US dollars. A file of the same form takes the place of the table that ships with the library.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "a table of prices")]
#[non_exhaustive]
pub struct Prices {
    /// The month or day that the prices are of: `2025-06`.
    pub date: String,
    /// The region that they are of.
    pub region: String,
    /// Every region in which they apply.
    #[serde(default)]
    pub regions: Vec<String>,
    /// A NAT gateway for an hour.
    pub nat_gateway_hour: f64,
    /// A network load balancer for an hour.
    pub network_load_balancer_hour: f64,
    /// A classic load balancer for an hour.
    pub classic_load_balancer_hour: f64,
    /// A public IPv4 address for an hour, in use or not.
    #[serde(rename = "publicIPv4Hour")]
    pub public_ipv4_hour: f64,
    /// EBS volumes by type.
    #[serde(default)]
    pub volumes: BTreeMap<String, VolumePrice>,
    /// Instances by type, on demand with Linux, for an hour.
    #[serde(default)]
    pub instances: BTreeMap<String, f64>,
}

/// What a volume of EBS costs a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VolumePrice {
    /// A GiB.
    pub gib: f64,
    /// An operation per second, beyond those that are included.
    pub iops: f64,
    /// Operations per second that are included.
    #[serde(rename = "includedIOPS")]
    pub included_iops: i32,
    /// A MiB per second, beyond what is included.
    pub throughput: f64,
    /// MiB per second that are included.
    pub included_throughput: i32,
}

/// A text that is no table of prices.
#[derive(Debug, thiserror::Error)]
#[error("this is not a table of prices")]
pub struct ParsePricesError(#[source] serde_yaml::Error);

impl Prices {
    /// The table that ships with the library. Its date and region are in it.
    pub fn built_in() -> Self {
        Self::from_yaml(Self::BUILT_IN).expect("the table that ships is well-formed")
    }

    /// The text of the table that ships with the library: an example to start a table of one's own from.
    pub const BUILT_IN: &'static str = include_str!("prices.yaml");

    /// Reads a table, in YAML or JSON.
    ///
    /// ```
    /// use kops_core::cost::Prices;
    ///
    /// let prices = Prices::from_yaml(Prices::BUILT_IN)?;
    /// assert_eq!(prices.instances["m5.large"], 0.096);
    /// # Ok::<(), kops_core::cost::ParsePricesError>(())
    /// ```
    ///
    /// # Errors
    /// [`ParsePricesError`], whose source has line and column.
    pub fn from_yaml(text: &str) -> Result<Self, ParsePricesError> {
        serde_yaml::from_str(text).map_err(ParsePricesError)
    }

    /// True where the prices are those of a region.
    pub fn apply_in(&self, region: &str) -> bool {
        self.region == region || self.regions.iter().any(|known| known == region)
    }

    /// What a number of things that are paid by the hour cost a month, in cents.
    pub(super) fn monthly(hourly: f64, number: i64) -> f64 {
        hourly * HOURS * 100.0 * number as f64
    }

    /// What a volume costs a month, in cents.
    pub(super) fn volume(&self, kind: &str, gib: i32, iops: Option<i32>, throughput: Option<i32>) -> Option<f64> {
        let price = self.volumes.get(kind)?;
        let beyond = |wanted: Option<i32>, included: i32| f64::from((wanted.unwrap_or(included) - included).max(0));
        let dollars = price.gib * f64::from(gib)
            + price.iops * beyond(iops, price.included_iops)
            + price.throughput * beyond(throughput, price.included_throughput);
        Some(dollars * 100.0)
    }
}
