//! The needs that the rows of kinds are made of.

use super::scope::{Need, Scope, When};
use crate::resource::{Field, SecurityGroupRule};

/// A creation in EC2: a new resource of a type, tagged for the cluster, with others that the call names.
pub(super) const fn new(action: &'static str, types: &'static [&'static str]) -> Need {
    Need { action, scope: Scope::New(types), when: When::Always }
}

/// A change of an EC2 resource that is tagged for the cluster, with others that the call names.
pub(super) const fn own(action: &'static str, types: &'static [&'static str]) -> Need {
    Need { action, scope: Scope::Own(types), when: When::Always }
}

/// A call on a resource that is known by its name.
pub(super) const fn named(action: &'static str) -> Need {
    Need { action, scope: Scope::Named, when: When::Always }
}

/// A call that AWS does not limit to a resource.
pub(super) const fn any(action: &'static str) -> Need {
    Need { action, scope: Scope::Any, when: When::Always }
}

/// A call on the KMS key of the resource, which EC2 makes in the caller's name.
///
/// Source: "Permissions to use Amazon EBS encryption" in the Amazon EBS User Guide.
pub(super) const fn key(action: &'static str) -> Need {
    Need { action, scope: Scope::Key, when: When::Always }
}

/// A call that only resources with a field take.
pub(super) const fn with(need: Need, field: &'static Field) -> Need {
    Need { when: When::Set(field), ..need }
}

/// A call that only changes of some fields take.
pub(super) const fn changing(need: Need, fields: &'static [&'static Field]) -> Need {
    Need { when: When::Changes(fields), ..need }
}

/// A call for security group rules of one direction.
pub(super) const fn rule(action: &'static str, direction: &'static str) -> Need {
    let need = own(action, &["security-group", "security-group-rule"]);
    Need { when: When::Is(SecurityGroupRule::DIRECTION, direction), ..need }
}

/// The tags of a new resource of EC2.
pub(super) const TAG: Need = Need { action: "ec2:CreateTags", scope: Scope::TagNew, when: When::Always };

/// Other tags of one that is tagged for the cluster.
pub(super) const RETAG: [Need; 2] = [
    Need { action: "ec2:CreateTags", scope: Scope::Retag, when: When::Always },
    Need { action: "ec2:DeleteTags", scope: Scope::Retag, when: When::Always },
];

/// AWS makes the roles of its services where an account uses them for the first time.
pub(super) const SERVICE_ROLE: Need =
    Need { action: "iam:CreateServiceLinkedRole", scope: Scope::ServiceRole, when: When::Always };

/// What gives instances a role. Auto Scaling asks for it, too, where a launch template names an instance profile.
///
/// Source: "Amazon EC2 Auto Scaling API permissions" in the Amazon EC2 Auto Scaling User Guide.
pub(super) const PASS_ROLE: Need = Need { action: "iam:PassRole", scope: Scope::PassRole, when: When::Always };

/// Elastic Load Balancing reads the account's limits in the caller's name. All else that it reads so, plans read too.
///
/// Source: "Elastic Load Balancing API permissions" in the Elastic Load Balancing User Guide.
pub(super) const BALANCER_LIMITS: Need = any("ec2:DescribeAccountAttributes");
