//! What instances stand behind.

use super::serves_api;
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::{Context, codes};
use crate::resource::{ClassicLoadBalancer, Kind, Output, Ref, TargetGroup};
use crate::spec::{ExternalLoadBalancer, InstanceGroup, Role};

/// The load balancers and target groups that a group's instances stand behind.
pub(super) fn load_balancer_attachments(
    context: &Context<'_>,
    group: &InstanceGroup,
    role: Role,
    graph: &mut Builder,
) -> (Vec<Ref>, Vec<Ref>) {
    let mut load_balancers = Vec::new();
    let mut target_groups = Vec::new();
    let target = |prefix: &str| Ref::output(Kind::TargetGroup, context.names.load_balancer_name(prefix), Output::Arn);
    if serves_api(role) && context.uses_classic_load_balancer() {
        load_balancers.push(Ref::to(Kind::ClassicLoadBalancer, context.names.load_balancer("api")));
    }
    if serves_api(role) && context.uses_network_load_balancer() {
        target_groups.push(target("tcp"));
        if role == Role::Master && context.load_balancer_serves_kops_controller() {
            target_groups.push(target("kops-controller"));
            if context.cilium_has_etcd() {
                target_groups.push(target("etcd-cilium"));
            }
        }
        if context.api_certificate().is_some() {
            target_groups.push(target("tls"));
        }
    }
    if role == Role::Bastion {
        target_groups.push(target("bastion"));
    }
    for (i, external) in group.spec.external_load_balancers.iter().enumerate() {
        let path = group.reference().field(format!("spec.externalLoadBalancers[{i}]"));
        let reason = format!("external load balancer of instance group {}", group.name());
        let origin = Origin::new(reason, path);
        let ExternalLoadBalancer { load_balancer_name, target_group_arn } = external;
        if let Some(name) = load_balancer_name {
            let balancer = ClassicLoadBalancer { name: name.clone(), ..ClassicLoadBalancer::default() };
            load_balancers.push(graph.share(name.as_str(), name.as_str(), balancer, origin.clone()).reference());
        }
        if let Some(arn) = target_group_arn {
            target_groups.extend(external_target_group(arn, origin, graph));
        }
    }
    (load_balancers, target_groups)
}

/// The name of a target group is in its ARN: `…:targetgroup/name/id`.
fn external_target_group(arn: &str, origin: Origin, graph: &mut Builder) -> Option<Ref> {
    let mut parts = arn.rsplit(':').next().unwrap_or_default().split('/');
    let (Some("targetgroup"), Some(name), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        let problem = Diagnostic::error(codes::TARGET_GROUP.id, format!("`{arn}` is not the ARN of a target group"));
        graph.problem(Diagnostic { path: origin.path, ..problem });
        return None;
    };
    let resource = TargetGroup { name: name.to_owned(), ..TargetGroup::default() };
    let id = graph.share(name, arn, resource, origin);
    Some(Ref::Resource { id, output: Output::Arn })
}
