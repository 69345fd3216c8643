//! Writes a picture as the source of a Mermaid flowchart.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::known::Mark;
use super::layout::{kind, signed};
use super::picture::{Bar, BarKind, Item, Picture};
use crate::resource::ResourceId;

/// Colours that are readable in both modes of GitHub, as Mermaid knows one set of them.
const CLASSES: &str = "\
classDef balancer fill:#cdf0f3,stroke:#1b8a97,color:#1f2328
classDef nat fill:#fbf1bf,stroke:#ab8d18,color:#1f2328
classDef control fill:#e4dcff,stroke:#7a5bd6,color:#1f2328
classDef bastion fill:#ffdbe2,stroke:#c9476a,color:#1f2328
classDef nodes fill:#ffe7cc,stroke:#cf7f2a,color:#1f2328
";
const MARKS: &str = "\
classDef new stroke:#1a7f37,stroke-width:3px
classDef changed stroke:#9a6700,stroke-width:3px
classDef gone stroke:#cf222e,stroke-width:3px,stroke-dasharray:6 3
";

/// Writes the source.
pub(super) fn write(picture: &Picture) -> String {
    let mut chart =
        Chart { text: "flowchart TB\n".to_owned(), nodes: BTreeMap::new(), marked: BTreeMap::new(), count: 0 };
    let entrances: Vec<String> =
        picture.entrances.iter().map(|entrance| chart.node(1, &entrance.item, "([", "])")).collect();
    chart.line(1, &format!("subgraph network[\"{}\"]", heading(&picture.network, "")));
    for (id, gateway) in &picture.gateways {
        let node = chart.node(2, gateway, "{{", "}}");
        chart.nodes.insert(id.clone(), vec![node]);
    }
    chart.balancers(picture);
    for (i, zone) in picture.zones.iter().enumerate() {
        chart.zone(picture, i, zone);
    }
    chart.line(1, "end");
    for (entrance, id) in picture.entrances.iter().zip(entrances) {
        let mut from = vec![id];
        if let Some(balancer) = entrance.load_balancer.as_ref().and_then(|id| chart.nodes.get(id).cloned()) {
            chart.edges(&from, &balancer, "-->");
            from = balancer;
        }
        let groups: Vec<String> =
            entrance.groups.iter().filter_map(|id| chart.nodes.get(id)).flatten().cloned().collect();
        chart.edges(&from, &groups, "-->");
    }
    chart.egress(picture);
    chart.finish(picture.marked)
}

struct Chart {
    text: String,
    /// The nodes of each bar: one in each of its subnets.
    nodes: BTreeMap<ResourceId, Vec<String>>,
    marked: BTreeMap<&'static str, Vec<String>>,
    count: usize,
}

impl Chart {
    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "  ".repeat(depth));
    }

    fn node(&mut self, depth: usize, item: &Item, open: &str, close: &str) -> String {
        let id = format!("n{}", self.count);
        self.count += 1;
        self.line(depth, &format!("{id}{open}\"{}\"{close}", label(item)));
        if let Some(class) = class_of(item.mark) {
            self.marked.entry(class).or_default().push(id.clone());
        }
        id
    }

    fn bar(&mut self, depth: usize, bar: &Bar) {
        let id = self.node(depth, &bar.item, "[", "]");
        let class = match bar.kind {
            BarKind::LoadBalancer => "balancer",
            BarKind::NatGateway => "nat",
            BarKind::ControlPlane | BarKind::ApiServer => "control",
            BarKind::Bastion => "bastion",
            BarKind::Node => "nodes",
        };
        self.marked.entry(class).or_default().push(id.clone());
        self.nodes.entry(bar.id.clone()).or_default().push(id);
    }

    /// Load balancers, which are in several zones at once.
    fn balancers(&mut self, picture: &Picture) {
        let bars = picture.tiers.iter().flat_map(|tier| &tier.bars).filter(|bar| bar.kind == BarKind::LoadBalancer);
        for bar in bars {
            if !self.nodes.contains_key(&bar.id) {
                self.bar(2, bar);
            }
        }
    }

    fn zone(&mut self, picture: &Picture, zone: usize, name: &str) {
        self.line(2, &format!("subgraph z{zone}[\"{}\"]", escape(name)));
        for (i, tier) in picture.tiers.iter().enumerate() {
            let Some(place) = tier.subnets.get(&zone) else { continue };
            let subnet = format!("s{zone}_{i}");
            self.line(3, &format!("subgraph {subnet}[\"{}\"]", heading(&place.item, kind(tier.kind))));
            if let Some(class) = class_of(place.item.mark) {
                self.marked.entry(class).or_default().push(subnet);
            }
            let inside = tier.bars.iter().filter(|bar| bar.kind != BarKind::LoadBalancer && bar.zones.contains(&zone));
            for bar in inside {
                self.bar(4, bar);
            }
            self.line(3, "end");
        }
        self.line(2, "end");
    }

    /// What leads out of each subnet. What is no part of the cluster, such as a transit gateway, has a node outside of its network.
    fn egress(&mut self, picture: &Picture) {
        let mut outside: BTreeMap<&str, String> = BTreeMap::new();
        for (i, tier) in picture.tiers.iter().enumerate() {
            let ways_out = tier.subnets.iter().flat_map(|(zone, place)| place.egress.iter().map(move |to| (zone, to)));
            for (zone, to) in ways_out {
                let known = to.gateway.as_ref().and_then(|id| self.nodes.get(id)?.first().cloned());
                let gateway = known.or_else(|| outside.get(to.name.as_str()).cloned()).unwrap_or_else(|| {
                    let item = Item { name: to.name.clone(), ..Item::default() };
                    self.node(1, &item, "{{", "}}")
                });
                outside.entry(&to.name).or_insert_with(|| gateway.clone());
                let title = if to.only_ipv6 { "IPv6 egress" } else { "egress" };
                self.line(1, &format!("s{zone}_{i} -. {title} .-> {gateway}"));
            }
        }
    }

    fn edges(&mut self, from: &[String], to: &[String], arrow: &str) {
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            self.line(1, &format!("{from} {arrow} {to}"));
        }
    }

    fn finish(mut self, marked: bool) -> String {
        let classes = CLASSES.lines().chain(MARKS.lines().filter(|_| marked));
        let used = classes.filter(|class| class.split(' ').nth(1).is_some_and(|name| self.marked.contains_key(name)));
        for class in used.collect::<Vec<_>>() {
            self.line(1, class);
        }
        for (class, nodes) in std::mem::take(&mut self.marked) {
            self.line(1, &format!("class {} {class}", nodes.join(",")));
        }
        self.text
    }
}

fn class_of(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::None => None,
        Mark::New => Some("new"),
        Mark::Changed => Some("changed"),
        Mark::Gone => Some("gone"),
    }
}

/// Name and detail on two lines.
fn label(item: &Item) -> String {
    let shared = if item.shared { " (shared)" } else { "" };
    let name = escape(&format!("{}{shared}", signed(item)));
    if item.detail.is_empty() { name } else { format!("{name}<br/>{}", escape(&item.detail)) }
}

/// The title of a subgraph, for which Mermaid has one line.
fn heading(item: &Item, kind: &str) -> String {
    let shared = if item.shared { "shared" } else { "" };
    let name = signed(item);
    let parts = [name.as_str(), kind, &item.detail, shared].into_iter().filter(|part| !part.is_empty());
    escape(&parts.collect::<Vec<_>>().join(", "))
}

/// Text inside the quotes of a label.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
