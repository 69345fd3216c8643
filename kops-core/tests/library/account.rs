//! The account that the conformance cases are rendered in, as far as the pure stages ask for it.

use kops_core::Spec;
use kops_core::facts::{Facts, HostedZone, Image, NatGatewayFacts, SubnetFacts, VpcFacts};

/// Returns what is known of it for one case. The account of all cases has subnets where others of them make their own.
pub(crate) fn facts_for(spec: &Spec) -> Facts {
    let mut facts = facts();
    let is_named = |id: &String| spec.cluster.spec.subnets.iter().any(|subnet| subnet.id.as_ref() == Some(id));
    facts.network.subnets.retain(|id, _| is_named(id));
    facts
}

/// Returns what is known of it.
fn facts() -> Facts {
    let zone = |id: &str, name: &str, private: bool| HostedZone {
        id: id.into(),
        name: name.into(),
        private,
        vpcs: Vec::new(),
    };
    let image = Image {
        id: "ami-12345678".into(),
        owner: "099720109477".into(),
        architecture: "x86_64".into(),
        root_device_name: "/dev/xvda".into(),
        ..Image::default()
    };
    let mut facts = Facts {
        region: "us-test-1".into(),
        partition: "aws-test".into(),
        account_id: "123456789012".into(),
        simulated: true,
        zones: ["us-test-1a", "us-test-1b", "us-test-1c"].map(str::to_owned).to_vec(),
        hosted_zones: vec![
            zone("Z1AFAKE1ZON3YO", "example.com", false),
            zone("Z2AFAKE1ZON3NO", "internal.example.com", true),
            zone("Z3AFAKE1ZOMORE", "private.example.com", true),
        ],
        ..Facts::built_in("us-test-1")
    };
    facts.components.kops_version = "1.34.0-beta.1".into();
    // That release is made up and older than the clusters of the cases.
    facts.components.run_too_new_version = true;
    for name in [
        "ubuntu/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20220404",
        "099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20220404",
    ] {
        facts.images.insert(name.into(), image.clone());
    }
    for name in ["m3.medium", "m3.large", "g4ad.16xlarge"] {
        let machine = facts.machine_types["m5.large"].clone();
        facts.machine_types.insert(name.into(), machine);
    }
    let vpc = || "vpc-12345678".to_owned();
    facts
        .network
        .vpcs
        .insert(vpc(), VpcFacts { cidr: "172.20.0.0/16".into(), dns_support: true, ..VpcFacts::default() });
    for (id, zone, cidr) in [
        ("subnet-12345678", "us-test-1a", "172.20.32.0/19"),
        ("subnet-abcdef", "us-test-1a", "172.20.4.0/22"),
        ("subnet-b2345678", "us-test-1b", "172.20.8.0/22"),
    ] {
        let subnet = SubnetFacts { vpc: vpc(), zone: zone.into(), cidr: cidr.into(), ..SubnetFacts::default() };
        facts.network.subnets.insert(id.into(), subnet);
    }
    for id in ["nat-a2345678", "nat-b2345678"] {
        facts.network.nat_gateways.insert(id.into(), NatGatewayFacts { vpc: vpc(), ..NatGatewayFacts::default() });
    }
    facts.network.internet_gateways.insert("igw-1".into(), vpc());
    facts.network.egress_only_internet_gateways.insert("eigw-1".into(), vpc());
    facts.network.elastic_ips.insert("eipalloc-12345678".into(), "123.45.67.8".into());
    facts
}
