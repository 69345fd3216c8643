//! Instance groups: for each a launch template and an autoscaling group, with its warm pool.
//!
//! Groups of Karpenter have neither: Karpenter makes their instances itself.

use std::collections::BTreeMap;

mod attachments;
mod launch_template;
mod mixed_instances;
mod origins;
mod security_groups;
mod ssh_key;
mod tags;

use attachments::load_balancer_attachments;
pub(super) use launch_template::{Performance, associate_public_ip, root_volume};
use launch_template::{TemplateInputs, first_machine_type, launch_template};
use mixed_instances::mixed_instances;
use origins::{GROUP_FIELDS, TEMPLATE_FIELDS, origin, volume_field};
use security_groups::security_groups;

use super::tags::protection;
use super::warm_pool::GroupWarmPool;
use super::{Context, codes, iam};
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::naming::{WARM_POOL_HOOK, paths};
use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, LifecycleHook, Ref, ResourceId, Tags, Text, WarmPool};
use crate::spec::{InstanceGroup, InstanceManager, Role, clamp_i32};

/// Which version of their launch template groups launch instances from. kops never looks at it, so that with a number a cluster
/// that goes back to kops would keep its old machines.
const NEWEST_VERSION: &str = "$Latest";

/// What every group publishes about itself, each minute.
const METRICS: [&str; 8] = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
];

/// What a group with a warm pool publishes too.
const WARM_POOL_METRICS: [&str; 8] = [
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolMinSize",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "WarmPoolWarmedCapacity",
];

/// Adds the key pair and the groups, whose instances run user data by the name of their group.
pub(super) fn build(context: &Context<'_>, user_data: &BTreeMap<String, Text>, graph: &mut Builder) {
    ssh_key::build(context, graph);
    for group in context.groups {
        let Some(role) = group.spec.role else { continue };
        if group.spec.manager == Some(InstanceManager::Karpenter) {
            continue;
        }
        let pool = GroupWarmPool::of(context.cluster, group);
        template(context, group, role, user_data, graph);
        autoscaling_group(context, group, role, pool.is_some(), graph);
        if let Some(pool) = pool {
            warm_pool(context, group, pool, graph);
        }
    }
}

/// The tags of a group's instances.
pub(super) fn instance_tags(context: &Context<'_>, group: &InstanceGroup) -> Tags {
    tags::instances(context.cluster, context.groups, group, &context.autoscaling_group(group))
}

/// The tags of an autoscaling group: those of its instances, which it gives them, and the mark of what must not be deleted.
fn group_tags(context: &Context<'_>, group: &InstanceGroup) -> Tags {
    let mut tags = instance_tags(context, group);
    tags.extend(protection(&group.metadata));
    tags
}

fn template(
    context: &Context<'_>,
    group: &InstanceGroup,
    role: Role,
    user_data: &BTreeMap<String, Text>,
    graph: &mut Builder,
) {
    let wanted = group.spec.image.as_deref().unwrap_or_default();
    let Some(image) = context.facts.images.get(wanted) else {
        let help = "specify an image as `ami-…`, `owner/name` or `ssm:/parameter`";
        let problem = Diagnostic::error(codes::UNKNOWN_IMAGE.id, format!("image `{wanted}` not found in this region"));
        return graph.problem(problem.at(group.reference().field("spec.image")).help(help));
    };
    let machine = context.facts.machine_types.get(first_machine_type(&group.spec));
    let name = context.autoscaling_group(group);
    let security_groups = security_groups(context, group, role, graph);
    let around = TemplateInputs {
        image,
        disks: machine.map_or(0, |machine| machine.instance_storage_gb.len()),
        subnets: &context.subnets_of(group),
        instance_profile: iam::profile(context, group, role),
        key_pair: ssh_key::reference(context),
        security_groups,
        user_data: user_data.get(group.name()).cloned(),
        tags: instance_tags(context, group),
        name: name.clone(),
    };
    let reason = format!("launch template of instance group {}", group.name());
    let mut origin = origin(context, group, reason, TEMPLATE_FIELDS);
    if let Some(field) = volume_field(&group.spec) {
        origin = origin.field(LaunchTemplate::BLOCK_DEVICES, group.reference().field(field));
    }
    graph.own(name, launch_template(&group.spec, around), origin);
}

fn autoscaling_group(context: &Context<'_>, group: &InstanceGroup, role: Role, has_pool: bool, graph: &mut Builder) {
    let name = context.autoscaling_group(group);
    let (load_balancers, target_groups) = load_balancer_attachments(context, group, role, graph);
    let spec = &group.spec;
    let default_size = if role == Role::Node { 2 } else { 1 };
    let of_pool: &[&str] = if has_pool { &WARM_POOL_METRICS } else { &[] };
    let mut metrics: Vec<String> = METRICS.iter().chain(of_pool).map(|metric| (*metric).to_owned()).collect();
    metrics.sort_unstable();
    let resource = AutoscalingGroup {
        name: name.clone(),
        launch_template: Ref::to(Kind::LaunchTemplate, name.as_str()),
        launch_template_version: NEWEST_VERSION.to_owned(),
        min_size: spec.min_size.unwrap_or(default_size),
        max_size: spec.max_size.unwrap_or(default_size),
        subnets: spec.subnets.iter().map(|subnet| context.subnet_ref(subnet)).collect(),
        load_balancers,
        target_groups,
        metrics,
        suspended_processes: spec.suspend_processes.clone(),
        instance_protection: spec.instance_protection.unwrap_or(false),
        capacity_rebalance: spec.capacity_rebalance.unwrap_or(false),
        max_instance_lifetime: spec.max_instance_lifetime.map_or(0, |lifetime| clamp_i32(lifetime.as_secs())),
        mixed_instances: mixed_instances(spec),
        tags: group_tags(context, group),
    };
    let reason = format!("autoscaling group of instance group {}", group.name());
    let id = graph.own(name, resource, origin(context, group, reason, GROUP_FIELDS));
    for earlier in boot_dependencies(context, group, role) {
        graph.after_if_present(&id, earlier);
    }
}

/// What the first instance of a group looks for when it boots although nothing refers to it: its permissions; and for
/// those that serve the API the objects of the state store, and for control planes the volumes of etcd.
fn boot_dependencies(context: &Context<'_>, group: &InstanceGroup, role: Role) -> Vec<ResourceId> {
    let mut found = vec![ResourceId::new(Kind::RolePolicy, context.names.iam_role(role))];
    let file = |name: &str| ResourceId::new(Kind::ManagedFile, name);
    if serves_api(role) {
        found.push(file(paths::HEALTHCHECK_NAME));
    }
    if role == Role::Master {
        found.extend([paths::COMPLETED_SPEC, paths::CHANNELS_NAME].map(file));
        for etcd in &context.spec().etcd_clusters {
            let Some(cluster) = etcd.name.as_deref() else { continue };
            found.push(file(&context.names.etcd_cluster_spec(cluster)));
            found.push(file(&context.names.etcd_manager(cluster, group.name())));
            let own = etcd.etcd_members.iter().filter(|member| member.instance_group.as_deref() == Some(group.name()));
            let volume = |member: &str| ResourceId::new(Kind::Volume, context.names.etcd_volume(member, cluster));
            found.extend(own.filter_map(|member| member.name.as_deref()).map(volume));
        }
    }
    found
}

fn warm_pool(context: &Context<'_>, group: &InstanceGroup, pool: GroupWarmPool, graph: &mut Builder) {
    let name = context.autoscaling_group(group);
    let reference = Ref::to(Kind::AutoscalingGroup, name.as_str());
    let path = match group.spec.warm_pool {
        Some(_) => group.reference().field("spec.warmPool"),
        None => context.path("spec.warmPool"),
    };
    let resource = WarmPool { group: reference.clone(), min_size: pool.min_size, max_prepared: pool.max_size };
    let origin = Origin::new("pre-initialized instances for faster scale-out", path.clone());
    let id = graph.own(name, resource, origin);
    if let Some(timeout) = pool.hook_timeout {
        let hook = LifecycleHook {
            group: reference,
            name: WARM_POOL_HOOK.into(),
            transition: "autoscaling:EC2_INSTANCE_LAUNCHING".into(),
            default_result: "ABANDON".into(),
            heartbeat_timeout: timeout,
        };
        let origin = Origin::new("waits until an instance is initialized for the warm pool", path);
        let hook = graph.own(context.names.warm_pool_hook(group.name()), hook, origin);
        // AWS would stop instances of the pool that start before the hook is there, initialized or not.
        graph.after(&id, hook);
    }
}

fn serves_api(role: Role) -> bool {
    matches!(role, Role::Master | Role::ApiServer)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{get, list, public};
    use crate::resource::Resource;

    fn autoscaling_group(graph: &crate::graph::Graph, name: &str) -> AutoscalingGroup {
        match get(graph, Kind::AutoscalingGroup, &format!("{name}.demo.example.com")) {
            Resource::AutoscalingGroup(group) => group.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn names(references: &[Ref]) -> Vec<String> {
        let name = |reference: &Ref| match reference {
            Ref::Resource { id, .. } => id.name.replace(".demo.example.com", ""),
            Ref::Known(id) => id.clone(),
        };
        references.iter().map(name).map(|name| name.split("-demo-").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn sizes_default_by_role() {
        for (patch, nodes) in [(json!({}), (2, 2)), (json!({"minSize": 0, "maxSize": 9}), (0, 9))] {
            let graph = public(json!({})).group("nodes", patch).build();
            let group = autoscaling_group(&graph, "nodes");
            assert_eq!((group.min_size, group.max_size), nodes);
            assert_eq!(autoscaling_group(&graph, "control-plane.masters").max_size, 1);
        }
    }

    #[test]
    fn instances_stand_behind_the_load_balancers_of_their_role() {
        let balancer = |class: &str| json!({"api": {"loadBalancer": {"class": class, "type": "Public"}}});
        let certificate = json!({"api": {"loadBalancer": {
            "class": "Network", "type": "Public", "sslCertificate": "arn:aws:acm:us-east-2:1:certificate/a",
        }}});
        let none_dns = json!({"topology": {"dns": {"type": "None"}}, "api": balancer("Network")["api"]});
        for (patch, balancers, targets) in [
            (json!({}), vec![], vec![]),
            (balancer("Classic"), vec!["api"], vec![]),
            (balancer("Network"), vec![], vec!["tcp"]),
            (certificate, vec![], vec!["tcp", "tls"]),
            (none_dns, vec![], vec!["tcp", "kops-controller"]),
        ] {
            let graph = public(patch.clone()).build();
            let control_plane = autoscaling_group(&graph, "control-plane.masters");
            assert_eq!(names(&control_plane.load_balancers), balancers, "{patch}");
            assert_eq!(names(&control_plane.target_groups), targets, "{patch}");
            let nodes = autoscaling_group(&graph, "nodes");
            assert!(nodes.load_balancers.is_empty() && nodes.target_groups.is_empty());
        }
    }

    #[test]
    fn load_balancers_of_the_user_are_used_and_left_alone() {
        let arn = "arn:aws:elasticloadbalancing:us-east-2:1:targetgroup/mine/1";
        let external =
            |arn: &str| json!({"externalLoadBalancers": [{"loadBalancerName": "old"}, {"targetGroupArn": arn}]});
        let graph = public(json!({})).group("nodes", external(arn)).build();
        let nodes = autoscaling_group(&graph, "nodes");
        assert_eq!(
            (names(&nodes.load_balancers), names(&nodes.target_groups)),
            (vec!["old".into()], vec!["mine".into()])
        );
        assert_eq!(list(&graph, Kind::TargetGroup), [format!("mine ({arn})")]);
        let wrong = public(json!({})).group("nodes", external("arn:aws:elasticloadbalancing:us-east-2:1:mine"));
        assert_eq!(wrong.problems(), ["group/target-group"]);
    }

    #[test]
    fn security_groups_come_from_role_group_and_load_balancer() {
        let api = json!({"api": {"loadBalancer": {
            "class": "Network", "type": "Public", "additionalSecurityGroups": ["sg-api"],
        }}});
        let vpc = json!({"networkID": "vpc-1", "api": api["api"]});
        let groups = |group: &str, patch: Value| {
            let graph = public(vpc.clone()).group(group, patch).build();
            let template = format!("{group}{}.demo.example.com", if group == "nodes" { "" } else { ".masters" });
            match get(&graph, Kind::LaunchTemplate, &template) {
                Resource::LaunchTemplate(template) => names(&template.security_groups),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(groups("nodes", json!({"additionalSecurityGroups": ["sg-1"]})), ["nodes", "sg-1"]);
        let twice = json!({"additionalSecurityGroups": ["sg-2", "sg-1", "sg-2"]});
        assert_eq!(groups("nodes", twice), ["nodes", "sg-1", "sg-2"]);
        assert_eq!(groups("control-plane", json!({"additionalSecurityGroups": ["sg-api"]})), ["masters", "sg-api"]);
        assert_eq!(groups("control-plane", json!({})), ["masters", "sg-api"]);
        assert_eq!(groups("nodes", json!({"securityGroupOverride": "sg-2"})), ["sg-2-Node"]);
    }

    #[test]
    fn fields_come_from_the_cluster_where_the_group_says_nothing() {
        let api =
            json!({"loadBalancer": {"class": "Network", "type": "Public", "additionalSecurityGroups": ["sg-api"]}});
        let cluster = json!({"networkID": "vpc-1", "api": api, "cloudLabels": {"team": "core"}});
        let paths = |group: &str, patch: Value| {
            let graph = public(cluster.clone()).group(group, patch).build();
            let name = format!("{group}{}.demo.example.com", if group == "nodes" { "" } else { ".masters" });
            let origin = &graph.nodes[&ResourceId::new(Kind::LaunchTemplate, name)].origin;
            [origin.fields["security_groups"].to_string(), origin.fields["tags"].to_string()]
        };
        let of_cluster = "Cluster/demo.example.com spec.";
        let expected =
            [format!("{of_cluster}api.loadBalancer.additionalSecurityGroups"), format!("{of_cluster}cloudLabels")];
        assert_eq!(paths("control-plane", json!({})), expected);
        let own = json!({"additionalSecurityGroups": ["sg-1"], "cloudLabels": {"team": "web"}});
        let of_group = |name: &str, field: &str| format!("InstanceGroup/{name} spec.{field}");
        let expected = |name| [of_group(name, "additionalSecurityGroups"), of_group(name, "cloudLabels")];
        assert_eq!(paths("control-plane", own.clone()), expected("control-plane"));
        assert_eq!(paths("nodes", own), expected("nodes"));
        assert_eq!(paths("nodes", json!({}))[0], of_group("nodes", "additionalSecurityGroups"));
    }

    #[test]
    fn a_warm_pool_publishes_more_and_may_wait() {
        let plain = public(json!({})).build();
        assert_eq!(autoscaling_group(&plain, "nodes").metrics.len(), 8);
        let pool = json!({"warmPool": {"maxSize": 5, "enableLifecycleHook": true}});
        let graph = public(json!({})).group("nodes", pool).build();
        let metrics = autoscaling_group(&graph, "nodes").metrics;
        assert_eq!(metrics.len(), 16);
        assert!(metrics.is_sorted(), "as kops has them: {metrics:?}");
        assert_eq!(list(&graph, Kind::WarmPool), ["nodes"]);
        assert_eq!(list(&graph, Kind::LifecycleHook), ["kops-warmpool-nodes"]);
        let pool = &graph.nodes[&ResourceId::new(Kind::WarmPool, "nodes.demo.example.com")];
        assert_eq!(pool.after, [ResourceId::new(Kind::LifecycleHook, "kops-warmpool-nodes")]);
    }

    #[test]
    fn karpenter_makes_the_instances_of_its_groups() {
        let graph = public(json!({})).group("nodes", json!({"manager": "Karpenter"})).build();
        assert_eq!(list(&graph, Kind::AutoscalingGroup), ["control-plane.masters"]);
        assert_eq!(list(&graph, Kind::LaunchTemplate), ["control-plane.masters"]);
        assert_eq!(list(&graph, Kind::InstanceProfile), ["masters", "nodes"]);
    }

    #[test]
    fn instances_boot_when_everything_they_look_for_is_there() {
        let etcd = json!([{
            "name": "main",
            "backups": {"backupStore": "s3://states/demo.example.com/backups/etcd/main"},
            "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}, {"name": "b", "instanceGroup": "second"}],
        }]);
        let second = json!({"role": "Master", "subnets": ["us-east-2a"]});
        let graph = public(json!({"etcdClusters": etcd})).group("second", second).build();
        let after = |group: &str| {
            let id = ResourceId::new(Kind::AutoscalingGroup, format!("{group}.demo.example.com"));
            graph.nodes[&id].after.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(after("nodes"), ["iam-role-policy/nodes.demo.example.com"]);
        let expected = [
            "iam-role-policy/masters.demo.example.com",
            "managed-file/manifests-static-kube-apiserver-healthcheck",
            "managed-file/cluster-completed.spec",
            "managed-file/manifests-channels-kops-channels",
            "managed-file/etcd-cluster-spec-main",
            "managed-file/manifests-etcdmanager-main-second",
            "volume/b.etcd-main.demo.example.com",
        ];
        assert_eq!(after("second.masters"), expected);
    }

    #[test]
    fn an_image_that_is_nowhere_is_reported() {
        let demo = public(json!({})).group("nodes", json!({"image": "my/image"}));
        assert_eq!(demo.problems(), ["group/unknown-image"]);
    }

    #[test]
    fn a_plan_can_say_which_field_of_the_group_a_size_comes_from() {
        let graph = public(json!({})).build();
        let node = &graph.nodes[&ResourceId::new(Kind::AutoscalingGroup, "nodes.demo.example.com")];
        assert_eq!(node.origin.fields["min_size"].to_string(), "InstanceGroup/nodes spec.minSize");
        assert_eq!(node.origin.reason, "autoscaling group of instance group nodes");
    }

    #[test]
    fn a_plan_can_say_which_field_changed_the_volumes() {
        for (patch, field) in [
            (json!({}), None),
            (json!({"rootVolumeSize": 50}), Some("spec.rootVolumeSize")),
            (json!({"rootVolumeSize": 50, "rootVolumeType": "gp2"}), None),
        ] {
            let graph = public(json!({})).group("nodes", patch).build();
            let node = &graph.nodes[&ResourceId::new(Kind::LaunchTemplate, "nodes.demo.example.com")];
            assert_eq!(node.origin.fields.get("block_devices").map(|path| path.field.as_str()), field);
        }
    }
}
