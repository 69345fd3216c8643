//! For each file of `validate` the values that its rules refuse, and ones beside them that they let pass.

use serde_json::{Value, json};

/// A code, a field, a value that is refused, and one that is not. The finding stands at the field or above it.
pub(super) type Case = (&'static str, &'static str, Value, Value);
/// A field and its value.
pub(super) type Field = (&'static str, Value);

pub(super) fn cases() -> Vec<Case> {
    [
        access(),
        addons(),
        api(),
        calico(),
        cilium(),
        cluster(),
        containerd(),
        egress(),
        etcd(),
        iam(),
        instance_group(),
        karpenter(),
        kube_api_server(),
        kube_dns(),
        kubelet(),
        labels(),
        machine(),
        mixed_instances(),
        network(),
        networking(),
        node_assets(),
        subnet(),
        topology(),
        update(),
        volumes(),
        warm_pool(),
    ]
    .concat()
}

fn access() -> Vec<Case> {
    vec![("access/security-group", "nodes:additionalSecurityGroups", json!(["default"]), json!(["sg-1"]))]
}

fn addons() -> Vec<Case> {
    vec![
        ("addon/needs", "metricsServer", json!({"enabled": true}), json!({"enabled": true, "insecure": true})),
        ("addon/setting", "cloudConfig.awsEBSCSIDriver.enabled", json!(false), json!(true)),
    ]
}

fn api() -> Vec<Case> {
    vec![
        ("api/load-balancer", "api.loadBalancer.sslPolicy", json!("x"), Value::Null),
        ("api/load-balancer", "api.loadBalancer.accessLog", json!({"bucketPrefix": "a"}), json!({"bucket": "a"})),
        (
            "api/load-balancer",
            "api.loadBalancer",
            json!({"class": "Classic", "type": "Public", "accessLog": {"bucket": "a", "interval": 10}}),
            json!({"class": "Classic", "type": "Public", "accessLog": {"bucket": "a", "interval": 60}}),
        ),
        (
            "api/load-balancer-subnet",
            "api.loadBalancer.subnets",
            json!([{"name": "utilty-a"}]),
            json!([{"name": "utility-a"}]),
        ),
    ]
}

fn calico() -> Vec<Case> {
    vec![
        ("networking/calico", "networking.calico.encapsulationMode", json!("none"), json!("vxlan")),
        (
            "networking/calico",
            "networking.calico.ipv4AutoDetectionMethod",
            json!("can-reach=2001:db8::1"),
            json!("can-reach=192.0.2.1"),
        ),
        (
            "networking/calico",
            "networking.calico.ipv4AutoDetectionMethod",
            json!("interface=eth0=eth1"),
            json!("interface=eth0,ens.*"),
        ),
        (
            "networking/calico",
            "networking.calico.ipv6AutoDetectionMethod",
            json!("can-reach=192.0.2.1"),
            json!("can-reach=2001:db8::1"),
        ),
    ]
}

fn cilium() -> Vec<Case> {
    ["v1.15.0", "1.18.1", "v1.18"]
        .map(|wrong| {
            let cilium = |version: &str| json!({"cilium": {"version": version}});
            ("networking/cilium", "networking", cilium(wrong), cilium("v1.18.1"))
        })
        .into()
}

fn cluster() -> Vec<Case> {
    vec![
        ("cluster/cloud-provider", "cloudProvider", json!("gce"), json!("aws")),
        ("cluster/kubernetes-version", "kubernetesVersion", json!("1.30.9"), json!("1.31.0")),
        ("cluster/kubernetes-version", "kubernetesVersion", json!("1.37.0"), json!("v1.36.1")),
        ("cluster/kubernetes-version", "kubernetesVersion", json!("latest"), json!("1.36.0-rc.1")),
        ("cluster/docker", "containerRuntime", json!("docker"), json!("containerd")),
        ("cluster/docker", "docker", json!({}), Value::Null),
        ("cluster/retired-section", "nodeAuthorization", json!({}), Value::Null),
        ("cluster/addon-manifest", "addons", json!([{"manifest": "file:///a"}]), json!([{"manifest": "s3://a/b"}])),
        (
            "cluster/assets",
            "assets",
            json!({"containerProxy": "a", "containerRegistry": "b"}),
            json!({"containerProxy": "a"}),
        ),
        ("cluster/assets", "assets.fileRepository", json!("files"), json!("https://files.example.com")),
        ("cluster/config-base", "configBase", Value::Null, json!("s3://store/c.example.com")),
        ("cluster/config-base", "configBase", json!("gs://store/c.example.com"), json!("file:///store/c.example.com")),
        ("cluster/config-base", "configBase", json!("s3://"), json!("s3://store")),
        ("cluster/key-store", "keyStore", json!("s3://keys/c.example.com"), json!("s3://store/c.example.com/pki/")),
        ("cluster/key-store", "secretStore", json!("s3://store/secrets"), json!("s3://store/c.example.com/secrets")),
        ("spec/value", "updatePolicy", json!("never"), json!("external")),
    ]
}

fn containerd() -> Vec<Case> {
    let hash = "0".repeat(64);
    let packages = json!({"urlAmd64": "https://a", "hashAmd64": hash, "urlArm64": "https://b", "hashArm64": hash});
    vec![
        ("component/containerd", "containerd.packages.urlAmd64", json!("https://a"), Value::Null),
        (
            "component/containerd",
            "containerd",
            json!({"version": "2.2.4"}),
            json!({"version": "2.2.4", "runc": {"version": "1.3.5"}}),
        ),
        (
            "component/containerd",
            "containerd",
            json!({"version": "2.2.4", "runc": {"packages": {"urlAmd64": "https://a/runc", "hashAmd64": "0".repeat(64)}}}),
            json!({"version": "2.2.4", "skipInstall": true}),
        ),
        (
            "component/containerd",
            "containerd",
            json!({"version": "v2.2.4", "runc": {"version": "1.3.5"}}),
            json!({"version": "v2.2.4", "skipInstall": true}),
        ),
        (
            "component/containerd",
            "containerd",
            json!({"version": "2.2", "runc": {"version": "1.3.5"}}),
            json!({"version": "2.2", "runc": {"version": "1.3.5"}, "packages": packages}),
        ),
        (
            "component/containerd",
            "containerd",
            json!({"version": "2.2.4", "runc": {"version": "1.3"}}),
            json!({"version": "2.2.4", "runc": {"version": "1.3", "packages": packages}}),
        ),
        (
            "component/containerd",
            "containerd",
            json!({"version": "2.2.4", "runc": {"version": "1.0.3"}}),
            json!({"version": "2.2.4", "runc": {"version": "1.1.0"}}),
        ),
    ]
}

fn egress() -> Vec<Case> {
    let edge = |kind: &str| json!({"name": "edge-a", "zone": "us-east-2a", "type": kind, "cidr": "172.20.8.0/22"});
    let private = |egress: Value, id: &str| json!({"name": "other-a", "zone": "us-east-2a", "type": "Private", "cidr": "172.20.128.0/24", "egress": egress, "id": id});
    vec![
        ("subnet/egress", "subnets[0].egress", json!("somewhere"), json!("tgw-1")),
        ("subnet/egress", "subnets[2].egress", json!("nat-1"), json!("External")),
        ("subnet/egress-mixed", "subnets[1].zone", json!("us-east-2a"), json!("us-east-2b")),
        ("subnet/egress-mixed", "subnets[3]", private(json!("tgw-1"), ""), private(json!("External"), "")),
        ("subnet/egress-mixed", "subnets[3]", private(Value::Null, ""), private(Value::Null, "subnet-9")),
        ("subnet/utility", "subnets[3]", edge("Utility"), edge("Public")),
        ("subnet/unknown-nat-gateway", "subnets[0].egress", json!("nat-2"), json!("nat-1")),
        ("subnet/unknown-address", "subnets[0].egress", json!("eipalloc-2"), json!("External")),
    ]
}

fn etcd() -> Vec<Case> {
    let two = json!([{"name": "a", "instanceGroup": "masters"}, {"name": "b", "instanceGroup": "masters"}]);
    let one = json!([{"name": "a", "instanceGroup": "masters"}]);
    vec![
        ("etcd/missing", "etcdClusters[0].name", json!("events"), json!("main")),
        ("etcd/name", "etcdClusters[1].name", json!("event"), json!("leases")),
        ("etcd/members", "etcdClusters[0].etcdMembers", two, one),
        ("etcd/member", "etcdClusters[0].etcdMembers[0].instanceGroup", json!("nodes"), json!("masters")),
        ("etcd/group", "etcdClusters[0].etcdMembers[0].instanceGroup", json!("master"), json!("masters")),
        ("etcd/version", "etcdClusters[0].version", json!("3.3.0"), json!("3.6.12")),
        ("etcd/version", "etcdClusters[0].version", json!("3.6"), json!("3.6.12")),
        (
            "etcd/backups",
            "etcdClusters",
            json!([backed_up("main", "s3://b/etcd"), backed_up("events", "s3://b/etcd/")]),
            json!([backed_up("main", "s3://b/etcd/main"), backed_up("events", "s3://b/etcd/events")]),
        ),
        ("etcd/timeout", "etcdClusters[0].heartbeatInterval", json!("1s"), Value::Null),
        ("etcd/timeout", "etcdClusters[0].leaderElectionTimeout", json!("10s"), Value::Null),
    ]
}

fn iam() -> Vec<Case> {
    let statement = |effect: &str| format!(r#"[{{"Effect": "{effect}", "Action": ["s3:Get"], "Resource": ["*"]}}]"#);
    let arn = |resource: &str| format!("arn:aws:iam::123456789012:{resource}");
    vec![
        ("iam/legacy", "iam.legacy", json!(true), json!(false)),
        ("iam/policy", "additionalPolicies.node", json!(statement("Perhaps")), json!(statement("Allow"))),
        ("iam/policy", "additionalPolicies", json!({"nodes": statement("Allow")}), json!({"node": statement("Allow")})),
        ("iam/arn", "externalPolicies.node", json!([arn("role/a")]), json!([arn("policy/a")])),
        (
            "iam/service-account",
            "iam.serviceAccountExternalPermissions",
            json!([{"name": "a"}]),
            json!([{"name": "a", "namespace": "b", "aws": {"policyARNs": [arn("policy/a")]}}]),
        ),
        ("iam/discovery", "serviceAccountIssuerDiscovery.discoveryStore", json!("s3://a.b/c"), json!("s3://a-b/c")),
        ("iam/discovery", "serviceAccountIssuerDiscovery.discoveryStore", json!("s3://"), json!("s3://a-b")),
    ]
}

fn instance_group() -> Vec<Case> {
    let target_group = |length: usize| {
        format!(
            "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/{}/0123456789abcdef",
            "x".repeat(length)
        )
    };
    vec![
        ("group/no-control-plane", "masters:role", json!("Node"), json!("Master")),
        ("group/no-nodes", "nodes:role", json!("Master"), json!("Bastion")),
        ("group/role", "nodes:role", Value::Null, json!("Node")),
        ("group/sizes", "nodes:minSize", json!(5), json!(4)),
        ("group/sizes", "masters:maxSize", json!(3), json!(1)),
        ("group/unknown-subnet", "nodes:subnets", json!(["private-c"]), json!(["private-b"])),
        ("group/subnet-types", "nodes:subnets", json!(["private-a", "utility-a"]), json!(["private-b", "private-a"])),
        ("group/no-subnet", "masters:subnets", json!([]), json!(["private-a"])),
        ("group/setting", "nodes:maxInstanceLifetime", json!("1h"), json!("24h")),
        (
            "group/external-load-balancer",
            "nodes:externalLoadBalancers",
            json!([{"targetGroupArn": "x"}]),
            json!([{"loadBalancerName": "x"}]),
        ),
        (
            "group/external-load-balancer",
            "nodes:externalLoadBalancers",
            json!([{"targetGroupArn": target_group(33)}]),
            json!([{"targetGroupArn": target_group(32)}]),
        ),
    ]
}

fn karpenter() -> Vec<Case> {
    vec![("group/karpenter", "nodes:manager", json!("Karpenter"), json!("CloudGroup"))]
}

fn kube_api_server() -> Vec<Case> {
    vec![
        ("component/kube-api-server", "kubeAPIServer.serviceNodePortRange", json!("high"), json!("30000-32767")),
        (
            "component/kube-api-server",
            "kubeAPIServer.serviceNodePortRange",
            json!("30000 - 32767"),
            json!(" 30000+2767 "),
        ),
        ("component/kube-api-server", "kubeAPIServer.authorizationMode", json!("RBAC"), json!("RBAC,Node")),
        ("component/kube-api-server", "kubeAPIServer.basicAuthFile", json!("/srv/basic_auth.csv"), Value::Null),
        (
            "component/kube-api-server",
            "kubeAPIServer.appendAdmissionPlugins",
            json!(["AlwaysPullImages", "PersistentVolumeLabel"]),
            json!(["AlwaysPullImages"]),
        ),
        ("component/kube-api-server", "kubeAPIServer.storageBackend", json!("etcd2"), json!("etcd3")),
        ("component/kube-controller-manager", "kubeControllerManager.podEvictionTimeout", json!("1m"), Value::Null),
        (
            "component/kube-controller-manager",
            "kubeControllerManager.experimentalClusterSigningDuration",
            json!("1h"),
            Value::Null,
        ),
        ("component/kube-scheduler", "kubeScheduler.usePolicyConfigMap", json!(true), Value::Null),
        ("component/kube-proxy", "kubeProxy.master", json!("api.internal"), json!("https://api.internal")),
        ("component/kube-proxy", "kubeProxy.ipvsExcludeCidrs", json!(["a"]), json!(["10.0.0.0/8"])),
        (
            "component/kube-controller-manager",
            "kubeControllerManager.clusterCIDR",
            json!("10.0.0.0/16"),
            json!("100.80.0.0/12"),
        ),
        ("component/kube-controller-manager", "kubeControllerManager.clusterCIDR", json!("pods"), Value::Null),
        (
            "component/kube-controller-manager",
            "kubeControllerManager.attachDetachReconcileSyncPeriod",
            json!("999ms"),
            json!("1s"),
        ),
        (
            "component/kube-controller-manager",
            "kubeControllerManager.attachDetachReconcileSyncPeriod",
            json!("-1m"),
            json!("0s"),
        ),
        ("spec/value", "kubeControllerManager.cloudProvider", json!("azure"), json!("external")),
    ]
}

fn kube_dns() -> Vec<Case> {
    vec![
        ("component/kube-dns", "kubeDNS.serverIP", json!("10.0.0.10"), json!("100.64.0.53")),
        ("component/kube-dns", "kubelet.clusterDNS", json!("100.64.0.53"), json!("100.64.0.10")),
        ("component/kube-dns", "masterKubelet.clusterDNS", json!("169.254.20.10"), json!("100.64.0.10")),
    ]
}

fn kubelet() -> Vec<Case> {
    vec![
        ("spec/value", "kubelet.cloudProvider", json!("gce"), json!("external")),
        ("spec/value", "nodes:kubelet.cloudProvider", json!("in-tree"), json!("aws")),
        ("spec/value", "masterKubelet.cloudProvider", json!("openstack"), json!("aws")),
        ("spec/value", "kubelet.memorySwapBehavior", json!("UnlimitedSwap"), json!("LimitedSwap")),
        ("spec/value", "nodes:kubelet.memorySwapBehavior", json!("UnlimitedSwap"), json!("NoSwap")),
        ("component/kubelet", "kubelet.shutdownGracePeriodCriticalPods", json!("60s"), json!("5s")),
        ("component/kubelet", "nodes:kubelet.networkPluginName", json!("x"), Value::Null),
        ("component/kubelet", "kubelet.babysitDaemons", json!(true), Value::Null),
        ("component/kubelet", "kubelet.nvidiaGPUs", json!(1), json!(0)),
        ("component/kubelet", "nodes:kubelet.imagePullProgressDeadline", json!("5m"), Value::Null),
    ]
}

fn labels() -> Vec<Case> {
    vec![
        ("label/reserved", "cloudLabels", json!({"KubernetesCluster": "x"}), json!({"Owner": "x"})),
        (
            "label/reserved",
            "nodes:cloudLabels",
            json!({"kops.k8s.io/instancegroup": "x"}),
            json!({"kops.k8s.io/instancegroup": "nodes"}),
        ),
        ("label/many", "cloudLabels", tags(48), tags(47)),
        ("label/many", "nodes:cloudLabels", tags(48), tags(47)),
        ("label/node", "nodes:nodeLabels", json!({"a/b/c": ""}), json!({"a/b": ""})),
        ("label/taint", "nodes:taints", json!(["gpu"]), json!(["gpu=yes:NoSchedule"])),
    ]
}

fn machine() -> Vec<Case> {
    let retired = [
        "kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09",
        "595879546273/CoreOS-stable-2079.6.0-hvm",
        "099720109477/ubuntu/images/hvm-ssd/ubuntu-focal-20.04-amd64-server-20240411",
        "136693071363/debian-10-amd64-20240703-1797",
        "ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
        "ssm:/aws/service/canonical/ubuntu/server/20.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    ];
    let mut cases: Vec<Case> =
        retired.map(|image| ("group/retired-image", "nodes:image", json!(image), json!("ami-1"))).into();
    cases.push(("group/unknown-machine-type", "nodes:machineType", json!("m6i.lagre"), json!("m6i.large")));
    cases.push(("group/unknown-machine-type", "nodes:machineType", json!("m6i.large, m6i.xlarge"), json!("m6i.large")));
    cases.push(("group/machine-types", "nodes:machineType", json!("m6i.large,m6i.xlarge"), json!("m6i.large")));
    cases
}

fn mixed_instances() -> Vec<Case> {
    vec![(
        "group/mixed-instances",
        "nodes:mixedInstancesPolicy",
        json!({"onDemandAboveBase": 101}),
        json!({"onDemandAboveBase": 100}),
    )]
}

fn network() -> Vec<Case> {
    vec![
        ("network/range", "sshAccess", json!(["10.0.0.1"]), json!(["10.0.0.1/32", "pl-1"])),
        ("network/range", "kubernetesApiAccess", json!(["10.0.0.1/8"]), json!(["10.0.0.0/8", "::/0"])),
        ("network/vpc-id", "networkID", json!("VPC-ID"), json!("vpc-1")),
        ("network/unknown-vpc", "networkID", json!("vpc-2"), json!("vpc-1")),
        ("network/vpc-range", "networkCIDR", json!("10.0.0.0/8"), json!("172.20.0.0/16")),
        ("network/ranges-overlap", "nonMasqueradeCIDR", json!("172.16.0.0/12"), json!("100.64.0.0/10")),
        ("network/pod-range", "podCIDR", json!("10.0.0.0/16"), json!("100.96.0.0/11")),
        ("network/ipv6-range", "nonMasqueradeCIDR", json!("fd00::/8"), json!("::/0")),
    ]
}

fn networking() -> Vec<Case> {
    vec![
        ("networking/missing", "networking", json!({}), json!({"cni": {}})),
        ("networking/several", "networking.cilium", json!({}), Value::Null),
        ("networking/retired", "networking", json!({"weave": {}}), json!({"flannel": {}})),
        ("networking/kube-proxy", "networking.calico.bpfEnabled", json!(true), json!(false)),
    ]
}

fn node_assets() -> Vec<Case> {
    vec![
        ("node/hook", "hooks", json!([{"name": "a"}]), json!([{"name": "a", "manifest": "x"}])),
        ("node/hook", "hooks", json!([{"name": "a", "disabled": false}]), Value::Null),
        ("node/file", "fileAssets", json!([{"name": "a"}]), json!([{"name": "a", "content": "b"}])),
        ("node/sysctl", "nodes:sysctlParameters", json!(["a"]), json!(["a=1"])),
        (
            "node/user-data",
            "nodes:additionalUserData",
            json!([{"name": "a", "type": "text/x-shellscript"}]),
            json!([{"name": "a", "type": "text/x-shellscript", "content": "b"}]),
        ),
    ]
}

fn subnet() -> Vec<Case> {
    vec![
        ("subnet/none", "subnets", json!([]), json!([{"name": "private-a", "zone": "us-east-2a", "type": "Private"}])),
        ("subnet/name", "subnets[1].name", json!("private-a"), json!("private-c")),
        ("subnet/outside-vpc", "subnets[1].cidr", json!("10.0.0.0/19"), json!("172.20.96.0/19")),
        ("subnet/overlap", "subnets[1].cidr", json!("172.20.48.0/20"), json!("172.20.96.0/19")),
        ("subnet/overlap", "subnets[1].cidr", json!("172.20.128.0/19"), json!("172.20.129.0/24")),
        ("subnet/ipv6-range", "subnets[1].ipv6CIDR", json!("/64#x"), json!("/64#f")),
        ("subnet/ipv6-range", "subnets[1].ipv6CIDR", json!("/64#F"), json!("/64#0f")),
        ("subnet/unknown-zone", "subnets[1].zone", json!("us-east-2d"), json!("us-east-2b")),
        ("subnet/type", "subnets[1].type", json!("DualStack"), json!("Private")),
        ("subnet/type", "subnets[2].type", Value::Null, json!("Utility")),
        ("subnet/shared", "subnets[1].id", json!("subnet-1"), Value::Null),
        ("subnet/unknown-id", "subnets[0].id", json!("subnet-2"), json!("subnet-1")),
        (
            "subnet/route",
            "subnets[0].additionalRoutes",
            json!([{"cidr": "10.0.0.0/8", "target": "x"}]),
            json!([{"cidr": "10.0.0.0/8", "target": "pcx-1"}]),
        ),
        (
            "subnet/route",
            "subnets[0].additionalRoutes",
            json!([{"cidr": "172.20.200.0/24", "target": "pcx-1"}]),
            json!([{"cidr": "172.20.200.0/24", "target": "i-1"}]),
        ),
    ]
}

fn topology() -> Vec<Case> {
    vec![
        ("dns/external-dns", "externalDns.watchNamespace", json!("mine"), json!("kube-system")),
        (
            "dns/none",
            "api",
            json!({"loadBalancer": {"class": "Classic"}, "dns": null}),
            json!({"loadBalancer": {"class": "Network"}}),
        ),
    ]
}

fn update() -> Vec<Case> {
    vec![
        ("node/rolling-update", "masters:rollingUpdate.maxSurge", json!(1), json!(0)),
        ("node/rolling-update", "rollingUpdate.maxUnavailable", json!("half"), json!("50%")),
        (
            "node/rolling-update",
            "nodes:rollingUpdate",
            json!({"maxUnavailable": 0, "maxSurge": 0}),
            json!({"maxUnavailable": 0, "maxSurge": 1}),
        ),
    ]
}

fn volumes() -> Vec<Case> {
    vec![(
        "group/volume",
        "nodes:volumes",
        json!([{"device": "/dev/xvdd"}]),
        json!([{"device": "/dev/xvdd", "size": 1}]),
    )]
}

fn warm_pool() -> Vec<Case> {
    vec![
        ("node/warm-pool", "nodes:warmPool", json!({"minSize": 3, "maxSize": 2}), json!({"minSize": 1, "maxSize": 2})),
        ("node/warm-pool", "masters:warmPool", json!({}), json!({"maxSize": 0})),
        ("node/warm-pool", "warmPool", json!({"maxSize": 2, "additionalImages": ["a"]}), json!({"maxSize": 2})),
    ]
}

/// What only kops cannot plan: a code, fields, and whether it is warned of.
pub(super) fn warned() -> Vec<(&'static str, Vec<Field>, bool)> {
    let nri =
        |version: Value, runc: Value| json!({"nri": {"enabled": true}, "version": version, "runc": {"version": runc}});
    let bastions = ("nodes:role", json!("Bastion"));
    let gpus = ("nodes:containerd.nvidiaGPU.enabled", json!(true));
    let sources = |field: &'static str, all: &[&str]| vec![(field, json!(all))];
    let ssh = |source: &str| ("sshAccess", json!([source]));
    let named = ("topology.bastion.bastionPublicName", json!("bastion.example.com"));
    let no_dns = ("topology.dns.type", json!("None"));
    let internal = ("topology.bastion.loadBalancer.type", json!("Internal"));
    let classic = ("api.loadBalancer.class", json!("Classic"));
    let access_log = |interval: Value| ("api.loadBalancer.accessLog", json!({"bucket": "logs", "interval": interval}));
    let route = |cidr: &str, target: &str| ("subnets[0].additionalRoutes", json!([{"cidr": cidr, "target": target}]));
    let peering = route("10.0.0.0/8", "pcx-1");
    let external = |name: &str, zone: &str, routes: &Value| {
        let subnet = json!({
            "name": name, "zone": zone, "type": "Private", "cidr": "172.20.132.0/24", "egress": "External", "additionalRoutes": routes,
        });
        ("subnets[3]", subnet)
    };
    let longer = ("subnets[1].name", json!("private-a2"));
    let in_both = ("nodes:subnets", json!(["private-a", "private-a2"]));
    let rolling = |unavailable: Value, surge: Value| {
        vec![("rollingUpdate", json!({"maxUnavailable": unavailable, "maxSurge": surge}))]
    };
    vec![
        ("access/source", sources("sshAccess", &["10.0.0.0/8", "10.0.0.0/8"]), true),
        ("access/source", sources("nodePortAccess", &["10.0.0.0/8", "10.0.0.0/8"]), true),
        ("access/source", sources("sshAccess", &["10.0.0.0/8", "10.0.0.0/9"]), false),
        ("access/source", sources("kubernetesApiAccess", &["pl-1", "pl-2"]), true),
        ("access/source", sources("kubernetesApiAccess", &["pl-1", "0.0.0.0/0"]), true),
        ("access/source", sources("kubernetesApiAccess", &["pl-1", "::/0"]), false),
        ("access/source", sources("nodePortAccess", &["pl-1", "pl-2", "0.0.0.0/0"]), false),
        ("access/source", vec![bastions.clone(), ssh("172.20.4.0/22")], true),
        ("access/source", vec![bastions.clone(), ssh("172.20.32.0/19")], false),
        ("access/source", vec![bastions.clone(), ssh("172.20.32.0/19"), internal.clone()], true),
        ("access/source", vec![bastions.clone(), ssh("172.20.4.0/22"), internal], false),
        ("access/source", vec![ssh("172.20.4.0/22")], false),
        ("api/load-balancer", vec![classic.clone(), access_log(Value::Null)], true),
        ("api/load-balancer", vec![classic.clone(), access_log(json!(0))], true),
        ("api/load-balancer", vec![classic, access_log(json!(5))], false),
        ("api/load-balancer", vec![access_log(Value::Null)], false),
        ("api/load-balancer", vec![access_log(json!(10))], false),
        ("component/containerd", vec![("containerd", nri(Value::Null, Value::Null))], true),
        ("component/containerd", vec![("containerd", nri(json!("2.2.4"), json!("1.3.5")))], false),
        ("component/containerd", vec![("nodes:containerd", nri(Value::Null, Value::Null))], true),
        ("component/containerd", vec![("nodes:containerd", nri(json!("2.2.4"), Value::Null))], false),
        ("component/containerd", vec![gpus.clone()], true),
        ("component/containerd", vec![gpus, ("containerd.nvidiaGPU.image", json!("plugin:1"))], false),
        ("component/kubelet", vec![("kubelet.memorySwapBehavior", json!("NoSwap"))], true),
        ("component/kubelet", vec![("kubelet.memorySwapBehavior", json!("LimitedSwap"))], false),
        ("component/kubelet", vec![("nodes:kubelet.memorySwapBehavior", json!("NoSwap"))], false),
        ("dns/bastion-name", vec![bastions.clone(), named.clone(), no_dns.clone()], true),
        ("dns/bastion-name", vec![bastions.clone(), named.clone()], false),
        ("dns/bastion-name", vec![named, no_dns.clone()], false),
        ("dns/bastion-name", vec![bastions, no_dns], false),
        ("node/hook", vec![("nodes:hooks", json!([{"name": "a", "disabled": true}]))], true),
        ("node/hook", vec![("nodes:hooks", json!([{"name": "a", "disabled": true, "manifest": "x"}]))], false),
        ("node/rolling-update", rolling(json!("99%"), json!(0)), true),
        ("node/rolling-update", rolling(json!("1%"), json!("0%")), true),
        ("node/rolling-update", rolling(json!("100%"), json!(0)), false),
        ("node/rolling-update", rolling(json!(1), json!(0)), false),
        ("node/rolling-update", rolling(json!("50%"), json!(1)), false),
        ("node/rolling-update", rolling(json!("50%"), Value::Null), false),
        ("subnet/route", vec![route("10.0.0.0/8", "igw-1")], true),
        ("subnet/route", vec![route("2001:db8::/32", "tgw-1")], true),
        ("subnet/route", vec![peering.clone(), longer, in_both], true),
        ("subnet/route", vec![peering.clone(), external("private-a-x", "us-east-2a", &json!([]))], true),
        ("subnet/route", vec![peering.clone(), external("private-a-x", "us-east-2c", &json!([]))], false),
        ("subnet/route", vec![external("x", "us-east-2a", &peering.1)], true),
        ("subnet/route", vec![external("x", "us-east-2c", &peering.1)], true),
        ("subnet/route", vec![peering], false),
        ("subnet/utility", vec![("subnets[1].egress", json!("tgw-1"))], true),
        ("subnet/utility", vec![("subnets[1].egress", json!("External"))], false),
        ("subnet/utility", vec![], false),
    ]
}

/// So many tags.
fn tags(count: usize) -> Value {
    (0..count).map(|number| (format!("tag{number}"), json!("x"))).collect::<serde_json::Map<_, _>>().into()
}

/// An etcd cluster with a place for its backups.
fn backed_up(name: &str, store: &str) -> Value {
    let member = json!([{"name": "a", "instanceGroup": "masters"}]);
    json!({"name": name, "etcdMembers": member, "backups": {"backupStore": store}})
}
