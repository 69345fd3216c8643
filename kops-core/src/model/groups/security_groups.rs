//! The security groups of instances.

use std::collections::BTreeMap;

use super::serves_api;
use crate::graph::{Builder, Origin};
use crate::model::{Context, firewall};
use crate::resource::{Kind, Ref};
use crate::spec::{InstanceGroup, Role};

/// The security groups of a group's instances: that of the role or the group's own, those of the API's load balancer where
/// the instances serve the API, and whatever the group adds. Each is named once, because AWS refuses it twice, and by id as in kops:
/// the role's own, which has none yet, comes first.
pub(super) fn security_groups(
    context: &Context<'_>,
    group: &InstanceGroup,
    role: Role,
    graph: &mut Builder,
) -> Vec<Ref> {
    let path = |field: &str| group.reference().field(field);
    let mut share = |id: &str, origin: Origin| firewall::security_group::share(context, graph, id, origin);
    let mut groups = BTreeMap::new();
    match group.spec.security_group_override.as_deref() {
        Some(id) => {
            let reason = format!("security group override of instance group {}", group.name());
            groups.insert(id, share(id, Origin::new(reason, path("spec.securityGroupOverride"))));
        }
        None => {
            groups.insert("", Ref::to(Kind::SecurityGroup, context.names.security_group(role)));
        }
    }
    if serves_api(role) && context.uses_network_load_balancer() {
        let lb = context.api_load_balancer().map(|lb| lb.additional_security_groups.as_slice()).unwrap_or_default();
        for (i, id) in lb.iter().enumerate() {
            let field = context.path(format!("spec.api.loadBalancer.additionalSecurityGroups[{i}]"));
            let origin = Origin::new("additional security group of the API load balancer and its targets", field);
            groups.insert(id, share(id, origin));
        }
    }
    for (i, id) in group.spec.additional_security_groups.iter().enumerate() {
        let reason = format!("additional security group of instance group {}", group.name());
        groups.insert(id, share(id, Origin::new(reason, path(&format!("spec.additionalSecurityGroups[{i}]")))));
    }
    groups.into_values().collect()
}
