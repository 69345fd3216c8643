//! The row of a field: everything that the planner, the simulated account and the reports know of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Kind, Tags};

/// What a difference in a field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Part of what the resource is: two resources that differ here are two resources.
    Identity,
    /// AWS changes it in place.
    InPlace,
    /// AWS cannot change it, and what there is is never thrown away for that: a difference is an error with advice.
    Fixed,
    /// Matters when the resource is made; later differences are left alone.
    Initial,
}

/// How two values of a field are compared, and which changes of an in-place field AWS accepts.
///
/// What the desired value leaves unset does not matter, unless the field is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compare {
    /// By value.
    Value,
    /// Tags: those of others are left alone.
    Tags,
    /// A [`Text`](super::Text), which may hold what is known only later.
    Text,
    /// User data, a [`Text`](super::Text): a boot script of kops is as good as one of ours that sets the same.
    UserData,
    /// A policy or an event pattern, by meaning.
    Document,
    /// A number that can only grow.
    Grows,
    /// The subnets of a network load balancer: they come and go, but one stays, and those that stay keep their addresses.
    Zones,
    /// A list that stays empty where it is empty, and otherwise can change.
    StaysEmpty,
    /// A value that can be given to what has none, and then stays.
    SetOnce,
    /// A mixed instances policy: exact in being set or not; what is unset inside is left to AWS, which has defaults of its own. Memory
    /// that kops gave in millions of bytes, where AWS takes MiB, is as good.
    MixedInstances,
    /// Where an access log goes: exact but for the interval, for which AWS has a default.
    AccessLog,
    /// The load balancer behind a DNS record, by its name as DNS compares names.
    Alias,
    /// A name of DNS: case and a dot at its end mean nothing.
    DnsName,
    /// A KMS key, which AWS returns by its ARN and users name by ARN, id or alias.
    KmsKey,
}

/// What users of a cluster may notice of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Disruption {
    /// Nothing.
    #[default]
    None,
    /// Instances that run now keep what they have; new ones get the change. A rolling update brings it to all.
    NewInstances,
    /// Connections may be interrupted for a moment.
    Connections,
    /// Instances are stopped.
    Instances,
    /// Data is lost.
    Data,
}

/// What changing a field may disturb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disrupts {
    /// Any change may.
    Always(Disruption),
    /// A smaller number may, a larger one may not.
    WhenLowered(Disruption),
    /// A limit may that is new or smaller than before; 0, which stands for none, and a larger one may not.
    WhenLimited(Disruption),
    /// A list that loses an entry may, one that gets longer may not.
    WhenShortened(Disruption),
}

/// A field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name in the struct and in JSON.
    pub name: &'static str,
    /// What a difference leads to.
    pub change: Change,
    /// A list whose order means nothing.
    pub unordered: bool,
    /// Unset means that there must be none. Other fields do not matter where they are unset.
    pub exact: bool,
    /// How values are compared.
    pub compare: Compare,
    /// What the user can do about a difference that AWS cannot change, where that is not the advice of the kind.
    pub advice: Option<&'static str>,
    /// What a change may disturb, where that is not what the kind says of its changes.
    pub disrupts: Option<Disrupts>,
    /// The kinds that it refers to.
    pub refers_to: &'static [Kind],
    /// The field that names the VPC in whose IPv6 range a relative range (`/64#1`) counts.
    pub counts_in: Option<&'static Field>,
    /// What it names may be gone: it does not keep it from being deleted.
    pub may_dangle: bool,
    /// What refers to the resource waits until this field is changed.
    pub awaited: bool,
}

/// The words of a field's name: `size in GiB` for `size_gib`.
pub(crate) fn label(name: &str) -> String {
    let words = name.split('_').map(|word| match word {
        "aaaa" => "AAAA",
        "arn" => "ARN",
        "cidr" => "CIDR",
        "cpu" => "CPU",
        "dhcp" => "DHCP",
        "dns" => "DNS",
        "dns64" => "DNS64",
        "ebs" => "EBS",
        "gib" => "in GiB",
        "http" => "HTTP",
        "id" => "ID",
        "ids" => "IDs",
        "iops" => "IOPS",
        "ip" => "IP",
        "ipv4" => "IPv4",
        "ipv6" => "IPv6",
        "kms" => "KMS",
        "mib" => "in MiB",
        "ssl" => "SSL",
        "ttl" => "TTL",
        "url" => "URL",
        "vpc" => "VPC",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

impl Field {
    /// A field that is compared by value, refers to nothing and disturbs as its kind says.
    pub(super) const fn new(name: &'static str, change: Change) -> Self {
        Self {
            name,
            change,
            unordered: false,
            exact: false,
            compare: Compare::Value,
            advice: None,
            disrupts: None,
            refers_to: &[],
            counts_in: None,
            may_dangle: false,
            awaited: false,
        }
    }

    /// True for the field that holds the tags.
    pub fn holds_tags(&self) -> bool {
        self.compare == Compare::Tags
    }

    /// True for fields that hold a [`Text`](super::Text).
    pub(crate) fn holds_text(&self) -> bool {
        matches!(self.compare, Compare::Text | Compare::UserData)
    }

    /// Returns the value of the field among the fields of a resource.
    pub(crate) fn of<'v>(&self, fields: &'v Map<String, Value>) -> Option<&'v Value> {
        fields.get(self.name)
    }

    /// Returns the value of the field where it is a text.
    pub(crate) fn text<'v>(&self, fields: &'v Map<String, Value>) -> Option<&'v str> {
        self.of(fields)?.as_str()
    }
}

/// What `resource!` makes for the struct of every kind.
pub(crate) trait Fields {
    /// Its tags, where it has any.
    fn tags(&self) -> Option<&Tags>;

    /// Its tags, to be changed.
    fn tags_mut(&mut self) -> Option<&mut Tags>;

    /// Takes the value of a field from another resource.
    fn copy_field(&mut self, field: &Field, from: &Self);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_abbreviations_and_units_as_people_write_them() {
        for (name, expected) in [
            ("max_size", "max size"),
            ("size_gib", "size in GiB"),
            ("ipv6_cidr", "IPv6 CIDR"),
            ("image_id", "image ID"),
        ] {
            assert_eq!(label(name), expected);
        }
    }
}
