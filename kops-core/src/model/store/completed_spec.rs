//! The full spec as kops would write it, so that neither program changes the file after the other.
//!
//! kops converts a spec to its internal API and back. Two kinds of values are lost on the way, with no effect on the cluster: zeros of
//! fields for which kops does not tell zero from unset, and fields of v1alpha2 that the internal API does not have. Before that it moves two
//! settings of the scheduler to a file of their own.

use serde_json::{Map, Value};

use crate::spec::{Cluster, ExternalDnsProvider, encode};
use crate::yaml;

/// Fields whose `false`, `0` or empty text is the same as unset, by the section that they are in.
const NEVER_ZERO: &[(&str, &[&str])] = &[
    ("", &["dnsZone", "masterPublicName", "networkID"]),
    ("api.loadBalancer", &["useForInternalApi", "sslCertificate"]),
    ("api.loadBalancer.accessLog", &["interval"]),
    ("awsLoadBalancerController", &["enableWAF", "enableWAFv2", "enableShield"]),
    ("cloudConfig.awsEBSCSIDriver", &["hostNetwork"]),
    ("cloudControllerManager", &["logLevel"]),
    (
        "containerd",
        &["skipInstall", "selinuxEnabled", "useECRCredentialsForMirrors", "installCriCtl", "installNerdCtl"],
    ),
    ("containerd.nvidiaGPU.dcgmExporter", &["enabled"]),
    ("egressProxy", &["excludes"]),
    ("egressProxy.httpProxy", &["host", "port"]),
    ("etcdClusters.manager", &["image"]),
    ("externalDns", &["disable", "watchNamespace"]),
    ("fileAssets", &["isBase64"]),
    ("hooks", &["useRawManifest"]),
    ("iam", &["allowContainerRegistry"]),
    ("karpenter", &["enabled"]),
    (
        "kubeAPIServer",
        &["logLevel", "securePort", "maxRequestsInflight", "maxMutatingRequestsInflight", "deleteCollectionWorkers"],
    ),
    ("kubeControllerManager", &["logLevel"]),
    ("kubeDNS", &["cacheMaxSize", "cacheMaxConcurrent", "externalCoreFile"]),
    ("kubeDNS.nodeLocalDNS", &["additionalConfig", "externalCoreFile"]),
    ("kubeProxy", &["logLevel"]),
    ("kubeScheduler", &["logLevel"]),
    ("kubelet", &["nvidiaGPUs", "evictionMaxPodGracePeriod"]),
    ("masterKubelet", &["nvidiaGPUs", "evictionMaxPodGracePeriod"]),
    ("networking.calico", &["allowIPForwarding", "bpfEnabled", "bpfKubeProxyIptablesCleanupEnabled"]),
    ("networking.calico", &["prometheusMetricsEnabled", "prometheusMetricsPort", "prometheusGoMetricsEnabled"]),
    ("networking.calico", &["prometheusProcessMetricsEnabled", "typhaPrometheusMetricsEnabled"]),
    ("networking.calico", &["typhaPrometheusMetricsPort", "typhaReplicas"]),
    ("networking.cilium", &["agentPrometheusPort", "autoDirectNodeRoutes", "bpfCTGlobalAnyMax", "bpfCTGlobalTCPMax"]),
    ("networking.cilium", &["bpfLBMapMax", "bpfLBSock", "bpfLBSockHostNSOnly", "bpfNATGlobalMax", "bpfNeighGlobalMax"]),
    ("networking.cilium", &["bpfPolicyMapMax", "clusterID", "debug", "disableEndpointCRD", "enableEncryption"]),
    ("networking.cilium", &["enableHostReachableServices", "enableNodePort", "enablePrometheusMetrics"]),
    ("networking.cilium", &["enableServiceTopology", "etcdManaged", "nodeEncryption", "preallocateBPFMaps"]),
    ("networking.cilium", &["toFqdnsEnablePoller"]),
    ("networking.cni", &["usesSecondaryIP"]),
    ("podIdentityWebhook", &["enabled", "replicas"]),
    ("serviceAccountIssuerDiscovery", &["enableAWSOIDCProvider"]),
    ("snapshotController", &["installDefaultClass"]),
    ("subnets", &["cidr", "egress", "id", "ipv6CIDR", "publicIP", "region"]),
    ("topology.bastion", &["bastionPublicName"]),
    ("warmPool", &["minSize", "enableLifecycleHook"]),
];

/// Fields that the internal API does not have, by the section that they are in; the empty section is the spec itself.
const UNUSED: &[(&str, &[&str])] = &[
    ("", &["configStore", "project"]),
    ("etcdClusters", &["enableEtcdTLS", "enableTLSAuth"]),
    ("kubeDNS", &["image", "replicas"]),
    ("networking.calico", &["majorVersion"]),
    (
        "networking.cilium",
        &["accessLog", "agentLabels", "allowLocalhost", "autoIpv6NodeRoutes", "bpfRoot", "cniBinPath"],
    ),
    ("networking.cilium", &["containerRuntime", "containerRuntimeEndpoint", "containerRuntimeLabels", "debugVerbose"]),
    ("networking.cilium", &["device", "disableConntrack", "disableIpv4", "disableK8sServices", "enableTracing"]),
    (
        "networking.cilium",
        &["enableipv4", "enableipv6", "envoyLog", "ipv4ClusterCidrMaskSize", "ipv4Node", "ipv4Range"],
    ),
    ("networking.cilium", &["ipv4ServiceRange", "ipv6ClusterAllocCidr", "ipv6Node", "ipv6Range", "ipv6ServiceRange"]),
    ("networking.cilium", &["k8sApiServer", "k8sKubeconfigPath", "keepBpfTemplates", "keepConfig", "labelPrefixFile"]),
    ("networking.cilium", &["labels", "lb", "libDir", "logDriver", "logOpt", "logstash", "logstashAgent"]),
    ("networking.cilium", &["logstashProbeTimer", "nat46Range", "nodeInitBootstrapFile", "pprof", "prefilterDevice"]),
    ("networking.cilium", &["prometheusServeAddr", "reconfigureKubelet", "removeCbrBridge", "restartPods", "restore"]),
    ("networking.cilium", &["singleClusterRoute", "socketPath", "stateDir", "tracePayloadlen"]),
    ("networking.flannel", &["disableTxChecksumOffloading"]),
    ("topology.bastion", &["idleTimeoutSeconds"]),
];

/// Returns a full spec as YAML, without what kops loses.
pub(super) fn to_yaml(cluster: &Cluster) -> String {
    let mut value = encode::to_value(&as_converted(cluster.clone()));
    let spec = &mut value["spec"];
    for (section, fields) in NEVER_ZERO {
        each(spec, section, &|found| found.retain(|field, value| !fields.contains(&field.as_str()) || !is_zero(value)));
    }
    for (section, fields) in UNUSED {
        each(spec, section, &|found| found.retain(|field, _| !fields.contains(&field.as_str())));
    }
    yaml::to_yaml(&value)
}

/// Without the settings in the configuration file of the scheduler, and with the older of the two fields that turn external DNS off.
fn as_converted(mut cluster: Cluster) -> Cluster {
    if let Some(scheduler) = &mut cluster.spec.kube_scheduler {
        (scheduler.qps, scheduler.burst) = (None, None);
    }
    if let Some(external_dns) = &mut cluster.spec.external_dns
        && external_dns.provider == Some(ExternalDnsProvider::None)
    {
        (external_dns.disable, external_dns.provider) = (Some(true), None);
    }
    cluster
}

/// Changes a section, in each entry of the lists that lead to it.
fn each(value: &mut Value, path: &str, change: &dyn Fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| each(entry, path, change)),
        Value::Object(found) if path.is_empty() => change(found),
        Value::Object(found) => {
            let (first, below) = path.split_once('.').unwrap_or((path, ""));
            if let Some(inner) = found.get_mut(first) {
                each(inner, below, change);
            }
        }
        _ => {}
    }
}

fn is_zero(value: &Value) -> bool {
    value.as_bool() == Some(false) || value.as_i64() == Some(0) || value.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::ClusterSpec;

    fn cluster(spec: &Value) -> Cluster {
        let spec: ClusterSpec = serde_json::from_value(spec.clone()).expect("fields of a spec");
        Cluster { spec, ..Cluster::default() }
    }

    #[test]
    fn what_kops_loses_is_left_out_and_nothing_else() {
        for (spec, expected) in [
            (json!({"snapshotController": {"installDefaultClass": false}}), json!({"snapshotController": {}})),
            (json!({"warmPool": {"minSize": 0, "maxSize": 0}}), json!({"warmPool": {"maxSize": 0}})),
            (
                json!({"networking": {"cilium": {"debug": false, "clusterID": 0, "cniExclusive": false, "lb": "eth0"}}}),
                json!({"networking": {"cilium": {"cniExclusive": false}}}),
            ),
            (
                json!({"fileAssets": [{"name": "a", "isBase64": false}, {"name": "b", "isBase64": true}]}),
                json!({"fileAssets": [{"name": "a"}, {"name": "b", "isBase64": true}]}),
            ),
            (
                json!({"etcdClusters": [{"name": "main", "enableEtcdTLS": true, "manager": {"image": "", "logLevel": 0}}]}),
                json!({"etcdClusters": [{"name": "main", "manager": {"logLevel": 0}}]}),
            ),
            (json!({"kubeDNS": {"replicas": 3}, "project": "p"}), json!({"kubeDNS": {}})),
            (
                json!({"networkID": "", "sshKeyName": "", "subnets": [{"name": "a", "id": "", "egress": ""}]}),
                json!({"sshKeyName": "", "subnets": [{"name": "a"}]}),
            ),
            (
                json!({"kubeScheduler": {"logLevel": 3, "qps": "25", "burst": 30}}),
                json!({"kubeScheduler": {"logLevel": 3}}),
            ),
            (json!({"externalDns": {"provider": "none"}}), json!({"externalDns": {"disable": true}})),
            (json!({"externalDns": {"disable": false}}), json!({"externalDns": {}})),
            (json!({"cloudLabels": {"team": ""}, "useHostCertificates": false}), Value::Null),
        ] {
            let kept = if expected.is_null() { &spec } else { &expected };
            assert_eq!(to_yaml(&cluster(&spec)), encode::to_yaml(&cluster(kept)), "{spec}");
        }
    }

    /// A misspelt name would leave nothing out.
    #[test]
    fn every_name_is_one_of_a_field() {
        for (section, fields) in NEVER_ZERO.iter().chain(UNUSED) {
            for field in *fields {
                let keys: Vec<&str> = section.split('.').filter(|key| !key.is_empty()).chain([*field]).collect();
                let spec = |value: Value| {
                    keys.iter().rev().fold(value, |inner, key| match *key {
                        "etcdClusters" | "fileAssets" | "hooks" | "subnets" => json!({*key: [inner]}),
                        _ => json!({*key: inner}),
                    })
                };
                let values = [json!(true), json!(7), json!("a"), json!(["a"]), json!({"a": "b"})];
                let mut read =
                    values.into_iter().filter_map(|value| serde_json::from_value::<ClusterSpec>(spec(value)).ok());
                let written = format!("{field}:");
                assert!(read.any(|spec| is_written(spec, &written)), "{section}.{field}");
            }
        }
    }

    fn is_written(spec: ClusterSpec, field: &str) -> bool {
        encode::to_yaml(&Cluster { spec, ..Cluster::default() }).contains(field)
    }
}
