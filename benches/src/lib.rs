//! Clusters to measure with: the Fairwinds example, and generated ones that differ in nothing but the number of groups.

use std::collections::BTreeMap;

use kops_core::cloud::memory::Account;
use kops_core::cloud::{Cloud, Instance, InstanceState, RunningGroup, Scope, Snapshot};
use kops_core::cluster_api::{Budget, LabelRule, Node, Operator, Pod, PodId};
use kops_core::diag::Diagnostics;
use kops_core::engine::fill_offline;
use kops_core::facts::{self, Facts};
use kops_core::graph::Graph;
use kops_core::lifecycle::ExpectedGroup;
use kops_core::lifecycle::rolling::{self, ClusterObjects, RollingUpdateOptions, RollingUpdatePlan};
use kops_core::naming::Role;
use kops_core::plan::{self, Plan, PlanOptions};
use kops_core::spec::Spec;
use kops_core::state::StoreView;
use kops_core::testkit::block_on;
use kops_core::testkit::clusters::cluster_of;
use kops_core::validate::ValidSpec;
use kops_core::yaml::Source;
use kops_core::{defaults, model, validate};

/// The numbers of instance groups that are measured.
pub const GROUPS: [usize; 4] = [1, 10, 100, 1_000];

/// A cluster with all that its stages need, gathered beforehand.
#[derive(Debug)]
pub struct Subject {
    /// What the user wrote.
    pub text: Source,
    /// The world.
    pub facts: Facts,
    /// What the account holds of it: nothing yet.
    pub snapshot: Snapshot,
}

impl Subject {
    /// The cluster of `examples/fairwinds`.
    pub fn fairwinds() -> Self {
        let account = Account::from_json(include_str!("../../examples/fairwinds/account.json"));
        Self::of(include_str!("../../examples/fairwinds/cluster_spec.yml"), &account.expect("the example's account"))
    }

    /// A generated cluster with so many groups of nodes.
    pub fn with_groups(groups: usize) -> Self {
        let shape = cluster_of(groups);
        Self::of(&shape.spec(), &shape.account())
    }

    fn of(text: &str, account: &Account) -> Self {
        let text = Source::new("cluster.yml", text);
        let spec = read(&text);
        let facts =
            block_on(account.facts(&facts::query(&spec, &facts::Components::built_in()))).expect("the account answers");
        let graph = build(&check(spec, &facts), &facts);
        let snapshot = block_on(account.observe(&Scope::of(&graph))).expect("the account answers");
        Self { text, facts, snapshot }
    }
}

/// Reads a text.
pub fn read(text: &Source) -> Spec {
    Spec::from_yaml(&text.name, &text.text).expect("a valid spec")
}

/// Fills in defaults and checks.
pub fn check(spec: Spec, facts: &Facts) -> ValidSpec {
    validate::check(defaults::fill(spec, facts), facts).expect("a spec that is right")
}

/// Builds the graph.
pub fn build(spec: &ValidSpec, facts: &Facts) -> Graph {
    model::build(spec, facts).expect("a spec that is right")
}

/// Plans.
pub fn plan(graph: &Graph, snapshot: &Snapshot) -> Plan {
    plan::plan(graph, snapshot, &StoreView::default(), &PlanOptions::default()).expect("an account that it fits")
}

/// From YAML to the plan.
pub fn whole(subject: &Subject) -> Plan {
    plan(&build(&check(read(&subject.text), &subject.facts), &subject.facts), &subject.snapshot)
}

/// A running cluster of which every node is outdated.
#[derive(Debug)]
pub struct Running {
    expected: Vec<ExpectedGroup>,
    groups: Vec<RunningGroup>,
    nodes: Vec<Node>,
    pods: Vec<Pod>,
    budgets: Vec<Budget>,
}

impl Running {
    /// A cluster with so many nodes in groups of a hundred, each with ten pods, of which a budget covers every one.
    pub fn with_nodes(count: usize) -> Self {
        let spec = read(&Source::new("cluster.yml", cluster_of(count.div_ceil(100)).spec()));
        let mut expected = ExpectedGroup::all(&fill_offline(&spec));
        expected.retain(|group| group.role == Role::Node);
        let instance = |number: usize| Instance {
            id: format!("i-{number:017x}").as_str().into(),
            template: Some("lt-1:1".into()),
            state: InstanceState::InService,
            instance_type: "t3.medium".into(),
            zone: "us-east-2a".into(),
            private_ip: None,
            public_ip: None,
        };
        let group = |(place, group): (usize, &ExpectedGroup)| {
            let instances: Vec<Instance> = (place * 100..count.min(place * 100 + 100)).map(instance).collect();
            let desired = i32::try_from(instances.len()).expect("a hundred");
            let (name, role) = (group.autoscaling_group.clone().expect("is not Karpenter's"), Some(group.role));
            let (min_size, max_size) = (desired, desired);
            let (template, launch_failure) = (Some("lt-1:2".into()), None);
            RunningGroup { name, role, template, min_size, max_size, desired, launch_failure, instances }
        };
        let groups: Vec<RunningGroup> = expected.iter().enumerate().map(group).collect();
        let name = |number: usize| format!("i-{number:017x}");
        let node = |number: usize| Node {
            name: name(number),
            provider_id: Some(format!("aws:///us-east-2a/{}", name(number))),
            conditions: [("Ready".to_owned(), "True".to_owned())].into(),
            ..Node::default()
        };
        let pod = |number: usize| Pod {
            id: PodId { namespace: "default".into(), name: format!("web-{number}"), uid: number.to_string() },
            labels: [("app".to_owned(), format!("web-{}", number % 50))].into(),
            node: Some(name(number % count)),
            phase: "Running".into(),
            ..Pod::default()
        };
        let budget = |number: usize| Budget {
            namespace: "default".into(),
            name: format!("web-{number}"),
            selector: Some(vec![LabelRule {
                key: "app".into(),
                operator: Operator::In,
                values: vec![format!("web-{number}")],
            }]),
            disruptions_allowed: i32::from(number > 0),
        };
        Self {
            expected,
            groups,
            nodes: (0..count).map(node).collect(),
            pods: (0..10 * count).map(pod).collect(),
            budgets: (0..50).map(budget).collect(),
        }
    }

    /// Plans a rolling update.
    pub fn plan(&self) -> RollingUpdatePlan {
        let Self { expected, groups, nodes, pods, budgets } = self;
        let cluster = ClusterObjects { nodes, pods, budgets };
        rolling::plan(expected, groups, Some(cluster), &BTreeMap::new(), &RollingUpdateOptions::default())
    }
}

/// So many unknown fields of one object, a line for each.
pub fn findings(count: usize) -> (Diagnostics, Source) {
    let fields: String = (0..count).map(|number| format!("  unknown{number}: 1\n")).collect();
    let text =
        format!("apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {{name: a.example.com}}\nspec:\n{fields}");
    let text = Source::new("cluster.yml", text);
    let found = Spec::from_yaml(&text.name, &text.text).expect_err("unknown fields").findings;
    (found, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_a_plan_that_creates_every_group() {
        let plan = whole(&Subject::with_groups(10));
        let groups = plan.steps.iter().filter(|s| s.resource.kind == kops_core::resource::Kind::AutoscalingGroup);
        assert_eq!(groups.count(), 13, "ten of nodes and three control planes");
        assert!(whole(&Subject::fairwinds()).steps.len() > 70);
    }

    #[test]
    fn a_rolling_update_that_is_measured_replaces_every_node() {
        let plan = Running::with_nodes(1_000).plan();
        assert_eq!(plan.groups.iter().map(|group| group.replace.len()).sum::<usize>(), 1_000);
        assert_eq!((plan.groups.len(), plan.blocked.len()), (10, 200));
    }
}
