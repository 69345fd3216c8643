//! What nodes and controllers of a cluster made beside its spec goes with the cluster, and what others made stays.

use aws_sdk_ec2::types::{
    GatewayType, IpPermission, ResourceType, Tag, TagSpecification, UserIdGroupPair, VpcEndpointType,
};
use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, FixedResponseActionConfig, LoadBalancerSchemeEnum, LoadBalancerTypeEnum, ProtocolEnum,
    Tag as BalancerTag,
};
use kops_core::cloud::{Cloud, Scope, Snapshot};
use kops_core::graph::Graph;
use kops_core::plan::{Action as Step, PlanOptions};
use kops_core::resource::Kind;

use crate::clusters::{graph, on_moto, small, step};
use crate::network::inventory;
use crate::server::{IMAGE, Moto};

pub(crate) fn tagged<const N: usize>(kind: ResourceType, pairs: [(&str, &str); N]) -> TagSpecification {
    let tags = pairs.map(|(key, value)| Tag::builder().key(key).value(value).build());
    TagSpecification::builder().resource_type(kind).set_tags(Some(tags.into())).build()
}

/// Everything in a subnet that a cluster could leave, with the cluster's tags.
async fn place_leftovers(moto: &Moto, cluster: &str, vpc: &str, subnet: &str, zone: &str) {
    let (ec2, elbv2) = (moto.ec2(), moto.elbv2());
    let owned = format!("kubernetes.io/cluster/{cluster}");
    let tags = tagged(ResourceType::Instance, [(&owned, "owned"), ("karpenter.sh/nodepool", "default")]);
    let request = ec2.run_instances().image_id(IMAGE).min_count(1).max_count(1).subnet_id(subnet);
    request.tag_specifications(tags).send().await.expect("an instance");
    let tags = tagged(ResourceType::NetworkInterface, [("cluster.k8s.amazonaws.com/name", cluster)]);
    let request = ec2.create_network_interface().subnet_id(subnet).description("aws-K8S-i-gone");
    request.tag_specifications(tags).send().await.expect("an interface");
    let tags = tagged(ResourceType::SecurityGroup, [("elbv2.k8s.aws/cluster", cluster)]);
    let request = ec2.create_security_group().group_name("k8s-web-shop").description("web").vpc_id(vpc);
    let group = request.tag_specifications(tags).send().await.expect("a group").group_id.expect("an id");
    // Names are unique in an account.
    let name = format!("k8s-{}", cluster.split('.').next().unwrap_or_default());
    let tag = || BalancerTag::builder().key("elbv2.k8s.aws/cluster").value(cluster).build();
    let request = elbv2.create_load_balancer().name(&name).r#type(LoadBalancerTypeEnum::Application);
    let request = request.scheme(LoadBalancerSchemeEnum::Internal).subnets(subnet).security_groups(group).tags(tag());
    let balancers = request.send().await.expect("a load balancer").load_balancers.expect("an answer");
    let answer = FixedResponseActionConfig::builder().status_code("404").build();
    let answer = Action::builder().r#type(ActionTypeEnum::FixedResponse).fixed_response_config(answer).build();
    let request = elbv2.create_listener().load_balancer_arn(balancers[0].load_balancer_arn().expect("an ARN"));
    let request = request.port(80).protocol(ProtocolEnum::Http).default_actions(answer);
    request.send().await.expect("a listener");
    let request = elbv2.create_target_group().name(&name).vpc_id(vpc).protocol(ProtocolEnum::Http).port(80);
    request.tags(tag()).send().await.expect("a target group");
    let tags = |kind| tagged(kind, [("KubernetesCluster", cluster), (&owned, "owned"), ("CSIVolumeName", "pvc-1")]);
    let request = ec2.create_volume().availability_zone(zone).size(8).tag_specifications(tags(ResourceType::Volume));
    let volume = request.send().await.expect("a volume").volume_id.expect("an id");
    let request = ec2.create_snapshot().volume_id(volume).tag_specifications(tags(ResourceType::Snapshot));
    request.send().await.expect("a snapshot");
}

/// What of these kinds an account holds, by id.
async fn held(moto: &Moto) -> Vec<String> {
    let ec2 = moto.ec2();
    let interfaces = ec2.describe_network_interfaces().send().await.expect("is read");
    // moto keeps the interfaces of instances that are gone.
    let of_networking = |description: Option<&str>| description.is_some_and(|text| text.starts_with("aws-K8S"));
    let interfaces = interfaces.network_interfaces.unwrap_or_default().into_iter();
    let interfaces = interfaces.filter(|interface| of_networking(interface.description()));
    let snapshots = ec2.describe_snapshots().owner_ids("self").send().await.expect("is read");
    let snapshots = snapshots.snapshots.unwrap_or_default().into_iter();
    let instances = ec2.describe_instances().send().await.expect("is read");
    let instances =
        instances.reservations.unwrap_or_default().into_iter().flat_map(|r| r.instances.unwrap_or_default());
    let live = instances.filter(|instance| {
        instance.state().and_then(|state| state.name()).is_some_and(|name| name.as_str() != "terminated")
    });
    let balancers = moto.elbv2().describe_load_balancers().send().await.expect("is read");
    let groups = moto.elbv2().describe_target_groups().send().await.expect("is read");
    let mut found: Vec<String> = interfaces
        .filter_map(|interface| interface.network_interface_id)
        .chain(snapshots.filter_map(|snapshot| snapshot.snapshot_id))
        .chain(live.filter_map(|instance| instance.instance_id))
        .chain(balancers.load_balancers.unwrap_or_default().into_iter().filter_map(|b| b.load_balancer_arn))
        .chain(groups.target_groups.unwrap_or_default().into_iter().filter_map(|g| g.target_group_arn))
        .collect();
    found.extend(inventory(moto).await);
    found.sort();
    found
}

/// The id of the first resource of a kind.
fn first(snapshot: &Snapshot, kind: Kind) -> String {
    let mut of_kind = snapshot.resources.iter().filter(|found| found.resource.kind() == kind);
    of_kind.next().expect("is there").id.0.clone()
}

#[tokio::test]
async fn what_a_cluster_leaves_is_deleted_with_it() {
    let Some(moto) = Moto::start() else { return };
    // So that moto has laid out EC2 before the first call that is not repeated.
    moto.reset();
    moto.hosted_zone("example.com").await;
    let ec2 = moto.ec2();
    // Another cluster's, which stay.
    let vpc = ec2.create_vpc().cidr_block("10.99.0.0/16").send().await.expect("a VPC").vpc.expect("an answer");
    let request = ec2.create_subnet().vpc_id(vpc.vpc_id().expect("an id")).cidr_block("10.99.0.0/24");
    let subnet = request.send().await.expect("a subnet").subnet.expect("an answer");
    let (vpc_id, subnet_id) = (vpc.vpc_id().expect("an id"), subnet.subnet_id().expect("an id"));
    place_leftovers(&moto, "other.example.com", vpc_id, subnet_id, "us-east-2a").await;
    let before = held(&moto).await;

    let graph = graph(&on_moto(&moto).cloud, &small().spec()).await;
    let scope = Scope { occupants: true, ..Scope::of(&graph) };
    let world = step(on_moto(&moto), &graph, &scope, &PlanOptions::default(), &mut Vec::new()).await;
    let snapshot = world.cloud.observe(&scope).await.expect("the account answers");
    let id = |kind| first(&snapshot, kind);
    place_leftovers(&moto, &graph.cluster, &id(Kind::Vpc), &id(Kind::Subnet), "us-east-2a").await;

    let nothing = Graph { nodes: Default::default(), ..graph };
    let retains = world.plan(&nothing, &scope, &PlanOptions::delete_cluster()).await.expect("a plan");
    let kept: Vec<Kind> = retains.kept.iter().map(|kept| kept.resource.kind).collect();
    assert_eq!(kept, [Kind::Volume, Kind::VolumeSnapshot]);
    let all = PlanOptions { allow: ["*".to_owned()].into(), ..PlanOptions::delete_cluster() };
    let plan = world.plan(&nothing, &scope, &all).await.expect("a plan");
    for kind in [Kind::StandaloneInstance, Kind::NetworkInterface, Kind::VolumeSnapshot, Kind::TargetGroup] {
        let deletes =
            |step: &&kops_core::plan::Step| step.resource.kind == kind && matches!(step.action, Step::Delete { .. });
        assert!(plan.steps.iter().any(|step| deletes(&step)), "{kind} is deleted");
    }
    step(world, &nothing, &scope, &all, &mut Vec::new()).await;
    assert_eq!(held(&moto).await, before);
}

#[tokio::test]
async fn what_others_made_in_the_network_of_a_cluster_keeps_it_from_being_deleted() {
    let Some(moto) = Moto::start() else { return };
    moto.reset();
    moto.hosted_zone("example.com").await;
    let graph = graph(&on_moto(&moto).cloud, &small().spec()).await;
    let scope = Scope { occupants: true, ..Scope::of(&graph) };
    let world = step(on_moto(&moto), &graph, &scope, &PlanOptions::default(), &mut Vec::new()).await;
    let snapshot = world.cloud.observe(&scope).await.expect("the account answers");
    let of_others: Vec<_> = snapshot.occupants.iter().filter(|there| there.part_of.is_none()).collect();
    assert!(of_others.is_empty(), "instances of groups only: {of_others:?}");
    let id = |kind| first(&snapshot, kind);

    let (ec2, vpc) = (moto.ec2(), id(Kind::Vpc));
    let other = ec2.create_vpc().cidr_block("10.99.0.0/16").send().await.expect("a VPC").vpc.expect("an answer");
    let other = other.vpc_id().expect("an id");
    let request = ec2.create_vpc_peering_connection().vpc_id(other).peer_vpc_id(&vpc).send();
    let peering = request.await.expect("a connection").vpc_peering_connection;
    let peering = peering.and_then(|connection| connection.vpc_peering_connection_id).expect("an id");
    let request = ec2.accept_vpc_peering_connection().vpc_peering_connection_id(&peering).send();
    request.await.expect("is accepted");
    let table = ec2.create_route_table().vpc_id(&vpc).send().await.expect("a route table").route_table;
    let acl = ec2.create_network_acl().vpc_id(&vpc).send().await.expect("a network ACL").network_acl;
    let request = ec2.create_vpc_endpoint().vpc_id(&vpc).vpc_endpoint_type(VpcEndpointType::Gateway);
    let request = request.service_name("com.amazonaws.us-east-2.s3").send();
    let endpoint = request.await.expect("an endpoint").vpc_endpoint;
    let gateway = ec2.create_vpn_gateway().r#type(GatewayType::Ipsec1).send().await.expect("a VPN gateway").vpn_gateway;
    let gateway = gateway.and_then(|gateway| gateway.vpn_gateway_id).expect("an id");
    ec2.attach_vpn_gateway().vpn_gateway_id(&gateway).vpc_id(&vpc).send().await.expect("is attached");
    // The group of a database in a network of its own, which lets the nodes in.
    let request = ec2.create_security_group().group_name("database").description("database").vpc_id(other);
    let database = request.send().await.expect("a group").group_id.expect("an id");
    let nodes = UserIdGroupPair::builder().group_id(id(Kind::SecurityGroup)).build();
    let nodes = IpPermission::builder().ip_protocol("tcp").from_port(5432).to_port(5432).user_id_group_pairs(nodes);
    let nodes = nodes.build();
    let request = ec2.authorize_security_group_ingress().group_id(&database).ip_permissions(nodes.clone());
    request.send().await.expect("a rule");
    let request = ec2.authorize_security_group_egress().group_id(&database).ip_permissions(nodes);
    request.send().await.expect("a rule");

    let expected = [
        ("route table", table.and_then(|table| table.route_table_id), &vpc),
        ("network ACL", acl.and_then(|acl| acl.network_acl_id), &vpc),
        ("VPC endpoint (com.amazonaws.us-east-2.s3)", endpoint.and_then(|endpoint| endpoint.vpc_endpoint_id), &vpc),
        ("VPC peering connection", Some(peering), &vpc),
        ("virtual private gateway", Some(gateway), &vpc),
        ("security group", Some(database), &id(Kind::SecurityGroup)),
    ]
    .map(|(what, id, uses)| (what.to_owned(), id.expect("an id"), vec![uses.clone()]));
    let seen = world.cloud.observe(&scope).await.expect("the account answers").occupants.into_iter();
    let seen = seen.filter(|there| there.part_of.is_none());
    let mut seen: Vec<_> =
        seen.map(|there| (there.what, there.id.0, there.uses.into_iter().map(|id| id.0).collect::<Vec<_>>())).collect();
    let mut sorted = expected.to_vec();
    seen.sort();
    sorted.sort();
    assert_eq!(seen, sorted);

    let nothing = Graph { nodes: Default::default(), ..graph };
    let refused = world.plan(&nothing, &scope, &PlanOptions::delete_cluster()).await.expect_err("is in use");
    for (what, id, _) in expected {
        assert!(refused.contains(&format!("the {what} `{id}`")), "{what}: {refused}");
    }
}
