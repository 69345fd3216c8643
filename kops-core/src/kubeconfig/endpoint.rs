//! Where the API of a cluster is reached.

use std::net::Ipv6Addr;

use super::KubeconfigOptions;
use crate::naming::Names;
use crate::spec::{ApiLoadBalancer, Cluster, LoadBalancerClass};

/// The port of a network load balancer at which the API server's own certificate is seen, where another port shows a public
/// one, to which no client certificate can be shown.
const PORT_OF_CLIENT_CERTIFICATES: u16 = 8443;

/// True where the kubeconfig of a cluster names the host of its API's load balancer.
pub fn is_behind_load_balancer(cluster: &Cluster, options: &KubeconfigOptions) -> bool {
    let open = options.api_server.is_none() && !options.internal;
    open && load_balancer(cluster).is_some_and(|found| certificate(found).is_none() || options.admin.is_some())
}

/// The URL of the API.
pub(super) fn server(cluster: &Cluster, host: Option<&str>, options: &KubeconfigOptions) -> String {
    let host = host.filter(|_| is_behind_load_balancer(cluster, options));
    let public = cluster.spec.master_public_name.as_deref().filter(|name| !name.is_empty());
    let url = match (&options.api_server, host, public) {
        (Some(url), _, _) => url.clone(),
        _ if options.internal => format!("https://{}", Names::new(cluster.name()).internal_api()),
        (None, Some(host), _) | (None, None, Some(host)) => format!("https://{}", bracketed(host)),
        (None, None, None) => format!("https://api.{}", cluster.name()),
    };
    let network = load_balancer(cluster).filter(|found| found.class == Some(LoadBalancerClass::Network));
    match network.and_then(certificate).filter(|_| options.admin.is_some()) {
        Some(_) => format!("{url}:{PORT_OF_CLIENT_CERTIFICATES}"),
        None => url,
    }
}

/// True where clients see a public certificate: a classic load balancer has no port without it.
pub(super) fn shows_public_certificate(cluster: &Cluster, options: &KubeconfigOptions) -> bool {
    let classic = load_balancer(cluster).filter(|found| found.class != Some(LoadBalancerClass::Network));
    !options.internal && classic.and_then(certificate).is_some()
}

fn load_balancer(cluster: &Cluster) -> Option<&ApiLoadBalancer> {
    cluster.spec.api.as_ref()?.load_balancer.as_ref()
}

fn certificate(load_balancer: &ApiLoadBalancer) -> Option<&str> {
    load_balancer.ssl_certificate.as_deref().filter(|arn| !arn.is_empty())
}

fn bracketed(host: &str) -> String {
    if host.parse::<Ipv6Addr>().is_ok() { format!("[{host}]") } else { host.to_owned() }
}
