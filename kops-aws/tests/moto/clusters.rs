//! Whole clusters: made from nothing, changed, deleted, and planned again after each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_ec2::types::{Filter, ResourceType, Tag};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kops_aws::{Aws, TokioClock};
use kops_core::apply::SimulatedClock;
use kops_core::cloud::memory::Account;
use kops_core::cloud::{Cloud, InstanceChange, InstanceState, Readiness, RunningGroup, Scope};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::facts::{self, Facts};
use kops_core::graph::Graph;
use kops_core::lifecycle::rolling::RollingUpdateOptions;
use kops_core::naming::Role;
use kops_core::naming::tags::DETACHED;
use kops_core::plan::{Action, Plan, PlanOptions};
use kops_core::resource::{CloudId, Kind, LaunchTemplate};
use kops_core::spec::{self, Spec, UnknownFields};
use kops_core::testkit::World;
use kops_core::testkit::clusters::{Shape, cluster_of};
use kops_core::yaml::Source;
use kops_core::{Engine, defaults, model, validate};

use crate::errors::ec2_form;
use crate::leftovers::tagged;
use crate::network::{self, Network, inventory};
use crate::server::{IMAGE, Moto, REGION, config_at, image};
use crate::wire::{Cut, Fate, Wire};

/// The graph of a spec in an account.
pub(crate) async fn graph(cloud: &dyn Cloud, text: &str) -> Graph {
    let objects = spec::read(&[Source::new("cluster.yaml", text)], UnknownFields::Deny).expect("the spec is read");
    let spec = objects.into_spec().expect("the spec is whole");
    let facts =
        cloud.facts(&facts::query(&spec, &facts::Components::built_in())).await.expect("the facts are gathered");
    build(spec, &Facts { file_hashes: file_hashes(), ..facts })
}

/// Made-up hashes of what is released with kops, whose publisher no test asks.
pub(crate) fn file_hashes() -> BTreeMap<String, String> {
    let facts = Facts::built_in(REGION);
    let urls = facts.components.nodeup.values().map(|asset| asset.urls[0].clone());
    urls.flat_map(|url| [url.replace("/nodeup", "/protokube"), url]).map(|url| (url, "0a".repeat(32))).collect()
}

fn build(spec: spec::Spec, facts: &Facts) -> Graph {
    let valid = validate::check(defaults::fill(spec, facts), facts).expect("the spec is valid");
    model::build(&valid, facts).expect("the graph is built")
}

/// What a plan does, one line for each step, sorted. What moto does not keep, and so differs always, is left out: the
/// hostname type of subnets.
pub(crate) fn steps(plan: &Plan) -> Vec<String> {
    let told = plan.steps.iter().filter_map(|step| {
        let line = match &step.action {
            Action::Create { .. } => format!("create {}", step.resource),
            Action::Update { changes, .. } => {
                let fields = changes.iter().map(|change| change.field.as_str());
                let fields: Vec<_> = fields.filter(|field| *field != "hostname_type").collect();
                if fields.is_empty() {
                    return None;
                }
                format!("update {} {}", step.resource, fields.join(" "))
            }
            // Names that are not unique end in ids, which each account assigns.
            Action::Delete { id, .. } => format!("delete {}", step.resource).replace(&format!(" ({id})"), ""),
            other => format!("{other:?}"),
        };
        Some(line)
    });
    let mut lines: Vec<_> = told.collect();
    lines.sort();
    lines
}

/// Brings an account from one spec to the next and at last to nothing, and returns what each plan did.
async fn life<C: Cloud>(mut world: World<C>, specs: &[String]) -> Vec<Vec<String>> {
    let mut told = Vec::new();
    let mut last = None;
    for text in specs {
        let graph = graph(&world.cloud, text).await;
        let scope = Scope::of(&graph);
        world = step(world, &graph, &scope, &PlanOptions { prune: true, ..PlanOptions::default() }, &mut told).await;
        last = Some((graph.cluster, graph.region, scope));
    }
    let (cluster, region, scope) = last.expect("at least one spec");
    let nothing = Graph { cluster, region, ..Graph::default() };
    step(world, &nothing, &scope, &PlanOptions::delete_cluster(), &mut told).await;
    told
}

pub(crate) async fn step<C: Cloud>(
    world: World<C>,
    graph: &Graph,
    scope: &Scope,
    options: &PlanOptions,
    told: &mut Vec<Vec<String>>,
) -> World<C> {
    let plan = world.plan(graph, scope, options).await.expect("a plan");
    told.push(steps(&plan));
    let report = world.apply(&plan).await.expect("the plan has an order");
    let failed: Vec<_> = report.failed.iter().map(|(_, error)| format!("{error:?}")).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let again = world.plan(graph, scope, options).await.expect("a second plan");
    assert_eq!(steps(&again), [""; 0], "a second plan has nothing to do");
    world
}

pub(crate) fn on_moto(moto: &Moto) -> World<Aws> {
    World::new(Aws::new(&moto.config())).with_clock(Arc::new(TokioClock::start()))
}

/// The account of a shape, with the image that moto has.
fn simulated(shape: &Shape) -> World<Account> {
    World::new(shape.account().with_image(image()))
}

/// The cluster again with a group more, one bigger, another instance type, and another access list.
pub(crate) fn changed(text: &str) -> String {
    let another =
        text.split("---\n").last().expect("a group").replace("nodes-0", "more").replace("name: nodes", "name: more");
    let text = text.replace("maxSize: 2", "maxSize: 4").replace("maxSize: 3", "maxSize: 5");
    let text = text.replace("machineType: t3.medium", "machineType: t3.xlarge").replace("0.0.0.0/0", "198.51.100.0/24");
    format!("{text}---\n{another}")
}

#[tokio::test]
async fn a_cluster_with_its_own_vpc_lives_and_dies() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let before = inventory(&moto).await;
    let shape = cluster_of(1);
    let specs = [shape.spec(), changed(&shape.spec())];
    let told = life(on_moto(&moto), &specs).await;
    assert_eq!(told, life(simulated(&shape), &specs).await, "moto and the simulated account give the same plans");
    assert_eq!(inventory(&moto).await, before, "the account is as it was before");
}

/// What the example calls its VPC.
const VPC: &str = "vpc-0a1b2c3d4e5f60718";

/// What the example calls its NAT gateways.
const NAT_GATEWAYS: [&str; 3] = ["nat-0aa00000000000001", "nat-0bb00000000000002", "nat-0cc00000000000003"];

/// The Fairwinds cluster in a network.
pub(crate) fn fairwinds(network: &Network) -> String {
    let mut text = include_str!("../../../examples/fairwinds/cluster_spec.yml").to_owned();
    for (written, id) in NAT_GATEWAYS.into_iter().zip(&network.nat_gateways) {
        text = text.replace(written, id);
    }
    text.replace(VPC, &network.vpc)
}

/// The simulated account of the example, with the ids that moto gave.
fn simulated_network(network: &Network) -> Account {
    let mut text = include_str!("../../../examples/fairwinds/account.json").to_owned();
    for (written, id) in NAT_GATEWAYS.into_iter().zip(&network.nat_gateways) {
        text = text.replace(written, id);
    }
    let account = Account::from_json(&text.replace(VPC, &network.vpc)).expect("an account");
    account.with_image(image())
}

#[tokio::test]
async fn the_fairwinds_cluster_lives_and_dies_in_a_network_that_stays() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("kube.example.com").await;
    let network = network::create(&moto).await;
    let before = inventory(&moto).await;
    let text = fairwinds(&network);
    let specs = [text.clone(), changed(&text)];
    let told = life(on_moto(&moto), &specs).await;
    assert_eq!(told, life(World::new(simulated_network(&network)), &specs).await, "the simulated account plans alike");
    assert_eq!(inventory(&moto).await, before, "the network is as it was before");
}

#[tokio::test]
async fn a_private_zone_keeps_its_association_with_a_shared_vpc() {
    let Some(moto) = Moto::start() else { return };
    let network = network::create(&moto).await;
    let zone = moto.private_hosted_zone("example.com", &network.vpc).await;
    let engine = Engine::builder(Aws::new(&moto.config())).clock(SimulatedClock::default());
    let engine = engine.file_hashes(file_hashes()).build();
    let text = Shape { shared_vpc: true, dns: "Private", ..small() }.spec().replace(VPC, &network.vpc);
    let specs = [text.clone(), changed(&text)].map(|text| Spec::from_yaml("cluster.yaml", &text));
    let [spec, changed] = specs.map(|spec| spec.expect("a spec"));
    for spec in [&spec, &changed] {
        let plan = engine.plan(spec).await.expect("a plan");
        assert!(!plan.is_empty(), "nothing is to be done");
        engine.apply(&plan).await.expect("is applied");
    }
    let deletion = engine.plan_deletion(&changed).await.expect("a plan");
    engine.apply(&deletion).await.expect("is applied");
    let answer = moto.route53().get_hosted_zone().id(&zone).send().await.expect("is read");
    assert_eq!(answer.vpcs().iter().filter_map(|vpc| vpc.vpc_id()).collect::<Vec<_>>(), [network.vpc]);
}

#[tokio::test]
async fn instances_are_seen_as_parts_of_their_autoscaling_groups() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let world = on_moto(&moto);
    let graph = graph(&world.cloud, &small().spec()).await;
    let scope = Scope { occupants: true, ..Scope::of(&graph) };
    let world = step(world, &graph, &scope, &PlanOptions::default(), &mut Vec::new()).await;
    let snapshot = world.cloud.observe(&scope).await.expect("the account answers");
    let instances = snapshot.occupants.iter().filter(|occupant| occupant.what == "instance");
    let groups: BTreeSet<_> = instances.map(|instance| instance.part_of.as_ref().map(CloudId::as_str)).collect();
    let expected = graph.nodes.keys().filter(|id| id.kind == Kind::AutoscalingGroup).map(|id| Some(id.name.as_str()));
    assert_eq!(groups, expected.collect());
}

/// A small cluster: one zone, public subnets, one group of nodes.
pub(crate) fn small() -> Shape {
    Shape { zones: 1, private: false, control_planes: 1, ..cluster_of(1) }
}

/// The cluster with kops's own access lists: everywhere, over both families.
fn open_to_all(text: &str) -> String {
    ["kubernetesApiAccess", "sshAccess"].into_iter().fold(text.to_owned(), |text, list| {
        let everywhere = format!("{list}:\n  - \"0.0.0.0/0\"\n  - \"::/0\"\n");
        let (before, after) = text.split_once(&format!("{list}:\n")).expect("the list");
        let (_, after) = after.split_once('\n').expect("its one entry");
        format!("{before}{everywhere}{after}")
    })
}

#[tokio::test]
async fn cluster_with_the_default_access_lists_has_an_empty_second_plan() {
    let Some(moto) = Moto::start() else { return };
    for class in ["Network", "Classic"] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let shape = Shape { load_balancer: Some(class), ..small() };
        let specs = [open_to_all(&shape.spec())];
        let told = life(on_moto(&moto), &specs).await;
        assert_eq!(told, life(simulated(&shape), &specs).await, "{class}: the simulated account gives the same plans");
    }
}

/// A world on moto behind a wire.
pub(crate) fn behind(wire: &Wire) -> World<Aws> {
    World::new(Aws::new(&config_at(wire.url()))).with_clock(Arc::new(TokioClock::start()))
}

#[tokio::test]
async fn a_run_whose_every_write_is_lost_once_makes_nothing_twice() {
    let Some(moto) = Moto::start() else { return };
    let shape = small();
    let mut made = Vec::new();
    for fate in [Fate::Pass, Fate::LostBefore, Fate::LostAfter] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let text = shape.spec();
        let world = behind(&Wire::losing_first(moto.url(), fate.clone()));
        let graph = graph(&world.cloud, &text).await;
        let (scope, policy) = (Scope::of(&graph), PlanOptions::default());
        step(world, &graph, &scope, &policy, &mut Vec::new()).await;
        made.push(inventory(&moto).await.len());
    }
    assert_eq!(made, [made[0]; 3], "as much is there as without losses");
}

/// How many writes come through before a run is cut. Small enough to cut everywhere, large enough to get on.
const WRITES: usize = 3;

/// Applies plans in runs that are interrupted after a few writes each, until there is nothing left to do.
async fn in_pieces(moto: &Moto, graph: &Graph, scope: &Scope, options: &PlanOptions, fate: &Fate) -> World<Aws> {
    let mut world = on_moto(moto);
    for _ in 0..200 {
        let cut = Cut::at(moto.url(), WRITES, fate.clone());
        world = world.with_cloud(behind(&cut.wire).cloud);
        let plan = world.plan(graph, scope, options).await.expect("a plan");
        if steps(&plan).is_empty() {
            return world.with_cloud(Aws::new(&moto.config()));
        }
        tokio::select! {
            () = cut.happened() => {}
            report = world.apply(&plan) => drop(report.expect("the plan has an order")),
        }
    }
    panic!("two hundred runs did not come to an end");
}

#[tokio::test]
async fn runs_that_are_cut_again_and_again_come_to_the_same_end() {
    let Some(moto) = Moto::start() else { return };
    let text = small().spec();
    let policy = PlanOptions::default();
    let mut whole = None;
    for fate in [Fate::Pass, Fate::LostBefore, Fate::LostAfter] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let before = inventory(&moto).await;
        let graph = graph(&on_moto(&moto).cloud, &text).await;
        let scope = Scope::of(&graph);
        let world = match fate {
            Fate::Pass => step(on_moto(&moto), &graph, &scope, &policy, &mut Vec::new()).await,
            _ => in_pieces(&moto, &graph, &scope, &policy, &fate).await,
        };
        let made = inventory(&moto).await.len();
        assert_eq!(made, *whole.get_or_insert(made), "as much is there as without cuts: {fate:?}");
        let (cluster, region) = (graph.cluster, graph.region);
        let nothing = Graph { cluster, region, ..Graph::default() };
        match fate {
            Fate::Pass => drop(step(world, &nothing, &scope, &PlanOptions::delete_cluster(), &mut Vec::new()).await),
            _ => drop(in_pieces(&moto, &nothing, &scope, &PlanOptions::delete_cluster(), &fate).await),
        }
        assert_eq!(inventory(&moto).await, before, "the account is as it was before: {fate:?}");
    }
}

#[tokio::test]
async fn the_calls_of_a_plan_do_not_grow_with_the_groups() {
    let Some(moto) = Moto::start() else { return };
    let one = Shape { load_balancer: None, ..small() };
    let many = Shape { control_planes: 1, ..cluster_of(230) };
    for (shape, most) in [(one, 30), (many, 65)] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let (wire, counts) = Wire::counting(moto.url(), Duration::ZERO);
        let world = behind(&wire);
        let graph = graph(&world.cloud, &shape.spec()).await;
        let (scope, policy) = (Scope::of(&graph), PlanOptions::default());
        let world = step(world, &graph, &scope, &policy, &mut Vec::new()).await;
        counts.lock().expect("no panic").clear();
        let plan = world.plan(&graph, &scope, &policy).await.expect("a plan");
        let told: u32 = plan.calls.values().sum();
        let on_the_wire = counts.lock().expect("no panic").len();
        assert_eq!(told as usize, on_the_wire, "a plan tells what it cost: {:?}", plan.calls);
        assert!(told <= most, "{shape:?} took {told} calls: {:?}", plan.calls);
    }
}

#[tokio::test]
async fn a_change_of_cloud_labels_is_one_of_launch_templates_the_queue_and_the_event_rules_too() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let (world, text) = (on_moto(&moto), small().spec());
    let (before, policy) = (graph(&world.cloud, &text).await, PlanOptions::default());
    let world = step(world, &before, &Scope::of(&before), &policy, &mut Vec::new()).await;
    let labelled = text.replacen("spec:\n", "spec:\n  cloudLabels: {team: payments}\n", 1);
    let after = graph(&world.cloud, &labelled).await;
    let plan = async || world.plan(&after, &Scope::of(&after), &policy).await.expect("a plan");
    let of_events = |plan: &Plan| {
        let lines = steps(plan).into_iter();
        lines.filter(|line| line.contains(" sqs-queue/") || line.contains(" event-rule/")).collect::<Vec<_>>()
    };
    let first = plan().await;
    let expected = ["ASGLifecycle", "InstanceScheduledChange", "InstanceStateChange", "SpotInterruption"]
        .map(|event| format!("update event-rule/demo.example.com-{event} tags"));
    let expected: Vec<_> =
        expected.into_iter().chain(["update sqs-queue/demo-example-com-nth tags".to_owned()]).collect();
    assert_eq!(of_events(&first), expected);
    let report = world.apply(&first).await.expect("the plan has an order");
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    assert_eq!(of_events(&plan().await), [""; 0]);
    let filter = |name: &str, value: &str| Filter::builder().name(name).values(value).build();
    let labels = moto.ec2().describe_tags().filters(filter("key", "team")).filters(filter("value", "payments"));
    let labels = labels.send().await.expect("is read").tags.unwrap_or_default();
    let labelled = labels.iter().filter(|tag| tag.resource_id().is_some_and(|id| id.starts_with("lt-"))).count();
    assert_eq!(labelled, after.nodes.keys().filter(|id| id.kind == Kind::LaunchTemplate).count());
}

#[tokio::test]
async fn groups_without_notes_are_asked_for_their_hooks_until_the_next_apply() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let (text, policy) = (small().spec(), PlanOptions::default());
    let world = on_moto(&moto);
    let before = graph(&world.cloud, &text).await;
    let world = step(world, &before, &Scope::of(&before), &policy, &mut Vec::new()).await;
    // As a cluster is that kops made.
    let templates = moto.ec2().describe_launch_templates().send().await.expect("are listed").launch_templates;
    let templates = templates.unwrap_or_default().into_iter().filter_map(|template| template.launch_template_id);
    let note = Tag::builder().key("kops-core/lifecycle-hooks").build();
    let untag = moto.ec2().delete_tags().set_resources(Some(templates.collect())).tags(note);
    untag.send().await.expect("are untagged");

    let asked = async |graph: &Graph| {
        let found = world.cloud.observe(&Scope::of(graph)).await.expect("is read");
        let hooks = found.resources.iter().filter(|found| found.resource.kind() == Kind::LifecycleHook).count();
        (found.calls.get("autoscaling:DescribeLifecycleHooks").copied().unwrap_or_default(), hooks)
    };
    assert_eq!(asked(&before).await, (2, 2), "a control plane and nodes");
    assert_eq!(asked(&before).await, (2, 2), "reading writes nothing");
    let after = graph(&world.cloud, &changed(&text)).await;
    let plan = world.plan(&after, &Scope::of(&after), &policy).await.expect("a plan");
    let report = world.apply(&plan).await.expect("the plan has an order");
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    assert_eq!(asked(&after).await, (0, 3), "and one more group of nodes");
}

#[tokio::test]
async fn instances_are_listed_detached_and_terminated() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let world = on_moto(&moto);
    let graph = graph(&world.cloud, &small().spec()).await;
    let world = step(world, &graph, &Scope::of(&graph), &PlanOptions::default(), &mut Vec::new()).await;
    let cluster = graph.cluster.clone();
    let groups = world.cloud.instances(&cluster).await.expect("are listed");
    assert!(!groups.is_empty());
    for group in &groups {
        let template = group.template.as_deref().unwrap_or_default();
        assert!(group.role.is_some() && template.starts_with("lt-"), "{group:?}");
        assert_eq!(group.members().count(), usize::try_from(group.desired).expect("a size"), "{group:?}");
        for instance in &group.instances {
            assert_eq!(instance.state, InstanceState::InService);
            assert!(!group.is_outdated(instance), "{group:?}");
            assert!(instance.private_ip.is_some() && !instance.zone.is_empty(), "{instance:?}");
        }
    }
    let group = groups.iter().find(|group| group.role == Some(Role::Node)).expect("a group of nodes");
    let (name, instance) = (group.name.clone(), group.instances[0].id.clone());
    let of_group = async |instance: &CloudId| {
        let groups = world.cloud.instances(&cluster).await.expect("are listed");
        let group = groups.into_iter().find(|group| group.name == name).expect("is there");
        let state = group.instances.iter().find(|found| found.id == *instance).map(|found| found.state);
        (group.members().count(), state)
    };
    let detach = InstanceChange::Detach { group: name.clone(), instance: instance.clone() };
    for _ in 0..2 {
        assert_eq!(world.cloud.change_instance(&detach).await.expect("is detached"), Readiness::Ready);
        let wanted = usize::try_from(group.desired).expect("a size");
        assert_eq!(of_group(&instance).await, (wanted, Some(InstanceState::Detached)), "another runs in its place");
    }
    // By this tag kops finds it.
    let of_instance = Filter::builder().name("resource-id").values(instance.as_str()).build();
    let tags = moto.ec2().describe_tags().filters(of_instance).send().await.expect("is read");
    let detached = tags.tags().iter().find(|tag| tag.key() == Some(DETACHED)).and_then(|tag| tag.value());
    assert_eq!(detached, Some(name.as_str()));
    let deregister = InstanceChange::Deregister { group: name.clone(), instance: instance.clone() };
    assert_eq!(world.cloud.change_instance(&deregister).await.expect("has left"), Readiness::Ready);
    let terminate = InstanceChange::Terminate { instance: instance.clone() };
    for _ in 0..2 {
        world.cloud.change_instance(&terminate).await.expect("is terminated");
        assert!(matches!(of_group(&instance).await.1, None | Some(InstanceState::Terminating)));
    }
    let unknown = InstanceChange::Terminate { instance: "i-00000000000000000".into() };
    assert_eq!(world.cloud.change_instance(&unknown).await.expect("is gone"), Readiness::Gone);
}

#[tokio::test]
async fn groups_are_listed_though_the_launch_template_of_one_is_gone() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let gone = Arc::new(Mutex::new(None));
    let deleted = gone.clone();
    // As EC2 answers where moto leaves the template out.
    let wire = Wire::start(moto.url(), move |request| {
        let deleted: Option<String> = deleted.lock().expect("no panic").clone();
        match deleted.filter(|id| request.operation() == "DescribeLaunchTemplates" && request.mentions(id)) {
            Some(id) => {
                let message = format!("The specified launch template, with template ID {id}, does not exist.");
                Fate::Answered(400, ec2_form("InvalidLaunchTemplateId.NotFound", &message))
            }
            None => Fate::Pass,
        }
    });
    let world = behind(&wire);
    let graph = graph(&world.cloud, &small().spec()).await;
    let world = step(world, &graph, &Scope::of(&graph), &PlanOptions::default(), &mut Vec::new()).await;
    let before = world.cloud.instances(&graph.cluster).await.expect("are listed");
    let nodes = before.iter().find(|group| group.role == Some(Role::Node)).expect("a group of nodes");
    let (id, _) = nodes.template.as_deref().and_then(|version| version.split_once(':')).expect("a launch template");
    moto.ec2().delete_launch_template().launch_template_id(id).send().await.expect("is deleted");
    *gone.lock().expect("no panic") = Some(id.to_owned());

    let after = world.cloud.instances(&graph.cluster).await.expect("are listed");
    let names = |groups: &[RunningGroup]| groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after), names(&before));
    for (group, was) in after.iter().zip(&before) {
        let is_gone = group.name == nodes.name;
        let template = if is_gone { Some("") } else { was.template.as_deref() };
        assert_eq!(group.template.as_deref(), template, "{group:?}");
        assert!(group.instances.iter().all(|instance| group.is_outdated(instance) == is_gone), "{group:?}");
    }
}

#[tokio::test]
async fn instances_that_karpenter_launched_are_known_by_their_tags_and_replaced_by_force() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let (world, text) = (on_moto(&moto), small().spec());
    let graph = graph(&world.cloud, &text).await;
    let world = step(world, &graph, &Scope::of(&graph), &PlanOptions::default(), &mut Vec::new()).await;
    let before = world.cloud.instances(&graph.cluster).await.expect("are listed");
    let script = "#!/bin/bash\necho nodeup\n";
    let group = "kops.k8s.io/instancegroup";
    for (cluster, group) in
        [(graph.cluster.as_str(), group), ("other.example.com", group), (graph.cluster.as_str(), "team")]
    {
        let tags = [("KubernetesCluster", cluster), (group, "karp"), ("k8s.io/role/node", "1")];
        let request = moto.ec2().run_instances().image_id(IMAGE).min_count(2).max_count(2);
        let request =
            request.user_data(STANDARD.encode(script)).tag_specifications(tagged(ResourceType::Instance, tags));
        request.send().await.expect("are launched");
    }
    let after = world.cloud.instances(&graph.cluster).await.expect("are listed");
    let (karp, others): (Vec<_>, Vec<_>) = after.into_iter().partition(|group| !group.is_autoscaling());
    assert_eq!(others, before);
    let [karp] = &karp[..] else { panic!("{karp:?}") };
    assert_eq!((karp.name.as_str(), karp.role, karp.instances.len()), ("karp", Some(Role::Node), 2));
    for instance in &karp.instances {
        assert_eq!((instance.state, instance.private_ip.is_some()), (InstanceState::InService, true), "{instance:?}");
    }
    let ids: BTreeSet<CloudId> = karp.instances.iter().map(|instance| instance.id.clone()).collect();
    let asked = ids.iter().cloned().chain(["i-00000000000000000".into()]).collect();
    let booted = world.cloud.user_data(&asked).await.expect("is read");
    assert_eq!(booted, ids.iter().map(|id| (id.clone(), script.to_owned())).collect());

    let of_karpenter = format!(
        "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {{name: karp, labels: {{kops.k8s.io/cluster: {}}}}}\n\
         spec: {{manager: Karpenter, role: Node, machineType: m5.large, subnets: [us-east-2a]}}\n",
        graph.cluster
    );
    let spec = Spec::from_yaml("cluster.yaml", &(text + &of_karpenter)).expect("a spec");
    let cloud = Arc::new(world.cloud);
    let engine = Engine::builder(cloud.clone()).clock(SimulatedClock::default()).build();
    let api = SimulatedCluster::new(cloud.clone(), &graph.cluster);
    let options = RollingUpdateOptions { instance_groups: vec!["karp".into()], ..RollingUpdateOptions::default() };
    let forced = RollingUpdateOptions { force: true, ..options.clone() };
    let roll = async |options: &RollingUpdateOptions| {
        let report = engine.rolling_update(&spec, Some(&api)).options(options.clone()).await;
        report.expect("ends").groups.into_iter().flat_map(|group| group.terminated).collect::<Vec<_>>()
    };
    assert_eq!(roll(&options).await, [""; 0]);
    assert_eq!(roll(&forced).await, ids.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(cloud.instances(&graph.cluster).await.expect("are listed"), before);
}

#[tokio::test]
async fn older_versions_of_launch_templates_are_read() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let (world, text) = (on_moto(&moto), small().spec());
    let first = graph(&world.cloud, &text).await;
    let world = step(world, &first, &Scope::of(&first), &PlanOptions::default(), &mut Vec::new()).await;
    let larger = text.replace("  role: Node\n", "  role: Node\n  rootVolumeSize: 77\n");
    assert_ne!(larger, text, "the spec has a group of nodes");
    let second = graph(&world.cloud, &larger).await;
    let world = step(world, &second, &Scope::of(&second), &PlanOptions::default(), &mut Vec::new()).await;

    let groups = world.cloud.instances(&first.cluster).await.expect("are listed");
    let nodes = groups.iter().find(|group| group.name.as_str().starts_with("nodes")).expect("a group of nodes");
    let (id, newest) = nodes.template.as_deref().expect("an autoscaling group").split_once(':').expect("a version");
    assert_eq!(newest, "2");
    let versions = ["1", "2"].map(|number| format!("{id}:{number}"));
    let found = world.cloud.launch_templates(&versions.clone().into()).await.expect("are read");
    let size = |template: &LaunchTemplate| template.block_devices[0].ebs.as_ref().and_then(|volume| volume.size_gib);
    let sizes: Vec<_> = found.iter().map(|(name, template)| (name, size(template))).collect();
    assert_eq!(sizes, [(&versions[0], Some(128)), (&versions[1], Some(77))]);
    let deleted = world.cloud.launch_templates(&[format!("{id}:3")].into()).await.expect("are read");
    assert!(deleted.is_empty(), "{deleted:?}");
}

#[tokio::test]
async fn a_rolling_update_replaces_every_instance_of_a_cluster() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let (world, text) = (on_moto(&moto), small().spec());
    let graph = graph(&world.cloud, &text).await;
    let world = step(world, &graph, &Scope::of(&graph), &PlanOptions::default(), &mut Vec::new()).await;
    let (spec, cloud) = (Spec::from_yaml("cluster.yaml", &text).expect("a spec"), Arc::new(world.cloud));
    let engine = Engine::builder(cloud.clone()).clock(SimulatedClock::default()).build();
    let api = SimulatedCluster::new(cloud, &graph.cluster);
    let instances = async || {
        let found = engine.instances(&spec, None).await.expect("are listed");
        found.into_iter().map(|instance| instance.id).collect::<BTreeSet<String>>()
    };
    let before = instances().await;
    let options = RollingUpdateOptions { force: true, ..RollingUpdateOptions::default() };
    let report = engine.rolling_update(&spec, Some(&api)).options(options).await.expect("ends");
    assert!(report.is_complete(), "{report:?}");
    let after = instances().await;
    assert_eq!((after.len(), after.intersection(&before).count()), (before.len(), 0));
}
