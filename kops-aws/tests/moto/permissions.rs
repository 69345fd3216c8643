//! The least permissions let through what a plan then calls, and none of their actions is there for nothing.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use kops_core::cloud::Scope;
use kops_core::graph::Graph;
use kops_core::permissions::{Place, Policy, of_plan};
use kops_core::plan::{Plan, PlanOptions};
use kops_core::resource::Kind;
use kops_core::testkit::World;
use kops_core::testkit::clusters::{Shape, cluster_of};

use crate::clusters::{self, behind};
use crate::server::{Moto, REGION};
use crate::wire::{Fate, Request, Wire};

/// Services whose requests have the name of their operation in them.
const NAMED: [&str; 6] = ["autoscaling", "ec2", "elasticloadbalancing", "events", "iam", "sqs"];

/// Actions that AWS checks beside the operation that is called.
const NOT_CALLED: [&str; 9] = [
    "autoscaling:CreateOrUpdateTags",
    "ec2:CreateTags",
    "elasticloadbalancing:AddTags",
    "events:TagResource",
    "iam:CreateServiceLinkedRole",
    "iam:PassRole",
    "iam:TagInstanceProfile",
    "iam:TagRole",
    "sqs:TagQueue",
];

/// The calls that change something, with whether they give the tag of the cluster along. Where an autoscaling group is given a launch
/// template, AWS also asks whether the caller may launch instances.
type Calls = Arc<Mutex<Vec<(String, bool)>>>;

fn note(calls: &Calls, cluster: &str, request: &Request) {
    let action = format!("{}:{}", request.service(), request.operation());
    if request.writes() && NAMED.contains(&request.service().as_str()) {
        let is_tagged = request.mentions("KubernetesCluster") && request.mentions(cluster);
        let launches = request.service() == "autoscaling" && request.mentions("LaunchTemplate");
        let asked = launches.then(|| ("ec2:RunInstances".to_owned(), false));
        calls.lock().expect("is not poisoned").extend(asked.into_iter().chain([(action, is_tagged)]));
    }
}

fn statements(policies: &[Policy]) -> Vec<&serde_json::Value> {
    policies.iter().flat_map(|policy| policy.document["Statement"].as_array().expect("a list")).collect()
}

fn actions(policies: &[Policy]) -> BTreeSet<String> {
    let actions =
        statements(policies).into_iter().flat_map(|statement| statement["Action"].as_array().expect("a list"));
    actions.map(|action| action.as_str().expect("a text").to_owned()).collect()
}

/// Whether the statements with an action allow a call of it: those that ask for the tag of the cluster in the request hold only where it
/// is there.
fn allows(policies: &[Policy], action: &str, is_tagged: bool) -> bool {
    let of_action = statements(policies)
        .into_iter()
        .filter(|statement| statement["Action"].to_string().contains(&format!("\"{action}\"")));
    let mut asked = of_action.map(|statement| statement["Condition"].to_string().contains("aws:RequestTag")).peekable();
    asked.peek().is_some() && asked.all(|asks| is_tagged || !asks || action == "ec2:CreateTags")
}

/// What is called and not allowed, and what is allowed and not called, while a plan is applied.
async fn differences(plan: &Plan, calls: &Calls, world: &World<kops_aws::Aws>) -> BTreeSet<String> {
    let place = Place::new(REGION, "123456789012", &plan.cluster, None);
    let policies = of_plan(plan, &place);
    calls.lock().expect("is not poisoned").clear();
    let report = world.apply(plan).await.expect("the plan has an order");
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    let made = calls.lock().expect("is not poisoned").clone();
    let forbidden = made.iter().filter(|(action, is_tagged)| !allows(&policies, action, *is_tagged));
    let forbidden = forbidden.map(|(action, is_tagged)| format!("{action} is called and not allowed ({is_tagged})"));
    let called: BTreeSet<&str> = made.iter().map(|(action, _)| action.as_str()).collect();
    let unused = actions(&policies).into_iter().filter(|action| {
        let (service, operation) = action.split_once(':').expect("has a service");
        let reads = ["Describe", "Get", "List", "Simulate"].iter().any(|reading| operation.starts_with(reading));
        NAMED.contains(&service)
            && !reads
            && !NOT_CALLED.contains(&action.as_str())
            && !called.contains(action.as_str())
    });
    forbidden.chain(unused.map(|action| format!("{action} is allowed and not called"))).collect()
}

#[tokio::test]
async fn creating_enlarging_and_deleting_five_clusters_calls_what_their_policies_allow_and_nothing_else() {
    let Some(moto) = Moto::start() else { return };
    let mut found = BTreeSet::new();
    for shape in shapes() {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let text = shape.spec();
        let calls = Calls::default();
        let noted = calls.clone();
        let wire = Wire::start(moto.url(), move |request| {
            note(&noted, "demo.example.com", request);
            Fate::Pass
        });
        let world = behind(&wire);
        let graph = clusters::graph(&world.cloud, &text).await;
        let scope = Scope::of(&graph);
        let created = world.plan(&graph, &scope, &PlanOptions::default()).await.expect("a plan");
        found.extend(differences(&created, &calls, &world).await);
        let larger = clusters::graph(&world.cloud, &text.replace("maxSize: 2", "maxSize: 3")).await;
        let enlarged = world.plan(&larger, &scope, &PlanOptions::default()).await.expect("a plan");
        assert!(enlarged.steps.iter().any(|step| step.resource.kind == Kind::AutoscalingGroup), "nothing is enlarged");
        // moto forgets attributes of subnets, which are then set again.
        let of_groups = |found: &String| found.starts_with("autoscaling:") || found.starts_with("ec2:RunInstances");
        found.extend(differences(&enlarged, &calls, &world).await.into_iter().filter(of_groups));
        let nothing = Graph { cluster: graph.cluster.clone(), region: graph.region.clone(), ..Graph::default() };
        let deleted = world.plan(&nothing, &scope, &PlanOptions::delete_cluster()).await.expect("a plan");
        found.extend(differences(&deleted, &calls, &world).await);
    }
    assert_eq!(found, BTreeSet::new());
}

fn shapes() -> Vec<Shape> {
    let public = Shape { private: false, control_planes: 1, load_balancer: None, ..cluster_of(1) };
    vec![
        cluster_of(2),
        Shape { bastion: true, ..cluster_of(1) },
        Shape { load_balancer: Some("Classic"), zones: 1, control_planes: 1, ..cluster_of(1) },
        Shape { networking: "calico", ..public.clone() },
        public,
    ]
}
