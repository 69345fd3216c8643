//! Groups: roles, sizes, subnets and settings of machines.

use std::collections::BTreeMap;

use super::access::{check_security_group, check_security_groups};
use super::cluster::is_dns_name;
use super::codes;
use super::iam::is_arn;
use super::rules::{Rules, advice, at, given};
use crate::spec::{DnsType, Duration, ExternalLoadBalancer, InstanceGroup, Role, SubnetType};

/// The shortest lifetime of machines that AWS takes, but for none.
const SHORTEST_LIFE: Duration = Duration::from_secs(86_400);
/// The most characters of the name of a load balancer or target group.
const LONGEST_NAME: usize = 32;

/// Checks that the groups that every cluster needs are there.
pub(super) fn check_all(rules: &mut Rules<'_>) {
    let cluster = rules.cluster();
    let path = cluster.reference().field("metadata.name");
    if rules.groups_with(Role::Master).next().is_none() {
        let help = "add an `InstanceGroup` with `role: Master` and one subnet";
        rules.refuse(path.clone(), codes::NO_CONTROL_PLANE, "the cluster has no group of control planes", help);
    }
    if rules.groups().iter().all(|group| group.spec.role == Some(Role::Master)) {
        let help = "add an `InstanceGroup` with `role: Node`";
        rules.refuse(path, codes::NO_NODES, "the cluster has no group of nodes", help);
    }
}

/// The types of subnets by name, gathered once for all groups.
pub(super) fn subnet_names<'a>(rules: &Rules<'a>) -> BTreeMap<&'a str, SubnetType> {
    let named =
        |subnet: &'a crate::spec::Subnet| Some((given(&subnet.name)?, subnet.r#type.unwrap_or(SubnetType::Public)));
    rules.spec().subnets.iter().filter_map(named).collect()
}

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup, subnets: &BTreeMap<&str, SubnetType>) {
    if !is_dns_name(group.name()) {
        let wrong = format!("`{}` cannot be the name of a group", group.name());
        let help = "use lower-case letters, digits and `-`";
        rules.refuse(group.reference().field("metadata.name"), codes::GROUP_NAME, wrong, help);
    }
    check_role(rules, group);
    check_sizes(rules, group);
    check_subnets(rules, group, subnets);
    check_settings(rules, group);
    check_security_groups(rules, &at(group, "additionalSecurityGroups"), &group.spec.additional_security_groups);
    if let Some(id) = &group.spec.security_group_override {
        let path = at(group, "securityGroupOverride");
        check_security_group(rules, path.clone(), id);
        if group.spec.role == Some(Role::ApiServer) {
            let wrong = "API servers are in the security group of the control plane, whose rules no other one has";
            rules.refuse(path, codes::GROUP_SETTING, wrong, "remove it, or write `additionalSecurityGroups`");
        }
    }
    for (i, balancer) in group.spec.external_load_balancers.iter().enumerate() {
        check_load_balancer(rules, group, i, balancer);
    }
}

fn check_role(rules: &mut Rules<'_>, group: &InstanceGroup) {
    match group.spec.role {
        None => {
            let wrong = format!("the group `{}` has no role", group.name());
            rules.refuse(
                at(group, "role"),
                codes::ROLE_MISSING,
                wrong,
                "add `role`: `Master`, `APIServer`, `Node` or `Bastion`",
            );
        }
        Some(Role::ApiServer) if rules.cluster().dns_type() == DnsType::None => {
            let wrong = "a cluster without DNS has no API servers apart from its control planes";
            rules.refuse(at(group, "role"), codes::ROLE_MISSING, wrong, "remove the group, or publish names by DNS");
        }
        Some(_) => {}
    }
}

fn check_sizes(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let sizes = (group.spec.min_size, group.spec.max_size);
    if let (Some(least), Some(most)) = sizes
        && least > most
    {
        let wrong = format!("`minSize` (`{least}`) is above `maxSize` (`{most}`)");
        rules.refuse(at(group, "minSize"), codes::SIZES, wrong, "lower `minSize`, or raise `maxSize`");
    }
    for (field, size) in [("minSize", sizes.0), ("maxSize", sizes.1)] {
        match size {
            Some(size) if size < 0 => {
                let wrong = format!("a group cannot have `{size}` machines");
                rules.refuse(at(group, field), codes::SIZES, wrong, "write 0 or more");
            }
            Some(size) if size > 1 && group.spec.role == Some(Role::Master) => {
                let wrong =
                    format!("a group of control planes has one machine, not `{size}`: each has its own member of etcd");
                rules.refuse(
                    at(group, field),
                    codes::SIZES,
                    wrong,
                    "write 1, and add a group for each further control plane",
                );
            }
            _ => {}
        }
    }
}

fn check_subnets(rules: &mut Rules<'_>, group: &InstanceGroup, subnets: &BTreeMap<&str, SubnetType>) {
    if group.spec.subnets.is_empty() {
        let wrong = format!("the group `{}` has no subnet", group.name());
        let help = advice("", subnets.keys().copied()).replace("it can be", "add `subnets`:");
        rules.refuse(at(group, "subnets"), codes::SUBNETS_MISSING, wrong, help);
    }
    for (i, name) in group.spec.subnets.iter().enumerate() {
        if !subnets.contains_key(name.as_str()) {
            let help = advice(name, subnets.keys().copied());
            rules.refuse(
                at(group, "subnets").index(i),
                codes::UNKNOWN_SUBNET,
                format!("there is no subnet `{name}`"),
                help,
            );
        }
    }
    let known = group.spec.subnets.iter().enumerate();
    let mut known = known.filter_map(|(i, name)| Some((i, name, subnets.get(name.as_str())?)));
    if let Some((_, first, of_first)) = known.next()
        && let Some((i, name, of_other)) = known.find(|(_, _, of_other)| *of_other != of_first)
    {
        let (of_first, of_other) = (of_first.as_str(), of_other.as_str());
        let wrong = format!("the subnet `{name}` is of the type `{of_other}`, and `{first}` of the type `{of_first}`");
        let help = "name subnets of one type, and give the others a group of their own";
        rules.refuse(at(group, "subnets").index(i), codes::SUBNET_TYPES, wrong, help);
    }
}

fn check_settings(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let spec = &group.spec;
    let texts: [(&str, &Option<String>, &[&str]); 5] = [
        ("tenancy", &spec.tenancy, &["default", "dedicated", "host"]),
        ("updatePolicy", &spec.update_policy, &["automatic", "external"]),
        ("rootVolumeType", &spec.root_volume_type, &["standard", "gp3", "gp2", "io1", "io2"]),
        ("cpuCredits", &spec.cpu_credits, &["standard", "unlimited"]),
        ("instanceInterruptionBehavior", &spec.instance_interruption_behavior, &["hibernate", "stop", "terminate"]),
    ];
    for (field, value, possible) in texts {
        rules.one_of(at(group, field), given(value), possible);
    }
    let metadata = spec.instance_metadata.clone().unwrap_or_default();
    rules.one_of(at(group, "instanceMetadata.httpTokens"), given(&metadata.http_tokens), &["optional", "required"]);
    let negative = |number: Option<i32>| number.is_some_and(|number| number < 0);
    let minutes = spec.spot_duration_in_minutes;
    let short = |life: Duration| life != Duration::default() && life < SHORTEST_LIFE;
    let faults = [
        (
            "instanceMetadata.httpPutResponseHopLimit",
            metadata.http_put_response_hop_limit.is_some_and(|hops| !(1..=64).contains(&hops)),
            "the answer can travel 1 to 64 hops",
            "write a number between them",
        ),
        (
            "rootVolumeIops",
            negative(spec.root_volume_iops),
            "a volume cannot do less than nothing",
            "write a number above 0",
        ),
        (
            "rootVolumeThroughput",
            negative(spec.root_volume_throughput),
            "a volume cannot do less than nothing",
            "write a number above 0",
        ),
        (
            "spotDurationInMinutes",
            minutes.is_some_and(|minutes| !(60..=360).contains(&minutes) || minutes % 60 != 0),
            "spot machines were kept for whole hours, 60 to 360 minutes",
            "remove it: AWS does not offer it any more",
        ),
        (
            "maxInstanceLifetime",
            spec.max_instance_lifetime.is_some_and(short),
            "machines live for a day at least",
            "write `24h` or more, or 0 for no limit",
        ),
    ];
    for (field, _, wrong, right) in faults.into_iter().filter(|(_, wrong, ..)| *wrong) {
        rules.refuse(at(group, field), codes::GROUP_SETTING, wrong, right);
    }
    let profile = spec.iam.as_ref().and_then(|iam| given(&iam.profile));
    if let Some(arn) = profile.filter(|arn| !is_arn(arn, &["instance-profile/"])) {
        let wrong = format!("`{arn}` is not the ARN of an instance profile");
        let help = "write one such as `arn:aws:iam::123456789012:instance-profile/Name`";
        rules.refuse(at(group, "iam.profile"), codes::IAM_ARN, wrong, help);
    }
}

fn check_load_balancer(rules: &mut Rules<'_>, group: &InstanceGroup, index: usize, balancer: &ExternalLoadBalancer) {
    let path = at(group, "externalLoadBalancers").index(index);
    let code = codes::EXTERNAL_LOAD_BALANCER;
    let (name, arn) = (given(&balancer.load_balancer_name), given(&balancer.target_group_arn));
    if name.is_some() == arn.is_some() {
        let wrong = "an entry names one load balancer or one target group";
        let verb = if name.is_some() { "keep" } else { "add" };
        rules.refuse(path.clone(), code, wrong, format!("{verb} `loadBalancerName` or `targetGroupArn`"));
    }
    if let Some(name) = name.filter(|name| name.len() > LONGEST_NAME) {
        let wrong = format!("`{name}` is too long for a load balancer");
        rules.refuse(
            path.key("loadBalancerName"),
            code,
            wrong,
            format!("a name has {LONGEST_NAME} characters at most"),
        );
    }
    let parts = |arn: &str| arn.rsplit(':').next().unwrap_or_default().split('/').count();
    if let Some(arn) = arn.filter(|arn| !is_arn(arn, &["targetgroup/"]) || parts(arn) != 3) {
        let wrong = format!("`{arn}` is not the ARN of a target group");
        let help = "it ends with `targetgroup/name/0123456789abcdef`";
        rules.refuse(path.key("targetGroupArn"), code, wrong, help);
    } else if let Some(name) = arn.and_then(|arn| arn.split('/').nth(1)).filter(|name| name.len() > LONGEST_NAME) {
        let wrong = format!("`{name}` is too long for a target group");
        let help = format!("a name has {LONGEST_NAME} characters at most");
        rules.refuse(path.key("targetGroupArn"), code, wrong, help);
    }
}
