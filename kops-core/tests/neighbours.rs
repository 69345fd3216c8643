//! Another cluster in the subnets of one that is to be deleted.

use futures::executor::block_on;
use kops_core::resource::{NetworkLoadBalancer, Resource, Subnet, SubnetMapping};
use kops_core::spec::Objects;
use kops_core::{Engine, Error, Plan, sim::Account};

const NAME: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../examples/fairwinds/account.json");

#[test]
fn a_cluster_is_not_deleted_while_another_one_is_in_its_subnets() {
    let account = Account::from_json(ACCOUNT).expect("an account");
    let engine = Engine::simulated(account.clone());
    let objects = Objects::from_yaml("spec.yml", SPEC).expect("a spec");
    block_on(engine.create(&objects)).expect("is new");
    let spec = || block_on(engine.load(NAME)).expect("is stored");
    let plan = block_on(engine.plan(&spec())).expect("plans").plan;
    let apply = |plan: &Plan| block_on(engine.apply(plan).into_future());
    apply(&plan).expect("is carried out");

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
    let Err(Error::PlanNotAllowed(violations)) = apply(&deletion) else { panic!("is carried out") };
    assert!(violations.iter().any(|violation| violation.to_string().contains("guest.example.com")), "{violations:?}");
    assert_eq!(account.resources(), before);
}
