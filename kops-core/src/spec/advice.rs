//! Where to write what other versions of the format, and other tools, write elsewhere.

use std::cell::Cell;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::cluster::ClusterSpec;
use super::instance_group::InstanceGroupSpec;
use super::object::{Cluster, InstanceGroup};

/// Returns what to do about a field that the format does not have, where its name tells what was meant.
///
/// `parent` is the path of the map that holds it.
pub(super) fn for_field(parent: &str, field: &str) -> Option<String> {
    let parent = parent.split('[').next().unwrap_or_default();
    let known = OTHER_NAMES.iter().find(|(at, name, _)| *at == parent && *name == field);
    if let Some((.., help)) = known {
        return Some((*help).to_owned());
    }
    let (_, path) = MOVED.iter().find(|(internal, _)| *internal == format!("{parent}.{field}"))?;
    // A field that has another name in the same place is found by its likeness.
    let is_elsewhere = path.rsplit_once('.').is_none_or(|(other, _)| other != parent);
    is_elsewhere.then(|| format!("v1alpha2 has `{path}`"))
}

/// Returns the path of a field in v1alpha2, where kops's internal format has it elsewhere or spells it otherwise.
pub(crate) fn in_v1alpha2(path: &str) -> Option<String> {
    let moved = MOVED.iter().chain(ELSEWHERE).find_map(|(internal, moved)| {
        let rest = path.strip_prefix(internal)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then(|| format!("{moved}{rest}"))
    });
    let found = spelt(moved.as_deref().unwrap_or(path));
    (found != path).then_some(found)
}

/// Spells the fields of a path as v1alpha2 does. The indices of entries stay.
fn spelt(path: &str) -> String {
    let mut plain: Vec<&str> = Vec::new();
    let fields = path.split('.').map(|part| {
        let (name, index) = part.split_at(part.find('[').unwrap_or(part.len()));
        plain.push(name);
        let so_far = plain.join(".");
        let other = SPELT.iter().find(|(internal, _)| *internal == so_far);
        format!("{}{index}", other.map_or(name, |(_, field)| *field))
    });
    fields.collect::<Vec<_>>().join(".")
}

/// Returns where a field of a spec belongs that the spec of another kind has.
pub(super) fn of_other_kind(kind: &str, parent: &str, is_meant: impl Fn(&str) -> bool) -> Option<String> {
    let specs = [
        (Cluster::KIND, "a", fields_of::<ClusterSpec>()),
        (InstanceGroup::KIND, "an", fields_of::<InstanceGroupSpec>()),
    ];
    let others = specs.into_iter().filter(|(other, ..)| *other != kind && parent == "spec");
    others.into_iter().find_map(|(other, article, fields)| {
        let field = fields.iter().find(|field| is_meant(field))?;
        Some(format!("`{field}` is a field of {article} `{other}`"))
    })
}

/// The names of a struct's fields, as its reader asks for them.
fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let fields = Cell::new(&[][..]);
    // The reader is stopped as soon as it has asked.
    let _ = T::deserialize(Fields(&fields));
    fields.get()
}

struct Fields<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("only the fields are asked for"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.set(fields);
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 i128 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Parent, field and advice for names of v1alpha3 that mean something else, and of the first releases and of other tools.
const OTHER_NAMES: &[(&str, &str, &str)] = &[
    ("spec", "adminAccess", "write `sshAccess` and `kubernetesApiAccess`"),
    ("spec", "controlPlaneKubelet", "v1alpha2 calls it `masterKubelet`"),
    ("spec", "desiredCapacity", "write `minSize` and `maxSize`"),
    ("spec", "instanceType", "v1alpha2 calls it `machineType`"),
    ("spec", "multizone", "remove it; the subnets say which zones a cluster has"),
    ("spec", "rootVolume", "v1alpha2 has flat fields: `rootVolumeSize`, `rootVolumeType`, …"),
    ("spec", "zones", "write `subnets`, each with its `zone`"),
    ("spec.authentication", "oidc", "v1alpha2 has `spec.kubeAPIServer.oidcIssuerURL` and its neighbours"),
    ("spec.hooks", "enabled", "v1alpha2 has `disabled`, the opposite"),
    ("spec.networking", "tagSubnets", "v1alpha2 has `spec.DisableSubnetTags`, the opposite"),
    ("spec.networking.cilium", "installIptablesRules", "v1alpha2 has `IPTablesRulesNoinstall`, the opposite"),
    ("spec.networking.cilium", "masquerade", "v1alpha2 has `disableMasquerade`, the opposite"),
];

/// Paths of kops's internal format, which is that of v1alpha3, and where v1alpha2 has the fields.
pub(crate) const MOVED: &[(&str, &str)] = &[
    ("spec.api.access", "spec.kubernetesApiAccess"),
    ("spec.api.additionalSANs", "spec.additionalSans"),
    ("spec.api.publicName", "spec.masterPublicName"),
    ("spec.cloudProvider.aws.ebsCSIDriver", "spec.cloudConfig.awsEBSCSIDriver"),
    ("spec.cloudProvider.aws.loadBalancerController", "spec.awsLoadBalancerController"),
    ("spec.cloudProvider.aws.nodeTerminationHandler", "spec.nodeTerminationHandler"),
    ("spec.cloudProvider.aws.podIdentityWebhook", "spec.podIdentityWebhook"),
    ("spec.cloudProvider.aws.warmPool", "spec.warmPool"),
    ("spec.configStore.base", "spec.configBase"),
    ("spec.configStore.keypairs", "spec.keyStore"),
    ("spec.configStore.secrets", "spec.secretStore"),
    ("spec.controlPlaneKubelet", "spec.masterKubelet"),
    ("spec.externalDNS", "spec.externalDns"),
    ("spec.networking.additionalNetworkCIDRs", "spec.additionalNetworkCIDRs"),
    ("spec.networking.amazonVPC", "spec.networking.amazonvpc"),
    ("spec.networking.egressProxy", "spec.egressProxy"),
    ("spec.networking.isolateControlPlane", "spec.isolateMasters"),
    ("spec.networking.kubeRouter", "spec.networking.kuberouter"),
    ("spec.networking.networkCIDR", "spec.networkCIDR"),
    ("spec.networking.networkID", "spec.networkID"),
    ("spec.networking.nonMasqueradeCIDR", "spec.nonMasqueradeCIDR"),
    ("spec.networking.podCIDR", "spec.podCIDR"),
    ("spec.networking.serviceClusterIPRange", "spec.serviceClusterIPRange"),
    ("spec.networking.subnets", "spec.subnets"),
    ("spec.networking.topology.bastion", "spec.topology.bastion"),
    ("spec.networking.topology.dns", "spec.topology.dns.type"),
    ("spec.networking.topology", "spec.topology"),
    ("spec.rootVolume.encryption", "spec.rootVolumeEncryption"),
    ("spec.rootVolume.encryptionKey", "spec.rootVolumeEncryptionKey"),
    ("spec.rootVolume.iops", "spec.rootVolumeIops"),
    ("spec.rootVolume.optimization", "spec.rootVolumeOptimization"),
    ("spec.rootVolume.size", "spec.rootVolumeSize"),
    ("spec.rootVolume.throughput", "spec.rootVolumeThroughput"),
    ("spec.rootVolume.type", "spec.rootVolumeType"),
];

/// As [`MOVED`], for `--set` and its like; files with these fields have rules and advice of their own.
const ELSEWHERE: &[(&str, &str)] = &[
    ("spec.authentication.oidc.clientID", "spec.kubeAPIServer.oidcClientID"),
    ("spec.authentication.oidc.groupsClaims", "spec.kubeAPIServer.oidcGroupsClaim"),
    ("spec.authentication.oidc.groupsPrefix", "spec.kubeAPIServer.oidcGroupsPrefix"),
    ("spec.authentication.oidc.issuerURL", "spec.kubeAPIServer.oidcIssuerURL"),
    ("spec.authentication.oidc.requiredClaims", "spec.kubeAPIServer.oidcRequiredClaim"),
    ("spec.authentication.oidc.usernameClaim", "spec.kubeAPIServer.oidcUsernameClaim"),
    ("spec.authentication.oidc.usernamePrefix", "spec.kubeAPIServer.oidcUsernamePrefix"),
    ("spec.cloudProvider.aws.disableSecurityGroupIngress", "spec.cloudConfig.disableSecurityGroupIngress"),
    ("spec.cloudProvider.aws.elbSecurityGroup", "spec.cloudConfig.elbSecurityGroup"),
    ("spec.cloudProvider.aws.nlbSecurityGroupMode", "spec.cloudConfig.nlbSecurityGroupMode"),
    ("spec.cloudProvider.aws.nodeIPFamilies", "spec.cloudConfig.nodeIPFamilies"),
];

/// Paths without indices, in which the internal format spells the last field otherwise, and that field in v1alpha2.
const SPELT: &[(&str, &str)] = &[
    ("spec.api.loadBalancer.subnets.allocationID", "allocationId"),
    ("spec.api.loadBalancer.useForInternalAPI", "useForInternalApi"),
    ("spec.associatePublicIP", "associatePublicIp"),
    ("spec.etcdClusters.etcdMembers.kmsKeyID", "kmsKeyId"),
    ("spec.etcdClusters.etcdMembers.volumeIOPS", "volumeIops"),
    ("spec.externalLoadBalancers.targetGroupARN", "targetGroupArn"),
    ("spec.karpenter.logFormat", "logEncoding"),
    ("spec.kubeAPIServer.authorizationRBACSuperUser", "authorizationRbacSuperUser"),
    ("spec.kubeAPIServer.authorizationWebhookCacheAuthorizedTTL", "authorizationWebhookCacheAuthorizedTtl"),
    ("spec.kubeAPIServer.authorizationWebhookCacheUnauthorizedTTL", "authorizationWebhookCacheUnauthorizedTtl"),
    ("spec.kubeAPIServer.etcdCAFile", "etcdCaFile"),
    ("spec.kubeControllerManager.concurrentRCSyncs", "concurrentRcSyncs"),
    ("spec.kubeProxy.ipvsExcludeCIDRs", "ipvsExcludeCidrs"),
    ("spec.kubelet.authenticationTokenWebhookCacheTTL", "authenticationTokenWebhookCacheTtl"),
    ("spec.kubelet.clientCAFile", "clientCaFile"),
    ("spec.masterKubelet.authenticationTokenWebhookCacheTTL", "authenticationTokenWebhookCacheTtl"),
    ("spec.masterKubelet.clientCAFile", "clientCaFile"),
    ("spec.networking.amazonvpc.image", "imageName"),
    ("spec.networking.amazonvpc.initImage", "initImageName"),
    ("spec.networking.cilium.toFQDNsDNSRejectResponseCode", "toFqdnsDnsRejectResponseCode"),
    ("spec.networking.cilium.toFQDNsEnablePoller", "toFqdnsEnablePoller"),
    ("spec.topology.bastion.publicName", "bastionPublicName"),
];

#[cfg(test)]
mod tests {
    use super::super::object::{CLUSTER_LABEL, ObjectMeta};
    use super::*;

    #[test]
    fn a_field_of_another_kind_is_known() {
        let of = |kind, parent, key: &str| of_other_kind(kind, parent, |field| field == key);
        assert_eq!(of("Cluster", "spec", "minSize").as_deref(), Some("`minSize` is a field of an `InstanceGroup`"));
        assert_eq!(of("InstanceGroup", "spec", "channel").as_deref(), Some("`channel` is a field of a `Cluster`"));
        assert_eq!(of("Cluster", "spec", "channel"), None);
        assert_eq!(of("Cluster", "spec.api", "minSize"), None);
    }

    #[test]
    fn advice_depends_on_the_place() {
        assert!(for_field("spec.hooks[2]", "enabled").is_some_and(|help| help.contains("disabled")));
        assert_eq!(for_field("spec.karpenter", "enabledd"), None);
        assert_eq!(for_field("spec", "networkCidr"), None);
    }

    #[test]
    fn paths_of_the_internal_format_are_those_of_v1alpha2() {
        for (path, expected) in [
            ("spec.networking.networkCIDR", Some("spec.networkCIDR")),
            ("spec.networking.subnets[0].cidr", Some("spec.subnets[0].cidr")),
            ("spec.api.loadBalancer.useForInternalAPI", Some("spec.api.loadBalancer.useForInternalApi")),
            ("spec.etcdClusters[*].etcdMembers[0].kmsKeyID", Some("spec.etcdClusters[*].etcdMembers[0].kmsKeyId")),
            ("spec.networking.amazonVPC.image", Some("spec.networking.amazonvpc.imageName")),
            ("spec.controlPlaneKubelet.clientCAFile", Some("spec.masterKubelet.clientCaFile")),
            ("spec.authentication.oidc.issuerURL", Some("spec.kubeAPIServer.oidcIssuerURL")),
            ("spec.cloudProvider.aws.nodeIPFamilies[1]", Some("spec.cloudConfig.nodeIPFamilies[1]")),
            (r#"spec.cloudLabels["k8s.io/role[1].x"]"#, None),
            ("spec.kubelet.maxPods", None),
        ] {
            assert_eq!(in_v1alpha2(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn what_is_elsewhere_or_spelt_otherwise_is_a_field() {
        let labels = [(CLUSTER_LABEL.to_owned(), "a.example.com".to_owned())].into();
        let cluster = Cluster { metadata: ObjectMeta::named("a.example.com"), ..Cluster::default() };
        let metadata = ObjectMeta { labels, ..ObjectMeta::named("nodes") };
        let group = InstanceGroup { metadata, ..InstanceGroup::default() };
        let lists = ["etcdClusters", "etcdMembers", "externalLoadBalancers", "loadBalancer.subnets"];
        for (internal, _) in ELSEWHERE.iter().chain(SPELT) {
            let entry = |path: String, list: &str| path.replace(&format!("{list}."), &format!("{list}[0]."));
            let path = [lists.into_iter().fold((*internal).to_owned(), entry)];
            let exists = cluster.edited(&[], &path).is_ok() || group.edited(&[], &path).is_ok();
            assert!(exists, "{internal}");
        }
    }
}
