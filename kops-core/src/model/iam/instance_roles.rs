//! The roles of machines: one for each role of groups that do not bring an instance profile of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{self, Statement};
use super::node_roles;
use crate::diag::{Diagnostic, SpecPath};
use crate::facts::Facts;
use crate::graph::{Builder, Origin};
use crate::model::warm_pool::GroupWarmPool;
use crate::model::{Context, codes};
use crate::resource::{InstanceProfile, Kind, Ref, Role as IamRole, RolePolicy, RolePolicyAttachment};
use crate::spec::{InstanceGroup, Role};

/// Adds the roles, their policies and their instance profiles, and what groups bring of their own.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let mut of_groups: BTreeMap<&str, (Role, Option<&str>, SpecPath)> = BTreeMap::new();
    let mut roles = BTreeSet::new();
    for group in context.groups {
        let Some(role) = group.spec.role else { continue };
        match group.spec.iam.as_ref().and_then(|iam| iam.profile.as_deref()) {
            Some(arn) => {
                let path = group.reference().field("spec.iam.profile");
                let name = group.spec.instance_profile();
                let (first, ..) = of_groups.entry(arn).or_insert((role, name, path.clone()));
                if *first != role {
                    let message =
                        format!("instance profile `{arn}` is used by instance groups of roles {first} and {role}");
                    graph.problem(
                        Diagnostic::error(codes::PROFILE_OF_TWO_ROLES.id, message)
                            .at(path)
                            .help("use a separate instance profile for each role"),
                    );
                }
            }
            None => {
                roles.insert(role);
            }
        }
    }
    let mut names = BTreeMap::new();
    for (arn, (role, name, path)) in of_groups {
        match name.and_then(|name| names.insert(name, arn)) {
            Some(other) => {
                let message = format!("`{arn}` and `{other}` have the same name, of which an account has one profile");
                let help = "write the path that the profile is in, for all its instance groups";
                graph.problem(Diagnostic::error(codes::PROFILE_NAME.id, message).at(path).help(help));
            }
            None => share(arn, name, role, path, graph),
        }
    }
    for role in roles {
        make(context, role, graph);
    }
}

/// Refers to the instance profile of a group, by name.
pub(in crate::model) fn profile(context: &Context<'_>, group: &InstanceGroup, role: Role) -> Ref {
    Ref::to(Kind::InstanceProfile, profile_name(context, group, role))
}

/// The name of the instance profile of a group: that of its role, unless the group brings the profile along.
pub(in crate::model) fn profile_name(context: &Context<'_>, group: &InstanceGroup, role: Role) -> String {
    group.spec.instance_profile().map_or_else(|| context.names.iam_role(role), str::to_owned)
}

/// The name of the role of a group's instances; where that of a profile is not known, the name of the profile.
pub(in crate::model) fn role_name(context: &Context<'_>, group: &InstanceGroup, role: Role) -> String {
    let profile = profile_name(context, group, role);
    context.facts.instance_profile_roles.get(&profile).cloned().unwrap_or(profile)
}

fn share(arn: &str, name: Option<&str>, role: Role, path: SpecPath, graph: &mut Builder) {
    let Some(name) = name else {
        let message = format!("`{arn}` is not the ARN of an instance profile");
        let help = "expected for example `arn:aws:iam::123456789012:instance-profile/name`";
        return graph.problem(Diagnostic::error(codes::PROFILE_ARN.id, message).at(path).help(help));
    };
    let profile = InstanceProfile { name: name.to_owned(), ..InstanceProfile::default() };
    graph.share(name, name, profile, Origin::new(format!("existing instance profile for {}", instances(role)), path));
}

fn make(context: &Context<'_>, role: Role, graph: &mut Builder) {
    let cluster = context.cluster;
    let name = context.names.iam_role(role);
    let path = |field: &str| cluster.reference().field(field);
    let origin = |reason: String| Origin::new(reason, path("spec.iam"));

    let iam_role = IamRole {
        name: name.clone(),
        assume_role_policy: trust_policy(context.facts),
        permissions_boundary: super::permissions_boundary(context),
        tags: context.tags(&name),
    };
    let reason = format!("IAM role of {}", instances(role));
    let boundary = path("spec.iam.permissionsBoundary");
    let id = graph.own(name.as_str(), iam_role, origin(reason).field(IamRole::PERMISSIONS_BOUNDARY, boundary));

    let mut sizes = Vec::new();
    let policy = node_roles::policy(context, role, waits_for_hooks(context, role), graph);
    if let Some(policy) = policy.into_value() {
        sizes.push(document::size(&policy));
        let inline = RolePolicy { role: id.reference(), name: name.clone(), policy };
        graph.own(name.as_str(), inline, origin(format!("permissions of {}", instances(role))));
    }

    let profile = InstanceProfile { name: name.clone(), role: Some(id.reference()), tags: context.tags(&name) };
    graph.own(name.as_str(), profile, origin(format!("instance profile for {}", instances(role))));

    for (key, arns) in cluster.spec.external_policies.iter().filter(|(key, _)| is_key_of(role, key)) {
        for (i, arn) in arns.iter().enumerate() {
            let attachment = RolePolicyAttachment { role: id.reference(), policy_arn: arn.clone() };
            let asked = path(&format!("spec.externalPolicies.{key}[{i}]"));
            let set = context.names.role_policies(role);
            let reason = format!("managed policy attached to the role of {}", instances(role));
            graph.own(context.names.attached_policy(set, arn), attachment, Origin::new(reason, asked));
        }
    }
    for (key, text) in cluster.spec.additional_policies.iter().filter(|(key, _)| is_key_of(role, key)) {
        let asked = path(&format!("spec.additionalPolicies.{key}"));
        let statements = super::statements(text, asked.clone(), graph);
        let Some(policy) = statements.and_then(document::document) else { continue };
        sizes.push(document::size(&policy));
        let policy_name = context.names.additional_policy(&name);
        let inline = RolePolicy { role: id.reference(), name: policy_name.clone(), policy };
        graph.own(policy_name, inline, Origin::new(format!("additional permissions of {}", instances(role)), asked));
    }
    super::check_size(&name, &sizes, path("spec.additionalPolicies"), graph);
}

/// Instances of a role may complete the hook of a warm pool where a group of the role has one.
fn waits_for_hooks(context: &Context<'_>, role: Role) -> bool {
    let of_role = context.groups.iter().filter(|group| group.spec.role == Some(role));
    of_role.filter_map(|group| GroupWarmPool::of(context.cluster, group)).any(|pool| pool.hook_timeout.is_some())
}

/// `externalPolicies` and `additionalPolicies` name roles in lower case; control planes by their old and new name.
fn is_key_of(role: Role, key: &str) -> bool {
    match role {
        Role::Master => matches!(key, "master" | "control-plane"),
        Role::ApiServer => key == "apiserver",
        Role::Node => key == "node",
        Role::Bastion => key == "bastion",
    }
}

fn instances(role: Role) -> &'static str {
    match role {
        Role::Master => "control-plane nodes",
        Role::ApiServer => "API server nodes",
        Role::Node => "nodes",
        Role::Bastion => "bastions",
    }
}

/// Instances of EC2 may take the role. Each partition has its own name for EC2.
fn trust_policy(facts: &Facts) -> serde_json::Value {
    let service = format!("ec2.{}", facts.domain());
    document::single(&Statement::allow("sts:AssumeRole").for_service(service))
}
