//! Roles, policies, permissions of service accounts, and where their keys are published.

use std::collections::BTreeSet;

use serde_json::Value;

use super::codes;
use super::rules::{Rules, advice, given, list};
use crate::diag::SpecPath;
use crate::naming::s3;

/// The roles that policies can be for, as the format writes them.
const ROLES: [&str; 4] = ["master", "apiserver", "node", "bastion"];

pub(super) fn check(rules: &mut Rules<'_>) {
    check_policies(rules);
    check_service_accounts(rules);
    check_discovery(rules);
    check_authenticator(rules);
    if rules.spec().iam.as_ref().is_some_and(|iam| iam.legacy) {
        let wrong = "the wide permissions of the first releases are not given any more";
        rules.refuse(rules.at("iam.legacy"), codes::IAM, wrong, "remove `legacy`");
    }
}

/// True for an ARN whose resource begins with one of the kinds given.
pub(super) fn is_arn(text: &str, kinds: &[&str]) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", _, _, _, _, resource] if kinds.iter().any(|kind| resource.starts_with(kind)))
}

fn check_policies(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let path = rules.at("additionalPolicies");
    for (role, text) in &spec.additional_policies {
        check_role(rules, path.key(role), role);
        check_statements(rules, &path.key(role), text);
    }
    let path = rules.at("externalPolicies");
    for (role, arns) in &spec.external_policies {
        check_role(rules, path.key(role), role);
        for (i, arn) in arns.iter().enumerate().filter(|(_, arn)| !is_arn(arn, &["policy/"])) {
            let wrong = format!("`{arn}` is not the ARN of a policy");
            rules.refuse(
                path.key(role).index(i),
                codes::IAM_ARN,
                wrong,
                "write one such as `arn:aws:iam::123456789012:policy/Name`",
            );
        }
    }
    let boundary = spec.iam.as_ref().and_then(|iam| given(&iam.permissions_boundary));
    if let Some(arn) = boundary.filter(|arn| !is_arn(arn, &["policy/"])) {
        let wrong = format!("`{arn}` is not the ARN of a policy");
        let help = "write one such as `arn:aws:iam::123456789012:policy/Name`";
        rules.refuse(rules.at("iam.permissionsBoundary"), codes::IAM_ARN, wrong, help);
    }
}

fn check_role(rules: &mut Rules<'_>, path: SpecPath, role: &str) {
    if !ROLES.contains(&role) && role != "control-plane" {
        let wrong = format!("`{role}` is not a role that policies can be for");
        rules.refuse(path, codes::IAM_POLICY, wrong, advice(role, ROLES.into_iter()));
    }
}

fn check_statements(rules: &mut Rules<'_>, path: &SpecPath, text: &str) {
    let Ok(Value::Array(statements)) = serde_json::from_str(text) else {
        let help = "write a JSON list: `[{\"Effect\": \"Allow\", \"Action\": […], \"Resource\": […]}]`";
        return rules.refuse(path.clone(), codes::IAM_POLICY, "the text is not a list of statements", help);
    };
    for statement in statements {
        let effect = statement.get("Effect").and_then(Value::as_str);
        if !matches!(effect, Some("Allow" | "Deny")) {
            let wrong = match effect {
                Some(effect) => format!("`{effect}` is no effect of a statement"),
                None => "a statement has no `Effect`".to_owned(),
            };
            rules.refuse(path.clone(), codes::IAM_POLICY, wrong, "write `Allow` or `Deny`");
        }
    }
}

fn check_service_accounts(rules: &mut Rules<'_>) {
    let accounts = rules.spec().iam.as_ref().map(|iam| iam.service_account_external_permissions.as_slice());
    let mut seen = BTreeSet::new();
    for (i, account) in accounts.unwrap_or_default().iter().enumerate() {
        let path = rules.at("iam.serviceAccountExternalPermissions").index(i);
        let (name, namespace) = (given(&account.name), given(&account.namespace));
        for (field, _) in [("name", name), ("namespace", namespace)].into_iter().filter(|(_, text)| text.is_none()) {
            let wrong = format!("the permissions of a service account have no `{field}`");
            rules.refuse(path.clone(), codes::SERVICE_ACCOUNT, wrong, format!("add `{field}`"));
        }
        if let Some((name, namespace)) = name.zip(namespace)
            && !seen.insert((name, namespace))
        {
            let wrong = format!("the service account `{namespace}/{name}` stands here twice");
            rules.refuse(path.clone(), codes::SERVICE_ACCOUNT, wrong, "merge the two");
        }
        let policies =
            account.aws.as_ref().map(|aws| (!aws.policy_arns.is_empty(), given(&aws.inline_policy).is_some()));
        match policies {
            None | Some((false, false)) => {
                let wrong = "a service account has no permissions";
                rules.refuse(path.clone(), codes::SERVICE_ACCOUNT, wrong, "add `aws.policyARNs` or `aws.inlinePolicy`");
            }
            Some((true, true)) => {
                let wrong = "a service account has policies of both kinds";
                rules.refuse(path.key("aws"), codes::SERVICE_ACCOUNT, wrong, "keep `policyARNs` or `inlinePolicy`");
            }
            Some(_) => {}
        }
    }
}

fn check_discovery(rules: &mut Rules<'_>) {
    let Some(discovery) = &rules.spec().service_account_issuer_discovery else { return };
    let at = |rules: &Rules<'_>, field: &str| rules.at("serviceAccountIssuerDiscovery").key(field);
    let store = given(&discovery.discovery_store);
    if store.is_some() && discovery.discovery_service.is_some() {
        let wrong = "the keys of service accounts are published in one place only";
        rules.refuse(
            at(rules, "discoveryStore"),
            codes::DISCOVERY,
            wrong,
            "keep `discoveryStore` or `discoveryService`",
        );
    }
    if let Some(store) = store {
        match s3::folder(store) {
            Some((bucket, _)) if bucket.contains('.') => {
                let wrong =
                    format!("the bucket `{bucket}` has dots in its name, which the certificate of S3 does not cover");
                rules.refuse(
                    at(rules, "discoveryStore"),
                    codes::DISCOVERY,
                    wrong,
                    "use a bucket without dots in its name",
                );
            }
            Some(_) => {}
            None if store.starts_with("memfs://") => {}
            None => {
                let wrong = format!("AWS cannot read `{store}`");
                rules.refuse(
                    at(rules, "discoveryStore"),
                    codes::DISCOVERY,
                    wrong,
                    "use a place in S3: `s3://bucket/path`",
                );
            }
        }
    }
    if discovery.discovery_service.as_ref().is_some_and(|service| given(&service.url).is_none()) {
        let wrong = "the discovery service has no address";
        rules.refuse(at(rules, "discoveryService"), codes::DISCOVERY, wrong, "add `url`");
    }
    if discovery.enable_aws_oidc_provider == Some(true) && store.is_none() && discovery.discovery_service.is_none() {
        let wrong = "AWS believes service accounts only where their keys are published";
        rules.refuse(at(rules, "enableAWSOIDCProvider"), codes::DISCOVERY, wrong, "add `discoveryStore`");
    }
}

fn check_authenticator(rules: &mut Rules<'_>) {
    let Some(aws) = rules.spec().authentication.as_ref().and_then(|authentication| authentication.aws.as_ref()) else {
        return;
    };
    if !aws.identity_mappings.is_empty() && !given(&aws.backend_mode).unwrap_or_default().contains("CRD") {
        let wrong = "`identityMappings` are read in the mode `CRD` only";
        rules.refuse(rules.at("authentication.aws.backendMode"), codes::IAM_ARN, wrong, "set `backendMode` to `CRD`");
    }
    const KINDS: [&str; 2] = ["role/", "user/"];
    for (i, mapping) in aws.identity_mappings.iter().enumerate() {
        let arn = given(&mapping.arn).unwrap_or_default();
        if !is_arn(arn, &KINDS) {
            let path = rules.at("authentication.aws.identityMappings").index(i).key("arn");
            let wrong = format!("`{arn}` is not the ARN of a role or a user");
            let example = list(["arn:aws:iam::123456789012:role/Name"].into_iter());
            rules.refuse(path, codes::IAM_ARN, wrong, format!("write one such as {example}"));
        }
    }
}
