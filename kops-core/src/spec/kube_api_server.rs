//! The API server.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::etcd::EnvVar;
use super::quantity::Quantity;
use super::scalar::Duration;

/// The API server.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct KubeApiServer {
    /// Its image.
    pub image: Option<String>,
    /// Retired. Turns passwords off.
    pub disable_basic_auth: Option<bool>,
    /// How it logs: `text` or `json`.
    pub log_format: Option<String>,
    /// How much it logs. Default: 2.
    pub log_level: Option<i32>,
    /// What looks after the cloud: `external`.
    pub cloud_provider: Option<String>,
    /// How often etcd is compacted.
    pub compaction_interval: Option<Duration>,
    /// The port that it listens on. Default: 443.
    pub secure_port: Option<i32>,
    /// Retired. The port without TLS.
    pub insecure_port: Option<i32>,
    /// Retired. The address without TLS.
    pub address: Option<String>,
    /// The address that is advertised to other members of the cluster.
    pub advertise_address: Option<String>,
    /// The address that it listens on. Default: all.
    pub bind_address: Option<String>,
    /// Retired. The address without TLS.
    pub insecure_bind_address: Option<String>,
    /// Accepts bootstrap tokens.
    pub enable_bootstrap_token_auth: Option<bool>,
    /// Sends to endpoints of aggregated APIs, not to their service.
    pub enable_aggregator_routing: Option<bool>,
    /// Retired. See `enableAdmissionPlugins`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub admission_control: Vec<String>,
    /// Admission plugins to run beside the default ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub append_admission_plugins: Vec<String>,
    /// Admission plugins to run, in place of the default ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enable_admission_plugins: Vec<String>,
    /// Admission plugins not to run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disable_admission_plugins: Vec<String>,
    /// The settings of admission plugins.
    pub admission_control_config_file: Option<String>,
    /// The range of service addresses. Default: the cluster's.
    #[serde(rename = "serviceClusterIPRange")]
    pub service_cluster_ip_range: Option<String>,
    /// The range of node ports. Default: `30000-32767`.
    pub service_node_port_range: Option<String>,
    /// Where etcd is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_servers: Vec<String>,
    /// Where etcd is for some kinds of objects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub etcd_servers_overrides: Vec<String>,
    /// The authority of etcd.
    pub etcd_ca_file: Option<String>,
    /// The certificate for etcd.
    pub etcd_cert_file: Option<String>,
    /// The key of that certificate.
    pub etcd_key_file: Option<String>,
    /// Retired. The file of passwords.
    pub basic_auth_file: Option<String>,
    /// The authorities of clients.
    #[serde(rename = "clientCAFile")]
    pub client_ca_file: Option<String>,
    /// The certificate that it presents.
    pub tls_cert_file: Option<String>,
    /// The key of that certificate.
    pub tls_private_key_file: Option<String>,
    /// The ciphers that it accepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_cipher_suites: Vec<String>,
    /// The oldest TLS that it accepts: `VersionTLS12`, ….
    pub tls_min_version: Option<String>,
    /// The file of tokens.
    pub token_auth_file: Option<String>,
    /// Whether containers may be privileged. Default: true.
    pub allow_privileged: Option<bool>,
    /// How many API servers there are.
    pub api_server_count: Option<i32>,
    /// API versions to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub runtime_config: BTreeMap<String, String>,
    /// The certificate for kubelets.
    pub kubelet_client_certificate: Option<String>,
    /// The authority of kubelets.
    pub kubelet_certificate_authority: Option<String>,
    /// The key of that certificate.
    pub kubelet_client_key: Option<String>,
    /// Whether requests without a name are served. Default: false.
    pub anonymous_auth: Option<bool>,
    /// Which of a node's addresses is used, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kubelet_preferred_address_types: Vec<String>,
    /// The version of etcd's interface. Default: `etcd3`.
    pub storage_backend: Option<String>,
    /// The claim that names the user.
    pub oidc_username_claim: Option<String>,
    /// What is put before the user's name.
    pub oidc_username_prefix: Option<String>,
    /// The claim that names the groups.
    pub oidc_groups_claim: Option<String>,
    /// What is put before a group's name.
    pub oidc_groups_prefix: Option<String>,
    /// Who issues tokens of users.
    #[serde(rename = "oidcIssuerURL")]
    pub oidc_issuer_url: Option<String>,
    /// The audience that tokens must have.
    #[serde(rename = "oidcClientID")]
    pub oidc_client_id: Option<String>,
    /// Claims that tokens must have, as `key=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub oidc_required_claim: Vec<String>,
    /// The authority of the issuer.
    #[serde(rename = "oidcCAFile")]
    pub oidc_ca_file: Option<String>,
    /// The settings of authentication.
    pub authentication_config_file: Option<String>,
    /// The certificate for aggregated APIs.
    pub proxy_client_cert_file: Option<String>,
    /// The key of that certificate.
    pub proxy_client_key_file: Option<String>,
    /// How requests are logged: `json` or `legacy`.
    pub audit_log_format: Option<String>,
    /// Where requests are logged; `-` for standard output.
    pub audit_log_path: Option<String>,
    /// Days that such logs are kept.
    pub audit_log_max_age: Option<i32>,
    /// How many such logs are kept.
    pub audit_log_max_backups: Option<i32>,
    /// The size in MB at which such a log is rotated.
    pub audit_log_max_size: Option<i32>,
    /// What is logged.
    pub audit_policy_file: Option<String>,
    /// Events that wait for the webhook at most.
    pub audit_webhook_batch_buffer_size: Option<i32>,
    /// Events in one batch at most.
    pub audit_webhook_batch_max_size: Option<i32>,
    /// How long a batch is gathered.
    pub audit_webhook_batch_max_wait: Option<Duration>,
    /// Batches at once.
    pub audit_webhook_batch_throttle_burst: Option<i32>,
    /// Limits batches.
    pub audit_webhook_batch_throttle_enable: Option<bool>,
    /// Batches per second.
    pub audit_webhook_batch_throttle_qps: Option<Quantity>,
    /// Where the webhook is.
    pub audit_webhook_config_file: Option<String>,
    /// How long to wait before the first repeat.
    pub audit_webhook_initial_backoff: Option<Duration>,
    /// How events are sent: `batch`, `blocking`, `blocking-strict`.
    pub audit_webhook_mode: Option<String>,
    /// Where the webhook for tokens is.
    pub authentication_token_webhook_config_file: Option<String>,
    /// How long its answers hold.
    pub authentication_token_webhook_cache_ttl: Option<Duration>,
    /// Who decides, in this order. Default: `Node,RBAC`.
    pub authorization_mode: Option<String>,
    /// Where the webhook for decisions is.
    pub authorization_webhook_config_file: Option<String>,
    /// How long a yes holds.
    pub authorization_webhook_cache_authorized_ttl: Option<Duration>,
    /// How long a no holds.
    pub authorization_webhook_cache_unauthorized_ttl: Option<Duration>,
    /// Retired. The user who may do everything.
    pub authorization_rbac_super_user: Option<String>,
    /// How objects are encrypted in etcd.
    pub encryption_provider_config: Option<String>,
    /// Retired. See `encryptionProviderConfig`.
    pub experimental_encryption_provider_config: Option<String>,
    /// Headers that name the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_username_headers: Vec<String>,
    /// Headers that name groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_group_headers: Vec<String>,
    /// Prefixes of headers with more about the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_extra_header_prefixes: Vec<String>,
    /// The authority of proxies that send such headers.
    #[serde(rename = "requestheaderClientCAFile")]
    pub requestheader_client_ca_file: Option<String>,
    /// The names of such proxies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requestheader_allowed_names: Vec<String>,
    /// Features to turn on or off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub feature_gates: BTreeMap<String, String>,
    /// How likely a connection is asked to go elsewhere: `0.001`.
    pub goaway_chance: Option<String>,
    /// Reading requests at once.
    pub max_requests_inflight: Option<i32>,
    /// Writing requests at once.
    pub max_mutating_requests_inflight: Option<i32>,
    /// Streams of one connection.
    pub http2_max_streams_per_connection: Option<i32>,
    /// Retired. Reads from a majority.
    pub etcd_quorum_read: Option<bool>,
    /// How long a request may take.
    pub request_timeout: Option<Duration>,
    /// How long etcd may take to be ready.
    pub storage_initialization_timeout: Option<Duration>,
    /// Seconds that a watch is kept at least.
    pub min_request_timeout: Option<i32>,
    /// Answers watches from memory.
    pub watch_cache: Option<bool>,
    /// Entries in memory by kind, as `kind#size`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub watch_cache_sizes: Vec<String>,
    /// Keys that prove tokens of service accounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_account_key_file: Vec<String>,
    /// The key that signs tokens of service accounts.
    pub service_account_signing_key_file: Option<String>,
    /// Who issues tokens of service accounts.
    pub service_account_issuer: Option<String>,
    /// Further issuers whose tokens are accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_service_account_issuers: Vec<String>,
    /// Where the keys of service accounts are published.
    #[serde(rename = "serviceAccountJWKSURI")]
    pub service_account_jwks_uri: Option<String>,
    /// The audiences that tokens must have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_audiences: Vec<String>,
    /// CPU to request. Default: 150m.
    pub cpu_request: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
    /// Memory to request.
    pub memory_request: Option<Quantity>,
    /// The most memory.
    pub memory_limit: Option<Quantity>,
    /// How long events are kept.
    #[serde(rename = "eventTTL")]
    pub event_ttl: Option<Duration>,
    /// Retired. Takes audit settings from objects.
    pub audit_dynamic_configuration: Option<bool>,
    /// Serves profiles.
    pub enable_profiling: Option<bool>,
    /// Serves profiles of locks.
    pub enable_contention_profiling: Option<bool>,
    /// Origins of browsers that may ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cors_allowed_origins: Vec<String>,
    /// Seconds that pods stay on a node that is not ready.
    pub default_not_ready_toleration_seconds: Option<i64>,
    /// Seconds that pods stay on a node that is not reached.
    pub default_unreachable_toleration_seconds: Option<i64>,
    /// Workers that delete collections.
    pub delete_collection_workers: Option<i64>,
    /// Its environment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
}
