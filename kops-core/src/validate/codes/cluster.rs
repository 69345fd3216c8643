//! The codes of rules about the cluster as a whole: its name and version, components, permissions, addons, and changes.

use crate::diag::Example::{Change, Cluster, Objects};
use crate::diag::codes;

codes! {
    VALUE = "spec/value", "A value is not one of those that the field can have.",
        "The field is text, of which only some values have a meaning. They are case-sensitive.",
        Cluster(["updatePolicy: never", "updatePolicy: external"]);

    CLUSTER_NAME = "cluster/name", "The name of the cluster is not a fully qualified DNS name.",
        "The name is the domain of the cluster's DNS records and part of the names of its resources: lower-case letters, digits, \
         `-` and `.`. Only clusters without DNS records (`topology.dns.type: None`) may have a name without a dot.",
        Objects([
            "kind: Cluster\nmetadata:\n  name: demo",
            "kind: Cluster\nmetadata:\n  name: demo.kube.example.com",
        ]);
    PROTECTED = "cluster/protected", "A protected cluster or instance group would be deleted, or the mark has another value than `true` and `false`.",
        "The annotation or label `kops-core.io/protected: \"true\"` keeps a cluster with the volumes of its etcd, or an instance group, \
         from being deleted, by any command and in any language. Removing it allows the deletion after the next update.",
        Objects([
            "kind: Cluster\nmetadata:\n  annotations:\n    kops-core.io/protected: \"yes\"",
            "kind: Cluster\nmetadata:\n  annotations:\n    kops-core.io/protected: \"true\"",
        ]);
    CLOUD_PROVIDER = "cluster/cloud-provider", "The cloud provider is not AWS.",
        "Specs for other clouds are read by kops only.",
        Cluster(["cloudProvider: gce", "cloudProvider: aws"]);
    KUBERNETES_VERSION = "cluster/kubernetes-version", "The version of Kubernetes is not one that this release supports.",
        "The node components of a release support a range of minor versions. Upgrade an old cluster one minor version at a time, \
         each with a release of kops that supports it. `KOPS_RUN_TOO_NEW_VERSION` accepts versions beyond the range.",
        Cluster(["kubernetesVersion: 1.30.9", "kubernetesVersion: 1.35.5"]);
    SSH_KEYS = "cluster/ssh-keys", "There is more than one SSH key.",
        "EC2 gives an instance one key pair. Further keys can be added with `additionalUserData`.",
        Objects([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\nspec:\n  publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: second\nspec:\n  publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl b",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\nspec:\n  publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a",
        ]);
    DOCKER = "cluster/docker", "Docker is requested as container runtime, which Kubernetes no longer supports.",
        "Kubernetes 1.24 removed the support of Docker. containerd is the only runtime, and needs no field; its settings are under \
         `containerd`.",
        Cluster(["containerRuntime: docker", "containerRuntime: containerd"]);
    RETIRED_SECTION = "cluster/retired-section", "A section is set that no longer has a meaning.",
        "What it configured is gone, or is for another cloud. Remove the section.",
        Cluster(["project: my-project", ""]);
    ADDON_MANIFEST = "cluster/addon-manifest", "The manifest of an addon is at a place that nodes cannot read.",
        "Control planes read the manifests of `addons` while they start, in a container that does not see the files of the machine.",
        Cluster([
            "addons:\n- manifest: file:///addons/dashboard.yaml",
            "addons:\n- manifest: s3://kops-state-store/addons/dashboard.yaml",
        ]);
    CONFIG_BASE = "cluster/config-base", "The spec does not say where nodes read their configuration, or they cannot read it there.",
        "`configBase` is the folder of the cluster in the state store. It is set when a cluster is created in a store. Updates write what \
         nodes read to the state store, so that a `configBase` in another bucket is refused.",
        Cluster([
            "configBase: gs://kops-state-store/demo.kube.example.com",
            "configBase: s3://kops-state-store/demo.kube.example.com",
        ]);
    CONFIG_BASE_FOLDER = "cluster/config-base-folder", "The state store is a folder, which instances in AWS cannot read.",
        "Instances read their configuration from `configBase` while they boot. A folder is enough to plan a cluster, to render it for \
         Terraform and for a simulated account. It is a warning, because a test double of AWS needs no more either.",
        Cluster([
            "configBase: file:///var/lib/kops/demo.kube.example.com",
            "configBase: s3://kops-state-store/demo.kube.example.com",
        ]);
    KEY_STORE = "cluster/key-store", "Keys or secrets would be kept where nodes do not look for them.",
        "Keys and certificates are kept in `pki` below `configBase`, secrets in `secrets`. kops can keep them elsewhere: copy what it has \
         there to these folders, with the same names, and only then change the spec. Without its keys a cluster would get new certificate \
         authorities, which no running node trusts.",
        Cluster([
            "keyStore: s3://keys/demo.kube.example.com",
            "keyStore: s3://kops-state-store/demo.kube.example.com/pki",
        ]);
    ASSETS = "cluster/assets", "The locations of copies of images and files contradict each other or cannot be used.",
        "`containerProxy` and `containerRegistry` exclude each other. `fileRepository` is an `http://` or `https://` URL.",
        Cluster([
            "assets:\n  fileRepository: files.example.com",
            "assets:\n  fileRepository: https://files.example.com",
        ]);

    KUBE_API_SERVER = "component/kube-api-server", "A setting of the API server cannot be used.",
        "Some flags were removed from Kubernetes, some need others, and some must agree with the rest of the cluster, as \
         `serviceClusterIPRange` with the one that the cluster states.",
        Cluster(["kubeAPIServer:\n  serviceNodePortRange: high", "kubeAPIServer:\n  serviceNodePortRange: 30000-32767"]);
    KUBE_CONTROLLER_MANAGER = "component/kube-controller-manager", "A setting of the controller manager cannot be used.",
        "The range of pods, `clusterCIDR`, is part of `nonMasqueradeCIDR` and is filled in by default. \
         `attachDetachReconcileSyncPeriod` is a second or more.",
        Cluster([
            "kubeControllerManager:\n  clusterCIDR: 10.0.0.0/16",
            "kubeControllerManager:\n  clusterCIDR: 100.96.0.0/11",
        ]);
    KUBE_SCHEDULER = "component/kube-scheduler", "A setting of the scheduler cannot be used.",
        "The scheduler is configured by a `KubeSchedulerConfiguration` object beside the cluster, not by policies. How it reaches the \
         API server is set by the cluster itself.",
        Objects([
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nclientConnection:\n  kubeconfig: /etc/kubernetes/scheduler.conf",
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nclientConnection:\n  qps: 100",
        ]);
    KUBE_PROXY = "component/kube-proxy", "A setting of kube-proxy cannot be used.",
        "`ipvsExcludeCidrs` are CIDRs, and `master`, where it is set, is a URL.",
        Cluster([
            "kubeProxy:\n  ipvsExcludeCidrs:\n  - 10.0.0.1",
            "kubeProxy:\n  ipvsExcludeCidrs:\n  - 10.0.0.1/32",
        ]);
    KUBE_DNS = "component/kube-dns", "A setting of the cluster's DNS cannot be used.",
        "The DNS service has an address of `serviceClusterIPRange`, by default the tenth, and kubelets tell pods that address.",
        Cluster(["kubeDNS:\n  serverIP: 10.0.0.10", "kubeDNS:\n  serverIP: 100.64.0.10"]);
    KUBELET = "component/kubelet", "A setting of the kubelet cannot be used.",
        "Flags that Kubernetes has removed would keep the kubelet from starting. The finding names what took their place. \
         `memorySwapBehavior: NoSwap` of a cluster is a warning: kops takes it of instance groups only.",
        Cluster([
            "kubelet:\n  podInfraContainerImage: registry.k8s.io/pause:3.10.1",
            "containerd:\n  sandboxImage: registry.k8s.io/pause:3.10.1",
        ]);
    CONTAINERD = "component/containerd", "A setting of containerd cannot be used.",
        "A package of one's own needs its URL and its SHA-256, and a version of containerd needs a version of runc. Both are written as \
         those of releases, such as `2.2.4`. gVisor and NRI have conditions of their own. What only kops needs is a warning: a version of \
         containerd beside NRI, and the image of the device plugin in the cluster where one of its groups has GPUs.",
        Cluster([
            "containerd:\n  packages:\n    urlAmd64: https://files.example.com/containerd.tar.gz",
            "containerd:\n  packages:\n    urlAmd64: https://files.example.com/containerd.tar.gz\n    hashAmd64: 3f4ad3b1d1c5a5ce0b1f4ed5ea5c1e9a2c0d1b3ad2f8a4b6c9d0e1f2a3b4c5d6",
        ]);

    IAM = "iam/legacy", "The wide permissions of the first releases are requested, which are no longer given.",
        "Nodes have the permissions that their components need. Add others with `additionalPolicies`.",
        Cluster(["iam:\n  legacy: true", "iam:\n  legacy: false"]);
    IAM_POLICY = "iam/policy", "A policy is not one, or is for an unknown role.",
        "`additionalPolicies` and `externalPolicies` have a key for each role: `master`, `apiserver`, `node` or `bastion`. Inline \
         policies are JSON lists of statements with an `Effect`.",
        Cluster([
            "additionalPolicies:\n  nodes: '[{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\"], \"Resource\": [\"*\"]}]'",
            "additionalPolicies:\n  node: '[{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\"], \"Resource\": [\"*\"]}]'",
        ]);
    IAM_ARN = "iam/arn", "A text is not the ARN of the kind of resource that the field takes.",
        "The finding shows an ARN of the right kind.",
        Cluster([
            "externalPolicies:\n  node:\n  - arn:aws:iam::111122223333:role/logs",
            "externalPolicies:\n  node:\n  - arn:aws:iam::111122223333:policy/logs",
        ]);
    SERVICE_ACCOUNT = "iam/service-account", "The permissions of a service account are incomplete.",
        "Each entry names a service account once, by `name` and `namespace`, and has either `aws.policyARNs` or `aws.inlinePolicy`.",
        Cluster([
            "iam:\n  serviceAccountExternalPermissions:\n  - name: web\n    namespace: default",
            "iam:\n  serviceAccountExternalPermissions:\n  - name: web\n    namespace: default\n    aws:\n      policyARNs:\n      - arn:aws:iam::111122223333:policy/web",
        ]);
    DISCOVERY = "iam/discovery", "The location of the discovery documents cannot be used.",
        "AWS reads the keys of service accounts over HTTPS. The discovery store is a bucket of S3 whose name has no dots, because the \
         certificate of S3 does not cover them.",
        Cluster([
            "serviceAccountIssuerDiscovery:\n  discoveryStore: s3://keys.example.com/demo",
            "serviceAccountIssuerDiscovery:\n  discoveryStore: s3://example-keys/demo",
        ]);

    ADDON = "addon/needs", "An addon needs another one, or permissions, that are not there.",
        "Several addons have webhooks, whose certificates cert-manager issues. Others need roles for service accounts.",
        Cluster([
            "awsLoadBalancerController:\n  enabled: true",
            "awsLoadBalancerController:\n  enabled: true\ncertManager:\n  enabled: true",
        ]);
    ADDON_SETTING = "addon/setting", "A setting of an addon cannot be used.",
        "The EBS CSI driver cannot be disabled, because nothing else attaches volumes. The node termination handler in queue mode \
         always handles spot interruptions, and does not run beside Karpenter.",
        Cluster([
            "cloudConfig:\n  awsEBSCSIDriver:\n    enabled: false",
            "cloudConfig:\n  awsEBSCSIDriver:\n    enabled: true",
        ]);

    LABEL = "label/reserved", "A tag is one that the cluster sets itself.",
        "`Name`, `KubernetesCluster` and tags that begin with `kubernetes.io/cluster/`, `k8s.io/role/` or `kops.k8s.io/` are how a \
         cluster finds what it owns.",
        Cluster(["cloudLabels:\n  KubernetesCluster: other", "cloudLabels:\n  team: web"]);
    LABELS = "label/many", "There are more tags than a resource of AWS can have.",
        "A resource has at most 50 tags, of which the cluster sets at least three.",
        Cluster(["cloudLabels:\n  <48 labels>", "cloudLabels:\n  team: platform"]);

    CHANGE_ETCD = "change/etcd-cluster", "An etcd cluster is removed from a cluster that has been applied.",
        "`main` holds every object of the cluster, `events` its events and `cilium` the state of the network. Delete the cluster \
         instead.",
        Change([
            "etcdClusters: []",
            "etcdClusters:\n- name: main\n  cpuRequest: 200m",
        ]);
    CHANGE_ETCD_MEMBER = "change/etcd-member", "A member of etcd moves to another instance group.",
        "The data of a member is on a volume in the zone of its group, and the volume cannot follow. Add a member with another name \
         and remove the old one in a later update.",
        Change([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: nodes",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    CHANGE_ETCD_VERSION = "change/etcd-version", "etcd is upgraded to 3.6 from a release before 3.5.26, or goes back to an older minor release.",
        "Members that were removed may come back where 3.6 follows on a release before 3.5.26, and etcd is then inoperable. An older minor \
         release may not read what a newer one has written.",
        Change([
            "etcdClusters:\n- name: main\n  version: 3.5.31",
            "etcdClusters:\n- name: main\n  version: 3.6.12",
        ]);
    CHANGE_NETWORKING = "change/networking", "The network of pods changes in a cluster that has been applied.",
        "Nodes with the old and nodes with the new network do not reach each other's pods, so that the cluster is interrupted until \
         every instance has been replaced. What the old network has installed stays and has to be removed by hand.",
        Change(["networking:\n  cilium: null\n  calico: {}", "networking:\n  cilium:\n    hubble:\n      enabled: false"]);
    CHANGE_RANGE = "change/range", "A range of pods or services changes in a cluster that has been applied.",
        "Services keep the addresses that they have, and nodes their pod ranges. kops makes the change, and leaves the cluster with \
         addresses of both ranges.",
        Change(["serviceClusterIPRange: 100.66.0.0/16", "serviceClusterIPRange: 100.64.0.0/13"]);
    CHANGE_VERSION = "change/kubernetes-version", "Kubernetes is upgraded past a minor version, or downgraded.",
        "Kubernetes supports control planes that are one minor version apart, and no downgrade of minor versions: see its version skew \
         policy.",
        Change(["kubernetesVersion: 1.34.2", "kubernetesVersion: 1.36.0"]);
}
