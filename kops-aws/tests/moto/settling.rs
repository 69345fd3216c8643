//! What AWS shows or takes only a while after it was made, and what is gone by the time that it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aws_sdk_ec2::types::Filter;
use aws_sdk_elasticloadbalancingv2::types::{LoadBalancerSchemeEnum, LoadBalancerTypeEnum};
use kops_aws::Aws;
use kops_core::cloud::{BoundAction, BoundStep, Cloud as _, ErrorKind, Readiness, Scope};
use kops_core::facts::FactsQuery;
use kops_core::resource::{
    AutoscalingGroup, CloudId, DhcpOptions, ElasticIp, Field, InternetGateway, Kind, Output, Outputs, Resource,
    ResourceId, Route, RouteTableAssociation, RouteTarget, Subnet, Tags, Volume, Vpc, VpcCidrBlock,
};

use crate::errors::ec2_form;
use crate::network;
use crate::server::{Moto, config_at};
use crate::wire::{Fate, Request, Wire};

const CLUSTER: &str = "demo.example.com";

fn creation(resource: impl Into<Resource>) -> BoundStep {
    let resource = resource.into();
    BoundStep {
        cluster: CLUSTER.to_owned(),
        resource: ResourceId::new(resource.kind(), "it"),
        token: format!("token of the {}", resource.kind()),
        action: BoundAction::Create { desired: resource },
    }
}

fn tags() -> Tags {
    Tags::from([("Name".to_owned(), "it".to_owned()), ("KubernetesCluster".to_owned(), CLUSTER.to_owned())])
}

/// Takes what is made, but lists nothing of it, and does not find it for the first call that follows.
fn lagging(moto: &Moto) -> Wire {
    let asked = Mutex::new(BTreeSet::new());
    Wire::start(moto.url(), move |request| {
        let operation = request.operation();
        let follows = ["ModifyVpcAttribute", "AttachInternetGateway", "ModifySubnetAttribute"];
        if operation.starts_with("Describe") {
            Fate::Answered(200, format!("<{operation}Response></{operation}Response>"))
        } else if follows.contains(&operation.as_str()) && asked.lock().expect("no panic").insert(operation) {
            let missing = "<Error><Code>InvalidID.NotFound</Code><Message>It does not exist</Message></Error>";
            Fate::Answered(400, format!("<Response><Errors>{missing}</Errors></Response>"))
        } else {
            Fate::Pass
        }
    })
}

/// Makes something in two tries, the first of which comes too early, and returns its id.
async fn made(aws: &Aws, resource: impl Into<Resource>) -> String {
    let step = creation(resource);
    let early = aws.execute(&step).await.expect_err("is not seen yet");
    assert_eq!(early.kind, ErrorKind::NotFound, "{early:?}");
    aws.execute(&step).await.expect("is made").outputs[&Output::Id].clone()
}

#[tokio::test]
async fn what_aws_does_not_show_yet_is_not_made_again() {
    let Some(moto) = Moto::start() else { return };
    let wire = lagging(&moto);
    let aws = Aws::new(&config_at(wire.url()));
    let vpc = Vpc { cidr: Some("10.0.0.0/16".into()), dns_support: Some(true), tags: tags(), ..Vpc::default() };
    let vpc = made(&aws, vpc).await;
    made(&aws, InternetGateway { vpc: vpc.as_str().into(), tags: tags() }).await;
    let subnet = Subnet {
        vpc: vpc.as_str().into(),
        cidr: Some("10.0.0.0/24".into()),
        resource_name_a: Some(true),
        tags: Some(tags()),
        ..Subnet::default()
    };
    made(&aws, subnet).await;

    let ours = || Filter::builder().name("tag:Name").values("it").build();
    let vpcs = moto.ec2().describe_vpcs().filters(ours()).send().await.expect("is read");
    let gateways = moto.ec2().describe_internet_gateways().filters(ours()).send().await.expect("is read");
    let subnets = moto.ec2().describe_subnets().filters(ours()).send().await.expect("is read");
    assert_eq!((vpcs.vpcs().len(), gateways.internet_gateways().len(), subnets.subnets().len()), (1, 1, 1));
}

/// Loses the first call that writes, or its answer, and lists nothing for so many looks after that.
fn losing(moto: &Moto, fate: Fate, blind: usize) -> Wire {
    let (is_lost, looks) = (AtomicBool::new(false), AtomicUsize::new(0));
    Wire::start(moto.url(), move |request| {
        let operation = request.operation();
        if request.writes() {
            return if is_lost.swap(true, Ordering::SeqCst) { Fate::Pass } else { fate.clone() };
        }
        if is_lost.load(Ordering::SeqCst) && looks.fetch_add(1, Ordering::SeqCst) < blind {
            return Fate::Answered(200, format!("<{operation}Response></{operation}Response>"));
        }
        Fate::Pass
    })
}

#[tokio::test]
async fn what_may_have_been_made_without_an_answer_is_looked_for_before_it_is_made_again() {
    let Some(moto) = Moto::start() else { return };
    for (fate, blind, tries) in [(Fate::LostAfter, 2, 3), (Fate::LostBefore, 0, 4)] {
        moto.reset();
        let vpc = Vpc { cidr: Some("10.0.0.0/16".into()), tags: tags(), ..Vpc::default() };
        let options = DhcpOptions { domain_name: Some("example.com".into()), tags: tags(), ..DhcpOptions::default() };
        let address = ElasticIp { tags: tags(), ..ElasticIp::default() };
        for step in [creation(vpc), creation(options), creation(address)] {
            let wire = losing(&moto, fate.clone(), blind);
            let aws = Aws::new(&config_at(wire.url()));
            let lost = aws.execute(&step).await.expect_err("has no answer");
            assert_eq!(lost.kind, ErrorKind::Network, "{lost:?}");
            settled(&aws, &step, tries).await;
        }
        let (ec2, ours) = (moto.ec2(), || Filter::builder().name("tag:Name").values("it").build());
        let vpcs = ec2.describe_vpcs().filters(ours()).send().await.expect("is read");
        let options = ec2.describe_dhcp_options().filters(ours()).send().await.expect("is read");
        let addresses = ec2.describe_addresses().filters(ours()).send().await.expect("is read");
        let made = (vpcs.vpcs().len(), options.dhcp_options().len(), addresses.addresses().len());
        assert_eq!(made, (1, 1, 1), "{fate:?}");
    }
}

/// A VPC with a further range and an IPv6 range, as they are listed in these states; one without a state is not listed.
fn vpc_with(ipv4: &str, ipv6: &str) -> String {
    let block = |set: &str, kind: &str, range: &str, state: &str| match state {
        "" => String::new(),
        state => format!(
            "<{set}><item><associationId>vpc-cidr-assoc-1</associationId><{kind}>{range}</{kind}>\
             <{kind}State><state>{state}</state></{kind}State></item></{set}>"
        ),
    };
    format!(
        "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock>{}{}</item></vpcSet>\
         </DescribeVpcsResponse>",
        block("cidrBlockAssociationSet", "cidrBlock", "10.1.0.0/16", ipv4),
        block("ipv6CidrBlockAssociationSet", "ipv6CidrBlock", "2600:1f16:abc:de00::/56", ipv6),
    )
}

/// A server that gives these answers to the calls that describe, one after the other, and one answer to every other call. Counts the other
/// calls.
fn describing(answers: impl IntoIterator<Item = String>, other: &str) -> (Wire, Arc<Mutex<usize>>) {
    let left = Mutex::new(answers.into_iter().collect::<Vec<_>>().into_iter());
    let (others, other) = (Arc::new(Mutex::new(0)), other.to_owned());
    let seen = others.clone();
    let wire = Wire::start("", move |request| {
        if request.operation().starts_with("Describe") {
            return Fate::Answered(200, left.lock().expect("no panic").next().expect("one more answer"));
        }
        *seen.lock().expect("no panic") += 1;
        Fate::Answered(200, other.clone())
    });
    (wire, others)
}

/// Executes a step in so many tries, all but the last of which come too early, and returns what came of it.
async fn settled(aws: &Aws, step: &BoundStep, tries: usize) -> Outputs {
    for _ in 1..tries {
        let early = aws.execute(step).await.expect_err("is not there yet");
        assert_eq!(early.kind, ErrorKind::NotReady, "{early:?}");
    }
    aws.execute(step).await.expect("is there").outputs
}

#[tokio::test]
async fn a_range_is_there_once_it_is_associated_and_is_associated_once() {
    let associated = "<AssociateVpcCidrBlockResponse><cidrBlockAssociation><associationId>vpc-cidr-assoc-1</associationId>\
                      </cidrBlockAssociation></AssociateVpcCidrBlockResponse>";
    for (states, tries) in [
        (["disassociated", "associating", "associating", "associated"], 3),
        // Not seen even by the second try.
        (["disassociated", "disassociated", "disassociated", "associated"], 3),
    ] {
        let (wire, calls) = describing(states.map(|state| vpc_with(state, "")), associated);
        let step = creation(VpcCidrBlock { vpc: "vpc-1".into(), cidr: "10.1.0.0/16".into() });
        let made = settled(&Aws::new(&config_at(wire.url())), &step, tries).await;
        assert_eq!(made[&Output::Id], "vpc-cidr-assoc-1");
        assert_eq!(*calls.lock().expect("no panic"), 1, "{states:?}");
    }
}

/// The change of fields of a resource.
fn change(id: &str, current: impl Into<Resource>, desired: impl Into<Resource>, fields: &[&Field]) -> BoundStep {
    let desired = desired.into();
    BoundStep {
        cluster: CLUSTER.to_owned(),
        resource: ResourceId::new(desired.kind(), "it"),
        token: format!("token of the {}", desired.kind()),
        action: BoundAction::Update {
            id: id.into(),
            current: current.into(),
            desired,
            fields: fields.iter().map(|field| field.name.to_owned()).collect(),
        },
    }
}

#[tokio::test]
async fn a_vpc_gets_one_ipv6_range_though_it_is_not_seen_at_once() {
    let associated = "<AssociateVpcCidrBlockResponse><ipv6CidrBlockAssociation><associationId>vpc-cidr-assoc-1</associationId>\
         </ipv6CidrBlockAssociation></AssociateVpcCidrBlockResponse>";
    // The first try looks twice.
    let answers = ["", "", "", "associating", "associated"].map(|state| vpc_with("", state));
    let (wire, calls) = describing(answers, associated);
    let with = |ipv6: bool| Vpc { amazon_ipv6: Some(ipv6), ..Vpc::default() };
    let step = change("vpc-1", with(false), with(true), &[Vpc::AMAZON_IPV6]);
    let changed = settled(&Aws::new(&config_at(wire.url())), &step, 4).await;
    assert_eq!(changed[&Output::Ipv6Cidr], "2600:1f16:abc:de00::/56");
    assert_eq!(*calls.lock().expect("no panic"), 1);
}

#[tokio::test]
async fn a_subnet_gets_its_first_ipv6_range_once_and_waits_for_it() {
    let range = "2600:1f16:abc:de0a::/64";
    let association = |state: &str| {
        format!(
            "<associationId>subnet-cidr-assoc-1</associationId><ipv6CidrBlock>{range}</ipv6CidrBlock>\
             <ipv6CidrBlockState><state>{state}</state></ipv6CidrBlockState>"
        )
    };
    let described = |state: &str| {
        let set = match state {
            "" => String::new(),
            state => format!(
                "<ipv6CidrBlockAssociationSet><item>{}</item></ipv6CidrBlockAssociationSet>",
                association(state)
            ),
        };
        let subnet = format!("<item><subnetId>subnet-1</subnetId>{set}</item>");
        format!("<DescribeSubnetsResponse><subnetSet>{subnet}</subnetSet></DescribeSubnetsResponse>")
    };
    let answer = format!(
        "<AssociateSubnetCidrBlockResponse><ipv6CidrBlockAssociation>{}</ipv6CidrBlockAssociation>\
         </AssociateSubnetCidrBlockResponse>",
        association("associating")
    );
    for states in [["", "associating", "associated"], ["disassociated", "", "associated"]] {
        let (wire, calls) = describing(states.map(described), &answer);
        let desired = Subnet {
            ipv6_cidr: Some("/64#a".into()),
            ipv6_cidr_of: Some("2600:1f16:abc:de00::/56".into()),
            ..Subnet::default()
        };
        let step = change("subnet-1", Subnet::default(), desired, &[Subnet::IPV6_CIDR]);
        let changed = settled(&Aws::new(&config_at(wire.url())), &step, 3).await;
        assert_eq!(changed[&Output::Id], "subnet-1");
        assert_eq!(*calls.lock().expect("no panic"), 1, "{states:?}");
    }
}

#[tokio::test]
async fn what_is_there_already_but_not_seen_yet_is_looked_for_again() {
    let gateways = |attached: &str| {
        let gateway = format!("<item><internetGatewayId>igw-1</internetGatewayId>{attached}</item>");
        format!(
            "<DescribeInternetGatewaysResponse><internetGatewaySet>{gateway}</internetGatewaySet>\
             </DescribeInternetGatewaysResponse>"
        )
    };
    let tables = |parts: &str| {
        let table = format!("<item><routeTableId>rtb-1</routeTableId>{parts}</item>");
        format!("<DescribeRouteTablesResponse><routeTableSet>{table}</routeTableSet></DescribeRouteTablesResponse>")
    };
    let attached = "<attachmentSet><item><vpcId>vpc-1</vpcId><state>available</state></item></attachmentSet>";
    let route = "<routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId></item></routeSet>";
    let association = "<associationSet><item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId>\
                       <routeTableId>rtb-1</routeTableId><subnetId>subnet-1</subnetId></item></associationSet>";
    let to_internet = Route {
        route_table: "rtb-1".into(),
        destination: "0.0.0.0/0".into(),
        target: RouteTarget::InternetGateway("igw-1".into()),
    };
    let of_subnet = RouteTableAssociation { subnet: "subnet-1".into(), route_table: "rtb-1".into() };
    let gateway = InternetGateway { vpc: "vpc-1".into(), ..InternetGateway::default() };
    for (step, code, answers) in [
        (creation(gateway), "Resource.AlreadyAssociated", ["", attached].map(gateways)),
        (creation(to_internet), "RouteAlreadyExists", ["", route].map(tables)),
        (creation(of_subnet), "Resource.AlreadyAssociated", ["", association].map(tables)),
    ] {
        let left = Mutex::new(answers.into_iter());
        let wire = Wire::start("", move |request| match request.operation().as_str() {
            "CreateInternetGateway" => {
                let made = "<internetGateway><internetGatewayId>igw-1</internetGatewayId></internetGateway>";
                Fate::Answered(200, format!("<CreateInternetGatewayResponse>{made}</CreateInternetGatewayResponse>"))
            }
            operation if operation.starts_with("Describe") => {
                Fate::Answered(200, left.lock().expect("no panic").next().expect("one more answer"))
            }
            _ => Fate::Answered(400, ec2_form(code, "It is there already")),
        });
        settled(&Aws::new(&config_at(wire.url())), &step, 2).await;
    }
}

#[tokio::test]
async fn a_subnet_whose_tags_are_not_seen_yet_is_found_by_its_range() {
    let six = Subnet {
        ipv6_cidr: Some("/64#a".into()),
        ipv6_cidr_of: Some("2600:1f16:abc:de00::/56".into()),
        ..Subnet::default()
    };
    let four = Subnet { cidr: Some("10.0.0.0/24".into()), ..Subnet::default() };
    for (subnet, range) in [(four, "10.0.0.0/24"), (six, "2600:1f16:abc:de0a::/64")] {
        let wire = Wire::start("", move |request| match request.operation().as_str() {
            "CreateSubnet" => Fate::Answered(400, ec2_form("InvalidSubnet.Conflict", "conflicts with another subnet")),
            "DescribeSubnets" if request.form("Filter.2.Value.1") == range => {
                let found = "<item><subnetId>subnet-1</subnetId></item>";
                Fate::Answered(
                    200,
                    format!("<DescribeSubnetsResponse><subnetSet>{found}</subnetSet></DescribeSubnetsResponse>"),
                )
            }
            _ => Fate::LostBefore,
        });
        let step = creation(Subnet { vpc: "vpc-1".into(), ..subnet });
        let made = settled(&Aws::new(&config_at(wire.url())), &step, 1).await;
        assert_eq!(made[&Output::Id], "subnet-1", "{range}");
    }
}

#[tokio::test]
async fn a_volume_that_is_being_deleted_is_made_again() {
    let Some(moto) = Moto::start() else { return };
    let volume = Volume {
        zone: "us-east-2a".into(),
        size_gib: 20,
        volume_type: "gp3".into(),
        tags: tags(),
        ..Volume::default()
    };
    let step = creation(volume);
    let given: String =
        tags().iter().map(|(key, value)| format!("<item><key>{key}</key><value>{value}</value></item>")).collect();
    let described = format!(
        "<DescribeVolumesResponse><volumeSet><item><volumeId>vol-1</volumeId><status>deleting</status>\
         <tagSet>{given}</tagSet></item></volumeSet></DescribeVolumesResponse>"
    );
    // EC2 lists it for minutes, unless it is asked for those in use.
    let wire = Wire::start(moto.url(), move |request| {
        if request.operation() == "DescribeVolumes" && !request.mentions("in-use") {
            return Fate::Answered(200, described.clone());
        }
        Fate::Pass
    });
    let aws = Aws::new(&config_at(wire.url()));
    let made = aws.execute(&step).await.expect("is made").outputs;
    assert_ne!(made[&Output::Id], "vol-1");
    let again = Aws::new(&config_at(wire.url())).execute(&step).await.expect("is found").outputs;
    assert_eq!(made, again);
}

#[tokio::test]
async fn a_vpc_that_is_deleted_while_it_is_read_is_left_out() {
    let Some(moto) = Moto::start() else { return };
    let network = network::create(&moto).await;
    let wire = Wire::start(moto.url(), |request| match request.operation().as_str() {
        "DescribeVpcAttribute" => {
            Fate::Answered(400, ec2_form("InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist"))
        }
        _ => Fate::Pass,
    });
    let ids = BTreeMap::from([(Kind::Vpc, BTreeSet::from([CloudId::from(network.vpc.as_str())]))]);
    let scope = Scope { cluster: CLUSTER.to_owned(), ids, ..Scope::default() };
    let snapshot = Aws::new(&config_at(wire.url())).observe(&scope).await.expect("is read");
    let kinds: BTreeSet<Kind> = snapshot.resources.iter().map(|found| found.resource.kind()).collect();
    assert!(!kinds.contains(&Kind::Vpc) && kinds.contains(&Kind::InternetGateway), "{kinds:?}");
}

#[tokio::test]
async fn a_range_that_a_vpc_had_is_no_fact_of_it() {
    let Some(moto) = Moto::start() else { return };
    let network = network::create(&moto).await;
    for (state, expected) in
        [("disassociated", &[][..]), ("associating", &["10.1.0.0/16"]), ("associated", &["10.1.0.0/16"])]
    {
        let described = vpc_with(state, "").replace("vpc-1<", &format!("{}<", network.vpc));
        let wire = Wire::start(moto.url(), move |request| match request.operation().as_str() {
            "DescribeVpcs" => Fate::Answered(200, described.clone()),
            _ => Fate::Pass,
        });
        let query = FactsQuery { vpcs: vec![network.vpc.clone()], ..FactsQuery::default() };
        let facts = Aws::new(&config_at(wire.url())).facts(&query).await.expect("are read");
        assert_eq!(facts.network.vpcs[&network.vpc].additional_cidrs, expected, "{state}");
    }
}

/// Executes a step where no autoscaling group is listed. Returns what `of` reads from each request of an operation.
async fn sent<T: Send + 'static>(
    step: &BoundStep,
    operation: &'static str,
    of: impl Fn(&Request) -> T + Send + Sync + 'static,
) -> Vec<T> {
    let read = Arc::new(Mutex::new(Vec::new()));
    let seen = read.clone();
    let wire = Wire::start("", move |request| {
        let asked = request.operation();
        if asked == operation {
            seen.lock().expect("no panic").push(of(request));
        }
        let result = format!("<{asked}Result></{asked}Result>");
        Fate::Answered(200, format!("<{asked}Response>{result}</{asked}Response>"))
    });
    // The step fails at its end, where it looks for the group.
    drop(Aws::new(&config_at(wire.url())).execute(step).await);
    std::mem::take(&mut *read.lock().expect("no panic"))
}

/// A change of one field of a group.
fn change_of_group(field: &str, current: AutoscalingGroup, desired: AutoscalingGroup) -> BoundStep {
    let (id, fields) = ("nodes".into(), vec![field.to_owned()]);
    let action = BoundAction::Update { id, current: current.into(), desired: desired.into(), fields };
    BoundStep { action, ..creation(AutoscalingGroup::default()) }
}

#[tokio::test]
async fn a_new_group_without_a_lifetime_of_instances_is_made_without_one() {
    for (lifetime, expected) in [(0, ""), (86_400, "86400")] {
        let group = AutoscalingGroup { name: "nodes".into(), max_instance_lifetime: lifetime, ..Default::default() };
        let lifetime = |request: &Request| request.form("MaxInstanceLifetime");
        assert_eq!(sent(&creation(group), "CreateAutoScalingGroup", lifetime).await, [expected]);
    }
}

#[tokio::test]
async fn tags_of_a_group_are_removed_whatever_their_values_are() {
    let group = |tags| AutoscalingGroup { name: "nodes".into(), tags, ..Default::default() };
    let tagged = group(Tags::from([("team".to_owned(), "payments".to_owned())]));
    let step = change_of_group("tags", tagged, group(Tags::new()));
    let removed = |request: &Request| (request.form("Tags.member.1.Key"), request.mentions("Tags.member.1.Value"));
    assert_eq!(sent(&step, "DeleteTags", removed).await, [("team".to_owned(), false)]);
}

#[tokio::test]
async fn a_group_joins_and_leaves_no_more_load_balancers_at_once_than_aws_takes() {
    let behind = |numbers: std::ops::Range<usize>| AutoscalingGroup {
        name: "nodes".into(),
        load_balancers: numbers.map(|number| format!("api-{number}").as_str().into()).collect(),
        ..Default::default()
    };
    let counted = |request: &Request| {
        (1..).take_while(|number| !request.form(&format!("LoadBalancerNames.member.{number}")).is_empty()).count()
    };
    let step = change_of_group("load_balancers", behind(0..1), behind(1..12));
    assert_eq!(sent(&step, "DetachLoadBalancers", counted).await, [1]);
    assert_eq!(sent(&step, "AttachLoadBalancers", counted).await, [10, 1]);
}

#[tokio::test]
async fn a_deleted_warm_pool_is_waited_for_until_its_group_has_none() {
    let pool = |status: &str| format!("<WarmPoolConfiguration><MinSize>1</MinSize>{status}</WarmPoolConfiguration>");
    let pending = || Readiness::Pending("its state is `PendingDelete`".to_owned());
    for (of_group, expected) in [
        (pool(""), Readiness::Ready),
        (pool("<Status>PendingDelete</Status>"), pending()),
        (String::new(), Readiness::Gone),
    ] {
        let group = format!("<member><AutoScalingGroupName>nodes</AutoScalingGroupName>{of_group}</member>");
        let wire = Wire::answering(
            200,
            &format!(
                "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>{group}\
                 </AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
            ),
        );
        let probed = Aws::new(&config_at(wire.url())).probe(Kind::WarmPool, &"nodes".into()).await;
        assert_eq!(probed.expect("is answered"), expected, "{group}");
    }
}

#[tokio::test]
async fn a_load_balancer_that_is_deleted_while_others_are_read_is_left_out() {
    let Some(moto) = Moto::start() else { return };
    let network = network::create(&moto).await;
    let in_vpc = Filter::builder().name("vpc-id").values(&network.vpc).build();
    let subnets = moto.ec2().describe_subnets().filters(in_vpc).send().await.expect("is read");
    let subnets: Vec<String> = subnets.subnets().iter().filter_map(|subnet| subnet.subnet_id.clone()).collect();
    for name in ["stays", "gone"] {
        let request = moto.elbv2().create_load_balancer().name(name).scheme(LoadBalancerSchemeEnum::Internal);
        let request = request.r#type(LoadBalancerTypeEnum::Network).set_subnets(Some(subnets.clone()));
        request.send().await.expect("is made");
    }
    let wire = Wire::start(moto.url(), |request| {
        let is_asked_for = request.service() == "elasticloadbalancing" && request.mentions("gone");
        let missing = "<ErrorResponse><Error><Code>LoadBalancerNotFound</Code><Message>One or more load balancers not \
                       found</Message></Error></ErrorResponse>";
        if is_asked_for { Fate::Answered(400, missing.to_owned()) } else { Fate::Pass }
    });
    let names = ["stays", "gone"].map(str::to_owned).into();
    let scope = Scope {
        cluster: CLUSTER.to_owned(),
        names: BTreeMap::from([(Kind::NetworkLoadBalancer, names)]),
        ..Scope::default()
    };
    let snapshot = Aws::new(&config_at(wire.url())).observe(&scope).await.expect("is read");
    let found = snapshot.resources.iter().filter(|found| found.resource.kind() == Kind::NetworkLoadBalancer);
    let found: Vec<&str> = found.map(|found| found.id.as_str()).collect();
    assert!(matches!(found.as_slice(), [arn] if arn.contains("/stays/")), "{found:?}");
}
