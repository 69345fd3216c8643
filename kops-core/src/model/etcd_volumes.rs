//! The volumes that hold etcd's data: one for each member of each etcd cluster, found by their tags.

use std::collections::BTreeMap;

use super::groups::Performance;
use super::tags::protection;
use super::{Context, codes};
use crate::diag::{Diagnostic, ObjectRef};
use crate::graph::{Builder, Origin};
use crate::naming::tags;
use crate::resource::Volume;
use crate::spec::{EtcdCluster, EtcdMember};

/// Gibibytes of a volume where the spec does not say.
const DEFAULT_SIZE: i32 = 20;

/// Adds the volumes.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    for (c, etcd) in context.spec().etcd_clusters.iter().enumerate() {
        for (m, member) in etcd.etcd_members.iter().enumerate() {
            let at = Place {
                object: context.cluster.reference(),
                field: format!("spec.etcdClusters[{c}].etcdMembers[{m}]"),
            };
            volume(context, etcd, member, &at, graph);
        }
    }
}

/// Where a member stands in the spec.
struct Place {
    object: ObjectRef,
    field: String,
}

impl Place {
    fn field(&self, name: &str) -> crate::diag::SpecPath {
        self.object.field(format!("{}.{name}", self.field))
    }
}

fn volume(context: &Context<'_>, etcd: &EtcdCluster, member: &EtcdMember, at: &Place, graph: &mut Builder) {
    let (Some(etcd_name), Some(member_name)) = (etcd.name.as_deref(), member.name.as_deref()) else {
        return;
    };
    let Some(zone) = zone(context, member, at, graph) else { return };
    let volume_type = member.volume_type.as_deref().filter(|chosen| !chosen.is_empty()).unwrap_or("gp3").to_owned();
    let size = member.volume_size.filter(|size| *size > 0).unwrap_or(DEFAULT_SIZE);
    let performance = Performance::of(&volume_type, member.volume_iops, member.volume_throughput);
    if let Some(problem) = too_fast(&volume_type, size, performance) {
        graph.problem(problem.at(at.field("volumeIops")));
    }

    let name = context.names.etcd_volume(member_name, etcd_name);
    let mut tags = context.tags(&name);
    tags.extend(member_tags(etcd, etcd_name, member_name));
    tags.extend(protection(&context.cluster.metadata));
    let volume = Volume {
        zone,
        size_gib: size,
        iops: performance.iops,
        throughput: performance.throughput,
        encrypted: member.encrypted_volume.unwrap_or(false),
        kms_key: member.kms_key_id.clone().filter(|key| !key.is_empty()),
        volume_type,
        tags,
    };
    let origin =
        Origin::new(format!("volume of etcd {etcd_name}, member {member_name}"), at.object.field(at.field.clone()))
            .field(Volume::SIZE_GIB, at.field("volumeSize"))
            .field(Volume::VOLUME_TYPE, at.field("volumeType"))
            .field(Volume::IOPS, at.field("volumeIops"))
            .field(Volume::THROUGHPUT, at.field("volumeThroughput"))
            .field(Volume::ENCRYPTED, at.field("encryptedVolume"))
            .field(Volume::KMS_KEY, at.field("kmsKeyId"))
            .field(Volume::ZONE, at.field("instanceGroup"));
    graph.own(name, volume, origin);
}

/// etcd-manager finds by these tags which volumes are its own, and who the other members are.
fn member_tags(etcd: &EtcdCluster, etcd_name: &str, member_name: &str) -> BTreeMap<String, String> {
    let mut members: Vec<&str> = etcd.etcd_members.iter().filter_map(|member| member.name.as_deref()).collect();
    members.sort_unstable();
    let roles = tags::CONTROL_PLANE_ROLES.iter().map(|role| (tags::role_key(role), "1".to_owned()));
    let own = [(format!("{}{etcd_name}", tags::ETCD_PREFIX), format!("{member_name}/{}", members.join(",")))];
    roles.chain(own).collect()
}

/// A volume is attached in one zone only, so that the group of its member must stand in one zone.
fn zone(context: &Context<'_>, member: &EtcdMember, at: &Place, graph: &mut Builder) -> Option<String> {
    let wanted = member.instance_group.as_deref().unwrap_or_default();
    let Some(group) = context.groups.iter().find(|group| group.name() == wanted) else {
        graph.problem(
            Diagnostic::error(codes::UNKNOWN_GROUP.id, format!("instance group `{wanted}` not found"))
                .at(at.field("instanceGroup"))
                .help("set it to the control-plane instance group that runs this member"),
        );
        return None;
    };
    let mut zones: Vec<&str> = context.subnets_of(group).iter().filter_map(|subnet| subnet.zone.as_deref()).collect();
    zones.sort_unstable();
    zones.dedup();
    if let [zone] = zones.as_slice() {
        return Some((*zone).to_owned());
    }
    let message = format!("instance group `{wanted}` spans {} zones", zones.len());
    graph.problem(
        Diagnostic::error(codes::ETCD_ZONE.id, message)
            .at(at.field("instanceGroup"))
            .help("an etcd member needs an instance group with subnets in a single zone, because an EBS volume cannot be attached across zones"),
    );
    None
}

/// What AWS refuses: more operations than the size allows, more throughput than the operations allow.
///
/// See <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>.
fn too_fast(volume_type: &str, size: i32, performance: Performance) -> Option<Diagnostic> {
    let iops = performance.iops?;
    let per_gib = match volume_type {
        "io1" => 50,
        "io2" => 500,
        // Every volume has the least, however small it is.
        "gp3" if iops > 3000 => 500,
        _ => i32::MAX,
    };
    if iops > size.saturating_mul(per_gib) {
        let message = format!("{iops} operations per second are too many for {size} GiB of `{volume_type}`");
        let help = format!("AWS allows {per_gib} per GiB: at most {} here", size.saturating_mul(per_gib));
        return Some(Diagnostic::error(codes::VOLUME_IOPS.id, message).help(help));
    }
    let throughput = performance.throughput?;
    if throughput.saturating_mul(4) > iops {
        let message = format!("{throughput} MiB/s are too many for {iops} operations per second of `{volume_type}`");
        let help = format!("AWS allows 1 MiB/s for 4 operations: at least {} here", throughput.saturating_mul(4));
        return Some(Diagnostic::error(codes::VOLUME_THROUGHPUT.id, message).help(help));
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{self, Demo, get};
    use crate::resource::{Kind, Resource};

    fn demo(members: &Value) -> Demo {
        let backups = json!({"backupStore": "s3://states/demo.example.com/backups/etcd/main"});
        testing::private(json!({"etcdClusters": [{"name": "main", "backups": backups, "etcdMembers": members}]}))
    }

    #[test]
    fn a_volume_says_which_member_it_is_and_who_the_others_are() {
        let group = |zone: &str| json!({"role": "Master", "subnets": [zone]});
        let members = json!([
            {"name": "b", "instanceGroup": "second", "volumeSize": 50, "volumeType": "io1", "volumeIops": 500},
            {"name": "a", "instanceGroup": "control-plane", "encryptedVolume": true, "kmsKeyId": "key"},
        ]);
        let graph = demo(&members).group("second", group("us-east-2b")).build();
        let volume = |name: &str| match get(&graph, Kind::Volume, name) {
            Resource::Volume(volume) => volume.clone(),
            other => panic!("{other:?}"),
        };
        let a = volume("a.etcd-main.demo.example.com");
        assert_eq!((a.zone.as_str(), a.size_gib, a.volume_type.as_str()), ("us-east-2a", 20, "gp3"));
        assert_eq!((a.iops, a.throughput, a.encrypted), (Some(3000), Some(125), true));
        assert_eq!(a.kms_key.as_deref(), Some("key"));
        let b = volume("b.etcd-main.demo.example.com");
        assert_eq!((b.zone.as_str(), b.size_gib, b.iops, b.throughput), ("us-east-2b", 50, Some(500), None));
        for (key, value) in [
            ("k8s.io/etcd/main", "b/a,b"),
            ("k8s.io/role/control-plane", "1"),
            ("k8s.io/role/master", "1"),
            ("kubernetes.io/cluster/demo.example.com", "owned"),
        ] {
            assert_eq!(b.tags[key], value);
        }
    }

    #[test]
    fn a_member_needs_a_group_in_one_zone() {
        for (group, code) in [("nodes", "etcd/zone"), ("nobody", "etcd/unknown-group")] {
            let members = json!([{"name": "a", "instanceGroup": group}]);
            assert_eq!(demo(&members).problems(), [code]);
        }
        let too_fast =
            json!([{"name": "a", "instanceGroup": "control-plane", "volumeType": "io1", "volumeIops": 9999}]);
        assert_eq!(demo(&too_fast).problems(), ["etcd/volume-iops"]);
    }

    #[test]
    fn volumes_that_aws_refuses_are_refused() {
        for (volume_type, size, iops, throughput, code) in [
            ("gp3", 1, 3000, 125, None),
            ("gp3", 20, 10_000, 1000, None),
            ("gp3", 20, 10_001, 1000, Some("etcd/volume-iops")),
            ("gp3", 100, 3000, 751, Some("etcd/volume-throughput")),
            ("io1", 20, 1000, 0, None),
            ("io1", 20, 1001, 0, Some("etcd/volume-iops")),
            ("io2", 20, 10_000, 0, None),
            ("io2", 20, 10_001, 0, Some("etcd/volume-iops")),
            ("gp2", 1, 9999, 0, None),
        ] {
            let performance = Performance::of(volume_type, Some(iops), Some(throughput));
            let found = too_fast(volume_type, size, performance).map(|problem| problem.code);
            assert_eq!(found, code, "{volume_type} {size} {iops} {throughput}");
        }
    }
}
