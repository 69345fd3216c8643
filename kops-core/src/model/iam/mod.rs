//! Who may do what in AWS: roles of machines, roles of service accounts, and their policies.
//!
//! In: the context of the model. Out: roles, inline policies, attachments of managed ones, and instance profiles. Invariant:
//! no role has inline policies larger than IAM takes.

mod controllers;
pub(in crate::model) mod document;
mod instance_roles;
mod networking;
mod node_roles;
mod oidc;
mod service_accounts;
mod state_store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

use self::controllers::Firewalls;
use self::document::PolicyScope;
use crate::diag::{Diagnostic, SpecPath};
use crate::graph::{Builder, Origin};
use crate::model::{Context, codes, tags};
use crate::resource::{Role, RolePolicy, RolePolicyAttachment};
use crate::spec::AwsLoadBalancerController;

pub(super) use instance_roles::{profile, profile_name, role_name};
pub(super) use service_accounts::in_use as accounts_have_roles;

/// The most characters, without white space, that the inline policies of a role may have together.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const INLINE_LIMIT: usize = 10_240;

/// Adds the roles of machines and of service accounts.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    instance_roles::build(context, graph);
    for account in service_accounts::all(context, graph) {
        service_account_role(context, &account, graph);
    }
    oidc::build(context, graph);
}

/// The service accounts of `kube-system` whose pods assume a role of their own.
pub(super) fn addon_accounts(context: &Context<'_>) -> BTreeSet<String> {
    if !accounts_have_roles(context) || oidc::issuer(context).is_none() {
        return BTreeSet::new();
    }
    let accounts = service_accounts::of_addons(context).into_iter().map(|account| account.name);
    // kops names a role to dns-controller also where gossip, which asks AWS for nothing, leaves it without one.
    accounts.chain(["dns-controller".to_owned()]).collect()
}

fn service_account_role(context: &Context<'_>, account: &service_accounts::ServiceAccount, graph: &mut Builder) {
    let Some(issuer) = oidc::issuer(context) else { return };
    let facts = context.facts;
    let name = context.names.service_account_role(&account.name, &account.namespace);
    let origin = || Origin::new(account.reason.clone(), account.path.clone());
    let role = Role {
        name: name.clone(),
        assume_role_policy: account.trust_policy(issuer, &facts.partition, &facts.account_id),
        permissions_boundary: permissions_boundary(context),
        tags: tags::service_account(context.cluster, &name, &account.namespace, &account.name),
    };
    let boundary = context.path("spec.iam.permissionsBoundary");
    let id = graph.own(name.as_str(), role, origin().field(Role::PERMISSIONS_BOUNDARY, boundary));
    if let Some(policy) = &account.policy {
        check_size(&name, &[document::size(policy)], account.path.clone(), graph);
        let policy = RolePolicy { role: id.reference(), name: name.clone(), policy: policy.clone() };
        graph.own(name.as_str(), policy, origin());
    }
    let set = context.names.service_account_policies(&name);
    for arn in &account.policy_arns {
        let attachment = RolePolicyAttachment { role: id.reference(), policy_arn: arn.clone() };
        graph.own(context.names.attached_policy(&set, arn), attachment, origin());
    }
}

fn scope<'a>(context: &Context<'a>) -> PolicyScope<'a> {
    let facts = context.facts;
    PolicyScope { cluster: context.cluster.name(), partition: &facts.partition, region: &facts.region }
}

fn permissions_boundary(context: &Context<'_>) -> Option<String> {
    context.spec().iam.as_ref().and_then(|iam| iam.permissions_boundary.clone())
}

/// The id of the hosted zone that holds the cluster's records; nothing where names are in no zone.
fn zone_of_records<'a>(context: &Context<'a>) -> Option<&'a str> {
    if !context.publishes_dns_records() {
        return None;
    }
    // Of a zone that the facts do not know, the spec may still have the id, which has no dots.
    let wanted = || context.spec().dns_zone.as_deref().filter(|zone| !zone.is_empty() && !zone.contains('.'));
    context.hosted_zone().map(|zone| zone.id.as_str()).or_else(wanted)
}

/// True where nodes get their configuration from kops-controller and need nothing of the state store.
fn nodes_ask_kops_controller(context: &Context<'_>) -> bool {
    !context.cluster.is_gossip() || context.load_balancer_serves_kops_controller()
}

/// Whether the cloud controller manager makes routes to pods, and security groups for network load balancers.
fn cloud_controller_options(context: &Context<'_>) -> (bool, bool) {
    let spec = context.spec();
    let routes = spec.networking.as_ref().is_some_and(|network| network.kubenet.is_some());
    let mode = spec.cloud_config.as_ref().and_then(|config| config.nlb_security_group_mode.as_deref());
    (routes, mode == Some("Managed"))
}

impl Firewalls {
    /// Reads which firewalls the user wants the load balancer controller to use.
    fn of(controller: &AwsLoadBalancerController) -> Self {
        Self {
            waf: controller.enable_waf == Some(true),
            waf_v2: controller.enable_wafv2 == Some(true),
            shield: controller.enable_shield == Some(true),
        }
    }
}

/// Reads the statements that a user wrote, as a JSON list of objects.
fn statements(text: &str, path: SpecPath, graph: &mut Builder) -> Option<Vec<Value>> {
    let parsed = serde_json::from_str::<Vec<serde_json::Map<String, Value>>>(text);
    match parsed {
        Ok(statements) => Some(statements.into_iter().map(Value::Object).collect()),
        Err(error) => {
            graph.problem(
                Diagnostic::error(codes::STATEMENTS.id, format!("not a JSON list of IAM statements: {error}"))
                    .at(path)
                    .help(r#"expected for example `[{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}]`"#),
            );
            None
        }
    }
}

/// Reports a role whose inline policies are larger than IAM takes.
fn check_size(role: &str, sizes: &[usize], path: SpecPath, graph: &mut Builder) {
    let size: usize = sizes.iter().sum();
    if size > INLINE_LIMIT {
        let message =
            format!("the inline policies of role `{role}` have {size} characters; the limit of IAM is {INLINE_LIMIT}");
        let help = "move statements to managed policies: `externalPolicies`, or `policyARNs` of a service account";
        graph.problem(Diagnostic::error(codes::POLICY_SIZE.id, message).at(path).help(help));
    }
}
