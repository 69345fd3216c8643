//! The summary of a resource to create: its main fields on one line, never tags.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::format::{Words, count};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, DhcpOptions, DnsRecord, DnsZoneAssociation, EventTarget, Field,
    InstanceProfile, Kind, LaunchTemplate, LifecycleHook, Listener, ManagedFile, NatGateway, NetworkInterface, OfKind,
    OidcProvider, Resource, RolePolicy, RolePolicyAttachment, Route, RouteTableAssociation, StandaloneInstance, Subnet,
    TargetGroup, Volume, VolumeSnapshot, Vpc, WarmPool,
};

/// How many actions of a policy are listed at most.
const FEW_ACTIONS: usize = 3;

/// Returns the summary; empty if type and name say it all.
pub(super) fn summary(words: Words<'_>, resource: &Resource) -> String {
    let fields = resource.to_value();
    let get = |field: &Field| FieldText { words, value: field.of(&fields).cloned().unwrap_or_default() };
    match resource.kind() {
        Kind::Vpc | Kind::VpcCidrBlock => get(Vpc::CIDR).text(),
        Kind::DhcpOptions => get(DhcpOptions::DOMAIN_NAME).text(),
        Kind::Subnet => {
            let subnet_type = get(Subnet::TAGS).part("SubnetType").text().to_lowercase();
            let ranges =
                join([get(Subnet::CIDR).text(), get(Subnet::IPV6_CIDR).text(), get(Subnet::ZONE).after("in ")], " ");
            join([subnet_type, ranges], ", ")
        }
        Kind::RouteTableAssociation => get(RouteTableAssociation::ROUTE_TABLE).after("to "),
        Kind::Route => join([get(Route::DESTINATION).text(), get(Route::TARGET).only().titled("to ")], " "),
        Kind::NatGateway => join([get(NatGateway::SUBNET).after("in "), get(NatGateway::ELASTIC_IP).titled("")], ", "),
        Kind::SecurityGroupRule => super::rules::one(words, &fields),
        Kind::RolePolicy => statements(&fields),
        Kind::RolePolicyAttachment => {
            join([get(RolePolicyAttachment::POLICY_ARN).text(), get(RolePolicyAttachment::ROLE).titled("to ")], " ")
        }
        Kind::InstanceProfile => get(InstanceProfile::ROLE).after("role "),
        Kind::OidcProvider => get(OidcProvider::URL).text(),
        Kind::Volume => {
            let encrypted = if Volume::ENCRYPTED.of(&fields) == Some(&Value::Bool(true)) { "encrypted" } else { "" };
            let size = join(
                [get(Volume::SIZE_GIB).before(" GiB"), get(Volume::VOLUME_TYPE).text(), get(Volume::ZONE).after("in ")],
                " ",
            );
            join([size, encrypted.to_owned()], ", ")
        }
        Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => {
            let internal = ClassicLoadBalancer::INTERNAL.of(&fields) == Some(&Value::Bool(true));
            let scheme = if internal { "internal" } else { "internet-facing" };
            join([scheme.to_owned(), get(ClassicLoadBalancer::SUBNETS).number("subnet")], ", ")
        }
        Kind::TargetGroup => join([get(TargetGroup::PROTOCOL).text(), get(TargetGroup::PORT).text()], " "),
        Kind::Listener => join(
            [get(Listener::PROTOCOL).text(), get(Listener::PORT).text(), get(Listener::TARGET_GROUP).after("to ")],
            " ",
        ),
        Kind::StandaloneInstance => {
            join([get(StandaloneInstance::INSTANCE_TYPE).text(), get(StandaloneInstance::SUBNET).after("in ")], " ")
        }
        Kind::NetworkInterface => {
            join([get(NetworkInterface::DESCRIPTION).text(), get(NetworkInterface::SUBNET).after("in ")], " ")
        }
        Kind::VolumeSnapshot => {
            join([get(VolumeSnapshot::SIZE_GIB).before(" GiB"), get(VolumeSnapshot::VOLUME).after("of ")], " ")
        }
        Kind::LaunchTemplate => join(
            [get(LaunchTemplate::INSTANCE_TYPE).text(), get(LaunchTemplate::IMAGE_ID).text(), disks(&fields)],
            ", ",
        ),
        Kind::AutoscalingGroup => {
            let size = [
                get(AutoscalingGroup::MIN_SIZE).after("min "),
                get(AutoscalingGroup::MAX_SIZE).after("max "),
                get(AutoscalingGroup::SUBNETS).number("subnet"),
            ];
            join(size, ", ")
        }
        Kind::WarmPool => {
            join([get(WarmPool::MIN_SIZE).after("min "), get(WarmPool::MAX_PREPARED).after("max prepared ")], ", ")
        }
        Kind::LifecycleHook => {
            let transition = get(LifecycleHook::TRANSITION).text();
            let event = transition.rsplit('_').next().unwrap_or_default().to_ascii_lowercase();
            let timeout = get(LifecycleHook::HEARTBEAT_TIMEOUT).after("timeout ");
            let timeout = if timeout.is_empty() { timeout } else { format!("{timeout}s") };
            join([format!("on {event}"), timeout, get(LifecycleHook::DEFAULT_RESULT).after("default ")], ", ")
        }
        Kind::DnsZoneAssociation => get(DnsZoneAssociation::ZONE).text(),
        Kind::DnsRecord => {
            let alias = get(DnsRecord::ALIAS).part("dns_name").titled("alias of ");
            join([get(DnsRecord::RECORD_TYPE).text(), alias, get(DnsRecord::VALUES).text()], " ")
        }
        Kind::EventTarget => get(EventTarget::QUEUE).after("to "),
        Kind::ManagedFile => OfKind::of(resource).map(size).unwrap_or_default(),
        Kind::DhcpOptionsAssociation
        | Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::RouteTable
        | Kind::ElasticIp
        | Kind::SecurityGroup
        | Kind::KeyPair
        | Kind::Role
        | Kind::Queue
        | Kind::EventRule
        | Kind::Keyset
        | Kind::Secret => String::new(),
    }
}

/// A field.
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

    /// With the type of the resource that the field refers to.
    fn titled(&self, before: &str) -> String {
        match &self.value {
            Value::Null => String::new(),
            value => format!("{before}{}", self.words.titled(value)),
        }
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

    /// The value of the only entry of a map: the content of an enum's variant.
    fn only(&self) -> Self {
        let value = self.value.as_object().and_then(|map| map.values().next()).cloned();
        Self { words: self.words, value: value.unwrap_or_default() }
    }
}

fn join<const N: usize>(parts: [String; N], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

/// How many statements a policy has, and which actions they allow, where these are few.
fn statements(fields: &Map<String, Value>) -> String {
    let statements = RolePolicy::POLICY.of(fields).and_then(|policy| policy.get("Statement"));
    let statements = one_or_more(statements.unwrap_or(&Value::Null));
    let number = count(statements.len(), "statement");
    let mut actions: BTreeSet<&str> = BTreeSet::new();
    for statement in statements {
        match statement.get("Action") {
            Some(allowed) if statement["Effect"] == "Allow" => {
                actions.extend(one_or_more(allowed).iter().filter_map(Value::as_str));
            }
            _ => return number,
        }
    }
    if (1..=FEW_ACTIONS).contains(&actions.len()) {
        format!("{number}: {}", actions.into_iter().collect::<Vec<_>>().join(", "))
    } else {
        number
    }
}

/// The entries of a list, or the only one, which policies may have instead.
fn one_or_more(value: &Value) -> &[Value] {
    match value {
        Value::Array(entries) => entries,
        one => std::slice::from_ref(one),
    }
}

fn disks(fields: &Map<String, Value>) -> String {
    let devices = LaunchTemplate::BLOCK_DEVICES.of(fields).and_then(Value::as_array).into_iter().flatten();
    let disk = |device: &Value| {
        let ebs = device.get("ebs")?;
        let kind = ebs.get("volume_type").and_then(Value::as_str).unwrap_or_default();
        Some(format!("{} GiB {kind}", ebs.get("size_gib")?).trim_end().to_owned())
    };
    devices.filter_map(disk).collect::<Vec<_>>().join(", ")
}

fn size(file: &ManagedFile) -> String {
    let size = match file.content.to_string().len() {
        bytes @ 0..1000 => format!("{bytes} bytes"),
        bytes => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
    };
    if file.content.known().is_some() { size } else { format!("about {size}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_actions_of_a_policy_are_listed_where_they_are_few() {
        let allow = |actions: Value| json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
        for (statement, expected) in [
            (allow(json!("*")), "1 statement: *"),
            (
                json!([allow(json!(["s3:GetObject", "kms:Decrypt"])), allow(json!("s3:GetObject"))]),
                "2 statements: kms:Decrypt, s3:GetObject",
            ),
            (json!([allow(json!(["a:A", "a:B", "a:C", "a:D"]))]), "1 statement"),
            (json!([allow(json!("a:A")), {"Effect": "Deny", "Action": "a:B"}]), "2 statements"),
            (json!([{"Effect": "Allow", "NotAction": "iam:*"}]), "1 statement"),
        ] {
            let fields = json!({"policy": {"Statement": statement}});
            assert_eq!(statements(fields.as_object().expect("a map")), expected);
        }
    }
}
