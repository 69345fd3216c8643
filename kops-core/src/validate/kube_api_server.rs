//! The components of control planes: the API server, the controller manager, the scheduler; and kube-proxy.

use ipnet::IpNet;

use super::codes;
use super::kubelet::CLOUDS;
use super::network::Ranges;
use super::rules::{Rules, given};
use crate::diag::{Code, ObjectRef};
use crate::spec::{KubeApiServer, KubeControllerManager, SCHEDULER_CONFIGURATION, Version, is_scheduler_configuration};

/// The first version of Kubernetes whose API server knows no clouds.
const WITHOUT_CLOUDS: Version = Version::new(1, 33, 0);

/// Admission plugins that Kubernetes has removed, the releases that did, and what is there instead.
const REMOVED_PLUGINS: [(&str, &str, &str); 4] = [
    ("Initializers", "1.14", "admission webhooks take its place"),
    ("PodSecurityPolicy", "1.25", "pod security standards take its place"),
    ("SecurityContextDeny", "1.30", "pod security standards take its place"),
    ("PersistentVolumeLabel", "1.31", "the CSI driver says which zone a volume is in"),
];

pub(super) fn check(rules: &mut Rules<'_>, ranges: &Ranges) {
    let spec = rules.spec();
    if let Some(server) = &spec.kube_api_server {
        check_server(rules, server);
        check_removed_from_server(rules, server);
        check_plugins(rules, server);
        check_authorization(rules, server);
    }
    if let Some(manager) = &spec.kube_controller_manager {
        check_controller_manager(rules, manager, ranges);
    }
    if spec.kube_scheduler.as_ref().is_some_and(|scheduler| scheduler.use_policy_config_map.is_some()) {
        let path = rules.at("kubeScheduler.usePolicyConfigMap");
        let help = "add a `KubeSchedulerConfiguration` object beside the cluster";
        rules.refuse(path, codes::KUBE_SCHEDULER, "the scheduler does not read policies any more", help);
    }
    check_scheduler_objects(rules);
    if let Some(master) = spec.kube_proxy.as_ref().and_then(|proxy| given(&proxy.master)).filter(|url| !is_url(url)) {
        let wrong = format!("`{master}` is not the URL of an API server");
        let help = "leave it out: kube-proxy finds the API server by its kubeconfig";
        rules.refuse(rules.at("kubeProxy.master"), codes::KUBE_PROXY, wrong, help);
    }
    let excluded = spec.kube_proxy.iter().flat_map(|proxy| &proxy.ipvs_exclude_cidrs).enumerate();
    for (i, text) in excluded.filter(|(_, text)| text.parse::<IpNet>().is_err()) {
        let path = rules.at("kubeProxy.ipvsExcludeCidrs").index(i);
        rules.refuse(
            path,
            codes::KUBE_PROXY,
            format!("`{text}` is not an IP range"),
            "a range is written `10.0.0.0/8`",
        );
    }
}

/// A `KubeSchedulerConfiguration` beside the cluster may set anything but how the scheduler reaches the API server.
fn check_scheduler_objects(rules: &mut Rules<'_>) {
    for object in rules.full().additional.iter().filter(|object| is_scheduler_configuration(object)) {
        if object["clientConnection"]["kubeconfig"].as_str().is_none_or(str::is_empty) {
            continue;
        }
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let path = ObjectRef::new(SCHEDULER_CONFIGURATION, name).field("clientConnection.kubeconfig");
        let wrong = "the kubeconfig of the scheduler is written by the cluster itself";
        rules.refuse(path, codes::KUBE_SCHEDULER, wrong, "remove `clientConnection.kubeconfig`");
    }
}

/// True for a scheme and a host.
fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric())
            && !rest.is_empty()
            && !rest.starts_with('/')
    })
}

fn check_server(rules: &mut Rules<'_>, server: &KubeApiServer) {
    let at = |rules: &Rules<'_>, field: &str| rules.at("kubeAPIServer").key(field);
    let folder = |file: &str| file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let (policy, webhook) = (given(&server.audit_policy_file), given(&server.audit_webhook_config_file));
    let oidc = [
        &server.oidc_issuer_url,
        &server.oidc_client_id,
        &server.oidc_username_claim,
        &server.oidc_username_prefix,
        &server.oidc_groups_claim,
        &server.oidc_groups_prefix,
    ];
    let apart = policy.zip(webhook).is_some_and(|(policy, webhook)| folder(policy) != folder(webhook));
    let range =
        given(&server.service_cluster_ip_range).filter(|_| rules.is_written(&at(rules, "serviceClusterIPRange")));
    let of_cluster = given(&rules.spec().service_cluster_ip_range);
    let of_cluster = of_cluster.filter(|_| rules.is_written(&rules.at("serviceClusterIPRange")));
    let faults = [
        (
            "authenticationConfigFile",
            given(&server.authentication_config_file).is_some()
                && (oidc.into_iter().any(Option::is_some) || !server.oidc_required_claim.is_empty()),
            "the file and the OIDC options say the same thing",
            "keep `authenticationConfigFile`, or the OIDC options",
        ),
        (
            "enableBootstrapTokenAuth",
            server.enable_bootstrap_token_auth == Some(true),
            "nodes do not join by bootstrap tokens",
            "remove it",
        ),
        (
            "admissionControl",
            !server.admission_control.is_empty(),
            "`admissionControl` is not read any more",
            "write `enableAdmissionPlugins`",
        ),
        (
            "proxyClientCertFile",
            server.proxy_client_cert_file.is_some() != server.proxy_client_key_file.is_some(),
            "a certificate needs its key, and a key its certificate",
            "give both of `proxyClientCertFile` and `proxyClientKeyFile`, or none",
        ),
        (
            "insecurePort",
            server.insecure_port.is_some_and(|port| port != 0),
            "the API server has no insecure port since Kubernetes 1.24",
            "remove it",
        ),
        (
            "auditWebhookConfigFile",
            webhook.is_some() && policy.is_none(),
            "the audit webhook needs a policy",
            "add `auditPolicyFile`",
        ),
        (
            "auditWebhookConfigFile",
            apart,
            "the file must be in the folder of the audit policy",
            "put both in the same folder",
        ),
        (
            "serviceClusterIPRange",
            range.is_some() && range != of_cluster,
            "the range is not the `serviceClusterIPRange` of the cluster",
            "write it there, and remove it here",
        ),
    ];
    for (field, _, wrong, right) in faults.into_iter().filter(|(_, wrong, ..)| *wrong) {
        rules.refuse(at(rules, field), codes::KUBE_API_SERVER, wrong, right);
    }
    if let Some(range) = given(&server.service_node_port_range).filter(|range| !is_port_range(range)) {
        let path = at(rules, "serviceNodePortRange");
        rules.refuse(
            path,
            codes::KUBE_API_SERVER,
            format!("`{range}` is not a range of ports"),
            "write one such as `30000-32767`",
        );
    }
    rules.one_of(at(rules, "logFormat"), given(&server.log_format), &["text", "json"]);
    if Version::of(rules.cluster()) < WITHOUT_CLOUDS {
        rules.one_of(at(rules, "cloudProvider"), given(&server.cloud_provider), &CLOUDS);
    }
}

/// A flag, whether it is set, the release of Kubernetes that removed it, and what is right.
type Removed = (&'static str, bool, &'static str, &'static str);

/// Refuses flags of a component that kops passes on, and Kubernetes has removed.
fn refuse_removed(rules: &mut Rules<'_>, component: &str, code: Code, removed: &[Removed]) {
    for (field, _, release, right) in removed.iter().filter(|(_, is_set, ..)| *is_set) {
        let wrong = format!("`{field}` was removed in Kubernetes {release}");
        rules.refuse(rules.at(component).key(field), code, wrong, *right);
    }
}

fn check_removed_from_server(rules: &mut Rules<'_>, server: &KubeApiServer) {
    let removed = [
        ("etcdQuorumRead", server.etcd_quorum_read.is_some(), "1.13", "remove it"),
        ("auditDynamicConfiguration", server.audit_dynamic_configuration.is_some(), "1.19", "remove it"),
        (
            "basicAuthFile",
            given(&server.basic_auth_file).is_some(),
            "1.19",
            "remove it; users have client certificates, or log in by OIDC",
        ),
        ("address", given(&server.address).is_some(), "1.24", "remove it, or write `bindAddress`"),
        (
            "experimentalEncryptionProviderConfig",
            given(&server.experimental_encryption_provider_config).is_some(),
            "1.24",
            "write `encryptionProviderConfig`",
        ),
    ];
    refuse_removed(rules, "kubeAPIServer", codes::KUBE_API_SERVER, &removed);
    if given(&server.storage_backend) == Some("etcd2") {
        let path = rules.at("kubeAPIServer.storageBackend");
        rules.refuse(path, codes::KUBE_API_SERVER, "`etcd2` was removed in Kubernetes 1.13", "remove it");
    }
}

/// Refuses admission plugins that Kubernetes has removed.
fn check_plugins(rules: &mut Rules<'_>, server: &KubeApiServer) {
    // By default the second has those of the first, too.
    let lists = [
        ("appendAdmissionPlugins", &server.append_admission_plugins),
        ("enableAdmissionPlugins", &server.enable_admission_plugins),
    ];
    for (plugin, release, instead) in REMOVED_PLUGINS {
        let found =
            lists.iter().find_map(|(field, plugins)| Some((*field, plugins.iter().position(|given| given == plugin)?)));
        if let Some((field, index)) = found {
            let path = rules.at("kubeAPIServer").key(field).index(index);
            let wrong = format!("`{plugin}` was removed in Kubernetes {release}");
            rules.refuse(path, codes::KUBE_API_SERVER, wrong, format!("remove it; {instead}"));
        }
    }
}

fn check_removed_from_manager(rules: &mut Rules<'_>, manager: &KubeControllerManager) {
    let removed = [
        (
            "horizontalPodAutoscalerUseRestClients",
            manager.horizontal_pod_autoscaler_use_rest_clients.is_some(),
            "1.22",
            "remove it",
        ),
        (
            "experimentalClusterSigningDuration",
            manager.experimental_cluster_signing_duration.is_some(),
            "1.25",
            "write `ClusterSigningDuration`",
        ),
        (
            "podEvictionTimeout",
            manager.pod_eviction_timeout.is_some(),
            "1.27",
            "remove it; pods tolerate taints for a time",
        ),
        (
            "horizontalPodAutoscalerDownscaleDelay",
            manager.horizontal_pod_autoscaler_downscale_delay.is_some(),
            "1.31",
            "write `horizontalPodAutoscalerDownscaleStabilization`",
        ),
        (
            "horizontalPodAutoscalerUpscaleDelay",
            manager.horizontal_pod_autoscaler_upscale_delay.is_some(),
            "1.31",
            "remove it",
        ),
    ];
    refuse_removed(rules, "kubeControllerManager", codes::KUBE_CONTROLLER_MANAGER, &removed);
}

fn check_controller_manager(rules: &mut Rules<'_>, manager: &KubeControllerManager, ranges: &Ranges) {
    let at = |rules: &Rules<'_>, field: &str| rules.at("kubeControllerManager").key(field);
    check_removed_from_manager(rules, manager);
    if let Some(period) = manager.attach_detach_reconcile_sync_period.filter(|period| period.as_secs() < 1) {
        let path = at(rules, "attachDetachReconcileSyncPeriod");
        let wrong = format!("`{period}` is shorter than a second, which the controller manager refuses");
        rules.refuse(path, codes::KUBE_CONTROLLER_MANAGER, wrong, "write `1s` or more; without it, it is `1m`");
    }
    rules.one_of(at(rules, "cloudProvider"), given(&manager.cloud_provider), &CLOUDS);
    let path = at(rules, "clusterCIDR");
    // Where it was not written it is `podCIDR`, whose faults are not told again.
    if !rules.is_written(&path) {
        return;
    }
    let Some(text) = given(&manager.cluster_cidr) else { return };
    match text.parse::<IpNet>() {
        Err(_) => {
            let wrong = format!("`{text}` is not an IP range");
            rules.refuse(path, codes::KUBE_CONTROLLER_MANAGER, wrong, "remove it to have `podCIDR`");
        }
        Ok(pods) => {
            if let Some(whole) = ranges.non_masquerade.filter(|whole| !whole.contains(&pods)) {
                let wrong = format!("`{text}` is not inside of `nonMasqueradeCIDR` (`{whole}`)");
                rules.refuse(path, codes::KUBE_CONTROLLER_MANAGER, wrong, "remove it to have `podCIDR`");
            }
        }
    }
}

fn check_authorization(rules: &mut Rules<'_>, server: &KubeApiServer) {
    let Some(text) = given(&server.authorization_mode) else { return };
    let modes: Vec<&str> = text.split(',').collect();
    let path = rules.at("kubeAPIServer.authorizationMode");
    if modes.contains(&"Webhook") && given(&server.authorization_webhook_config_file).is_none() {
        let help = "add `authorizationWebhookConfigFile`";
        rules.refuse(
            path.clone(),
            codes::KUBE_API_SERVER,
            "the mode `Webhook` needs a file that says where it is",
            help,
        );
    }
    if rules.spec().authorization.as_ref().is_none_or(|authorization| authorization.rbac.is_none()) {
        return;
    }
    for mode in &modes {
        rules.one_of(path.clone(), Some(mode), &["ABAC", "Webhook", "Node", "RBAC", "AlwaysAllow", "AlwaysDeny"]);
    }
    if !modes.contains(&"Node") || !modes.contains(&"RBAC") {
        let wrong = format!("`{text}` lacks `Node` or `RBAC`, without which nodes cannot join");
        rules.refuse(path, codes::KUBE_API_SERVER, wrong, "add `Node` and `RBAC`");
    }
}

/// True for `30000-32767` and `30000+2767`.
fn is_port_range(text: &str) -> bool {
    let text = text.trim();
    let port = |text: &str| text.parse::<u16>().ok();
    match (text.split_once('-'), text.split_once('+')) {
        (Some((first, last)), _) => port(first).zip(port(last)).is_some_and(|(first, last)| first <= last),
        (_, Some((first, count))) => {
            port(first).zip(port(count)).is_some_and(|(first, count)| first.checked_add(count).is_some())
        }
        _ => port(text).is_some(),
    }
}
