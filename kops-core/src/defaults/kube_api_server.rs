//! The API server.

use super::{Notes, Version, image};
use crate::facts::Facts;
use crate::naming::s3;
use crate::spec::{Cluster, KubeApiServer};

const ADMISSION_PLUGINS: [&str; 11] = [
    "DefaultStorageClass",
    "DefaultTolerationSeconds",
    "LimitRanger",
    "MutatingAdmissionWebhook",
    "NamespaceLifecycle",
    "NodeRestriction",
    "ResourceQuota",
    "RuntimeClass",
    "ServiceAccount",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionWebhook",
];

/// Ports on which members of etcd serve the API server of their machine.
const ETCD_MAIN: u16 = 4001;
const ETCD_EVENTS: u16 = 4002;
const ETCD_LEASES: u16 = 4004;

const KOPS: &str = "how kops runs the API server";

pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, version: Version, notes: &mut Notes<'_>) {
    let mut server = cluster.spec.kube_api_server.take().unwrap_or_default();
    let at = |field: &str| format!("kubeAPIServer.{field}");
    let spec = &cluster.spec;

    notes.fill(
        &mut server.image,
        at("image"),
        image::kubernetes(cluster, "kube-apiserver"),
        "the version of Kubernetes",
    );
    notes.fill(&mut server.log_level, at("logLevel"), 2, "the default level");
    notes.fill(&mut server.secure_port, at("securePort"), 443, KOPS);
    let address = if cluster.is_ipv6_only() { "::" } else { "0.0.0.0" };
    notes.fill(&mut server.bind_address, at("bindAddress"), address, KOPS);
    notes.set(&mut server.allow_privileged, at("allowPrivileged"), true, KOPS);
    notes.set(&mut server.anonymous_auth, at("anonymousAuth"), false, KOPS);
    if version.is_before(33) {
        notes.fill(
            &mut server.cloud_provider,
            at("cloudProvider"),
            "external",
            "the cloud controller manager is apart",
        );
    }
    if let Some(range) = spec.service_cluster_ip_range.as_deref() {
        notes.fill(&mut server.service_cluster_ip_range, at("serviceClusterIPRange"), range, "`serviceClusterIPRange`");
    }
    let types = ["InternalIP", "Hostname", "ExternalIP"];
    notes.list(&mut server.kubelet_preferred_address_types, at("kubeletPreferredAddressTypes"), types, KOPS);
    let plugins = ADMISSION_PLUGINS.into_iter().chain(server.append_admission_plugins.iter().map(String::as_str));
    let plugins: Vec<String> = plugins.map(str::to_owned).collect();
    notes.list(
        &mut server.enable_admission_plugins,
        at("enableAdmissionPlugins"),
        plugins,
        "what Kubernetes recommends",
    );

    let authorization = spec.authorization.clone().unwrap_or_default();
    if authorization.always_allow.is_some() {
        notes.fill(&mut server.authorization_mode, at("authorizationMode"), "AlwaysAllow", "`authorization`");
    } else if authorization.rbac.is_some() {
        notes.fill(&mut server.authorization_mode, at("authorizationMode"), "Node,RBAC", "`authorization`");
    }
    if spec.authentication.as_ref().is_some_and(|authentication| authentication.kopeio.is_some()) {
        let file = &mut server.authentication_token_webhook_config_file;
        notes.fill(
            file,
            at("authenticationTokenWebhookConfigFile"),
            "/etc/kubernetes/authn.config",
            "`authentication`",
        );
    }
    if spec.metrics_server.as_ref().is_some_and(|metrics| metrics.enabled == Some(true)) {
        notes.set(
            &mut server.enable_aggregator_routing,
            at("enableAggregatorRouting"),
            true,
            "there is a metrics server",
        );
    }
    let request_headers = [
        (&mut server.requestheader_allowed_names, "requestheaderAllowedNames", "aggregator"),
        (&mut server.requestheader_extra_header_prefixes, "requestheaderExtraHeaderPrefixes", "X-Remote-Extra-"),
        (&mut server.requestheader_group_headers, "requestheaderGroupHeaders", "X-Remote-Group"),
        (&mut server.requestheader_username_headers, "requestheaderUsernameHeaders", "X-Remote-User"),
    ];
    for (slot, field, value) in request_headers {
        notes.list(slot, at(field), [value], KOPS);
    }

    fill_etcd(cluster, &mut server, notes);
    notes.list(&mut server.api_audiences, at("apiAudiences"), ["kubernetes.svc.default"], KOPS);
    let issuer = issuer(cluster, facts);
    notes.set(&mut server.service_account_issuer, at("serviceAccountIssuer"), issuer.0, issuer.1);
    let keys = format!("{}/openid/v1/jwks", server.service_account_issuer.as_deref().unwrap_or_default());
    notes.set(&mut server.service_account_jwks_uri, at("serviceAccountJWKSURI"), keys, "`serviceAccountIssuer`");
    cluster.spec.kube_api_server = Some(server);
}

/// How the API server reaches etcd: by the member on its own machine.
fn fill_etcd(cluster: &Cluster, server: &mut KubeApiServer, notes: &mut Notes<'_>) {
    const RULE: &str = "`etcdClusters`";
    let clusters = &cluster.spec.etcd_clusters;
    let find = |name: &str| clusters.iter().find(|etcd| etcd.name.as_deref() == Some(name));
    let major = clusters.first().and_then(|etcd| Version::parse(etcd.version.as_deref()?)).map(|version| version.major);
    if let Some(major) = major {
        notes.set(&mut server.storage_backend, "kubeAPIServer.storageBackend", format!("etcd{major}"), RULE);
    }
    if let Some(main) = find("main") {
        let members = i32::try_from(main.etcd_members.len()).unwrap_or(i32::MAX);
        if members > 0 {
            notes.set(&mut server.api_server_count, "kubeAPIServer.apiServerCount", members, "the members of etcd");
        }
        let url = format!("https://127.0.0.1:{ETCD_MAIN}");
        notes.list(&mut server.etcd_servers, "kubeAPIServer.etcdServers", [url], RULE);
    }
    let own = [("events", "/events", ETCD_EVENTS), ("leases", "coordination.k8s.io/leases", ETCD_LEASES)];
    let overrides: Vec<String> = clusters
        .iter()
        .filter_map(|etcd| own.iter().find(|(name, ..)| etcd.name.as_deref() == Some(*name)))
        .map(|(_, resource, port)| format!("{resource}#https://127.0.0.1:{port}"))
        .collect();
    notes.list(&mut server.etcd_servers_overrides, "kubeAPIServer.etcdServersOverrides", overrides, RULE);
}

/// Who issues the tokens of service accounts: the place where the keys are published, or the API itself.
///
/// kops means to take the API's public name where the keys there are public, but switches anonymous access off
/// before it asks whether it is on, so that this never happens. Clusters that run must keep their issuer.
fn issuer(cluster: &Cluster, facts: &Facts) -> (String, &'static str) {
    let discovery = cluster.spec.service_account_issuer_discovery.as_ref();
    if let Some(store) = discovery.and_then(|discovery| discovery.discovery_store.as_deref()).filter(|s| !s.is_empty())
    {
        return (public_url(store, cluster.is_ipv6_only(), facts), "where the keys are published");
    }
    let service = discovery.and_then(|discovery| discovery.discovery_service.as_ref()?.url.clone());
    match service {
        Some(url) => (url, "where the keys are published"),
        None => (format!("https://api.internal.{}", cluster.name()), "the API's name inside the cluster"),
    }
}

/// The public URL of a place of a store: S3 serves buckets by HTTPS.
pub(crate) fn public_url(store: &str, ipv6: bool, facts: &Facts) -> String {
    let Some((bucket, path)) = s3::folder(store) else {
        return store.split_once("://").map_or_else(|| store.to_owned(), |(_, rest)| format!("https://{rest}"));
    };
    let region = facts.region_of_bucket(bucket);
    let service = if ipv6 { "s3.dualstack" } else { "s3" };
    let host = format!("{bucket}.{service}.{region}.{}", facts.domain());
    format!("https://{host}/{path}").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::filled;
    use super::*;
    use crate::facts::Bucket;

    #[test]
    fn a_bucket_is_served_where_it_is() {
        let ohio = Facts::built_in("us-east-2");
        let china = Facts::built_in("cn-north-1");
        let mut elsewhere = ohio.clone();
        elsewhere.buckets.insert("keys".into(), Bucket { region: "eu-west-1".into(), ..Bucket::default() });
        elsewhere.buckets.insert("near".into(), Bucket::default());
        for (store, ipv6, facts, expected) in [
            ("s3://keys/a", false, &ohio, "keys.s3.us-east-2.amazonaws.com/a"),
            ("s3://keys/a", true, &ohio, "keys.s3.dualstack.us-east-2.amazonaws.com/a"),
            ("s3://keys/a", false, &elsewhere, "keys.s3.eu-west-1.amazonaws.com/a"),
            ("s3://near/a", false, &elsewhere, "near.s3.us-east-2.amazonaws.com/a"),
            ("s3://keys", false, &china, "keys.s3.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(public_url(store, ipv6, facts), format!("https://{expected}"));
        }
    }

    #[test]
    fn tokens_are_issued_where_kops_issues_them() {
        let keys = json!({"discoveryStore": "s3://keys/a.example.com"});
        let service = json!({"discoveryService": {"url": "https://keys.example.com"}});
        let open = json!({"kubeAPIServer": {"anonymousAuth": true}, "kubernetesApiAccess": ["0.0.0.0/0", "::/0"]});
        for (spec, expected) in [
            (json!({}), "api.internal.a.example.com"),
            (open, "api.internal.a.example.com"),
            (json!({"serviceAccountIssuerDiscovery": keys}), "keys.s3.us-east-2.amazonaws.com/a.example.com"),
            (json!({"serviceAccountIssuerDiscovery": service}), "keys.example.com"),
        ] {
            let server = filled(&spec, &Facts::built_in("us-east-2")).spec.cluster.spec.kube_api_server.unwrap();
            assert_eq!(server.service_account_issuer, Some(format!("https://{expected}")), "{spec}");
            assert_eq!(server.service_account_jwks_uri, Some(format!("https://{expected}/openid/v1/jwks")), "{spec}");
        }
    }
}
