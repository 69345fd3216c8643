//! Every rule: a value that it refuses, at its place and with advice, and one beside it that it lets pass.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a test reads its cases and says when it has none")]

mod cases;

use std::collections::BTreeSet;

use kops_core::defaults;
use kops_core::diag::{Diagnostics, Segment, Severity, segments};
use kops_core::facts::{Facts, HostedZone, NatGatewayFacts, SubnetFacts, VpcFacts};
use kops_core::spec::{self, Objects, Spec, UnknownFields};
use kops_core::validate::{self, ValidSpec, codes};
use kops_core::yaml::Source;
use serde_json::{Value, json};

use cases::{Field, cases, warned};

/// A cluster that no rule refuses: one zone, private, in a VPC that exists.
fn objects() -> [Value; 3] {
    let meta = |name: &str| json!({"name": name, "labels": {"kops.k8s.io/cluster": "c.example.com"}});
    let member = json!([{"name": "a", "instanceGroup": "masters"}]);
    [
        json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {"name": "c.example.com"}, "spec": {
            "cloudProvider": "aws",
            "configBase": "s3://store/c.example.com",
            "kubernetesVersion": "1.35.5",
            "networkID": "vpc-1",
            "networkCIDR": "172.20.0.0/16",
            "networking": {"calico": {}},
            "api": {"loadBalancer": {"class": "Network", "type": "Public"}},
            "etcdClusters": [{"name": "main", "etcdMembers": member}, {"name": "events", "etcdMembers": member}],
            "subnets": [
                {"name": "private-a", "zone": "us-east-2a", "type": "Private", "cidr": "172.20.32.0/19", "egress": "nat-1"},
                {"name": "private-b", "zone": "us-east-2b", "type": "Private", "cidr": "172.20.64.0/19"},
                {"name": "utility-a", "zone": "us-east-2a", "type": "Utility", "cidr": "172.20.4.0/22"},
            ],
        }}),
        json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "InstanceGroup", "metadata": meta("masters"), "spec": {
            "role": "Master", "machineType": "t3.medium", "minSize": 1, "maxSize": 1, "subnets": ["private-a"],
        }}),
        json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "InstanceGroup", "metadata": meta("nodes"), "spec": {
            "role": "Node", "machineType": "m6i.large", "minSize": 2, "maxSize": 4, "subnets": ["private-a", "private-b"],
        }}),
    ]
}

fn facts() -> Facts {
    let zone = HostedZone { id: "Z1".into(), name: "example.com".into(), ..HostedZone::default() };
    let mut facts = Facts { hosted_zones: vec![zone], ..Facts::built_in("us-east-2") };
    let vpc = VpcFacts { cidr: "172.20.0.0/16".into(), dns_support: true, ..VpcFacts::default() };
    facts.network.vpcs.insert("vpc-1".into(), vpc);
    let gateway = NatGatewayFacts { vpc: "vpc-1".into(), ..NatGatewayFacts::default() };
    facts.network.nat_gateways.insert("nat-1".into(), gateway);
    facts.network.elastic_ips.insert("eipalloc-1".into(), "203.0.113.7".into());
    let subnet = |cidr: &str, zone: &str| SubnetFacts {
        vpc: "vpc-1".into(),
        zone: zone.into(),
        cidr: cidr.into(),
        tags: [("KubernetesCluster".to_owned(), "c.example.com".to_owned())].into(),
        ..SubnetFacts::default()
    };
    facts.network.subnets.insert("subnet-1".into(), subnet("172.20.32.0/19", "us-east-2a"));
    let of_others = SubnetFacts { tags: [].into(), ..subnet("172.20.128.0/24", "us-east-2a") };
    facts.network.subnets.insert("subnet-9".into(), of_others);
    facts
}

fn check(objects: &[Value], facts: &Facts) -> Result<ValidSpec, Diagnostics> {
    validate::check(defaults::fill(spec(objects), facts), facts)
}

fn spec(objects: &[Value]) -> Spec {
    let texts: Vec<String> = objects.iter().map(|object| serde_json::to_string_pretty(object).expect("JSON")).collect();
    let source = Source::new("cluster.yaml", texts.join("\n---\n"));
    spec::read(&[source], UnknownFields::Deny).and_then(Objects::into_spec).unwrap_or_else(|found| panic!("{found}"))
}

/// Writes a value at the path of a field of the cluster, or of a group where the path begins with its name and `:`.
fn set(objects: &mut [Value; 3], path: &str, value: Value) {
    let (index, field) = match path.split_once(':') {
        Some(("masters", field)) => (1, field),
        Some(("nodes", field)) => (2, field),
        _ => (0, path),
    };
    let mut at = objects[index].get_mut("spec").expect("a spec");
    for segment in segments(field) {
        at = match segment {
            Segment::Key(key) => {
                if at.is_null() {
                    *at = json!({});
                }
                at.as_object_mut().expect("a map").entry(key).or_insert(Value::Null)
            }
            Segment::Index(index) => {
                if at.is_null() {
                    *at = json!([]);
                }
                let items = at.as_array_mut().expect("a list");
                items.resize(items.len().max(index + 1), Value::Null);
                &mut items[index]
            }
        };
    }
    *at = value;
}

/// Rules whose case needs more than one value; each has a test of its own below.
const ELSEWHERE: [&str; 24] = [
    "spec/ignored-field",
    "cluster/config-base-folder",
    "change/etcd-cluster",
    "change/etcd-member",
    "change/etcd-version",
    "change/networking",
    "change/range",
    "change/kubernetes-version",
    "cluster/name",
    "cluster/ssh-keys",
    "cluster/protected",
    "network/range-missing",
    "network/vpc-dns",
    "subnet/range-missing",
    "subnet/differs",
    "access/source",
    "dns/bastion-name",
    "dns/hosted-zone",
    "etcd/key",
    "networking/ipv6",
    "group/name",
    "group/machine-type-zone",
    "group/image",
    "group/architecture",
];

fn codes_of(result: &Result<ValidSpec, Diagnostics>) -> BTreeSet<&'static str> {
    match result {
        Ok(valid) => valid.warnings.iter().map(|finding| finding.code).collect(),
        Err(found) => found.iter().map(|finding| finding.code).collect(),
    }
}

#[test]
fn the_cluster_of_the_cases_is_valid() {
    let valid = check(&objects(), &facts()).unwrap_or_else(|found| panic!("{found}"));
    assert!(valid.warnings.is_empty(), "{}", valid.warnings);
}

#[test]
fn every_rule_refuses_and_lets_pass() {
    let mut failed = Vec::new();
    for (code, path, wrong, right) in cases() {
        let with = |value: &Value| {
            let mut objects = objects();
            if code == "dns/none" {
                set(&mut objects, "topology.dns.type", json!("None"));
            }
            set(&mut objects, path, value.clone());
            check(&objects, &facts())
        };
        let found = with(&wrong);
        match &found {
            Err(all) if codes_of(&found).contains(code) => {
                let finding = all.iter().find(|finding| finding.code == code).unwrap();
                if finding.location.is_none() || finding.help.is_none() || finding.severity != Severity::Error {
                    failed.push(format!("{code}: no place, advice or error: {finding}"));
                }
            }
            _ => failed.push(format!("{code}: {path} {wrong} is not refused, but {:?}", codes_of(&found))),
        }
        let found = with(&right);
        if codes_of(&found).contains(code) {
            failed.push(format!("{code}: {path} {right} is refused: {}", found.unwrap_err()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_folder_as_state_store_is_warned_of_where_the_account_is_real() {
    const CODE: &str = "cluster/config-base-folder";
    let is_warned = |base: &str, facts: &Facts| {
        let mut objects = objects();
        set(&mut objects, "configBase", json!(base));
        codes_of(&check(&objects, facts)).contains(CODE)
    };
    let simulated = Facts { simulated: true, ..facts() };
    assert!(is_warned("file:///store/c.example.com", &facts()));
    assert!(!is_warned("file:///store/c.example.com", &simulated));
    assert!(!is_warned("memfs://c.example.com", &facts()));
    let mut objects = objects();
    set(&mut objects, "configBase", json!("file:///store/c.example.com"));
    assert!(check(&objects, &facts()).is_ok(), "it is only warned of");
}

#[test]
fn nodes_read_from_the_state_store_that_updates_write_to() {
    for (base, store, help) in [
        (Some("s3://store/c.example.com"), "s3://store", None),
        (Some("s3://store/c.example.com/"), "s3://store/", None),
        (Some("s3://store/clusters/c.example.com"), "s3://store/clusters", None),
        (None, "s3://store", None),
        (Some("s3://other/c.example.com"), "s3://store", Some("name `s3://other` as the state store, or copy")),
        (
            Some("s3://other/nodes"),
            "s3://store",
            Some("copy what is in `s3://other/nodes` to `s3://store/c.example.com`"),
        ),
    ] {
        let mut objects = objects();
        set(&mut objects, "configBase", json!(base));
        let spec = spec(&objects);
        let found = validate::check_store(&spec.cluster, &spec.sources, store);
        assert_eq!(found.as_ref().map(|found| found.code), help.map(|_| "cluster/config-base"), "{base:?} in {store}");
        let advice = found.and_then(|found| found.help).unwrap_or_default();
        assert!(advice.starts_with(help.unwrap_or_default()), "{base:?} in {store}: {advice}");
    }
}

#[test]
fn every_code_has_a_case() {
    let tested: BTreeSet<&str> = cases().iter().map(|(code, ..)| *code).chain(ELSEWHERE).collect();
    let codes: BTreeSet<&str> =
        defaults::codes::ALL.iter().chain(codes::ALL.iter().copied().flatten()).map(|code| code.id).collect();
    assert_eq!(tested, codes);
}

#[test]
fn what_depends_on_the_facts_or_on_several_fields_is_found() {
    type Change = fn(&mut [Value; 3], &mut Facts);
    let cases: [(&str, Change); 15] = [
        ("spec/ignored-field", |objects, _| set(objects, "topology.masters", json!("private"))),
        ("cluster/name", |objects, _| {
            for object in objects.iter_mut().skip(1) {
                object["metadata"]["labels"] = json!({});
            }
            objects[0]["metadata"]["name"] = json!("short");
        }),
        ("cluster/protected", |objects, _| {
            objects[1]["metadata"]["annotations"] = json!({"kops-core.io/protected": "yes"});
        }),
        ("network/range-missing", |objects, facts| {
            set(objects, "networkCIDR", Value::Null);
            facts.network.vpcs.get_mut("vpc-1").unwrap().cidr.clear();
        }),
        ("network/vpc-dns", |_, facts| facts.network.vpcs.get_mut("vpc-1").unwrap().dns_support = false),
        ("subnet/range-missing", |objects, _| {
            for i in 0..9 {
                let subnet =
                    json!({"name": format!("private-{i}"), "zone": "us-east-2a", "type": "Private", "egress": "nat-1"});
                set(objects, &format!("subnets[{i}]"), subnet);
            }
        }),
        ("subnet/differs", |objects, _| {
            set(objects, "subnets[0].id", json!("subnet-1"));
            set(objects, "subnets[0].zone", json!("us-east-2b"));
        }),
        ("dns/hosted-zone", |_, facts| facts.hosted_zones.clear()),
        ("etcd/key", |objects, _| set(objects, "etcdClusters[0].etcdMembers[0].kmsKeyId", json!("alias/etcd"))),
        ("networking/ipv6", |objects, _| {
            set(objects, "nonMasqueradeCIDR", json!("::/0"));
            set(objects, "networking", json!({"kubenet": {}}));
        }),
        ("group/name", |objects, _| objects[2]["metadata"]["name"] = json!("Nodes")),
        ("group/machine-type-zone", |_, facts| {
            facts.machine_types.get_mut("m6i.large").unwrap().missing_zones = vec!["us-east-2b".into()];
        }),
        ("group/image", |_, facts| {
            facts.images.insert("ami-1".into(), kops_core::facts::Image::default());
        }),
        ("group/architecture", |objects, facts| {
            let image = kops_core::facts::Image { architecture: "arm64".into(), ..Default::default() };
            facts.images.insert("ami-1".into(), image);
            set(objects, "nodes:image", json!("ami-1"));
        }),
        ("subnet/unknown-nat-gateway", |_, facts| facts.network.nat_gateways.clear()),
    ];
    for (code, change) in cases {
        let (mut objects, mut facts) = (objects(), facts());
        change(&mut objects, &mut facts);
        let result = check(&objects, &facts);
        assert!(codes_of(&result).contains(code), "{code}: {:?}", codes_of(&result));
    }
}

#[test]
fn a_group_that_no_rolling_update_changes_is_told_and_lets_pass() {
    for (path, update, is_told) in [
        ("nodes:rollingUpdate", json!({"drainAndTerminate": false, "maxSurge": "0%"}), true),
        ("nodes:rollingUpdate", json!({"drainAndTerminate": false, "maxSurge": "10%"}), false),
        ("nodes:rollingUpdate", json!({"drainAndTerminate": false}), false),
        ("masters:rollingUpdate", json!({"drainAndTerminate": false}), true),
        ("masters:rollingUpdate", json!({"drainAndTerminate": true}), false),
        ("rollingUpdate", json!({"drainAndTerminate": false}), true),
    ] {
        let mut objects = objects();
        set(&mut objects, path, update.clone());
        let found = check(&objects, &facts());
        assert!(found.is_ok(), "{path} {update}");
        assert_eq!(codes_of(&found).contains("node/rolling-update"), is_told, "{path} {update}");
    }
}

#[test]
fn images_that_the_warm_pool_of_a_cluster_names_are_told_and_let_pass() {
    let mut objects = objects();
    set(&mut objects, "warmPool", json!({"additionalImages": ["a"]}));
    let found = check(&objects, &facts());
    assert!(found.is_ok(), "{:?}", codes_of(&found));
    assert_eq!(codes_of(&found), BTreeSet::from(["node/warm-pool"]));
}

#[test]
fn an_address_of_a_load_balancer_that_is_not_there_is_told_and_lets_pass() {
    let with = |id: &str| {
        let mut objects = objects();
        set(&mut objects, "api.loadBalancer.subnets", json!([{"name": "utility-a", "allocationId": id}]));
        let valid = check(&objects, &facts()).unwrap_or_else(|found| panic!("{found}"));
        valid.warnings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(with("eipalloc-2"), ["subnet/unknown-address"]);
    assert!(with("eipalloc-1").is_empty());
}

#[test]
fn what_only_kops_cannot_plan_is_told_and_lets_pass() {
    for (code, fields, is_told) in warned() {
        let mut objects = objects();
        fields.iter().for_each(|(path, value)| set(&mut objects, path, value.clone()));
        let found = check(&objects, &facts());
        assert!(found.is_ok(), "{code}: {fields:?} {:?}", codes_of(&found));
        assert_eq!(codes_of(&found).contains(code), is_told, "{code}: {fields:?}");
    }
}

#[test]
fn fields_that_depend_on_others_are_refused_only_with_them() {
    let cloud = |version: &str| -> Vec<Field> {
        vec![("kubernetesVersion", json!(version)), ("kubeAPIServer.cloudProvider", json!("gce"))]
    };
    let cache = |address: &str| -> Vec<Field> {
        vec![("kubeDNS.nodeLocalDNS.enabled", json!(true)), ("kubelet.clusterDNS", json!(address))]
    };
    let ipvs = |address: &str| [cache(address), vec![("kubeProxy.proxyMode", json!("ipvs"))]].concat();
    let key = |id: &str| -> Vec<Field> { vec![("etcdClusters[0].etcdMembers[0].kmsKeyId", json!(id))] };
    let anonymous = |on: bool| -> Vec<Field> { vec![("masterKubelet.anonymousAuth", json!(on))] };
    let several = |more: Field| -> Vec<Field> {
        vec![("nodes:machineType", json!("m6i.large,m6i.xlarge")), ("nodes:image", json!("ami-1")), more]
    };
    let karpenter = |machine_type: Value, policy: Value| -> Vec<Field> {
        let manager = ("nodes:manager", json!("Karpenter"));
        vec![manager, ("nodes:machineType", machine_type), ("nodes:mixedInstancesPolicy", policy)]
    };
    let on_demand = |most: Value| {
        let group = karpenter(json!("m6i.large"), json!({"onDemandBase": 1}));
        [group, vec![("nodes:maxSize", most)]].concat()
    };
    let lives = |lifetime: &str| {
        let group = karpenter(json!("m6i.large"), Value::Null);
        [group, vec![("nodes:maxInstanceLifetime", json!(lifetime))]].concat()
    };
    let required = json!({"instanceRequirements": {"cpu": {"min": "2"}}});
    let services = |of_cluster: Value| -> Vec<Field> {
        vec![("serviceClusterIPRange", of_cluster), ("kubeAPIServer.serviceClusterIPRange", json!("100.64.0.0/13"))]
    };
    let etcd = |first: Value, second: &str| -> Vec<Field> {
        vec![("etcdClusters[0].version", first), ("etcdClusters[1].version", json!(second))]
    };
    let own_security_group = |role: &str| -> Vec<Field> {
        vec![("nodes:role", json!(role)), ("nodes:securityGroupOverride", json!("sg-1"))]
    };
    let pools = |shared: Value, own: Value| -> Vec<Field> { vec![("warmPool", shared), ("nodes:warmPool", own)] };
    let spot_pools =
        |shared: Value| [pools(shared, json!({"minSize": 0})), vec![("nodes:maxPrice", json!("0.1"))]].concat();
    for (code, wrong, right) in [
        ("spec/ignored-field", anonymous(true), anonymous(false)),
        ("spec/value", cloud("1.32.4"), cloud("1.33.0")),
        ("component/kube-dns", cache("169.254.20.11"), cache("169.254.20.10")),
        ("component/kube-dns", ipvs("100.64.0.10"), cache("100.64.0.10")),
        (
            "group/machine-types",
            several(("nodes:mixedInstancesPolicy", json!({"instances": ["m5.large"]}))),
            several(("nodes:mixedInstancesPolicy", Value::Null)),
        ),
        (
            "group/machine-types",
            several(("containerd.nvidiaGPU.enabled", json!(true))),
            several(("containerd.nvidiaGPU.enabled", json!(false))),
        ),
        ("group/machine-types", karpenter(Value::Null, required), karpenter(Value::Null, Value::Null)),
        ("group/mixed-instances", on_demand(Value::Null), on_demand(json!(4))),
        ("component/kube-api-server", services(Value::Null), services(json!("100.64.0.0/13"))),
        ("component/kube-api-server", services(json!("100.64.0.0/14")), services(json!("100.64.0.0/13"))),
        ("group/setting", own_security_group("APIServer"), own_security_group("Node")),
        ("group/setting", lives("1h"), lives("24h")),
        (
            "node/warm-pool",
            pools(json!({"maxSize": 3}), json!({"minSize": 4})),
            pools(json!({"maxSize": 3}), json!({"minSize": 3})),
        ),
        (
            "node/warm-pool",
            pools(json!({"minSize": 3}), json!({"minSize": 0, "maxSize": 2})),
            pools(json!({"minSize": 3}), json!({"minSize": 1, "maxSize": 2})),
        ),
        ("node/warm-pool", spot_pools(json!({"maxSize": 1})), spot_pools(json!({"maxSize": 0}))),
        ("etcd/version", etcd(Value::Null, "3.6.12"), etcd(json!("3.6.12"), "3.6.12")),
        ("etcd/version", etcd(json!("3.6.11"), "3.6.12"), vec![("etcdClusters[0].version", json!("3.6.12"))]),
        ("etcd/key", key("arn:aws:kms:us-east-2:1:alias/etcd"), key("arn:aws:kms:us-east-2:1:key/12-ab")),
    ] {
        let codes = |fields: &[Field]| {
            let mut objects = objects();
            fields.iter().for_each(|(path, value)| set(&mut objects, path, value.clone()));
            codes_of(&check(&objects, &facts()))
        };
        assert!(codes(&wrong).contains(code), "{code}: {wrong:?} {:?}", codes(&wrong));
        assert!(!codes(&right).contains(code), "{code}: {right:?}");
    }
}

#[test]
fn what_control_planes_inherit_is_told_once() {
    let mut objects = objects();
    for (field, value) in [
        ("anonymousAuth", json!(true)),
        ("clusterDNS", json!("192.0.2.1")),
        ("logFormat", json!("xml")),
        ("networkPluginName", json!("cni")),
    ] {
        set(&mut objects, &format!("kubelet.{field}"), value);
    }
    set(&mut objects, "masterKubelet.requireKubeconfig", json!(true));
    let found = check(&objects, &facts()).unwrap_err();
    let fields: BTreeSet<_> = found.iter().filter_map(|f| f.path.as_ref()).map(|path| path.field.as_str()).collect();
    let expected = [
        "spec.kubelet.anonymousAuth",
        "spec.kubelet.clusterDNS",
        "spec.kubelet.logFormat",
        "spec.kubelet.networkPluginName",
        "spec.masterKubelet.requireKubeconfig",
    ];
    assert_eq!(fields, BTreeSet::from(expected));
    assert_eq!(found.len(), expected.len(), "{found}");
}

#[test]
fn a_second_ssh_key_is_refused() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a";
    let credential = |name: &str| {
        json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "SSHCredential", "spec": {"publicKey": key},
            "metadata": {"name": name, "labels": {"kops.k8s.io/cluster": "c.example.com"}}})
    };
    let mut all = objects().to_vec();
    all.push(credential("a"));
    assert!(check(&all, &facts()).is_ok());
    all.push(credential("b"));
    assert_eq!(codes_of(&check(&all, &facts())), BTreeSet::from(["cluster/ssh-keys"]));
}

#[test]
fn a_scheduler_object_may_not_say_how_the_api_server_is_reached() {
    let object = |connection: Value| {
        json!({"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": "KubeSchedulerConfiguration",
            "clientConnection": connection})
    };
    let with = |connection: Value| {
        let mut all = objects().to_vec();
        all.push(object(connection));
        check(&all, &facts())
    };
    let found = with(json!({"kubeconfig": "/etc/kubernetes/scheduler.conf"})).unwrap_err();
    let finding = found.iter().next().unwrap();
    assert_eq!((found.len(), finding.code), (1, "component/kube-scheduler"));
    assert!(finding.location.as_ref().is_some_and(|place| place.line > 1), "{finding}");
    for connection in [json!({"qps": 10}), json!({"kubeconfig": ""}), Value::Null] {
        with(connection).unwrap_or_else(|found| panic!("{found}"));
    }
}

#[test]
fn a_cluster_that_has_been_applied_changes_within_limits() {
    let full = |field: &str, value: &Value| {
        let mut objects = objects();
        if !field.is_empty() {
            set(&mut objects, field, value.clone());
        }
        let texts: Vec<String> = objects.iter().map(ToString::to_string).collect();
        let spec = spec::read(&[Source::new("cluster.yaml", texts.join("\n---\n"))], UnknownFields::Deny)
            .and_then(Objects::into_spec)
            .unwrap_or_else(|found| panic!("{found}"));
        defaults::fill(spec, &facts())
    };
    let applied = full("", &Value::Null).spec.cluster;
    let member = |name: &str, group: &str| json!([{"name": name, "instanceGroup": group}]);
    let main = json!([{"name": "main", "etcdMembers": member("a", "masters")}]);
    let cases = [
        ("change/etcd-cluster", Severity::Error, "etcdClusters", main, objects()[0]["spec"]["etcdClusters"].clone()),
        (
            "change/etcd-member",
            Severity::Error,
            "etcdClusters[0].etcdMembers",
            member("a", "others"),
            member("b", "others"),
        ),
        ("change/etcd-version", Severity::Warning, "etcdClusters[0].version", json!("3.5.31"), json!("3.6.0")),
        ("change/networking", Severity::Warning, "networking", json!({"cilium": {}}), json!({"calico": {"mtu": 1400}})),
        ("change/range", Severity::Warning, "podCIDR", json!("100.80.0.0/12"), json!("100.96.0.0/11")),
        ("change/range", Severity::Warning, "nonMasqueradeCIDR", json!("100.64.0.0/11"), json!("100.64.0.0/10")),
        ("change/range", Severity::Warning, "serviceClusterIPRange", json!("100.65.0.0/16"), json!("100.64.0.0/13")),
        ("change/kubernetes-version", Severity::Warning, "kubernetesVersion", json!("1.37.0"), json!("1.36.9")),
        ("change/kubernetes-version", Severity::Warning, "kubernetesVersion", json!("1.34.9"), json!("1.35.0")),
    ];
    for (code, severity, field, wrong, right) in cases {
        let changed = |value: &Value| validate::check_change(&applied, &full(field, value));
        let found = changed(&wrong);
        let finding = found.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{code}: {found}"));
        assert!(finding.location.is_some() && finding.help.is_some(), "{finding}");
        assert_eq!(finding.severity, severity, "{finding}");
        assert!(changed(&right).is_empty(), "{code}: {}", changed(&right));
    }
    for (before, wanted, is_found) in
        [("3.5.25", "3.6.0", true), ("3.5.26", "3.6.0", false), ("3.5.25", "3.5.31", false), ("3.6.12", "3.6.0", false)]
    {
        let of = |version: &str| full("etcdClusters[0].version", &json!(version));
        let found = validate::check_change(&of(before).cluster, &of(wanted));
        assert_eq!(
            found.iter().any(|finding| finding.code == "change/etcd-version"),
            is_found,
            "{before} {wanted}: {found}"
        );
    }
}

#[test]
fn findings_give_the_value_the_place_and_advice() {
    let mut objects = objects();
    set(&mut objects, "nodes:subnets", json!(["private-a", "privat-b"]));
    set(&mut objects, "nodes:machineType", json!("m6i.lagre"));
    set(&mut objects, "nodes:externalLoadBalancers", json!([{}]));
    set(&mut objects, "networkID", json!("vpc-2"));
    let found = check(&objects, &facts()).unwrap_err();
    let shown: Vec<_> = found.iter().map(|f| (f.message.as_str(), f.help.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        shown,
        [
            ("there is no VPC `vpc-2` in us-east-2", "there is `vpc-1`"),
            ("an entry names one load balancer or one target group", "add `loadBalancerName` or `targetGroupArn`"),
            ("there is no instance type `m6i.lagre` in us-east-2", "did you mean `m6i.large`?"),
            ("there is no subnet `privat-b`", "did you mean `private-b`?"),
        ]
    );
}

#[test]
fn a_hosted_zone_is_advised_only_where_the_name_can_be_in_one() {
    for (name, advised) in [("c.example.com", true), ("c.k8s.local", false)] {
        let mut objects = objects();
        objects[0]["metadata"]["name"] = json!(name);
        for object in objects.iter_mut().skip(1) {
            object["metadata"]["labels"] = json!({});
        }
        set(&mut objects, "topology.dns.type", json!("None"));
        set(&mut objects, "externalDns.provider", json!("external-dns"));
        let found = check(&objects, &facts()).expect_err("has no records");
        let finding = found.iter().find(|finding| finding.code == "dns/external-dns");
        let help = finding.and_then(|finding| finding.help.clone()).unwrap_or_default();
        assert!(help.starts_with("remove it"), "{name}: {found}");
        assert_eq!(help.contains("topology.dns.type"), advised, "{name}: {help}");
    }
}

#[test]
fn the_range_that_is_advised_does_not_overlap_with_the_vpc() {
    for (vpc, advised) in [("172.20.0.0/16", "100.64.0.0/10"), ("100.64.0.0/16", "10.0.0.0/8")] {
        let mut objects = objects();
        set(&mut objects, "networkCIDR", json!(vpc));
        set(&mut objects, "nonMasqueradeCIDR", json!(vpc));
        let found = check(&objects, &facts()).expect_err("overlaps");
        let overlap = found.iter().find(|finding| finding.code == "network/ranges-overlap");
        let help = overlap.and_then(|finding| finding.help.clone()).unwrap_or_default();
        assert!(help.contains(&format!("such as `{advised}`")), "{vpc}: {help}");
    }
}

#[test]
fn the_spec_of_2017_is_told_what_changed() {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fairwinds");
    let folder =
        std::env::var_os("KOPS_CONFORMANCE").map_or(beside, |c| std::path::PathBuf::from(c).join("../fairwinds"));
    let Ok(text) = std::fs::read_to_string(folder.join("cluster_spec.yml")) else {
        return eprintln!("SKIPPED: there is no spec of 2017 in {}", folder.display());
    };
    let source = Source::new("cluster_spec.yml", text);
    let spec = spec::read(&[source], UnknownFields::Deny)
        .and_then(Objects::into_spec)
        .unwrap_or_else(|found| panic!("{found}"));
    let found = validate::check(defaults::fill(spec, &facts()), &facts()).unwrap_err();
    let codes: BTreeSet<_> = found.iter().map(|finding| finding.code).collect();
    for code in [
        "cluster/kubernetes-version",
        "networking/retired",
        "network/unknown-vpc",
        "subnet/unknown-nat-gateway",
        "group/retired-image",
        "spec/ignored-field",
    ] {
        assert!(codes.contains(code), "{code} is not among {codes:?}");
    }
    for finding in found.iter() {
        assert!(finding.location.is_some() && finding.help.is_some(), "{finding}");
    }
}

#[test]
fn without_an_account_only_what_it_would_tell_is_left_out() {
    let shipped = Facts::built_in("us-east-2");
    let found = check(&objects(), &shipped).unwrap_err();
    assert!(found.has_errors());
    assert!(!found.without(codes::NEED_ACCOUNT).has_errors());

    let mut objects = objects();
    set(&mut objects, "nodes:machineType", json!("m99.large"));
    set(&mut objects, "nodes:minSize", json!(9));
    set(&mut objects, "subnets[1].cidr", json!("10.0.0.0/19"));
    let found = check(&objects, &shipped).unwrap_err().without(codes::NEED_ACCOUNT);
    let codes: BTreeSet<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, BTreeSet::from(["group/sizes", "subnet/outside-vpc"]));
}

#[test]
fn groups_may_follow_their_cluster() {
    let [cluster, masters, nodes] = objects();
    for part in [vec![cluster.clone()], vec![cluster.clone(), masters.clone()], vec![cluster.clone(), nodes.clone()]] {
        let found = check(&part, &facts()).unwrap_err();
        assert!(!found.clone().without(codes::MAY_FOLLOW).has_errors(), "{found}");
    }
    let mut whole = [cluster, masters, nodes];
    set(&mut whole, "etcdClusters[0].etcdMembers[0].instanceGroup", json!("mastrs"));
    let found = check(&whole, &facts()).unwrap_err().without(codes::MAY_FOLLOW);
    assert_eq!(codes_of(&Err(found)), BTreeSet::from(["etcd/member"]), "the control plane is on no member");
}

#[test]
fn a_thousand_groups_are_filled_in_and_checked() {
    let [cluster, masters, nodes] = objects();
    let mut all = vec![cluster, masters];
    for i in 0..1000 {
        let mut group = nodes.clone();
        group["metadata"]["name"] = json!(format!("nodes-{i:04}"));
        all.push(group);
    }
    let valid = check(&all, &facts()).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(valid.groups.len(), 1001);
}
