//! The ARNs of resources that are known by their names.

use std::collections::BTreeMap;

use super::scope::Place;
use crate::resource::{Kind, Ref, Resource, ResourceId};

/// Every resource that a step is about or refers to.
pub(super) struct Known<'a>(pub(super) BTreeMap<&'a ResourceId, &'a Resource>);

impl Known<'_> {
    /// The ARNs of a resource, and of those that its calls name.
    pub(super) fn arns(&self, place: &Place, resource: &Resource) -> Vec<String> {
        let group = |name: &str| place.arn("autoscaling", &format!("autoScalingGroup:*:autoScalingGroupName/{name}"));
        let balancing = |path: String| place.arn("elasticloadbalancing", &path);
        match resource {
            Resource::Role(role) => vec![place.iam(&format!("role/{}", role.name))],
            Resource::RolePolicy(policy) => vec![place.iam(&format!("role/{}", self.name(&policy.role)))],
            Resource::RolePolicyAttachment(attachment) => {
                vec![place.iam(&format!("role/{}", self.name(&attachment.role)))]
            }
            Resource::InstanceProfile(profile) => {
                let role = profile.role.as_ref().map(|role| place.iam(&format!("role/{}", self.name(role))));
                std::iter::once(place.iam(&format!("instance-profile/{}", profile.name))).chain(role).collect()
            }
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

/// The ARNs of any resource of a kind that is known by its name, of those that controllers make.
pub(super) fn of_any(place: &Place, kind: Kind) -> Vec<String> {
    let path = match kind {
        Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => "loadbalancer/*",
        Kind::TargetGroup => "targetgroup/*",
        _ => return Vec::new(),
    };
    vec![place.arn("elasticloadbalancing", path)]
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

fn zone(place: &Place, id: &str) -> String {
    format!("arn:{}:route53:::hostedzone/{id}", place.partition)
}
