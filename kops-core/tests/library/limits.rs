//! What AWS refuses, the plan refuses, with the line of the spec; and what AWS accepts passes.

use std::collections::BTreeSet;

use futures::executor::block_on;
use kops_core::diag::{Diagnostics, Severity};
use kops_core::resource::limits::codes;
use kops_core::resource::{Kind, Resource};
use kops_core::{Engine, Error, Plan, Spec, sim::Account};
use serde_json::{Map, Value, json};

const SPEC: &str = include_str!("../scenarios/public/cluster.yml");
const ACCOUNT: &str = include_str!("../scenarios/public/account.json");

/// A rule: the kind, fields that AWS accepts, a change that it accepts too, one that it refuses, and what is said of that.
type Case = (&'static str, Value, Value, Value, &'static str, &'static str);

fn tags(count: usize) -> Value {
    (0..count).map(|n| (format!("t{n}"), json!(""))).collect::<Map<_, _>>().into()
}

/// A policy of a number of characters.
fn policy(length: usize) -> Value {
    let text = |id: &str| json!({"Id": id, "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    text(&"x".repeat(length - text("").to_string().len()))
}

#[rustfmt::skip]
fn network_cases() -> Vec<Case> {
    let subnet = || json!({"vpc": "vpc-1", "zone": "us-east-2a", "cidr": "10.0.0.0/24"});
    let route = || json!({"route_table": "rtb-1", "destination": "0.0.0.0/0", "target": {"internet-gateway": "igw-1"}});
    let rule =
        || json!({"group": "sg-1", "protocol": "tcp", "from_port": 1, "to_port": 9, "peer": {"ipv4": "10.0.0.0/8"}});
    let group = || json!({"vpc": "vpc-1", "name": "nodes", "description": "x"});
    vec![
        ("vpc", json!({}), json!({"cidr": "10.0.0.0/16"}), json!({"cidr": "10.0.0.0/15"}),
            "limit/cidr", "the CIDR `10.0.0.0/15` of a VPC must be from /16 to /28"),
        ("vpc", json!({}), json!({"cidr": "10.0.0.0/16"}), json!({}), "limit/combination", "a VPC needs an IPv4 CIDR"),
        ("vpc", json!({"cidr": "10.0.0.0/16"}), json!({"tags": tags(50)}), json!({"tags": tags(51)}),
            "limit/size", "51 tags are more than the 50 that AWS accepts"),
        ("vpc", json!({"cidr": "10.0.0.0/16"}), json!({"tags": {"x".repeat(128): ""}}), json!({"tags": {"x".repeat(129): ""}}),
            "limit/tag", "must have 1 to 128 characters"),
        ("vpc", json!({"cidr": "10.0.0.0/16"}), json!({"tags": {"a": "ü".repeat(256)}}), json!({"tags": {"a": "ü".repeat(257)}}),
            "limit/tag", "the value of the tag `a` must have at most 256 characters"),
        ("vpc", json!({"cidr": "10.0.0.0/16"}), json!({"tags": {"awsx": ""}}), json!({"tags": {"AWS:x": ""}}),
            "limit/tag", "the tag key `AWS:x` must not begin with `aws:`"),
        ("vpc-cidr-block", json!({"vpc": "vpc-1"}), json!({"cidr": "10.1.0.0/28"}), json!({"cidr": "10.1.0.0/29"}),
            "limit/cidr", "the CIDR `10.1.0.0/29` of a VPC must be from /16 to /28"),
        ("dhcp-options", json!({}), json!({"domain_name": "x"}), json!({}),
            "limit/combination", "DHCP options need a domain name or domain name servers"),
        ("subnet", subnet(), json!({"cidr": "10.0.0.0/28"}), json!({"cidr": "10.0.0.0/29"}),
            "limit/cidr", "the CIDR `10.0.0.0/29` of a subnet must be from /16 to /28"),
        ("subnet", subnet(), json!({"cidr": "10.0.0.1/24"}), json!({"cidr": "10.0.0/24"}),
            "limit/cidr", "the CIDR `10.0.0/24` of a subnet is not one such as `172.20.0.0/16`"),
        ("subnet", subnet(), json!({"ipv6_cidr": "/60#a"}), json!({"ipv6_cidr": "/68#a"}),
            "limit/cidr", "the IPv6 CIDR `/68#a` of a subnet is not one from /44 to /64 in steps of four"),
        ("subnet", subnet(), json!({"ipv6_cidr": "2001:db8::/44"}), json!({"ipv6_cidr": "2001:db8::/63"}),
            "limit/cidr", "the IPv6 CIDR `2001:db8::/63` of a subnet is not one from /44 to /64 in steps of four"),
        ("subnet", subnet(), json!({}), json!({"cidr": null}),
            "limit/combination", "a subnet needs an IPv4 or an IPv6 CIDR"),
        ("subnet", subnet(), json!({}), json!({"zone": null}),
            "limit/combination", "a subnet needs an availability zone"),
        ("subnet", subnet(), json!({"hostname_type": "ip-name"}), json!({"hostname_type": "name"}),
            "limit/value", "the hostname type is `name` and must be one of `ip-name`, `resource-name`"),
        ("subnet", subnet(), json!({"dns64": true, "ipv6_cidr": "/64#1"}), json!({"dns64": true}),
            "limit/combination", "DNS64 needs a subnet with an IPv6 CIDR"),
        ("subnet", subnet(), json!({"assign_ipv6": true, "ipv6_cidr": "/64#1"}), json!({"assign_ipv6": true}),
            "limit/combination", "instances get IPv6 addresses only in a subnet with an IPv6 CIDR"),
        ("route", route(), json!({"destination": "::/0"}), json!({"destination": "everywhere"}),
            "limit/cidr", "the destination `everywhere` is not a CIDR such as `0.0.0.0/0`"),
        ("route", json!({"route_table": "rtb-1", "target": {"egress-only-internet-gateway": "eigw-1"}}), json!({"destination": "::/0"}), json!({"destination": "0.0.0.0/0"}),
            "limit/combination", "an egress-only internet gateway takes IPv6 destinations only"),
        ("security-group", group(), json!({"name": "x".repeat(255)}), json!({"name": "x".repeat(256)}),
            "limit/name", "has 256 characters and must have 1 to 255"),
        ("security-group", group(), json!({"name": "nodes sg-1"}), json!({"name": "sg-nodes"}),
            "limit/name", "the security group name `sg-nodes` must not begin with `sg-`"),
        ("security-group", group(), json!({"name": "defaults"}), json!({"name": "default"}),
            "limit/name", "the security group name `default` is reserved by AWS"),
        ("security-group", group(), json!({"description": "a (b): $1"}), json!({"description": "a|b"}),
            "limit/name", "the description `a|b` must not contain `|`"),
        ("security-group", group(), json!({}), json!({"description": null}),
            "limit/combination", "a security group needs a description"),
        ("security-group-rule", rule(), json!({"to_port": 65535}), json!({"to_port": 65536}),
            "limit/number", "the last port is `65536` and must be from 1 to 65535"),
        ("security-group-rule", rule(), json!({"to_port": 1}), json!({"to_port": 0}),
            "limit/number", "the last port is `0` and must be from 1 to 65535"),
        ("security-group-rule", rule(), json!({"protocol": "4", "from_port": null, "to_port": null}), json!({"to_port": null}),
            "limit/combination", "a rule for `tcp` needs the first and the last port"),
        ("security-group-rule", rule(), json!({"protocol": "icmp", "from_port": 255}), json!({"protocol": "icmp", "from_port": 256}),
            "limit/number", "the ICMP type is `256` and must be from -1 to 255"),
        ("security-group-rule", rule(), json!({"protocol": "255"}), json!({"protocol": "256"}),
            "limit/value", "`256` is not a protocol"),
        ("security-group-rule", rule(), json!({"peer": {"ipv4": "10.0.0.1/08"}}), json!({"peer": {"ipv4": "10.0.0.0/33"}}),
            "limit/cidr", "`10.0.0.0/33` is not an IPv4 CIDR"),
        ("security-group-rule", rule(), json!({"peer": {"ipv6": "2001:DB8::/32"}}), json!({"peer": {"ipv6": "10.0.0.0/8"}}),
            "limit/cidr", "`10.0.0.0/8` is not an IPv6 CIDR"),
    ]
}

#[rustfmt::skip]
fn iam_cases() -> Vec<Case> {
    let trust = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]});
    let role = || json!({"name": "nodes", "assume_role_policy": trust.clone()});
    let role_policy = || json!({"role": "nodes", "name": "p", "policy": policy(200)});
    let provider = || json!({"url": "https://issuer.example.com"});
    let print = |digit: &str, count: usize| json!(vec![digit.repeat(40); count]);
    vec![
        ("iam-role", role(), json!({"name": "x".repeat(64)}), json!({"name": "x".repeat(65)}),
            "limit/name", "has 65 characters and must have 1 to 64"),
        ("iam-role", role(), json!({"name": "a+=,.@-_b"}), json!({"name": "a/b"}),
            "limit/name", "the role name `a/b` must not contain `/`"),
        ("iam-role", role(), json!({"assume_role_policy": policy(2048)}), json!({"assume_role_policy": policy(2049)}),
            "limit/size", "the trust policy has 2049 characters of the 2048 that fit"),
        ("iam-role", role(), json!({}), json!({"assume_role_policy": {"Statement": [{"Effect": "Permit", "Action": "x"}]}}),
            "limit/value", "the trust policy has a statement whose `Effect` is neither `Allow` nor `Deny`"),
        ("iam-role", role(), json!({"tags": {"a/b": "c d@e"}}), json!({"tags": {"a,b": ""}}),
            "limit/tag", "the tag `a,b` contains `,`, which IAM and load balancers do not accept"),
        ("iam-role-policy", role_policy(), json!({"name": "x".repeat(128)}), json!({"name": "x".repeat(129)}),
            "limit/name", "has 129 characters and must have 1 to 128"),
        ("iam-role-policy", role_policy(), json!({"policy": policy(10_240)}), json!({"policy": policy(10_241)}),
            "limit/size", "the policy has 10241 characters of the 10240 that fit"),
        ("iam-role-policy", role_policy(), json!({"policy": {"Statement": {"Effect": "Deny", "NotAction": "x"}}}), json!({"policy": {"Statement": {"Effect": "Deny"}}}),
            "limit/value", "the policy has a statement without `Action`"),
        ("iam-role-policy-attachment", json!({"role": "nodes"}), json!({"policy_arn": "arn:aws-cn:iam::aws:policy/x"}), json!({"policy_arn": "ReadOnlyAccess"}),
            "limit/value", "`ReadOnlyAccess` is not the ARN of a policy"),
        ("iam-instance-profile", json!({}), json!({"name": "x".repeat(128)}), json!({"name": "x".repeat(129)}),
            "limit/name", "has 129 characters and must have 1 to 128"),
        ("iam-oidc-provider", provider(), json!({}), json!({"url": "http://issuer.example.com"}),
            "limit/value", "must begin with `https://`"),
        ("iam-oidc-provider", provider(), json!({"thumbprints": print("a", 5)}), json!({"thumbprints": print("a", 6)}),
            "limit/size", "an OIDC provider has 6 thumbprints and may have 5"),
        ("iam-oidc-provider", provider(), json!({"thumbprints": print("F", 1)}), json!({"thumbprints": print("g", 1)}),
            "limit/value", "must have 40 hexadecimal digits"),
        ("key-pair", json!({}), json!({"name": "x".repeat(255)}), json!({"name": "x".repeat(256)}),
            "limit/name", "has 256 characters and must have 1 to 255"),
        ("key-pair", json!({}), json!({"name": "key"}), json!({"name": "clé"}),
            "limit/name", "the key pair name `clé` must have ASCII characters only"),
        ("key-pair", json!({"name": "k"}), json!({"public_key": "ssh-rsa AAAA"}), json!({"public_key": "ssh-dss AAAA"}),
            "limit/value", "the public key is neither `ssh-rsa` nor `ssh-ed25519`"),
    ]
}

#[rustfmt::skip]
fn instance_cases() -> Vec<Case> {
    let template = || json!({"name": "nodes", "image_id": "ami-1", "instance_type": "t3.medium"});
    let device = |ebs: Value| json!({"block_devices": [{"device_name": "/dev/xvdd", "ebs": ebs}]});
    let volume = |kind: &str| json!({"zone": "us-east-2a", "size_gib": 200, "volume_type": kind});
    let group = || json!({"name": "nodes", "launch_template": "lt-1", "subnets": ["subnet-1"], "max_size": 1});
    let hook = || json!({"group": "nodes", "name": "h", "transition": "autoscaling:EC2_INSTANCE_TERMINATING", "default_result": "CONTINUE", "heartbeat_timeout": 300});
    let types = |count: usize| json!({"overrides": vec![json!({"instance_type": "t3.medium"}); count]});
    let one_day = 86_400;
    vec![
        ("launch-template", template(), json!({"name": "a().-/_b"}), json!({"name": "a b"}),
            "limit/name", "the launch template name `a b` must not contain ` `"),
        ("launch-template", template(), json!({"security_groups": vec!["sg-1"; 16]}), json!({"security_groups": vec!["sg-1"; 17]}),
            "limit/size", "instances are in 17 security groups and may be in 16"),
        ("launch-template", template(), json!({"ipv6_address_count": 50}), json!({"ipv6_address_count": 51}),
            "limit/number", "the number of IPv6 addresses is `51` and must be from 0 to 50"),
        ("launch-template", template(), json!({"cpu_credits": "unlimited"}), json!({"cpu_credits": "many"}),
            "limit/value", "the type of CPU credits is `many`"),
        ("launch-template", template(), json!({"tenancy": "host"}), json!({"tenancy": "shared"}),
            "limit/value", "the tenancy is `shared`"),
        ("launch-template", template(), json!({"user_data": "x".repeat(16_384)}), json!({"user_data": "x".repeat(16_385)}),
            "limit/size", "the user data has 16385 bytes of the 16384 that fit"),
        ("launch-template", template(), json!({"metadata": {"http_tokens": "required", "hop_limit": 64}}), json!({"metadata": {"http_tokens": "required", "hop_limit": 65}}),
            "limit/number", "the hop limit of the metadata service is `65`"),
        ("launch-template", template(), json!({"metadata": {"http_tokens": "optional", "hop_limit": 1}}), json!({"metadata": {"http_tokens": "off", "hop_limit": 1}}),
            "limit/value", "the use of metadata tokens is `off`"),
        ("launch-template", template(), json!({"spot": {"max_price": "0.05"}}), json!({"spot": {"max_price": "0"}}),
            "limit/value", "the spot price `0` is not a price in dollars"),
        ("launch-template", template(), device(json!({"volume_type": "st1", "size_gib": 125})), device(json!({"volume_type": "st1", "size_gib": 124})),
            "limit/number", "the size of an `st1` volume `/dev/xvdd` is `124` GiB and must be from 125 to 16384"),
        ("launch-template", template(), device(json!({})), json!({"block_devices": [{"device_name": "/dev/xvdd"}, {"device_name": "/dev/xvdd"}]}),
            "limit/combination", "two volumes are attached as `/dev/xvdd`"),
        ("volume", volume("gp3"), json!({"size_gib": 65_536}), json!({"size_gib": 65_537}),
            "limit/number", "the size of a `gp3` volume is `65537` GiB and must be from 1 to 65536"),
        ("volume", volume("io1"), json!({"iops": 100}), json!({"iops": 99}),
            "limit/number", "the IOPS of an `io1` volume is `99` and must be from 100 to 64000"),
        ("volume", volume("io1"), json!({"iops": 10_000}), json!({"iops": 10_001}),
            "limit/number", "must be at most 10000, 50 for each of its 200 GiB"),
        ("volume", volume("io2"), json!({"iops": 100}), json!({}), "limit/combination", "an `io2` volume needs IOPS"),
        ("volume", volume("gp3"), json!({"size_gib": 1, "iops": 3000}), json!({"size_gib": 1, "iops": 3001}),
            "limit/number", "must be at most 3000, 500 for each of its 1 GiB"),
        ("volume", volume("gp2"), json!({}), json!({"iops": 3000}),
            "limit/combination", "a `gp2` volume has no IOPS to set"),
        ("volume", volume("gp3"), json!({"throughput": 750}), json!({"throughput": 751}),
            "limit/number", "the throughput of a `gp3` volume is `751` MiB/s and must be from 125 to 750"),
        ("volume", volume("gp3"), json!({"iops": 8000, "throughput": 2000}), json!({"iops": 9000, "throughput": 2001}),
            "limit/number", "the throughput of a `gp3` volume is `2001` MiB/s and must be from 125 to 2000"),
        ("volume", volume("gp3"), json!({"throughput": 125}), json!({"volume_type": "sc1", "throughput": 125}),
            "limit/combination", "an `sc1` volume has no throughput to set"),
        ("volume", volume("gp3"), json!({"volume_type": "standard"}), json!({"volume_type": "gp4"}),
            "limit/value", "the volume type is `gp4`"),
        ("volume", volume("gp3"), json!({"kms_key": "k", "encrypted": true}), json!({"kms_key": "k"}),
            "limit/combination", "a volume with a KMS key must be encrypted"),
        ("autoscaling-group", group(), json!({"name": "x".repeat(255)}), json!({"name": "x".repeat(256)}),
            "limit/name", "has 256 characters and must have 1 to 255"),
        ("autoscaling-group", group(), json!({"name": "a.b c"}), json!({"name": "a/b"}),
            "limit/name", "the autoscaling group name `a/b` must not contain `/`"),
        ("autoscaling-group", group(), json!({"max_size": 10_000}), json!({"max_size": 10_001}),
            "limit/number", "the largest size is `10001` instances and must be from 0 to 10000"),
        ("autoscaling-group", group(), json!({"min_size": 1}), json!({"min_size": 2}),
            "limit/number", "the largest size is `1` instances and must be from 2 to 10000"),
        ("autoscaling-group", group(), json!({"max_instance_lifetime": one_day}), json!({"max_instance_lifetime": one_day - 1}),
            "limit/number", "the maximum instance lifetime is `86399` seconds"),
        ("autoscaling-group", group(), json!({}), json!({"subnets": []}),
            "limit/combination", "an autoscaling group needs at least one subnet"),
        ("autoscaling-group", group(), json!({"suspended_processes": ["AZRebalance"]}), json!({"suspended_processes": ["AzRebalance"]}),
            "limit/value", "the suspended process is `AzRebalance`"),
        ("autoscaling-group", group(), json!({"metrics": ["GroupMinSize"]}), json!({"metrics": ["MinSize"]}),
            "limit/value", "`MinSize` is not a metric of an autoscaling group"),
        ("autoscaling-group", group(), json!({"mixed_instances": types(40)}), json!({"mixed_instances": types(41)}),
            "limit/size", "has 41 instance types and may have 40"),
        ("autoscaling-group", group(), json!({"mixed_instances": {"distribution": {"on_demand_percentage_above_base": 100}}}), json!({"mixed_instances": {"distribution": {"on_demand_percentage_above_base": 101}}}),
            "limit/number", "the percentage of on-demand instances is `101` %"),
        ("autoscaling-group", group(), json!({"mixed_instances": {"distribution": {"spot_instance_pools": 20}}}), json!({"mixed_instances": {"distribution": {"spot_instance_pools": 21}}}),
            "limit/number", "the number of spot pools is `21` and must be from 1 to 20"),
        ("autoscaling-group", group(),
            json!({"mixed_instances": {"distribution": {"spot_allocation_strategy": "capacity-optimized", "spot_instance_pools": 0}}}),
            json!({"mixed_instances": {"distribution": {"spot_allocation_strategy": "capacity-optimized", "spot_instance_pools": 2}}}),
            "limit/combination", "a number of spot pools goes with the strategy `lowest-price`, not with `capacity-optimized`"),
        ("warm-pool", json!({"group": "nodes"}), json!({"min_size": 2, "max_prepared": 2}), json!({"min_size": 2, "max_prepared": 1}),
            "limit/number", "the largest size of the warm pool is `1` instances and must be from 2 to 10000"),
        ("lifecycle-hook", hook(), json!({"name": "a-b_/c"}), json!({"name": "a.b"}),
            "limit/name", "the lifecycle hook name `a.b` must not contain `.`"),
        ("lifecycle-hook", hook(), json!({"heartbeat_timeout": 30}), json!({"heartbeat_timeout": 29}),
            "limit/number", "the heartbeat timeout is `29` seconds and must be from 30 to 7200"),
        ("lifecycle-hook", hook(), json!({"default_result": "ABANDON"}), json!({"default_result": "STOP"}),
            "limit/value", "the default result is `STOP`"),
        ("lifecycle-hook", hook(), json!({"transition": "autoscaling:EC2_INSTANCE_LAUNCHING"}), json!({"transition": "LAUNCHING"}),
            "limit/value", "the lifecycle transition is `LAUNCHING`"),
    ]
}

#[rustfmt::skip]
fn service_cases() -> Vec<Case> {
    let health = |interval: i32| json!({"target": "TCP", "interval": interval, "healthy_threshold": 2, "unhealthy_threshold": 2});
    let classic = || json!({"name": "api", "subnets": ["subnet-1"], "idle_timeout": 300, "listeners": [{"port": 443, "instance_port": 443}], "health_check": health(10)});
    let network = || json!({"name": "api", "subnets": [{"subnet": "subnet-1"}]});
    let target = || json!({"name": "tls", "vpc": "vpc-1", "protocol": "TCP", "port": 443, "health_check": health(10)});
    let listener = || json!({"load_balancer": "lb", "target_group": "tg", "port": 443, "protocol": "TCP"});
    let record =
        || json!({"zone": "Z1", "name": "api.example.com", "record_type": "A", "values": ["192.0.2.1"], "ttl": 60});
    let queue = || json!({"name": "q", "retention_seconds": 300});
    let event = || json!({"name": "r", "pattern": "{\"source\":[\"aws.ec2\"]}"});
    let with = |interval: i32| json!({"health_check": health(interval)});
    vec![
        ("classic-load-balancer", classic(), json!({"name": "x".repeat(32)}), json!({"name": "x".repeat(33)}),
            "limit/name", "has 33 characters and must have 1 to 32"),
        ("classic-load-balancer", classic(), json!({}), json!({"listeners": []}),
            "limit/combination", "a classic load balancer needs a listener"),
        ("classic-load-balancer", classic(), json!({}), json!({"listeners": [{"port": 0, "instance_port": 443}]}),
            "limit/number", "the port of a listener is `0` and must be from 1 to 65535"),
        ("classic-load-balancer", classic(), json!({"idle_timeout": 4000}), json!({"idle_timeout": 4001}),
            "limit/number", "the idle timeout is `4001` seconds and must be from 1 to 4000"),
        ("classic-load-balancer", classic(), json!({"draining_timeout": 3600}), json!({"draining_timeout": 3601}),
            "limit/number", "the draining timeout is `3601` seconds"),
        ("classic-load-balancer", classic(), with(5), with(4),
            "limit/number", "the interval of the health check is `4` seconds and must be from 5 to 300"),
        ("classic-load-balancer", classic(), json!({"access_log": {"bucket": "logs", "interval": 60}}), json!({"access_log": {"bucket": "logs", "interval": 10}}),
            "limit/value", "the interval of the access log is `10` minutes and must be 5 or 60"),
        ("network-load-balancer", network(), json!({"name": "a-b"}), json!({"name": "a-"}),
            "limit/name", "must not begin with `-` or `internal-` nor end with `-`"),
        ("network-load-balancer", network(), json!({"ip_address_type": "dualstack"}), json!({"ip_address_type": "ipv6"}),
            "limit/value", "the IP address type is `ipv6`"),
        ("network-load-balancer", network(), json!({}), json!({"subnets": []}),
            "limit/combination", "a load balancer needs at least one subnet"),
        ("network-load-balancer", network(), json!({"subnets": [{"subnet": "s", "allocation_id": "eipalloc-1"}]}), json!({"internal": true, "subnets": [{"subnet": "s", "allocation_id": "eipalloc-1"}]}),
            "limit/combination", "an internal load balancer cannot have the elastic IP `eipalloc-1`"),
        ("network-load-balancer", network(), json!({"internal": true, "subnets": [{"subnet": "s", "private_ipv4": "10.0.0.9"}]}), json!({"subnets": [{"subnet": "s", "private_ipv4": "10.0.0.9"}]}),
            "limit/combination", "only an internal load balancer can have the private address `10.0.0.9`"),
        ("target-group", target(), json!({"protocol": "TLS"}), json!({"protocol": "HTTP"}),
            "limit/value", "the protocol is `HTTP`"),
        ("target-group", target(), json!({"deregistration_delay": 3600}), json!({"deregistration_delay": 3601}),
            "limit/number", "the deregistration delay is `3601` seconds"),
        ("target-group", target(), json!({}), json!({"health_check": {"target": "TCP", "path": "/", "interval": 10, "healthy_threshold": 2, "unhealthy_threshold": 2}}),
            "limit/combination", "a health check over TCP has no path"),
        ("listener", listener(), json!({"protocol": "TLS", "certificate": "arn"}), json!({"protocol": "TLS"}),
            "limit/combination", "a TLS listener needs a certificate"),
        ("listener", listener(), json!({"protocol": "TLS", "certificate": "arn", "ssl_policy": "p"}), json!({"ssl_policy": "p"}),
            "limit/combination", "only a TLS listener has a security policy"),
        ("dns-record", record(), json!({"record_type": "AAAA"}), json!({"record_type": "MX"}),
            "limit/value", "the type of the record is `MX`"),
        ("dns-record", record(), json!({"name": format!("{}.example.com", "x".repeat(63))}), json!({"name": format!("{}.example.com", "x".repeat(64))}),
            "limit/name", "must have 1 to 63 characters between its dots"),
        ("dns-record", record(), json!({"name": "*.example.com."}), json!({"name": "-5% x"}),
            "limit/name", "the DNS name `-5% x` must not contain ` `"),
        ("dns-record", record(), json!({"ttl": 60}), json!({"ttl": null}),
            "limit/combination", "a record with values needs a TTL"),
        ("sqs-queue", queue(), json!({"name": "x".repeat(80)}), json!({"name": "x".repeat(81)}),
            "limit/name", "has 81 characters and must have 1 to 80"),
        ("sqs-queue", queue(), json!({"retention_seconds": 60}), json!({"retention_seconds": 59}),
            "limit/number", "the message retention is `59` seconds"),
        ("event-rule", event(), json!({"name": "a.b-c"}), json!({"name": "a b"}),
            "limit/name", "the event rule name `a b` must not contain ` `"),
        ("event-rule", event(), json!({}), json!({"pattern": "{}"}),
            "limit/value", "the pattern of an event rule must be an object with fields"),
    ]
}

fn cases() -> Vec<Case> {
    [network_cases(), iam_cases(), instance_cases(), service_cases()].concat()
}

fn resource(kind: &str, base: &Value, patch: &Value) -> Resource {
    let mut fields = base.as_object().expect("a map").clone();
    for (name, value) in patch.as_object().expect("a map").clone() {
        fields.insert(name, value);
    }
    fields.retain(|_, value| !value.is_null());
    Resource::from_fields(Kind::from_slug(kind).expect("a kind"), fields.into()).expect("fields of the kind")
}

#[test]
fn each_limit_refuses_what_is_beyond_it_and_nothing_else() {
    let mut failed = Vec::new();
    for (kind, base, right, wrong, code, message) in cases() {
        let found = resource(kind, &base, &right).faults();
        if !found.is_empty() {
            failed.push(format!("{kind} {right} is refused: {found:?}"));
        }
        let found = resource(kind, &base, &wrong).faults();
        match found.as_slice() {
            [only] if only.code.id == code && only.message.contains(message) => {}
            _ => failed.push(format!("{kind} {wrong} should be refused with {code} {message}: {found:#?}")),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What two resources decide together, which the tests of plans below trigger.
const TOGETHER: [&str; 2] = ["limit/conflict", "limit/placement"];

#[test]
fn every_code_of_limits_has_a_case() {
    let tested: BTreeSet<&str> = cases().iter().map(|case| case.4).chain(TOGETHER).collect();
    assert_eq!(tested, codes::ALL.iter().map(|code| code.id).collect());
}

fn plan(text: &str) -> Result<Plan, Diagnostics> {
    plan_with(&Engine::simulated(account()), text)
}

fn account() -> Account {
    Account::from_json(ACCOUNT).expect("an account")
}

fn plan_with(engine: &Engine, text: &str) -> Result<Plan, Diagnostics> {
    let spec = Spec::from_yaml("cluster.yml", text).expect("can be read");
    match block_on(engine.plan(&spec)) {
        Ok(planned) => Ok(planned.plan),
        Err(Error::Invalid { findings, .. }) => Err(findings),
        Err(error) => panic!("{error}"),
    }
}

/// Texts, and what stands in their place.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// The spec with a text in place of another, which must be in it once or more.
fn spec(changes: Changes<'_>) -> String {
    changes.iter().fold(SPEC.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

const SECOND_SUBNET: (&str, &str) = (
    "  topology:\n",
    "  - {cidr: 10.10.64.0/19, name: eu-west-1b, type: Public, zone: eu-west-1b, ipv6CIDR: '/64#01'}\n  topology:\n",
);

#[test]
fn a_plan_refuses_what_aws_would_refuse_with_the_line_of_the_spec() {
    let cases: [(&str, Changes<'_>, &str); 9] = [
        (
            "a character in the name of a hook",
            &[
                ("nodes-eu-west-1a", "nodes.spot"),
                ("  topology:", "  nodeTerminationHandler: {enabled: true}\n  topology:"),
            ],
            "cluster.yml:65:3: error[limit/name]: the lifecycle hook name `nodes.spot-NTHLifecycleHook` must not contain `.` (InstanceGroup/nodes.spot metadata.name)",
        ),
        (
            "one IPv6 block for two subnets",
            &[SECOND_SUBNET, ("    type: Public\n    zone", "    ipv6CIDR: /64#1\n    type: Public\n    zone")],
            "error[limit/conflict]: the IPv6 CIDR `/64#1` is also that of the subnet `eu-west-1a.public.example.com` (Cluster/public.example.com spec.subnets[1].ipv6CIDR)",
        ),
        (
            "an IPv6 block beyond those of the VPC",
            &[("    type: Public\n    zone", "    ipv6CIDR: /64#100\n    type: Public\n    zone")],
            "error[limit/cidr]: the IPv6 CIDR `/64#100` is not one of the 256 of size /64 in the /56 of the VPC `public.example.com`",
        ),
        (
            "a larger IPv6 block beyond those of the VPC",
            &[("    type: Public\n    zone", "    ipv6CIDR: /60#10\n    type: Public\n    zone")],
            "error[limit/cidr]: the IPv6 CIDR `/60#10` is not one of the 16 of size /60 in the /56 of the VPC `public.example.com`",
        ),
        (
            "a volume below the least size of its type",
            &[("  minSize: 2", "  minSize: 2\n  volumes:\n  - {device: /dev/xvdd, size: 100, type: st1}")],
            "cluster.yml:69:3: error[limit/number]: the size of an `st1` volume `/dev/xvdd` is `100` GiB and must be from 125 to 16384 (InstanceGroup/nodes-eu-west-1a spec.volumes)",
        ),
        (
            "a tag that IAM refuses",
            &[("  configBase", "  cloudLabels:\n    team: a\n    cost,center: b\n  configBase")],
            "cluster.yml:14:5: error[limit/tag]: the tag `cost,center` contains `,`, which IAM and load balancers do not accept (Cluster/public.example.com spec.cloudLabels[\"cost,center\"])",
        ),
        (
            "addresses that overlap",
            &[("  networking:", "  additionalNetworkCIDRs: [10.10.128.0/17]\n  networking:")],
            "error[limit/conflict]: the CIDR `10.10.128.0/17` overlaps `10.10.0.0/16` of the VPC `public.example.com` (Cluster/public.example.com spec.additionalNetworkCIDRs[0])",
        ),
        (
            "a VPC that is too large",
            &[("networkCIDR: 10.10.0.0/16", "networkCIDR: 10.0.0.0/8")],
            "cluster.yml:31:3: error[limit/cidr]: the CIDR `10.0.0.0/8` of a VPC must be from /16 to /28 (Cluster/public.example.com spec.networkCIDR)",
        ),
        (
            "two subnets of a load balancer in one zone",
            &[
                (
                    "    dns: {}",
                    "    loadBalancer: {class: Network, type: Public, subnets: [{name: eu-west-1a}, {name: second}]}",
                ),
                (
                    "  topology:\n",
                    "  - {cidr: 10.10.64.0/19, name: second, type: Public, zone: eu-west-1a}\n  topology:\n",
                ),
            ],
            "error[limit/placement]: the load balancer has two subnets in eu-west-1a, `eu-west-1a.public.example.com` and `second.public.example.com`, and may have one",
        ),
    ];
    for (name, changes, expected) in cases {
        let findings = plan(&spec(changes)).expect_err(name).to_string();
        assert!(findings.contains(expected), "{name}:\n{findings}\nexpected:\n{expected}");
    }
}

#[test]
fn a_plan_reports_everything_that_aws_would_refuse_at_once() {
    let text = spec(&[
        ("networkCIDR: 10.10.0.0/16", "networkCIDR: 10.0.0.0/8"),
        ("  minSize: 2", "  minSize: 2\n  volumes:\n  - {device: /dev/xvdd, size: 100, type: st1}"),
        ("  configBase", "  cloudLabels:\n    'aws:team': a\n  configBase"),
    ]);
    let findings = plan(&text).expect_err("is refused");
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let codes: Vec<_> = errors.map(|finding| finding.code).collect();
    assert_eq!(codes, ["limit/tag", "limit/cidr", "limit/number"], "{findings}");
}

#[test]
fn instances_with_ipv6_addresses_need_subnets_with_ipv6() {
    let both = "  subnets:\n  - eu-west-1a\n  - eu-west-1b\n";
    let text = spec(&[SECOND_SUBNET, ("  subnets:\n  - eu-west-1a\n", both)]);
    let findings = plan(&text).expect_err("the first subnet has no IPv6 CIDR").to_string();
    let expected = "error[limit/placement]: instances get IPv6 addresses, and the subnet `eu-west-1a.public.example.com` has no IPv6 CIDR";
    assert!(findings.contains(expected), "{findings}");
}

#[test]
fn cidrs_in_another_spelling_come_to_rest() {
    let account = account();
    let text = spec(&[("  sshAccess:\n", "  sshAccess:\n  - 10.0.0.0/08\n  - 10.0.0.0/8\n  - 2001:DB8:0::/32\n")]);
    let engine = Engine::simulated(account.clone());
    let first = plan_with(&engine, &text).expect("is accepted");
    block_on(async { engine.apply(&first).await }).expect("is applied");
    let second = plan_with(&engine, &text).expect("is accepted");
    assert!(second.steps.is_empty(), "{second}");
    for stored in ["\"10.0.0.0/8\"", "\"2001:db8::/32\""] {
        assert!(account.to_json().contains(stored), "{stored}");
    }
}

#[test]
fn a_shared_security_group_must_be_in_the_vpc_of_the_cluster() {
    let text = spec(&[
        ("  networkCIDR: 10.10.0.0/16", "  networkID: vpc-1"),
        ("  - cidr: 10.10.32.0/19\n", "  - id: subnet-1\n"),
        ("  minSize: 2", "  minSize: 2\n  additionalSecurityGroups: [sg-1]"),
    ]);
    for (vpc, refused) in [("vpc-1", false), ("vpc-2", true)] {
        let mut file: Value = serde_json::from_str(ACCOUNT).expect("is JSON");
        file["resources"] = json!({
            "vpc": {"vpc-1": {"cidr": "10.10.0.0/16"}, "vpc-2": {"cidr": "10.10.0.0/16"}},
            "internet-gateway": {"igw-1": {"vpc": "vpc-1"}},
            "subnet": {"subnet-1": {"vpc": "vpc-1", "zone": "eu-west-1a", "cidr": "10.10.32.0/19"}},
            "security-group": {"sg-1": {"vpc": vpc, "name": "web", "description": "x"}},
        });
        let engine = Engine::simulated(Account::from_json(&file.to_string()).expect("an account"));
        let spec = Spec::from_yaml("cluster.yml", &text).expect("can be read");
        let error = block_on(engine.plan(&spec)).err().map(|error| match error {
            Error::Plan { errors, .. } => format!("{errors:?}"),
            error => error.to_string(),
        });
        assert_eq!(error.is_some(), refused, "{vpc}: {error:?}");
        if let Some(error) = error {
            assert!(error.contains("sg-1") && error.contains("vpc-2"), "{error}");
        }
    }
}
