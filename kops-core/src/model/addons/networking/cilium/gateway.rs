//! Ingresses and gateways that agents serve.

use serde_json::json;

use super::{NAME, PART_OF, Setup};
use crate::model::addons::Object;
use crate::model::addons::workload::service;
use crate::spec::CiliumIngress;

/// The name of the shared load balancer's service where a spec has none, which is Cilium's own default.
const SHARED: &str = "cilium-ingress";

/// Returns the service of the load balancer that ingresses share, where they do.
pub(super) fn shared_service(setup: Setup<'_>) -> Option<Object> {
    let name = shared(setup.ingress()?)?;
    let port = |name: &str, port: i32| json!({"name": name, "port": port, "protocol": "TCP"});
    let spec = json!({
        "ports": [port("http", 80), port("https", 443)],
        "type": "LoadBalancer",
        "externalTrafficPolicy": "Cluster",
    });
    Some(service(name, spec).labels([("cilium.io/ingress", "true"), PART_OF]))
}

/// Returns the endpoints of that service: a placeholder address, because a load balancer needs one and Cilium takes
/// the packets before they are sent there.
pub(super) fn endpoints(setup: Setup<'_>) -> Option<Object> {
    let name = shared(setup.ingress()?)?;
    let subset = json!({"addresses": [{"ip": "192.192.192.192"}], "ports": [{"port": 9999}]});
    Some(Object::new("v1", "Endpoints", name).set("subsets", [subset]))
}

fn shared(ingress: &CiliumIngress) -> Option<&str> {
    let mode = ingress.default_load_balancer_mode.as_deref().unwrap_or_default();
    let name = ingress.shared_load_balancer_service_name.as_deref().filter(|name| !name.is_empty());
    matches!(mode, "" | "shared").then(|| name.unwrap_or(SHARED))
}

/// Returns the class of ingresses that Cilium serves.
pub(super) fn ingress_class() -> Object {
    Object::cluster_wide("networking.k8s.io/v1", "IngressClass", NAME)
        .set("spec.controller", "cilium.io/ingress-controller")
}

/// Returns the class of gateways that Cilium serves.
pub(super) fn gateway_class() -> Object {
    Object::cluster_wide("gateway.networking.k8s.io/v1", "GatewayClass", NAME)
        .set("spec.controllerName", "io.cilium/gateway-controller")
        .set("spec.description", "The default Cilium GatewayClass")
}
