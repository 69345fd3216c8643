//! What nodes and controllers of a cluster made beside its spec is seen and deleted with the cluster, and nothing of others.

use std::collections::BTreeSet;

use futures::executor::block_on;
use kops_core::cloud::{BoundAction, BoundStep, Cloud, ErrorKind, FaultInjecting, Readiness};
use kops_core::plan::{Action, Impact, Instances, Rule};
use kops_core::resource::*;
use kops_core::{Engine, Error, Plan, PlanOptions, Spec, sim::Account};

const NAME: &str = "public.example.com";
const SPEC: &str = include_str!("../scenarios/public/cluster.yml");
const ACCOUNT: &str = include_str!("../scenarios/public/account.json");

fn tags<const N: usize>(pairs: [(&str, &str); N]) -> Tags {
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

/// A running cluster, and beside it what its nodes and controllers made, and what others have.
struct Scene {
    account: Account,
    spec: Spec,
    subnet: CloudId,
    nodes: CloudId,
    /// What was in the account before the cluster, and what belongs to others.
    others: Vec<(Kind, CloudId)>,
}

impl Scene {
    fn new() -> Self {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let mut others = contents(&account);
        let spec = Spec::from_yaml("cluster.yml", SPEC).expect("a spec");
        let engine = Engine::simulated(account.clone());
        let plan = block_on(engine.plan(&spec)).expect("plans");
        block_on(engine.apply(&plan).into_future()).expect("applies");
        let named = |kind: Kind, name: &str| {
            let found = account.resources().into_iter().find(|found| {
                let tag = found.resource.tags().and_then(|tags| tags.get("Name"));
                found.resource.kind() == kind && tag.is_some_and(|tag| tag == name)
            });
            found.unwrap_or_else(|| panic!("no {kind} `{name}`")).id
        };
        let (subnet, nodes) =
            (named(Kind::Subnet, &format!("eu-west-1a.{NAME}")), named(Kind::SecurityGroup, &format!("nodes.{NAME}")));
        let vpc = named(Kind::Vpc, NAME);
        let scene = Self { account, spec, subnet, nodes, others: Vec::new() };
        scene.place_leftovers(&vpc);
        others.extend(scene.place_others());
        others.sort();
        Self { others, ..scene }
    }

    fn place(&self, id: &str, resource: impl Into<Resource>) -> (Kind, CloudId) {
        let resource = resource.into();
        let key = (resource.kind(), CloudId::from(id));
        self.account.place(id, resource).unwrap_or_else(|error| panic!("{error}"));
        key
    }

    fn place_leftovers(&self, vpc: &CloudId) {
        let owned = format!("kubernetes.io/cluster/{NAME}");
        let (subnet, nodes) = (|| Ref::from(self.subnet.as_str()), || Ref::from(self.nodes.as_str()));
        let karpenter =
            tags([(&owned, "owned"), ("karpenter.sh/nodepool", "default"), ("Name", "default/nodes-x2k4p")]);
        let instance = StandaloneInstance {
            instance_type: "m5.large".into(),
            subnet: subnet(),
            security_groups: vec![nodes()],
            tags: karpenter,
        };
        self.place("i-karpenter", instance);
        // The AWS Load Balancer Controller's group, known by that controller's tag alone, in which an interface is.
        let controller = || tags([("elbv2.k8s.aws/cluster", NAME), ("service.k8s.aws/stack", "web/shop")]);
        let group = SecurityGroup {
            vpc: vpc.as_str().into(),
            name: "k8s-web-shop".into(),
            description: Some("made by the controller".into()),
            tags: controller(),
        };
        self.place("sg-traffic", group);
        let rule = SecurityGroupRule {
            group: nodes(),
            protocol: "tcp".into(),
            from_port: Some(30000),
            to_port: Some(32767),
            peer: Peer::Group("sg-traffic".into()),
            ..SecurityGroupRule::default()
        };
        self.place("sgr-traffic", rule);
        let interface = |group: Ref, description: &str, instance: Option<&str>, tags: Tags| NetworkInterface {
            subnet: subnet(),
            security_groups: vec![group],
            description: description.into(),
            instance: instance.map(str::to_owned),
            tags,
        };
        let cni = tags([("cluster.k8s.amazonaws.com/name", NAME)]);
        self.place("eni-cni", interface(nodes(), "aws-K8S-i-gone", None, cni));
        let cilium = || tags([("KubernetesCluster", NAME)]);
        self.place("eni-cilium", interface("sg-traffic".into(), "Cilium-CNI (i-gone)", None, cilium()));
        self.place("eni-attached", interface(nodes(), "aws-K8S-i-karpenter", Some("i-karpenter"), cilium()));
        let balancer = NetworkLoadBalancer {
            name: "k8s-web-shop".into(),
            internal: true,
            security_groups: vec!["sg-traffic".into()],
            subnets: vec![SubnetMapping { subnet: subnet(), ..SubnetMapping::default() }],
            tags: controller(),
            ..NetworkLoadBalancer::default()
        };
        self.place("arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/k8s-web-shop/1", balancer);
        let classic = ClassicLoadBalancer {
            name: "a0123456789".into(),
            internal: true,
            security_groups: vec![nodes()],
            subnets: vec![subnet()],
            health_check: HealthCheck {
                target: "TCP:80".into(),
                interval: 10,
                timeout: Some(5),
                healthy_threshold: 2,
                unhealthy_threshold: 2,
                path: None,
            },
            listeners: vec![ClassicListener { port: 80, instance_port: 80, certificate: None }],
            idle_timeout: 60,
            draining_timeout: 0,
            tags: tags([(&owned, "owned"), ("kubernetes.io/service-name", "web/old")]),
            ..ClassicLoadBalancer::default()
        };
        self.place("a0123456789", classic);
        let claim =
            || tags([("KubernetesCluster", NAME), (&owned, "owned"), ("CSIVolumeName", "pvc-1"), ("Name", "pvc-1")]);
        let volume = Volume {
            zone: "eu-west-1a".into(),
            size_gib: 8,
            volume_type: "gp3".into(),
            tags: claim(),
            ..Volume::default()
        };
        self.place("vol-pvc", volume);
        let mut of_snapshot = claim();
        of_snapshot.remove("Name");
        self.place("snap-pvc", VolumeSnapshot { volume: "vol-pvc".into(), size_gib: 8, tags: of_snapshot });
    }

    /// Another cluster's, and what has no tags, in a network of their own.
    fn place_others(&self) -> Vec<(Kind, CloudId)> {
        let vpc = Vpc { cidr: Some("10.99.0.0/16".into()), ..Vpc::default() };
        let mut placed = vec![self.place("vpc-other", vpc)];
        let subnet = Subnet {
            vpc: "vpc-other".into(),
            zone: Some("eu-west-1a".into()),
            cidr: Some("10.99.0.0/24".into()),
            ..Subnet::default()
        };
        placed.push(self.place("subnet-other", subnet));
        let theirs = || tags([("elbv2.k8s.aws/cluster", "other.example.com")]);
        let group = SecurityGroup {
            vpc: "vpc-other".into(),
            name: "k8s".into(),
            description: Some("made by another controller".into()),
            tags: theirs(),
        };
        placed.push(self.place("sg-other", group));
        for (id, tags) in
            [("other", tags([("kubernetes.io/cluster/other.example.com", "owned")])), ("untagged", Tags::new())]
        {
            let instance = StandaloneInstance {
                instance_type: "m5.large".into(),
                subnet: "subnet-other".into(),
                security_groups: vec!["sg-other".into()],
                tags: tags.clone(),
            };
            placed.push(self.place(&format!("i-{id}"), instance));
            let interface = NetworkInterface {
                subnet: "subnet-other".into(),
                security_groups: vec!["sg-other".into()],
                tags: tags.clone(),
                ..NetworkInterface::default()
            };
            placed.push(self.place(&format!("eni-{id}"), interface));
            placed
                .push(self.place(&format!("snap-{id}"), VolumeSnapshot { volume: "vol-1".into(), size_gib: 1, tags }));
        }
        // The rule that every new security group has.
        let rules = self.account.resources().into_iter().filter(|found| {
            matches!(&found.resource, Resource::SecurityGroupRule(rule) if rule.group.known() == Some("sg-other"))
        });
        placed.extend(rules.map(|found| (Kind::SecurityGroupRule, found.id)));
        placed
    }

    fn engine(&self) -> Engine {
        Engine::simulated(self.account.clone())
    }

    fn deletion(&self, allow: &[&str]) -> Plan {
        let allow: BTreeSet<String> = allow.iter().map(|word| (*word).to_owned()).collect();
        block_on(self.engine().plan_deletion_with(&self.spec, &allow)).expect("plans").plan
    }

    fn apply(&self, plan: &Plan) {
        block_on(self.engine().apply(plan).into_future()).unwrap_or_else(|error| panic!("{error:?}"));
    }
}

fn contents(account: &Account) -> Vec<(Kind, CloudId)> {
    account.resources().into_iter().map(|found| (found.resource.kind(), found.id)).collect()
}

/// The place of the deletion of something in a plan.
fn place(plan: &Plan, id: &str) -> usize {
    let is_this =
        |step: &kops_core::plan::Step| matches!(&step.action, Action::Delete { id: found, .. } if found.as_str() == id);
    plan.steps.iter().position(is_this).unwrap_or_else(|| panic!("{id} is not deleted"))
}

#[test]
fn everything_that_the_cluster_left_is_deleted_in_order_and_nothing_of_others() {
    let scene = Scene::new();
    let plan = scene.deletion(&["*"]);
    for (first, then) in [
        ("i-karpenter", "eni-attached"),
        ("eni-attached", scene.subnet.as_str()),
        ("eni-cni", scene.nodes.as_str()),
        ("eni-cilium", "sg-traffic"),
        ("a0123456789", scene.subnet.as_str()),
        ("arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/k8s-web-shop/1", "sg-traffic"),
        ("i-karpenter", "vol-pvc"),
    ] {
        assert!(place(&plan, first) < place(&plan, then), "{first} is deleted before {then}");
    }
    // Karpenter would launch another instance as long as its own node runs.
    let group = plan.steps.iter().position(|step| step.resource.kind == Kind::AutoscalingGroup).expect("is deleted");
    assert!(group < place(&plan, "i-karpenter"));
    let forecast = plan.forecast.iter().any(|impact| match impact {
        Impact::TerminatesInstances { resource, instances } => {
            resource.kind == Kind::StandaloneInstance && *instances == Instances { min: 1, max: 1 }
        }
        _ => false,
    });
    assert!(forecast, "{:?}", plan.forecast);
    let text = plan.to_string();
    assert!(text.contains("default/nodes-x2k4p") && text.contains("eni-cni") && text.contains("pvc-1"), "{text}");
    scene.apply(&plan);
    assert_eq!(contents(&scene.account), scene.others);
}

#[test]
fn instances_that_were_detached_from_a_group_go_with_it_and_before_it() {
    let scene = Scene::new();
    let nodes = format!("nodes-eu-west-1a.{NAME}");
    let masters = format!("control-plane-eu-west-1a.masters.{NAME}");
    let detached = |subnet: &str, security_group: &str, cluster: &str, group: &str| StandaloneInstance {
        instance_type: "m5.large".into(),
        subnet: subnet.into(),
        security_groups: vec![security_group.into()],
        tags: tags([("KubernetesCluster", cluster), ("kops.k8s.io/detached-from-asg", group)]),
    };
    let of_cluster = |group: &str| detached(scene.subnet.as_str(), scene.nodes.as_str(), NAME, group);
    let of_nodes = scene.place("i-of-nodes", of_cluster(&nodes));
    scene.place("i-of-masters", of_cluster(&masters));
    scene.place("i-of-others", detached("subnet-other", "sg-other", "other.example.com", &nodes));

    let deletion = scene.deletion(&["*"]);
    assert!(place(&deletion, "i-of-nodes") < place(&deletion, &nodes));
    assert!(place(&deletion, "i-of-masters") < place(&deletion, &masters));

    let before = contents(&scene.account);
    let plan = block_on(scene.engine().plan_instance_group_deletion(&scene.spec, "nodes-eu-west-1a")).expect("plans");
    assert!(place(&plan, "i-of-nodes") < place(&plan, &nodes));
    scene.apply(&plan);
    let after = contents(&scene.account);
    let gone: Vec<_> = before.into_iter().filter(|found| !after.contains(found)).collect();
    assert!(gone.contains(&of_nodes), "{gone:?}");
    let is_instance = |(kind, _): &&(Kind, CloudId)| *kind == Kind::StandaloneInstance;
    assert_eq!(gone.iter().filter(is_instance).count(), 1, "{gone:?}");
}

#[test]
fn an_interface_in_the_default_group_of_the_vpc_does_not_keep_the_cluster() {
    let scene = Scene::new();
    let vpc = scene.account.resources().into_iter().find(
        |found| matches!(&found.resource, Resource::Vpc(vpc) if vpc.tags.get("Name").is_some_and(|name| name == NAME)),
    );
    let group = SecurityGroup {
        vpc: vpc.expect("the cluster's").id.as_str().into(),
        name: "default".into(),
        description: Some("default VPC security group".into()),
        tags: Tags::new(),
    };
    scene.place("sg-default", group);
    let owned = format!("kubernetes.io/cluster/{NAME}");
    let interface = NetworkInterface {
        subnet: scene.subnet.as_str().into(),
        security_groups: vec!["sg-default".into()],
        tags: tags([(&owned, "owned")]),
        ..NetworkInterface::default()
    };
    scene.place("eni-default", interface);
    let plan = scene.deletion(&["*"]);
    assert!(place(&plan, "eni-default") < place(&plan, scene.subnet.as_str()));
    scene.apply(&plan);
    assert_eq!(contents(&scene.account), scene.others);
}

#[test]
fn persistent_volumes_and_snapshots_stay_unless_they_are_named() {
    let scene = Scene::new();
    let plan = scene.deletion(&[]);
    let kept: Vec<_> = plan.kept.iter().map(|kept| (kept.resource.to_string(), kept.until.clone())).collect();
    let expected = |name: &str| (name.to_owned(), format!("`--allow {name}`"));
    assert_eq!(kept, [expected("volume/pvc-1"), expected("volume-snapshot/snap-pvc")]);
    assert!(plan.to_string().contains("--allow volume/pvc-1"), "{plan}");
    assert_eq!(scene.deletion(&["vol-pvc"]).kept.len(), 1);

    // The option of a saved plan is looked at again.
    let mut edited = scene.deletion(&["volume/pvc-1"]);
    edited.options.allow.clear();
    match block_on(scene.engine().apply(&edited).into_future()) {
        Err(Error::PlanNotAllowed(violations)) => {
            let until = "`--allow volume/pvc-1`".to_owned();
            assert_eq!(violations.iter().map(|found| &found.rule).collect::<Vec<_>>(), [&Rule::NotAllowed { until }]);
        }
        other => panic!("{other:?}"),
    }

    scene.apply(&plan);
    let mut expected = scene.others.clone();
    expected.extend([(Kind::Volume, "vol-pvc".into()), (Kind::VolumeSnapshot, "snap-pvc".into())]);
    expected.sort();
    assert_eq!(contents(&scene.account), expected);
    let rest = scene.deletion(&["*"]);
    assert_eq!(rest.steps.len(), 2);
    scene.apply(&rest);
    assert_eq!(contents(&scene.account), scene.others);
}

#[test]
fn an_update_neither_lists_nor_deletes_what_nodes_and_controllers_made() {
    let scene = Scene::new();
    let options = PlanOptions { prune: true, allow: ["*".to_owned()].into(), ..PlanOptions::default() };
    let plan = block_on(scene.engine().plan_with(&scene.spec, &options)).expect("plans").plan;
    let deletes = plan.steps.iter().filter(|step| matches!(step.action, Action::Delete { .. })).count();
    assert_eq!((deletes, plan.kept.len()), (0, 0), "{plan}");
    let plan = block_on(scene.engine().plan(&scene.spec)).expect("plans").plan;
    assert!(!plan.calls.contains_key("DescribeInstances"), "{:?}", plan.calls);
}

#[test]
fn a_deletion_that_was_cut_after_any_step_is_continued() {
    let scene = Scene::new();
    let steps = u32::try_from(scene.deletion(&["*"]).steps.len()).expect("few");
    for cut in (1..steps).step_by(3) {
        let scene = Scene {
            account: scene.account.copy(),
            spec: scene.spec.clone(),
            subnet: scene.subnet.clone(),
            nodes: scene.nodes.clone(),
            others: scene.others.clone(),
        };
        let cloud = FaultInjecting::new(scene.account.clone()).cut_after(cut);
        let clock = kops_core::apply::SimulatedClock::default();
        let engine = Engine::builder(cloud).clock(clock).build();
        let allow = BTreeSet::from(["*".to_owned()]);
        let plan = block_on(engine.plan_deletion_with(&scene.spec, &allow)).expect("plans");
        block_on(engine.apply(&plan).into_future()).expect_err("is cut");
        scene.apply(&scene.deletion(&["*"]));
        assert_eq!(contents(&scene.account), scene.others, "cut after {cut}");
    }
}

#[test]
fn the_account_refuses_to_delete_what_is_still_used() {
    let scene = Scene::new();
    let found = |kind: Kind, id: &str| {
        let mut found = scene.account.resources().into_iter();
        found.find(|found| found.resource.kind() == kind && found.id.as_str() == id).expect("is there").resource
    };
    let delete = |kind: Kind, id: &str| {
        let action = BoundAction::Delete { id: id.into(), current: found(kind, id) };
        let step = BoundStep { cluster: NAME.into(), resource: ResourceId::new(kind, id), token: id.into(), action };
        block_on(scene.account.execute(&step)).map(drop).map_err(|error| (error.kind, error.code.unwrap_or_default()))
    };
    let refused = |code: &str| Err((ErrorKind::InUse, code.to_owned()));
    assert_eq!(delete(Kind::NetworkInterface, "eni-attached"), refused("InvalidNetworkInterface.InUse"));
    assert_eq!(delete(Kind::SecurityGroup, "sg-other"), refused("DependencyViolation"));
    assert_eq!(delete(Kind::Subnet, "subnet-other"), refused("DependencyViolation"));
    assert_eq!(delete(Kind::Vpc, "vpc-other"), refused("DependencyViolation"));
    assert_eq!(delete(Kind::StandaloneInstance, "i-karpenter"), Ok(()));
    let is_gone = || {
        block_on(scene.account.probe(Kind::StandaloneInstance, &"i-karpenter".into())).expect("answers")
            == Readiness::Gone
    };
    assert!((0..9).any(|_| is_gone()), "the instance is terminated");
    assert_eq!(delete(Kind::NetworkInterface, "eni-attached"), Ok(()));
    let action = BoundAction::Create { desired: found(Kind::NetworkInterface, "eni-cni") };
    let step = BoundStep {
        cluster: NAME.into(),
        resource: ResourceId::new(Kind::NetworkInterface, "a"),
        token: "new".into(),
        action,
    };
    assert_eq!(block_on(scene.account.execute(&step)).expect_err("no step creates one").kind, ErrorKind::Invalid);
}
