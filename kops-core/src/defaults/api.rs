//! How the API is reached where the spec does not say.

use super::notes::Notes;
use crate::spec::{Api, Cluster, DnsType, Empty, InstanceGroup, LoadBalancerClass, LoadBalancerType, Role, SubnetType};

pub(super) fn fill(cluster: &mut Cluster, groups: &[InstanceGroup], notes: &mut Notes<'_>) {
    public_name(cluster, notes);
    let api = cluster.spec.api.take().unwrap_or_default();
    let mut api =
        if api.dns.is_none() && api.load_balancer.is_none() { entrance(cluster, groups, api, notes) } else { api };
    if let Some(balancer) = &mut api.load_balancer {
        let field = "api.loadBalancer";
        let rule = "load balancers are public where it is not said";
        notes.set(&mut balancer.r#type, format!("{field}.type"), LoadBalancerType::Public, rule);
        let rule = "load balancers are classic where it is not said";
        notes.set(&mut balancer.class, format!("{field}.class"), LoadBalancerClass::Classic, rule);
    }
    cluster.spec.api = Some(api);
}

/// A name that clients use, where a hosted zone can hold it.
fn public_name(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let zone = cluster.spec.dns_zone.as_deref().is_some_and(|zone| !zone.is_empty());
    let in_zone = (zone && cluster.dns_type() != DnsType::None).then(|| name_in_dns(cluster));
    if let Some(name) = name_in_public_dns(cluster).or(in_zone) {
        let rule = "`api.` and the cluster's name";
        notes.fill(&mut cluster.spec.master_public_name, "masterPublicName", name, rule);
    }
}

/// The name of the API of a cluster in public DNS.
pub(super) fn name_in_public_dns(cluster: &Cluster) -> Option<String> {
    cluster.has_public_records().then(|| name_in_dns(cluster))
}

fn name_in_dns(cluster: &Cluster) -> String {
    format!("api.{}", cluster.metadata.name)
}

/// Machines in private subnets need a load balancer; for those in public ones a record of DNS is enough.
fn entrance(cluster: &Cluster, groups: &[InstanceGroup], api: Api, notes: &mut Notes<'_>) -> Api {
    let of = |role: Role| groups.iter().filter(move |group| group.spec.role == Some(role));
    let serving = if of(Role::ApiServer).next().is_some() { Role::ApiServer } else { Role::Master };
    let kinds: Vec<_> = of(serving)
        .flat_map(|group| &group.spec.subnets)
        .filter_map(|name| cluster.spec.subnets.iter().find(|subnet| subnet.name.as_ref() == Some(name))?.r#type)
        .collect();
    if kinds.contains(&SubnetType::Private) {
        notes.note("api.loadBalancer", "the API is in private subnets");
        Api { load_balancer: Some(Default::default()), ..api }
    } else if kinds.contains(&SubnetType::Public) {
        notes.note("api.dns", "the API is in public subnets");
        Api { dns: Some(Empty {}), ..api }
    } else {
        api
    }
}
