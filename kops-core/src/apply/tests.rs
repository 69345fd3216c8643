//! The driver against a cloud that does what a test tells it, in simulated time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use futures::executor::block_on;

use super::*;
use crate::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Outcome, Readiness, Scope, Snapshot};
use crate::errors::{ErrorFacts, ReportData};
use crate::facts::{Facts, FactsQuery};
use crate::plan::{Action, Disruption, Step, StepId};
use crate::resource::{CloudId, Kind, ManagedFile, Output, Ref, Resource, ResourceId, Subnet, Volume, Vpc};
use crate::state::{Key, MemoryStore, Put, StateStore as _};

/// A cloud whose answers a test writes down; without any, a step succeeds after a second.
#[derive(Debug, Default)]
struct Scripted {
    clock: SimulatedClock,
    errors: Mutex<BTreeMap<String, VecDeque<ErrorKind>>>,
    probes: Mutex<BTreeMap<String, VecDeque<Readiness>>>,
    /// What errors say.
    message: String,
    /// What the first errors say instead.
    first_messages: Mutex<VecDeque<&'static str>>,
    hangs: BTreeSet<String>,
    calls: Mutex<Vec<BoundStep>>,
    running: Mutex<(usize, usize)>,
}

impl Scripted {
    fn failing(name: &str, errors: &[ErrorKind]) -> Self {
        Self { errors: Mutex::new([(name.into(), errors.iter().copied().collect())].into()), ..Self::default() }
    }

    fn probed(name: &str, answers: &[Readiness]) -> Self {
        Self {
            probes: Mutex::new([(format!("id-{name}"), answers.iter().cloned().collect())].into()),
            ..Self::default()
        }
    }

    fn names(&self) -> Vec<String> {
        self.calls.lock().unwrap().iter().map(|step| step.resource.name.clone()).collect()
    }
}

#[async_trait]
impl Cloud for Scripted {
    async fn facts(&self, _: &FactsQuery) -> Result<Facts, CloudError> {
        Ok(Facts::default())
    }

    async fn observe(&self, _: &Scope) -> Result<Snapshot, CloudError> {
        Ok(Snapshot::default())
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        let name = step.resource.name.clone();
        self.calls.lock().unwrap().push(step.clone());
        if self.hangs.contains(&name) {
            pending::<()>().await;
        }
        let enter = |by: isize| {
            let mut running = self.running.lock().unwrap();
            running.0 = running.0.saturating_add_signed(by);
            running.1 = running.1.max(running.0);
        };
        enter(1);
        self.clock.sleep(Duration::from_secs(1)).await;
        enter(-1);
        if let Some(kind) = self.errors.lock().unwrap().get_mut(&name).and_then(VecDeque::pop_front) {
            let first = self.first_messages.lock().unwrap().pop_front();
            return Err(CloudError::new(kind, "Call", first.unwrap_or(self.message.as_str())));
        }
        Ok(Outcome { outputs: [(Output::Id, format!("id-{name}"))].into() })
    }

    async fn probe(&self, _: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        let answer = self.probes.lock().unwrap().get_mut(&id.0).and_then(VecDeque::pop_front);
        Ok(answer.unwrap_or(Readiness::Ready))
    }
}

fn step(id: u32, name: &str, needs: &[u32], action: Action) -> Step {
    let kind = match &action {
        Action::Create { desired: resource }
        | Action::Update { desired: resource, .. }
        | Action::Delete { current: resource, .. } => resource.kind(),
    };
    Step {
        id: StepId(id),
        resource: ResourceId::new(kind, name),
        action,
        depends_on: needs.iter().copied().map(StepId).collect(),
        reason: String::new(),
        source: None,
        disruption: Disruption::None,
    }
}

fn create(id: u32, name: &str, needs: &[u32]) -> Step {
    step(id, name, needs, Action::Create { desired: Vpc::default().into() })
}

fn file(content: &str) -> Resource {
    ManagedFile { key: "addons/a.yaml".into(), content: content.into(), public: false }.into()
}

fn plan(steps: Vec<Step>) -> Plan {
    Plan { cluster: "demo".into(), steps, ..Plan::default() }
}

/// a <- b <- c, and d alone.
fn chain() -> Plan {
    plan(vec![create(1, "a", &[]), create(2, "b", &[1]), create(3, "c", &[2]), create(4, "d", &[])])
}

fn run_with(
    plan: &Plan,
    cloud: &Scripted,
    store: &MemoryStore,
    options: &Options,
    cancel: &Cancel,
    watch: impl Fn(&Event) + Send + Sync,
) -> (Report, Vec<Event>) {
    let seen = Mutex::new(Vec::new());
    let events = |event: Event| {
        watch(&event);
        seen.lock().unwrap().push(event);
    };
    let ports = Ports { cloud, store, clock: &cloud.clock, entropy: &SimulatedEntropy, lease: None };
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let report = block_on(sendable(run(plan, ports, options, &events, cancel))).expect("a plan with an order");
    (report, seen.into_inner().unwrap())
}

fn run_plan(plan: &Plan, cloud: &Scripted) -> (Report, Vec<Event>) {
    run_with(plan, cloud, &MemoryStore::default(), &Options::default(), &Cancel::default(), |_| ())
}

fn ids(steps: &[StepId]) -> Vec<u32> {
    steps.iter().map(|step| step.0).collect()
}

#[test]
fn references_are_resolved_by_what_exists_and_by_what_was_made() {
    let subnet = |vpc: &str| {
        let vpc = Ref::to(Kind::Vpc, vpc);
        Action::Create { desired: Subnet { vpc, ..Subnet::default() }.into() }
    };
    let mut plan = plan(vec![
        create(1, "new", &[]),
        step(2, "in-new", &[1], subnet("new")),
        step(3, "in-old", &[], subnet("old")),
        step(4, "in-none", &[], subnet("none")),
    ]);
    plan.bindings.insert(ResourceId::new(Kind::Vpc, "old"), [(Output::Id, "vpc-7".into())].into());
    let cloud = Scripted::default();
    let (report, _) = run_plan(&plan, &cloud);
    let vpc_of = |name: &str| {
        let calls = cloud.calls.lock().unwrap();
        let BoundAction::Create { desired: made } = calls.iter().find(|s| s.resource.name == name)?.action.clone()
        else {
            return None;
        };
        made.to_value()["vpc"].as_str().map(str::to_owned)
    };
    assert_eq!(vpc_of("in-new").as_deref(), Some("id-new"));
    assert_eq!(vpc_of("in-old").as_deref(), Some("vpc-7"));
    assert_eq!(report.failed.len(), 1);
    assert_eq!(report.failed[0].1.to_string(), "subnet/in-none refers to vpc/none, which is not known");
}

#[test]
fn no_more_steps_run_at_once_than_allowed() {
    let plan = plan((1..=40).map(|id| create(id, &id.to_string(), &[])).collect());
    for parallel in [1, 3, 16] {
        let cloud = Scripted::default();
        let options = Options { parallel, ready_within: Duration::MAX, ..Options::default() };
        let (report, _) = run_with(&plan, &cloud, &MemoryStore::default(), &options, &Cancel::default(), |_| ());
        assert!(report.is_complete());
        assert_eq!(cloud.running.lock().unwrap().1, parallel);
        assert_eq!(cloud.clock.now().as_secs(), 40_u64.div_ceil(parallel as u64));
    }
}

#[test]
fn what_may_pass_is_tried_again_and_what_cannot_surfaces_at_once() {
    let cloud = Scripted::failing("b", &[ErrorKind::Throttled, ErrorKind::NotReady, ErrorKind::Network]);
    let (report, events) = run_plan(&chain(), &cloud);
    assert!(report.is_complete());
    assert_eq!(cloud.names().iter().filter(|name| *name == "b").count(), 4);
    let tokens: BTreeSet<_> = cloud.calls.lock().unwrap().iter().map(|step| step.token.clone()).collect();
    assert_eq!(tokens.len(), 4, "a repetition has the token of the first try");
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Retrying { .. })).count(), 3);

    let cloud = Scripted::failing("b", &[ErrorKind::Denied]);
    let (report, _) = run_plan(&chain(), &cloud);
    assert_eq!(ids(&report.done), [1, 4]);
    assert_eq!(ids(&report.not_started), [3]);
    assert_eq!(report.failed[0].1.to_string(), "vpc/b could not be created");
}

#[test]
fn events_tell_what_failed_and_what_a_step_took_and_end_with_the_report() {
    let cloud = Scripted::failing("b", &[ErrorKind::Throttled, ErrorKind::Denied]);
    let (report, events) = run_plan(&chain(), &cloud);
    let errors = events.iter().filter_map(|event| match event {
        Event::Retrying { step, error, .. } | Event::Failed { step, error, .. } => Some((step.0, &error.facts)),
        _ => None,
    });
    let kinds: Vec<_> = errors
        .map(|(step, facts)| match facts {
            ErrorFacts::CloudError(fields) => (step, fields.kind, fields.retryable),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, [(2, ErrorKind::Throttled, true), (2, ErrorKind::Denied, false)]);
    let effort = events.iter().find_map(|event| match event {
        Event::Failed { elapsed, calls, .. } => Some((elapsed.as_secs() > 0, *calls)),
        _ => None,
    });
    assert_eq!(effort, Some((true, 2)), "two calls and the wait between them");
    let Some(Event::Ended { report: ended, elapsed }) = events.last() else { panic!("{events:?}") };
    assert_eq!((ended, *elapsed), (&ReportData::from(&report), cloud.clock.now()));
    assert_eq!(serde_json::to_value(&report).unwrap(), serde_json::to_value(ended).unwrap());
    assert_eq!(ended.failed[0].resource, ResourceId::new(Kind::Vpc, "b"));
}

#[test]
fn tries_end() {
    let cloud = Scripted::failing("a", &[ErrorKind::Internal; 100]);
    run_plan(&chain(), &cloud);
    assert_eq!(cloud.names().iter().filter(|name| *name == "a").count(), 12);

    let cloud = Scripted::failing("a", &[ErrorKind::NotReady; 1000]);
    let (report, _) = run_plan(&chain(), &cloud);
    assert!(matches!(report.failed[0].1, StepError::Cloud { .. }));
    assert!((600..630).contains(&cloud.clock.now().as_secs()), "{:?}", cloud.clock.now());
}

#[test]
fn a_call_that_breaks_after_a_long_wait_has_all_of_its_tries_left() {
    for (broken, is_done) in [(1, true), (11, true), (12, false)] {
        let errors = [vec![ErrorKind::NotReady; 20], vec![ErrorKind::Throttled; broken]].concat();
        let (report, _) = run_plan(&chain(), &Scripted::failing("a", &errors));
        assert_eq!(report.is_complete(), is_done, "{broken}");
    }
}

#[test]
fn what_was_made_a_moment_ago_may_not_be_seen_yet() {
    let update = || Action::Update {
        id: "x".into(),
        current: Vpc::default().into(),
        desired: Vpc::default().into(),
        changes: Vec::new(),
    };
    let delete = Action::Delete { id: "x".into(), current: Vpc::default().into() };
    // What is done, after what, and how many times it is tried where the answer is three times that something does not exist.
    for (action, needs, tries) in [
        (Action::Create { desired: Vpc::default().into() }, &[][..], 4),
        (update(), &[1], 4),
        (update(), &[], 1),
        (delete, &[1], 1),
    ] {
        let plan = plan(vec![create(1, "a", &[]), step(2, "b", needs, action)]);
        let cloud = Scripted::failing("b", &[ErrorKind::NotFound; 3]);
        let (report, _) = run_plan(&plan, &cloud);
        assert_eq!(cloud.names().iter().filter(|name| *name == "b").count(), tries, "{:?}", plan.steps[1]);
        assert_eq!(report.is_complete(), tries == 4);
    }
    let cloud = Scripted::failing("a", &[ErrorKind::NotFound; 1000]);
    run_plan(&chain(), &cloud);
    assert!((60..75).contains(&cloud.clock.now().as_secs()), "{:?}", cloud.clock.now());
}

#[test]
fn what_does_not_exist_is_waited_for_only_where_this_run_made_it() {
    let subnet = |vpc: Ref| Subnet { vpc, cidr: Some("10.0.0.0/24".into()), ..Subnet::default() };
    let made = Ref::to(Kind::Vpc, "a");
    for (vpc, message, tries) in [
        (made.clone(), "The vpc ID 'id-a' does not exist", 4),
        (made.clone(), "one of them does not exist", 4),
        ("vpc-12".into(), "The vpc ID 'vpc-12' does not exist", 1),
        (made, "The range '10.0.0.0/24' does not exist.", 1),
    ] {
        let plan = plan(vec![create(1, "a", &[]), step(2, "b", &[1], Action::Create { desired: subnet(vpc).into() })]);
        let cloud = Scripted { message: message.into(), ..Scripted::failing("b", &[ErrorKind::NotFound; 3]) };
        run_plan(&plan, &cloud);
        assert_eq!(cloud.names().iter().filter(|name| *name == "b").count(), tries, "{message}");
    }
}

#[test]
fn a_deletion_that_is_refused_word_for_word_the_same_ends_early_and_says_so() {
    let delete = || Action::Delete { id: "x".into(), current: Vpc::default().into() };
    let in_use = || Scripted { message: "eni-1 uses it".into(), ..Scripted::failing("b", &[ErrorKind::InUse; 1000]) };
    // Nothing that this run deletes can let go of it.
    let cloud = in_use();
    let (report, _) = run_plan(&plan(vec![step(2, "b", &[], delete())]), &cloud);
    let error = &report.failed[0].1;
    assert!(matches!(error, StepError::StillUsed { .. }));
    assert!(
        error.to_string().starts_with("vpc/b could not be deleted, and nothing changed about that for 6"),
        "{error}"
    );
    assert!((60..75).contains(&cloud.clock.now().as_secs()), "{:?}", cloud.clock.now());
    // The time in which the answer was another one does not count.
    let cloud = Scripted { first_messages: Mutex::new(["eni-2 uses it"; 9].into()), ..in_use() };
    let (report, _) = run_plan(&plan(vec![step(2, "b", &[], delete())]), &cloud);
    let StepError::StillUsed { waited, .. } = &report.failed[0].1 else { panic!("{report:?}") };
    assert!((60..75).contains(&waited.as_secs()), "{waited:?}");
    assert!((90..135).contains(&cloud.clock.now().as_secs()), "{:?}", cloud.clock.now());
    // Something that it has deleted may.
    let cloud = in_use();
    run_plan(&plan(vec![step(1, "a", &[], delete()), step(2, "b", &[1], delete())]), &cloud);
    assert!((600..615).contains(&cloud.clock.now().as_secs()), "{:?}", cloud.clock.now());
}

#[test]
fn a_step_is_done_when_what_it_made_can_be_used() {
    let pending = Readiness::Pending("state is pending".into());
    let cloud = Scripted::probed("a", &[Readiness::Gone, pending.clone(), pending.clone(), Readiness::Ready]);
    let (report, events) = run_plan(&chain(), &cloud);
    assert!(report.is_complete());
    let told = events.iter().filter(|event| matches!(event, Event::Waiting { .. })).count();
    assert_eq!(told, 2, "each reason once");

    let cloud = Scripted::probed("a", &[pending.clone(), Readiness::Failed("no address is free".into())]);
    let (report, _) = run_plan(&chain(), &cloud);
    assert_eq!(report.failed[0].1.to_string(), "vpc/a did not become ready: no address is free");

    let cloud = Scripted::probed("a", &vec![pending; 1000]);
    let (report, _) = run_plan(&chain(), &cloud);
    assert_eq!(report.failed[0].1.to_string(), "vpc/a did not become ready: state is pending");
    assert!((600..620).contains(&cloud.clock.now().as_secs()));
}

#[test]
fn a_volume_whose_key_cannot_be_used_is_not_waited_for_once_it_is_gone_again() {
    let pending = Readiness::Pending("its state is `creating`".into());
    for (key, answers, expected) in [
        (Some("alias/etcd"), [vec![pending.clone()], vec![Readiness::Gone; 3]].concat(), "has deleted it again"),
        (Some("alias/etcd"), vec![pending.clone(), Readiness::Gone, Readiness::Ready], ""),
        (Some("alias/etcd"), vec![Readiness::Gone; 1000], "does not show it, and will not"),
        (Some("alias/etcd"), vec![Readiness::Gone, pending.clone(), Readiness::Ready], ""),
        (None, vec![pending, Readiness::Gone, Readiness::Ready], ""),
    ] {
        let desired = Volume { kms_key: key.map(str::to_owned), ..Volume::default() };
        let plan = plan(vec![step(1, "a", &[], Action::Create { desired: desired.into() })]);
        let (report, _) = run_plan(&plan, &Scripted::probed("a", &answers));
        let why = report.failed.first().map(|(_, error)| error.to_string()).unwrap_or_default();
        assert_eq!(why.is_empty(), expected.is_empty(), "{answers:?}: {why}");
        assert!(why.contains(expected), "{answers:?}: {why}");
        assert_eq!(why.contains("`alias/etcd`"), !expected.is_empty(), "{answers:?}: {why}");
    }
}

#[test]
fn what_is_deleted_is_waited_for() {
    let delete = Action::Delete { id: "id-a".into(), current: Vpc::default().into() };
    let plan = plan(vec![step(1, "a", &[], delete), create(2, "b", &[1])]);
    let cloud = Scripted::probed("a", &[Readiness::Pending("deleting".into()), Readiness::Gone]);
    let (report, events) = run_plan(&plan, &cloud);
    assert!(report.is_complete());
    assert!(events.iter().any(|event| matches!(event, Event::Waiting { .. })));
}

#[test]
fn cancelling_makes_no_further_call_and_tells_how_far_it_came() {
    let cancel = Cancel::default();
    let cloud = Scripted { hangs: ["d".into()].into(), ..Scripted::default() };
    let (report, _) = run_with(&chain(), &cloud, &MemoryStore::default(), &Options::default(), &cancel, |event| {
        if matches!(event, Event::Finished { step: StepId(1), .. }) {
            cancel.cancel();
        }
    });
    assert!(report.cancelled);
    assert_eq!(ids(&report.done), [1]);
    assert_eq!(ids(&report.in_flight), [4], "its call never came back");
    assert_eq!(ids(&report.not_started), [2, 3]);
    assert_eq!(cloud.names(), ["a", "d"]);
}

#[test]
fn cancelling_ends_a_wait_between_two_tries() {
    let cancel = Cancel::default();
    let cloud = Scripted::failing("a", &[ErrorKind::NotReady; 1000]);
    let (report, _) = run_with(&chain(), &cloud, &MemoryStore::default(), &Options::default(), &cancel, |event| {
        if matches!(event, Event::Retrying { attempt: 3, .. }) {
            cancel.cancel();
        }
    });
    assert_eq!(ids(&report.in_flight), [1]);
    assert_eq!(ids(&report.done), [4]);
    assert_eq!(cloud.names().iter().filter(|name| *name == "a").count(), 2);
}

#[test]
fn a_run_that_was_cancelled_before_it_began_calls_nobody() {
    let cancel = Cancel::default();
    cancel.cancel();
    let cloud = Scripted::default();
    let (report, events) = run_with(&chain(), &cloud, &MemoryStore::default(), &Options::default(), &cancel, |_| ());
    assert_eq!(ids(&report.not_started), [1, 2, 3, 4]);
    assert!(cloud.names().is_empty() && matches!(events.as_slice(), [Event::Ended { .. }]), "{events:?}");
}

#[test]
fn managed_files_are_written_unless_somebody_else_did() {
    let update = || Action::Update { id: "x".into(), current: file("old"), desired: file("new"), changes: Vec::new() };
    let delete = || Action::Delete { id: "x".into(), current: file("old") };
    let make = || Action::Create { desired: file("new") };
    // What is there, what is done, what is there afterwards, and whether it worked.
    let cases = [
        (None, make(), Some("new"), true),
        (Some("new"), make(), Some("new"), true),
        (Some("other"), make(), Some("other"), false),
        (Some("old"), update(), Some("new"), true),
        (Some("new"), update(), Some("new"), true),
        (Some("other"), update(), Some("other"), false),
        (None, update(), None, false),
        (Some("old"), delete(), None, true),
        (None, delete(), None, true),
        (Some("other"), delete(), Some("other"), false),
    ];
    let key = Key::new("demo/addons/a.yaml").expect("a key");
    for (before, action, after, works) in cases {
        let case = format!("{before:?} {action:?}");
        let store = MemoryStore::default();
        if let Some(before) = before {
            block_on(store.put(&key, before.into(), Put::Any)).expect("writes");
        }
        let plan = plan(vec![step(1, "addons/a.yaml", &[], action)]);
        let (report, _) =
            run_with(&plan, &Scripted::default(), &store, &Options::default(), &Cancel::default(), |_| ());
        assert_eq!(report.is_complete(), works, "{case}");
        let found = block_on(store.get(&key)).expect("reads").map(|object| object.value);
        assert_eq!(found.as_deref(), after.map(str::as_bytes), "{case}");
    }
}

#[test]
fn tokens_are_those_of_one_run() {
    let tokens = |plan: &Plan, began: u64, nonce: u64| {
        let cloud = Scripted::failing("a", &[ErrorKind::Throttled]);
        block_on(cloud.clock.sleep(Duration::from_secs(began)));
        let options = Options { nonce, ..Options::default() };
        run_with(plan, &cloud, &MemoryStore::default(), &options, &Cancel::default(), |_| ());
        let calls = cloud.calls.into_inner().unwrap();
        calls.into_iter().map(|step| (step.resource.name, step.token)).collect::<BTreeSet<_>>()
    };
    let first = tokens(&chain(), 5, 0);
    assert_eq!(first.len(), 4, "a step that is tried again has the token that it had");
    assert_eq!(first, tokens(&chain(), 5, 0));
    let other = plan(vec![create(1, "a", &[]), create(2, "b", &[])]);
    for others in [tokens(&chain(), 6, 0), tokens(&chain(), 5, 1), tokens(&other, 5, 0)] {
        assert!(first.is_disjoint(&others));
    }
}

#[test]
fn what_should_be_public_is_not_written_in_secret() {
    let public = ManagedFile { key: "openid/v1/jwks".into(), content: "{}".into(), public: true };
    let plan = plan(vec![step(1, "jwks", &[], Action::Create { desired: public.into() })]);
    let store = MemoryStore::default();
    let (report, _) = run_with(&plan, &Scripted::default(), &store, &Options::default(), &Cancel::default(), |_| ());
    let source = std::error::Error::source(&report.failed[0].1).expect("a source").to_string();
    assert_eq!(
        source,
        "`openid/v1/jwks` is to be readable by anybody, and a state store does not publish what is in it"
    );
    assert!(block_on(store.list(&Key::default())).expect("lists").is_empty());
}
