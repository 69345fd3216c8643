//! The API server.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::etcd::EnvVar;
use super::quantity::Quantity;
use super::scalar::Duration;

/// Settings of the API server.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeApiServer {
    /// The image of the API server. Default: `registry.k8s.io/kube-apiserver` in the version of Kubernetes.
    pub image: Option<String>,
    /// Retired: Kubernetes no longer authenticates with passwords.
    pub disable_basic_auth: Option<bool>,
    /// The format of the log: `text` or `json`. Unset: kube-apiserver's default, `text`.
    pub log_format: Option<String>,
    /// Verbosity of the log, from 0. Default: 2.
    pub log_level: Option<i32>,
    /// The cloud provider inside of the API server. Default: `external` before Kubernetes 1.33; none later.
    pub cloud_provider: Option<String>,
    /// Time between two compactions of etcd (`5m`). Unset: kube-apiserver's default, 5m.
    pub compaction_interval: Option<Duration>,
    /// The port that the API server listens on. Default: 443.
    pub secure_port: Option<i32>,
    /// Retired: Kubernetes no longer serves without TLS.
    pub insecure_port: Option<i32>,
    /// Retired: Kubernetes no longer serves without TLS.
    pub address: Option<String>,
    /// The address that the API server advertises to the cluster. Unset: the address of the node.
    pub advertise_address: Option<String>,
    /// The address that the API server listens on. Default: `0.0.0.0`; `::` for IPv6.
    pub bind_address: Option<String>,
    /// Retired: Kubernetes no longer serves without TLS.
    pub insecure_bind_address: Option<String>,
    /// Accepts bootstrap tokens, with which nodes join. Unset: kube-apiserver's default, false.
    pub enable_bootstrap_token_auth: Option<bool>,
    /// Sends requests of aggregated APIs to endpoints instead of the service's address. Default: true with
    /// `metricsServer`; else kube-apiserver's default, false.
    pub enable_aggregator_routing: Option<bool>,
    /// Retired: use `enableAdmissionPlugins`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub admission_control: Vec<String>,
    /// Admission plugins to run beside the default ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub append_admission_plugins: Vec<String>,
    /// Admission plugins to run. Default: `DefaultStorageClass`, `DefaultTolerationSeconds`, `LimitRanger`,
    /// `MutatingAdmissionWebhook`, `NamespaceLifecycle`, `NodeRestriction`, `ResourceQuota`, `RuntimeClass`,
    /// `ServiceAccount`, `ValidatingAdmissionPolicy`, `ValidatingAdmissionWebhook`, and those of
    /// `appendAdmissionPlugins`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enable_admission_plugins: Vec<String>,
    /// Admission plugins not to run, including those that Kubernetes runs by default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disable_admission_plugins: Vec<String>,
    /// The path of the file that configures admission plugins. Unset: none.
    pub admission_control_config_file: Option<String>,
    /// The CIDR of services' addresses. Default: the cluster's `serviceClusterIPRange`.
    #[serde(rename = "serviceClusterIPRange")]
    pub service_cluster_ip_range: Option<String>,
    /// The range of node ports (`30000-32767`). Unset: kube-apiserver's default, `30000-32767`.
    pub service_node_port_range: Option<String>,
    /// The URLs of etcd. Default: `https://127.0.0.1:4001`, the member of `main` on the same node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_servers: Vec<String>,
    /// The URLs of etcd for some resources, as `group/resource#url`. Default: one for each of the etcd clusters
    /// `events` and `leases`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_servers_overrides: Vec<String>,
    /// The path of the CA certificate of etcd. Unset: kops sets the path where instances write it.
    pub etcd_ca_file: Option<String>,
    /// The path of the client certificate for etcd. Unset: kops sets the path where instances write it.
    pub etcd_cert_file: Option<String>,
    /// The path of the private key of `etcdCertFile`. Unset: kops sets the path where instances write it.
    pub etcd_key_file: Option<String>,
    /// Retired: Kubernetes no longer authenticates with passwords.
    pub basic_auth_file: Option<String>,
    /// The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where
    /// instances write it.
    #[serde(rename = "clientCAFile")]
    pub client_ca_file: Option<String>,
    /// The path of the certificate that the API server presents. Unset: kops sets the path where instances write it.
    pub tls_cert_file: Option<String>,
    /// The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    pub tls_private_key_file: Option<String>,
    /// The cipher suites that the API server accepts, by Go's names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The lowest version of TLS that the API server accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-apiserver's
    /// default, `VersionTLS12`.
    pub tls_min_version: Option<String>,
    /// The path of the file with static tokens. Unset: none.
    pub token_auth_file: Option<String>,
    /// Allows privileged containers. Default: true.
    pub allow_privileged: Option<bool>,
    /// The number of API servers. Default: the number of members of the etcd cluster `main`.
    pub api_server_count: Option<i32>,
    /// API groups and versions to enable or disable: `batch/v2alpha1: "true"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub runtime_config: BTreeMap<String, String>,
    /// The path of the client certificate for kubelets. Unset: kops sets the path where instances write it.
    pub kubelet_client_certificate: Option<String>,
    /// The path of the CA certificate that kubelets' certificates are verified with. Unset: they are not verified.
    pub kubelet_certificate_authority: Option<String>,
    /// The path of the private key of `kubeletClientCertificate`. Unset: kops sets the path where instances write it.
    pub kubelet_client_key: Option<String>,
    /// Serves requests without authentication as the user `system:anonymous`. Default: false.
    pub anonymous_auth: Option<bool>,
    /// The types of a node's address, in the order in which they are tried. Default: `InternalIP`, `Hostname`,
    /// `ExternalIP`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kubelet_preferred_address_types: Vec<String>,
    /// The version of etcd's API: `etcd3`. Default: `etcd3`, by the version of etcd.
    pub storage_backend: Option<String>,
    /// The OIDC claim that is the name of the user. Unset: kube-apiserver's default, `sub`.
    pub oidc_username_claim: Option<String>,
    /// The prefix of names of OIDC users. Unset: the issuer's URL, unless the claim is `email`.
    pub oidc_username_prefix: Option<String>,
    /// The OIDC claim that lists the groups of the user. Unset: OIDC users have no groups.
    pub oidc_groups_claim: Option<String>,
    /// The prefix of names of OIDC groups. Unset: none.
    pub oidc_groups_prefix: Option<String>,
    /// The URL of the OIDC provider. Unset: no OIDC.
    #[serde(rename = "oidcIssuerURL")]
    pub oidc_issuer_url: Option<String>,
    /// The client id for which OIDC tokens must be issued. Required with `oidcIssuerURL`; unset otherwise.
    #[serde(rename = "oidcClientID")]
    pub oidc_client_id: Option<String>,
    /// OIDC claims that a token must have, as `key=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub oidc_required_claim: Vec<String>,
    /// The path of the CA certificate of the OIDC provider. Unset: the CA certificates of the operating system.
    #[serde(rename = "oidcCAFile")]
    pub oidc_ca_file: Option<String>,
    /// The path of the file that configures authentication, in place of the `oidc` fields. Unset: none.
    pub authentication_config_file: Option<String>,
    /// The path of the client certificate for aggregated APIs. Unset: kops sets the path where instances write it.
    pub proxy_client_cert_file: Option<String>,
    /// The path of the private key of `proxyClientCertFile`. Unset: kops sets the path where instances write it.
    pub proxy_client_key_file: Option<String>,
    /// The format of the audit log: `json` or `legacy`. Unset: kube-apiserver's default, `json`.
    pub audit_log_format: Option<String>,
    /// The path of the audit log; `-` for standard output. Unset: no audit log.
    pub audit_log_path: Option<String>,
    /// Days for which old audit logs are kept. Unset: they are not removed by age.
    pub audit_log_max_age: Option<i32>,
    /// The number of old audit logs that are kept. Unset: all.
    pub audit_log_max_backups: Option<i32>,
    /// Size in MB at which the audit log is rotated. Unset: kube-apiserver's default, 100.
    pub audit_log_max_size: Option<i32>,
    /// The path of the audit policy. Unset: nothing is audited.
    pub audit_policy_file: Option<String>,
    /// The number of audit events that are buffered for the webhook. Unset: kube-apiserver's default, 10000.
    pub audit_webhook_batch_buffer_size: Option<i32>,
    /// The maximum number of audit events in a batch. Unset: kube-apiserver's default, 400.
    pub audit_webhook_batch_max_size: Option<i32>,
    /// Time after which a batch is sent even if it is not full (`30s`). Unset: kube-apiserver's default, 30s.
    pub audit_webhook_batch_max_wait: Option<Duration>,
    /// The number of batches that may be sent at once. Unset: kube-apiserver's default, 15.
    pub audit_webhook_batch_throttle_burst: Option<i32>,
    /// Limits the rate of batches. Unset: kube-apiserver's default, true.
    pub audit_webhook_batch_throttle_enable: Option<bool>,
    /// The number of batches per second. Unset: kube-apiserver's default, 10.
    pub audit_webhook_batch_throttle_qps: Option<Quantity>,
    /// The path of the kubeconfig file of the audit webhook. Unset: no webhook.
    pub audit_webhook_config_file: Option<String>,
    /// Time to wait before the first retry of a batch (`10s`). Unset: kube-apiserver's default, 10s.
    pub audit_webhook_initial_backoff: Option<Duration>,
    /// How audit events are sent: `batch`, `blocking` or `blocking-strict`. Unset: kube-apiserver's default, `batch`.
    pub audit_webhook_mode: Option<String>,
    /// The path of the kubeconfig file of the webhook that verifies tokens. Default: `/etc/kubernetes/authn.config`
    /// with `authentication.kopeio`; unset otherwise.
    pub authentication_token_webhook_config_file: Option<String>,
    /// Time for which an answer of that webhook is cached (`2m`). Unset: kube-apiserver's default, 2m.
    pub authentication_token_webhook_cache_ttl: Option<Duration>,
    /// The authorizers, in order, comma-separated. Default: `Node,RBAC` with `authorization.rbac`; `AlwaysAllow` with
    /// `alwaysAllow`.
    pub authorization_mode: Option<String>,
    /// The path of the kubeconfig file of the authorization webhook. Unset: no webhook.
    pub authorization_webhook_config_file: Option<String>,
    /// Time for which a permission is cached (`5m`). Unset: kube-apiserver's default, 5m.
    pub authorization_webhook_cache_authorized_ttl: Option<Duration>,
    /// Time for which a denial is cached (`30s`). Unset: kube-apiserver's default, 30s.
    pub authorization_webhook_cache_unauthorized_ttl: Option<Duration>,
    /// Retired: users in the group `system:masters` may do everything.
    pub authorization_rbac_super_user: Option<String>,
    /// The path of the file that configures encryption in etcd. Unset: kops sets it with `encryptionConfig`.
    pub encryption_provider_config: Option<String>,
    /// Retired: use `encryptionProviderConfig`.
    pub experimental_encryption_provider_config: Option<String>,
    /// HTTP headers that hold the name of the user in requests of an authenticating proxy. Default: `X-Remote-User`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_username_headers: Vec<String>,
    /// HTTP headers that hold the groups of the user. Default: `X-Remote-Group`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_group_headers: Vec<String>,
    /// Prefixes of HTTP headers that hold other attributes of the user. Default: `X-Remote-Extra-`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_extra_header_prefixes: Vec<String>,
    /// The path of the CA certificate that the proxy's client certificate is verified with. Unset: kops sets the path
    /// where instances write it.
    #[serde(rename = "requestheaderClientCAFile")]
    pub requestheader_client_ca_file: Option<String>,
    /// The common names that the proxy's client certificate may have. Default: `aggregator`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_allowed_names: Vec<String>,
    /// Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// The probability that an HTTP/2 client is asked to reconnect, which balances the load: 0 to `0.02`. Unset:
    /// kube-apiserver's default, 0.
    pub goaway_chance: Option<String>,
    /// The maximum number of reading requests at a time. Unset: kube-apiserver's default, 400.
    pub max_requests_inflight: Option<i32>,
    /// The maximum number of mutating requests at a time. Unset: kube-apiserver's default, 200.
    pub max_mutating_requests_inflight: Option<i32>,
    /// The maximum number of streams in an HTTP/2 connection. Unset: kube-apiserver's default.
    pub http2_max_streams_per_connection: Option<i32>,
    /// Retired: Kubernetes always reads from a quorum.
    pub etcd_quorum_read: Option<bool>,
    /// Time that a request may take (`1m`), other than watches. Unset: kube-apiserver's default, 1m.
    pub request_timeout: Option<Duration>,
    /// Time that etcd may take to become ready (`1m`). Unset: kube-apiserver's default, 1m.
    pub storage_initialization_timeout: Option<Duration>,
    /// Seconds for which a watch is kept open at least. Unset: kube-apiserver's default, 1800.
    pub min_request_timeout: Option<i32>,
    /// Serves watches from memory. Unset: kube-apiserver's default, true.
    pub watch_cache: Option<bool>,
    /// Sizes of the watch cache by resource, as `resource#size`; 0 disables it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub watch_cache_sizes: Vec<String>,
    /// Paths of the public keys that verify tokens of service accounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_account_key_file: Vec<String>,
    /// The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances
    /// write it.
    pub service_account_signing_key_file: Option<String>,
    /// The issuer of tokens of service accounts. Default: the URL of `serviceAccountIssuerDiscovery`, or
    /// `https://api.internal.` and the cluster's name.
    pub service_account_issuer: Option<String>,
    /// Other issuers whose tokens are accepted, for a change of the issuer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_service_account_issuers: Vec<String>,
    /// The URL of the public keys of service account tokens. Default: `/openid/v1/jwks` below `serviceAccountIssuer`.
    #[serde(rename = "serviceAccountJWKSURI")]
    pub service_account_jwks_uri: Option<String>,
    /// The audiences that tokens of service accounts must have. Default: `kubernetes.svc.default`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_audiences: Vec<String>,
    /// CPU request of the API server's pod. Default: 150m.
    pub cpu_request: Option<Quantity>,
    /// CPU limit of the API server's pod. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
    /// Memory request of the API server's pod. Unset: none.
    pub memory_request: Option<Quantity>,
    /// Memory limit of the API server's pod. Unset: no limit.
    pub memory_limit: Option<Quantity>,
    /// Time for which events are kept (`1h`). Unset: kube-apiserver's default, 1h.
    #[serde(rename = "eventTTL")]
    pub event_ttl: Option<Duration>,
    /// Retired: Kubernetes no longer reads audit settings from objects.
    pub audit_dynamic_configuration: Option<bool>,
    /// Serves profiles at `/debug/pprof`. Unset: kube-apiserver's default, true.
    pub enable_profiling: Option<bool>,
    /// Profiles lock contention, with `enableProfiling`. Unset: kube-apiserver's default, false.
    pub enable_contention_profiling: Option<bool>,
    /// Patterns of origins from which browsers may send requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cors_allowed_origins: Vec<String>,
    /// Seconds for which pods stay on a node that is not ready. Unset: kube-apiserver's default, 300.
    pub default_not_ready_toleration_seconds: Option<i64>,
    /// Seconds for which pods stay on a node that is unreachable. Unset: kube-apiserver's default, 300.
    pub default_unreachable_toleration_seconds: Option<i64>,
    /// The number of workers that delete collections of objects. Unset: kube-apiserver's default, 1.
    pub delete_collection_workers: Option<i64>,
    /// Environment variables of the API server's container.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
}
