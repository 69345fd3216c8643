//! Specs of clusters of many sorts, with the accounts that they fit into.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cloud::memory::{Account, Limits};
use crate::facts::HostedZone;
use crate::resource::{ElasticIp, InternetGateway, NatGateway, Resource, Subnet, Tags, Vpc};

/// What a generated cluster looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The cluster's full name, below `example.com`.
    pub name: String,
    /// The number of availability zones, from 1 to 3.
    pub zones: usize,
    /// Machines are in private subnets behind NAT gateways, with utility subnets beside them.
    pub private: bool,
    /// The number of control-plane groups, 1 or 3.
    pub control_planes: usize,
    /// The option of `spec.networking`.
    pub networking: &'static str,
    /// The load balancer of the API: `Classic`, `Network`, or none. Private clusters need one.
    pub load_balancer: Option<&'static str>,
    /// The VPC is one that Terraform made.
    pub shared_vpc: bool,
    /// The NAT gateways are Terraform's too; only in a shared VPC.
    pub shared_egress: bool,
    /// There is a bastion; only in private clusters.
    pub bastion: bool,
    /// The number of groups of nodes.
    pub node_groups: usize,
    /// Who may reach the API, SSH and node ports: CIDRs and prefix lists.
    pub access: &'static [&'static str],
    /// The type of DNS: `Public`, `Private` or `None`. Without records the API needs a network load balancer.
    pub dns: &'static str,
    /// Subnets have IPv6 CIDRs, and so have pods where their network can; only in an own VPC.
    pub ipv6: bool,
}

/// A private cluster in three zones with its own VPC and so many groups of nodes, for measuring how things grow.
pub fn cluster_of(node_groups: usize) -> Shape {
    Shape {
        name: "demo.example.com".into(),
        zones: 3,
        private: true,
        control_planes: 3,
        networking: "cilium",
        load_balancer: Some("Network"),
        shared_vpc: false,
        shared_egress: false,
        bastion: false,
        node_groups,
        access: &["0.0.0.0/0"],
        dns: "Public",
        ipv6: false,
    }
}

/// Access lists of both families, in spellings that AWS returns otherwise, and with a prefix list.
const ACCESS: [&[&str]; 5] = [
    &[],
    &["0.0.0.0/0"],
    &["0.0.0.0/0", "::/0"],
    &["10.0.0.0/08", "10.0.0.0/8", "2001:DB8::/32", "192.0.2.7/32"],
    &[PREFIX_LIST, "198.51.100.0/24"],
];
const PREFIX_LIST: &str = "pl-0a1b2c3d4e5f60718";

/// Clusters of every sort.
pub fn any_cluster() -> impl Strategy<Value = Shape> {
    let networking = prop_oneof![Just("cilium"), Just("calico"), Just("cni"), Just("flannel"), Just("kopeio")];
    let balancer = prop_oneof![Just(None), Just(Some("Classic")), Just(Some("Network"))];
    let switches = any::<[bool; 5]>();
    let numbers = (1..=3_usize, prop_oneof![Just(1_usize), Just(3)], 1..=3_usize);
    let outside = (proptest::sample::select(&ACCESS), prop_oneof![Just("Public"), Just("Private"), Just("None")]);
    (numbers, networking, balancer, switches, outside).prop_map(
        |((zones, control_planes, node_groups), networking, load_balancer, switches, (access, dns))| {
            let [private, shared_vpc, shared_egress, bastion, ipv6] = switches;
            Shape {
                name: "any.example.com".into(),
                zones,
                private,
                control_planes,
                networking,
                load_balancer,
                shared_vpc,
                shared_egress,
                bastion,
                node_groups,
                access,
                dns,
                ipv6,
            }
            .possible()
        },
    )
}

/// The region of generated clusters.
const REGION: &str = "us-east-2";
/// The VPC of those that share one.
const VPC: &str = "vpc-0a1b2c3d4e5f60718";

impl Shape {
    /// The nearest cluster that can be.
    #[must_use]
    pub fn possible(self) -> Self {
        let Self { private, shared_vpc, .. } = self;
        Self {
            load_balancer: match self.load_balancer {
                _ if self.dns == "None" => Some("Network"),
                None if private => Some("Network"),
                class => class,
            },
            shared_egress: private && shared_vpc && self.shared_egress,
            bastion: private && self.bastion,
            ipv6: !shared_vpc && self.ipv6,
            ..self
        }
    }

    /// True where pods have IPv6 addresses only.
    fn has_ipv6_pods(&self) -> bool {
        self.ipv6 && matches!(self.networking, "cilium" | "calico")
    }

    /// The spec as YAML: the cluster and its groups.
    pub fn spec(&self) -> String {
        let mut documents = vec![self.cluster()];
        documents.extend((0..self.control_planes).map(|number| {
            self.group(&control_plane(number), "Master", "t3.medium", 1, &[self.machine_subnet(number)])
        }));
        documents.extend((0..self.node_groups).map(|number| {
            self.group(&format!("nodes-{number}"), "Node", "t3.medium", 2, &[self.machine_subnet(number)])
        }));
        if self.bastion {
            let subnets: Vec<_> = (0..self.zones).map(utility_subnet).collect();
            documents.push(self.group("bastions", "Bastion", "t3.micro", 1, &subnets));
        }
        let text = |document: &Value| serde_yaml::to_string(document).expect("JSON is YAML");
        let documents: Vec<_> = documents.iter().map(text).collect();
        documents.join("---\n")
    }

    /// An account in which everything stands that the cluster shares, and nothing else.
    pub fn account(&self) -> Account {
        let default = Limits::default();
        let groups = self.node_groups + self.control_planes + 10;
        // Terraform's gateways have an address each, and so may the cluster's.
        let limits = Limits {
            autoscaling_groups: default.autoscaling_groups.max(groups),
            elastic_ips: 2 * self.zones.max(3),
            ..default
        };
        let zone = |id: &str, private| HostedZone {
            id: id.into(),
            name: "example.com".into(),
            private,
            ..HostedZone::default()
        };
        let account = Account::new(REGION)
            .with_limits(limits)
            .with_other(PREFIX_LIST)
            .with_hosted_zone(zone("Z0000000000001", false))
            .with_hosted_zone(zone("Z0000000000002", true));
        for (id, resource) in self.shared() {
            // What is laid here stands on what was laid before it.
            let placed = account.place(id.as_str(), resource);
            debug_assert!(placed.is_ok(), "{placed:?}");
        }
        account
    }

    /// What Terraform made, by id.
    fn shared(&self) -> Vec<(String, Resource)> {
        if !self.shared_vpc {
            return Vec::new();
        }
        let tags: Tags = [("made-by".to_owned(), "terraform".to_owned())].into();
        let vpc = Vpc {
            cidr: Some("172.20.0.0/16".into()),
            dns_support: Some(true),
            dns_hostnames: Some(true),
            tags: tags.clone(),
            ..Vpc::default()
        };
        let gateway = InternetGateway { vpc: VPC.into(), tags: tags.clone() };
        let mut shared = vec![(VPC.to_owned(), vpc.into()), ("igw-0a1b2c3d4e5f60718".to_owned(), gateway.into())];
        for zone in 0..self.zones {
            let (subnet, address) =
                (format!("subnet-0000000000000000{zone}"), format!("eipalloc-0000000000000000{zone}"));
            let home = Subnet {
                vpc: VPC.into(),
                zone: Some(zone_name(zone)),
                cidr: Some(format!("172.20.{}.0/24", 200 + zone)),
                tags: Some(tags.clone()),
                ..Subnet::default()
            };
            let gateway = NatGateway {
                subnet: subnet.as_str().into(),
                elastic_ip: Some(address.as_str().into()),
                tags: tags.clone(),
            };
            shared.push((subnet, home.into()));
            shared.push((address, ElasticIp { address: None, tags: tags.clone() }.into()));
            shared.push((nat_gateway(zone), gateway.into()));
        }
        shared
    }

    fn cluster(&self) -> Value {
        let mut spec = json!({
            "api": match self.load_balancer {
                Some(class) => json!({"loadBalancer": {"class": class, "type": "Public"}}),
                None => json!({"dns": {}}),
            },
            "authorization": {"rbac": {}},
            "channel": "stable",
            "cloudProvider": "aws",
            "configBase": format!("s3://kops-state-store/{}", self.name),
            "etcdClusters": [self.etcd("main"), self.etcd("events")],
            "iam": {"allowContainerRegistry": true},
            "kubelet": {"anonymousAuth": false},
            "kubernetesApiAccess": self.access,
            "kubernetesVersion": "1.35.5",
            "networkCIDR": "172.20.0.0/16",
            "networking": {self.networking: {}},
            "nodePortAccess": self.access,
            "nonMasqueradeCIDR": if self.has_ipv6_pods() { "::/0" } else { "100.64.0.0/10" },
            "sshAccess": self.access,
            "subnets": self.subnets(),
            "topology": {"dns": {"type": self.dns}},
        });
        if self.dns != "None" {
            spec["dnsZone"] = "example.com".into();
        }
        if self.shared_vpc {
            spec["networkID"] = VPC.into();
        }
        if self.bastion {
            spec["topology"]["bastion"] = json!({"bastionPublicName": format!("bastion.{}", self.name)});
        }
        self.object("Cluster", &self.name, spec)
    }

    fn etcd(&self, name: &str) -> Value {
        let members = (0..self.control_planes).map(|number| {
            json!({"name": format!("m{number}"), "instanceGroup": control_plane(number), "encryptedVolume": true})
        });
        json!({"name": name, "etcdMembers": members.collect::<Vec<_>>()})
    }

    fn subnets(&self) -> Vec<Value> {
        let subnet = |name: String, kind: &str, zone: usize, cidr: String| json!({"name": name, "type": kind, "zone": zone_name(zone), "cidr": cidr});
        let kind = if self.private { "Private" } else { "Public" };
        let mut subnets: Vec<_> = (0..self.zones)
            .map(|zone| {
                let mut subnet = subnet(zone_name(zone), kind, zone, format!("172.20.{}.0/19", 32 * (zone + 1)));
                if self.shared_egress {
                    subnet["egress"] = nat_gateway(zone).into();
                }
                subnet
            })
            .collect();
        if self.private {
            let utility = |zone| subnet(utility_subnet(zone), "Utility", zone, format!("172.20.{}.0/22", 4 * zone));
            subnets.extend((0..self.zones).map(utility));
        }
        for (number, subnet) in subnets.iter_mut().enumerate().filter(|_| self.ipv6) {
            subnet["ipv6CIDR"] = format!("/64#{number:x}").into();
        }
        subnets
    }

    fn group(&self, name: &str, role: &str, machine_type: &str, size: i32, subnets: &[String]) -> Value {
        let spec = json!({
            "machineType": machine_type,
            "maxSize": size,
            "minSize": size,
            "role": role,
            "subnets": subnets,
        });
        let mut group = self.object("InstanceGroup", name, spec);
        group["metadata"]["labels"] = json!({"kops.k8s.io/cluster": self.name});
        group
    }

    fn object(&self, kind: &str, name: &str, spec: Value) -> Value {
        json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": kind, "metadata": {"name": name}, "spec": spec})
    }

    fn machine_subnet(&self, number: usize) -> String {
        zone_name(number % self.zones.max(1))
    }
}

fn control_plane(number: usize) -> String {
    format!("control-plane-{number}")
}

fn utility_subnet(zone: usize) -> String {
    format!("utility-{}", zone_name(zone))
}

fn zone_name(zone: usize) -> String {
    format!("{REGION}{}", ["a", "b", "c"][zone % 3])
}

fn nat_gateway(zone: usize) -> String {
    format!("nat-0000000000000000{zone}")
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_shared_can_stand_in_an_account(shape in any_cluster()) {
            prop_assert_eq!(shape.account().resources().len(), shape.shared().len());
            prop_assert_eq!(shape.shared_vpc, !shape.shared().is_empty());
        }

        #[test]
        fn specs_have_a_document_for_each_object(shape in any_cluster()) {
            let groups = shape.control_planes + shape.node_groups + usize::from(shape.bastion);
            prop_assert_eq!(shape.spec().split("---\n").count(), 1 + groups);
        }
    }
}
