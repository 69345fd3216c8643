//! What an account has left, as AWS says it, and which checks of a plan fail for that.
//!
//! moto knows no applied quotas, no limits of Auto Scaling and no simulation of policies: the wire answers for it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_sdk_ec2::types::{InstanceType, IpPermission, PrefixListId, RequestLaunchTemplateData};
use hickory_resolver::proto::op::ResponseCode;
use kops_aws::{Aws, Config};
use kops_core::cloud::{Cloud, PreflightQuery, Quota, Scope, rules_of};
use kops_core::graph::Graph;
use kops_core::plan::{Plan, PlanOptions};
use kops_core::preflight::{Check, CheckResult, Preflight, check, query};
use kops_core::resource::Direction;
use kops_core::testkit::World;
use kops_core::testkit::clusters::{Shape, cluster_of};

use crate::clusters::{behind, graph};
use crate::dns::{self, Answer};
use crate::errors::ec2_form;
use crate::server::{Moto, REGION, config_at, config_behind};
use crate::wire::{Fate, Request, Wire};

/// One of the name servers that moto gives to every hosted zone.
const NAME_SERVER: &str = "ns-2048.awsdns-64.com";

/// How Service Quotas refuses a call.
const DENIED: &str =
    r#"{"__type": "AccessDeniedException", "Message": "not authorized to perform: servicequotas:ListServiceQuotas"}"#;

/// How Route 53 refuses one.
const DENIED_ZONE: &str = "<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error><Type>Sender</Type>\
     <Code>AccessDenied</Code><Message>not authorized to perform: route53:GetHostedZone</Message></Error></ErrorResponse>";

/// Answers for what moto does not know: every quota has `limit`, but for those that are named.
fn answers(limit: u64, limits: &BTreeMap<Quota, u64>) -> impl Fn(&Request) -> Fate + Send + Sync + 'static + use<> {
    let limits = limits.clone();
    let limit_of = move |quota: Quota| limits.get(&quota).copied().unwrap_or(limit);
    move |request| match (request.service().as_str(), request.operation().as_str()) {
        ("servicequotas", "ListServiceQuotas") => {
            let service = Quota::ALL.iter().filter(|quota| request.mentions(&format!("\"{}\"", quota.service())));
            let quota =
                |quota: &Quota| format!(r#"{{"QuotaCode": "{}", "Value": {}.0}}"#, quota.code(), limit_of(*quota));
            let quotas: Vec<String> = service.map(quota).collect();
            Fate::Answered(200, format!(r#"{{"Quotas": [{}]}}"#, quotas.join(", ")))
        }
        ("autoscaling", "DescribeAccountLimits") => {
            let groups = limit_of(Quota::AutoscalingGroups);
            Fate::Answered(
                200,
                format!(
                    "<DescribeAccountLimitsResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\">\
                     <DescribeAccountLimitsResult><MaxNumberOfAutoScalingGroups>{groups}</MaxNumberOfAutoScalingGroups>\
                     <NumberOfAutoScalingGroups>0</NumberOfAutoScalingGroups></DescribeAccountLimitsResult>\
                     </DescribeAccountLimitsResponse>"
                ),
            )
        }
        (_, "SimulatePrincipalPolicy") => Fate::Answered(200, simulated(request, "iam:CreateRole")),
        _ => Fate::Pass,
    }
}

/// A simulation that allows everything but one action, and says of another that it depends on what is not known.
fn simulated(request: &Request, denied: &str) -> String {
    let action = request.form("ActionNames.member.1");
    let resources = (1..).map(|i| request.form(&format!("ResourceArns.member.{i}"))).take_while(|arn| !arn.is_empty());
    let results: String = resources
        .map(|arn| {
            let (decision, missing) = match action.as_str() {
                action if action == denied => ("implicitDeny", ""),
                "iam:CreateInstanceProfile" => ("implicitDeny", "<member>aws:SourceIp</member>"),
                _ => ("allowed", ""),
            };
            format!(
                "<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{arn}</EvalResourceName>\
                 <EvalDecision>{decision}</EvalDecision><MissingContextValues>{missing}</MissingContextValues></member>"
            )
        })
        .collect();
    format!(
        "<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><SimulatePrincipalPolicyResult>\
         <IsTruncated>false</IsTruncated><EvaluationResults>{results}</EvaluationResults></SimulatePrincipalPolicyResult>\
         </SimulatePrincipalPolicyResponse>"
    )
}

async fn preflight(moto: &Moto, plan: &Plan, judge: impl Fn(&Request) -> Fate + Send + Sync + 'static) -> Preflight {
    let wire = Wire::start(moto.url(), judge);
    let servers = dns::start(Answer::NameServers(vec![NAME_SERVER.to_owned()]));
    let cloud = Aws::new(&config_at(wire.url()).ask_dns_server(servers));
    check(plan, &cloud.preflight(&query(plan)).await.expect("nothing of it is an error"))
}

async fn creation(moto: &Moto, shape: &Shape) -> (World<kops_aws::Aws>, Plan) {
    moto.hosted_zone("example.com").await;
    let world = behind(&Wire::start(moto.url(), |_| Fate::Pass));
    let graph = graph(&world.cloud, &shape.spec()).await;
    let plan = world.plan(&graph, &Scope::of(&graph), &PlanOptions::default()).await.expect("a plan");
    (world, plan)
}

fn failed(found: &Preflight) -> Vec<&Check> {
    found.with(CheckResult::Failed).filter(|check| check.quota.is_some()).collect()
}

#[tokio::test]
async fn quotas_are_compared_with_what_the_account_uses_before_and_after_a_cluster_is_made() {
    let Some(moto) = Moto::start() else { return };
    let (world, plan) = creation(&moto, &cluster_of(1)).await;
    let rich = preflight(&moto, &plan, answers(10_000, &BTreeMap::new())).await;
    let unknown: Vec<&Check> = rich.with(CheckResult::NotChecked).collect();
    assert!(failed(&rich).is_empty() && unknown.is_empty(), "{:?} {unknown:?}", failed(&rich));

    // One less than is needed, and as many: the limit that comes from Service Quotas counts.
    for quota in
        [Quota::Vpcs, Quota::ElasticIps, Quota::NatGatewaysPerZone, Quota::OnDemandStandard, Quota::TargetGroups]
    {
        let of_quota = rich.checks.iter().filter(|check| check.quota.as_ref().is_some_and(|q| q.code == quota.code()));
        let needed = of_quota.filter_map(|check| Some(check.need? + check.used?)).max().expect("is checked");
        let found = preflight(&moto, &plan, answers(10_000, &[(quota, needed - 1)].into())).await;
        let codes: BTreeSet<&str> =
            failed(&found).iter().filter_map(|check| Some(check.quota.as_ref()?.code.as_str())).collect();
        assert_eq!(codes, BTreeSet::from([quota.code()]), "{quota:?}");
        let found = preflight(&moto, &plan, answers(10_000, &[(quota, needed)].into())).await;
        assert!(failed(&found).is_empty(), "{quota:?}: {:?}", failed(&found));
    }

    // What the plan makes is counted afterwards.
    let report = world.apply(&plan).await.expect("the plan has an order");
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    let after = preflight(&moto, &plan, answers(10_000, &BTreeMap::new())).await;
    // A VPC that is new in the plan has nothing in it, and the wire counts autoscaling groups.
    let in_what_is_new = ["subnets", "route tables", "routes", "rules", "attached policies", "autoscaling groups"];
    let counted = rich.checks.iter().filter(|check| check.quota.is_some());
    for before in counted.filter(|check| !in_what_is_new.iter().any(|name| check.subject.starts_with(name))) {
        let found = after.checks.iter().find(|check| check.subject == before.subject).expect("is checked again");
        // moto starts the instances of a group with the type of its template, and counts a core for each.
        if before.subject.starts_with("vCPUs") {
            assert!(found.used > before.used, "{found:?}");
            continue;
        }
        // AWS makes a default security group with each VPC.
        let made_along = u64::from(before.subject == "security groups");
        let expected = before.used.zip(before.need).map(|(used, need)| used + need + made_along);
        assert_eq!(found.used, expected, "{}", before.subject);
    }
    assert!(after.region == REGION && after.checks.iter().any(|check| check.subject.starts_with("addresses")));
}

/// A quota that no call counts would not be checked.
#[tokio::test]
async fn the_use_of_every_quota_is_read() {
    let Some(moto) = Moto::start() else { return };
    let wire = Wire::start(moto.url(), answers(10_000, &BTreeMap::new()));
    let quotas = Quota::ALL.iter().map(|quota| (*quota, BTreeSet::new())).collect();
    let query = PreflightQuery { quotas, ..PreflightQuery::default() };
    let found = Aws::new(&config_at(wire.url())).preflight(&query).await.expect("nothing of it is an error").quotas;
    for quota in Quota::ALL {
        assert!(found[quota].used.is_some() && found[quota].limit.is_some(), "{quota:?}: {:?}", found[quota]);
    }
}

#[tokio::test]
async fn rules_for_prefix_lists_count_as_the_lists_do_and_lists_are_read_in_one_call() {
    let Some(moto) = Moto::start() else { return };
    let ec2 = moto.ec2();
    let vpc = ec2.create_vpc().cidr_block("10.0.0.0/16").send().await.expect("a VPC").vpc.expect("an answer");
    let security_group = async |name: &str| {
        let request = ec2.create_security_group().group_name(name).description(name);
        let made = request.vpc_id(vpc.vpc_id().expect("an id")).send().await.expect("a group");
        made.group_id.expect("an id")
    };
    let (group, plain) = (security_group("group").await, security_group("plain").await);
    let request = ec2.create_managed_prefix_list().prefix_list_name("offices").address_family("IPv4").max_entries(20);
    let offices =
        request.send().await.expect("a list").prefix_list.and_then(|list| list.prefix_list_id).expect("an id");
    let lists = ec2.describe_managed_prefix_lists().send().await.expect("are read").prefix_lists.expect("an answer");
    let mut of_aws = lists.into_iter().filter(|list| list.owner_id() == Some("AWS"));
    let is_cloudfront = |name: Option<&str>| name.is_some_and(|name| name.ends_with(".cloudfront.origin-facing"));
    let cloudfront = of_aws.find(|list| is_cloudfront(list.prefix_list_name())).and_then(|list| list.prefix_list_id);
    let cloudfront = cloudfront.expect("an id");
    let list = PrefixListId::builder().prefix_list_id(&cloudfront).build();
    let permission = IpPermission::builder().ip_protocol("tcp").from_port(443).to_port(443).prefix_list_ids(list);
    let request = ec2.authorize_security_group_ingress().group_id(&group).ip_permissions(permission.build());
    request.send().await.expect("a rule");

    let (wire, seen) = Wire::counting(moto.url(), Duration::ZERO);
    let read = async |group: &str, list: Option<&str>| {
        let quotas = [(Quota::RulesPerSecurityGroup, BTreeSet::from([group.to_owned()]))].into();
        let prefix_lists = list.map(str::to_owned).into_iter().collect();
        let query = PreflightQuery { quotas, prefix_lists, ..PreflightQuery::default() };
        seen.lock().expect("no panic").clear();
        let found = Aws::new(&config_at(wire.url())).preflight(&query).await.expect("nothing of it is an error");
        let calls = seen.lock().expect("no panic").clone();
        (found, calls.into_iter().filter(|call| call == "DescribeManagedPrefixLists").count())
    };
    let (found, calls) = read(group.as_str(), Some(offices.as_str())).await;
    assert_eq!(calls, 1);
    assert_eq!(found.prefix_lists, BTreeMap::from([(offices, 20), (cloudfront, 55)]));
    let used = found.quotas[&Quota::RulesPerSecurityGroup].used.as_ref().expect("is read");
    assert_eq!(used[&rules_of(&group, Direction::Ingress, false)], 55);
    let (found, calls) = read(plain.as_str(), None).await;
    assert_eq!((found.prefix_lists.len(), calls), (0, 0));
}

#[tokio::test]
async fn a_launch_template_that_is_gone_hides_no_other() {
    let Some(moto) = Moto::start() else { return };
    let gone = "lt-0ffffffffffffffff";
    let data = RequestLaunchTemplateData::builder().instance_type(InstanceType::T3Medium).build();
    let request = moto.ec2().create_launch_template().launch_template_name("nodes").launch_template_data(data).send();
    let made = request.await.expect("the template is made").launch_template.expect("with an answer");
    let there = made.launch_template_id.expect("with its id");
    let wire = Wire::start(moto.url(), move |request| match request.mentions(gone) {
        true => Fate::Answered(400, ec2_form("InvalidLaunchTemplateId.NotFound", "it does not exist")),
        false => Fate::Pass,
    });
    let launch_templates = BTreeSet::from([gone.to_owned(), there.clone()]);
    let query = PreflightQuery { launch_templates, ..PreflightQuery::default() };
    let found = Aws::new(&config_at(wire.url())).preflight(&query).await.expect("nothing of it is an error");
    assert_eq!(found.launch_templates.keys().collect::<Vec<_>>(), [&there]);
    assert_eq!(found.vcpus.keys().collect::<Vec<_>>(), ["t3.medium"]);
}

#[tokio::test]
async fn what_the_caller_may_not_read_is_not_checked_and_what_it_may_not_call_is_named() {
    let Some(moto) = Moto::start() else { return };
    let (_, plan) = creation(&moto, &Shape { zones: 1, control_planes: 1, ..cluster_of(1) }).await;
    let others = answers(10_000, &BTreeMap::new());
    let found = preflight(&moto, &plan, move |request| match request.operation().as_str() {
        "ListServiceQuotas" => Fate::Answered(400, DENIED.to_owned()),
        _ => others(request),
    })
    .await;
    let result = |subject: &str| found.checks.iter().find(|check| check.subject == subject).map(|check| check.result);
    assert_eq!(result("VPCs"), Some(CheckResult::NotChecked));
    assert_eq!(result("IAM roles"), Some(CheckResult::Passed));
    let why = found.checks.iter().find(|check| check.subject == "VPCs").and_then(|check| check.message.clone());
    assert!(why.as_ref().is_some_and(|why| why.contains("servicequotas:ListServiceQuotas")), "{why:?}");

    // What is denied is denied; what depends on more than is known beforehand says nothing.
    assert_eq!(result("iam:CreateRole"), Some(CheckResult::Failed));
    assert_eq!(result("iam:CreateInstanceProfile"), None);

    // moto itself has no simulation.
    let found = preflight(&moto, &plan, |_| Fate::Pass).await;
    let permissions = found.checks.iter().find(|check| check.subject == "permissions").expect("a check");
    assert_eq!(permissions.result, CheckResult::NotChecked);
    assert!(found.is_passed(), "{:?}", found.with(CheckResult::Failed).collect::<Vec<_>>());
}

#[tokio::test]
async fn public_zones_are_looked_for_in_the_dns_and_private_ones_are_not() {
    let Some(moto) = Moto::start() else { return };
    let (_, plan) = creation(&moto, &Shape { zones: 1, control_planes: 1, ..cluster_of(1) }).await;
    let query = query(&plan);
    let read = async |config: Config| {
        let facts = Aws::new(&config).preflight(&query).await.expect("nothing of it is an error");
        facts.hosted_zones.into_values().next().expect("the zone of the plan")
    };
    let config = || config_at(moto.url());
    let asked = async |answer| read(config().ask_dns_server(dns::start(answer))).await;

    let zone = asked(Answer::NameServers(vec![NAME_SERVER.to_uppercase(), "ns.example.net.".into()])).await;
    assert_eq!((zone.name.as_str(), zone.private), ("example.com", false));
    assert!(zone.name_servers.contains(NAME_SERVER), "{zone:?}");
    let both = [NAME_SERVER, "ns.example.net"].map(str::to_owned);
    assert_eq!(zone.delegated_to, Some(BTreeSet::from(both)));
    for code in [ResponseCode::NXDomain, ResponseCode::ServFail] {
        assert_eq!(asked(Answer::Code(code)).await.delegated_to, Some(BTreeSet::new()), "{code}");
    }
    let zone = asked(Answer::Code(ResponseCode::Refused)).await;
    assert!(zone.delegated_to.is_none() && zone.unknown.is_some_and(|why| why.contains("example.com")));
    // Beside a test double of AWS, the DNS of the system is not asked.
    let zone = read(config()).await;
    assert!(zone.delegated_to.is_none() && zone.unknown.is_some_and(|why| why.contains("no DNS server")));

    // Who may not read the zone is not told that it is missing.
    let wire = Wire::start(moto.url(), |request| match request.service().as_str() {
        "route53" => Fate::Answered(403, DENIED_ZONE.to_owned()),
        _ => Fate::Pass,
    });
    let zone = read(config_at(wire.url())).await;
    assert!(zone.unknown.is_some_and(|why| why.contains("route53:GetHostedZone")));

    let hosted_zones = [moto.private_hosted_zone("example.com", "vpc-1").await].into();
    let query = PreflightQuery { hosted_zones, ..PreflightQuery::default() };
    let facts = Aws::new(&config()).preflight(&query).await.expect("nothing of it is an error");
    assert!(facts.hosted_zones.values().all(|zone| zone.private && zone.unknown.is_none()), "{facts:?}");
}

/// Answers EC2's dry runs: the caller may make all calls but one. Every other call that changes something is refused.
fn dry_runs(denied: &'static str) -> impl Fn(&Request) -> Fate + Send + Sync + 'static {
    move |request| match (request.form("DryRun").as_str(), request.operation().as_str()) {
        ("true", operation) => {
            let code = if operation == denied { "UnauthorizedOperation" } else { "DryRunOperation" };
            let error = format!("<Error><Code>{code}</Code><Message>what EC2 says</Message></Error>");
            Fate::Answered(412, format!("<Response><Errors>{error}</Errors><RequestID>1</RequestID></Response>"))
        }
        _ if request.writes() => Fate::Answered(500, String::new()),
        _ => Fate::Pass,
    }
}

#[tokio::test]
async fn where_the_caller_may_not_simulate_ec2_is_asked_by_dry_runs() {
    let Some(moto) = Moto::start() else { return };
    let shape = Shape { zones: 1, control_planes: 1, ..cluster_of(1) };
    let (world, creation) = creation(&moto, &shape).await;
    let dry = async |plan: &Plan, denied| {
        let wire = Wire::start(moto.url(), dry_runs(denied));
        let servers = dns::start(Answer::Code(ResponseCode::Refused));
        let cloud = Aws::new(&config_behind(wire.url()).ask_dns_server(servers));
        let found = check(plan, &cloud.preflight(&query(plan)).await.expect("nothing of it is an error"));
        let actions = found.with(CheckResult::Failed).filter(|check| check.subject.starts_with("ec2:"));
        let rest = found.checks.iter().find(|check| check.subject == "permissions").expect("a check");
        assert_eq!(rest.result, CheckResult::NotChecked);
        (actions.map(|check| check.subject.clone()).collect::<Vec<_>>(), rest.message.clone().unwrap_or_default())
    };
    let (denied, rest) = dry(&creation, "CreateVolume").await;
    assert_eq!(denied, ["ec2:CreateVolume"]);
    assert!(rest.contains("dry runs say it of 6 actions of EC2 only"), "{rest}");
    assert_eq!(dry(&creation, "").await.0, [""; 0]);

    assert!(world.apply(&creation).await.expect("the plan has an order").failed.is_empty());
    let graph = graph(&world.cloud, &shape.spec()).await;
    let scope = Scope::of(&graph);
    let nothing = Graph { nodes: BTreeMap::new(), ..graph };
    let deletion = world.plan(&nothing, &scope, &PlanOptions::delete_cluster()).await.expect("a plan");
    assert_eq!(dry(&deletion, "DeleteSubnet").await.0, ["ec2:DeleteSubnet"]);
}
