//! Another cluster in the subnets of one that is to be deleted or pruned.

use futures::executor::block_on;
use kops_core::resource::{Kind, NetworkLoadBalancer, Resource, Subnet, SubnetMapping};
use kops_core::spec::Objects;
use kops_core::{Engine, Error, Plan, PlanOptions, Spec, sim::Account};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

#[test]
fn a_cluster_is_not_deleted_while_another_one_is_in_its_subnets() {
    let account = Account::from_json(ACCOUNT).expect("an account");
    let engine = Engine::simulated(account.clone());
    let objects = Objects::from_yaml("spec.yml", SPEC).expect("a spec");
    block_on(engine.create(&objects)).expect("is new");
    let spec = || block_on(engine.load(NAME)).expect("is stored");
    let plan = block_on(engine.plan(&spec())).expect("plans").plan;
    let apply = |plan: &Plan| block_on(engine.apply(plan).into_future());
    apply(&plan).expect("is applied");

    let deletion = block_on(engine.plan_deletion(&spec())).expect("nobody else is there").plan;
    let subnet = account.resources().into_iter().find_map(|found| match found.resource {
        Resource::Subnet(Subnet { tags: Some(tags), .. }) if tags.get("KubernetesCluster")? == NAME => Some(found.id),
        _ => None,
    });
    let subnet = subnet.expect("a subnet of the cluster's");
    let theirs = NetworkLoadBalancer {
        name: "guest".into(),
        internal: true,
        subnets: vec![SubnetMapping { subnet: subnet.as_str().into(), ..SubnetMapping::default() }],
        tags: [("KubernetesCluster".to_owned(), "guest.example.com".to_owned())].into(),
        ..NetworkLoadBalancer::default()
    };
    let id = "arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/guest/0123456789abcdef";
    account.place(id, theirs).expect("can stand there");
    let before = account.resources();

    let Err(Error::Plan { errors, .. }) = block_on(engine.plan_deletion(&spec())) else { panic!("would be deleted") };
    let expected = format!(
        "the subnet `{subnet}` cannot be deleted: it is still used by the network load balancer `{id}` of `guest.example.com`"
    );
    assert!(errors.to_string().contains(&expected), "{errors}");
    // A plan that was made before the other cluster came is refused as well.
    let Err(Error::PlanNotAllowed(violations)) = apply(&deletion) else { panic!("is applied") };
    assert!(violations.iter().any(|violation| violation.to_string().contains("guest.example.com")), "{violations:?}");
    assert_eq!(account.resources(), before);
}

const OWNER: &str = include_str!("../scenarios/public/cluster.yml");
const OWNERS_ACCOUNT: &str = include_str!("../scenarios/public/account.json");

/// Two clusters in an account: the guest's instances are in the subnet of the owner.
fn owner_and_guest() -> (Account, Engine, Spec, Spec) {
    let account = Account::from_json(OWNERS_ACCOUNT).expect("an account");
    let engine = Engine::simulated(account.clone());
    let make = |text: &str| {
        let spec = Spec::from_yaml("cluster.yml", text).expect("a spec");
        let plan = block_on(engine.plan(&spec)).expect("plans").plan;
        block_on(engine.apply(&plan).into_future()).expect("is applied");
        spec
    };
    let owner = make(OWNER);
    let id = |kind: Kind| {
        let mut found = account.resources().into_iter();
        found.find(|found| found.resource.kind() == kind).expect("is there").id.0
    };
    let guest = OWNER
        .replace("public.example.com", "guest.example.com")
        .replace("  networkCIDR: 10.10.0.0/16", &format!("  networkID: {}", id(Kind::Vpc)))
        .replace("  - cidr: 10.10.32.0/19\n", &format!("  - id: {}\n", id(Kind::Subnet)));
    let guest = make(&guest);
    (account, engine, owner, guest)
}

#[test]
fn the_owner_of_shared_subnets_is_not_deleted_before_its_guest() {
    let (account, engine, owner, guest) = owner_and_guest();
    let before = account.resources();
    let Err(Error::Plan { errors, .. }) = block_on(engine.plan_deletion(&owner)) else { panic!("would be deleted") };
    let text = errors.to_string();
    assert!(text.contains("the subnet `subnet-") && text.contains("of `guest.example.com`"), "{text}");
    assert_eq!(account.resources(), before);

    let deletion = block_on(engine.plan_deletion(&guest)).expect("nobody is in its network").plan;
    block_on(engine.apply(&deletion).into_future()).expect("is applied");
    let deletion = block_on(engine.plan_deletion(&owner)).expect("the guest is gone").plan;
    block_on(engine.apply(&deletion).into_future()).expect("is applied");
}

#[test]
fn a_cluster_is_not_deleted_while_something_is_attached_to_its_vpc() {
    for (id, what) in
        [("vpce-1", "VPC endpoint"), ("pcx-1", "VPC peering connection"), ("vgw-1", "virtual private gateway")]
    {
        let account = Account::from_json(OWNERS_ACCOUNT).expect("an account");
        let engine = Engine::simulated(account.clone());
        let spec = Spec::from_yaml("cluster.yml", OWNER).expect("a spec");
        let apply = |plan: &Plan| block_on(engine.apply(plan).into_future());
        apply(&block_on(engine.plan(&spec)).expect("plans").plan).expect("is applied");
        let deletion = block_on(engine.plan_deletion(&spec)).expect("nothing is attached").plan;
        let mut vpcs = account.resources().into_iter().filter(|found| found.resource.kind() == Kind::Vpc);
        let vpc = vpcs.next().expect("is there").id;
        let account = account.with_attachment(id, vpc.as_str());
        let before = account.resources();

        let Err(Error::Plan { errors, .. }) = block_on(engine.plan_deletion(&spec)) else { panic!("goes with {id}") };
        let expected = format!("the VPC `{vpc}` cannot be deleted: it is still used by the {what} `{id}`");
        assert!(errors.to_string().contains(&expected), "{errors}");
        // A plan that was made before it came is refused as well.
        let Err(Error::PlanNotAllowed(violations)) = apply(&deletion) else { panic!("is applied with {id}") };
        assert!(violations.iter().any(|violation| violation.to_string().contains(id)), "{violations:?}");
        assert_eq!(account.resources(), before);
    }
}

#[test]
fn a_group_and_its_subnet_are_pruned_in_one_run() {
    let account = Account::from_json(OWNERS_ACCOUNT).expect("an account");
    let engine = Engine::simulated(account.clone());
    let more = OWNER.replace(
        "  topology:\n",
        "  - {cidr: 10.10.64.0/19, name: extra, type: Public, zone: eu-west-1b}\n  topology:\n",
    ) + "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  labels: {kops.k8s.io/cluster: public.example.com}\n  name: extra\nspec: {machineType: t3.large, maxSize: 1, minSize: 1, role: Node, subnets: [extra]}\n";
    let options = PlanOptions::default();
    for (text, options) in [(more.as_str(), &options), (OWNER, &PlanOptions { prune: true, ..options.clone() })] {
        let spec = Spec::from_yaml("cluster.yml", text).expect("a spec");
        let plan = block_on(engine.plan_with(&spec, options)).expect("plans").plan;
        assert!(plan.kept.is_empty(), "{plan}");
        block_on(engine.apply(&plan).into_future()).expect("is applied");
    }
    let subnets = account.resources().into_iter().filter(|found| found.resource.kind() == Kind::Subnet).count();
    assert_eq!(subnets, 1);
}
