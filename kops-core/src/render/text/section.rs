//! The sections of a report: which kinds belong together, and the rows about each step.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Difference, difference};
use super::digest::digest;
use super::page::Row;
use super::rules;
use super::style::Tone;
use super::words::{Words, count, disruption, place};
use crate::plan::{Action, FieldChange, Plan, Step, WHOLE_CLUSTER};
use crate::resource::{Kind, Output, Ref, Resource, ResourceId};

/// Kinds that belong together for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Network,
    Firewall,
    Access,
    Volumes,
    LoadBalancers,
    Groups,
    Dns,
    Events,
    StateStore,
}

/// How many things are made, changed, made anew and deleted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) create: usize,
    pub(super) change: usize,
    pub(super) replace: usize,
    pub(super) delete: usize,
}

impl Section {
    /// Every section, in the order of a report.
    pub(super) const ALL: [Self; 9] = [
        Self::Network,
        Self::Firewall,
        Self::Access,
        Self::Volumes,
        Self::LoadBalancers,
        Self::Groups,
        Self::Dns,
        Self::Events,
        Self::StateStore,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Network => "Network",
            Self::Firewall => "Firewall",
            Self::Access => "Access",
            Self::Volumes => "Volumes of etcd",
            Self::LoadBalancers => "Load balancers",
            Self::Groups => "Instance groups",
            Self::Dns => "DNS",
            Self::Events => "Events",
            Self::StateStore => "State store",
        }
    }

    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Vpc
            | Kind::VpcCidrBlock
            | Kind::DhcpOptions
            | Kind::DhcpOptionsAssociation
            | Kind::InternetGateway
            | Kind::EgressOnlyInternetGateway
            | Kind::Subnet
            | Kind::RouteTable
            | Kind::RouteTableAssociation
            | Kind::Route
            | Kind::ElasticIp
            | Kind::NatGateway => Self::Network,
            Kind::SecurityGroup | Kind::SecurityGroupRule => Self::Firewall,
            Kind::KeyPair
            | Kind::Role
            | Kind::RolePolicy
            | Kind::RolePolicyAttachment
            | Kind::InstanceProfile
            | Kind::OidcProvider => Self::Access,
            Kind::Volume => Self::Volumes,
            Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer | Kind::TargetGroup | Kind::Listener => {
                Self::LoadBalancers
            }
            Kind::LaunchTemplate | Kind::AutoscalingGroup | Kind::WarmPool | Kind::LifecycleHook => Self::Groups,
            Kind::DnsZoneAssociation | Kind::DnsRecord => Self::Dns,
            Kind::Queue | Kind::EventRule | Kind::EventTarget => Self::Events,
            Kind::ManagedFile => Self::StateStore,
        }
    }

    /// The rows about the steps of this section, by kind and name.
    pub(super) fn rows(self, words: Words<'_>, plan: &Plan, followers: &Followers<'_>, tally: &mut Tally) -> Vec<Row> {
        let mut steps: Vec<&Step> = plan.steps.iter().filter(|step| Self::of(step.resource.kind) == self).collect();
        steps.sort_by_key(|step| (&step.resource, !matches!(step.action, Action::Delete { .. })));
        let anew = made_anew(&steps);
        let mut rows = Vec::new();
        let mut alike: BTreeMap<Sign, Vec<&Step>> = BTreeMap::new();
        for step in steps {
            let replaces = anew.contains(&step.resource);
            match &step.action {
                Action::Create { .. } if replaces => continue,
                Action::Update { changes, .. } if follows(changes) => continue,
                Action::Delete { .. } if replaces => tally.replace += 1,
                Action::Create { .. } => tally.create += 1,
                Action::Update { .. } => tally.change += 1,
                Action::Delete { .. } => tally.delete += 1,
            }
            match Sign::of_many(step).filter(|_| !replaces) {
                Some(sign) => alike.entry(sign).or_default().push(step),
                None => rows.push(row(words, followers, step)),
            }
        }
        rows = merge(rows);
        rows.extend(alike.iter().map(|(sign, steps)| rule_rows(words, *sign, steps)));
        rows
    }
}

/// Whether rules of security groups come or go: they are told in a table of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Add,
    Remove,
}

impl Sign {
    fn of_many(step: &Step) -> Option<Self> {
        match &step.action {
            Action::Create { desired: Resource::SecurityGroupRule(_) } => Some(Self::Add),
            Action::Delete { current: Resource::SecurityGroupRule(_), .. } => Some(Self::Remove),
            _ => None,
        }
    }
}

/// The resources that are deleted and made again.
fn made_anew<'a>(steps: &[&'a Step]) -> BTreeSet<&'a ResourceId> {
    let replaced = steps.iter().filter(|step| match &step.action {
        Action::Delete { replaced_for, .. } => !replaced_for.is_empty(),
        _ => false,
    });
    replaced.map(|step| &step.resource).collect()
}

/// The groups that take the new version of a launch template and change in nothing else, by the template.
pub(super) type Followers<'a> = BTreeMap<ResourceId, &'a ResourceId>;

/// Finds the groups that only follow.
pub(super) fn followers(plan: &Plan) -> Followers<'_> {
    let updates = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { changes, .. } if follows(changes) => Some((&step.resource, changes)),
        _ => None,
    });
    let templates = |changes: &[FieldChange]| Ref::in_value(&changes.first()?.new).map(|(template, _)| template);
    updates.filter_map(|(group, changes)| Some((templates(changes)?, group))).collect()
}

/// True for a group that only takes the new version of its launch template: that is told with the template.
fn follows(changes: &[FieldChange]) -> bool {
    let version =
        |change: &FieldChange| Ref::in_value(&change.new).is_some_and(|(_, output)| output == Output::Version);
    !changes.is_empty() && changes.iter().all(version)
}

fn row(words: Words<'_>, followers: &Followers<'_>, step: &Step) -> Row {
    let title = step.resource.kind.title().to_owned();
    let name = words.name(&step.resource.name);
    let danger = disruption(step.disruption);
    match &step.action {
        Action::Create { desired } => {
            let why = Some(step.reason.clone()).filter(|reason| !reason.is_empty());
            Row {
                sign: Some((Tone::Added, "+")),
                columns: vec![title, name, digest(words, desired)],
                danger,
                aside: why.into_iter().chain(step.source.as_ref().map(place)).collect(),
                ..Row::default()
            }
        }
        Action::Update { changes, .. } => {
            let mut row =
                Row { sign: Some((Tone::Changed, "~")), columns: vec![title, name], danger, ..Row::default() };
            row.below = change_rows(words, step.resource.kind, changes);
            if let Some(group) = followers.get(&step.resource) {
                let text = format!("the autoscaling group {} follows with the new version", words.name(&group.name));
                row.lines.push((Tone::Aside, text));
            }
            row
        }
        Action::Delete { id, replaced_for, .. } => {
            let sign = if replaced_for.is_empty() { "-" } else { "±" };
            let id = if name == id.0 { String::new() } else { id.0.clone() };
            Row {
                sign: Some((Tone::Removed, sign)),
                columns: vec![title, name, id],
                danger,
                aside: Some(step.reason.clone()).filter(|reason| reason != WHOLE_CLUSTER).into_iter().collect(),
                below: change_rows(words, step.resource.kind, replaced_for),
                ..Row::default()
            }
        }
    }
}

fn change_rows(words: Words<'_>, kind: Kind, changes: &[FieldChange]) -> Vec<Row> {
    let mut rows = Vec::new();
    for change in changes {
        let Difference { label, mut lines, aside } = difference(words, kind, change);
        let aside = vec![aside];
        if lines.len() == 1 {
            let (_, line) = lines.remove(0);
            rows.push(Row { columns: vec![label, line], aside, ..Row::default() });
        } else {
            rows.push(Row { columns: vec![label], aside, lines, ..Row::default() });
        }
    }
    rows
}

/// Puts rows that differ only in their name together.
fn merge(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::new();
    for row in rows {
        let same = merged.last_mut().filter(|last| {
            let plain = |row: &Row| row.below.is_empty() && row.lines.is_empty() && row.columns.len() == 3;
            plain(last)
                && plain(&row)
                && (last.sign, last.danger) == (row.sign, row.danger)
                && (&last.columns[0], &last.columns[2]) == (&row.columns[0], &row.columns[2])
                && last.aside == row.aside
        });
        match same {
            Some(last) => {
                let name = &row.columns[1];
                last.columns[1].push_str(&format!(", {name}"));
            }
            None => merged.push(row),
        }
    }
    merged
}

fn rule_rows(words: Words<'_>, sign: Sign, steps: &[&Step]) -> Row {
    let resources = steps.iter().map(|step| match &step.action {
        Action::Create { desired } | Action::Update { desired, .. } => desired,
        Action::Delete { current, .. } => current,
    });
    let below = rules::table(words, resources).into_iter().map(|row| Row { columns: row.to_vec(), ..Row::default() });
    let sign = match sign {
        Sign::Add => (Tone::Added, "+"),
        Sign::Remove => (Tone::Removed, "-"),
    };
    let danger = steps.iter().map(|step| step.disruption).max().and_then(disruption);
    Row {
        sign: Some(sign),
        columns: vec![count(steps.len(), Kind::SecurityGroupRule.title())],
        danger,
        below: below.collect(),
        ..Row::default()
    }
}
