//! The codes of what keeps a spec from becoming a graph.

use crate::diag::Example::{Cluster, Command, ControlPlane, Nodes, Objects};
use crate::diag::{Code, codes};

codes! {
    NO_GATEWAY = "network/no-gateway", "A shared VPC has no internet gateway of the kind that its routes need.",
        "Public and utility subnets route to the internet gateway of the VPC. The owner of a shared VPC attaches it. In the example \
         the first VPC has none.",
        Cluster(["networkID: vpc-0d00000000000000d", "networkID: vpc-0a1b2c3d4e5f60718"]);
    MIXED_EGRESS = "network/mixed-egress", "Subnets of one zone have different egress.",
        "The private subnets of a zone share a route table, and so the way out.",
        Cluster([
            "subnets:\n- name: us-east-2b\n  zone: us-east-2a",
            "subnets:\n- name: us-east-2b\n  zone: us-east-2b",
        ]);
    UNKNOWN_EGRESS = "network/unknown-egress", "The egress of a subnet is of an unknown kind.",
        "See `subnet/egress` for the kinds.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: internet",
            "subnets:\n- name: us-east-2a\n  egress: nat-0aa00000000000001",
        ]);
    NO_NAT_SUBNET = "network/no-nat-subnet", "A zone has no subnet for a NAT gateway.",
        "A NAT gateway for private subnets is made in a utility or public subnet of the same zone. Add one, or name an existing \
         gateway as `egress`.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: null\n- name: utility-us-east-2a\n  zone: us-east-2b",
            "subnets:\n- name: us-east-2a\n  egress: null\n- name: utility-us-east-2a\n  zone: us-east-2a",
        ]);
    NO_PRIVATE_SUBNET = "network/no-private-subnet", "A zone has a dual-stack subnet and no private subnet.",
        "The private route table of a zone is made for its private subnets. Dual-stack subnets stand beside them.",
        Cluster([
            "nonMasqueradeCIDR: ::/0\nsubnets:\n- name: us-east-2a\n  type: DualStack\n  ipv6CIDR: /64#1",
            "nonMasqueradeCIDR: ::/0\nsubnets:\n- name: us-east-2a\n  ipv6CIDR: /64#1\n- name: dual-us-east-2a\n  type: DualStack\n  zone: us-east-2a\n  cidr: 172.20.24.0/24\n  ipv6CIDR: /64#2\n  egress: nat-0aa00000000000001",
        ]);
    UNKNOWN_ADDRESS = "network/unknown-address", "An elastic IP is not in the account.",
        "`publicIP` of a private subnet is the address of an elastic IP that is allocated, for a new NAT gateway.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: null\n  publicIP: 203.0.113.99",
            "subnets:\n- name: us-east-2a\n  egress: null\n  publicIP: 203.0.113.11",
        ]);
    ROUTE_CONFLICT = "network/route-conflict", "Subnets of one zone have routes with different targets for one CIDR.",
        "The private subnets of a zone share a route table, which has one target for each CIDR.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: tgw-0a\n- name: us-east-2b\n  zone: us-east-2a\n  egress: nat-0aa00000000000001\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: tgw-0b",
            "subnets:\n- name: us-east-2a\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: tgw-0a\n- name: us-east-2b\n  zone: us-east-2a\n  egress: nat-0aa00000000000001\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: tgw-0a",
        ]);
    NODE_PORTS = "network/node-ports", "The range of node ports is not one.",
        "`nodePortAccess` opens `kubeAPIServer.serviceNodePortRange`, by default 30000-32767.",
        Cluster([
            "nodePortAccess:\n- 10.0.0.0/8\nkubeAPIServer:\n  serviceNodePortRange: high",
            "nodePortAccess:\n- 10.0.0.0/8\nkubeAPIServer:\n  serviceNodePortRange: 30000-32767",
        ]);
    NO_HOSTED_ZONE = "dns/no-hosted-zone", "The hosted zone of the cluster's DNS records does not exist.",
        "`dnsZone` is the domain or the id of a zone in Route 53, public or private as `topology.dns.type` says.",
        Cluster(["dnsZone: example.org", "dnsZone: kube.example.com"]);
    NO_API_ADDRESS = "api/no-address", "Nodes cannot be told the addresses of the API's load balancer, which is not there yet.",
        "Without DNS records, nodes find the API by the addresses of its network load balancer. Files for Terraform hold those that the load \
         balancer has when they are written. Before the first apply it has none: write the files again after it, apply them again and replace \
         the nodes that started in between. An update without Terraform does not need this.",
        Cluster([
            "topology:\n  dns:\n    type: None\napi:\n  loadBalancer:\n    class: Network",
            "topology:\n  dns:\n    type: Public\napi:\n  loadBalancer:\n    class: Network",
        ]);
    UNKNOWN_GROUP = "etcd/unknown-group", "A member of etcd is on an instance group that does not exist.",
        "See `etcd/group`.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: master",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_ZONE = "etcd/zone", "The instance group of an etcd member is not in one zone.",
        "The volume of a member is in one zone, and so is the instance that attaches it.",
        ControlPlane(["subnets:\n- us-east-2a\n- us-east-2b", "subnets:\n- us-east-2a"]);
    VOLUME_IOPS = "etcd/volume-iops", "A volume cannot have so many operations per second.",
        "AWS allows up to 500 operations per second for each GiB of `gp3` and `io2`, and 50 for `io1`.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    volumeType: io1\n    volumeSize: 20\n    volumeIops: 2000",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    volumeType: io1\n    volumeSize: 40\n    volumeIops: 2000",
        ]);
    VOLUME_THROUGHPUT = "etcd/volume-throughput", "A volume cannot have so much throughput.",
        "AWS allows 1 MiB/s for every 4 operations per second of `gp3`.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    volumeType: gp3\n    volumeIops: 3000\n    volumeThroughput: 1000",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    volumeType: gp3\n    volumeIops: 4000\n    volumeThroughput: 1000",
        ]);
    BACKUP_STORE = "etcd/backup-store", "Backups of etcd are at a place that etcd-manager cannot write to, or in a bucket that does not exist.",
        "`backupStore` is a folder of a bucket of S3, by default below `configBase`.",
        Cluster([
            "etcdClusters:\n- name: main\n  backups:\n    backupStore: gs://example-backups/main",
            "etcdClusters:\n- name: main\n  backups:\n    backupStore: s3://example-backups/main",
        ]);
    UNKNOWN_IMAGE = "group/unknown-image", "An image is not in the region.",
        "See `group/image`.",
        Nodes(["image: ami-0123456789abcdef0", "image: ami-0aaaaaaaaaaaaaaaa"]);
    TARGET_GROUP = "group/target-group", "A text is not the ARN of a target group.",
        "It ends with `targetgroup/NAME/ID`.",
        Nodes([
            "externalLoadBalancers:\n- targetGroupArn: web",
            "externalLoadBalancers:\n- targetGroupArn: arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/web/0123456789abcdef",
        ]);
    ACCOUNT_WILDCARD = "iam/service-account-wildcard", "The name of a service account contains a wildcard.",
        "Wildcards are allowed in the namespace only. Each service account has a role of its own.",
        Cluster([
            "iam:\n  serviceAccountExternalPermissions:\n  - name: web-*\n    namespace: default\n    aws:\n      policyARNs:\n      - arn:aws:iam::111122223333:policy/web",
            "iam:\n  serviceAccountExternalPermissions:\n  - name: web-front\n    namespace: team-*\n    aws:\n      policyARNs:\n      - arn:aws:iam::111122223333:policy/web",
        ]);
    STATE_STORE = "iam/state-store", "Instances in AWS cannot reach the state store.",
        "A folder of this machine is enough to try a plan with a simulated account. Instances read their configuration from a bucket \
         of S3.",
        Cluster([
            "configBase: gs://kops-state-store/demo.kube.example.com",
            "configBase: s3://kops-state-store/demo.kube.example.com",
        ]);
    STATEMENTS = "iam/statements", "A text is not a JSON list of IAM statements.",
        "See `iam/policy`.",
        Cluster([
            "additionalPolicies:\n  node: Allow",
            "additionalPolicies:\n  node: '[{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\"], \"Resource\": [\"*\"]}]'",
        ]);
    POLICY_SIZE = "iam/policy-size", "A policy is larger than IAM allows.",
        "The inline policies of a role have at most 10,240 characters together. Move statements to a managed policy and name it in \
         `externalPolicies`.",
        Cluster([
            "additionalPolicies:\n  node: '[{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\"], \"Resource\": [\"arn:aws:s3:::<11000 characters>\"]}]'",
            "externalPolicies:\n  node:\n  - arn:aws:iam::111122223333:policy/read-objects",
        ]);
    PROFILE_OF_TWO_ROLES = "iam/profile-of-two-roles", "Instance groups of different roles share an instance profile.",
        "A profile has the permissions of one role, and nodes with those of the control plane could do what it can.",
        Objects([
            "kind: InstanceGroup\nmetadata:\n  name: masters\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/kops\n---\nkind: InstanceGroup\nmetadata:\n  name: nodes\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/kops",
            "kind: InstanceGroup\nmetadata:\n  name: masters\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/kops-masters\n---\nkind: InstanceGroup\nmetadata:\n  name: nodes\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/kops-nodes",
        ]);
    PROFILE_ARN = "iam/profile-arn", "A text is not the ARN of an instance profile.",
        "It ends with `instance-profile/NAME`.",
        Nodes([
            "iam:\n  profile: arn:aws:iam::111122223333:instance-profile/",
            "iam:\n  profile: arn:aws:iam::111122223333:instance-profile/kops-nodes",
        ]);
    PROFILE_NAME = "iam/profile-name", "Instance profiles in different paths have the same name.",
        "An account has one instance profile of a name, whatever its path, so that only one of them can exist.",
        Objects([
            "kind: InstanceGroup\nmetadata:\n  name: masters\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/masters/kops\n---\nkind: InstanceGroup\nmetadata:\n  name: nodes\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/nodes/kops",
            "kind: InstanceGroup\nmetadata:\n  name: masters\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/masters/kops-masters\n---\nkind: InstanceGroup\nmetadata:\n  name: nodes\nspec:\n  iam:\n    profile: arn:aws:iam::111122223333:instance-profile/nodes/kops-nodes",
        ]);
    USER_DATA_SIZE = "group/user-data-size", "The user data of a group is larger than EC2 allows.",
        "EC2 takes 16 KiB. `compressUserData` makes it smaller; large files belong in a bucket.",
        Nodes([
            "additionalUserData:\n- name: setup.sh\n  type: text/x-shellscript\n  content: '<17000 characters>'",
            "additionalUserData:\n- name: setup.sh\n  type: text/x-shellscript\n  content: |\n    #!/bin/sh\n    aws s3 cp s3://example-scripts/setup.sh - | sh",
        ]);
    UNKNOWN_HASH = "assets/unknown-hash", "The SHA-256 of a file that nodes download is not known.",
        "Hashes of published files are looked up at their publisher. Those of files of one's own are given with `--file-hashes`.",
        Cluster([
            "containerd:\n  version: 1.7.99\n  runc:\n    version: 1.1.2",
            "containerd:\n  version: 1.7.4\n  runc:\n    version: 1.1.2",
        ]);
    SCHEDULER_CONFIGURATIONS = "scheduler/several-configurations", "The scheduler is configured by several objects.",
        "The scheduler reads one `KubeSchedulerConfiguration`. Put all profiles in it.",
        Objects([
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nmetadata:\n  name: a\n---\napiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nmetadata:\n  name: b",
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nmetadata:\n  name: a",
        ]);
    DISCOVERY_STORE = "iam/discovery-store", "The keys of service accounts cannot be published at a location.",
        "The discovery store is a folder of a bucket of S3.",
        Cluster([
            "serviceAccountIssuerDiscovery:\n  discoveryStore: gs://example-keys/demo",
            "serviceAccountIssuerDiscovery:\n  discoveryStore: s3://example-keys/demo",
        ]);

    NO_ADDON_MANIFEST = "addon/no-manifest", "Neither the addon source nor the state store has the manifest of an addon that the cluster has.",
        "`--addons` names a folder that is laid out as the `addons` folder of kops. Add the manifest, or disable the addon. Without `--addons` this is \
         a warning: everything else is planned, and the control plane reports that it cannot install the addon.",
        Command([
            "toolbox diff cluster_spec.yml cert-manager.yml --addons addons-without-cert-manager",
            "toolbox diff cluster_spec.yml cert-manager.yml --addons addons",
        ]);
    ADDON_MANIFEST = "addon/manifest", "A file of the addon source is not a Kubernetes manifest, or lacks an object of the addon.",
        "Files of `--addons` are YAML documents of Kubernetes objects. The settings of the cluster go to some of them, which must be there.",
        Command([
            "toolbox diff cluster_spec.yml cert-manager.yml --addons addons-cut-off",
            "toolbox diff cluster_spec.yml cert-manager.yml --addons addons",
        ]);

    CHANNEL = "channel/required-version", "The version of Kubernetes is older than the channel requires.",
        "Run `kops upgrade cluster`, or set `channel` to one that allows the version.",
        Cluster([
            "channel: https://example.com/channels/strict\nkubernetesVersion: 1.34.0",
            "channel: https://example.com/channels/strict\nkubernetesVersion: 1.34.1",
        ]);
}

/// Of the graph itself, which every part adds to.
pub(crate) const GRAPH: &[Code] = &[crate::graph::DUPLICATE];
