//! The codes of the rules.

use crate::diag::Code;

macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal;)*) => {
        $(#[doc = $summary] pub const $name: Code = Code::new($id, $summary);)*

        /// Every code of this module.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    VALUE = "spec/value", "A value is none of those that the field can have.";

    CLUSTER_NAME = "cluster/name", "The name of the cluster is not a full DNS name.";
    CLOUD_PROVIDER = "cluster/cloud-provider", "The cloud is not AWS.";
    KUBERNETES_VERSION = "cluster/kubernetes-version", "The version of Kubernetes is not one that can be run.";
    SSH_KEYS = "cluster/ssh-keys", "There is more than one SSH key.";
    DOCKER = "cluster/docker", "Docker is asked for, which Kubernetes does not run any more.";
    RETIRED_SECTION = "cluster/retired-section", "A section is asked for that has no meaning any more.";
    ADDON_MANIFEST = "cluster/addon-manifest", "The manifest of an addon is where nodes cannot read it.";
    CONFIG_BASE = "cluster/config-base", "The spec does not say where nodes read their configuration.";
    ASSETS = "cluster/assets", "The places of copies of images and files contradict each other or cannot be read.";

    RANGE = "network/range", "A text is not an IP range.";
    RANGE_MISSING = "network/range-missing", "A range is not given and cannot be inferred.";
    VPC_ID = "network/vpc-id", "A text is not the id of a VPC.";
    UNKNOWN_VPC = "network/unknown-vpc", "There is no VPC of that id.";
    VPC_RANGE = "network/vpc-range", "The range is not one of the VPC's.";
    VPC_DNS = "network/vpc-dns", "A shared VPC has no DNS server.";
    RANGES_OVERLAP = "network/ranges-overlap", "Ranges overlap that must not.";
    POD_RANGE = "network/pod-range", "Pods have a range outside of that of pods and services.";
    IPV6_RANGE = "network/ipv6-range", "The range of pods and services is IPv6, but not all of it.";

    NO_SUBNET = "subnet/none", "There is no subnet.";
    SUBNET_NAME = "subnet/name", "A subnet has no name, or one that another has.";
    SUBNET_RANGE = "subnet/range-missing", "A subnet has no range, and there was no room to carve one.";
    SUBNET_OUTSIDE = "subnet/outside-vpc", "A subnet has a range outside of the VPC's.";
    SUBNET_OVERLAP = "subnet/overlap", "Two subnets have ranges that overlap.";
    SUBNET_IPV6 = "subnet/ipv6-range", "The IPv6 range of a subnet is not one.";
    UNKNOWN_ZONE = "subnet/unknown-zone", "There is no such zone in the region.";
    SUBNET_TYPE = "subnet/type", "The type of a subnet does not suit the cluster.";
    SUBNET_SHARED = "subnet/shared", "Some subnets are shared and others are not, or the VPC is not shared.";
    UNKNOWN_SUBNET_ID = "subnet/unknown-id", "There is no subnet of that id in the VPC.";
    SUBNET_DIFFERS = "subnet/differs", "A shared subnet is in another zone or range than the spec says.";
    EGRESS = "subnet/egress", "The way out of a subnet is not one that is known, or the subnet cannot have one.";
    EGRESS_MIXED = "subnet/egress-mixed", "Private subnets of one zone have different ways out.";
    UNKNOWN_NAT_GATEWAY = "subnet/unknown-nat-gateway", "There is no NAT gateway of that id.";
    UNKNOWN_ADDRESS = "subnet/unknown-address", "There is no elastic address of that id.";
    ROUTE = "subnet/route", "A route cannot be added to a subnet.";

    HOSTED_ZONE = "dns/hosted-zone", "There is no hosted zone for the cluster's name, or more than one.";
    EXTERNAL_DNS = "dns/external-dns", "The publisher of names does not suit the cluster.";
    NO_DNS = "dns/none", "A cluster without DNS needs a network load balancer.";

    LOAD_BALANCER = "api/load-balancer", "The settings of the load balancer contradict each other.";
    LOAD_BALANCER_SUBNET = "api/load-balancer-subnet", "A subnet of the load balancer is not there or cannot have the address.";
    SECURITY_GROUP = "access/security-group", "A text is not the id of a security group, or stands twice.";

    ETCD_MISSING = "etcd/missing", "There is no etcd cluster `main`.";
    ETCD_NAME = "etcd/name", "An etcd cluster has an unknown name, or one that another has.";
    ETCD_MEMBERS = "etcd/members", "An etcd cluster has no members, or an even number.";
    ETCD_MEMBER = "etcd/member", "A member of etcd is not whole, stands twice, or is on no control plane.";
    ETCD_GROUP = "etcd/group", "A member of etcd is on a group that is not there.";
    ETCD_KEY = "etcd/key", "The key of a volume is given by an alias, which cannot be compared with what AWS tells.";
    ETCD_TIMEOUT = "etcd/timeout", "A timeout of etcd is set, which etcd-manager does not support.";
    ETCD_VERSION = "etcd/version", "The version of etcd is not one that can be run, or differs between clusters.";

    NETWORKING_MISSING = "networking/missing", "No network of pods is chosen.";
    NETWORKING_SEVERAL = "networking/several", "More than one network of pods is chosen.";
    NETWORKING_RETIRED = "networking/retired", "The network of pods is not supported any more.";
    NETWORKING_IPV6 = "networking/ipv6", "The network of pods does not suit IPv6.";
    NETWORKING_KUBE_PROXY = "networking/kube-proxy", "The network of pods replaces kube-proxy, which is still on.";
    CALICO = "networking/calico", "Settings of Calico contradict each other or the cluster.";
    CILIUM = "networking/cilium", "Settings of Cilium contradict each other or the cluster.";

    KUBE_API_SERVER = "component/kube-api-server", "A setting of the API server cannot be used.";
    KUBE_CONTROLLER_MANAGER = "component/kube-controller-manager", "A setting of the controller manager cannot be used.";
    KUBE_SCHEDULER = "component/kube-scheduler", "A setting of the scheduler cannot be used.";
    KUBE_PROXY = "component/kube-proxy", "A setting of kube-proxy cannot be used.";
    KUBE_DNS = "component/kube-dns", "A setting of DNS cannot be used.";
    KUBELET = "component/kubelet", "A setting of the kubelet cannot be used.";
    CONTAINERD = "component/containerd", "A setting of containerd cannot be used.";

    IAM = "iam/legacy", "Wide permissions are asked for that are not given any more.";
    IAM_POLICY = "iam/policy", "A policy is not one, or is for no role.";
    IAM_ARN = "iam/arn", "A text is not the ARN of what it should be.";
    SERVICE_ACCOUNT = "iam/service-account", "The permissions of a service account are not whole.";
    DISCOVERY = "iam/discovery", "The place of the discovery documents cannot be used.";

    ADDON = "addon/needs", "An addon needs what is not there.";
    ADDON_SETTING = "addon/setting", "A setting of an addon cannot be used.";

    LABEL = "label/reserved", "A tag is one that the cluster sets itself.";
    LABELS = "label/many", "There are more tags than AWS lets a resource have.";
    NODE_LABEL = "label/node", "A label is not one that a node can have.";
    TAINT = "label/taint", "A taint cannot be read, or stands twice.";

    HOOK = "node/hook", "A hook is not whole.";
    FILE_ASSET = "node/file", "A file is not whole.";
    SYSCTL = "node/sysctl", "A kernel parameter is not written as `name=value`.";
    USER_DATA = "node/user-data", "A part of the user data is not whole.";
    ROLLING_UPDATE = "node/rolling-update", "Nodes could not be replaced as it is said.";
    WARM_POOL = "node/warm-pool", "A warm pool cannot be as it is said.";

    NO_CONTROL_PLANE = "group/no-control-plane", "There is no group of control planes.";
    NO_NODES = "group/no-nodes", "There is no group beside those of control planes.";
    GROUP_NAME = "group/name", "The name of a group is not one.";
    ROLE_MISSING = "group/role", "A group has no role, or one that does not suit the cluster.";
    SIZES = "group/sizes", "The sizes of a group contradict each other or its role.";
    UNKNOWN_SUBNET = "group/unknown-subnet", "There is no subnet of that name.";
    SUBNETS_MISSING = "group/no-subnet", "A group has no subnet.";
    UNKNOWN_MACHINE_TYPE = "group/unknown-machine-type", "There is no machine type of that name.";
    MACHINE_TYPE_ZONE = "group/machine-type-zone", "A machine type is not offered in a zone of the group.";
    IMAGE_RETIRED = "group/retired-image", "An image is too old to run a supported Kubernetes.";
    UNKNOWN_IMAGE = "group/image", "There is no image of that name.";
    ARCHITECTURE = "group/architecture", "A machine type cannot run the image.";
    MIXED_INSTANCES = "group/mixed-instances", "The settings of mixed instances cannot be used.";
    VOLUME = "group/volume", "A volume or a mount is not whole, or stands twice.";
    GROUP_SETTING = "group/setting", "A setting of a group cannot be used.";
    EXTERNAL_LOAD_BALANCER = "group/external-load-balancer", "A load balancer that exists is not named as it should be.";
    KARPENTER = "group/karpenter", "A group of Karpenter cannot be as it is said.";
}

/// The rules that only an account can decide: without one the facts know nothing of what they look for.
pub const NEED_ACCOUNT: &[Code] = &[
    UNKNOWN_VPC,
    UNKNOWN_SUBNET_ID,
    UNKNOWN_NAT_GATEWAY,
    UNKNOWN_ADDRESS,
    HOSTED_ZONE,
    UNKNOWN_MACHINE_TYPE,
    UNKNOWN_IMAGE,
];

/// The rules that ask for what may still follow: a cluster's groups can be stored after it, one at a time.
pub const MAY_FOLLOW: &[Code] = &[NO_CONTROL_PLANE, NO_NODES, ETCD_GROUP];
