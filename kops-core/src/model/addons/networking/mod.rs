//! The networking addon of a cluster: the one that its `networking` names.
//!
//! Each is a module with a function `addon`, which returns nothing where the cluster has another network. Calico comes from the
//! addon source ([`super::published`]); `cni` and `kubenet` have no addon.

mod amazon_vpc;
mod cilium;
mod flannel;
pub(super) mod foreign_types;
mod kindnet;
mod kopeio;
mod kube_router;
#[cfg(test)]
mod testing;

use super::{Addon, Object, custom_resource, pod, rbac, version, workload};
use crate::model::Context;

/// Returns the addon of the cluster's network, where it has one.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let addons: [fn(&Context<'_>) -> Option<Addon>; 6] =
        [kopeio::addon, flannel::addon, kube_router::addon, amazon_vpc::addon, kindnet::addon, cilium::addon];
    addons.into_iter().find_map(|addon| addon(context)).map(Addon::for_networking)
}
