//! What makes the published manifest of an addon that of one cluster.
//!
//! In: objects as their project publishes them, or as kops wrote them for a cluster. Out: the same objects with what depends on
//! the spec: the cluster's name, region and ranges of addresses, and the settings of the addon, and with what kops chooses where it renders
//! them: which nodes controllers run on, what their webhooks leave alone. Invariant: adapting a manifest twice changes nothing more, and
//! what neither the spec nor kops determines stays as it is published.

mod calico;
mod cert_manager;
mod karpenter;
mod load_balancer_controller;
mod manifest;
mod namespace;
mod snapshot_controller;

pub(super) use self::calico::calico;
pub(super) use self::cert_manager::cert_manager;
pub(super) use self::karpenter::karpenter;
pub(super) use self::load_balancer_controller::load_balancer_controller;
pub(crate) use self::manifest::Manifest;
pub(super) use self::snapshot_controller::snapshot_controller;

use super::{Object, pod, version};
use crate::model::Context;

/// Adapts the manifest of one addon.
pub(crate) type Adapt = fn(&Context<'_>, &mut Manifest);

#[cfg(test)]
mod tests;
