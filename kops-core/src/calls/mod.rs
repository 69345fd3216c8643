//! The calls to AWS that applying a plan takes, predicted from the plan alone.
//!
//! In: a plan. Out: operations with their service, as IAM names them, and how many times each is called. Each kind has its calls in three
//! tables (`create`, `change`, `delete`), which say what `kops-aws` does where no call is repeated and no wait asks twice; its tests compare
//! them with the calls that arrive at a server.

mod change;
mod create;
mod delete;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{Action, Plan, Step};
use crate::resource::{Kind, Tags};

/// Numbers of calls by service and operation: `ec2:CreateVpc`.
pub type Calls = BTreeMap<String, u32>;

/// A call and how many times it is made.
type Row = (&'static str, usize);

/// Returns the calls of applying a plan: account and region are compared, the account is looked at again, as planning did, and each step is
/// applied once. Calls to the state store are not counted.
///
/// Errors that make a step repeat its calls, and waits that ask more than once, add to them.
pub fn of_apply(plan: &Plan) -> Calls {
    let mut calls = second_look(plan);
    add(&mut calls, PLACE.iter().copied());
    for step in &plan.steps {
        add(&mut calls, rows(step));
        if !matches!(step.action, Action::Update { .. }) {
            add(&mut calls, probe(step.resource.kind).map(once));
        }
    }
    calls
}

/// Returns the calls that executing a step once takes, without those that wait for its effect ([`of_probe`]).
pub fn of_step(step: &Step) -> Calls {
    let mut calls = Calls::new();
    add(&mut calls, rows(step));
    calls
}

/// Returns the call that tells whether a resource is ready or gone; none for kinds that take no time. After a creation and a deletion it is
/// made at least once.
pub fn of_probe(kind: Kind) -> Calls {
    let mut calls = Calls::new();
    add(&mut calls, probe(kind).map(once));
    calls
}

/// The calls of planning, without those that read by name what the plan is not about.
fn second_look(plan: &Plan) -> Calls {
    let resources = plan.steps.iter().map(|step| &step.resource).chain(plan.bindings.keys());
    let resources = resources.chain(plan.shared.iter().map(|shared| &shared.resource));
    let kinds: BTreeSet<Kind> = resources.map(|resource| resource.kind).collect();
    let mut calls = plan.calls.clone();
    for (prefix, read) in BY_NAME {
        if !read.iter().any(|kind| kinds.contains(kind)) {
            calls.retain(|call, _| !call.starts_with(prefix));
        }
    }
    calls
}

const QUEUES: &[Kind] = &[Kind::Queue, Kind::EventRule, Kind::EventTarget];

/// What the calls that read by name begin with, and the kinds that they read.
const BY_NAME: [(&str, &[Kind]); 4] = [
    ("route53:ListResourceRecordSets", &[Kind::DnsRecord]),
    ("route53:GetHostedZone", &[Kind::DnsZoneAssociation]),
    ("sqs:", QUEUES),
    ("events:", QUEUES),
];

/// What tells whether the plan is for this account and region.
const PLACE: [Row; 2] = [("sts:GetCallerIdentity", 1), ("ec2:DescribeAvailabilityZones", 1)];

fn rows(step: &Step) -> Vec<Row> {
    match &step.action {
        Action::Create { desired } => create::calls(desired),
        Action::Update { current, desired, changes, .. } => {
            let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
            change::calls(current, desired, &fields)
        }
        Action::Delete { current, .. } => delete::calls(current),
    }
}

/// The call that tells whether a resource is ready or gone, for kinds that take time.
fn probe(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::NatGateway => "ec2:DescribeNatGateways",
        Kind::NetworkLoadBalancer => BALANCERS,
        Kind::Vpc => "ec2:DescribeVpcs",
        Kind::Subnet => "ec2:DescribeSubnets",
        Kind::Volume => "ec2:DescribeVolumes",
        Kind::StandaloneInstance => "ec2:DescribeInstances",
        Kind::AutoscalingGroup | Kind::WarmPool => GROUPS,
        Kind::Role => "iam:GetRole",
        Kind::InstanceProfile => "iam:GetInstanceProfile",
        _ => return None,
    })
}

fn add(calls: &mut Calls, rows: impl IntoIterator<Item = Row>) {
    for (call, times) in rows.into_iter().filter(|(_, times)| *times > 0) {
        *calls.entry(call.to_owned()).or_default() += u32::try_from(times).unwrap_or(u32::MAX);
    }
}

const BALANCERS: &str = "elasticloadbalancing:DescribeLoadBalancers";
const GROUPS: &str = "autoscaling:DescribeAutoScalingGroups";

fn once(call: &'static str) -> Row {
    (call, 1)
}

fn when(is_so: bool, call: &'static str) -> Row {
    (call, usize::from(is_so))
}

/// A change of a group's lifecycle hooks: the group and its hooks are read, they are noted in a tag, and the hooks are read again. Where
/// there were hooks, their note is voided first.
fn hook(call: &'static str, notes: usize) -> Vec<Row> {
    vec![once(call), once(GROUPS), ("autoscaling:DescribeLifecycleHooks", 2), ("ec2:CreateTags", notes)]
}

/// The calls that write and remove tags, where there are such.
fn retag(old: &Tags, new: &Tags, [write, remove]: [&'static str; 2]) -> [Row; 2] {
    let differs = new.iter().any(|(key, value)| old.get(key) != Some(value));
    [when(differs, write), when(old.keys().any(|key| !new.contains_key(key)), remove)]
}
