//! What an account has left, as AWS says it, and which checks of a plan fail for that.
//!
//! moto knows no applied quotas, no limits of Auto Scaling and no simulation of policies: the wire answers for it.

use std::collections::{BTreeMap, BTreeSet};

use kops_core::cloud::{Cloud, Quota, Scope};
use kops_core::plan::{Plan, PlanOptions};
use kops_core::preflight::{Check, CheckResult, Preflight, check, query};
use kops_core::testkit::World;
use kops_core::testkit::clusters::{Shape, cluster_of};

use crate::clusters::{behind, graph};
use crate::server::{Moto, REGION};
use crate::wire::{Fate, Request, Wire};

/// How Service Quotas refuses a call.
const DENIED: &str =
    r#"{"__type": "AccessDeniedException", "Message": "not authorized to perform: servicequotas:ListServiceQuotas"}"#;

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
    let world = behind(&Wire::start(moto.url(), judge));
    let facts = world.cloud.preflight(&query(plan)).await.expect("nothing of it is an error");
    check(plan, &facts)
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
