//! What matters of a resource that is made, in one line: never tags, never everything.

use serde_json::{Map, Value};

use super::format::{Words, count};
use crate::resource::{Kind, Resource};

/// Returns the line; empty where the name says it all.
pub(super) fn digest(words: Words<'_>, resource: &Resource) -> String {
    let fields = resource.to_value();
    let get = |name: &str| FieldText { words, value: fields.get(name).cloned().unwrap_or_default() };
    match resource.kind() {
        Kind::Vpc | Kind::VpcCidrBlock => get("cidr").text(),
        Kind::DhcpOptions => get("domain_name").text(),
        Kind::DhcpOptionsAssociation => get("dhcp_options").after("uses "),
        Kind::Subnet => join([get("cidr").text(), get("ipv6_cidr").text(), get("zone").after("in ")], " "),
        Kind::RouteTableAssociation => get("route_table").after("uses "),
        Kind::Route => join([get("destination").text(), get("target").only().after("to ")], " "),
        Kind::NatGateway => join([get("subnet").after("in "), get("elastic_ip").after("with the address ")], " "),
        Kind::SecurityGroupRule => super::rules::one(words, &fields),
        Kind::RolePolicy => statements(&fields),
        Kind::RolePolicyAttachment => join([get("policy_arn").text(), get("role").after("to ")], " "),
        Kind::InstanceProfile => get("role").after("holds the role "),
        Kind::OidcProvider => get("url").text(),
        Kind::Volume => {
            let encrypted = if fields.get("encrypted") == Some(&Value::Bool(true)) { "encrypted" } else { "" };
            let size = join([get("size_gib").before(" GiB"), get("volume_type").text(), get("zone").after("in ")], " ");
            join([size, encrypted.to_owned()], ", ")
        }
        Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => {
            let internal = fields.get("internal") == Some(&Value::Bool(true));
            let scheme = if internal { "internal" } else { "public" };
            join([scheme.to_owned(), get("subnets").number("subnet")], ", in ")
        }
        Kind::TargetGroup => join([get("protocol").text(), get("port").text()], " "),
        Kind::Listener => join([get("protocol").text(), get("port").text(), get("target_group").after("to ")], " "),
        Kind::LaunchTemplate => join([get("instance_type").text(), get("image_id").text(), disks(&fields)], ", "),
        Kind::AutoscalingGroup => {
            let (least, most) = (get("min_size").text(), get("max_size").text());
            let size = if least == most { least } else { format!("{least} to {most}") };
            let size = if size == "1" { "1 instance".to_owned() } else { format!("{size} instances") };
            join([size, get("subnets").number("subnet")], " in ")
        }
        Kind::WarmPool => join([get("min_size").after("at least "), get("max_prepared").after("at most ")], ", "),
        Kind::LifecycleHook => {
            let transition = get("transition").text();
            let event = transition.rsplit('_').next().unwrap_or_default().to_ascii_lowercase();
            let then = get("default_result").after("then ");
            join([format!("when {event}"), get("heartbeat_timeout").before(" s"), then], ", ")
        }
        Kind::DnsZoneAssociation => get("zone").text(),
        Kind::DnsRecord => {
            let alias = get("alias").part("dns_name").after("for ");
            join([get("record_type").text(), alias, get("values").after("for ")], " ")
        }
        Kind::EventTarget => get("queue").after("to "),
        Kind::ManagedFile => size(&fields),
        Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::RouteTable
        | Kind::ElasticIp
        | Kind::SecurityGroup
        | Kind::KeyPair
        | Kind::Role
        | Kind::Queue
        | Kind::EventRule => String::new(),
    }
}

/// One field.
struct FieldText<'a> {
    words: Words<'a>,
    value: Value,
}

impl FieldText<'_> {
    fn text(&self) -> String {
        match &self.value {
            Value::Null => String::new(),
            value => self.words.value(value).replace(" (new)", ""),
        }
    }

    fn after(&self, before: &str) -> String {
        Some(self.text()).filter(|text| !text.is_empty()).map(|text| format!("{before}{text}")).unwrap_or_default()
    }

    fn before(&self, after: &str) -> String {
        Some(self.text()).filter(|text| !text.is_empty()).map(|text| format!("{text}{after}")).unwrap_or_default()
    }

    fn number(&self, one: &str) -> String {
        count(self.value.as_array().map_or(0, Vec::len), one)
    }

    fn part(&self, name: &str) -> Self {
        Self { words: self.words, value: self.value.get(name).cloned().unwrap_or_default() }
    }

    /// The only value of a map: what an enum holds.
    fn only(&self) -> Self {
        let value = self.value.as_object().and_then(|map| map.values().next()).cloned();
        Self { words: self.words, value: value.unwrap_or_default() }
    }
}

fn join<const N: usize>(parts: [String; N], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

fn statements(fields: &Map<String, Value>) -> String {
    let statements = fields.get("policy").and_then(|policy| policy.get("Statement")).and_then(Value::as_array);
    count(statements.map_or(1, Vec::len), "statement")
}

fn disks(fields: &Map<String, Value>) -> String {
    let devices = fields.get("block_devices").and_then(Value::as_array).into_iter().flatten();
    let disk = |device: &Value| {
        let ebs = device.get("ebs")?;
        let kind = ebs.get("volume_type").and_then(Value::as_str).unwrap_or_default();
        Some(format!("{} GiB {kind}", ebs.get("size_gib")?).trim_end().to_owned())
    };
    devices.filter_map(disk).collect::<Vec<_>>().join(", ")
}

fn size(fields: &Map<String, Value>) -> String {
    let content = fields.get("content").and_then(Value::as_str).unwrap_or_default();
    match content.len() {
        bytes @ 0..1000 => format!("{bytes} bytes"),
        bytes => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
    }
}
