//! Published manifests become those of a cluster, and stay so.

use serde_json::{Value, json};

use super::{Adapt, Manifest, Object, pod};
use crate::defaults;
use crate::model::testing::public;
use crate::spec::Spec;

const ROLES: fn() -> Value = || {
    json!({
        "iam": {"useServiceAccountExternalPermissions": true},
        "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true},
    })
};

/// What a manifest is in a cluster. Adapting it again changes nothing.
fn adapted(patch: Value, adapt: Adapt, objects: &[Value]) -> Manifest {
    let mut demo = public(patch);
    let spec = Spec { cluster: demo.cluster, ..Spec::default() };
    demo.cluster = defaults::fill(spec, &demo.facts).cluster.clone();
    let mut manifest = Manifest::new(objects.iter().cloned().map(Object::foreign).collect());
    demo.with_context(|context| adapt(context, &mut manifest));
    let mut again = Manifest::new(manifest.objects.clone());
    demo.with_context(|context| adapt(context, &mut again));
    assert_eq!(again.objects, manifest.objects);
    manifest
}

fn workload(kind: &str, name: &str, container: Value) -> Value {
    let pods = json!({"containers": [container]});
    let metadata = json!({"name": name, "namespace": "kube-system"});
    json!({"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": {"template": {"spec": pods}}})
}

fn pods(manifest: &Manifest, kind: &str, name: &str) -> Value {
    let object = manifest.objects.iter().find(|object| object.is(kind, name)).expect("is there");
    Value::Object(object.fields().clone()).pointer("/spec/template/spec").expect("has pods").clone()
}

fn variable(pods: &Value, name: &str) -> Value {
    let variables = pods["containers"][0]["env"].as_array().expect("has variables");
    let found: Vec<&Value> = variables.iter().filter(|variable| variable["name"] == name).collect();
    assert!(found.len() < 2, "{name} is set twice");
    found.first().map(|variable| variable["value"].clone()).unwrap_or_default()
}

#[test]
fn the_load_balancer_controller_is_told_its_cluster() {
    let container = json!({"args": ["--cluster-name=your-cluster-name", "--ingress-class=alb"], "image": "a:v3.3.0"});
    let objects = [workload("Deployment", "aws-load-balancer-controller", container)];
    let mut patch = ROLES();
    patch["awsLoadBalancerController"] = json!({"enabled": true, "enableWAFv2": true, "cpuRequest": "150m"});
    patch["cloudLabels"] = json!({"team": "web"});
    let adapt = super::load_balancer_controller;
    let manifest = adapted(patch.clone(), adapt, &objects);
    let found = pods(&manifest, "Deployment", "aws-load-balancer-controller");
    let arguments = json!([
        "--cluster-name=demo.example.com",
        "--ingress-class=alb",
        "--aws-region=us-east-2",
        "--metrics-bind-addr=:9442",
        "--enable-waf=false",
        "--enable-wafv2=true",
        "--enable-shield=false",
        "--default-tags=KubernetesCluster=demo.example.com,team=web",
    ]);
    assert_eq!(found["containers"][0]["args"], arguments);
    assert_eq!(found["containers"][0]["image"], "a:v3.3.0");
    assert_eq!(found["containers"][0]["resources"], json!({"requests": {"cpu": "150m"}}));
    assert_eq!(found.get("hostNetwork"), None, "its account has a role");
    assert_eq!(found["containers"][0]["readinessProbe"]["httpGet"]["path"], "/readyz");
    let spec = &manifest.objects[0].fields()["spec"];
    assert_eq!(spec["template"]["metadata"]["annotations"]["prometheus.io/scrape"], "true");
    assert_eq!(spec.get("strategy"), None, "each pod has a network of its own");

    // Without roles of service accounts it needs that of the control plane.
    patch["iam"] = json!({});
    patch["awsLoadBalancerController"]["version"] = "v3.4.0".into();
    let mut apart = objects;
    apart[0]["spec"]["template"]["spec"]["affinity"] = json!({"podAntiAffinity": {}});
    let manifest = adapted(patch, adapt, &apart);
    let found = pods(&manifest, "Deployment", "aws-load-balancer-controller");
    assert_eq!(found["hostNetwork"], true);
    assert_eq!(found["containers"][0]["image"], "public.ecr.aws/eks/aws-load-balancer-controller:v3.4.0");
    let tolerations = ["control-plane", "master"]
        .map(|role| json!({"key": format!("node-role.kubernetes.io/{role}"), "operator": "Exists"}));
    assert_eq!(found["tolerations"], json!(tolerations));
    let affinity = found["affinity"].as_object().expect("a map");
    assert!(affinity.contains_key("nodeAffinity") && affinity.contains_key("podAntiAffinity"), "{affinity:?}");
    let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}});
    let spec = &manifest.objects[0].fields()["spec"];
    assert_eq!(spec["strategy"], strategy, "pods of one node have the same ports");
    assert_eq!(spec["template"]["metadata"]["annotations"]["prometheus.io/port"], "9442");
    let arguments = found["containers"][0]["args"].as_array().expect("a list");
    assert!(arguments.contains(&json!("--metrics-bind-addr=:9442")), "{arguments:?}");
    assert_eq!(found["containers"][0]["ports"][0]["containerPort"], 9442);
}

#[test]
fn the_webhook_for_services_leaves_those_of_kube_system_alone() {
    let patch = json!({"awsLoadBalancerController": {"enabled": true}});
    let selector = |published: Value| {
        let webhooks = json!([
            {"name": "mpod.elbv2.k8s.aws", "failurePolicy": "Ignore"},
            {"name": "mservice.elbv2.k8s.aws", "failurePolicy": "Fail", "namespaceSelector": published},
        ]);
        let objects = [
            workload("Deployment", "aws-load-balancer-controller", json!({})),
            json!({
                "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
                "metadata": {"name": "aws-load-balancer-webhook"}, "webhooks": webhooks,
            }),
        ];
        let manifest = adapted(patch.clone(), super::load_balancer_controller, &objects);
        let webhooks = &manifest.objects[1].fields()["webhooks"];
        assert_eq!(webhooks[0].get("namespaceSelector"), None);
        webhooks[1]["namespaceSelector"]["matchExpressions"].clone()
    };
    let name = |operator: &str, namespace: &str| {
        let key = "kubernetes.io/metadata.name";
        json!({"key": key, "operator": operator, "values": [namespace]})
    };
    let without = name("NotIn", "kube-system");
    let labelled = json!({"key": "team", "operator": "Exists"});
    for (published, expected) in [
        (Value::Null, json!([without])),
        (json!({"matchExpressions": [labelled]}), json!([labelled, without])),
        (json!({"matchExpressions": [name("In", "web")]}), json!([name("In", "web")])),
    ] {
        assert_eq!(selector(published.clone()), expected, "{published}");
    }
}

#[test]
fn ingresses_can_name_the_class_of_the_load_balancer_controller() {
    let patch = json!({"awsLoadBalancerController": {"enabled": true}});
    let controller = workload("Deployment", "aws-load-balancer-controller", json!({}));
    let own = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "alb", "labels": {"team": "web"}},
        "spec": {"controller": "ingress.k8s.aws/alb"},
    });
    let classes = |objects: &[Value]| {
        let objects = adapted(patch.clone(), super::load_balancer_controller, objects).objects;
        let classes = objects.into_iter().filter(|object| object.kind() == "IngressClass");
        classes.map(|class| Value::Object(class.fields().clone())).collect::<Vec<_>>()
    };
    let made = classes(std::slice::from_ref(&controller));
    assert_eq!((made.len(), &made[0]["metadata"]), (1, &json!({"name": "alb"})));
    assert_eq!(made[0]["spec"], json!({"controller": "ingress.k8s.aws/alb"}));
    assert_eq!(classes(&[controller, own.clone()]), [own]);
}

#[test]
fn cert_manager_moves_to_the_namespace_that_its_role_is_for() {
    let mut controller = workload("Deployment", "cert-manager", json!({"args": ["--v=2"]}));
    controller["metadata"]["namespace"] = "cert-manager".into();
    let objects = [
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "cert-manager"}}),
        controller,
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "cert-manager"},
            "subjects": [{"kind": "ServiceAccount", "name": "cert-manager", "namespace": "cert-manager"}],
        }),
        json!({
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
            "metadata": {
                "name": "cert-manager-webhook",
                "annotations": {"cert-manager.io/inject-ca-from-secret": "cert-manager/cert-manager-webhook-ca"},
            },
            "webhooks": [{"clientConfig": {"service": {"name": "cert-manager-webhook", "namespace": "cert-manager"}}}],
        }),
    ];
    let mut objects = objects.to_vec();
    objects.push(workload("Deployment", "cert-manager-webhook", json!({})));
    let patch = json!({"certManager": {
        "enabled": true, "defaultIssuer": "letsencrypt", "nameservers": ["192.0.2.1"], "featureGates": {"A": true},
    }});
    let manifest = adapted(patch, super::cert_manager, &objects);
    let text = format!("{:?}", manifest.objects);
    assert_eq!(manifest.objects.len(), 4);
    assert!(
        !text.contains(r#""namespace": String("cert-manager")"#)
            && text.contains("kube-system/cert-manager-webhook-ca"),
        "{text}"
    );
    let found = pods(&manifest, "Deployment", "cert-manager");
    let arguments = json!([
        "--v=2",
        "--enable-certificate-owner-ref=true",
        "--default-issuer-name=letsencrypt",
        "--default-issuer-kind=ClusterIssuer",
        "--default-issuer-group=cert-manager.io",
        "--feature-gates=A=true",
    ]);
    assert_eq!(found["containers"][0]["args"], arguments);
    assert_eq!(variable(&found, "AWS_REGION"), "us-east-2");
    assert_eq!((&found["dnsPolicy"], &found["dnsConfig"]), (&json!("None"), &json!({"nameservers": ["192.0.2.1"]})));
    for deployment in ["cert-manager", "cert-manager-webhook"] {
        let found = pods(&manifest, "Deployment", deployment);
        assert_eq!(found["priorityClassName"], "system-cluster-critical", "{deployment}");
        assert_eq!(found["affinity"], pod::on_control_plane(), "{deployment}");
        assert_eq!(found["tolerations"][0]["key"], pod::CONTROL_PLANE, "{deployment}");
    }
}

#[test]
fn a_manifest_keeps_what_it_chooses_itself() {
    let container = json!({"args": ["--enable-certificate-owner-ref=false"]});
    let mut controller = workload("Deployment", "cert-manager", container.clone());
    let affinity = json!({"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}});
    controller["spec"]["template"]["spec"]["affinity"] = affinity.clone();
    controller["spec"]["template"]["spec"]["priorityClassName"] = "of-the-team".into();
    let manifest = adapted(json!({"certManager": {"enabled": true}}), super::cert_manager, &[controller]);
    let found = pods(&manifest, "Deployment", "cert-manager");
    assert_eq!(found["containers"][0]["args"], container["args"]);
    assert_eq!((&found["affinity"], &found["priorityClassName"]), (&affinity, &json!("of-the-team")));
}

#[test]
fn karpenter_is_told_its_cluster_and_stays_on_the_control_plane() {
    let container =
        json!({"env": [{"name": "CLUSTER_NAME", "value": "x"}, {"name": "LOG_LEVEL", "value": "info"}], "image": "a"});
    let patch = json!({"karpenter": {"enabled": true, "memoryLimit": "2Gi"}});
    let manifest = adapted(patch, super::karpenter, &[workload("Deployment", "karpenter", container)]);
    let found = pods(&manifest, "Deployment", "karpenter");
    for (name, expected) in [
        ("CLUSTER_NAME", "demo.example.com"),
        ("CLUSTER_ENDPOINT", "https://api.internal.demo.example.com"),
        ("AWS_REGION", "us-east-2"),
        ("LOG_LEVEL", "debug"),
    ] {
        assert_eq!(variable(&found, name), expected, "{name}");
    }
    assert_eq!(found["containers"][0]["image"], "public.ecr.aws/karpenter/controller:1.13.0");
    let resources = json!({"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "2Gi"}});
    assert_eq!(found["containers"][0]["resources"], resources);
    assert_eq!(found["tolerations"][0]["key"], "node-role.kubernetes.io/control-plane");
    assert_eq!(manifest.objects[0].fields()["spec"]["replicas"], 1);
}

#[test]
fn karpenter_runs_on_the_control_plane_unless_it_names_other_nodes() {
    let terms = |published: Value| {
        let mut controller = workload("Deployment", "karpenter", json!({"resources": {"requests": {"cpu": "2"}}}));
        controller["spec"]["replicas"] = 2.into();
        controller["spec"]["template"]["spec"]["affinity"] = json!({"nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": published},
        }});
        let manifest = adapted(json!({"karpenter": {"enabled": true}}), super::karpenter, &[controller]);
        let found = pods(&manifest, "Deployment", "karpenter");
        assert_eq!(found["containers"][0]["resources"]["requests"], json!({"cpu": "2", "memory": "1Gi"}));
        assert_eq!(manifest.objects[0].fields()["spec"]["replicas"], 1);
        found["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"].clone()
    };
    let not_its_own = json!({"key": "karpenter.sh/nodepool", "operator": "DoesNotExist"});
    let control_plane = json!({"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"});
    let infra = json!({"key": "team/infra", "operator": "Exists"});
    for (published, expected) in [
        (json!([]), json!([{"matchExpressions": [control_plane]}])),
        (json!([{"matchExpressions": [not_its_own]}]), json!([{"matchExpressions": [not_its_own, control_plane]}])),
        (json!([{"matchExpressions": [not_its_own, infra]}]), json!([{"matchExpressions": [not_its_own, infra]}])),
    ] {
        assert_eq!(terms(published.clone()), expected, "{published}");
    }
}

#[test]
fn snapshots_get_a_default_class_where_the_spec_asks_for_one() {
    let certificate = json!({
        "apiVersion": "cert-manager.io/v1", "kind": "Certificate",
        "metadata": {"name": "snapshot-validation-service", "namespace": "kube-system"}, "spec": {"dnsNames": []},
    });
    let classes = |install: bool| {
        let patch = json!({"snapshotController": {"enabled": true, "installDefaultClass": install}});
        let manifest = adapted(patch, super::snapshot_controller, std::slice::from_ref(&certificate));
        let names = &manifest.objects[0].fields()["spec"]["dnsNames"];
        assert_eq!(names[1], "snapshot-validation-service.kube-system.svc.demo.example.com");
        manifest.objects.iter().filter(|object| object.kind() == "VolumeSnapshotClass").count()
    };
    assert_eq!((classes(false), classes(true)), (0, 1));
}

/// The objects of Calico that depend on a cluster, as Calico publishes them.
fn calico() -> [Value; 5] {
    let plugins = r#"{"name": "k8s-pod-network", "plugins": [{"type": "calico", "mtu": __CNI_MTU__, "ipam": {"type": "calico-ipam"}}]}"#;
    let container = json!({
        "image": "quay.io/calico/node:v3.31.3",
        "env": [{"name": "CALICO_IPV4POOL_IPIP", "value": "Always"}, {"name": "CLUSTER_TYPE", "value": "k8s,bgp"}],
        "readinessProbe": {"exec": {"command": ["/bin/calico-node", "-felix-ready", "-bird-ready"]}},
    });
    let data = json!({"typha_service_name": "none", "calico_backend": "bird", "cni_network_config": plugins});
    let metadata = |name: &str| json!({"name": name, "namespace": "kube-system"});
    [
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata("calico-config"), "data": data}),
        workload("DaemonSet", "calico-node", container),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata("calico-typha")}),
        workload("Deployment", "calico-typha", json!({"image": "quay.io/calico/typha:v3.31.3"})),
        workload("Deployment", "calico-kube-controllers", json!({"image": "quay.io/calico/kube-controllers:v3.31.3"})),
    ]
}

#[test]
fn calico_gets_the_range_of_pods_and_the_settings_of_the_spec() {
    let found = |calico_spec: Value| {
        let patch = json!({"networking": {"cni": null, "calico": calico_spec}});
        let manifest = adapted(patch, super::calico, &calico());
        assert_eq!(manifest.missing, [""; 0]);
        manifest
    };
    let config = |manifest: &Manifest, key: &str| {
        let config = manifest.objects.iter().find(|object| object.is("ConfigMap", "calico-config")).expect("is there");
        config.text(&format!("data.{key}")).expect("is set")
    };
    let plain = found(json!({}));
    let nodes = pods(&plain, "DaemonSet", "calico-node");
    for (name, expected) in
        [("CALICO_IPV4POOL_CIDR", "100.96.0.0/11"), ("FELIX_AWSSRCDSTCHECK", "Disable"), ("CLUSTER_TYPE", "k8s,bgp")]
    {
        assert_eq!(variable(&nodes, name), expected, "{name}");
    }
    assert_eq!(nodes["containers"][0]["readinessProbe"]["exec"]["command"][2], "-bird-ready");
    assert_eq!((config(&plain, "veth_mtu"), config(&plain, "typha_service_name")), ("0".into(), "none".into()));
    assert!(config(&plain, "cni_network_config").contains(r#""mtu": __CNI_MTU__,"#));
    assert!(!plain.objects.iter().any(|object| object.name() == "calico-typha"));
    assert_eq!(pods(&plain, "Deployment", "calico-kube-controllers")["affinity"], pod::on_control_plane());

    let unset = found(json!({"prometheusMetricsEnabled": true, "prometheusMetricsPort": 0, "nftablesMode": ""}));
    let nodes = pods(&unset, "DaemonSet", "calico-node");
    assert_eq!(variable(&nodes, "FELIX_PROMETHEUSMETRICSPORT"), "9091");
    assert_eq!(nodes["containers"][0]["ports"][0]["containerPort"], 9091);
    assert_eq!(variable(&nodes, "FELIX_NFTABLESMODE"), Value::Null);

    let modes = |calico_spec: Value| {
        let nodes = pods(&found(calico_spec), "DaemonSet", "calico-node");
        let pools = ["IPV4POOL_IPIP", "IPV4POOL_VXLAN", "IPV6POOL_VXLAN"];
        json!(pools.map(|pool| variable(&nodes, &format!("CALICO_{pool}"))))
    };
    for (calico_spec, expected) in [
        (json!({}), ["CrossSubnet", "Never", "Never"]),
        (json!({"ipipMode": "Always"}), ["Always", "Never", "Never"]),
        (json!({"encapsulationMode": "vxlan"}), ["Never", "CrossSubnet", "Never"]),
        (json!({"encapsulationMode": "vxlan", "vxlanMode": "Always"}), ["Never", "Always", "Always"]),
    ] {
        assert_eq!(modes(calico_spec.clone()), json!(expected), "{calico_spec}");
    }

    let vxlan = found(json!({
        "encapsulationMode": "vxlan", "vxlanMode": "Always", "mtu": 8951, "typhaReplicas": 3, "registry": "registry.example.com",
        "version": "v3.31.4", "bpfEnabled": true, "allowIPForwarding": true,
    }));
    let nodes = pods(&vxlan, "DaemonSet", "calico-node");
    assert_eq!(nodes["containers"][0]["image"], "registry.example.com/calico/node:v3.31.4");
    assert_eq!(nodes["containers"][0]["readinessProbe"]["exec"]["command"].as_array().map(Vec::len), Some(2));
    assert_eq!((config(&vxlan, "calico_backend"), config(&vxlan, "veth_mtu")), ("vxlan".into(), "8951".into()));
    assert!(config(&vxlan, "cni_network_config").contains("allow_ip_forwarding"));
    let typha = vxlan.objects.iter().find(|object| object.is("Deployment", "calico-typha")).expect("stays");
    assert_eq!(typha.fields()["spec"]["replicas"], 3);
    assert!(vxlan.objects.iter().any(|object| object.is("ConfigMap", "kubernetes-services-endpoint")));
}

#[test]
fn pods_of_calico_with_ipv6_have_the_ranges_of_their_nodes() {
    let patch = json!({"nonMasqueradeCIDR": "::/0", "networking": {"cni": null, "calico": {}}});
    let manifest = adapted(patch, super::calico, &calico());
    let nodes = pods(&manifest, "DaemonSet", "calico-node");
    assert_eq!((variable(&nodes, "IP"), variable(&nodes, "IP6")), ("none".into(), "autodetect".into()));
    assert_eq!(
        (variable(&nodes, "NO_DEFAULT_POOLS"), variable(&nodes, "CALICO_IPV4POOL_CIDR")),
        ("true".into(), Value::Null)
    );
    let config = manifest.objects[0].text("data.cni_network_config").expect("is set");
    assert!(config.contains("usePodCidrIPv6") && config.contains("\"mtu\": __CNI_MTU__"), "{config}");
}

#[test]
fn what_a_manifest_lacks_is_noted() {
    let patch = json!({"networking": {"cni": null, "calico": {"typhaReplicas": 1}}});
    let mut objects = calico();
    objects[0]["data"]["cni_network_config"] = "{".into();
    objects[3]["metadata"]["name"] = "other".into();
    objects[1]["spec"] = json!({});
    let expected = [
        "no list of plugins in `cni_network_config` of the ConfigMap `calico-config`",
        "no DaemonSet `calico-node` with a container",
        "no Deployment `calico-typha`",
    ];
    assert_eq!(adapted(patch, super::calico, &objects).missing, expected);
}
