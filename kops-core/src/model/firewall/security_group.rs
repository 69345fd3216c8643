//! How security groups and their rules are named and added: the tools of every builder that opens a port.

use std::collections::{HashMap, HashSet};

use crate::diag::SpecPath;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::resource::{Direction, Kind, Peer, Ref, ResourceId, SecurityGroup, SecurityGroupRule, Tags, canonical_cidr};
use crate::spec::{InstanceGroup, Role};

/// What the names of rules call any source.
const EVERYBODY: &str = "0.0.0.0/0";
/// The start of the id of a prefix list.
const PREFIX_LIST: &str = "pl-";

/// A security group that rules are about.
#[derive(Clone, Debug)]
pub(in crate::model) struct Group {
    /// Its name in the graph.
    pub(in crate::model) name: String,
    /// The id of a group that exists and is used instead of one that would be made.
    shared: Option<String>,
    /// What tells the rules of a shared group from those of the role's own.
    pub(in crate::model) suffix: String,
    /// The field of the spec that asked for it.
    path: SpecPath,
}

/// Returns the security groups that instances of a role are in: those that groups name in place of the role's, and the
/// role's own where a group names none. API servers are in those of control planes.
pub(in crate::model) fn groups_of(context: &Context<'_>, role: Role) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut own = None;
    let mut seen = HashSet::new();
    for group in context.groups_with(role) {
        match group.spec.security_group_override.as_deref() {
            Some(id) if !seen.insert(id) => {}
            Some(id) => groups.push(Group {
                name: shared_name(context, id),
                shared: Some(id.to_owned()),
                suffix: format!("-{id}"),
                path: group.reference().field("spec.securityGroupOverride"),
            }),
            None => {
                own.get_or_insert_with(|| group.reference().field("spec.role"));
            }
        }
    }
    if role == Role::Master && own.is_none() {
        let servers = context.groups_with(Role::ApiServer);
        let mut servers = servers.filter(|group| group.spec.security_group_override.is_none());
        own = servers.next().map(|group| group.reference().field("spec.role"));
    }
    groups.extend(own.map(|path| Group {
        name: context.names.security_group(role),
        shared: None,
        suffix: String::new(),
        path,
    }));
    groups
}

/// The group of a load balancer: its own, or the one that the spec names instead.
pub(in crate::model) fn group_of_load_balancer(
    context: &Context<'_>,
    load_balancer: &str,
    instead: Option<&str>,
    path: SpecPath,
) -> Group {
    let own = context.names.load_balancer_security_group(load_balancer);
    let name = instead.and_then(|id| name_by_role(context, id)).unwrap_or(own);
    Group { name, shared: instead.map(str::to_owned), suffix: String::new(), path }
}

/// Adds a group that exists and that the spec names, and refers to it.
pub(in crate::model) fn share(context: &Context<'_>, graph: &mut Builder, id: &str, origin: Origin) -> Ref {
    graph.share(shared_name(context, id), id, shared_group(context), origin).reference()
}

/// What must be so of a group that exists: it is in the cluster's VPC.
fn shared_group(context: &Context<'_>) -> SecurityGroup {
    SecurityGroup { vpc: context.vpc(), ..SecurityGroup::default() }
}

/// The name of a shared group: one group has one name, wherever it is used.
fn shared_name(context: &Context<'_>, id: &str) -> String {
    let of_api = context.api_load_balancer().and_then(|api| api.security_group_override.as_deref()) == Some(id);
    name_by_role(context, id)
        .or_else(|| of_api.then(|| context.names.load_balancer_security_group("api")))
        .unwrap_or_else(|| id.to_owned())
}

fn name_by_role(context: &Context<'_>, id: &str) -> Option<String> {
    context.roles_of_security_groups.get(id).map(|word| format!("{id}-{word}"))
}

/// The security groups that groups name in place of their role's, and what names call the role: the first of these.
pub(in crate::model) fn roles(groups: &[InstanceGroup]) -> HashMap<&str, &'static str> {
    let mut found = HashMap::new();
    for (role, word) in [(Role::Master, "ControlPlane"), (Role::Node, "Node"), (Role::Bastion, "Bastion")] {
        for group in groups.iter().filter(|group| group.spec.role == Some(role)) {
            if let Some(id) = group.spec.security_group_override.as_deref() {
                found.entry(id).or_insert(word);
            }
        }
    }
    found
}

impl Group {
    /// Adds the group itself, as `resource` describes it; of a shared one only its VPC is said.
    pub(in crate::model) fn add(
        &self,
        context: &Context<'_>,
        graph: &mut Builder,
        resource: SecurityGroup,
        reason: &str,
    ) {
        let origin = self.origin(reason);
        match &self.shared {
            None => {
                graph.own(&self.name, resource, origin);
            }
            Some(id) => {
                graph.share(&self.name, id.as_str(), shared_group(context), origin);
            }
        }
    }

    pub(in crate::model) fn reference(&self) -> Ref {
        self.id().reference()
    }

    pub(in crate::model) fn origin(&self, reason: impl Into<String>) -> Origin {
        Origin::new(reason, self.path.clone())
    }

    pub(in crate::model) fn id(&self) -> ResourceId {
        ResourceId::new(Kind::SecurityGroup, &self.name)
    }
}

/// An entry of a list of who may come in.
#[derive(Clone, Debug)]
pub(in crate::model) struct Source {
    /// The range or prefix list, as the spec has it.
    pub(in crate::model) text: String,
    /// The same as a rule has it.
    pub(in crate::model) peer: Peer,
    /// What names of rules call it.
    label: String,
    /// Where the spec has it.
    pub(in crate::model) path: SpecPath,
}

/// Takes a list of CIDRs and prefix lists apart; what is in it twice, also in another spelling, counts once.
///
/// kops names the rule of a prefix list as if it were about any source. That name is kept where only one rule has it.
pub(in crate::model) fn sources<'a>(list: impl IntoIterator<Item = (&'a str, SpecPath)>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let mut seen = HashSet::new();
    for (text, path) in list {
        if !text.is_empty() && seen.insert(canonical_cidr(text)) {
            let peer = if text.starts_with(PREFIX_LIST) {
                Peer::PrefixList(text.to_owned())
            } else if text.contains(':') {
                Peer::Ipv6(canonical_cidr(text))
            } else {
                Peer::Ipv4(canonical_cidr(text))
            };
            sources.push(Source { text: text.to_owned(), peer, label: text.to_owned(), path });
        }
    }
    let lists = sources.iter().filter(|source| matches!(source.peer, Peer::PrefixList(_))).count();
    if lists == 1 && sources.iter().all(|source| source.text != EVERYBODY) {
        for source in sources.iter_mut().filter(|source| matches!(source.peer, Peer::PrefixList(_))) {
            source.label = EVERYBODY.to_owned();
        }
    }
    sources
}

/// Takes a list of the cluster's spec apart, with the place of each entry.
pub(in crate::model) fn sources_in(context: &Context<'_>, field: &str, list: &[String]) -> Vec<Source> {
    let path = context.path(field);
    sources(list.iter().enumerate().map(|(index, text)| (text.as_str(), path.index(index))))
}

/// A rule while it is put together: all protocols and ports, until they are narrowed.
#[derive(Clone, Debug)]
pub(in crate::model) struct Rule<'a> {
    group: &'a Group,
    direction: Direction,
    peer: Peer,
    label: &'a str,
    protocol: &'static str,
    ports: Option<(i32, i32)>,
}

impl<'a> Rule<'a> {
    /// Lets members of one group reach those of another.
    pub(in crate::model) fn between(source: &'a Group, target: &'a Group) -> Self {
        Self::ingress(target, Peer::Group(source.reference()), &source.name)
    }

    /// Lets a source outside of the cluster reach the members of a group.
    pub(in crate::model) fn admitting(source: &'a Source, target: &'a Group) -> Self {
        Self::ingress(target, source.peer.clone(), &source.label)
    }

    /// Lets the members of a group reach a range.
    pub(in crate::model) fn leaving(group: &'a Group, range: &'a str) -> Self {
        let peer = if range.contains(':') { Peer::Ipv6(range.to_owned()) } else { Peer::Ipv4(range.to_owned()) };
        Self { direction: Direction::Egress, ..Self::ingress(group, peer, range) }
    }

    fn ingress(group: &'a Group, peer: Peer, label: &'a str) -> Self {
        Self {
            group,
            direction: Direction::Ingress,
            peer,
            label,
            protocol: SecurityGroupRule::ALL_PROTOCOLS,
            ports: None,
        }
    }

    /// Narrows the rule to a protocol.
    pub(in crate::model) fn protocol(self, protocol: &'static str) -> Self {
        Self { protocol, ..self }
    }

    /// Narrows the rule to a port of TCP.
    pub(in crate::model) fn tcp(self, port: i32) -> Self {
        self.ports("tcp", port, port)
    }

    /// Narrows the rule to ports of a protocol; of ICMP, to a type and a code.
    pub(in crate::model) fn ports(self, protocol: &'static str, first: i32, last: i32) -> Self {
        Self { ports: Some((first, last)), ..self.protocol(protocol) }
    }

    /// Narrows the rule to the ICMP messages that say that a packet is too big for the way.
    pub(in crate::model) fn packet_too_big(self) -> Self {
        self.ports("icmp", 3, 4)
    }

    /// Narrows the rule to ICMP of IPv6, among it the message that a packet is too big for the way.
    pub(in crate::model) fn icmpv6(self) -> Self {
        self.ports("icmpv6", -1, -1)
    }

    /// Adds the rule under a name made from what it says, with the cluster's tags.
    pub(in crate::model) fn add(self, context: &Context<'_>, graph: &mut Builder, origin: Origin) {
        let rule = self.resource();
        let name = rule.name(&self.group.name, self.label);
        let tags = context.tags(&name);
        self.put(name, SecurityGroupRule { tags, ..rule }, graph, origin);
    }

    /// Adds the rule under a name of its own, without tags: kops tags only the rules whose names it makes from what they say.
    pub(in crate::model) fn add_as(self, name: String, graph: &mut Builder, origin: Origin) {
        self.put(name, self.resource(), graph, origin);
    }

    fn resource(&self) -> SecurityGroupRule {
        SecurityGroupRule {
            group: self.group.reference(),
            direction: self.direction,
            protocol: self.protocol.to_owned(),
            from_port: self.ports.map(|(first, _)| first),
            to_port: self.ports.map(|(_, last)| last),
            peer: self.peer.clone(),
            tags: Tags::new(),
        }
    }

    /// Adds the rule. A shared group may stand for several, so that the rule may be there already under another name: then it
    /// is not added again.
    fn put(&self, name: String, rule: SecurityGroupRule, graph: &mut Builder, origin: Origin) {
        if let Some(id) = &self.group.shared {
            graph.note(format!("security group rules are added to the shared security group `{id}`"));
        }
        graph.own_unless_same(name, rule, origin);
    }
}
