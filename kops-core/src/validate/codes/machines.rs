//! The codes of rules about instance groups and what runs on their instances.

use crate::diag::Example::{Cluster, ControlPlane, Nodes, Objects};
use crate::diag::codes;

codes! {
    NODE_LABEL = "label/node", "A label is not one that a node can have.",
        "The key of a label has at most one `/`, after a domain.",
        Nodes(["nodeLabels:\n  example.com/team/web: a", "nodeLabels:\n  example.com/team: web"]);
    TAINT = "label/taint", "A taint cannot be read, or stands twice.",
        "A taint is `key=value:effect` or `key:effect`, with the effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`.",
        Nodes(["taints:\n- gpu", "taints:\n- gpu=true:NoSchedule"]);

    HOOK = "node/hook", "A hook is incomplete, or its fields exclude each other.",
        "A hook is a systemd unit, `manifest`, or a container, `execContainer` with an `image`. A manifest that is used as it is, \
         `useRawManifest`, itself says what it needs. `disabled: true` is a warning where it stands for a hook that is incomplete: kops \
         runs hooks that have it, and plans no cluster with this one.",
        Cluster(["hooks:\n- name: tune.service", "hooks:\n- name: tune.service\n  manifest: ExecStart=/usr/bin/tune"]);
    FILE_ASSET = "node/file", "A file has no name or no content.",
        "Each of `fileAssets` has `name` and `content`. Without `path` it is in the folder of kops.",
        Cluster(["fileAssets:\n- name: motd", "fileAssets:\n- name: motd\n  content: Welcome"]);
    SYSCTL = "node/sysctl", "A kernel parameter is not written as `name=value`.",
        "Write it as in `/etc/sysctl.conf`.",
        Nodes(["sysctlParameters:\n- vm.max_map_count", "sysctlParameters:\n- vm.max_map_count=262144"]);
    USER_DATA = "node/user-data", "A part of the user data is incomplete.",
        "Each of `additionalUserData` has `name`, `type`, a MIME type of cloud-init, and `content`.",
        Nodes([
            "additionalUserData:\n- name: setup.sh\n  type: text/x-shellscript",
            "additionalUserData:\n- name: setup.sh\n  type: text/x-shellscript\n  content: |\n    #!/bin/sh\n    true",
        ]);
    ROLLING_UPDATE = "node/rolling-update", "Nodes cannot be replaced in the way that is set.",
        "`maxUnavailable` and `maxSurge` are numbers of nodes, or shares such as `10%`, of which one is above 0. Control planes cannot \
         surge. With `drainAndTerminate: false` an update only adds instances, so a group that cannot surge stays as it is. A share below \
         100% beside `maxSurge: 0` is a warning: kops takes it for no node, and refuses it.",
        Cluster(["rollingUpdate:\n  maxUnavailable: half", "rollingUpdate:\n  maxUnavailable: 50%"]);
    WARM_POOL = "node/warm-pool", "A warm pool has sizes that contradict each other, or a group that cannot have one.",
        "Warm pools are for groups of nodes and API servers without spot instances. A group without sizes of its own has those of the \
         cluster, and names its `additionalImages` itself: those of the cluster are pulled nowhere, which is a warning without `maxSize`.",
        Nodes(["warmPool:\n  minSize: 3\n  maxSize: 2", "warmPool:\n  minSize: 1\n  maxSize: 2"]);

    NO_CONTROL_PLANE = "group/no-control-plane", "There is no instance group of the control plane.",
        "A cluster has at least one group with `role: Master`, also written `ControlPlane`.",
        ControlPlane(["role: Node", "role: Master"]);
    NO_NODES = "group/no-nodes", "There is no instance group beside those of the control plane.",
        "Add a group with `role: Node`.",
        Nodes(["role: Master", "role: Node"]);
    GROUP_NAME = "group/name", "The name of an instance group is not a DNS name.",
        "Use lower-case letters, digits, `-` and `.`.",
        Objects([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: Web_Nodes\nspec:\n  role: Node\n  machineType: t3.large\n  subnets:\n  - us-east-2a",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: web-nodes\nspec:\n  role: Node\n  machineType: t3.large\n  subnets:\n  - us-east-2a",
        ]);
    ROLE_MISSING = "group/role", "An instance group has no role, or one that does not suit the cluster.",
        "The roles are `Master`, `APIServer`, `Node` and `Bastion`. Dedicated API servers need DNS records.",
        Nodes(["role: null", "role: Node"]);
    SIZES = "group/sizes", "The sizes of an instance group contradict each other or its role.",
        "`minSize` is at most `maxSize`. A group of the control plane has one instance; add a group for each further one.",
        Nodes(["minSize: 5\nmaxSize: 3", "minSize: 3\nmaxSize: 5"]);
    UNKNOWN_SUBNET = "group/unknown-subnet", "The cluster has no subnet of that name.",
        "Subnets are named as in `subnets` of the cluster.",
        Nodes(["subnets:\n- us-east-2d", "subnets:\n- us-east-2a"]);
    SUBNET_TYPES = "group/subnet-types", "The subnets of an instance group are of different types.",
        "Whether instances get public addresses depends on the type of their subnets, so a group has subnets of one type.",
        Nodes(["subnets:\n- us-east-2a\n- utility-us-east-2a", "subnets:\n- us-east-2a\n- us-east-2b"]);
    SUBNETS_MISSING = "group/no-subnet", "An instance group has no subnet.",
        "Groups of the control plane name their subnet. Others default to the subnets that suit their role.",
        ControlPlane(["subnets: []", "subnets:\n- us-east-2a"]);
    UNKNOWN_MACHINE_TYPE = "group/unknown-machine-type", "There is no instance type of that name in the region.",
        "Instance types are looked up in EC2.",
        Nodes(["machineType: t3.lagre", "machineType: t3.large"]);
    MACHINE_TYPES = "group/machine-types", "`machineType` is a list, or is left out, where a group needs one instance type.",
        "kops takes the text of `machineType` for one instance type where it checks `mixedInstancesPolicy`, where `containerd.nvidiaGPU` is \
         enabled, and where it chooses the image. Groups of Karpenter, too, have one then. Karpenter chooses among it and \
         `mixedInstancesPolicy.instances`, and does not look at `instanceRequirements`.",
        Nodes([
            "machineType: t3.large,t3.xlarge",
            "machineType: t3.large\nmixedInstancesPolicy:\n  instances:\n  - t3.xlarge",
        ]);
    MACHINE_TYPE_ZONE = "group/machine-type-zone", "An instance type is not offered in a zone of the group.",
        "EC2 does not offer every type in every zone. In the example, us-east-2c does not offer the type.",
        Nodes([
            "machineType: m6i.large\nsubnets:\n- us-east-2a\n- us-east-2c",
            "machineType: m6i.large\nsubnets:\n- us-east-2a\n- us-east-2b",
        ]);
    IMAGE_RETIRED = "group/retired-image", "An image is of a distribution that nodes no longer run.",
        "nodeup, which sets up nodes, refuses Debian before 11, Ubuntu before 22.04, Amazon Linux 2, RHEL and CentOS 7, and CoreOS. \
         Without `image` the recommended one is used.",
        Nodes(["image: kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09", ""]);
    UNKNOWN_IMAGE = "group/image", "There is no image of that name in the region.",
        "An image is an id (`ami-…`), an owner and a name (`owner/name`) or a parameter of SSM (`ssm:/path`). Ids differ between \
         regions.",
        Nodes(["image: ami-0123456789abcdef0", "image: ami-0aaaaaaaaaaaaaaaa"]);
    ARCHITECTURE = "group/architecture", "An instance type cannot run the image.",
        "Graviton types run images for arm64, others images for x86_64.",
        Nodes([
            "machineType: t4g.large\nimage: ami-0aaaaaaaaaaaaaaaa # x86_64",
            "machineType: t3.large\nimage: ami-0aaaaaaaaaaaaaaaa # x86_64",
        ]);
    MIXED_INSTANCES = "group/mixed-instances", "The settings of mixed instances cannot be used.",
        "`onDemandBase` is at most `maxSize`, `onDemandAboveBase` a percentage, and types with and without GPUs are not mixed.",
        Nodes([
            "mixedInstancesPolicy:\n  onDemandAboveBase: 101",
            "mixedInstancesPolicy:\n  onDemandAboveBase: 100",
        ]);
    VOLUME = "group/volume", "A volume or a mount is incomplete, or stands twice.",
        "A volume has a `device` and a `size` in GiB, a mount a `device`, a `filesystem` and a `path`.",
        Nodes(["volumes:\n- device: /dev/xvdd", "volumes:\n- device: /dev/xvdd\n  size: 100"]);
    GROUP_SETTING = "group/setting", "A setting of an instance group cannot be used.",
        "EC2 limits it: instances live at least a day, answers of the metadata service travel 1 to 64 hops, and some types are not \
         offered on dedicated hardware. API servers have no `securityGroupOverride`: they are in the security group of the control plane.",
        Nodes(["maxInstanceLifetime: 1h", "maxInstanceLifetime: 24h"]);
    EXTERNAL_LOAD_BALANCER = "group/external-load-balancer", "An existing load balancer is not named correctly.",
        "Each entry has the name of a classic load balancer or the ARN of a target group, not both.",
        Nodes([
            "externalLoadBalancers:\n- targetGroupArn: web",
            "externalLoadBalancers:\n- loadBalancerName: web",
        ]);
    KARPENTER = "group/karpenter", "An instance group of Karpenter has settings that Karpenter cannot follow.",
        "The cluster runs Karpenter (`karpenter.enabled`), and the group is of role `Node` with an image that Karpenter can select.",
        Nodes(["manager: Karpenter", "manager: CloudGroup"]);
}
