//! The AWS resources of a cluster: one struct per kind, and one table of everything that is known of kinds and fields.
//!
//! In: nothing; these are values that the model makes and that `Cloud::observe` reads back. Out: [`Resource`], which the
//! planner compares field by field through [`Resource::to_value`], as the rows of its fields ([`Field`]) and of its kind
//! ([`Properties`]) say. References are [`Ref`]s: symbolic in a graph, cloud ids in a snapshot.

#[macro_use]
mod define;
mod cidr;
mod field;
mod kind;
mod kinds;
pub mod limits;

mod access;
mod autoscaling;
mod dns;
mod events;
mod file;
mod firewall;
mod gateway;
mod keys;
mod launch_template;
mod leftover;
mod load_balancer;
mod reference;
mod routing;
mod storage;
mod text;
mod updates;
mod vpc;

use std::collections::BTreeMap;

use serde_json::Value;

pub use access::{InstanceProfile, KeyPair, OidcProvider, Role, RolePolicy, RolePolicyAttachment};
pub(crate) use autoscaling::LOWEST_PRICE;
pub use autoscaling::{
    AutoscalingGroup, InstanceRequirements, InstancesDistribution, LaunchTemplateOverride, LifecycleHook,
    MixedInstancesPolicy, Range, WarmPool,
};
pub(crate) use cidr::canonical_cidr;
pub use dns::{AliasTarget, DnsRecord, DnsZoneAssociation};
pub use events::{EventRule, EventTarget, Queue};
pub use field::{Change, Compare, Disruption, Disrupts, Field};
pub(crate) use field::{Fields, label};
pub use file::ManagedFile;
pub use firewall::{Direction, Peer, SecurityGroup, SecurityGroupRule};
pub use gateway::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway};
pub use keys::{Keyset, Secret};
pub(crate) use kind::OfKind;
pub use kind::{
    FoundBy, Holders, IdForm, Label, NameRule, Occupied, OnParentDelete, PartOf, PartOwner, Placeholder, Properties,
    Removal, Renewal, Section, Written,
};
pub(crate) use kinds::on_kind;
pub use kinds::{Kind, Resource};
pub use launch_template::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, SpotOptions};
pub use leftover::{NetworkInterface, StandaloneInstance, VolumeSnapshot};
pub use limits::LimitFault;
pub(crate) use limits::{Limits, Neighbors};
pub use load_balancer::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Listener, NetworkLoadBalancer, SubnetMapping,
    TargetGroup,
};
pub use reference::{CloudId, Output, Outputs, Ref, ResourceId};
pub(crate) use reference::{outputs_of_content, sha256};
pub use routing::{Route, RouteTable, RouteTableAssociation, RouteTarget};
pub use storage::Volume;
pub use text::{Encoding, ListItem, Part, Text};
pub use vpc::{DhcpOptions, DhcpOptionsAssociation, Subnet, Vpc, VpcCidrBlock};

/// Tags by key, as AWS shows them.
pub type Tags = BTreeMap<String, String>;

impl Resource {
    /// Returns the fields as JSON, for comparing and showing; `None`s are left out, which means that they do not matter.
    pub fn to_value(&self) -> serde_json::Map<String, Value> {
        match self.fields_value() {
            Value::Object(map) => map,
            _ => serde_json::Map::new(),
        }
    }

    /// Returns the value of a field as JSON; null where it is unset.
    pub fn value(&self, field: &Field) -> Value {
        self.to_value().remove(field.name).unwrap_or_default()
    }

    /// Returns every resource that this one refers to, in the order of its fields.
    pub fn references(&self) -> Vec<(ResourceId, Output)> {
        let mut found = Vec::new();
        Ref::visit(&self.fields_value(), &mut |id, output| found.push((id, output)));
        found
    }

    /// Replaces every symbolic reference by what `resolve` knows of it; the others stay symbolic.
    pub fn bind(&self, resolve: &dyn Fn(&ResourceId, Output) -> Option<String>) -> Self {
        let mut value = self.fields_value();
        Ref::substitute(&mut value, resolve);
        Self::from_fields(self.kind(), value).expect("a reference can be a text wherever it can be symbolic")
    }

    /// Returns this resource with the named fields of another one: what it becomes when they, and no others, are changed.
    ///
    /// # Errors
    /// [`NotInPlace`] for a field that AWS does not change in place, and for a resource of another kind.
    pub fn with_fields(&self, desired: &Self, fields: &[&Field]) -> Result<Self, NotInPlace> {
        let kind = self.kind();
        if desired.kind() != kind {
            return Err(NotInPlace::Kind { kind, desired: desired.kind() });
        }
        let mut changed = self.clone();
        for field in fields {
            if field.change != Change::InPlace || kind.field(field.name).is_none() {
                return Err(NotInPlace::Field { kind, field: field.name.to_owned() });
            }
            changed.copy_field(field, desired);
        }
        Ok(changed)
    }
}

impl Kind {
    /// Finds the fields that AWS is to change by their names.
    ///
    /// # Errors
    /// [`NotInPlace`] for a name that is not of a field that AWS changes in place.
    pub fn fields_in_place(self, names: &[String]) -> Result<Vec<&'static Field>, NotInPlace> {
        let find = |name: &String| {
            let field = self.field(name).ok_or_else(|| NotInPlace::Unknown { kind: self, field: name.clone() })?;
            let in_place = field.change == Change::InPlace;
            if in_place { Ok(field) } else { Err(NotInPlace::Field { kind: self, field: name.clone() }) }
        };
        names.iter().map(find).collect()
    }
}

/// A change that cannot be made in place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotInPlace {
    /// AWS does not change the field.
    #[error("the field `{field}` of `{kind}` cannot be changed in place")]
    Field {
        /// The kind.
        kind: Kind,
        /// The field.
        field: String,
    },
    /// The kind has no such field.
    #[error("`{kind}` has no field `{field}`")]
    Unknown {
        /// The kind.
        kind: Kind,
        /// What was named.
        field: String,
    },
    /// A resource does not become one of another kind.
    #[error("`{kind}` cannot become `{desired}`")]
    Kind {
        /// What it is.
        kind: Kind,
        /// What it should become.
        desired: Kind,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_what_it_wrote() {
        for kind in Kind::ALL {
            let resource =
                Resource::from_fields(*kind, Value::Object(serde_json::Map::new())).expect("all fields have defaults");
            assert_eq!(resource.kind(), *kind);
            let text = serde_json::to_string(&resource).expect("writes");
            assert_eq!(serde_json::from_str::<Resource>(&text).expect("reads"), resource);
        }
    }

    #[test]
    fn named_fields_are_taken_and_others_stay() {
        let volume =
            |size_gib: i32, iops: i32| Resource::from(Volume { size_gib, iops: Some(iops), ..Volume::default() });
        let changed = volume(10, 100).with_fields(&volume(20, 200), &[Volume::SIZE_GIB]);
        assert_eq!(changed, Ok(volume(20, 100)));
        let unset = Resource::from(Volume { size_gib: 10, ..Volume::default() });
        assert_eq!(volume(10, 100).with_fields(&unset, &[Volume::IOPS]), Ok(unset));
    }

    #[test]
    fn only_what_aws_changes_in_place_is_taken() {
        let volume = Resource::from(Volume::default());
        for (desired, field, expected) in [
            (volume.clone(), Volume::ZONE, "the field `zone` of `volume` cannot be changed in place"),
            (volume.clone(), Vpc::DNS_SUPPORT, "the field `dns_support` of `volume` cannot be changed in place"),
            (Vpc::default().into(), Vpc::TAGS, "`volume` cannot become `vpc`"),
        ] {
            let refused = volume.with_fields(&desired, &[field]).expect_err("cannot be changed in place");
            assert_eq!(refused.to_string(), expected);
        }
    }

    #[test]
    fn identity_is_by_fields_or_by_tags() {
        for kind in Kind::ALL {
            let by_fields = kind.fields().iter().any(|field| field.change == Change::Identity);
            let by_tags = !kind.properties().identity_tags.is_empty();
            assert!(if *kind == Kind::ElasticIp { by_tags } else { by_fields != by_tags }, "{kind}");
        }
    }

    #[test]
    fn a_part_refers_to_its_whole() {
        for kind in Kind::ALL {
            let properties = kind.properties();
            let whole = properties.part_of.map(|part| part.field);
            for field in whole.iter().chain(properties.listed_with) {
                let own = kind.field(field.name).expect("a field of the kind");
                assert!(!own.refers_to.is_empty(), "{kind} {}", own.name);
            }
        }
    }

    /// Finds the fields of every kind that can hold a reference, by the JSON Schema of its struct.
    #[test]
    #[cfg(feature = "schemars")]
    fn every_field_that_refers_says_to_what() {
        let schema = schemars::schema_for!(Resource).to_value();
        for variant in schema["oneOf"].as_array().expect("one of the kinds") {
            let slug = variant["properties"]["kind"]["const"].as_str().expect("a kind");
            let name = variant["properties"]["fields"]["$ref"].as_str().expect("a struct");
            let properties = &schema.pointer(&name[1..]).expect("is defined")["properties"];
            for field in Kind::from_slug(slug).expect("a kind").fields() {
                // The VPC of an IPv6 range is the subnet's.
                let refers = mentions(&properties[field.name], &schema) && field.name != "ipv6_cidr_of";
                assert_eq!(!field.refers_to.is_empty(), refers, "{slug} {}", field.name);
            }
        }
    }

    #[cfg(feature = "schemars")]
    fn mentions(value: &Value, schema: &Value) -> bool {
        match value {
            Value::Object(map) => map.iter().any(|(key, inner)| match inner.as_str().filter(|_| key == "$ref") {
                Some("#/$defs/Ref") => true,
                // A text is the one type that holds itself.
                Some("#/$defs/Text" | "#/$defs/Repr") => false,
                Some(other) => schema.pointer(&other[1..]).is_some_and(|inner| mentions(inner, schema)),
                None => mentions(inner, schema),
            }),
            Value::Array(items) => items.iter().any(|item| mentions(item, schema)),
            _ => false,
        }
    }

    #[test]
    fn binding_replaces_known_references_only() {
        let subnet = Subnet { vpc: Ref::to(Kind::Vpc, "demo"), cidr: Some("10.0.0.0/24".into()), ..Subnet::default() };
        let resource = Resource::Subnet(subnet);
        assert_eq!(resource.references(), [(ResourceId::new(Kind::Vpc, "demo"), Output::Id)]);
        let bound = resource.bind(&|id, _| (id.name == "demo").then(|| "vpc-1".to_owned()));
        assert!(bound.references().is_empty());
        assert_eq!(bound.to_value()["vpc"], "vpc-1");
        assert_eq!(resource.bind(&|_, _| None), resource);
    }
}
