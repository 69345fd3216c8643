//! The living cluster: whether it is healthy, how its instances are replaced, and how its addons are applied.
//!
//! In: the groups of a spec, the instances that run, and the nodes and pods of the cluster's API. Out: findings and decisions as plain
//! data. What decides is pure; the loops round it wait, observe and act through the ports [`crate::cloud::Cloud`],
//! [`crate::cluster_api::ClusterApi`] and [`crate::apply::Clock`].

pub mod addons;
mod expected;
mod forecast;
pub mod instances;
pub mod reconcile;
pub mod rolling;
pub mod validation;

pub use expected::ExpectedGroup;
pub(crate) use expected::RunningByName;
pub use forecast::forecast;
