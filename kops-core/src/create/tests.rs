//! What options lead to.

use super::*;
use crate::facts::{SubnetFacts, VpcFacts};
use crate::spec::{DnsType, Role, SubnetType};
use crate::validate;

fn options(change: impl FnOnce(&mut ClusterOptions)) -> ClusterOptions {
    let zones = ["us-east-2a", "us-east-2b"].map(str::to_owned).to_vec();
    let mut options = ClusterOptions { zones, ..ClusterOptions::named("demo.example.com") };
    change(&mut options);
    options
}

fn made(change: impl FnOnce(&mut ClusterOptions)) -> Spec {
    let made = cluster(&options(change), &Facts::built_in("us-east-2"));
    made.unwrap_or_else(|found| panic!("{found}"))
}

/// Names of groups with their sizes.
fn groups(spec: &Spec) -> Vec<String> {
    let group = |group: &crate::spec::InstanceGroup| {
        let size = group.spec.min_size.map_or("-".to_owned(), |size| size.to_string());
        format!("{} {size} {}", group.name(), group.spec.subnets.join(","))
    };
    spec.groups.iter().map(group).collect()
}

#[test]
fn nodes_are_spread_over_the_zones() {
    let spec = made(|options| {
        options.node_count = Some(3);
        options.control_plane_count = Some(3);
    });
    assert_eq!(
        groups(&spec),
        [
            "control-plane-us-east-2a-1 1 us-east-2a",
            "control-plane-us-east-2a-2 1 us-east-2a",
            "control-plane-us-east-2b-1 1 us-east-2b",
            "nodes-us-east-2a 2 us-east-2a",
            "nodes-us-east-2b 1 us-east-2b",
        ]
    );
}

#[test]
fn a_private_ipv6_cluster_has_subnets_of_three_types() {
    let spec = made(|options| {
        options.ipv6 = true;
        options.bastion = true;
        options.dns = Some(DnsType::Public);
        options.zones.truncate(1);
    });
    let subnets: Vec<_> =
        spec.cluster.spec.subnets.iter().map(|subnet| (subnet.r#type, subnet.ipv6_cidr.as_deref())).collect();
    assert_eq!(
        subnets,
        [
            (Some(SubnetType::Private), Some("/64#0")),
            (Some(SubnetType::DualStack), Some("/64#1")),
            (Some(SubnetType::Utility), Some("/64#2")),
        ]
    );
    assert_eq!(groups(&spec)[0], "bastions 1 dualstack-us-east-2a");
    let bastion = spec.cluster.spec.topology.and_then(|topology| topology.bastion);
    assert_eq!(bastion.and_then(|bastion| bastion.bastion_public_name).as_deref(), Some("bastion.demo.example.com"));
}

#[test]
fn shared_subnets_are_found_by_their_zones_and_tell_the_vpc() {
    let mut facts = Facts::built_in("us-east-2");
    let subnet = |vpc: &str, zone: &str, cidr: &str| SubnetFacts {
        vpc: vpc.into(),
        zone: zone.into(),
        cidr: cidr.into(),
        ..SubnetFacts::default()
    };
    let subnets = &mut facts.network.subnets;
    subnets.insert("subnet-1".into(), subnet("vpc-1", "us-east-2b", "10.0.1.0/24"));
    subnets.insert("subnet-2".into(), subnet("vpc-1", "us-east-2b", "10.0.2.0/24"));
    subnets.insert("subnet-3".into(), subnet("vpc-2", "us-east-2a", "10.9.0.0/24"));
    subnets.insert("subnet-4".into(), subnet("vpc-1", "us-east-2c", "10.0.4.0/24"));
    facts.network.vpcs.insert("vpc-1".into(), VpcFacts { cidr: "10.0.0.0/16".into(), ..VpcFacts::default() });
    let shared = |ids: &[&str]| options(|options| options.subnet_ids = ids.iter().map(|id| (*id).to_owned()).collect());

    let spec = cluster(&shared(&["subnet-1"]), &facts).expect("right options").cluster.spec;
    assert_eq!((spec.network_id.as_deref(), spec.network_cidr.as_deref()), (Some("vpc-1"), Some("10.0.0.0/16")));
    assert_eq!(spec.subnets[1].cidr.as_deref(), Some("10.0.1.0/24"));
    assert_eq!(spec.subnets[0].id, None, "the zone without a shared subnet gets a new one");

    let query = query(&shared(&["subnet-1"]), &facts);
    assert_eq!((query.vpcs, query.subnets), (vec!["vpc-1".to_owned()], vec!["subnet-1".to_owned()]));

    for (ids, code) in [
        (vec!["subnet-1", "subnet-2"], codes::SUBNET_ZONE),
        (vec!["subnet-1", "subnet-3"], codes::UNKNOWN_SUBNET),
        (vec!["subnet-9"], codes::UNKNOWN_SUBNET),
        (vec!["subnet-1", "subnet-4"], codes::SUBNET_ZONE),
    ] {
        let found = cluster(&shared(&ids), &facts).expect_err("wrong options");
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [code.id], "{ids:?}");
    }
    let public = ClusterOptions { utility_subnet_ids: vec!["subnet-2".to_owned()], ..shared(&["subnet-1"]) };
    let found = cluster(&public, &facts).expect_err("wrong options");
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [codes::UTILITY_SUBNETS.id]);
}

#[test]
fn every_network_makes_a_valid_cluster() {
    use NetworkingOption::*;
    for networking in [
        Cilium, CiliumEtcd, CiliumEni, Calico, AmazonVpc, Flannel, FlannelUdp, KubeRouter, Kindnet, Kubenet, Kopeio,
        Cni,
    ] {
        let spec = made(|options| options.networking = Some(networking)).in_store("s3://kops-state-store");
        let facts = Facts::built_in("us-east-2");
        let checked = validate::check(defaults::fill(spec, &facts), &facts);
        let errors = checked.err().unwrap_or_default().without(validate::codes::NEED_ACCOUNT);
        assert!(errors.is_empty(), "{networking:?}: {errors}");
    }
}

#[test]
fn options_that_are_empty_have_their_defaults() {
    let spec = made(|options| {
        options.channel = Some(String::new());
        options.kubernetes_version = Some(String::new());
        options.dns_zone = Some("example.com".to_owned());
        options.api_ssl_certificate = Some(String::new());
        options.admin_access = vec![String::new()];
        options.subnet_ids = vec![String::new()];
        options.control_plane_count = Some(0);
        options.node_volume_size = Some(0);
    });
    let group = &spec.groups[1].spec;
    assert_eq!((spec.groups.len(), group.role, group.root_volume_size), (3, Some(Role::Node), None));
    let cluster = spec.cluster.spec;
    assert_eq!((cluster.channel.as_deref(), cluster.network_id), (Some("stable"), None));
    assert!(cluster.kubernetes_version.is_some_and(|version| version.starts_with("1.")));
    assert!(cluster.api.is_some_and(|api| api.dns.is_some() && api.load_balancer.is_none()));
    assert_eq!(cluster.kubernetes_api_access, ["0.0.0.0/0", "::/0"]);
}

#[test]
fn images_are_those_of_the_role_or_of_all() {
    for karpenter in [false, true] {
        let spec = made(|options| {
            options.zones.truncate(1);
            options.topology = Some(NetworkTopology::Private);
            options.bastion = true;
            options.instance_manager = karpenter.then_some(InstanceManager::Karpenter);
            options.discovery_store = Some("s3://keys".to_owned());
            options.image = Some("ami-1".to_owned());
            options.node_image = Some("ami-2".to_owned());
        });
        let images: Vec<_> = spec.groups.iter().map(|group| (group.spec.role, group.spec.image.clone())).collect();
        let expected = [(Role::Bastion, "ami-1"), (Role::Master, "ami-1"), (Role::Node, "ami-2")];
        assert_eq!(images, expected.map(|(role, image)| (Some(role), Some(image.to_owned()))), "{karpenter}");
    }
}

#[test]
fn the_name_of_the_api_is_written_where_its_records_are_public() {
    for (dns, given, expected) in [
        (DnsType::Public, None, Some("api.demo.example.com")),
        (DnsType::Private, None, None),
        (DnsType::Private, Some("k8s.example.com"), Some("k8s.example.com")),
        (DnsType::None, None, None),
    ] {
        let spec = made(|options| {
            options.dns = Some(dns);
            options.dns_zone = Some("example.com".to_owned());
            options.api_public_name = given.map(str::to_owned);
        });
        assert_eq!(spec.cluster.spec.master_public_name.as_deref(), expected, "{dns:?} {given:?}");
    }
}

#[test]
fn a_zone_is_given_once() {
    let zones = ["us-east-2a", "us-east-2b", "us-east-2a"].map(str::to_owned).to_vec();
    for (wrong, message) in [
        (options(|options| options.zones = zones.clone()), "`us-east-2a` is twice among the zones"),
        (
            options(|options| options.control_plane_zones = zones.clone()),
            "`us-east-2a` is twice among the control-plane zones",
        ),
    ] {
        let found = cluster(&wrong, &Facts::built_in("us-east-2")).expect_err("wrong options");
        let found: Vec<_> = found.iter().map(|found| (found.code, found.message.as_str())).collect();
        assert_eq!(found, [(codes::ZONES.id, message)]);
    }
}

#[test]
fn counts_that_no_cluster_has_are_refused() {
    let many = options(|options| {
        options.control_plane_count = Some(u32::MAX);
        options.api_server_count = Some(u32::MAX);
        options.node_count = Some(u32::MAX);
    });
    let found = cluster(&many, &Facts::built_in("us-east-2")).expect_err("wrong options");
    let found: Vec<_> = found.iter().map(|found| (found.code, found.message.as_str())).collect();
    for expected in [
        (codes::CONTROL_PLANE_COUNT.id, "4294967295 control-plane nodes are too many for etcd"),
        (codes::OPTION.id, "4294967295 nodes are too many"),
        (codes::OPTION.id, "4294967295 API server nodes are too many"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert_eq!(made(|options| options.control_plane_count = Some(7)).groups.len(), 9);
}

#[test]
fn wrong_options_are_reported_all_at_once() {
    let wrong = ClusterOptions {
        control_plane_zones: ["us-east-2a", "us-east-2b", "us-east-2c"].map(str::to_owned).to_vec(),
        control_plane_count: Some(1),
        bastion: true,
        instance_manager: Some(crate::spec::InstanceManager::Karpenter),
        kubernetes_feature_gates: vec!["+".into()],
        ssh_public_key: Some("-----BEGIN OPENSSH PRIVATE KEY-----".into()),
        set: vec!["spec.kubelet.maxPods=many".into(), "spec.chanel=stable".into(), "channel".into()],
        ..ClusterOptions::default()
    };
    let found = cluster(&wrong, &Facts::default()).expect_err("wrong options");
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    for code in [
        codes::NAME,
        codes::ZONES,
        codes::CONTROL_PLANE_COUNT,
        codes::BASTION,
        codes::KARPENTER,
        codes::FEATURE_GATE,
        spec::codes::PUBLIC_KEY,
        spec::codes::WRONG_TYPE,
        spec::codes::UNKNOWN_FIELD,
        spec::codes::FIELD_EDIT,
    ] {
        assert!(codes.contains(&code.id), "{} in {codes:?}", code.id);
    }
    let private = options(|options| {
        options.topology = Some(NetworkTopology::Private);
        options.networking = Some(NetworkingOption::Kubenet);
    });
    let found = cluster(&private, &Facts::built_in("us-east-2")).expect_err("wrong options");
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [codes::KUBENET.id]);
}

#[test]
fn fields_are_set_by_their_paths() {
    let set = |text: &str| made(|options| options.set = vec![text.to_owned()]).cluster.spec;
    assert_eq!(set("spec.kubelet.maxPods=200").kubelet.and_then(|kubelet| kubelet.max_pods), Some(200));
    assert_eq!(set("cluster.spec.networking.networkCIDR=10.0.0.0/16").network_cidr.as_deref(), Some("10.0.0.0/16"));
    assert_eq!(set("spec.addons[0].manifest=s3://a/b.yaml").addons[0].manifest.as_deref(), Some("s3://a/b.yaml"));
    assert_eq!(set("spec.nodePortAccess=10.0.0.0/8,192.0.2.0/24").node_port_access, ["10.0.0.0/8", "192.0.2.0/24"]);
    assert_eq!(set("spec.cloudLabels=team=a").cloud_labels["team"], "a");
    let dns = set("spec.kubeDNS.stubDomains=a.example.com=192.0.2.1,192.0.2.2").kube_dns.unwrap_or_default();
    assert_eq!(dns.stub_domains["a.example.com"], ["192.0.2.1", "192.0.2.2"]);
    let versions = set("spec.etcdClusters[*].version=3.5.21").etcd_clusters;
    assert!(versions.iter().all(|cluster| cluster.version.as_deref() == Some("3.5.21")));
    for (text, expected) in
        [("ETCD_X=1,ETCD_Y=a=b", &[("ETCD_X", "1"), ("ETCD_Y", "a=b")][..]), ("ETCD_X=1,2", &[("ETCD_X", "1,2")])]
    {
        for etcd in set(&format!("spec.etcdClusters[*].manager.env={text}")).etcd_clusters {
            let variables = etcd.manager.unwrap_or_default().env;
            let variables: Vec<_> = variables.iter().map(|one| (one.name.as_deref(), one.value.as_deref())).collect();
            let expected: Vec<_> = expected.iter().map(|&(name, value)| (Some(name), Some(value))).collect();
            assert_eq!(variables, expected, "{text}");
        }
    }
    let balancer = set("spec.api.loadBalancer.useForInternalAPI=true").api.unwrap_or_default().load_balancer;
    assert_eq!(balancer.and_then(|balancer| balancer.use_for_internal_api), Some(true));
    let claims = set("spec.authentication.oidc.groupsClaims=groups,roles").kube_api_server.unwrap_or_default();
    assert_eq!(claims.oidc_groups_claim.as_deref(), Some("groups,roles"));
    let claims = set("spec.authentication.oidc.requiredClaims=hd=example.com").kube_api_server.unwrap_or_default();
    assert_eq!(claims.oidc_required_claim, ["hd=example.com"]);
    let bpf = set("spec.networking.calico.bpfEnabled=true");
    assert_eq!(bpf.kube_proxy.and_then(|proxy| proxy.enabled), Some(false));
    let unset = made(|options| options.unset = vec!["spec.channel".into(), "spec.iam".into()]).cluster.spec;
    assert_eq!((unset.channel, unset.iam), (None, None));
}

#[test]
fn entries_of_maps_and_lists_are_unset_by_their_paths() {
    let unset = |paths: &[&str]| {
        made(|options| {
            options.cloud_labels =
                [("team", "a"), ("k8s.io/role", "b")].map(|(key, value)| (key.to_owned(), value.to_owned())).into();
            options.ssh_access = ["10.0.0.0/8", "192.0.2.0/24"].map(str::to_owned).to_vec();
            options.unset = paths.iter().map(|path| (*path).to_owned()).collect();
        })
        .cluster
        .spec
    };
    let labels = |paths: &[&str]| unset(paths).cloud_labels.into_keys().collect::<Vec<_>>();
    assert_eq!(labels(&["spec.cloudLabels.team"]), ["k8s.io/role"]);
    assert_eq!(labels(&[r#"spec.cloudLabels["k8s.io/role"]"#]), ["team"]);
    assert_eq!(labels(&["spec.cloudLabels.other"]), ["k8s.io/role", "team"]);
    assert_eq!(unset(&["spec.sshAccess[0]"]).ssh_access, ["192.0.2.0/24"]);
    assert_eq!(unset(&["spec.sshAccess[*]"]).ssh_access, [""; 0]);
    assert!(
        unset(&["spec.etcdClusters[1]"]).etcd_clusters.iter().all(|cluster| cluster.name.as_deref() == Some("main"))
    );
    assert!(
        unset(&["spec.etcdClusters[*].memoryRequest"]).etcd_clusters.iter().all(|etcd| etcd.memory_request.is_none())
    );
    for (path, message) in [
        ("spec.sshAccess[7]", "`spec.sshAccess[7]`: there is no entry 7, only 2"),
        ("spec.nothing[0]", "nothing"),
        ("spec.nothing", "nothing"),
        ("spec.kubelet[0]", "an index is given for a field that is not a list"),
    ] {
        let options = options(|options| {
            options.ssh_access = ["10.0.0.0/8", "192.0.2.0/24"].map(str::to_owned).to_vec();
            options.unset = vec![path.to_owned()];
        });
        let found = cluster(&options, &Facts::built_in("us-east-2")).expect_err("a wrong path");
        assert!(found.iter().any(|found| found.message.contains(message)), "{path}: {found}");
    }
}

#[test]
fn a_path_that_leads_nowhere_is_answered_with_what_is_wrong_with_it() {
    for (set, message, help) in [
        (
            "spec.subnets[us-east-2a].cidr=x",
            "`spec.subnets[us-east-2a].cidr`: `[us-east-2a]` is not the index",
            "`[0]`",
        ),
        ("spec.subnets[-1].cidr=x", "`[-1]` is not the index of an entry", "`[*]`"),
        ("spec.subnets[=x", "`spec.subnets[`: `[` is not the index of an entry", "`[0]`"),
        ("spec.kubelet.=x", "`spec.kubelet.` is not the path of a field", "paths begin with `spec`"),
        ("metadata.name=x", "`metadata.name` cannot be changed", "create another"),
        ("cluster.metadata.name=x", "`metadata.name` cannot be changed", "create another"),
        (
            "spec.cloudLabels.k8s.io/role.y=1",
            "expected text",
            r#"write `spec.cloudLabels["k8s.io/role.y"]=1`: the dots are part of the key"#,
        ),
        ("spec.subnets=x", "expected a list", "`kops explain cluster.spec.subnets` says what it can be"),
    ] {
        let options = options(|options| options.set = vec![set.to_owned()]);
        let found = cluster(&options, &Facts::built_in("us-east-2")).expect_err("a wrong path");
        let found: Vec<_> = found.iter().map(|found| (found.message.clone(), found.help.clone())).collect();
        let [(said, Some(advice))] = &found[..] else { panic!("{set}: {found:?}") };
        assert!(said.contains(message) && advice.contains(help), "{set}: {said}; {advice}");
    }
}

#[test]
fn control_planes_are_of_role_master_and_have_etcd_members() {
    let spec = made(|options| options.control_plane_zones = options.zones.clone());
    let masters: Vec<_> =
        spec.groups.iter().filter(|group| group.spec.role == Some(Role::Master)).map(|group| group.name()).collect();
    for cluster in &spec.cluster.spec.etcd_clusters {
        let members: Vec<_> =
            cluster.etcd_members.iter().filter_map(|member| member.instance_group.as_deref()).collect();
        assert_eq!(members, masters);
    }
}
