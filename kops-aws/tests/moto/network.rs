//! An existing network, as Terraform would create it.

use aws_sdk_ec2::types::{Filter, ResourceType, Tag, TagSpecification};

use crate::server::Moto;

/// A VPC with an internet gateway, and in each of three zones a public subnet with a NAT gateway.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) vpc: String,
    pub(crate) nat_gateways: [String; 3],
}

/// Lays the network of the Fairwinds example.
pub(crate) async fn create(moto: &Moto) -> Network {
    let ec2 = moto.ec2();
    let request = ec2.create_vpc().cidr_block("172.20.0.0/16").tag_specifications(named(ResourceType::Vpc, "demo"));
    let vpc = request.send().await.expect("the VPC is made").vpc.expect("with an answer");
    let vpc = vpc.vpc_id.expect("with an id");
    let request = ec2.create_internet_gateway().tag_specifications(named(ResourceType::InternetGateway, "demo"));
    let gateway = request.send().await.expect("the gateway is made").internet_gateway.expect("with an answer");
    let gateway = gateway.internet_gateway_id.expect("with an id");
    let request = ec2.attach_internet_gateway().vpc_id(&vpc).internet_gateway_id(&gateway);
    request.send().await.expect("the gateway is attached");
    let request = ec2.create_route_table().vpc_id(&vpc).tag_specifications(named(ResourceType::RouteTable, "public"));
    let table = request.send().await.expect("the table is made").route_table.expect("with an answer");
    let table = table.route_table_id.expect("with an id");
    let request = ec2.create_route().route_table_id(&table).destination_cidr_block("0.0.0.0/0").gateway_id(&gateway);
    request.send().await.expect("the route is made");
    let mut nat_gateways = [const { String::new() }; 3];
    for (number, zone) in ["us-east-2a", "us-east-2b", "us-east-2c"].into_iter().enumerate() {
        let request = ec2.create_subnet().vpc_id(&vpc).cidr_block(format!("172.20.{number}.0/24"));
        let request = request.availability_zone(zone).tag_specifications(named(ResourceType::Subnet, zone));
        let subnet = request.send().await.expect("the subnet is made").subnet.expect("with an answer");
        let subnet = subnet.subnet_id.expect("with an id");
        let request = ec2.associate_route_table().route_table_id(&table).subnet_id(&subnet);
        request.send().await.expect("the subnet uses the table");
        let address = ec2.allocate_address().send().await.expect("the address is made");
        let request = ec2.create_nat_gateway().subnet_id(&subnet).set_allocation_id(address.allocation_id);
        let gateway = request.send().await.expect("the gateway is made").nat_gateway.expect("with an answer");
        nat_gateways[number] = gateway.nat_gateway_id.expect("with an id");
    }
    Network { vpc, nat_gateways }
}

fn named(kind: ResourceType, name: &str) -> TagSpecification {
    let tag = |key: &str, value: &str| Tag::builder().key(key).value(value).build();
    TagSpecification::builder().resource_type(kind).tags(tag("Name", name)).tags(tag("ManagedBy", "terraform")).build()
}

/// What an account holds, by the words that a person would use, for comparing it before and after.
pub(crate) async fn inventory(moto: &Moto) -> Vec<String> {
    let ec2 = moto.ec2();
    let mut found = Vec::new();
    let vpcs = ec2.describe_vpcs().send().await.expect("is read").vpcs.unwrap_or_default();
    found.extend(vpcs.into_iter().map(|v| format!("{} {:?}", v.vpc_id.unwrap_or_default(), sorted(v.tags))));
    let subnets = ec2.describe_subnets().send().await.expect("is read").subnets.unwrap_or_default();
    found.extend(subnets.into_iter().map(|s| format!("{} {:?}", s.subnet_id.unwrap_or_default(), sorted(s.tags))));
    let tables = ec2.describe_route_tables().send().await.expect("is read").route_tables.unwrap_or_default();
    found.extend(tables.into_iter().map(|t| {
        let routes = t.routes().iter().filter_map(|r| r.destination_cidr_block()).collect::<Vec<_>>().join(" ");
        format!("{} {routes} {:?}", t.route_table_id.clone().unwrap_or_default(), sorted(t.tags))
    }));
    let gateways = ec2.describe_internet_gateways().send().await.expect("is read");
    let gateways = gateways.internet_gateways.unwrap_or_default().into_iter();
    found.extend(gateways.map(|g| format!("{} {:?}", g.internet_gateway_id.unwrap_or_default(), sorted(g.tags))));
    let live = Filter::builder().name("state").values("available").build();
    let gateways = ec2.describe_nat_gateways().filter(live).send().await.expect("is read");
    found.extend(gateways.nat_gateways.unwrap_or_default().into_iter().filter_map(|g| g.nat_gateway_id));
    let addresses = ec2.describe_addresses().send().await.expect("is read").addresses.unwrap_or_default();
    found.extend(addresses.into_iter().filter_map(|a| a.allocation_id));
    let groups = ec2.describe_security_groups().send().await.expect("is read").security_groups.unwrap_or_default();
    found.extend(groups.into_iter().filter_map(|g| g.group_id));
    let volumes = ec2.describe_volumes().send().await.expect("is read").volumes.unwrap_or_default();
    // moto keeps the root volumes of instances that are gone, still attached to them.
    found.extend(volumes.into_iter().filter(|v| v.attachments().is_empty()).filter_map(|v| v.volume_id));
    let templates = ec2.describe_launch_templates().send().await.expect("is read").launch_templates.unwrap_or_default();
    found.extend(templates.into_iter().filter_map(|t| t.launch_template_name));
    let options = ec2.describe_dhcp_options().send().await.expect("is read").dhcp_options.unwrap_or_default();
    found.extend(options.into_iter().filter_map(|o| o.dhcp_options_id));
    found.sort();
    found
}

fn sorted(tags: Option<Vec<Tag>>) -> Vec<String> {
    let tags = tags.unwrap_or_default().into_iter();
    let mut tags: Vec<_> =
        tags.map(|t| format!("{}={}", t.key.unwrap_or_default(), t.value.unwrap_or_default())).collect();
    tags.sort();
    tags
}
