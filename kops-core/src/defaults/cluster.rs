//! The cluster's versions, stores, names and access.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::api;
use super::notes::Notes;
use crate::facts::Facts;
use crate::spec::{Authorization, Cluster, Empty};

/// Where recommended versions come from.
const CHANNEL: &str = "stable";

/// The address at which every instance finds its metadata, which no proxy can reach.
const METADATA: &str = "169.254.169.254";

pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, notes: &mut Notes<'_>) {
    let spec = &mut cluster.spec;
    notes.fill(&mut spec.channel, "channel", CHANNEL, "the default channel");
    if !facts.components.kubernetes_version.is_empty() {
        let recommended = facts.components.kubernetes_version.as_str();
        notes.fill(&mut spec.kubernetes_version, "kubernetesVersion", recommended, "recommended by the channel");
    }
    if let Some(version) = &mut spec.kubernetes_version {
        let plain = version.trim().trim_start_matches('v');
        if plain != version {
            *version = plain.to_owned();
            notes.note("kubernetesVersion", "written without `v`");
        }
    }
    let authorization = spec.authorization.get_or_insert_default();
    if *authorization == Authorization::default() {
        authorization.rbac = Some(Empty {});
        notes.note("authorization.rbac", "the default way to decide who may do what");
    }
    notes.fill(&mut spec.cluster_dns_domain, "clusterDNSDomain", "cluster.local", "the default domain of services");
    if let Some(base) = spec.config_base.as_deref().filter(|base| !base.is_empty()).map(str::to_owned) {
        const BELOW: &str = "below `configBase`";
        notes.fill(&mut spec.key_store, "keyStore", below(&base, "pki"), BELOW);
        notes.fill(&mut spec.secret_store, "secretStore", below(&base, "secrets"), BELOW);
    }
}

/// Adds what must not go through the proxy: the nodes themselves, the API, services and pods, and instance metadata.
///
/// The domain of services, and the name of the API in a private hosted zone, are added only where the spec has them: kops fills them in
/// later.
pub(super) fn fill_proxy(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let name = cluster.metadata.name.clone();
    let public_name = api::name_in_public_dns(cluster);
    let spec = &mut cluster.spec;
    let Some(proxy) = &mut spec.egress_proxy else { return };
    let given = proxy.excludes.clone().unwrap_or_default();
    let inner = [
        Some("127.0.0.1".to_owned()),
        Some("localhost".to_owned()),
        spec.cluster_dns_domain.clone(),
        spec.master_public_name.clone().filter(|name| !name.is_empty()).or(public_name),
        Some(name),
        spec.non_masquerade_cidr.as_deref().and_then(next_address),
        spec.non_masquerade_cidr.clone(),
        Some(METADATA.to_owned()),
        spec.network_cidr.clone(),
    ];
    let added = inner.into_iter().flatten().chain(spec.additional_network_cidrs.iter().cloned());
    let added = added.filter(|part| !part.is_empty() && !given.contains(part.as_str()));
    let all: Vec<String> = Some(given.clone()).filter(|given| !given.is_empty()).into_iter().chain(added).collect();
    let all = all.join(",");
    if all != given {
        proxy.excludes = Some(all);
        notes.note("egressProxy.excludes", "what nodes reach without the proxy is added");
    }
}

/// The address after that of a network: the API server's among services.
fn next_address(range: &str) -> Option<String> {
    let range: IpNet = range.parse().ok()?;
    let next: IpAddr = match range.addr() {
        IpAddr::V4(address) => Ipv4Addr::from(u32::from(address).checked_add(1)?).into(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address).checked_add(1)?).into(),
    };
    range.contains(&next).then(|| next.to_string())
}

/// Joins a place of a store and a folder or key.
pub(super) fn below(base: &str, key: &str) -> String {
    format!("{}/{key}", base.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::filled;
    use super::super::{FullSpec, fill};
    use super::*;
    use crate::facts::HostedZone;
    use crate::spec::Spec;

    /// The facts of an account with a public and a private hosted zone.
    fn facts() -> Facts {
        let zone = |private: bool| HostedZone { name: "example.com".into(), private, ..HostedZone::default() };
        Facts { hosted_zones: vec![zone(false), zone(true)], ..Facts::built_in("us-east-2") }
    }

    fn excludes(full: &FullSpec) -> Option<&str> {
        full.cluster.spec.egress_proxy.as_ref()?.excludes.as_deref()
    }

    #[test]
    fn excludes_are_those_of_kops() {
        let ranges = "100.64.0.1,100.64.0.0/10,169.254.169.254,172.20.0.0/16";
        let with_name = |name: &str| format!("127.0.0.1,localhost,{name},{ranges}");
        let api = "api.a.example.com,a.example.com";
        let dns = |kind: &str| json!({"topology": {"dns": {"type": kind}}});
        let of = |mut spec: Value, more: Value| {
            spec.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
            spec
        };
        let given = |excludes: &str| json!({"egressProxy": {"excludes": excludes}});
        let own = json!({"masterPublicName": "k8s.example.com"});
        let with_own_name = with_name("k8s.example.com,a.example.com");
        for (spec, expected) in [
            (json!({}), with_name(api)),
            (json!({"masterPublicName": ""}), with_name(api)),
            (dns("Public"), with_name(api)),
            (dns("Private"), with_name("a.example.com")),
            (dns("None"), with_name("a.example.com")),
            (of(dns("Public"), own.clone()), with_own_name.clone()),
            (of(dns("Private"), own.clone()), with_own_name.clone()),
            (of(dns("None"), own), with_own_name),
            (json!({"clusterDNSDomain": "corp.local"}), with_name(&format!("corp.local,{api}"))),
            (
                json!({"nonMasqueradeCIDR": "::/0", "networkCIDR": "10.0.0.0/8", "additionalNetworkCIDRs": ["11.0.0.0/8"]}),
                format!("127.0.0.1,localhost,{api},::1,::/0,169.254.169.254,10.0.0.0/8,11.0.0.0/8"),
            ),
            (
                json!({"networking": {"amazonvpc": {}}, "podCIDR": "10.9.0.0/16"}),
                format!("127.0.0.1,localhost,{api},172.20.0.1,172.20.0.0/16,169.254.169.254,172.20.0.0/16"),
            ),
            (
                of(given(".corp,,localhost"), dns("Private")),
                format!(".corp,,localhost,127.0.0.1,a.example.com,{ranges}"),
            ),
            // kops looks for each entry anywhere in the text.
            (given(api), format!("{api},127.0.0.1,localhost,{ranges}")),
        ] {
            let spec = of(json!({"egressProxy": {}}), spec);
            let full = filled(&spec, &facts());
            assert_eq!(excludes(&full), Some(expected.as_str()), "{spec}");
            // kops stores what it filled in, and fills it in again with each update.
            let mut stored = spec.clone();
            stored["egressProxy"]["excludes"] = expected.clone().into();
            assert_eq!(excludes(&filled(&stored, &facts())), Some(expected.as_str()), "{stored}");
        }
        assert_eq!(excludes(&filled(&json!({}), &facts())), None);
    }

    #[test]
    fn gossip_clusters_have_no_name_of_the_api_to_leave_out() {
        let text = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.k8s.local}\n\
                    spec: {egressProxy: {}}";
        let full = fill(Spec::from_yaml("f", text).expect("a spec"), &facts());
        let expected = "127.0.0.1,localhost,a.k8s.local,100.64.0.1,100.64.0.0/10,169.254.169.254,172.20.0.0/16";
        assert_eq!(excludes(&full), Some(expected));
    }
}
