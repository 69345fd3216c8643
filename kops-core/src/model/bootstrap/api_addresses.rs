//! Where the API is reached without names: the addresses and the name of its load balancer, in the files of machines.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::resource::{Kind, ListItem, Output, ResourceId, Text};

/// Returns the list of all names and addresses of the API's load balancer, which the certificate of the API server has to have.
/// Nothing where there are none.
pub(super) fn all(context: &Context<'_>) -> Option<Value> {
    let id = load_balancer(context)?;
    if let Some(known) = &context.facts.api_addresses {
        return list(known.clone());
    }
    let name = Text::default().then_output(id.clone(), Output::DnsName);
    let lines = match serves_kops_controller(context) {
        true => name.then("\n").then_output(id, Output::PrivateAddresses),
        false => name,
    };
    Some(json!(Text::list(lines, ListItem::Line)))
}

/// Returns the list of the addresses at which nodes find the API and kops-controller, where no name leads to them. Nothing where
/// there are none.
pub(super) fn of_kops_controller(context: &Context<'_>, item: ListItem) -> Option<Value> {
    let id = load_balancer(context).filter(|_| serves_kops_controller(context))?;
    if let Some(known) = &context.facts.api_addresses {
        return list(addresses(known).flat_map(|address| item.of_lines(address)).collect());
    }
    Some(json!(Text::list(Text::default().then_output(id, Output::PrivateAddresses), item)))
}

/// Warns where nodes cannot be told the addresses: files for another tool hold those that the load balancer has, and it is not there yet.
pub(super) fn warn_of_none(context: &Context<'_>, graph: &mut Builder) {
    let is_known_to_have_none =
        context.facts.api_addresses.as_ref().is_some_and(|known| addresses(known).next().is_none());
    let Some(id) = load_balancer(context).filter(|_| is_known_to_have_none && serves_kops_controller(context)) else {
        return;
    };
    let message = format!(
        "the API's load balancer `{}` has no addresses yet, and without DNS records nodes find the API by nothing else",
        id.name
    );
    let help =
        "once these files are applied, write them again, apply them again and replace the nodes, which have not joined";
    let finding = Diagnostic::warning(codes::NO_API_ADDRESS.id, message);
    graph.problem(finding.at(context.path("spec.topology.dns")).help(help));
}

/// The addresses among what a load balancer is reached by.
fn addresses(known: &[String]) -> impl Iterator<Item = &str> {
    known.iter().map(String::as_str).filter(|address| address.parse::<IpAddr>().is_ok())
}

fn list(items: Vec<String>) -> Option<Value> {
    (!items.is_empty()).then(|| json!(items))
}

fn serves_kops_controller(context: &Context<'_>) -> bool {
    context.uses_network_load_balancer() && context.load_balancer_serves_kops_controller()
}

fn load_balancer(context: &Context<'_>) -> Option<ResourceId> {
    context.api_load_balancer()?;
    let kind = if context.uses_network_load_balancer() { Kind::NetworkLoadBalancer } else { Kind::ClassicLoadBalancer };
    Some(ResourceId::new(kind, context.names.load_balancer("api")))
}
