//! Roles of service accounts: of the cluster's own controllers, and of those that the user names.

use serde_json::{Value, json};

use super::controllers::{self, Firewalls};
use super::document::{self, PolicyDocument, Statement};
use super::zone_of_records;
use crate::diag::{Diagnostic, SpecPath};
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::spec::{DnsType, ExternalDnsProvider};

/// A service account and what its role may do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ServiceAccount {
    /// The namespace; may hold `*`.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The inline policy, where it has one.
    pub policy: Option<Value>,
    /// The ARNs of managed policies.
    pub policy_arns: Vec<String>,
    /// Why it is there.
    pub reason: String,
    /// What of the spec asked for it.
    pub path: SpecPath,
}

impl ServiceAccount {
    /// Who may take the role: the account itself, as the cluster's OIDC provider vouches for it.
    pub(super) fn trust_policy(&self, issuer: &str, partition: &str, account: &str) -> Value {
        let provider = issuer.trim_start_matches("https://");
        // Only a comparison of patterns understands `*`.
        let comparison = if self.namespace.contains('*') { "StringLike" } else { "StringEquals" };
        let subject = format!("system:serviceaccount:{}:{}", self.namespace, self.name);
        document::single(
            &Statement::allow("sts:AssumeRoleWithWebIdentity")
                .for_federated(&format!("arn:{partition}:iam::{account}:oidc-provider/{provider}"))
                .when(json!({ comparison: { format!("{provider}:sub"): subject } })),
        )
    }
}

/// True where the cluster's controllers have roles of their own.
pub(in crate::model) fn in_use(context: &Context<'_>) -> bool {
    let iam = context.spec().iam.as_ref();
    iam.is_some_and(|iam| iam.use_service_account_external_permissions == Some(true))
}

/// Returns every service account that has a role.
pub(super) fn all(context: &Context<'_>, graph: &mut Builder) -> Vec<ServiceAccount> {
    let mut accounts = of_addons(context);
    accounts.extend(of_user(context, graph));
    accounts
}

/// Returns the service accounts of the cluster's own controllers.
pub(super) fn of_addons(context: &Context<'_>) -> Vec<ServiceAccount> {
    let spec = context.spec();
    let own_roles = in_use(context);
    let mut accounts = Vec::new();
    let mut add = |name: &str, field: &str, grant: &dyn Fn(&mut PolicyDocument<'_>)| {
        let mut policy = PolicyDocument::new(super::scope(context));
        grant(&mut policy);
        accounts.push(ServiceAccount {
            namespace: "kube-system".into(),
            name: name.into(),
            policy: policy.into_value(),
            policy_arns: Vec::new(),
            reason: format!("IAM role of the pods of {name}"),
            path: context.path(field),
        });
    };
    if let Some(manager) = spec.cert_manager.as_ref().filter(|m| m.enabled == Some(true) && m.managed != Some(false)) {
        // It has a role of its own whether or not the others have.
        if !manager.hosted_zone_ids.is_empty() {
            add("cert-manager", "spec.certManager.hostedZoneIDs", &|policy| {
                controllers::cert_manager(policy, &manager.hosted_zone_ids);
            });
        }
    }
    if !own_roles {
        return accounts;
    }
    let asked = "spec.iam.useServiceAccountExternalPermissions";

    let dns = spec.topology.as_ref().and_then(|topology| topology.dns.as_ref()).and_then(|dns| dns.r#type);
    let provider = spec.external_dns.as_ref().and_then(|dns| dns.provider);
    let zone = zone_of_records(context);
    let records = |policy: &mut PolicyDocument<'_>| {
        if let Some(zone) = zone {
            controllers::dns_records(policy, zone);
        }
    };
    if dns != Some(DnsType::None) {
        match provider {
            None | Some(ExternalDnsProvider::DnsController) if zone.is_some() => add("dns-controller", asked, &records),
            Some(ExternalDnsProvider::ExternalDns) => add("external-dns", asked, &records),
            _ => {}
        }
    }
    let (routes, own_groups) = super::cloud_controller_options(context);
    add("aws-cloud-controller-manager", asked, &|policy| {
        controllers::cloud_controller_manager(policy, routes, own_groups);
    });
    let driver = spec.cloud_config.as_ref().and_then(|config| config.aws_ebs_csi_driver.as_ref());
    if driver.and_then(|driver| driver.managed) != Some(false) {
        add("ebs-csi-controller-sa", asked, &|policy| {
            controllers::ebs_csi_driver(policy, context.takes_snapshots());
        });
    }
    if let Some(controller) = spec.aws_load_balancer_controller.as_ref().filter(|c| c.enabled == Some(true)) {
        add("aws-load-balancer-controller", asked, &|policy| {
            controllers::load_balancer_controller(policy, Firewalls::of(controller));
        });
    }
    if spec.cluster_autoscaler.as_ref().is_some_and(|autoscaler| autoscaler.enabled == Some(true)) {
        add("cluster-autoscaler", asked, &controllers::cluster_autoscaler);
    }
    if spec.node_termination_handler.as_ref().is_some_and(|handler| handler.enabled == Some(true)) {
        add("aws-node-termination-handler", asked, &controllers::node_termination_handler);
    }
    if spec.karpenter.as_ref().is_some_and(|karpenter| karpenter.enabled == Some(true)) {
        add("karpenter", asked, &|policy| controllers::karpenter(policy, karpenter_uses_keys(context)));
    }
    if spec.networking.as_ref().is_some_and(|network| network.kuberouter.is_some()) {
        add("kube-router", asked, &controllers::kube_router);
    }
    accounts
}

/// True where a group of Karpenter encrypts its root volumes with a key of the user's.
fn karpenter_uses_keys(context: &Context<'_>) -> bool {
    context.karpenter_groups().any(|group| group.spec.root_volume_key().is_some())
}

fn of_user(context: &Context<'_>, graph: &mut Builder) -> Vec<ServiceAccount> {
    let cluster = context.cluster;
    let permissions = cluster.spec.iam.as_ref().map(|iam| iam.service_account_external_permissions.as_slice());
    let mut accounts = Vec::new();
    for (i, permission) in permissions.unwrap_or_default().iter().enumerate() {
        let field = format!("spec.iam.serviceAccountExternalPermissions[{i}]");
        let path = cluster.reference().field(field.as_str());
        let (Some(namespace), Some(name)) = (&permission.namespace, &permission.name) else {
            continue;
        };
        if name.contains('*') {
            graph.problem(
                Diagnostic::error(
                    codes::ACCOUNT_WILDCARD.id,
                    format!("the name of service account `{name}` contains a wildcard"),
                )
                .at(cluster.reference().field(format!("{field}.name")))
                .help("wildcards are allowed in the namespace only; specify the full name of the service account"),
            );
            continue;
        }
        let aws = permission.aws.as_ref();
        let inline = aws.and_then(|aws| aws.inline_policy.as_deref()).filter(|text| !text.is_empty());
        let policy = inline.and_then(|text| {
            let path = cluster.reference().field(format!("{field}.aws.inlinePolicy"));
            super::statements(text, path, graph).and_then(document::document)
        });
        accounts.push(ServiceAccount {
            namespace: namespace.clone(),
            name: name.clone(),
            policy,
            policy_arns: aws.map(|aws| aws.policy_arns.clone()).unwrap_or_default(),
            reason: format!("IAM role of the service account {namespace}/{name}"),
            path,
        });
    }
    accounts
}
