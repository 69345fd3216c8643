//! Old specs become ones that are supported today: what is edited, what stays as it is, and what is left to decide.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a test reads its cases and says when it has none")]

mod properties;

use std::path::{Path, PathBuf};

use kops_core::diag::Diagnostic;
use kops_core::migrate::{Migration, migrate};
use kops_core::spec::{self, Objects, UnknownFields};
use kops_core::yaml::Source;

fn migrated(text: &str) -> Migration {
    migrate(&[Source::new("old.yml", text)]).unwrap_or_else(|found| panic!("{found}"))
}

fn cluster(spec: &str) -> String {
    let spec: String = spec.lines().map(|line| format!("  {line}\n")).collect();
    format!("apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: c.example.com\nspec:\n{spec}")
}

fn group(spec: &str) -> String {
    cluster(spec).replace("Cluster", "InstanceGroup").replace("c.example.com", "nodes")
}

/// An object, what it becomes, and the fields that are changed with the lines that they were in.
type Case = (String, String, Vec<(u32, &'static str)>);

fn cases() -> Vec<Case> {
    let of = |old: &str, new: &str, changes: &[(u32, &'static str)]| (cluster(old), cluster(new), changes.to_vec());
    let of_group = |old: &str, new: &str, changes: &[(u32, &'static str)]| (group(old), group(new), changes.to_vec());
    vec![
        of(
            "# the network\nnetworking:\n  # encrypted\n  weave:\n    mtu: 8912\nsshAccess: [10.0.0.0/8] # office",
            "# the network\nnetworking:\n  # encrypted\n  cilium: {}\nsshAccess: [10.0.0.0/8] # office",
            &[(9, "spec.networking.weave")],
        ),
        of("networking: {canal: {}, }", "networking: {calico: {}, }", &[(6, "spec.networking.canal")]),
        of(
            "kubernetesVersion: 1.5.3 # of 2017\nchannel: stable",
            "kubernetesVersion: VERSION # of 2017\nchannel: stable",
            &[(6, "spec.kubernetesVersion")],
        ),
        of(
            "kubernetesVersion: 1.9.0\nkubeAPIServer:\n  image: k8s.gcr.io/kube-apiserver:v1.9.0\n  runtimeConfig: {a/v1: \"true\"}\nkubeProxy: {image: k8s.gcr.io/kube-proxy:v1.9.0}\netcdClusters:\n- manager: {image: kopeio/etcd-manager:3.0.20190516}\n  name: main",
            "kubernetesVersion: VERSION\nkubeAPIServer:\n  runtimeConfig: {a/v1: \"true\"}\netcdClusters:\n- name: main",
            &[
                (6, "spec.kubernetesVersion"),
                (8, "spec.kubeAPIServer.image"),
                (10, "spec.kubeProxy.image"),
                (12, "spec.etcdClusters[0].manager.image"),
            ],
        ),
        of(
            "kubernetesVersion: 1.34.0\nkubeProxy: {image: mirror.example.com/kube-proxy:v1.34.0}",
            "kubernetesVersion: 1.34.0\nkubeProxy: {image: mirror.example.com/kube-proxy:v1.34.0}",
            &[],
        ),
        of(
            "channel: stable\ndocker:\n  version: 1.12.6\n  # which one\n  storage: overlay\n\n# after\nsshKeyName: a",
            "channel: stable\n\n# after\nsshKeyName: a",
            &[(7, "spec.docker")],
        ),
        of("channel: stable\ncontainerRuntime: docker", "channel: stable", &[(7, "spec.containerRuntime")]),
        of(
            "etcdClusters:\n- provider: Legacy\n  name: main\n  version: 2.2.1\n- name: events\n  enableEtcdTLS: true\n  image: x",
            "etcdClusters:\n- name: main\n- name: events",
            &[
                (7, "spec.etcdClusters[0].provider"),
                (9, "spec.etcdClusters[0].version"),
                (11, "spec.etcdClusters[1].enableEtcdTLS"),
                (12, "spec.etcdClusters[1].image"),
            ],
        ),
        of(
            "etcdClusters: [{name: main, version: 3.2.24, provider: Legacy}, {name: events, version: 3.6.12}]",
            "etcdClusters: [{name: main}, {name: events}]",
            &[
                (6, "spec.etcdClusters[0].version"),
                (6, "spec.etcdClusters[0].provider"),
                (6, "spec.etcdClusters[1].version"),
            ],
        ),
        of(
            "etcdClusters:\n- name: main\n  version: &etcd 3.3.10\n- name: events\n  version: *etcd",
            "etcdClusters:\n- name: main\n- name: events",
            &[(8, "spec.etcdClusters[0].version"), (10, "spec.etcdClusters[1].version")],
        ),
        of(
            "channel: stable\nmultizone: true\ntopology: {bastion: {enable: false, idleTimeout: 120}}",
            "channel: stable",
            &[(7, "spec.multizone"), (8, "spec.topology.bastion.enable"), (8, "spec.topology.bastion.idleTimeout")],
        ),
        of(
            "channel: stable\ntopology:\n  masters: private\n  nodes: private\nmasterInternalName: api.internal.c.example.com",
            "channel: stable",
            &[(8, "spec.topology.masters"), (9, "spec.topology.nodes"), (10, "spec.masterInternalName")],
        ),
        of(
            "gossipConfig: {secret: a}\nnodeAuthorization: {nodeAuthorizer: {}}\nproject: p",
            "gossipConfig: {secret: a}",
            &[(7, "spec.nodeAuthorization"), (8, "spec.project")],
        ),
        of(
            "adminAccess:\n- 10.0.0.0/8\nchannel: stable",
            "sshAccess:\n- 10.0.0.0/8\nchannel: stable\nkubernetesApiAccess:\n- 10.0.0.0/8",
            &[(6, "spec.adminAccess"), (6, "spec.adminAccess")],
        ),
        of(
            "kubeAPIServer:\n  admissionControl:\n  - NamespaceLifecycle\n  - PodSecurityPolicy\n  - PersistentVolumeLabel\n  insecurePort: 8080\n  authorizationMode: RBAC\nauthorization: {rbac: {}}",
            "kubeAPIServer:\n  enableAdmissionPlugins:\n  - NamespaceLifecycle\n  authorizationMode: Node,RBAC\nauthorization: {rbac: {}}",
            &[
                (7, "spec.kubeAPIServer.admissionControl"),
                (9, "spec.kubeAPIServer.enableAdmissionPlugins[1]"),
                (10, "spec.kubeAPIServer.enableAdmissionPlugins[1]"),
                (11, "spec.kubeAPIServer.insecurePort"),
                (12, "spec.kubeAPIServer.authorizationMode"),
            ],
        ),
        of(
            "kubelet:\n  networkPluginName: cni\n  anonymousAuth: false\n  experimentalAllowedUnsafeSysctls: [net.*]\nmasterKubelet:\n  requireKubeconfig: true",
            "kubelet:\n  anonymousAuth: false\n  allowedUnsafeSysctls: [net.*]",
            &[
                (7, "spec.kubelet.networkPluginName"),
                (9, "spec.kubelet.experimentalAllowedUnsafeSysctls"),
                (11, "spec.masterKubelet.requireKubeconfig"),
            ],
        ),
        of(
            "kubelet:\n  allowPrivileged: true\n  babysitDaemons: true\n  maxPods: 3\n  featureGates:\n    ExperimentalCriticalPodAnnotation: \"true\"\nmasterKubelet: {reconcileCIDR: true, featureGates: {PodPriority: \"true\", RotateKubeletServerCertificate: \"true\"}}",
            "kubelet:\n  maxPods: 3\nmasterKubelet: {featureGates: {RotateKubeletServerCertificate: \"true\"}}",
            &[
                (7, "spec.kubelet.allowPrivileged"),
                (8, "spec.kubelet.babysitDaemons"),
                (11, "spec.kubelet.featureGates.ExperimentalCriticalPodAnnotation"),
                (12, "spec.masterKubelet.reconcileCIDR"),
                (12, "spec.masterKubelet.featureGates.PodPriority"),
            ],
        ),
        of(
            "kubeAPIServer:\n  basicAuthFile: /srv/basic_auth.csv\n  etcdQuorumRead: true\n  storageBackend: etcd2\n  auditLogFormat: legacy\n  experimentalEncryptionProviderConfig: /x\nkubeControllerManager:\n  podEvictionTimeout: 1m\n  terminatedPodGCThreshold: 5",
            "kubeAPIServer:\n  auditLogFormat: legacy\n  encryptionProviderConfig: /x\nkubeControllerManager:\n  terminatedPodGCThreshold: 5",
            &[
                (7, "spec.kubeAPIServer.basicAuthFile"),
                (8, "spec.kubeAPIServer.etcdQuorumRead"),
                (9, "spec.kubeAPIServer.storageBackend"),
                (11, "spec.kubeAPIServer.experimentalEncryptionProviderConfig"),
                (13, "spec.kubeControllerManager.podEvictionTimeout"),
            ],
        ),
        of_group("role: Node\nkubelet: {allowPrivileged: true}", "role: Node", &[(7, "spec.kubelet.allowPrivileged")]),
        of(
            "addons:\n- manifest: kubernetes-dashboard\n- manifest: metrics-server\n- manifest: s3://b/mine.yaml\nchannel: stable",
            "addons:\n- manifest: s3://b/mine.yaml\nchannel: stable\nmetricsServer:\n  enabled: true\n  insecure: true",
            &[(7, "spec.addons[0]"), (8, "spec.addons[1]")],
        ),
        of(
            "addons: [{manifest: cluster-autoscaler}]\nchannel: stable",
            "channel: stable\nclusterAutoscaler:\n  enabled: true",
            &[(6, "spec.addons[0]")],
        ),
        of("externalDns:\n  disable: true", "externalDns:\n  provider: none", &[(7, "spec.externalDns.disable")]),
        of(
            "networking:\n  calico:\n    crossSubnet: true\n    mtu: 1400",
            "networking:\n  calico:\n    ipipMode: CrossSubnet\n    mtu: 1400",
            &[(8, "spec.networking.calico.crossSubnet")],
        ),
        of_group(
            "image: kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09\nrole: Node\nspotDurationInMinutes: 60",
            "role: Node",
            &[(6, "spec.image"), (8, "spec.spotDurationInMinutes")],
        ),
        of(
            "kubelet: { # Bob's\n    networkPluginName: cni }\nchannel: stable",
            "channel: stable",
            &[(7, "spec.kubelet.networkPluginName")],
        ),
        of(
            "addons:\n-\n  manifest: s3://b/it's.yaml\n- # gone\n\n  manifest: kubernetes-dashboard\nchannel: stable",
            "addons:\n-\n  manifest: s3://b/it's.yaml\nchannel: stable",
            &[(11, "spec.addons[1]")],
        ),
        of(
            "kubelet: {networkPluginName: cni, # it's {\n  # how many\n  maxPods: 3}",
            "kubelet: { # it's {\n  # how many\n  maxPods: 3}",
            &[(6, "spec.kubelet.networkPluginName")],
        ),
        of(
            "kubelet: &all\n  networkPluginName: cni\n  maxPods: 3\nmasterKubelet:\n  <<: *all\n  maxPods: 4",
            "kubelet: &all\n  maxPods: 3\nmasterKubelet:\n  <<: *all\n  maxPods: 4",
            &[(7, "spec.kubelet.networkPluginName"), (7, "spec.masterKubelet.networkPluginName")],
        ),
        of(
            "kubelet: &all\n  networkPluginName: cni\nchannel: stable\nmasterKubelet: *all",
            "channel: stable",
            &[(7, "spec.kubelet.networkPluginName"), (7, "spec.masterKubelet.networkPluginName")],
        ),
        of_group("role: Node\nimage: coreos.com/CoreOS-stable-1855.4.0-hvm", "role: Node", &[(7, "spec.image")]),
        of_group("role: Node\nimage: 099720109477/ubuntu", "role: Node\nimage: 099720109477/ubuntu", &[]),
    ]
}

#[test]
fn old_fields_are_edited_in_place_and_everything_else_stays() {
    let newest = kops_core::facts::Components::built_in().kubernetes_version;
    let mut failed = Vec::new();
    for (old, new, expected) in cases() {
        let migration = migrated(&old);
        let (text, new) = (&migration.documents[0].text, new.replace("VERSION", &newest));
        let changes: Vec<_> = migration.changes.iter().map(|c| (c.location.line, c.field.as_str())).collect();
        if *text != new || changes != expected {
            failed.push(format!("{old}\nbecame\n{text}\nnot\n{new}\n{changes:?}\n{expected:?}\n"));
        }
        if !migrated(text).changes.is_empty() {
            failed.push(format!("is changed again:\n{text}"));
        }
        for change in &migration.changes {
            assert!(!change.reason.is_empty() && !change.action.is_empty(), "{change:?}");
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n---\n"));
}

#[test]
fn carriage_returns_end_lines_and_stay() {
    for (old, new, _) in cases() {
        let text = |text: &str| migrated(text).documents[0].text.clone();
        let expected = text(&old);
        for end in ["\r", "\r\n"] {
            assert_eq!(text(&old.replace('\n', end)), expected.replace('\n', end), "{old} becomes {new}");
        }
    }
}

#[test]
fn zones_of_v1alpha1_become_subnets() {
    let old = |text: String| text.replace("kops.k8s.io/v1alpha2", "kops/v1alpha1");
    let text = |old: &str| migrated(old).documents[0].text.clone();
    for (before, after) in [
        (
            "zones: # two of them\n- {name: us-east-2a, cidr: 172.20.0.0/19, egress: nat-1}\n- name: us-east-2b\nchannel: stable",
            "subnets:\n- cidr: 172.20.0.0/19\n  egress: nat-1\n  name: us-east-2a\n  type: Public\n  zone: us-east-2a\n- name: us-east-2b\n  type: Public\n  zone: us-east-2b\nchannel: stable",
        ),
        (
            "topology:\n  dns: {type: Public}\n  nodes: private\nzones:\n- name: us-east-2a\n  cidr: 172.20.0.0/22\n  privateCIDR: 172.20.32.0/19",
            "topology:\n  dns: {type: Public}\nsubnets:\n- cidr: 172.20.32.0/19\n  name: us-east-2a\n  type: Private\n  zone: us-east-2a\n- cidr: 172.20.0.0/22\n  name: utility-us-east-2a\n  type: Utility\n  zone: us-east-2a",
        ),
        (
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - {name: a, zone: us-east-2a}\n  - name: b\n    zone: us-east-2b",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - {name: a, instanceGroup: \"master-us-east-2a\"}\n  - name: b\n    instanceGroup: master-us-east-2b",
        ),
    ] {
        assert_eq!(text(&old(cluster(before))), cluster(after));
    }
    assert_eq!(text(&old(group("role: Node\nzones:\n- us-east-2a"))), group("role: Node\nsubnets:\n- us-east-2a"));
    assert_eq!(text(&group("role: Node\nzones:\n- us-east-2a")), group("role: Node\nzones:\n- us-east-2a"));
}

#[test]
fn the_objects_of_a_list_are_migrated_in_their_place() {
    let old = "apiVersion: v1
items:
- apiVersion: kops/v1alpha2 # old
  kind: Cluster
  metadata: {name: c.example.com}
  spec:
    docker: {version: 1.12.6}
    networking:
      weave: {}
    externalDns:
      disable: true
- kind: InstanceGroup
  apiVersion: kops/v1alpha2
  metadata: {name: nodes}
  spec:
    spotDurationInMinutes: 60
    role: Node
kind: List
";
    let new = "apiVersion: v1
items:
- apiVersion: kops.k8s.io/v1alpha2 # old
  kind: Cluster
  metadata: {name: c.example.com}
  spec:
    externalDns:
      provider: none
    networking:
      cilium: {}
- kind: InstanceGroup
  apiVersion: kops.k8s.io/v1alpha2
  metadata: {name: nodes}
  spec:
    role: Node
kind: List
";
    let migration = migrated(old);
    assert_eq!(migration.documents[0].text, new);
    let changes: Vec<_> =
        migration.changes.iter().map(|c| (c.location.line, c.object.to_string(), c.field.as_str())).collect();
    let of_cluster = |line, field| (line, "Cluster/c.example.com".to_owned(), field);
    let of_group = |line, field| (line, "InstanceGroup/nodes".to_owned(), field);
    assert_eq!(
        changes,
        [
            of_cluster(3, "apiVersion"),
            of_cluster(7, "spec.docker"),
            of_cluster(9, "spec.networking.weave"),
            of_cluster(11, "spec.externalDns.disable"),
            of_group(13, "apiVersion"),
            of_group(16, "spec.spotDurationInMinutes"),
        ]
    );
}

#[test]
fn a_spec_of_v1alpha3_has_its_fields_where_v1alpha2_has_them() {
    let old = "apiVersion: kops.k8s.io/v1alpha3
kind: Cluster
metadata:
  name: c.example.com
spec:
  api:
    access: [10.0.0.0/8]
    publicName: api.c.example.com
    loadBalancer: {class: Network, type: Public}
  cloudProvider:
    aws:
      warmPool: {maxSize: 2}
      disableSecurityGroupIngress: true
  configStore:
    base: s3://b/c.example.com
  networking:
    networkCIDR: 172.20.0.0/16
    tagSubnets: false
    subnets:
    - {name: a, zone: us-east-2a, type: Private, cidr: 172.20.0.0/19}
    topology:
      bastion:
        bastionPublicName: b.c.example.com
      dns: None
    cilium:
      masquerade: true
";
    let migration = migrated(old);
    let text = &migration.documents[0].text;
    let objects = spec::read(&[Source::new("new.yml", text.as_str())], UnknownFields::Deny)
        .unwrap_or_else(|found| panic!("{found}\n{text}"));
    let spec = &objects.clusters[0].spec;
    assert_eq!(spec.cloud_provider.as_deref(), Some("aws"), "{text}");
    assert_eq!(spec.kubernetes_api_access, ["10.0.0.0/8"]);
    assert_eq!(spec.master_public_name.as_deref(), Some("api.c.example.com"));
    assert_eq!(spec.config_base.as_deref(), Some("s3://b/c.example.com"));
    assert_eq!(spec.network_cidr.as_deref(), Some("172.20.0.0/16"));
    assert_eq!(spec.subnets.len(), 1);
    assert_eq!(spec.disable_subnet_tags, Some(true));
    assert!(spec.warm_pool.is_some() && spec.cloud_config.is_some() && spec.api.is_some());
    assert!(text.contains("disableMasquerade: false"), "{text}");
    let bastion = spec.topology.as_ref().and_then(|topology| topology.bastion.as_ref());
    assert_eq!(bastion.and_then(|bastion| bastion.bastion_public_name.as_deref()), Some("b.c.example.com"));
    assert!(text.contains("    dns:\n      type: None\n"), "{text}");
}

#[test]
fn a_spec_in_json_stays_json() {
    let old = r#"{"apiVersion": "kops/v1alpha2", "kind": "Cluster", "metadata": {"name": "c.example.com"},
 "spec": {"docker": {"version": "1.12"}, "networking": {"weave": {}}, "containerRuntime": "docker"}}"#;
    let text = migrated(old).documents[0].text.clone();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(json["apiVersion"], "kops.k8s.io/v1alpha2");
    assert_eq!(json["spec"], serde_json::json!({"networking": {"cilium": {}}}));
    let old = r#"{"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {"name": "\ud83d\ude00"}, "spec": {"docker": {}, "channel": "a"}}"#;
    assert_eq!(migrated(old).documents[0].text, old.replace(r#""docker": {}, "#, ""));
}

/// As where something else is an alias of what would be removed.
#[test]
fn what_cannot_be_edited_alone_is_left_with_advice() {
    let migration = migrated(&cluster("adminAccess: &office [10.0.0.0/8]\nsshAccess: *office\ndocker: {}"));
    let new = cluster("adminAccess: &office [10.0.0.0/8]\nkubernetesApiAccess:\n- 10.0.0.0/8\nsshAccess: *office");
    assert_eq!(migration.documents[0].text, new);
    let is_left = |finding: &Diagnostic| finding.message.contains("adminAccess") && finding.help.is_some();
    assert!(migration.findings.iter().any(is_left), "{:?}", migration.findings);
}

#[test]
fn what_cannot_be_helped_is_left_with_its_place_and_advice() {
    let migration =
        migrated(&cluster("networking: {weave: {}}\nsubnets:\n- name: a\n  zone: us-east-2a\n  cidr: 172.20.0.300/19"));
    let finding = migration.findings.iter().find(|finding| finding.code == "network/range").expect("a finding");
    assert!(finding.location.as_ref().is_some_and(|place| place.line == 10) && finding.help.is_some(), "{finding}");
    assert!(migrate(&[Source::new("f", "spec: {")]).is_err());
    let other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Cluster}\ndocker: 1\n";
    assert_eq!(migrated(other).documents[0].text, other);
}

fn folder(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, |cases| PathBuf::from(cases).join(".."));
    Some(shared.join(name)).filter(|folder| folder.is_dir())
}

#[test]
fn the_spec_of_2017_is_supported_after_its_migration() {
    let Some(folder) = folder("fairwinds") else {
        return eprintln!("SKIPPED: the spec of 2017 is not there");
    };
    let text = std::fs::read_to_string(folder.join("cluster_spec.yml")).expect("text");
    let migration = migrated(&text);
    let kept = |line: &str| migration.documents[0].text.contains(line);
    assert!(kept("egress: nat-0527b2ea3c8304573") && kept("dnsZone: eh-dev.dev.hillghost.com"));
    assert!(!kept("weave") && !kept("kope.io") && !kept("kops/v1alpha2"));
    assert_eq!(migration.findings, [], "nothing is left but what an account decides");
    assert_eq!(migration.changes.len(), 10, "{:#?}", migration.changes);
}

#[test]
fn supported_specs_are_not_changed() {
    let text = include_str!("../../../../examples/fairwinds/cluster_spec.yml");
    let migration = migrated(text);
    assert_eq!((migration.documents[0].text.as_str(), migration.changes.len()), (text, 0));
    assert!(migration.findings.is_empty(), "{:?}", migration.findings);
    assert!(Objects::from_yaml("f", text).is_ok());
}
