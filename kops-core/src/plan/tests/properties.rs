//! What holds of every plan, over random graphs and accounts.

use proptest::collection::vec;
use proptest::prelude::*;

use super::cluster::{demo, edit};
use super::fake_account::FakeAccount;
use super::{empty, lines, made, none, plan_with};
use crate::graph::Graph;
use crate::plan::{Action, PlanOptions, Step};
use crate::resource::*;

/// An edit of a spec that can be applied.
#[derive(Clone, Debug)]
enum Edit {
    Size(usize, i32),
    Image(usize, u8),
    Policy(u8),
    File(u8),
    Ssh(u8),
    Volume(i32),
    Group(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let one = prop_oneof![
        (0..3_usize, 3..9_i32).prop_map(|(group, size)| Edit::Size(group, size)),
        (0..3_usize, 2..9_u8).prop_map(|(group, image)| Edit::Image(group, image)),
        (1..9_u8).prop_map(Edit::Policy),
        (1..9_u8).prop_map(Edit::File),
        (1..9_u8).prop_map(Edit::Ssh),
        (21..90_i32).prop_map(Edit::Volume),
        (0..3_usize).prop_map(Edit::Group),
    ];
    vec(one, 0..6)
}

fn apply(graph: &mut Graph, change: &Edit) {
    let group = |index: usize| format!("nodes-{index}.demo");
    let has =
        |graph: &Graph, index: usize| graph.nodes.contains_key(&ResourceId::new(Kind::AutoscalingGroup, group(index)));
    match change {
        Edit::Size(index, size) if has(graph, *index) => {
            edit::<AutoscalingGroup>(graph, Kind::AutoscalingGroup, &group(*index), |x| x.max_size = *size);
        }
        Edit::Image(index, image) if has(graph, *index) => {
            edit::<LaunchTemplate>(graph, Kind::LaunchTemplate, &group(*index), |x| {
                x.image_id = format!("ami-{image}")
            });
        }
        Edit::Size(..) | Edit::Image(..) => {}
        Edit::Policy(number) => edit::<RolePolicy>(graph, Kind::RolePolicy, "nodes.demo", |x| {
            x.policy = serde_json::json!({"Statement": [{"Action": format!("ec2:{number}")}]});
        }),
        Edit::File(number) => {
            edit::<ManagedFile>(graph, Kind::ManagedFile, "addons-a", |x| x.content = number.to_string().into());
        }
        Edit::Ssh(number) => edit::<SecurityGroupRule>(graph, Kind::SecurityGroupRule, "ssh", |x| {
            x.peer = Peer::Ipv4(format!("198.51.{number}.0/24"));
        }),
        Edit::Volume(size) => {
            edit::<Volume>(graph, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = x.size_gib.max(*size));
        }
        Edit::Group(index) => graph.nodes.retain(|id, _| !id.name.starts_with(&format!("nodes-{index}."))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn edits_are_carried_out_and_then_there_is_nothing_to_do(changes in edits(), prune: bool) {
        let mut graph = demo(3);
        let mut account = FakeAccount::of(&graph);
        changes.iter().for_each(|change| apply(&mut graph, change));
        let options = PlanOptions { prune, ..PlanOptions::default() };
        let plan = plan_with(&graph, &account, &options);
        let touched = plan.steps.iter().filter(|step| graph.nodes.contains_key(&step.resource)).count();
        prop_assert_eq!(touched + plan.unchanged, graph.nodes.len());
        account.apply(&plan);
        prop_assert_eq!(lines(&plan_with(&graph, &account, &options)), none());
    }

    /// Whatever is cut off, a new plan finishes it.
    #[test]
    fn a_cut_at_any_step_can_be_mended(cut in 0..40_usize, changes in edits()) {
        let mut graph = demo(2);
        let mut account = FakeAccount::default();
        let mut plan = made(&graph, &account);
        plan.steps.truncate(cut);
        account.apply(&plan);
        changes.iter().for_each(|change| apply(&mut graph, change));
        account.apply(&made(&graph, &account));
        prop_assert_eq!(lines(&made(&graph, &account)), none());
    }

    /// Steps may run in any order that their needs allow.
    #[test]
    fn needs_are_enough_of_an_order(picks in vec(any::<prop::sample::Index>(), 60), deletes: bool) {
        let graph = demo(2);
        let mut account = if deletes { FakeAccount::of(&graph) } else { FakeAccount::default() };
        let mut plan = match deletes {
            true => plan_with(&empty(&graph), &account, &PlanOptions::delete_cluster()),
            false => made(&graph, &account),
        };
        let mut left: Vec<Step> = std::mem::take(&mut plan.steps);
        let mut picks = picks.iter().cycle();
        while !left.is_empty() {
            let free = |step: &&Step| step.depends_on.iter().all(|need| left.iter().all(|other| other.id != *need));
            let ready: Vec<_> = left.iter().filter(free).map(|step| step.id).collect();
            let id = *picks.next().expect("goes round").get(&ready);
            let place = left.iter().position(|step| step.id == id).expect("is left");
            plan.steps.push(left.remove(place));
        }
        account.apply(&plan);
        if deletes {
            prop_assert_eq!(account.names(), ["addons/a.yaml"]);
        } else {
            prop_assert_eq!(lines(&made(&graph, &account)), none());
        }
    }

    /// What is missing from an account is made, and only that.
    #[test]
    fn what_went_missing_is_made_again(missing in vec(any::<prop::sample::Index>(), 0..4)) {
        let graph = demo(2);
        let mut account = FakeAccount::of(&graph);
        for index in &missing {
            let unused = account.unused();
            account.found.remove(*index.get(&unused));
        }
        let plan = made(&graph, &account);
        let only_made = plan.steps.iter().all(|step| matches!(step.action, Action::Create { .. }));
        prop_assert!(only_made);
        prop_assert_eq!(plan.steps.len(), missing.len());
    }
}
