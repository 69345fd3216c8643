//! What the controllers of a cluster may do in AWS: one function for each, whether it runs with the role of the control
//! plane or with a role of its own.
//!
//! The actions are those that kops 1.36 grants; each controller's own documentation says why it needs them.

use serde_json::json;

use super::document::{PolicyDocument, Statement, resource_tag};
use crate::naming::tags;

/// What the cloud controller manager may do: nodes, load balancers and their security groups, routes.
pub(super) fn cloud_controller_manager(policy: &mut PolicyDocument<'_>, cloud_routes: bool, own_nlb_groups: bool) {
    policy.allow(&[
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeTags",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstanceTopology",
        "ec2:DescribeInstances",
        "ec2:DescribeRegions",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancerPolicies",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "iam:CreateServiceLinkedRole",
        "kms:DescribeKey",
    ]);
    policy.allow_on_tagged(&[
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:DeleteSecurityGroup",
        "ec2:ModifyInstanceAttribute",
        "ec2:RevokeSecurityGroupIngress",
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer",
        "elasticloadbalancing:AttachLoadBalancerToSubnets",
        "elasticloadbalancing:ConfigureHealthCheck",
        "elasticloadbalancing:CreateLoadBalancerListeners",
        "elasticloadbalancing:CreateLoadBalancerPolicy",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteLoadBalancerListeners",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:DetachLoadBalancerFromSubnets",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        "elasticloadbalancing:RegisterTargets",
        "elasticloadbalancing:SetLoadBalancerPoliciesForBackendServer",
        "elasticloadbalancing:SetLoadBalancerPoliciesOfListener",
    ]);
    policy.allow_making_tagged(&[
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
    ]);
    policy.allow_making_in_ec2(&["CreateSecurityGroup"], &["security-group"]);
    if own_nlb_groups {
        policy.allow_on_tagged(&["elasticloadbalancing:SetSecurityGroups"]);
    }
    if cloud_routes {
        policy.allow_on_tagged(&["ec2:CreateRoute", "ec2:DeleteRoute"]);
    }
}

/// What the driver of EBS volumes may do: make, attach, change and delete the cluster's volumes, and their snapshots where
/// the snapshot controller runs.
pub(super) fn ebs_csi_driver(policy: &mut PolicyDocument<'_>, snapshots: bool) {
    keys(policy, false);
    if snapshots {
        volume_snapshots(policy);
    }
    policy.allow(&[
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeTags",
        "ec2:DescribeVolumeStatus",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
    ]);
    policy.allow_on_tagged(&["ec2:AttachVolume", "ec2:DeleteVolume", "ec2:DetachVolume", "ec2:ModifyVolume"]);
    policy.allow_making_in_ec2(&["CopyVolumes", "CreateVolume"], &["volume", "snapshot"]);
}

fn volume_snapshots(policy: &mut PolicyDocument<'_>) {
    let scope = policy.scope();
    policy.allow(&["ec2:CreateSnapshot", "ec2:DescribeAvailabilityZones", "ec2:DescribeSnapshots"]);
    policy.allow_on_tagged(&["ec2:DeleteSnapshot", "ec2:EnableFastSnapshotRestores"]);
    policy.allow_making_in_ec2(&["CreateSnapshot"], &["volume", "snapshot"]);
    policy.add(
        Statement::allow("ec2:CreateVolume")
            .on([scope.ec2_arn("snapshot")])
            .when(json!({ "StringEquals": { (resource_tag(tags::CLUSTER)): scope.cluster } })),
    );
}

/// What a role may do with KMS keys: use them as EC2 or S3 does on its behalf, or on its own where an encryption provider
/// of the API server (`encryptionConfig`) calls KMS itself.
pub(super) fn keys(policy: &mut PolicyDocument<'_>, direct: bool) {
    // The driver of EBS volumes asks for grants itself, so that these two are never asked through a service.
    policy.allow(&["kms:CreateGrant", "kms:DescribeKey"]);
    let data = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    if direct {
        policy.allow(&data);
    } else {
        policy.allow_keys_through_services(&data);
    }
}

/// Which web application firewalls the load balancer controller may attach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Firewalls {
    /// WAF of the first generation.
    pub waf: bool,
    /// WAF of today.
    pub waf_v2: bool,
    /// Shield.
    pub shield: bool,
}

/// What the AWS load balancer controller may do.
pub(super) fn load_balancer_controller(policy: &mut PolicyDocument<'_>, firewalls: Firewalls) {
    policy.allow(&[
        "acm:DescribeCertificate",
        "acm:ListCertificates",
        "cognito-idp:DescribeUserPoolClient",
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcPeeringConnections",
        "ec2:DescribeVpcs",
        "ec2:GetSecurityGroupsForVpc",
        "elasticloadbalancing:DescribeCapacityReservation",
        "elasticloadbalancing:DescribeListenerAttributes",
        "elasticloadbalancing:DescribeListenerCertificates",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:DescribeTrustStores",
        "elasticloadbalancing:SetRulePriorities",
    ]);
    if firewalls.waf {
        policy.allow(&[
            "elasticloadbalancing:SetWebACL",
            "waf-regional:AssociateWebACL",
            "waf-regional:DisassociateWebACL",
            "waf-regional:GetWebACL",
            "waf-regional:GetWebACLForResource",
        ]);
    }
    if firewalls.waf_v2 {
        policy.allow(&[
            "elasticloadbalancing:SetWebACL",
            "wafv2:AssociateWebACL",
            "wafv2:DisassociateWebACL",
            "wafv2:GetWebACL",
            "wafv2:GetWebACLForResource",
        ]);
    }
    if firewalls.shield {
        policy.allow(&[
            "shield:CreateProtection",
            "shield:DeleteProtection",
            "shield:DescribeProtection",
            "shield:GetSubscriptionState",
        ]);
    }
    policy.allow_on_tagged(&[
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:DeleteSecurityGroup",
        "ec2:RevokeSecurityGroupIngress",
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:ModifyCapacityReservation",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RegisterTargets",
        "elasticloadbalancing:RemoveListenerCertificates",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
    ]);
    policy.allow_making_tagged(&[
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:CreateTargetGroup",
    ]);
    policy.allow_making_in_ec2(&["CreateSecurityGroup"], &["security-group"]);
}

/// What the cluster autoscaler may do: see what there is, and resize the cluster's groups.
pub(super) fn cluster_autoscaler(policy: &mut PolicyDocument<'_>) {
    policy.allow(&[
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
    ]);
    policy.allow_on_tagged(&["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]);
}

/// What the node termination handler may do with its queue: read it, and let an instance go.
pub(super) fn node_termination_handler(policy: &mut PolicyDocument<'_>) {
    policy.allow(&[
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeTags",
        "ec2:DescribeInstances",
        "sqs:DeleteMessage",
        "sqs:ReceiveMessage",
    ]);
    policy.allow_on_tagged(&["autoscaling:CompleteLifecycleAction"]);
}

/// What writers of DNS records (dns-controller, external-dns) may do: change the records of one hosted zone.
pub(super) fn dns_records(policy: &mut PolicyDocument<'_>, zone: &str) {
    let scope = policy.scope();
    policy.add(
        Statement::allow([
            "route53:ChangeResourceRecordSets",
            "route53:GetHostedZone",
            "route53:ListResourceRecordSets",
        ])
        .on([scope.global_arn("route53", &format!("hostedzone/{zone}"))]),
    );
    policy.add(Statement::allow(["route53:GetChange"]).on([scope.global_arn("route53", "change/*")]));
    policy.add(Statement::allow(["route53:ListHostedZones", "route53:ListTagsForResource"]).on(["*"]));
}

/// What cert-manager may do to prove that it holds a name: write `_acme-challenge` records in some hosted zones.
pub(super) fn cert_manager(policy: &mut PolicyDocument<'_>, zones: &[String]) {
    let scope = policy.scope();
    let zones: Vec<String> =
        zones.iter().map(|zone| scope.global_arn("route53", &format!("hostedzone/{zone}"))).collect();
    policy.add(Statement::allow("route53:ListResourceRecordSets").on(zones.clone()));
    policy.add(Statement::allow("route53:ChangeResourceRecordSets").on(zones).when(json!({
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"]
        }
    })));
    policy.add(Statement::allow(["route53:GetChange"]).on([scope.global_arn("route53", "change/*")]));
    policy.add(Statement::allow(["route53:ListHostedZonesByName"]).on(["*"]));
}

/// What Karpenter may do: launch and end instances, with launch templates and instance profiles; use keys where a group of
/// it encrypts its volumes with one of the user's.
pub(super) fn karpenter(policy: &mut PolicyDocument<'_>, own_keys: bool) {
    policy.allow(&[
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "iam:AddRoleToInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:GetInstanceProfile",
        "iam:ListInstanceProfiles",
        "iam:PassRole",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "pricing:GetProducts",
        "ssm:GetParameter",
    ]);
    if own_keys {
        keys(policy, false);
    }
}

/// What kube-router may do with a role of its own: switch off the check of source and destination.
pub(super) fn kube_router(policy: &mut PolicyDocument<'_>) {
    policy.allow_on_tagged(&["ec2:ModifyInstanceAttribute"]);
}
