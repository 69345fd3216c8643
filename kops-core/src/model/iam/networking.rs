//! What nodes may do in AWS for the network of pods.

use super::document::{PolicyDocument, Statement};

/// What the Amazon VPC CNI may do: give interfaces and addresses of the VPC to pods.
pub(super) fn amazon_vpc(policy: &mut PolicyDocument<'_>) {
    policy.allow(&[
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignPrivateIpAddresses",
    ]);
    let interfaces = policy.scope().ec2_arn("network-interface");
    policy.add(Statement::allow(["ec2:CreateTags"]).on([interfaces]));
}

/// What Cilium's operator may do where pods have addresses of the VPC (`ipam: eni`).
pub(super) fn cilium_eni(policy: &mut PolicyDocument<'_>) {
    policy.allow(&[
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateNetworkInterface",
        "ec2:CreateTags",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVpcs",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignPrivateIpAddresses",
    ]);
}

/// Lets Calico switch off the check of source and destination on its interface.
pub(super) fn calico_source_check(policy: &mut PolicyDocument<'_>) {
    policy.allow(&["ec2:DescribeInstances", "ec2:ModifyNetworkInterfaceAttribute"]);
}

/// Lets kube-router and kindnet switch off the check of source and destination on their instance.
pub(super) fn instance_source_check(policy: &mut PolicyDocument<'_>) {
    policy.allow(&["ec2:ModifyInstanceAttribute"]);
}
