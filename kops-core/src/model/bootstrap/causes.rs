//! Which fields of the spec the parts of a node's configuration come from, so that a plan can say why machines are replaced.

use crate::graph::DocumentPart;

/// The parts of the configuration, the fields of the cluster and those of the group, all below `spec`.
const PARTS: &[(&str, &[&str], &[&str])] = &[
    ("APIServerConfig.API", &["api", "masterPublicName", "additionalSANs"], &[]),
    ("APIServerConfig.Authentication", &["authentication"], &[]),
    ("APIServerConfig.ClusterDNSDomain", &["clusterDNSDomain"], &[]),
    ("APIServerConfig.EncryptionConfigSecretHash", &["encryptionConfig"], &[]),
    ("APIServerConfig.KubeAPIServer", &["kubeAPIServer"], &[]),
    ("ApiserverAdditionalIPs", &["api.loadBalancer"], &[]),
    ("Assets", &["kubernetesVersion", "containerd", "assets"], &[]),
    ("ControlPlaneConfig.KubeControllerManager", &["kubeControllerManager"], &[]),
    ("ControlPlaneConfig.KubeScheduler", &["kubeScheduler"], &[]),
    ("DNSZone", &["dnsZone"], &[]),
    ("DefaultMachineType", &[], &["machineType"]),
    ("EnableLifecycleHook", &["warmPool"], &["warmPool"]),
    ("EtcdClusterNames", &["etcdClusters"], &[]),
    ("FileAssets", &["fileAssets", "kubeScheduler"], &["fileAssets"]),
    ("GVisor", &[], &["containerd.gvisor"]),
    ("GossipConfig", &["gossipConfig"], &[]),
    ("Hooks", &["hooks"], &["hooks"]),
    ("KubeProxy", &["kubeProxy"], &[]),
    ("KubeletConfig", &["kubelet", "masterKubelet"], &["kubelet"]),
    ("KubeletConfig.nodeLabels", &["kubelet.nodeLabels", "nodeLabels"], &["nodeLabels"]),
    ("KubeletConfig.taints", &["kubelet.taints"], &["taints"]),
    ("KubernetesVersion", &["kubernetesVersion"], &[]),
    ("NTPUnmanaged", &["ntp"], &[]),
    ("Networking", &["networking", "nonMasqueradeCIDR", "serviceClusterIPRange", "egressProxy"], &[]),
    ("NvidiaGPU", &["containerd.nvidiaGPU"], &["containerd.nvidiaGPU"]),
    ("ServiceNodePortRange", &["kubeAPIServer.serviceNodePortRange"], &[]),
    ("SysctlParameters", &["sysctlParameters"], &["sysctlParameters"]),
    ("UpdatePolicy", &["updatePolicy"], &["updatePolicy"]),
    ("VolumeMounts", &[], &["volumeMounts"]),
    ("configStore", &["keyStore", "secretStore"], &[]),
    ("containerdConfig", &["containerd"], &["containerd"]),
    ("etcdManifests", &["etcdClusters"], &[]),
    ("packages", &["packages"], &["packages"]),
    ("usesLegacyGossip", &["topology.dns"], &[]),
    ("usesNoneDNS", &["topology.dns"], &[]),
    ("warmPoolImages", &["warmPool"], &["warmPool"]),
];

pub(super) fn parts() -> Vec<DocumentPart> {
    let fields = |names: &[&str]| names.iter().map(|name| format!("spec.{name}")).collect();
    let part = |(part, cluster, group): &(&str, &[&str], &[&str])| DocumentPart {
        part: (*part).to_owned(),
        cluster: fields(cluster),
        group: fields(group),
    };
    PARTS.iter().map(part).collect()
}
