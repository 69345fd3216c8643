//! The CNI plugin of AWS: pods have addresses of the VPC, from network interfaces of their node.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::custom_resource::{self, integer, list, object, requiring, text};
use super::pod::{self, env, env_of_v1_field, host_path, host_path_of, mount, without_nulls};
use super::rbac::{READ, account, cluster_role, cluster_role_binding, path_rule, rule, service_account};
use super::workload::{Pods, config_map, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::model::addons::addon::RollingUpdate;
use crate::naming::tags;
use crate::spec::AmazonVpc;

const NAME: &str = "aws-node";
const NAMES: [(&str, &str); 3] =
    [("app.kubernetes.io/name", NAME), ("app.kubernetes.io/instance", "aws-vpc-cni"), ("k8s-app", NAME)];
const LABELS: [(&str, &str); 4] =
    [NAMES[0], NAMES[1], NAMES[2], ("app.kubernetes.io/version", version::AMAZON_VPC_CNI_VERSION)];
/// The verbs of those who only look, in the order of the plugin's own manifest.
const LOOK: [&str; 3] = ["list", "watch", "get"];

/// The settings of the plugin where a spec has none, as its Helm chart has them.
const SETTINGS: [(&str, &str); 20] = [
    ("AWS_VPC_CNI_NODE_PORT_SUPPORT", "true"),
    ("AWS_VPC_ENI_MTU", "9001"),
    ("AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER", "false"),
    ("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "false"),
    ("AWS_VPC_K8S_CNI_EXTERNALSNAT", "false"),
    ("AWS_VPC_K8S_CNI_LOGLEVEL", "DEBUG"),
    ("AWS_VPC_K8S_CNI_LOG_FILE", "/host/var/log/aws-routed-eni/ipamd.log"),
    ("AWS_VPC_K8S_CNI_RANDOMIZESNAT", "prng"),
    ("AWS_VPC_K8S_CNI_VETHPREFIX", "eni"),
    ("AWS_VPC_K8S_PLUGIN_LOG_FILE", "/var/log/aws-routed-eni/plugin.log"),
    ("AWS_VPC_K8S_PLUGIN_LOG_LEVEL", "DEBUG"),
    ("DISABLE_INTROSPECTION", "false"),
    ("DISABLE_METRICS", "false"),
    ("DISABLE_NETWORK_RESOURCE_PROVISIONING", "false"),
    ("ENABLE_POD_ENI", "false"),
    ("ENABLE_PREFIX_DELEGATION", "false"),
    ("ENABLE_SUBNET_DISCOVERY", "true"),
    ("NETWORK_POLICY_ENFORCING_MODE", "standard"),
    ("WARM_ENI_TARGET", "1"),
    ("WARM_PREFIX_TARGET", "1"),
];

/// Returns the addon where AWS's plugin is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let plugin = context.networking()?.amazonvpc.as_ref()?;
    let settings = settings(context, plugin);
    let labelled = [
        service_account(NAME),
        configuration(),
        permissions(&settings),
        cluster_role_binding(NAME, NAME, account(NAME)),
        pods(context, plugin, &settings),
    ];
    let labelled = labelled.map(|object| object.labels(LABELS));
    let objects = [network_interface_configs(), policy_endpoints()].into_iter().chain(labelled);
    let addon = Addon::new("networking.amazon-vpc-routed-eni", "k8s-1.16", objects).rolls(RollingUpdate::All);
    Some(addon.because_of(context.path("spec.networking.amazonvpc")))
}

/// The environment of the plugin: defaults, over them what the spec sets, over that what the cluster decides.
fn settings(context: &Context<'_>, plugin: &AmazonVpc) -> BTreeMap<String, String> {
    let mut settings: BTreeMap<String, String> = SETTINGS.map(|(name, value)| (name.into(), value.into())).into();
    for variable in &plugin.env {
        let value = variable.value.clone().unwrap_or_default();
        settings.insert(variable.name.clone().unwrap_or_default(), value);
    }
    let cluster = context.cluster.name();
    let ipv6 = context.ipv6_only();
    let owned = json!({tags::CLUSTER: cluster, tags::ownership_key(cluster): "owned"});
    let mut set = |name: &str, value: String| settings.insert(name.to_owned(), value);
    set("ADDITIONAL_ENI_TAGS", owned.to_string());
    set("ENABLE_IPv4", (!ipv6).to_string());
    set("ENABLE_IPv6", ipv6.to_string());
    if ipv6 {
        set("ENABLE_PREFIX_DELEGATION", "true".into());
        set("WARM_PREFIX_TARGET", "1".into());
    }
    settings
}

/// What Windows nodes and the controller of network policies read; kops has neither.
fn configuration() -> Object {
    let data = json!({
        "enable-windows-ipam": "false",
        "enable-network-policy-controller": "false",
        "enable-windows-prefix-delegation": "false",
        "warm-prefix-target": "0",
        "warm-ip-target": "1",
        "minimum-ip-target": "3",
        "branch-eni-cooldown": "60",
    });
    config_map("amazon-vpc-cni", data)
}

fn permissions(settings: &BTreeMap<String, String>) -> Object {
    let annotates = settings.get("ANNOTATE_POD_IP").is_some_and(|value| !value.is_empty());
    let mut pods = LOOK.to_vec();
    pods.extend(annotates.then_some("patch"));
    let endpoints = ["policyendpoints", "clusterpolicyendpoints"];
    let endpoint_status = ["policyendpoints/status", "clusterpolicyendpoints/status"];
    let rules = [
        rule(&["crd.k8s.amazonaws.com"], &["eniconfigs"], &LOOK),
        rule(&[""], &["namespaces"], &LOOK),
        rule(&[""], &["pods"], &pods),
        rule(&[""], &["nodes"], &LOOK),
        rule(&["", "events.k8s.io"], &["events"], &["create", "patch", "list"]),
        rule(&["networking.k8s.aws"], &endpoints, READ),
        rule(&["networking.k8s.aws"], &endpoint_status, &["get"]),
        rule(&["vpcresources.k8s.aws"], &["cninodes"], &["get", "list", "watch", "patch"]),
        path_rule(&["/apis/networking.k8s.aws", "/apis/networking.k8s.aws/*"], &["get"]),
    ];
    cluster_role(NAME, rules)
}

fn pods(context: &Context<'_>, plugin: &AmazonVpc, settings: &BTreeMap<String, String>) -> Object {
    let is_one_of = |label: &str, values: &[&str]| json!({"key": label, "operator": "In", "values": values});
    let expressions = [
        is_one_of("kubernetes.io/os", &["linux"]),
        is_one_of("kubernetes.io/arch", &["amd64", "arm64"]),
        json!({
            "key": "eks.amazonaws.com/compute-type",
            "operator": "NotIn",
            "values": ["fargate", "hybrid", "auto"],
        }),
    ];
    let spec = without_nulls(json!({
        "priorityClassName": "system-node-critical",
        "serviceAccountName": NAME,
        "hostNetwork": true,
        "initContainers": [installer(context, plugin)],
        "terminationGracePeriodSeconds": 10,
        "tolerations": [pod::tolerates_everything()],
        "securityContext": pod::selinux_options(context).map(|options| json!({"seLinuxOptions": options})),
        "containers": [address_manager(context, plugin, settings), policy_agent(plugin)],
        "volumes": [
            host_path("bpf-pin-path", "/sys/fs/bpf"),
            host_path("cni-bin-dir", "/opt/cni/bin"),
            host_path("cni-net-dir", "/etc/cni/net.d"),
            host_path_of("log-dir", "/var/log/aws-routed-eni", "DirectoryOrCreate"),
            host_path_of("run-dir", "/var/run/aws-node", "DirectoryOrCreate"),
            host_path_of("xtables-lock", "/run/xtables.lock", "FileOrCreate"),
        ],
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": expressions}],
        }}},
    }));
    let update = json!({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}});
    daemon_set(NAME, Pods::new([NAMES[2]], spec).labels(NAMES)).set("spec.updateStrategy", update)
}

/// Puts the plugin's binaries on the node and prepares its kernel.
fn installer(context: &Context<'_>, plugin: &AmazonVpc) -> Value {
    json!({
        "name": "aws-vpc-cni-init",
        "image": version::image(&plugin.init_image_name, version::AMAZON_VPC_CNI_INIT),
        "imagePullPolicy": "IfNotPresent",
        "env": [env("DISABLE_TCP_EARLY_DEMUX", "false"), env("ENABLE_IPv6", &context.ipv6_only().to_string())],
        "securityContext": {"privileged": true},
        "resources": {"requests": {"cpu": "25m"}},
        "volumeMounts": [mount("cni-bin-dir", "/host/opt/cni/bin")],
    })
}

/// Attaches network interfaces to the node and gives their addresses to pods.
fn address_manager(context: &Context<'_>, plugin: &AmazonVpc, settings: &BTreeMap<String, String>) -> Value {
    let mut environment: Vec<Value> = settings.iter().map(|(name, value)| env(name, value)).collect();
    environment.extend([
        env("VPC_CNI_VERSION", version::AMAZON_VPC_CNI_VERSION),
        env_of_v1_field("MY_NODE_NAME", "spec.nodeName"),
        env_of_v1_field("MY_POD_NAME", "metadata.name"),
        env("CLUSTER_NAME", context.cluster.name()),
    ]);
    let probe = |delay: i32| {
        let command = ["/app/grpc-health-probe", "-addr=:50051", "-connect-timeout=5s", "-rpc-timeout=5s"];
        json!({"exec": {"command": command}, "initialDelaySeconds": delay, "timeoutSeconds": 10})
    };
    json!({
        "name": NAME,
        "image": version::image(&plugin.image_name, version::AMAZON_VPC_CNI),
        "ports": [{"containerPort": 61678, "name": "metrics"}],
        "livenessProbe": probe(60),
        "readinessProbe": probe(1),
        "env": environment,
        "resources": {"requests": {"cpu": "25m"}},
        "securityContext": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}},
        "volumeMounts": [
            mount("cni-bin-dir", "/host/opt/cni/bin"),
            mount("cni-net-dir", "/host/etc/cni/net.d"),
            mount("log-dir", "/host/var/log/aws-routed-eni"),
            mount("run-dir", "/var/run/aws-node"),
            mount("xtables-lock", "/run/xtables.lock"),
        ],
    })
}

/// The agent for network policies, which are off.
fn policy_agent(plugin: &AmazonVpc) -> Value {
    json!({
        "name": "aws-eks-nodeagent",
        "image": version::image(&plugin.network_policy_agent_image, version::AMAZON_VPC_NETWORK_POLICY_AGENT),
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"containerPort": 8162, "name": "agentmetrics"}],
        "env": [env_of_v1_field("MY_NODE_NAME", "spec.nodeName")],
        "args": [
            "--enable-ipv6=false",
            "--enable-network-policy=false",
            "--enable-cloudwatch-logs=false",
            "--enable-policy-event-logs=false",
            "--log-file=/var/log/aws-routed-eni/network-policy-agent.log",
            "--metrics-bind-addr=:8162",
            "--health-probe-bind-addr=:8163",
            "--conntrack-cache-cleanup-period=300",
            "--conntrack-cache-table-size=524288",
            "--log-level=debug",
        ],
        "resources": {"requests": {"cpu": "25m"}},
        "securityContext": {"capabilities": {"add": ["NET_ADMIN"]}, "privileged": true},
        "volumeMounts": [
            mount("cni-bin-dir", "/host/opt/cni/bin"),
            mount("bpf-pin-path", "/sys/fs/bpf"),
            mount("log-dir", "/var/log/aws-routed-eni"),
            mount("run-dir", "/var/run/aws-node"),
        ],
    })
}

/// The type `ENIConfig`: subnet and security groups of the interfaces of a zone.
fn network_interface_configs() -> Object {
    let spec = object([("subnet", text()), ("securityGroups", list(text()))]);
    let mut schema = custom_resource::root(requiring(spec, &["subnet"]));
    schema["x-kubernetes-preserve-unknown-fields"] = true.into();
    let version = custom_resource::alpha(schema);
    custom_resource::definition("crd.k8s.amazonaws.com", "eniconfigs", "ENIConfig", "Cluster", version)
        .set("spec.preserveUnknownFields", false)
}

/// The type `PolicyEndpoint`: the addresses that a network policy leads to.
fn policy_endpoints() -> Object {
    let protocol = json!({"type": "string", "default": "TCP"});
    let port = object([("port", integer()), ("endPort", integer()), ("protocol", protocol)]);
    let label = "[a-zA-z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?";
    let domain = json!({"type": "string", "pattern": format!(r"^(\*\.)?({label}\.)+{label}\.?$")});
    let peer = object([("cidr", text()), ("domainName", domain), ("except", list(text())), ("ports", list(port))]);
    let pod_fields = ["hostIP", "name", "namespace", "podIP"];
    let pod = requiring(object(pod_fields.map(|field| (field, text()))), &pod_fields);
    let policy = requiring(object([("name", text()), ("namespace", text())]), &["name", "namespace"]);
    let spec = object([
        ("egress", list(peer.clone())),
        ("ingress", list(peer)),
        ("podIsolation", list(text())),
        ("podSelector", custom_resource::label_selector()),
        ("podSelectorEndpoints", list(pod)),
        ("policyRef", policy),
    ]);
    let mut version = custom_resource::alpha(custom_resource::root(requiring(spec, &["policyRef"])));
    version["subresources"] = json!({"status": {}});
    custom_resource::definition("networking.k8s.aws", "policyendpoints", "PolicyEndpoint", "Namespaced", version)
        .annotation("controller-gen.kubebuilder.io/version", "v0.11.3")
        .label("app.kubernetes.io/name", "amazon-network-policy-controller-k8s")
        .set("spec.names.listKind", "PolicyEndpointList")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{addon, at, names};

    const PODS: &str = "/spec/template/spec";

    fn plugin(plugin: Value) -> Value {
        json!({"networking": {"cni": null, "amazonvpc": plugin}})
    }

    /// The value of a variable of the address manager.
    fn variable(addon: &crate::model::addons::Addon, name: &str) -> String {
        let variables = at(addon, "DaemonSet", "aws-node", &format!("{PODS}/containers/0/env"));
        let mut variables = variables.as_array().expect("a list").iter();
        let found = variables.find(|variable| variable["name"] == name);
        found.and_then(|variable| variable["value"].as_str()).unwrap_or("unset").to_owned()
    }

    #[test]
    fn the_spec_sets_variables_but_not_those_that_the_cluster_decides() {
        let own = json!({"env": [
            {"name": "WARM_IP_TARGET", "value": "4"},
            {"name": "AWS_VPC_ENI_MTU", "value": "1500"},
            {"name": "ENABLE_IPv4", "value": "false"},
        ]});
        for (patch, name, expected) in [
            (plugin(json!({})), "AWS_VPC_ENI_MTU", "9001"),
            (plugin(json!({})), "WARM_IP_TARGET", "unset"),
            (plugin(own.clone()), "WARM_IP_TARGET", "4"),
            (plugin(own.clone()), "AWS_VPC_ENI_MTU", "1500"),
            (plugin(own), "ENABLE_IPv4", "true"),
            (
                plugin(json!({})),
                "ADDITIONAL_ENI_TAGS",
                r#"{"KubernetesCluster":"demo.example.com","kubernetes.io/cluster/demo.example.com":"owned"}"#,
            ),
        ] {
            assert_eq!(variable(&addon(patch.clone()), name), expected, "{name} of {patch}");
        }
    }

    #[test]
    fn annotating_pods_takes_permission() {
        let verbs = |patch| at(&addon(patch), "ClusterRole", "aws-node", "/rules/2/verbs");
        let asked = plugin(json!({"env": [{"name": "ANNOTATE_POD_IP", "value": "true"}]}));
        assert_eq!(verbs(plugin(json!({}))), json!(["list", "watch", "get"]));
        assert_eq!(verbs(asked), json!(["list", "watch", "get", "patch"]));
    }

    #[test]
    fn images_can_be_replaced_one_by_one() {
        let own = json!({"imageName": "a:1", "initImageName": "b:2", "networkPolicyAgentImage": "c:3"});
        let addon = addon(plugin(own));
        for (container, image) in [("containers/0", "a:1"), ("initContainers/0", "b:2"), ("containers/1", "c:3")] {
            assert_eq!(at(&addon, "DaemonSet", "aws-node", &format!("{PODS}/{container}/image")), image);
        }
    }

    #[test]
    fn its_types_come_before_what_uses_them() {
        let expected = [
            "CustomResourceDefinition/eniconfigs.crd.k8s.amazonaws.com",
            "CustomResourceDefinition/policyendpoints.networking.k8s.aws",
            "ServiceAccount/aws-node",
            "ConfigMap/amazon-vpc-cni",
            "ClusterRole/aws-node",
            "ClusterRoleBinding/aws-node",
            "DaemonSet/aws-node",
        ];
        assert_eq!(names(&addon(plugin(json!({})))), expected);
    }
}
