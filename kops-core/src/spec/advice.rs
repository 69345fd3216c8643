//! Where to write what other versions of the format, and other tools, write elsewhere.

/// Returns what to do about a field that the format does not have, where its name tells what was meant.
///
/// `parent` is the path of the map that holds it.
pub(super) fn for_field(parent: &str, field: &str) -> Option<&'static str> {
    let parent = parent.split('[').next().unwrap_or_default();
    MOVED.iter().find(|(at, name, _)| *at == parent && *name == field).map(|(.., help)| *help)
}

/// Parent, field and advice. Most are the names of v1alpha3; the others are of the first releases and of other tools.
const MOVED: &[(&str, &str, &str)] = &[
    ("spec", "adminAccess", "write `sshAccess` and `kubernetesApiAccess`"),
    ("spec", "controlPlaneKubelet", "v1alpha2 calls it `masterKubelet`"),
    ("spec", "desiredCapacity", "write `minSize` and `maxSize`"),
    ("spec", "instanceType", "v1alpha2 calls it `machineType`"),
    ("spec", "rootVolume", "v1alpha2 has flat fields: `rootVolumeSize`, `rootVolumeType`, …"),
    ("spec", "zones", "write `subnets`, each with its `zone`"),
    ("spec.api", "access", "v1alpha2 has `spec.kubernetesApiAccess`"),
    ("spec.api", "additionalSANs", "v1alpha2 has `spec.additionalSans`"),
    ("spec.api", "publicName", "v1alpha2 has `spec.masterPublicName`"),
    ("spec.authentication", "oidc", "v1alpha2 has `spec.kubeAPIServer.oidcIssuerURL` and its neighbours"),
    ("spec.hooks", "enabled", "v1alpha2 has `disabled`, the opposite"),
    ("spec.networking", "additionalNetworkCIDRs", "v1alpha2 has `spec.additionalNetworkCIDRs`"),
    ("spec.networking", "egressProxy", "v1alpha2 has `spec.egressProxy`"),
    ("spec.networking", "isolateControlPlane", "v1alpha2 has `spec.isolateMasters`"),
    ("spec.networking", "networkCIDR", "v1alpha2 has `spec.networkCIDR`"),
    ("spec.networking", "networkID", "v1alpha2 has `spec.networkID`"),
    ("spec.networking", "nonMasqueradeCIDR", "v1alpha2 has `spec.nonMasqueradeCIDR`"),
    ("spec.networking", "podCIDR", "v1alpha2 has `spec.podCIDR`"),
    ("spec.networking", "serviceClusterIPRange", "v1alpha2 has `spec.serviceClusterIPRange`"),
    ("spec.networking", "subnets", "v1alpha2 has `spec.subnets`"),
    ("spec.networking", "tagSubnets", "v1alpha2 has `spec.DisableSubnetTags`, the opposite"),
    ("spec.networking", "topology", "v1alpha2 has `spec.topology`"),
    ("spec.networking.cilium", "installIptablesRules", "v1alpha2 has `IPTablesRulesNoinstall`, the opposite"),
    ("spec.networking.cilium", "masquerade", "v1alpha2 has `disableMasquerade`, the opposite"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_depends_on_the_place() {
        assert!(for_field("spec.hooks[2]", "enabled").is_some_and(|help| help.contains("disabled")));
        assert_eq!(for_field("spec.karpenter", "enabledd"), None);
        assert_eq!(for_field("spec", "networkCidr"), None);
    }
}
