//! Rules of flags and feature gates that Kubernetes has removed: a component that is given one does not start.

use super::{BOTH, CLUSTER, Rule};
use crate::migrate::edit::Edit;
use crate::migrate::find::{find, removed, removed_where, renamed};
use crate::migrate::text::Steps;
use crate::yaml::{Node, Value};

/// The sections of the components that have feature gates.
const GATED: [&str; 6] =
    ["kubelet", "masterKubelet", "kubeAPIServer", "kubeControllerManager", "kubeScheduler", "kubeProxy"];

/// Feature gates that no supported version of Kubernetes has.
const GONE_GATES: [&str; 82] = [
    "Accelerators",
    "AdvancedAuditing",
    "AttachVolumeLimit",
    "BlockVolume",
    "BoundServiceAccountTokenVolume",
    "CRIContainerLogRotation",
    "CSIBlockVolume",
    "CSIDriverRegistry",
    "CSIInlineVolume",
    "CSIMigration",
    "CSIMigrationAWS",
    "CSIMigrationAWSComplete",
    "CSINodeInfo",
    "CSIPersistentVolume",
    "CronJobControllerV2",
    "CustomPodDNS",
    "CustomResourceDefaulting",
    "CustomResourcePublishOpenAPI",
    "CustomResourceSubresources",
    "CustomResourceValidation",
    "CustomResourceWebhookConversion",
    "DaemonSetUpdateSurge",
    "DefaultPodTopologySpread",
    "DelegateFSGroupToCSIDriver",
    "DevicePlugins",
    "DynamicAuditing",
    "DynamicKubeletConfig",
    "EphemeralContainers",
    "EvenPodsSpread",
    "ExpandCSIVolumes",
    "ExpandInUsePersistentVolumes",
    "ExpandPersistentVolumes",
    "ExperimentalCriticalPodAnnotation",
    "GenericEphemeralVolume",
    "HugePages",
    "IPv6DualStack",
    "InTreePluginAWSUnregister",
    "IndexedJob",
    "Initializers",
    "KubeletConfigFile",
    "KubeletPluginsWatcher",
    "KubeletPodResources",
    "LegacyNodeRoleBehavior",
    "LegacyServiceAccountTokenNoAutoGeneration",
    "MixedProtocolLBService",
    "MountPropagation",
    "NetworkPolicyEndPort",
    "NodeDisruptionExclusion",
    "NodeLease",
    "NonPreemptingPriority",
    "PersistentLocalVolumes",
    "PodPriority",
    "PodReadinessGates",
    "PodSecurity",
    "PodShareProcessNamespace",
    "ProbeTerminationGracePeriod",
    "ResourceQuotaScopeSelectors",
    "RotateKubeletClientCertificate",
    "RunAsGroup",
    "RuntimeClass",
    "ScheduleDaemonSetPods",
    "SeccompDefault",
    "ServiceLoadBalancerFinalizer",
    "ServiceNodeExclusion",
    "ServiceTopology",
    "StorageObjectInUseProtection",
    "StreamingProxyRedirects",
    "SupportIPVSProxyMode",
    "SupportNodePidsLimit",
    "SupportPodPidsLimit",
    "SuspendJob",
    "Sysctls",
    "TTLAfterFinished",
    "TaintBasedEvictions",
    "TaintNodesByCondition",
    "TokenRequestProjection",
    "TopologyManager",
    "ValidateProxyRedirects",
    "VolumePVCDataSource",
    "VolumeSnapshotDataSource",
    "VolumeSubpath",
    "VolumeSubpathEnvExpansion",
];

/// The rule of flags that a release of Kubernetes removed.
macro_rules! flags {
    ($release:literal, $($path:expr),+) => {
        Rule {
            kinds: BOTH,
            find: |root| removed(root, &[$($path),+]),
            reason: concat!("Kubernetes ", $release, " removed the flag, and its component would not start with it"),
        }
    };
}

/// As `flags`, for kubelets, which clusters have two sections for.
macro_rules! kubelet_flags {
    ($release:literal, $($flag:literal),+) => {
        flags!($release, $(concat!("spec.kubelet.", $flag), concat!("spec.masterKubelet.", $flag)),+)
    };
}

pub(super) const RULES: &[Rule] = &[
    kubelet_flags!("1.5", "configureCbr0"),
    kubelet_flags!("1.6", "apiServers", "nvidiaGPUs", "reconcileCIDR"),
    kubelet_flags!("1.7", "babysitDaemons"),
    kubelet_flags!("1.10", "requireKubeconfig"),
    kubelet_flags!("1.11", "enableCustomMetrics"),
    kubelet_flags!("1.15", "allowPrivileged"),
    kubelet_flags!("1.21", "enableCadvisorJsonEndpoints"),
    kubelet_flags!("1.23", "seccompProfileRoot"),
    kubelet_flags!("1.24", "imagePullProgressDeadline", "networkPluginMTU", "networkPluginName", "nonMasqueradeCIDR"),
    kubelet_flags!("1.35", "podInfraContainerImage"),
    Rule {
        kinds: BOTH,
        find: |root| removed(root, &["spec.kubelet.bootstrapKubeconfig", "spec.masterKubelet.bootstrapKubeconfig"]),
        reason: "nodes do not join by bootstrap tokens",
    },
    Rule {
        kinds: BOTH,
        find: |root| removed(root, &["spec.kubelet.cpuCFSQuotaPeriod", "spec.masterKubelet.cpuCFSQuotaPeriod"]),
        reason: "it cannot be set since Kubernetes 1.20",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            let kubelets = ["spec.kubelet", "spec.masterKubelet"].into_iter();
            let old = kubelets.map(|kubelet| format!("{kubelet}.experimentalAllowedUnsafeSysctls"));
            old.flat_map(|path| renamed(root, &path, "allowedUnsafeSysctls")).collect()
        },
        reason: "it was renamed in Kubernetes 1.11",
    },
    flags!("1.13", "spec.kubeAPIServer.etcdQuorumRead"),
    flags!("1.19", "spec.kubeAPIServer.auditDynamicConfiguration", "spec.kubeAPIServer.basicAuthFile"),
    Rule {
        kinds: CLUSTER,
        find: |root| removed_where(root, &["spec.kubeAPIServer.storageBackend"], |node| node.as_str() == Some("etcd2")),
        reason: "Kubernetes 1.13 removed the storage in etcd 2",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.kubeAPIServer.authorizationRbacSuperUser"]),
        reason: "Kubernetes no longer has the flag; the group `system:masters` may do everything",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let old = "spec.kubeAPIServer.experimentalEncryptionProviderConfig";
            match find(root, "spec.kubeAPIServer.encryptionProviderConfig").is_empty() {
                true => renamed(root, old, "encryptionProviderConfig"),
                false => removed(root, &[old]),
            }
        },
        reason: "it was renamed in Kubernetes 1.13",
    },
    flags!("1.24", "spec.kubeAPIServer.address", "spec.kubeAPIServer.insecureBindAddress"),
    flags!("1.22", "spec.kubeControllerManager.horizontalPodAutoscalerUseRestClients"),
    flags!("1.27", "spec.kubeControllerManager.podEvictionTimeout"),
    flags!(
        "1.31",
        "spec.kubeControllerManager.horizontalPodAutoscalerDownscaleDelay",
        "spec.kubeControllerManager.horizontalPodAutoscalerUpscaleDelay"
    ),
    Rule {
        kinds: BOTH,
        find: |root| {
            let sections = GATED.iter().flat_map(|section| find(root, &format!("spec.{section}.featureGates")));
            sections.flat_map(gone_gates).collect()
        },
        reason: "Kubernetes no longer has the feature gate, and its component would not start with it",
    },
];

/// The edits of a map of feature gates.
fn gone_gates((steps, gates): (Steps, Node)) -> Vec<Edit> {
    let Value::Mapping(entries) = &gates.value else { return Vec::new() };
    let gone = entries.iter().enumerate().filter(|(_, entry)| GONE_GATES.contains(&&*entry.key));
    gone.map(|(at, _)| Edit::Remove([&steps[..], &[at]].concat())).collect()
}
