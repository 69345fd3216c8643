//! The codes of what keeps options from becoming a cluster.

use crate::diag::Example::{Command, Options};
use crate::diag::codes;

codes! {
    OPTION = "create/option", "An option of a new cluster is unknown or cannot be read.",
        "The packages for Python and Node.js take options as an object with the names of `ClusterOptions` in the JSON Schema.",
        Options([r#"{"name": "demo.k8s.local", "zone": "us-east-2a"}"#, r#"{"name": "demo.k8s.local", "zones": ["us-east-2a"]}"#]);
    NAME = "create/name", "The name of a new cluster is not given.",
        "Pass it as the argument, with `--name` or in `KOPS_CLUSTER_NAME`. It is a DNS name: that of a hosted zone, or one that \
         ends with `.k8s.local` for a cluster without DNS records.",
        Options([r#"{"zones": ["us-east-2a"]}"#, r#"{"name": "demo.k8s.local", "zones": ["us-east-2a"]}"#]);
    ZONES = "create/zones", "A new cluster has no availability zones, or one of them twice.",
        "`--zones` are the zones of nodes, one subnet is made in each. All are in one region. Several control-plane nodes in a zone are asked for \
         with `--control-plane-count`.",
        Command(["create cluster demo.k8s.local", "create cluster demo.k8s.local --zones us-east-2a,us-east-2b"]);
    CONTROL_PLANE_COUNT = "create/control-plane-count", "There are fewer control-plane nodes than zones for them, or too many for etcd.",
        "Each zone of `--control-plane-zones` gets at least one control-plane node. Their number must be odd, for etcd, and at most 7, the most \
         members that etcd recommends.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --control-plane-zones us-east-2a,us-east-2b,us-east-2c --control-plane-count 1",
            "create cluster demo.k8s.local --zones us-east-2a --control-plane-zones us-east-2a,us-east-2b,us-east-2c --control-plane-count 3",
        ]);
    BASTION = "create/bastion", "A bastion is requested for a cluster with public subnets.",
        "Instances in public subnets are reached directly. A bastion is for `--topology private`.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --bastion",
            "create cluster demo.k8s.local --zones us-east-2a --bastion --topology private",
        ]);
    KUBENET = "create/kubenet", "kubenet is requested for a cluster with private subnets.",
        "kubenet routes pods by the VPC's route tables, which private topology uses for NAT gateways. Choose another network.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --topology private --networking kubenet",
            "create cluster demo.k8s.local --zones us-east-2a --topology private --networking cilium",
        ]);
    KARPENTER = "create/karpenter", "Karpenter is requested without a discovery store.",
        "Karpenter has permissions as a service account, which AWS trusts by keys that are published in the discovery store, an S3 \
         bucket that the public can read.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --instance-manager karpenter",
            "create cluster demo.k8s.local --zones us-east-2a --instance-manager karpenter --discovery-store s3://example-discovery",
        ]);
    FEATURE_GATE = "create/feature-gate", "A feature gate has no name.",
        "Gates are separated by commas: `Name` or `+Name` turns one on, `-Name` turns it off.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --kubernetes-feature-gates=+",
            "create cluster demo.k8s.local --zones us-east-2a --kubernetes-feature-gates=+ImageVolume",
        ]);
    UNKNOWN_SUBNET = "create/unknown-subnet", "A shared subnet is not in the cluster's VPC.",
        "`--subnets` and `--utility-subnets` are ids of subnets of the VPC that `--network-id` names, in the region of `--zones`.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0ff00000000000009",
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0aa00000000000001",
        ]);
    SUBNET_ZONE = "create/subnet-zone", "Two shared subnets are in the same availability zone, or one is in a zone that the cluster does not have.",
        "A cluster is made with one subnet of each kind in each of its zones. Name one of them; others can be added to the spec.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0aa00000000000001,subnet-0aa00000000000009",
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0aa00000000000001",
        ]);
    UTILITY_SUBNETS = "create/utility-subnets", "Utility subnets are named for a cluster with public subnets.",
        "Load balancers and NAT gateways are in the public subnets. Utility subnets are for `--topology private`.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0aa00000000000001 --utility-subnets subnet-0aa00000000000009",
            "create cluster demo.k8s.local --zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0aa00000000000001",
        ]);
    GROUP_EXISTS = "create/group-exists", "The cluster has an instance group of that name.",
        "`kops edit instancegroup` and `kops set instancegroup` change one that exists.",
        Command([
            "create instancegroup nodes --edit=false --name demo.kube.example.com",
            "create instancegroup batch --edit=false --name demo.kube.example.com",
        ]);
    GROUP_SUBNET = "create/group-subnet", "A new instance group is requested in a subnet that the cluster does not have.",
        "Subnets are named as in `subnets` of the cluster, not by their ids.",
        Command([
            "create instancegroup batch --subnet us-east-2z --edit=false --name demo.kube.example.com",
            "create instancegroup batch --subnet us-east-2a --edit=false --name demo.kube.example.com",
        ]);
    GROUP_ZONE = "create/group-zone", "A new instance group is requested in a zone in which the cluster has no subnet.",
        "Add a subnet in the zone to the cluster first.",
        Command([
            "create instancegroup batch --zone us-east-2z --edit=false --name demo.kube.example.com",
            "create instancegroup batch --zone us-east-2a --edit=false --name demo.kube.example.com",
        ]);
}
