//! Rules of clusters: components, networks and versions that are no longer supported.

use serde_json::{Value as Json, json};

use super::{CLUSTER, Rule};
use crate::facts::Components;
use crate::migrate::edit::Edit;
use crate::migrate::find::{find, is, moved, removed, removed_where, renamed, replaced, scalar};
use crate::migrate::text::Steps;
use crate::spec::Version;
use crate::validate::{OLDEST_KUBERNETES, RETIRED_NETWORKS, runs_etcd};
use crate::yaml::Node;

/// A name that `addons` could have, and the field and the value of the component that took its place.
type Component = (&'static str, &'static str, fn() -> Json);

/// Names that `addons` could have, and the components that took their place.
const COMPONENTS: [Component; 8] = [
    ("cluster-autoscaler", "spec.clusterAutoscaler", || json!({"enabled": true})),
    ("external-dns", "spec.externalDns", || json!({"provider": "external-dns"})),
    ("external-dns.addons.k8s.io", "spec.externalDns", || json!({"provider": "external-dns"})),
    ("metrics-server", "spec.metricsServer", || json!({"enabled": true, "insecure": true})),
    ("metrics-server.addons.k8s.io", "spec.metricsServer", || json!({"enabled": true, "insecure": true})),
    ("node-problem-detector", "spec.nodeProblemDetector", || json!({"enabled": true})),
    ("node-termination-handler", "spec.nodeTerminationHandler", || json!({"enabled": true})),
    ("node-termination-handler.aws", "spec.nodeTerminationHandler", || json!({"enabled": true})),
];

/// Names that `addons` could have, of addons that kops does not publish any more.
const GONE_ADDONS: [&str; 7] = [
    "dashboard",
    "heapster",
    "kubernetes-dashboard",
    "monitoring-standalone",
    "logging-elasticsearch",
    "prometheus-operator",
    "route53-mapper",
];

/// Images of components that go with the version of Kubernetes, which `kops get --full` writes into a spec.
const VERSIONED_IMAGES: [&str; 12] = [
    "spec.kubeAPIServer.image",
    "spec.kubeControllerManager.image",
    "spec.kubeScheduler.image",
    "spec.kubeProxy.image",
    "spec.cloudControllerManager.image",
    "spec.clusterAutoscaler.image",
    "spec.etcdClusters[].manager.image",
    "spec.kubeDNS.coreDNSImage",
    "spec.kubeDNS.cpaImage",
    "spec.kubeDNS.nodeLocalDNS.image",
    "spec.networking.amazonvpc.imageName",
    "spec.networking.amazonvpc.initImageName",
];

const SEPARATE_ACCESS: &str = "access by SSH and to the API are separate: `sshAccess` and `kubernetesApiAccess`";

pub(super) const RULES: &[Rule] = &[
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.kubernetesVersion").iter().any(|(_, version)| is_unsupported(version)) {
            true => removed(root, &VERSIONED_IMAGES),
            false => Vec::new(),
        },
        reason: "the image is of the version that is replaced; without it, the one of the new version is used",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let newest = Components::built_in().kubernetes_version;
            replaced(root, "spec.kubernetesVersion", "kubernetesVersion", &json!(newest), is_unsupported)
        },
        reason: "the version is no longer supported; a running cluster is upgraded one minor version at a time",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let options = RETIRED_NETWORKS.iter();
            options
                .flat_map(|(old, new, _)| replaced(root, &format!("spec.networking.{old}"), new, &json!({}), |_| true))
                .collect()
        },
        reason: "the network of pods is no longer supported; changing it in a running cluster interrupts the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_old = |node: &Node| {
                let version = node.as_str().and_then(|text| Version::parse(text.trim_start_matches('v')));
                version.is_some_and(|version| (version.major, version.minor) < (1, 18))
            };
            removed_where(root, &["spec.networking.cilium.version"], is_old)
        },
        reason: "a release of kops installs one minor version of Cilium",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let mut edits =
                moved(root, "spec.networking.calico.crossSubnet", "spec.networking.calico.ipipMode", |node| {
                    is(node, true).then(|| json!("CrossSubnet"))
                });
            edits.extend(removed(root, &["spec.networking.calico.crossSubnet"]));
            edits
        },
        reason: "Calico has `ipipMode` instead; set `awsSrcDstCheck: Disable` as well, so that nodes of a subnet route pods themselves",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.docker"]),
        reason: "Kubernetes has not run Docker since 1.24; settings of the runtime are under `containerd`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.containerRuntime"]),
        reason: "containerd is the only container runtime",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_manager = |node: &Node| node.as_str() == Some("Manager");
            removed_where(root, &["spec.etcdClusters[].provider"], |node| !is_manager(node))
        },
        reason: "etcd-manager runs every etcd cluster; one of the legacy provider has to be migrated with kops 1.11 to 1.17 first",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            const VERSION: &[&str] = &["spec.etcdClusters[].version"];
            let is_supported = |node: &Node| scalar(node).and_then(Version::parse).is_some_and(runs_etcd);
            let unsupported = removed_where(root, VERSION, |node| !is_supported(node));
            // All etcd clusters state one version, or none does. The reason goes last.
            match unsupported.is_empty() {
                true => Vec::new(),
                false => [removed_where(root, VERSION, is_supported), unsupported].concat(),
            }
        },
        reason: "a version of etcd is no longer supported, and all follow from that of Kubernetes by default",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            removed(
                root,
                &[
                    "spec.etcdClusters[].enableEtcdTLS",
                    "spec.etcdClusters[].enableTLSAuth",
                    "spec.etcdClusters[].image",
                    "spec.etcdClusters[].backups.image",
                    "spec.etcdClusters[].heartbeatInterval",
                    "spec.etcdClusters[].leaderElectionTimeout",
                ],
            )
        },
        reason: "etcd-manager decides it",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.masterInternalName"]),
        reason: "the internal name of the API is always `api.internal.` and the name of the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.topology.masters", "spec.topology.nodes"]),
        reason: "whether instances are private follows from the type of the subnets of their group",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.nodeAuthorization", "spec.project"]),
        reason: "the section no longer has a meaning",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.multizone"]),
        reason: "the subnets say which zones a cluster has",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.topology.bastion.enable", "spec.topology.bastion.idleTimeout"]),
        reason: "bastions are instance groups with `role: Bastion`, and their load balancer has no such setting",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed_where(root, &["spec.iam.legacy"], |node| is(node, true)),
        reason: "the wide permissions of the first releases are no longer given; add what is missing as `additionalPolicies`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.kubernetesApiAccess").is_empty() {
            true => find(root, "spec.adminAccess")
                .into_iter()
                .map(|(steps, node)| {
                    Edit::Copy(steps, vec!["spec".to_owned(), "kubernetesApiAccess".to_owned()], node.to_json())
                })
                .collect(),
            false => Vec::new(),
        },
        reason: SEPARATE_ACCESS,
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.sshAccess").is_empty() {
            true => renamed(root, "spec.adminAccess", "sshAccess"),
            false => removed(root, &["spec.adminAccess"]),
        },
        reason: SEPARATE_ACCESS,
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.kubeAPIServer.enableAdmissionPlugins").is_empty() {
            true => renamed(root, "spec.kubeAPIServer.admissionControl", "enableAdmissionPlugins"),
            false => removed(root, &["spec.kubeAPIServer.admissionControl"]),
        },
        reason: "`--admission-control` was replaced in Kubernetes 1.10",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| without_plugins(root, &["Initializers"]),
        reason: "Kubernetes 1.14 removed the admission plugin; admission webhooks take its place",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| without_plugins(root, &["DenyEscalatingExec", "DenyExecOnPrivileged"]),
        reason: "Kubernetes no longer has the admission plugin",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| without_plugins(root, &["PodSecurityPolicy"]),
        reason: "Kubernetes 1.25 removed the admission plugin; pod security standards take its place",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| without_plugins(root, &["SecurityContextDeny"]),
        reason: "Kubernetes 1.30 removed the admission plugin; pod security standards take its place",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| without_plugins(root, &["PersistentVolumeLabel"]),
        reason: "Kubernetes 1.31 removed the admission plugin; the CSI driver says which zone a volume is in",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_set = |node: &Node| !is(node, false) && scalar(node) != Some("0");
            removed_where(
                root,
                &["spec.kubeAPIServer.insecurePort", "spec.kubeAPIServer.enableBootstrapTokenAuth"],
                is_set,
            )
        },
        reason: "the API server has no insecure port since Kubernetes 1.24, and nodes do not join by bootstrap tokens",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_rbac = !find(root, "spec.authorization.rbac").is_empty();
            let lacks = |node: &Node| is_rbac && node.as_str().is_some_and(|modes| modes == "RBAC" || modes == "Node");
            replaced(root, "spec.kubeAPIServer.authorizationMode", "authorizationMode", &json!("Node,RBAC"), lacks)
        },
        reason: "nodes join by the modes `Node` and `RBAC` since Kubernetes 1.19",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            renamed(root, "spec.kubeControllerManager.experimentalClusterSigningDuration", "ClusterSigningDuration")
        },
        reason: "it was renamed in Kubernetes 1.25",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.kubeScheduler.usePolicyConfigMap"]),
        reason: "the scheduler no longer reads policies; add a `KubeSchedulerConfiguration` object beside the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed_where(root, &["spec.cloudConfig.awsEBSCSIDriver.enabled"], |node| is(node, false)),
        reason: "nothing else attaches volumes since Kubernetes 1.25",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            moved(root, "spec.externalDns.disable", "spec.externalDns.provider", |node| {
                is(node, true).then(|| json!("none"))
            })
        },
        reason: "`provider` says who publishes DNS records, or `none`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let addons = find(root, "spec.addons[]");
            let component = |(steps, node): (Steps, Node)| {
                let manifest = node.field("manifest").and_then(Node::as_str)?.to_owned();
                let (_, path, value) = COMPONENTS.iter().find(|(name, ..)| *name == manifest)?;
                Some(match find(root, path).is_empty() {
                    true => Edit::Move(steps, path.split('.').map(str::to_owned).collect(), value()),
                    false => Edit::Remove(steps),
                })
            };
            addons.into_iter().filter_map(component).collect()
        },
        reason: "the addon is a component of the cluster now",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_gone = |node: &Node| {
                node.field("manifest").and_then(Node::as_str).is_some_and(|name| GONE_ADDONS.contains(&name))
            };
            removed_where(root, &["spec.addons[]"], is_gone)
        },
        reason: "kops does not publish the addon any more; install it as its own project says",
    },
];

/// True for a version of Kubernetes that is no longer supported.
fn is_unsupported(version: &Node) -> bool {
    scalar(version)
        .and_then(Version::parse)
        .is_some_and(|version| (version.major, version.minor) < (1, OLDEST_KUBERNETES))
}

/// Removes admission plugins from those that are enabled.
fn without_plugins(root: &Node, names: &[&str]) -> Vec<Edit> {
    let paths = ["spec.kubeAPIServer.enableAdmissionPlugins[]", "spec.kubeAPIServer.appendAdmissionPlugins[]"];
    removed_where(root, &paths, |plugin| plugin.as_str().is_some_and(|name| names.contains(&name)))
}
