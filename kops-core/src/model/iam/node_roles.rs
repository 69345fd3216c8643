//! What machines may do in AWS by their role: one inline policy for control planes, API servers, nodes and bastions.

use serde_json::json;

use super::controllers::{self, Firewalls};
use super::document::{PolicyDocument, Statement, resource_tag};
use super::state_store::{self, Access, BucketPath};
use super::{networking, zone_of_records};
use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::naming::{paths, tags};
use crate::spec::{Networking, Role};

/// Writes the policy of a role. With `hooks`, instances tell the autoscaling group when they have prepared themselves for
/// its warm pool.
pub(super) fn policy<'a>(context: &Context<'a>, role: Role, hooks: bool, graph: &mut Builder) -> PolicyDocument<'a> {
    let mut policy = PolicyDocument::new(super::scope(context));
    match role {
        Role::Master => control_plane(context, &mut policy, graph),
        Role::ApiServer => {
            nodeup(context, &mut policy, hooks);
            state(context, role, &mut policy, graph);
            controllers::keys(&mut policy, encrypts_secrets(context));
            container_registry(context, &mut policy);
            network_of_servers(context, &mut policy);
        }
        Role::Node => {
            nodeup(context, &mut policy, hooks);
            if !super::nodes_ask_kops_controller(context) {
                // Nodes of a gossip cluster find their peers by asking EC2, and read their configuration themselves.
                policy.allow(&["ec2:DescribeInstances"]);
                state(context, role, &mut policy, graph);
            }
            container_registry(context, &mut policy);
            network_of_nodes(context, &mut policy);
        }
        // A bastion needs nothing, but IAM takes no policy that allows nothing.
        Role::Bastion => policy.allow(&["ec2:DescribeRegions"]),
    }
    policy
}

fn control_plane(context: &Context<'_>, policy: &mut PolicyDocument<'_>, graph: &mut Builder) {
    etcd_volumes(policy);
    nodeup(context, policy, false);
    if context.ipv6_only() {
        // kops-controller gives nodes the ranges of their pods.
        policy.allow(&["ec2:DescribeNetworkInterfaces"]);
    }
    state(context, Role::Master, policy, graph);
    controllers::keys(policy, encrypts_secrets(context));
    if let Some(zone) = zone_of_records(context) {
        controllers::dns_records(policy, zone);
    }
    if !super::service_accounts::in_use(context) {
        shared_with_controllers(context, policy);
    }
    container_registry(context, policy);
    network_of_servers(context, policy);
}

/// Without roles of their own, the controllers of the cluster use that of the control plane.
fn shared_with_controllers(context: &Context<'_>, policy: &mut PolicyDocument<'_>) {
    let spec = context.spec();
    controllers::ebs_csi_driver(policy, context.takes_snapshots());
    let (routes, own_groups) = super::cloud_controller_options(context);
    controllers::cloud_controller_manager(policy, routes, own_groups);
    if let Some(controller) = spec.aws_load_balancer_controller.as_ref().filter(|c| c.enabled == Some(true)) {
        controllers::load_balancer_controller(policy, Firewalls::of(controller));
    }
    controllers::cluster_autoscaler(policy);
    if context.drains_by_queue() {
        controllers::node_termination_handler(policy);
    }
}

/// etcd-manager finds the volumes of etcd by their tags and attaches them to its own instance.
fn etcd_volumes(policy: &mut PolicyDocument<'_>) {
    policy.allow(&["ec2:DescribeInstances", "ec2:DescribeRegions", "ec2:DescribeVolumes"]);
    let cluster = policy.scope().cluster;
    policy.add(Statement::allow("ec2:AttachVolume").on(["*"]).when(json!({
        "StringEquals": {
            (resource_tag(tags::CLUSTER)): cluster,
            (resource_tag(&tags::role_key("master"))): "1"
        }
    })));
}

/// nodeup looks up its instance type, takes IPv6 ranges for pods, and completes the hook of a warm pool.
fn nodeup(context: &Context<'_>, policy: &mut PolicyDocument<'_>, hooks: bool) {
    policy.allow(&["ec2:DescribeInstanceTypes"]);
    if context.ipv6_only() {
        policy.allow(&["ec2:AssignIpv6Addresses"]);
    }
    if hooks {
        policy.allow_on_tagged(&["autoscaling:CompleteLifecycleAction"]);
        policy.allow(&["autoscaling:DescribeLifecycleHooks"]);
    }
}

/// The objects of the state store that machines of a role read, and the backups that etcd-manager writes.
fn state(context: &Context<'_>, role: Role, policy: &mut PolicyDocument<'_>, graph: &mut Builder) {
    let cluster = context.cluster;
    let spec = &cluster.spec;
    let mut reach = |url: &str, field: String, access: Access| {
        let place = BucketPath::of(url, access);
        if place.is_none() {
            graph.problem(
                Diagnostic::error(codes::STATE_STORE.id, format!("EC2 instances cannot access `{url}`"))
                    .at(cluster.reference().field(field))
                    .help("nodes read their state from a bucket of S3: `s3://bucket/path`"),
            );
        }
        place
    };
    let stores = [
        (spec.config_base.as_deref(), "spec.configBase"),
        (spec.key_store.as_deref(), "spec.keyStore"),
        (spec.secret_store.as_deref(), "spec.secretStore"),
    ];
    let read: Vec<BucketPath> = state_store::outermost(stores.iter().filter_map(|(url, _)| *url))
        .into_iter()
        .filter_map(|url| {
            let field = stores.iter().find(|(place, _)| place.map(|p| p.trim_end_matches('/')) == Some(url));
            reach(url, field.map_or("spec.configBase", |(_, field)| field).to_owned(), Access::Read)
        })
        .collect();
    let mut write: Vec<BucketPath> = Vec::new();
    if role == Role::Master {
        for (i, etcd) in spec.etcd_clusters.iter().enumerate() {
            let Some(url) = etcd.backups.as_ref().and_then(|backups| backups.backup_store.as_deref()) else {
                continue;
            };
            let place = reach(url, format!("spec.etcdClusters[{i}].backups.backupStore"), Access::Write);
            write.extend(place.filter(|place| !write.contains(place)));
        }
    }
    let objects: &[&str] = match role {
        Role::Node => &[paths::COMPLETED_SPEC, paths::NODE_CONFIGURATIONS],
        _ => &["*"],
    };
    state_store::grant(policy, &read, objects, &write);
}

/// Pulling images from ECR, also through its cache of other registries.
fn container_registry(context: &Context<'_>, policy: &mut PolicyDocument<'_>) {
    let spec = context.spec();
    if spec.iam.as_ref().is_some_and(|iam| iam.allow_container_registry == Some(true)) {
        policy.allow(&[
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:DescribeRepositories",
            "ecr:GetAuthorizationToken",
            "ecr:GetDownloadUrlForLayer",
            "ecr:GetRepositoryPolicy",
            "ecr:ListImages",
        ]);
    }
    if spec.containerd.as_ref().is_some_and(|containerd| containerd.use_ecr_credentials_for_mirrors == Some(true)) {
        policy.allow(&[
            "ecr:BatchImportUpstreamImage",
            "ecr:CreateRepository",
            "ecr:ReplicateImage",
            "ecr:TagResource",
        ]);
    }
}

fn network_of_servers(context: &Context<'_>, policy: &mut PolicyDocument<'_>) {
    let Some(network) = context.networking() else { return };
    network_of_all(context, network, policy);
    if network.cilium.as_ref().is_some_and(|cilium| cilium.ipam.as_deref() == Some("eni")) {
        networking::cilium_eni(policy);
    }
}

fn network_of_nodes(context: &Context<'_>, policy: &mut PolicyDocument<'_>) {
    let Some(network) = context.networking() else { return };
    network_of_all(context, network, policy);
    if network.kuberouter.is_some() {
        networking::instance_source_check(policy);
    }
}

fn network_of_all(context: &Context<'_>, network: &Networking, policy: &mut PolicyDocument<'_>) {
    if network.amazonvpc.is_some() {
        networking::amazon_vpc(policy);
    }
    let checked =
        network.calico.as_ref().is_some_and(|calico| calico.aws_src_dst_check.as_deref() != Some("DoNothing"));
    if checked && !context.ipv6_only() {
        networking::calico_source_check(policy);
    }
    if network.kindnet.is_some() {
        networking::instance_source_check(policy);
    }
}

/// A provider of encryption that the user runs beside the API server calls KMS itself, with the role of the machine.
fn encrypts_secrets(context: &Context<'_>) -> bool {
    context.spec().encryption_config == Some(true)
}
