//! The ARNs of resources that are known by their names.

use std::collections::BTreeMap;

use super::scope::{Arns, Place};
use crate::naming::{Names, Role};
use crate::resource::{Kind, Ref, Resource, ResourceId};

/// Every resource that a step is about or refers to.
pub(super) struct Known<'a>(pub(super) BTreeMap<&'a ResourceId, &'a Resource>);

impl Known<'_> {
    /// The ARNs that the calls for a resource are limited to.
    pub(super) fn arns(&self, place: &Place, resource: &Resource) -> Arns {
        let role = match resource {
            Resource::InstanceProfile(profile) => profile.role.as_ref().map(|role| self.name(role)),
            Resource::AutoscalingGroup(group) => self.role_of_template(place, &group.launch_template),
            _ => None,
        };
        let passed_role = role.map(|role| place.iam(&format!("role/{role}")));
        Arns { named: self.named(place, resource), passed_role }
    }

    fn named(&self, place: &Place, resource: &Resource) -> Vec<String> {
        let group = |name: &str| place.arn("autoscaling", &format!("autoScalingGroup:*:autoScalingGroupName/{name}"));
        let balancing = |path: String| place.arn("elasticloadbalancing", &path);
        match resource {
            Resource::Role(role) => vec![place.iam(&format!("role/{}", role.name))],
            Resource::RolePolicy(policy) => vec![place.iam(&format!("role/{}", self.name(&policy.role)))],
            Resource::RolePolicyAttachment(attachment) => {
                vec![place.iam(&format!("role/{}", self.name(&attachment.role)))]
            }
            Resource::InstanceProfile(profile) => vec![place.iam(&format!("instance-profile/{}", profile.name))],
            Resource::OidcProvider(provider) => {
                vec![place.iam(&format!("oidc-provider/{}", provider.url.trim_start_matches("https://")))]
            }
            Resource::AutoscalingGroup(own) => vec![group(&own.name)],
            Resource::WarmPool(pool) => vec![group(&self.name(&pool.group))],
            Resource::LifecycleHook(hook) => vec![group(&self.name(&hook.group))],
            Resource::ClassicLoadBalancer(own) => vec![balancing(format!("loadbalancer/{}", own.name))],
            Resource::NetworkLoadBalancer(own) => vec![balancing(format!("loadbalancer/net/{}/*", own.name))],
            Resource::TargetGroup(own) => vec![balancing(format!("targetgroup/{}/*", own.name))],
            Resource::Listener(listener) => {
                let name = self.name(&listener.load_balancer);
                vec![balancing(format!("loadbalancer/net/{name}/*")), balancing(format!("listener/net/{name}/*"))]
            }
            Resource::DnsRecord(record) => vec![zone(place, &record.zone)],
            Resource::DnsZoneAssociation(association) => {
                vec![zone(place, &association.zone), place.arn("ec2", "vpc/*")]
            }
            Resource::Volume(volume) => volume.kms_key.iter().map(|id| key(place, id)).collect(),
            Resource::Queue(queue) => vec![place.arn("sqs", &queue.name)],
            Resource::EventRule(rule) => vec![place.arn("events", &format!("rule/{}", rule.name))],
            Resource::EventTarget(target) => vec![place.arn("events", &format!("rule/{}", self.name(&target.rule)))],
            _ => Vec::new(),
        }
    }

    /// The name of the role of a launch template's instances, or `*` where only the account knows it. None for instances without a role.
    fn role_of_template(&self, place: &Place, template: &Ref) -> Option<String> {
        match self.referred(template) {
            Some(Resource::LaunchTemplate(template)) => {
                template.instance_profile.as_ref().map(|profile| self.role_of_profile(place, profile))
            }
            _ => Some(ANY.to_owned()),
        }
    }

    fn role_of_profile(&self, place: &Place, profile: &Ref) -> String {
        let names = Names::new(&place.cluster);
        let role = match (self.referred(profile), profile) {
            (Some(Resource::InstanceProfile(profile)), _) => profile.role.as_ref().map(|role| self.name(role)),
            // A profile that the cluster makes has the name of its role.
            (None, Ref::Resource { id, .. }) => {
                Role::ALL.into_iter().map(|role| names.iam_role(role)).find(|name| *name == id.name)
            }
            _ => None,
        };
        role.unwrap_or_else(|| ANY.to_owned())
    }

    fn referred(&self, reference: &Ref) -> Option<&Resource> {
        match reference {
            Ref::Resource { id, .. } => self.0.get(id).copied(),
            Ref::Known(_) => None,
        }
    }

    /// The name of what is referred to: that of a resource, or what AWS has given as its name or ARN.
    fn name(&self, reference: &Ref) -> String {
        match reference {
            Ref::Resource { id, .. } => match self.0.get(id) {
                Some(Resource::NetworkLoadBalancer(own)) => own.name.clone(),
                Some(Resource::Role(own)) => own.name.clone(),
                Some(Resource::AutoscalingGroup(own)) => own.name.clone(),
                Some(Resource::EventRule(own)) => own.name.clone(),
                _ => id.name.clone(),
            },
            // arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/NAME/ID
            Ref::Known(word) => word.rsplit('/').nth(1).filter(|_| word.starts_with("arn:")).unwrap_or(word).to_owned(),
        }
    }
}

/// Any name.
const ANY: &str = "*";

/// The ARNs of any resource of a kind that is known by its name, of those that controllers make.
pub(super) fn of_any(place: &Place, kind: Kind) -> Arns {
    let path = match kind {
        Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => "loadbalancer/*",
        Kind::TargetGroup => "targetgroup/*",
        _ => return Arns::default(),
    };
    Arns::named(vec![place.arn("elasticloadbalancing", path)])
}

/// A KMS key by its ARN or id. Policies know no aliases.
fn key(place: &Place, id: &str) -> String {
    let name = id.rsplit(':').next().unwrap_or(id);
    match name {
        _ if name.starts_with("alias/") => place.arn("kms", "key/*"),
        _ if id.starts_with("arn:") => id.to_owned(),
        _ => place.arn("kms", &format!("key/{name}")),
    }
}

/// A hosted zone by its id. Without an account only its name is known, of which ARNs have nothing.
fn zone(place: &Place, id: &str) -> String {
    let is_id = id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let id = if is_id { id } else { ANY };
    format!("arn:{}:route53:::hostedzone/{id}", place.partition)
}
