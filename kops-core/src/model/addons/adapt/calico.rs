//! Calico.

use serde_json::{Value, json};

use super::pod::proxy_env;
use super::{Context, Manifest, Object};
use crate::spec::Calico;

const CONFIG: &str = "calico-config";
const NODE: &str = "calico-node";
const TYPHA: &str = "calico-typha";
const CONTROLLERS: &str = "calico-kube-controllers";
const METRICS_PORT: i32 = 9091;
const TYPHA_METRICS_PORT: i32 = 9093;

/// Gives Calico the pods' range of addresses, how packets travel, and the settings of the spec.
pub(in crate::model::addons) fn calico(context: &Context<'_>, manifest: &mut Manifest) {
    let Some(calico) = context.networking().and_then(|networking| networking.calico.as_ref()) else { return };
    let setup = Setup { context, calico };
    setup.configure(manifest);
    setup.adapt_nodes(manifest);
    setup.adapt_typha(manifest);
    if let Some(mut pods) = manifest.pods("Deployment", CONTROLLERS) {
        pods.run_on_control_plane();
    }
    setup.adapt_images(manifest);
    if calico.bpf_enabled == Some(true) {
        // Without kube-proxy there is no service yet by which the API could be reached.
        let api = json!({"KUBERNETES_SERVICE_HOST": context.names.internal_api(), "KUBERNETES_SERVICE_PORT": "443"});
        manifest.put(Object::new("v1", "ConfigMap", "kubernetes-services-endpoint").set("data", api));
    }
}

#[derive(Clone, Copy)]
struct Setup<'a> {
    context: &'a Context<'a>,
    calico: &'a Calico,
}

impl Setup<'_> {
    fn encapsulation(&self) -> &str {
        self.calico.encapsulation_mode.as_deref().unwrap_or("ipip")
    }

    /// When a kind of encapsulation is used: as the spec says, or by default.
    fn mode(&self, encapsulation: &str, mode: &Option<String>, default: &str) -> String {
        let mode = mode.as_deref().filter(|mode| !mode.is_empty()).unwrap_or(default);
        if self.encapsulation() == encapsulation { mode } else { "Never" }.to_owned()
    }

    fn has_typha(&self) -> bool {
        self.calico.typha_replicas.is_some_and(|replicas| replicas > 0)
    }

    fn configure(&self, manifest: &mut Manifest) {
        let plugins = match manifest.object("ConfigMap", CONFIG) {
            Some(config) => config.text("data.cni_network_config").map(|text| self.plugins(&text)),
            None => return,
        };
        let Some(Some(plugins)) = plugins else {
            return manifest
                .missing
                .push(format!("no list of plugins in `cni_network_config` of the ConfigMap `{CONFIG}`"));
        };
        let Some(config) = manifest.object("ConfigMap", CONFIG) else { return };
        let backend = if self.encapsulation() == "ipip" { "bird" } else { self.encapsulation() };
        *config = config
            .clone()
            .set("data.typha_service_name", if self.has_typha() { TYPHA } else { "none" })
            .set("data.calico_backend", backend)
            .set("data.veth_mtu", self.calico.mtu.unwrap_or(0).to_string())
            .set("data.cni_network_config", plugins);
    }

    /// The configuration of the CNI plugins, in which nodes replace words such as `__CNI_MTU__`. It stays as it is where it has what
    /// the spec asks for.
    fn plugins(&self, text: &str) -> Option<String> {
        // This word stands for a number.
        const WORD: &str = "__CNI_MTU__";
        const QUOTED: &str = "\"__CNI_MTU__\"";
        let published: Value = serde_json::from_str(&text.replace(WORD, QUOTED)).ok()?;
        let mut wanted = published.clone();
        let plugins = wanted.get_mut("plugins")?.as_array_mut()?;
        let plugin = plugins.iter_mut().find(|plugin| plugin["type"] == "calico")?;
        let ipv6 = self.context.ipv6_only();
        plugin["ipam"] = if ipv6 {
            json!({
                "assign_ipv4": "false", "assign_ipv6": "true", "type": "host-local", "ranges": [[{"subnet": "usePodCidrIPv6"}]],
            })
        } else {
            json!({"assign_ipv4": "true", "assign_ipv6": "false", "type": "calico-ipam"})
        };
        let plugin = plugin.as_object_mut()?;
        if self.calico.allow_ip_forwarding == Some(true) {
            plugin.insert("container_settings".to_owned(), json!({"allow_ip_forwarding": true}));
        } else {
            plugin.remove("container_settings");
        }
        if wanted == published {
            return Some(text.to_owned());
        }
        serde_json::to_string_pretty(&wanted).ok().map(|text| text.replace(QUOTED, WORD))
    }

    fn adapt_nodes(&self, manifest: &mut Manifest) {
        let (calico, ipv6) = (self.calico, self.context.ipv6_only());
        let Some(mut pods) = manifest.pods("DaemonSet", NODE) else { return };
        if ipv6 {
            pods.remove("initContainers", "upgrade-ipam");
            pods.remove("volumes", "host-local-net-dir");
        }
        let mut container = pods.container();
        for (name, value) in self.variables() {
            container.env(name, &value);
        }
        for name in
            if ipv6 { &["CALICO_IPV4POOL_CIDR"][..] } else { &["USE_POD_CIDR", "CALICO_ROUTER_ID", "NO_DEFAULT_POOLS"] }
        {
            container.without_env(name);
        }
        if self.has_typha() {
            let service = json!({"configMapKeyRef": {"name": CONFIG, "key": "typha_service_name"}});
            container.variable(json!({"name": "FELIX_TYPHAK8SSERVICENAME", "valueFrom": service}));
        } else {
            container.without_env("FELIX_TYPHAK8SSERVICENAME");
        }
        for variable in proxy_env(self.context) {
            container.variable(variable);
        }
        container.resource("requests", "cpu", calico.cpu_request);
        if calico.prometheus_metrics_enabled == Some(true) {
            let port = port(calico.prometheus_metrics_port, METRICS_PORT);
            container.port(json!({"containerPort": port, "name": "metrics", "protocol": "TCP"}));
        }
        // BIRD runs only where packets travel by IP-in-IP.
        let bird = (self.encapsulation() == "ipip").then_some(());
        let words = |state: &str| (format!("-bird-{state}"), format!("-bird6-{state}"));
        for (probe, state) in [("livenessProbe", "live"), ("readinessProbe", "ready")] {
            let (v4, v6) = words(state);
            container.probe(probe, &[&v4, &v6], bird.map(|()| if ipv6 { v6.as_str() } else { v4.as_str() }));
        }
    }

    /// The variables of the agents that depend on the spec.
    fn variables(&self) -> Vec<(&'static str, String)> {
        let (calico, ipv6) = (self.calico, self.context.ipv6_only());
        let text = |value: &Option<String>, default: &str| {
            value.as_deref().filter(|value| !value.is_empty()).unwrap_or(default).to_owned()
        };
        let switch = |value: Option<bool>| value.unwrap_or(false).to_string();
        let found_by = |is_used: bool| if is_used { "autodetect" } else { "none" }.to_owned();
        let method = |is_used: bool| if is_used { "first-found" } else { "none" };
        let check = if ipv6 { "DoNothing".to_owned() } else { text(&calico.aws_src_dst_check, "Disable") };
        let mut variables = vec![
            ("IP", found_by(!ipv6)),
            ("IP6", found_by(ipv6)),
            ("IP_AUTODETECTION_METHOD", text(&calico.ipv4_auto_detection_method, method(!ipv6))),
            ("IP6_AUTODETECTION_METHOD", text(&calico.ipv6_auto_detection_method, method(ipv6))),
            ("CALICO_IPV4POOL_IPIP", self.mode("ipip", &calico.ipip_mode, "CrossSubnet")),
            ("CALICO_IPV4POOL_VXLAN", self.mode("vxlan", &calico.vxlan_mode, "CrossSubnet")),
            ("CALICO_IPV6POOL_VXLAN", self.mode("vxlan", &calico.vxlan_mode, "Never")),
            ("FELIX_IPV6SUPPORT", ipv6.to_string()),
            ("FELIX_AWSSRCDSTCHECK", check),
            ("FELIX_BPFENABLED", switch(calico.bpf_enabled)),
            ("FELIX_BPFEXTERNALSERVICEMODE", text(&calico.bpf_external_service_mode, "Tunnel")),
            ("FELIX_BPFKUBEPROXYIPTABLESCLEANUPENABLED", switch(calico.bpf_kube_proxy_iptables_cleanup_enabled)),
            ("FELIX_BPFLOGLEVEL", text(&calico.bpf_log_level, "Off")),
            ("FELIX_CHAININSERTMODE", text(&calico.chain_insert_mode, "insert")),
            ("FELIX_IPTABLESBACKEND", text(&calico.iptables_backend, "Auto")),
            ("FELIX_LOGSEVERITYSCREEN", text(&calico.log_severity_screen, "info")),
            ("FELIX_PROMETHEUSMETRICSENABLED", switch(calico.prometheus_metrics_enabled)),
            ("FELIX_PROMETHEUSMETRICSPORT", port(calico.prometheus_metrics_port, METRICS_PORT).to_string()),
            ("FELIX_PROMETHEUSGOMETRICSENABLED", switch(calico.prometheus_go_metrics_enabled)),
            ("FELIX_PROMETHEUSPROCESSMETRICSENABLED", switch(calico.prometheus_process_metrics_enabled)),
            ("FELIX_WIREGUARDENABLED", switch(calico.wireguard_enabled)),
        ];
        if ipv6 {
            let fixed = [("USE_POD_CIDR", "true"), ("CALICO_ROUTER_ID", "hash"), ("NO_DEFAULT_POOLS", "true")];
            variables.extend(fixed.map(|(name, value)| (name, value.to_owned())));
        } else {
            let manager = self.context.spec().kube_controller_manager.as_ref();
            let range = manager.and_then(|manager| manager.cluster_cidr.clone());
            variables.extend(range.map(|range| ("CALICO_IPV4POOL_CIDR", range)));
        }
        let mode = calico.nftables_mode.clone().filter(|mode| !mode.is_empty());
        variables.extend(mode.map(|mode| ("FELIX_NFTABLESMODE", mode)));
        variables
    }

    fn adapt_typha(&self, manifest: &mut Manifest) {
        if !self.has_typha() {
            return ["PodDisruptionBudget", "Service", "Deployment"]
                .iter()
                .for_each(|kind| manifest.remove(kind, TYPHA));
        }
        let calico = self.calico;
        let Some(typha) = manifest.object("Deployment", TYPHA) else { return };
        *typha = typha.clone().set("spec.replicas", calico.typha_replicas);
        let Some(mut pods) = manifest.pods("Deployment", TYPHA) else { return };
        let (mut container, port) = (pods.container(), port(calico.typha_prometheus_metrics_port, TYPHA_METRICS_PORT));
        let has_metrics = calico.typha_prometheus_metrics_enabled == Some(true);
        container.env("TYPHA_PROMETHEUSMETRICSENABLED", &has_metrics.to_string());
        container.env("TYPHA_PROMETHEUSMETRICSPORT", &port.to_string());
        if has_metrics {
            container.port(json!({"containerPort": port, "name": "metrics", "protocol": "TCP"}));
        }
    }

    /// Takes the images from another registry or of another version, where the spec names one.
    fn adapt_images(&self, manifest: &mut Manifest) {
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let (registry, version) = (given(&self.calico.registry), given(&self.calico.version));
        for object in &mut manifest.objects {
            object.each_image(&mut |image| {
                let Some((place, rest)) = image.split_once("/calico/") else { return };
                let Some((program, tag)) = rest.split_once(':') else { return };
                let place = registry.as_deref().unwrap_or(place);
                *image = format!("{place}/calico/{program}:{}", version.as_deref().unwrap_or(tag));
            });
        }
    }
}

/// The port that a spec names, or the default where it names none.
fn port(given: Option<i32>, default: i32) -> i32 {
    given.filter(|port| *port != 0).unwrap_or(default)
}
