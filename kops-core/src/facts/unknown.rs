//! What a result depends on that only an account knows.
//!
//! In: what is known, and what stands in for the rest. Out: a finding for each unknown fact that the result depends on. A fact
//! counts where the result is another with another value in its place, so that nothing has to say which stage uses which fact.

use super::{Facts, FactsQuery, HostedZone, Image, MachineType, NatGatewayFacts, SubnetFacts, VpcFacts, codes, query};
use crate::diag::{Diagnostic, Diagnostics, SpecPath};
use crate::naming;
use crate::spec::Spec;

/// A fact that is not known.
struct Unknown {
    /// What it is: `the number of the account`.
    what: String,
    /// The field of [`Facts`] that states it.
    key: &'static str,
    /// What in the spec refers to it.
    path: SpecPath,
    /// Facts in which it is another.
    other: Facts,
}

/// Finds the facts that are not among the `known` ones and that a result depends on. `assumed` is what stands in for them.
pub(crate) fn unknown<T: PartialEq>(
    spec: &Spec,
    known: &Facts,
    assumed: &Facts,
    result: impl Fn(&Facts) -> T,
) -> Diagnostics {
    let expected = result(assumed);
    let matter = candidates(spec, known, assumed).into_iter().filter(|fact| result(&fact.other) != expected);
    matter.map(|fact| finding(spec, &fact)).collect()
}

/// Says so where a result depends on the addresses of the API's load balancer, which a cluster that does not exist yet has not.
pub(crate) fn unknown_api_addresses<T: PartialEq>(
    spec: &Spec,
    known: &Facts,
    assumed: &Facts,
    result: impl Fn(&Facts) -> T,
) -> Option<Diagnostic> {
    let addresses = ["api.example.com", "203.0.113.1"].map(str::to_owned).to_vec();
    let other = Facts { api_addresses: Some(addresses), ..assumed.clone() };
    if known.api_addresses.is_some() || result(&other) == result(assumed) {
        return None;
    }
    let message =
        "what the API's load balancer is reached by is not known without an account, and written as of a new cluster";
    let help =
        "where the cluster exists, state `apiAddresses` in a file for --facts, or ask the account with --cloud aws";
    let path = spec.cluster.reference().field("spec.api");
    let finding = Diagnostic::warning(codes::UNKNOWN.id, message);
    Some(finding.located(spec.sources.locate(&path)).at(path).help(help))
}

fn finding(spec: &Spec, fact: &Unknown) -> Diagnostic {
    let Unknown { what, key, path, .. } = fact;
    Diagnostic::error(codes::UNKNOWN.id, format!("{what} is not known without an account"))
        .located(spec.sources.locate(path))
        .at(path.clone())
        .help(format!("state `{key}` in a file for --facts, or ask the account with --cloud aws"))
}

/// The facts that are not known, whether the result depends on them or not.
struct Candidates<'a> {
    assumed: &'a Facts,
    found: Vec<Unknown>,
}

impl Candidates<'_> {
    /// Adds a fact, with how facts change in which it is another.
    fn add(&mut self, what: String, key: &'static str, path: &SpecPath, change: impl FnOnce(&mut Facts)) {
        let mut other = self.assumed.clone();
        change(&mut other);
        self.found.push(Unknown { what, key, path: path.clone(), other });
    }
}

fn candidates(spec: &Spec, known: &Facts, assumed: &Facts) -> Vec<Unknown> {
    let mut candidates = Candidates { assumed, found: Vec::new() };
    let at = |field: &str| spec.cluster.reference().field(field);
    if known.account_id.is_empty() {
        candidates.add("the number of the account".into(), "accountId", &at("spec"), |facts| {
            facts.account_id = "999999999999".into();
        });
    }
    let wanted = query(spec, &known.components);
    for name in wanted.images.iter().filter(|name| !known.images.contains_key(*name)) {
        let id = if name.starts_with("ami-") { "architecture" } else { "id" };
        let what = format!("the {id} and the root device of the image `{name}`");
        candidates.add(what, "images", &path_of_image(spec, name), |facts| {
            facts.images.insert(name.clone(), other_image());
        });
    }
    for name in wanted.machine_types.iter().filter(|name| !known.machine_types.contains_key(*name)) {
        let what = format!("what the instance type `{name}` has");
        candidates.add(what, "machineTypes", &at("spec"), |facts| {
            facts.machine_types.insert(name.clone(), other_machine_type());
        });
    }
    for name in &wanted.dns_zones {
        let is_it = |zone: &HostedZone| is_hosted_zone(spec, name, zone);
        if !known.hosted_zones.iter().any(is_it) {
            let what = format!("the id of the hosted zone `{name}`");
            candidates.add(what, "hostedZones", &at("spec.dnsZone"), |facts| {
                // An id has no dot: then it is stated.
                let named = facts.hosted_zones.iter_mut().filter(|zone| zone.id.contains('.'));
                named.for_each(|zone| zone.id = "Z9".into());
                if !facts.hosted_zones.iter().any(is_it) {
                    facts.hosted_zones.push(HostedZone {
                        id: "Z9".into(),
                        name: name.clone(),
                        ..HostedZone::default()
                    });
                }
            });
        }
    }
    network(spec, &wanted, known, &mut candidates);
    for bucket in wanted.public_buckets.iter().filter(|bucket| !known.public_buckets.contains_key(*bucket)) {
        let path = at("spec.serviceAccountIssuerDiscovery.discoveryStore");
        let what = format!("whether a policy lets everyone read the bucket `{bucket}`");
        candidates.add(what, "publicBuckets", &path, |facts| {
            facts.public_buckets.insert(bucket.clone(), false);
        });
    }
    for group in &spec.groups {
        let is_unknown = |name: &&str| !known.instance_profile_roles.contains_key(*name);
        let Some(name) = group.spec.instance_profile().filter(is_unknown) else { continue };
        let path = group.reference().field("spec.iam.profile");
        candidates.add(format!("the role in the instance profile `{name}`"), "instanceProfileRoles", &path, |facts| {
            facts.instance_profile_roles.insert(name.to_owned(), "other".into());
        });
    }
    candidates.found
}

/// What is not known of the network that the spec refers to.
fn network(spec: &Spec, wanted: &FactsQuery, known: &Facts, candidates: &mut Candidates<'_>) {
    let known = &known.network;
    let path = spec.cluster.reference().field("spec.networkID");
    let subnets = spec.cluster.reference().field("spec.subnets");
    for id in wanted.vpcs.iter().filter(|id| !known.vpcs.contains_key(*id)) {
        let is_stated = spec.cluster.spec.network_cidr.is_some();
        candidates.add(format!("the CIDR of the VPC `{id}`"), "network.vpcs", &path, |facts| {
            let vpc = VpcFacts { cidr: "192.168.0.0/16".into(), dns_support: true, ..VpcFacts::default() };
            if !is_stated {
                facts.network.vpcs.insert(id.clone(), vpc);
            }
        });
    }
    for id in &wanted.vpcs {
        if !known.internet_gateways.values().any(|vpc| vpc == id) {
            candidates.add(
                format!("the internet gateway of the VPC `{id}`"),
                "network.internetGateways",
                &path,
                |facts| {
                    facts.network.internet_gateways.retain(|_, vpc| vpc != id);
                    facts.network.internet_gateways.insert("igw-9".into(), id.clone());
                },
            );
        }
        if !known.egress_only_internet_gateways.values().any(|vpc| vpc == id) {
            let what = format!("the egress-only internet gateway of the VPC `{id}`");
            candidates.add(what, "network.egressOnlyInternetGateways", &path, |facts| {
                facts.network.egress_only_internet_gateways.retain(|_, vpc| vpc != id);
                facts.network.egress_only_internet_gateways.insert("eigw-9".into(), id.clone());
            });
        }
    }
    for (index, subnet) in spec.cluster.spec.subnets.iter().enumerate() {
        let path = subnets.index(index).key("id");
        let Some(id) = subnet.shared_id().filter(|id| !known.subnets.contains_key(*id)) else { continue };
        candidates.add(format!("the CIDR of the subnet `{id}`"), "network.subnets", &path, |facts| {
            let assumed = facts.network.subnets.get(id).cloned().unwrap_or_default();
            let other = SubnetFacts { cidr: "192.168.0.0/24".into(), ..assumed };
            if subnet.cidr.is_none() && subnet.ipv6_cidr.is_none() {
                facts.network.subnets.insert(id.to_owned(), other);
            }
        });
    }
    for id in wanted.nat_gateways.iter().filter(|id| !known.nat_gateways.contains_key(*id)) {
        candidates.add(format!("the subnet of the NAT gateway `{id}`"), "network.natGateways", &subnets, |facts| {
            let other = NatGatewayFacts { subnet: "subnet-9".into(), ..NatGatewayFacts::default() };
            facts.network.nat_gateways.insert(id.clone(), other);
        });
    }
    let is_known = |wanted: &String| known.elastic_ips.iter().any(|(id, address)| id == wanted || address == wanted);
    for address in wanted.elastic_ips.iter().filter(|wanted| !is_known(wanted)) {
        candidates.add(
            format!("the allocation id of the address `{address}`"),
            "network.elasticIps",
            &subnets,
            |facts| {
                facts.network.elastic_ips.retain(|_, assumed| assumed != address);
                facts.network.elastic_ips.insert("eipalloc-9".into(), address.clone());
            },
        );
    }
}

/// The field that names an image; where the image is the default one, the first instance group that names none.
fn path_of_image(spec: &Spec, name: &str) -> SpecPath {
    let names = |wanted: Option<&str>| spec.groups.iter().find(move |group| group.spec.image.as_deref() == wanted);
    let group = names(Some(name)).or_else(|| names(None));
    group.map_or_else(|| spec.cluster.reference().field("spec"), |group| group.reference().field("spec.image"))
}

/// True for a hosted zone that a spec means: without `dnsZone`, any that the cluster's name is in.
pub(crate) fn is_hosted_zone(spec: &Spec, wanted: &str, zone: &HostedZone) -> bool {
    let is_inferred = spec.cluster.spec.dns_zone.as_deref().unwrap_or_default().is_empty();
    zone.id == wanted.trim_start_matches("/hostedzone/")
        || zone.name == wanted.trim_end_matches('.')
        || (is_inferred && naming::is_in_zone(wanted, &zone.name))
}

fn other_machine_type() -> MachineType {
    MachineType {
        architectures: vec!["arm64".into()],
        vcpus: 96,
        instance_storage_gb: vec![900],
        gpu: true,
        ipv4_per_interface: 50,
        ..MachineType::default()
    }
}

fn other_image() -> Image {
    Image {
        id: "ami-9".into(),
        architecture: "arm64".into(),
        root_device_name: "/dev/other".into(),
        ..Image::default()
    }
}
