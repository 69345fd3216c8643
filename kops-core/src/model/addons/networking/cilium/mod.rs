//! Cilium: networking, network policies, load balancing and encryption by eBPF.
//!
//! The agent runs on every node ([`agent`]), the operator on the control plane ([`operator`]); both read one config map
//! ([`config`]). Hubble watches flows ([`hubble`]); ingresses and gateways are served by the agents ([`gateway`]).

mod agent;
mod config;
mod gateway;
mod hubble;
mod operator;
mod permissions;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::pod::{env, env_of_v1_field, host_path_of, mount_read_only};
use super::{Addon, rbac, version};
use crate::model::Context;
use crate::model::addons::Object;
use crate::model::addons::addon::RollingUpdate;
use crate::naming::CILIUM_IPSEC_KEYS;
use crate::pki::CILIUM_PASSWORD;
use crate::resource::{Kind, Output, Ref};
use crate::spec::{Cilium, CiliumEncryption, CiliumIngress};

const NAME: &str = "cilium";
const OPERATOR: &str = "cilium-operator";
const CONFIG: &str = "cilium-config";
const AGENT_APP: (&str, &str) = ("k8s-app", NAME);
const PART_OF: (&str, &str) = ("app.kubernetes.io/part-of", NAME);

/// Cilium as a cluster runs it.
#[derive(Clone, Copy)]
struct Setup<'a> {
    context: &'a Context<'a>,
    cilium: &'a Cilium,
}

/// Returns the addon where Cilium is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let setup = Setup { context, cilium: context.networking()?.cilium.as_ref()? };
    let accounts = [rbac::service_account(NAME), rbac::service_account(OPERATOR)];
    let mut objects: Vec<Object> = context.uses_ipsec().then(ipsec_keys).into_iter().collect();
    objects.push(operator::budget());
    objects.extend(accounts);
    objects.extend(setup.has_hubble().then(hubble::account));
    objects.push(config::agent(setup));
    objects.extend(setup.has_hubble().then(|| hubble::relay_configuration(setup)));
    objects.extend(permissions::all(setup));
    objects.extend(gateway::shared_service(setup));
    objects.extend(setup.has_hubble().then(|| hubble::services(setup)).into_iter().flatten());
    objects.extend([agent::pods(setup), operator::pods(setup)]);
    objects.extend(setup.has_hubble().then(|| hubble::relay(setup)));
    objects.extend(setup.serves_ingresses().then(gateway::ingress_class));
    objects.extend(setup.has_hubble().then(|| hubble::certificates(setup)).into_iter().flatten());
    objects.extend(gateway::endpoints(setup));
    objects.extend(setup.serves_gateways().then(gateway::gateway_class));
    let mut addon = Addon::new("networking.cilium.io", "k8s-1.16", objects);
    addon.location = "networking.cilium.io/k8s-1.16-v1.15.yaml".into();
    let addon = addon.rolls(RollingUpdate::All).needs_pki(setup.has_hubble());
    Some(addon.because_of(context.path("spec.networking.cilium")))
}

/// The keys of IPsec, which are those of the secret in the state store.
fn ipsec_keys() -> Object {
    let keys = Ref::output(Kind::Secret, CILIUM_PASSWORD, Output::Sealed);
    Object::new("v1", "Secret", CILIUM_IPSEC_KEYS).set("stringData", keys)
}

impl<'a> Setup<'a> {
    fn has_hubble(self) -> bool {
        self.cilium.hubble.as_ref().is_some_and(|hubble| hubble.enabled == Some(true))
    }

    /// The metrics of flows that Hubble serves.
    fn hubble_metrics(self) -> &'a [String] {
        let hubble = self.cilium.hubble.as_ref().filter(|_| self.has_hubble());
        hubble.map_or(&[], |hubble| &hubble.metrics)
    }

    fn ingress(self) -> Option<&'a CiliumIngress> {
        self.cilium.ingress.as_ref().filter(|ingress| ingress.enabled == Some(true))
    }

    fn serves_ingresses(self) -> bool {
        self.ingress().is_some()
    }

    fn serves_gateways(self) -> bool {
        self.cilium.gateway_api.as_ref().is_some_and(|gateway| gateway.enabled == Some(true))
    }

    /// How traffic between nodes is encrypted, where it is.
    fn encryption(self) -> Option<CiliumEncryption> {
        self.cilium.encryption_type.filter(|_| self.cilium.enable_encryption == Some(true))
    }

    fn has_etcd(self) -> bool {
        self.cilium.etcd_managed == Some(true)
    }

    fn gives_vpc_addresses(self) -> bool {
        self.cilium.ipam.as_deref() == Some("eni")
    }

    /// The port of the agent's metrics, where it serves them.
    fn prometheus_port(self) -> Option<i64> {
        self.cilium.agent_prometheus_port.filter(|_| self.cilium.enable_prometheus_metrics == Some(true))
    }

    /// The CNI plugin that Cilium runs behind.
    fn chaining_mode(self) -> Option<&'a str> {
        self.cilium.chaining_mode.as_deref().filter(|mode| !mode.is_empty())
    }

    /// The name by which pods of the host's network reach the API, before there are services.
    fn api(self) -> [Value; 2] {
        let host = self.context.names.internal_api();
        [env("KUBERNETES_SERVICE_HOST", &host), env("KUBERNETES_SERVICE_PORT", "443")]
    }

    fn loopback(self) -> &'static str {
        if self.context.ipv6_only() { "::1" } else { "127.0.0.1" }
    }

    /// A request to the health endpoint that agent and operator serve on the node.
    fn health(self, port: i32) -> Value {
        json!({"host": self.loopback(), "path": "/healthz", "port": port, "scheme": "HTTP"})
    }

    fn resources(self) -> Value {
        json!({"requests": {"cpu": self.cilium.cpu_request, "memory": self.cilium.memory_request}})
    }

    /// Where the clients of Cilium's own etcd cluster find its address and their certificates.
    fn etcd_volumes(self) -> Vec<Value> {
        if !self.has_etcd() {
            return Vec::new();
        }
        let items = [json!({"key": "etcd-config", "path": "etcd.config"})];
        let config = json!({"name": CONFIG, "defaultMode": 0o400, "items": items});
        vec![
            json!({"name": "etcd-config-path", "configMap": config}),
            host_path_of("etcd-secrets", "/etc/kubernetes/pki/cilium", "Directory"),
        ]
    }

    fn etcd_mounts(self) -> Vec<Value> {
        if !self.has_etcd() {
            return Vec::new();
        }
        vec![
            mount_read_only("etcd-config-path", "/var/lib/etcd-config"),
            mount_read_only("etcd-secrets", "/var/lib/etcd-secrets"),
        ]
    }
}

/// The variables that name the node and the namespace of a pod.
fn place_of_pod() -> [Value; 2] {
    [env_of_v1_field("K8S_NODE_NAME", "spec.nodeName"), env_of_v1_field("CILIUM_K8S_NAMESPACE", "metadata.namespace")]
}

/// Keeps pods with a label on different nodes.
fn one_per_node((key, value): (&str, &str)) -> Value {
    json!({"requiredDuringSchedulingIgnoredDuringExecution": [near((key, value))]})
}

/// Nodes that run a pod with a label.
fn near((key, value): (&str, &str)) -> Value {
    json!({"labelSelector": {"matchLabels": {key: value}}, "topologyKey": "kubernetes.io/hostname"})
}
