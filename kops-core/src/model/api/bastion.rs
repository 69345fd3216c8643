//! Bastions: the hosts through which people reach instances, and the load balancer before them.

use super::load_balancer::{Port, address_type, after_gateway, best_subnets, mappings, records};
use crate::diag::SpecPath;
use crate::graph::{Builder, Origin};
use crate::model::context::{Context, PlacedSubnet};
use crate::model::firewall::api::allow_packet_too_big;
use crate::model::firewall::security_group::{self, Group, Rule, group_of_load_balancer, groups_of, sources};
use crate::model::firewall::{add_groups, allow_egress, pairs};
use crate::resource::{Kind, NetworkLoadBalancer, Ref, SecurityGroup};
use crate::spec::{BastionLoadBalancer, LoadBalancerType, Role};

/// What the load balancer and what belongs to it is named after.
const BASTION: &str = "bastion";
const SSH: i32 = 22;

/// Adds the load balancer of bastions, their security groups and rules, and their DNS name, where there are bastions.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let Some(first) = context.groups_with(Role::Bastion).next() else { return };
    let path = first.reference().field("spec.role");
    let bastions = add_groups(context, graph, Role::Bastion);
    let load_balancer = load_balancer_group(context, graph, path.clone());
    let instances = [groups_of(context, Role::Master), groups_of(context, Role::Node)].concat();
    for (bastion, instance) in pairs(&bastions, &instances) {
        let origin = instance.origin("SSH access from bastions");
        Rule::between(bastion, instance).tcp(SSH).add(context, graph, origin);
    }
    for bastion in &bastions {
        let sizes = "path MTU discovery";
        let to = || Rule::between(&load_balancer, bastion);
        to().tcp(SSH).add(context, graph, bastion.origin("SSH traffic from the load balancer to bastions"));
        to().packet_too_big().add(context, graph, bastion.origin(sizes));
        let from = Rule::between(bastion, &load_balancer).packet_too_big();
        from.add(context, graph, bastion.origin(sizes));
    }
    admit(context, graph, &load_balancer);
    add_load_balancer(context, graph, &load_balancer, path);
}

fn spec<'a>(context: &Context<'a>) -> Option<&'a BastionLoadBalancer> {
    context.spec().topology.as_ref()?.bastion.as_ref()?.load_balancer.as_ref()
}

fn is_internal(context: &Context<'_>) -> bool {
    spec(context).and_then(|spec| spec.r#type) == Some(LoadBalancerType::Internal)
}

fn load_balancer_group(context: &Context<'_>, graph: &mut Builder, path: SpecPath) -> Group {
    let group = group_of_load_balancer(context, BASTION, None, path);
    let resource = SecurityGroup {
        vpc: context.vpc(),
        name: group.name.clone(),
        description: Some("Security group for bastion ELB".to_owned()),
        tags: context.tags(&group.name),
    };
    group.add(context, graph, resource, "security group for the bastion load balancer");
    allow_egress(context, graph, &group, "outbound traffic of the bastion load balancer");
    group
}

/// Opens SSH on the load balancer to the ranges of the spec, and to the subnets that it may stand in.
fn admit(context: &Context<'_>, graph: &mut Builder, group: &Group) {
    let subnets: Vec<PlacedSubnet<'_>> =
        context.subnets().filter(|subnet| subnet.is_public() != is_internal(context)).collect();
    let of_subnets = subnets.iter().filter_map(|subnet| Some((subnet.cidr()?, subnet.path.key("cidr"))));
    let path = context.path("spec.sshAccess");
    let listed = context.spec().ssh_access.iter().enumerate();
    let listed = listed.map(|(index, text)| (text.as_str(), path.index(index)));
    for source in sources(of_subnets.chain(listed)) {
        let origin = |reason| Origin::new(reason, source.path.clone());
        let rule = Rule::admitting(&source, group).tcp(SSH);
        rule.add(context, graph, origin("SSH access to bastions"));
        let sizes = origin("path MTU discovery");
        allow_packet_too_big(graph, &source, group, "ssh-nlb", &sizes);
    }
}

fn add_load_balancer(context: &Context<'_>, graph: &mut Builder, group: &Group, path: SpecPath) {
    let name = context.names.load_balancer(BASTION);
    let subnets = best_subnets(context, !is_internal(context));
    let mut security_groups: Vec<Ref> = vec![group.reference()];
    for (index, id) in spec(context).into_iter().flat_map(|spec| &spec.additional_security_groups).enumerate() {
        let path = context.path("spec.topology.bastion.loadBalancer.additionalSecurityGroups").index(index);
        let origin = Origin::new("additional security group of the bastion load balancer", path);
        security_groups.push(security_group::share(context, graph, id, origin));
    }
    let load_balancer = NetworkLoadBalancer {
        name: context.names.load_balancer_name(BASTION),
        internal: is_internal(context),
        ip_address_type: Some(address_type(&subnets)),
        cross_zone: false,
        access_log: None,
        security_groups,
        subnets: mappings(context, &subnets),
        tags: context.tags(&name),
    };
    let origin = Origin::new("load balancing of SSH to bastions", path);
    let id = graph.own(name, load_balancer, origin.clone());
    after_gateway(context, graph, &id, is_internal(context));
    let port = Port { group: BASTION, port: SSH, target: SSH, certificate: None, health_path: None };
    port.add(context, graph, BASTION, &origin);
    let bastion = context.spec().topology.as_ref().and_then(|topology| topology.bastion.as_ref());
    let public_name = bastion.and_then(|bastion| bastion.bastion_public_name.as_deref());
    if let Some(public_name) = public_name.filter(|name| !name.is_empty()) {
        let path = context.path("spec.topology.bastion.bastionPublicName");
        let origin = Origin::new("DNS record of the bastions", path);
        records(context, graph, public_name, (Kind::NetworkLoadBalancer, BASTION), &origin);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::{Demo, get, list, private};

    fn with_bastion(demo: Demo) -> Demo {
        demo.group("bastions", json!({"role": "Bastion", "subnets": ["utility-us-east-2a"]}))
    }

    fn ssh_rules(demo: &Demo) -> Vec<String> {
        let rules = list(&demo.build(), Kind::SecurityGroupRule);
        rules.into_iter().filter(|rule| rule.contains("-22to22-")).collect()
    }

    #[test]
    fn bastions_close_the_direct_way() {
        let direct = ["from-192.0.2.0/24-ingress-tcp-22to22-masters", "from-192.0.2.0/24-ingress-tcp-22to22-nodes"];
        assert_eq!(ssh_rules(&private(json!({}))), direct);
        assert_eq!(
            ssh_rules(&with_bastion(private(json!({})))),
            [
                "from-10.0.2.0/24-ingress-tcp-22to22-bastion-elb",
                "from-10.0.3.0/24-ingress-tcp-22to22-bastion-elb",
                "from-192.0.2.0/24-ingress-tcp-22to22-bastion-elb",
                "from-bastion-elb-ingress-tcp-22to22-bastion",
                "from-bastion-ingress-tcp-22to22-masters",
                "from-bastion-ingress-tcp-22to22-nodes",
            ]
        );
    }

    #[test]
    fn an_internal_load_balancer_stands_in_private_subnets() {
        for (kind, internal, subnet) in [("Public", false, "utility-us-east-2a"), ("Internal", true, "us-east-2a")] {
            let topology = json!({"bastion": {"loadBalancer": {"type": kind, "additionalSecurityGroups": ["sg-1"]}}});
            let graph = with_bastion(private(json!({"topology": topology}))).build();
            let load_balancer = get(&graph, Kind::NetworkLoadBalancer, "bastion.demo.example.com").to_value();
            assert_eq!(load_balancer["internal"], internal);
            let reference = format!("subnet/{subnet}.demo.example.com");
            assert_eq!(load_balancer["subnets"][0]["subnet"]["ref"], reference);
            assert_eq!(
                list(&graph, Kind::SecurityGroup),
                ["bastion-elb", "bastion", "masters", "nodes", "sg-1 (sg-1)"]
            );
        }
    }

    #[test]
    fn a_name_leads_to_the_load_balancer_where_names_are_published() {
        let named = json!({"bastion": {"bastionPublicName": "bastion.example.com"}});
        let records = |topology| {
            let mut records = list(&with_bastion(private(json!({"topology": topology}))).build(), Kind::DnsRecord);
            records.retain(|name| name.contains("bastion"));
            records
        };
        assert_eq!(records(named.clone()), ["bastion.example.com", "bastion.example.com-AAAA"]);
        let mut silent = named;
        silent["dns"] = json!({"type": "None"});
        assert_eq!(records(silent), Vec::<String>::new());
        assert_eq!(records(json!({})), Vec::<String>::new());
    }
}
