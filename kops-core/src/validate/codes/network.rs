//! The codes of rules about the VPC, subnets, DNS, the API endpoint, etcd and the network of pods.

use crate::diag::Example::{Cluster, Objects};
use crate::diag::codes;

codes! {
    RANGE = "network/range", "A text is not a CIDR.",
        "A CIDR is an address and the length of its prefix, with no bits beyond the prefix. Access lists take the ids of prefix lists \
         (`pl-…`) as well.",
        Cluster(["sshAccess:\n- 10.0.0.1", "sshAccess:\n- 10.0.0.1/32"]);
    RANGE_MISSING = "network/range-missing", "A range is not given and cannot be inferred.",
        "Without `networkID` the range of the VPC is 172.20.0.0/16, with it that of the VPC. Only where a VPC has none is \
         `networkCIDR` needed.",
        Cluster([
            "networkID: vpc-0e00000000000000e\nnetworkCIDR: null",
            "networkID: vpc-0e00000000000000e\nnetworkCIDR: 172.20.0.0/16",
        ]);
    VPC_ID = "network/vpc-id", "A text is not the id of a VPC.",
        "`networkID` names a VPC that exists. Without it a VPC is made.",
        Cluster(["networkID: VPC-ID", "networkID: vpc-0a1b2c3d4e5f60718"]);
    UNKNOWN_VPC = "network/unknown-vpc", "The account has no VPC of that id in the region.",
        "VPCs are looked up in the region of the zones, with the credentials that are used.",
        Cluster(["networkID: vpc-0123456789abcdef0", "networkID: vpc-0a1b2c3d4e5f60718"]);
    VPC_RANGE = "network/vpc-range", "The CIDR is not one of the VPC's.",
        "With `networkID`, `networkCIDR` is inside of a CIDR of that VPC. It can be left out.",
        Cluster(["networkCIDR: 10.0.0.0/16", "networkCIDR: 172.20.0.0/16"]);
    VPC_DNS = "network/vpc-dns", "A shared VPC has no DNS server.",
        "Nodes resolve names by Amazon's DNS server, which a VPC has if `enableDnsSupport` is on. In the example the first VPC has it \
         turned off.",
        Cluster(["networkID: vpc-0d00000000000000d", "networkID: vpc-0a1b2c3d4e5f60718"]);
    RANGES_OVERLAP = "network/ranges-overlap", "Ranges overlap that must not.",
        "Addresses of pods and services are told from those of the VPC by their range, unless pods have addresses of the VPC \
         (`amazonvpc`, or `cilium` with `ipam: eni`).",
        Cluster(["nonMasqueradeCIDR: 172.16.0.0/12", "nonMasqueradeCIDR: 100.64.0.0/10"]);
    POD_RANGE = "network/pod-range", "The range of pods is outside of `nonMasqueradeCIDR`.",
        "`podCIDR` is a part of `nonMasqueradeCIDR`, by default its upper half.",
        Cluster(["podCIDR: 10.0.0.0/16", "podCIDR: 100.96.0.0/11"]);
    IPV6_RANGE = "network/ipv6-range", "`nonMasqueradeCIDR` is IPv6, but not all of it.",
        "`::/0` makes a cluster of IPv6 addresses. Pods have addresses of their subnet.",
        Cluster(["nonMasqueradeCIDR: fd00::/8", "nonMasqueradeCIDR: ::/0"]);

    NO_SUBNET = "subnet/none", "There is no subnet.",
        "A cluster has at least one subnet in each zone that it uses.",
        Cluster(["subnets: []", "subnets:\n- name: us-east-2a\n  zone: us-east-2a\n  type: Private"]);
    SUBNET_NAME = "subnet/name", "A subnet has no name, or that of another.",
        "Instance groups refer to subnets by name. By convention it is the zone, with the type before it where it is not the main one.",
        Cluster([
            "subnets:\n- name: us-east-2a\n- name: us-east-2a\n  zone: us-east-2b\n  type: Private\n  cidr: 172.20.24.0/24",
            "subnets:\n- name: us-east-2a\n- name: second-us-east-2b\n  zone: us-east-2b\n  type: Private\n  cidr: 172.20.24.0/24\n  egress: nat-0bb00000000000002",
        ]);
    SUBNET_RANGE = "subnet/range-missing", "A subnet has no CIDR, and the VPC has no room for one.",
        "CIDRs that are left out are taken from `networkCIDR`, which is split into up to eight parts.",
        Cluster([
            "networkCIDR: 172.20.16.0/21\nsubnets:\n- name: db-us-east-2a\n  zone: us-east-2a\n  type: Private\n  egress: nat-0aa00000000000001\n- name: db-us-east-2b\n  zone: us-east-2b\n  type: Private\n  egress: nat-0bb00000000000002\n- name: db-us-east-2c\n  zone: us-east-2c\n  type: Private\n  egress: nat-0cc00000000000003",
            "networkCIDR: 172.20.0.0/16\nsubnets:\n- name: db-us-east-2a\n  zone: us-east-2a\n  type: Private\n  egress: nat-0aa00000000000001\n- name: db-us-east-2b\n  zone: us-east-2b\n  type: Private\n  egress: nat-0bb00000000000002\n- name: db-us-east-2c\n  zone: us-east-2c\n  type: Private\n  egress: nat-0cc00000000000003",
        ]);
    SUBNET_OUTSIDE = "subnet/outside-vpc", "A subnet has a CIDR outside of the VPC.",
        "The CIDR of a subnet is part of `networkCIDR` or of one of `additionalNetworkCIDRs`.",
        Cluster(["subnets:\n- name: us-east-2a\n  cidr: 10.0.0.0/24", "subnets:\n- name: us-east-2a\n  cidr: 172.20.16.0/24"]);
    SUBNET_OVERLAP = "subnet/overlap", "The CIDR of a subnet overlaps that of another one.",
        "AWS refuses subnets that overlap. In a shared VPC the other one may be there already: the CIDRs that are carved from the VPC's leave \
         no room for it.",
        Cluster(["subnets:\n- name: us-east-2b\n  cidr: 172.20.16.0/25", "subnets:\n- name: us-east-2b\n  cidr: 172.20.17.0/24"]);
    SUBNET_IPV6 = "subnet/ipv6-range", "The IPv6 CIDR of a subnet is not one.",
        "It is a CIDR, or a part of the block that AWS gives the VPC: `/64#1` is the second part of size 64. The number is hexadecimal.",
        Cluster(["subnets:\n- name: us-east-2a\n  ipv6CIDR: /64#x", "subnets:\n- name: us-east-2a\n  ipv6CIDR: /64#1"]);
    UNKNOWN_ZONE = "subnet/unknown-zone", "The region has no such availability zone.",
        "All subnets of a cluster are in one region, which follows from the first of their zones.",
        Cluster(["subnets:\n- name: us-east-2b\n  zone: us-east-2x", "subnets:\n- name: us-east-2b\n  zone: us-east-2b"]);
    SUBNET_TYPE = "subnet/type", "A subnet has no type, or one that does not suit the cluster.",
        "The types are `Public`, `Private`, `Utility`, and `DualStack` for IPv6 clusters, those with `nonMasqueradeCIDR: ::/0`.",
        Cluster(["subnets:\n- name: us-east-2a\n  type: DualStack", "subnets:\n- name: us-east-2a\n  type: Private"]);
    SUBNET_SHARED = "subnet/shared", "Some subnets are shared and others are not, or the VPC is not shared.",
        "Either every subnet has the `id` of one that exists, or none has. Shared subnets are in a shared VPC, `networkID`.",
        Cluster([
            "subnets:\n- name: us-east-2b\n  id: subnet-0bb00000000000002",
            "subnets:\n- name: us-east-2b\n  cidr: 172.20.17.0/24",
        ]);
    UNKNOWN_SUBNET_ID = "subnet/unknown-id", "The VPC has no subnet of that id.",
        "Shared subnets are looked up in the VPC of `networkID`.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  id: subnet-0123456789abcdef0",
            "subnets:\n- name: us-east-2a\n  id: subnet-0aa00000000000001",
        ]);
    SUBNET_DIFFERS = "subnet/differs", "A shared subnet is in another zone, or has another CIDR, than the spec says.",
        "`zone` and `cidr` of a shared subnet are those that it has. `cidr` can be left out.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  id: subnet-0aa00000000000001\n  cidr: 172.20.16.0/24",
            "subnets:\n- name: us-east-2a\n  id: subnet-0aa00000000000001\n  cidr: 172.20.0.0/24",
        ]);
    EGRESS = "subnet/egress", "The egress of a subnet is not of a known kind, or the subnet cannot have one.",
        "`egress` of private subnets is the id of a NAT gateway (`nat-…`), of an elastic IP for a new one (`eipalloc-…`), of a NAT \
         instance (`i-…`) or of a transit gateway (`tgw-…`), or `External` for routes that others manage.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: internet",
            "subnets:\n- name: us-east-2a\n  egress: nat-0aa00000000000001",
        ]);
    EGRESS_MIXED = "subnet/egress-mixed", "Private subnets of one zone have different egress.",
        "The private subnets of a zone share a route table, and so the way out. Shared subnets and those with `egress: External` have other \
         route tables.",
        Cluster([
            "subnets:\n- name: us-east-2b\n  zone: us-east-2a",
            "subnets:\n- name: us-east-2b\n  zone: us-east-2b",
        ]);
    UTILITY_SUBNET = "subnet/utility", "A zone has two utility subnets beside its private ones, or none.",
        "kops puts the NAT gateway of a zone into its utility subnet, or, in zones of IPv6 clusters that have no private subnets, into its \
         public one, and plans nothing where there are two. Shared subnets and those with `egress: External` need none. It is a warning \
         where `egress` names another way out, because kops alone misses the utility subnet then.",
        Cluster([
            "subnets:\n- name: dmz-us-east-2a\n  zone: us-east-2a\n  type: Utility\n  cidr: 172.20.24.0/24",
            "subnets:\n- name: dmz-us-east-2a\n  zone: us-east-2a\n  type: Public\n  cidr: 172.20.24.0/24",
        ]);
    UNKNOWN_NAT_GATEWAY = "subnet/unknown-nat-gateway", "The account has no NAT gateway of that id.",
        "Without `egress` a NAT gateway is made in the utility subnet of the zone.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: nat-0123456789abcdef0",
            "subnets:\n- name: us-east-2a\n  egress: nat-0aa00000000000001",
        ]);
    UNKNOWN_ADDRESS = "subnet/unknown-address", "The account has no elastic IP of that id.",
        "An elastic IP that is named has to be allocated first. Without `egress` one is allocated.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  egress: eipalloc-0123456789abcdef0",
            "subnets:\n- name: us-east-2a\n  egress: eipalloc-0aa00000000000001",
        ]);
    ROUTE = "subnet/route", "A route cannot be added to a subnet.",
        "`additionalRoutes` are for private subnets that the cluster makes. A target is a peering connection (`pcx-`), an instance \
         (`i-`), or a NAT (`nat-`), transit (`tgw-`), internet (`igw-`) or egress-only gateway (`eigw-`). What only kops cannot route is a \
         warning: gateways to the internet, IPv6 CIDRs, and routes of a subnet with whose name that of another private one begins. So are \
         routes of a subnet with `egress: External`: the other private subnets of its zone get them, if any.",
        Cluster([
            "subnets:\n- name: us-east-2a\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: vgw-0a1b2c3d4e5f60718",
            "subnets:\n- name: us-east-2a\n  additionalRoutes:\n  - cidr: 10.0.0.0/8\n    target: pcx-0a1b2c3d4e5f60718",
        ]);

    HOSTED_ZONE = "dns/hosted-zone", "There is no hosted zone for the cluster's name, or more than one.",
        "DNS records are made in the Route 53 zone that `dnsZone` names by domain or id, or else in the one that the cluster's name \
         is in.",
        Objects([
            "kind: Cluster\nmetadata:\n  name: demo.example.org\nspec:\n  dnsZone: null",
            "kind: Cluster\nmetadata:\n  name: demo.kube.example.com\nspec:\n  dnsZone: kube.example.com",
        ]);
    EXTERNAL_DNS = "dns/external-dns", "The publisher of DNS records does not suit the cluster.",
        "`externalDns.watchNamespace` is left out or `kube-system`. external-dns needs a hosted zone.",
        Cluster(["externalDns:\n  watchNamespace: web", "externalDns:\n  watchNamespace: kube-system"]);
    NO_DNS = "dns/none", "A cluster without DNS records has no network load balancer.",
        "With `topology.dns.type: None` nodes and clients find the API by the address of a network load balancer.",
        Cluster([
            "topology:\n  dns:\n    type: None\napi:\n  loadBalancer:\n    class: Classic",
            "topology:\n  dns:\n    type: None\napi:\n  loadBalancer:\n    class: Network",
        ]);
    BASTION_NAME = "dns/bastion-name", "Bastions have a DNS name in a cluster without DNS records.",
        "`topology.bastion.bastionPublicName` has no effect without a hosted zone. It is a warning, because kops fails to plan it.",
        Objects([
            "kind: Cluster\nspec:\n  topology:\n    dns:\n      type: None\n    bastion:\n      bastionPublicName: bastion.example.com\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: bastions\nspec:\n  role: Bastion\n  machineType: t3.medium\n  subnets:\n  - utility-us-east-2a",
            "kind: Cluster\nspec:\n  topology:\n    dns:\n      type: None\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: bastions\nspec:\n  role: Bastion\n  machineType: t3.medium\n  subnets:\n  - utility-us-east-2a",
        ]);

    LOAD_BALANCER = "api/load-balancer", "The settings of the API's load balancer contradict each other, or are incomplete.",
        "Certificates need a network load balancer, an internal one needs private subnets, an access log needs a bucket, and an internal \
         network load balancer cannot serve the control plane itself. The access log of a classic load balancer is written every 5 or \
         60 minutes. Without `interval` it is a warning: AWS has a default, and refuses the 0 of kops.",
        Cluster([
            "api:\n  loadBalancer:\n    class: Classic\n    sslCertificate: arn:aws:acm:us-east-2:111122223333:certificate/a1b2",
            "api:\n  loadBalancer:\n    class: Network\n    sslCertificate: arn:aws:acm:us-east-2:111122223333:certificate/a1b2",
        ]);
    LOAD_BALANCER_SUBNET = "api/load-balancer-subnet", "A subnet of the load balancer does not exist, or cannot have the address.",
        "Subnets are named as in `subnets`. Elastic IPs are for public, private addresses for internal network load balancers.",
        Cluster([
            "api:\n  loadBalancer:\n    subnets:\n    - name: utilty-us-east-2a",
            "api:\n  loadBalancer:\n    subnets:\n    - name: utility-us-east-2a",
        ]);
    SECURITY_GROUP = "access/security-group", "A text is not the id of a security group, or stands twice.",
        "Security groups are named by id (`sg-…`), not by name.",
        Cluster([
            "api:\n  loadBalancer:\n    additionalSecurityGroups:\n    - default",
            "api:\n  loadBalancer:\n    additionalSecurityGroups:\n    - sg-0a1b2c3d4e5f60718",
        ]);

    SOURCE = "access/source", "An entry of an access list makes a rule that kops has already.",
        "kops names the rules of security groups after their source, and crashes where two have the same name: where an entry stands \
         twice, where a list of `sshAccess` or `kubernetesApiAccess` has two prefix lists or one beside `0.0.0.0/0`, and where `sshAccess` \
         has the range of a subnet that the load balancer of bastions may stand in. It is a warning.",
        Cluster([
            "sshAccess:\n- pl-0a1b2c3d4e5f60718\n- pl-0b1c2d3e4f5061728",
            "sshAccess:\n- pl-0a1b2c3d4e5f60718\n- 10.20.0.0/16",
        ]);

    ETCD_MISSING = "etcd/missing", "There is no etcd cluster `main`.",
        "Kubernetes keeps its objects in `main` and its events in `events`. Each has a member for every group of the control plane.",
        Cluster([
            "etcdClusters: []",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_NAME = "etcd/name", "An etcd cluster has an unknown name, that of another, or is run by an unknown provider.",
        "The names are `main`, `events`, `leases`, and `cilium` for Cilium's own. etcd-manager runs all of them, so that `provider` is \
         left out.",
        Cluster([
            "etcdClusters:\n- name: event\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
            "etcdClusters:\n- name: events\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_MEMBERS = "etcd/members", "An etcd cluster has no members, or an even number.",
        "etcd works while more than half of its members do. An even number tolerates no more failures than one less.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters\n  - name: b\n    instanceGroup: masters",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_MEMBER = "etcd/member", "A member of etcd is incomplete, stands twice, or is not on the control plane.",
        "A member has a name and the instance group that it runs on. Each group of the control plane has a member of each etcd cluster.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: nodes",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_GROUP = "etcd/group", "A member of etcd is on an instance group that does not exist.",
        "The group is named as in `metadata.name` of its object.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: master",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    instanceGroup: masters",
        ]);
    ETCD_KEY = "etcd/key", "The KMS key of a volume is given by an alias.",
        "AWS returns the key of a volume as its ARN. With an alias a change of the key goes unnoticed.",
        Cluster([
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    kmsKeyId: alias/etcd",
            "etcdClusters:\n- name: main\n  etcdMembers:\n  - name: a\n    kmsKeyId: arn:aws:kms:us-east-2:111122223333:key/12ab34cd",
        ]);
    ETCD_TIMEOUT = "etcd/timeout", "A timeout of etcd is set, which etcd-manager does not support.",
        "etcd-manager starts etcd with timeouts of its own.",
        Cluster(["etcdClusters:\n- name: main\n  heartbeatInterval: 1s", ""]);
    ETCD_BACKUPS = "etcd/backups", "Two etcd clusters keep their backups in the same place.",
        "etcd-manager keeps the state of a cluster beside its backups, so that two clusters in one place would damage each other. By \
         default each has a folder of its own below `configBase`.",
        Cluster([
            "etcdClusters:\n- name: main\n  backups:\n    backupStore: s3://example-backups/etcd\n- name: events\n  backups:\n    backupStore: s3://example-backups/etcd",
            "etcdClusters:\n- name: main\n  backups:\n    backupStore: s3://example-backups/etcd/main\n- name: events\n  backups:\n    backupStore: s3://example-backups/etcd/events",
        ]);
    ETCD_VERSION = "etcd/version", "The version of etcd cannot be run, or differs between etcd clusters.",
        "Leave `version` out for the recommended one. All etcd clusters have the same; where one states it, the first does too.",
        Cluster(["etcdClusters:\n- name: main\n  version: 3.3.10", "etcdClusters:\n- name: main\n  version: 3.6.12"]);

    NETWORKING_MISSING = "networking/missing", "No network of pods is chosen.",
        "`networking` has one field, the name of the network. New clusters have `cilium`; `cni` leaves the choice to what is installed \
         later.",
        Cluster(["networking: null", "networking:\n  cilium: {}"]);
    NETWORKING_SEVERAL = "networking/several", "More than one network of pods is chosen.",
        "Remove all but one.",
        Cluster(["networking:\n  cilium: {}\n  calico: {}", "networking:\n  cilium: {}"]);
    NETWORKING_RETIRED = "networking/retired", "The network of pods is no longer supported.",
        "classic, external, weave, canal, romana and lyftvpc were removed from kops. The finding names the nearest to it. Changing the \
         network of a running cluster interrupts it.",
        Cluster(["networking:\n  cilium: null\n  weave: {}", "networking:\n  cilium: {}"]);
    NETWORKING_IPV6 = "networking/ipv6", "The network of pods does not support IPv6.",
        "In clusters with `nonMasqueradeCIDR: ::/0` the network is `cilium`, `calico`, `kindnet` or `cni`.",
        Cluster([
            "nonMasqueradeCIDR: ::/0\nnetworking:\n  cilium: null\n  kubenet: {}",
            "nonMasqueradeCIDR: ::/0\nnetworking:\n  cilium: {}",
        ]);
    NETWORKING_KUBE_PROXY = "networking/kube-proxy", "The network of pods replaces kube-proxy, which is still enabled.",
        "kube-router, Cilium with `enableNodePort` and Calico with `bpfEnabled` do the work of kube-proxy.",
        Cluster([
            "kubeProxy:\n  enabled: true\nnetworking:\n  cilium:\n    enableNodePort: true",
            "kubeProxy:\n  enabled: false\nnetworking:\n  cilium:\n    enableNodePort: true",
        ]);
    CALICO = "networking/calico", "Settings of Calico contradict each other or the cluster.",
        "Packets are encapsulated in IPv4 clusters and are not in IPv6 clusters, and each mode of encapsulation has settings of its own.",
        Cluster([
            "networking:\n  cilium: null\n  calico:\n    encapsulationMode: none",
            "networking:\n  cilium: null\n  calico:\n    encapsulationMode: vxlan",
        ]);
    CILIUM = "networking/cilium", "Settings of Cilium contradict each other or the cluster.",
        "A release of kops installs one minor version of Cilium. Hubble needs cert-manager, and identities in `kvstore` need an etcd \
         cluster `cilium`.",
        Cluster(["networking:\n  cilium:\n    version: v1.15.0", "networking:\n  cilium:\n    version: v1.18.6"]);
}
