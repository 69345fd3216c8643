//! What the account knows of the world around a spec.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::api_error::ApiError;
use super::id_generator::IdGenerator;
use super::state::State;
use crate::facts::{
    self, Bucket, Facts, FactsQuery, HostedZone, Image, MachineType, NatGatewayFacts, NetworkFacts, RouteTableFacts,
    SubnetFacts, VpcFacts,
};
use crate::resource::{
    CloudId, DnsZoneAssociation, EgressOnlyInternetGateway, ElasticIp, InstanceProfile, InternetGateway, NatGateway,
    Output, Ref, RouteTable, RouteTableAssociation, Subnet, Vpc, VpcCidrBlock,
};

/// Looks up what a query asks for; what does not exist is left out.
pub(super) fn facts(account: &State, query: &FactsQuery) -> Facts {
    let images = query.images.iter().filter_map(|name| Some((name.clone(), find_image(account, name)?)));
    let machine_types =
        query.machine_types.iter().filter_map(|name| Some((name.clone(), account.machine_type(name).ok()?)));
    Facts {
        region: account.region.clone(),
        partition: account.partition.clone(),
        account_id: account.account_id.clone(),
        zones: account.zone_names(),
        images: images.collect(),
        machine_types: machine_types.collect(),
        hosted_zones: hosted_zones(account, query),
        network: network(account, query),
        components: SHIPPED.components.clone(),
        buckets: encrypted_buckets(account, query),
        public_buckets: query
            .public_buckets
            .iter()
            .map(|name| (name.clone(), account.public_buckets.contains(name)))
            .collect(),
        instance_profile_roles: instance_profile_roles(account, query),
        simulated: true,
        ..Facts::default()
    }
}

/// The buckets with a default encryption, where that is wanted. Facts have no others: all buckets are in the region of the account.
fn encrypted_buckets(account: &State, query: &FactsQuery) -> BTreeMap<String, Bucket> {
    let bucket = Bucket { region: account.region.clone(), default_encryption: true, ..Bucket::default() };
    let wanted = query.buckets.iter().filter(|_| query.bucket_encryption);
    let encrypted = wanted.filter(|name| account.encrypted_buckets.contains(*name));
    encrypted.map(|name| (name.clone(), bucket.clone())).collect()
}

fn instance_profile_roles(account: &State, query: &FactsQuery) -> BTreeMap<String, String> {
    let wanted =
        account.all::<InstanceProfile>().filter(|(_, profile)| query.instance_profiles.contains(&profile.name));
    wanted.filter_map(|(_, profile)| Some((profile.name.clone(), profile.role.as_ref()?.known()?.to_owned()))).collect()
}

fn hosted_zones(account: &State, query: &FactsQuery) -> Vec<HostedZone> {
    let wanted = |zone: &HostedZone| {
        query.dns_zones.iter().any(|asked| {
            let asked = asked.trim_end_matches('.');
            *asked == zone.id || *asked == zone.name || asked.ends_with(&format!(".{}", zone.name))
        })
    };
    let mut zones: Vec<_> = account.hosted_zones.iter().filter(|zone| wanted(zone)).cloned().collect();
    for zone in &mut zones {
        let associations = account.all::<DnsZoneAssociation>().filter(|(_, found)| found.zone == zone.id);
        zone.vpcs.extend(associations.filter_map(|(_, found)| found.vpc.known().map(str::to_owned)));
    }
    zones
}

fn network(account: &State, query: &FactsQuery) -> NetworkFacts {
    let asked = |vpc: &Ref| vpc.known().is_some_and(|id| query.vpcs.iter().any(|asked| asked == id));
    let known = |reference: &Ref| reference.known().unwrap_or_default().to_owned();
    NetworkFacts {
        vpcs: query.vpcs.iter().filter_map(|id| Some((id.clone(), vpc(account, id)?))).collect(),
        subnets: account
            .all::<Subnet>()
            .filter(|(id, found)| asked(&found.vpc) || query.subnets.contains(&id.0))
            .map(|(id, found)| (id.0.clone(), subnet(found)))
            .collect(),
        nat_gateways: query
            .nat_gateways
            .iter()
            .filter_map(|id| Some((id.clone(), nat_gateway(account, id)?)))
            .collect(),
        elastic_ips: account
            .all::<ElasticIp>()
            .filter_map(|(id, elastic_ip)| Some((id.0.clone(), elastic_ip.address.clone()?)))
            .filter(|(id, address)| query.elastic_ips.iter().any(|asked| asked == id || asked == address))
            .collect(),
        internet_gateways: account
            .all::<InternetGateway>()
            .filter(|(_, gateway)| asked(&gateway.vpc))
            .map(|(id, gateway)| (id.0.clone(), known(&gateway.vpc)))
            .collect(),
        egress_only_internet_gateways: account
            .all::<EgressOnlyInternetGateway>()
            .filter(|(_, gateway)| asked(&gateway.vpc))
            .map(|(id, gateway)| (id.0.clone(), known(&gateway.vpc)))
            .collect(),
        route_tables: account
            .all::<RouteTable>()
            .filter(|(_, table)| asked(&table.vpc))
            .map(|(id, table)| (id.0.clone(), route_table(account, id, table)))
            .collect(),
    }
}

fn vpc(account: &State, id: &str) -> Option<VpcFacts> {
    let vpc = account.find::<Vpc>(id)?;
    let outputs = super::execute::outputs(account, &id.into(), vpc);
    let blocks = account.all::<VpcCidrBlock>().filter(|(_, block)| block.vpc.known() == Some(id));
    Some(VpcFacts {
        cidr: vpc.cidr.clone().unwrap_or_default(),
        additional_cidrs: blocks.map(|(_, block)| block.cidr.clone()).collect(),
        ipv6_cidrs: outputs.get(&Output::Ipv6Cidr).cloned().into_iter().collect(),
        dns_support: vpc.dns_support == Some(true),
        tags: vpc.tags.clone(),
    })
}

fn subnet(subnet: &Subnet) -> SubnetFacts {
    SubnetFacts {
        vpc: subnet.vpc.known().unwrap_or_default().to_owned(),
        zone: subnet.zone.clone().unwrap_or_default(),
        cidr: subnet.cidr.clone().unwrap_or_default(),
        ipv6_cidr: subnet.ipv6_cidr.clone(),
        tags: subnet.tags.clone().unwrap_or_default(),
    }
}

fn nat_gateway(account: &State, id: &str) -> Option<NatGatewayFacts> {
    let gateway = account.find::<NatGateway>(id)?;
    let subnet = gateway.subnet.known()?;
    Some(NatGatewayFacts {
        vpc: account.find::<Subnet>(subnet)?.vpc.known()?.to_owned(),
        subnet: subnet.to_owned(),
        elastic_ip: gateway.elastic_ip.as_ref().and_then(Ref::known).unwrap_or_default().to_owned(),
    })
}

fn route_table(account: &State, id: &CloudId, table: &RouteTable) -> RouteTableFacts {
    let uses = account.all::<RouteTableAssociation>().filter(|(_, x)| x.route_table.known() == Some(id.as_str()));
    RouteTableFacts {
        vpc: table.vpc.known().unwrap_or_default().to_owned(),
        subnets: uses.filter_map(|(_, association)| association.subnet.known().map(str::to_owned)).collect(),
    }
}

/// What every region has: the facts that ship with the library.
static SHIPPED: LazyLock<Facts> = LazyLock::new(|| Facts::built_in(""));

/// Finds an image by `ami-…`, `owner/name` or, in the account itself, its name; the newest wins.
fn find_image(account: &State, asked: &str) -> Option<Image> {
    if asked.starts_with("ami-") {
        return account.image(asked);
    }
    let (owner, name) = asked.split_once('/').unwrap_or((&account.account_id, asked));
    let owner = facts::image_owner(owner);
    let published = published_images(account);
    let is_asked = |image: &&Image| {
        (image.owner == owner || asked == format!("{}/{}", image.owner, image.name)) && image.name == name
    };
    let matches = account.images.iter().chain(&published).filter(is_asked);
    matches.max_by(|a, b| a.creation_date.cmp(&b.creation_date)).cloned()
}

/// The images that new groups get, which their publisher offers in every region.
fn published_images(account: &State) -> Vec<Image> {
    let images = SHIPPED.components.default_images.iter().filter_map(|image| {
        let (owner, name) = image.name.split_once('/')?;
        Some(Image {
            id: IdGenerator::of(account, &format!("{}|{}", account.region, image.name)).ec2("ami"),
            name: name.to_owned(),
            owner: owner.to_owned(),
            architecture: if image.architecture == "amd64" { "x86_64".to_owned() } else { image.architecture.clone() },
            root_device_name: "/dev/sda1".to_owned(),
            creation_date: String::new(),
        })
    });
    images.collect()
}

impl State {
    /// The availability zones: those of the file, those that the region is known to have, or three.
    pub(super) fn zone_names(&self) -> Vec<String> {
        if !self.zones.is_empty() {
            return self.zones.clone();
        }
        let known = facts::zones(&self.region);
        if known.is_empty() { ["a", "b", "c"].map(|letter| format!("{}{letter}", self.region)).into() } else { known }
    }

    /// The image with an id.
    pub(super) fn image(&self, id: &str) -> Option<Image> {
        let own = self.images.iter().find(|image| image.id == id).cloned();
        own.or_else(|| published_images(self).into_iter().find(|image| image.id == id))
    }

    /// An instance type that the region offers.
    pub(super) fn machine_type(&self, name: &str) -> Result<MachineType, ApiError> {
        let found = self.machine_types.get(name).or_else(|| SHIPPED.machine_types.get(name)).cloned();
        found.ok_or_else(|| ApiError::value(format!("`{name}` is not an instance type that the region offers")))
    }
}
