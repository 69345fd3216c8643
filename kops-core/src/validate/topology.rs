//! DNS: a zone for the names, and who publishes them.

use super::codes;
use super::rules::{Rules, given};
use crate::facts::HostedZone;
use crate::naming;
use crate::spec::{DnsType, ExternalDnsProvider, LoadBalancerClass, Role};

pub(super) fn check(rules: &mut Rules<'_>) {
    let cluster = rules.cluster();
    let without_records = match cluster.is_gossip() {
        true => "remove it: a cluster whose name ends in `.k8s.local` has no hosted zone",
        false => "remove it, or set `topology.dns.type` to `Public` or `Private`",
    };
    if cluster.publishes_dns_records() && given(&cluster.spec.dns_zone).is_none() {
        check_zone(rules);
    }
    if let Some(dns) = &cluster.spec.external_dns {
        if given(&dns.watch_namespace).is_some_and(|namespace| namespace != "kube-system") {
            let wrong =
                format!("names of `{}` alone cannot be published", given(&dns.watch_namespace).unwrap_or_default());
            let help = "remove it to publish the names of all namespaces, or write `kube-system`";
            rules.refuse(rules.at("externalDns.watchNamespace"), codes::EXTERNAL_DNS, wrong, help);
        }
        if dns.provider == Some(ExternalDnsProvider::ExternalDns) && !cluster.publishes_dns_records() {
            let wrong = "external-dns publishes names in a hosted zone, and the cluster has none";
            rules.refuse(rules.at("externalDns.provider"), codes::EXTERNAL_DNS, wrong, without_records);
        }
    }
    let bastion = cluster.spec.topology.as_ref().and_then(|topology| topology.bastion.as_ref());
    if bastion.is_some_and(|bastion| given(&bastion.bastion_public_name).is_some())
        && !cluster.publishes_dns_records()
        && rules.groups_with(Role::Bastion).next().is_some()
    {
        let wrong = "kops plans no bastions with a DNS name in a cluster without DNS records";
        rules.warn(rules.at("topology.bastion.bastionPublicName"), codes::BASTION_NAME, wrong, without_records);
    }
    let balancer = cluster.spec.api.as_ref().and_then(|api| api.load_balancer.as_ref());
    if cluster.dns_type() == DnsType::None && balancer.is_none_or(|lb| lb.class != Some(LoadBalancerClass::Network)) {
        let field = if balancer.is_some() { "api.loadBalancer.class" } else { "api" };
        let wrong = "a cluster without DNS is reached by a network load balancer only";
        rules.refuse(rules.at(field), codes::NO_DNS, wrong, "set `api.loadBalancer.class` to `Network`");
    }
}

/// The zone was not said, and none or several fit the name.
fn check_zone(rules: &mut Rules<'_>) {
    let cluster = rules.cluster();
    let kind = if cluster.dns_type() == DnsType::Private { "private" } else { "public" };
    let private = cluster.dns_type() == DnsType::Private;
    let fits = |zone: &&HostedZone| zone.private == private && naming::is_in_zone(cluster.name(), &zone.name);
    let names: Vec<&str> = rules.facts.hosted_zones.iter().filter(fits).map(|zone| zone.id.as_str()).collect();
    let path = cluster.reference().field("metadata.name");
    if names.is_empty() {
        let wrong = format!("there is no {kind} hosted zone for `{}`", cluster.name());
        let help = "name the zone in `dnsZone`, or do without: `topology.dns.type: None`";
        rules.refuse(path, codes::HOSTED_ZONE, wrong, help);
    } else {
        let wrong = format!("there are several {kind} hosted zones for `{}`", cluster.name());
        let help = format!("name one in `dnsZone`: {}", super::rules::list(names.into_iter()));
        rules.refuse(path, codes::HOSTED_ZONE, wrong, help);
    }
}
