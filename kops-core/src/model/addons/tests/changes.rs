//! What a spec changes in the addons, as tables.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Cluster, everything};
use crate::defaults::overlay;
use crate::model::addons::pipeline;
use crate::naming::MANAGED_BY;
use crate::resource::{Output, outputs_of_content};

const AUTOSCALER: &str = "cluster-autoscaler.addons.k8s.io-k8s-1.15";
const CLOUD_CONTROLLER: &str = "aws-cloud-controller.addons.k8s.io-k8s-1.18";
const COREDNS: &str = "coredns.addons.k8s.io-k8s-1.12";
const DNS_CONTROLLER: &str = "dns-controller.addons.k8s.io-k8s-1.12";
const EBS: &str = "aws-ebs-csi-driver.addons.k8s.io-k8s-1.17";
const KOPS_CONTROLLER: &str = "kops-controller.addons.k8s.io-k8s-1.16";
const KUBE_ROUTER: &str = "networking.kuberouter-k8s-1.12";
const TERMINATION: &str = "node-termination-handler.aws-k8s-1.11";

/// The arguments, environment and image of the first container.
const ARGS: &str = "/spec/template/spec/containers/0/args";
const ENV: &str = "/spec/template/spec/containers/0/env";
const IMAGE: &str = "/spec/template/spec/containers/0/image";

#[test]
fn a_cluster_has_the_addons_that_its_spec_asks_for_in_the_order_of_kops() {
    let always = [
        "kops-controller.addons.k8s.io",
        "coredns.addons.k8s.io",
        "kubelet-api.rbac.addons.k8s.io",
        "limit-range.addons.k8s.io",
        "dns-controller.addons.k8s.io",
        "node-termination-handler.aws",
        "storage-aws.addons.k8s.io",
        "aws-cloud-controller.addons.k8s.io",
        "aws-ebs-csi-driver.addons.k8s.io",
    ];
    let names = |cluster: Cluster| cluster.channel().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(Cluster::new(json!({}))), always);
    let less = json!({
        "cloudConfig": {"manageStorageClasses": false, "awsEBSCSIDriver": {"managed": false}},
        "nodeTerminationHandler": {"enabled": false},
    });
    assert_eq!(names(Cluster::new(less)), always[..5].iter().chain(&always[7..8]).copied().collect::<Vec<_>>());
    let added = [
        "nodelocaldns.addons.k8s.io",
        "cluster-autoscaler.addons.k8s.io",
        "metrics-server.addons.k8s.io",
        "node-termination-handler.aws",
        "node-problem-detector.addons.k8s.io",
        "nvidia.addons.k8s.io",
        "gvisor.addons.k8s.io",
        "eks-pod-identity-webhook.addons.k8s.io",
        "storage-aws.addons.k8s.io",
        "authentication.aws",
        "aws-cloud-controller.addons.k8s.io",
        "aws-ebs-csi-driver.addons.k8s.io",
    ];
    assert_eq!(names(everything()), always[..5].iter().chain(&added).copied().collect::<Vec<_>>());
}

#[test]
fn entries_say_what_the_addon_needs() {
    let entries = everything().channel();
    let entry = |name: &str| &entries.iter().find(|(known, _)| known == name).expect("is listed").1;
    assert_eq!(entry("kops-controller.addons.k8s.io")["needsRollingUpdate"], "control-plane");
    assert_eq!(entry("nodelocaldns.addons.k8s.io")["needsRollingUpdate"], "all");
    assert_eq!(entry("metrics-server.addons.k8s.io")["needsPKI"], true);
    assert_eq!(entry("metrics-server.addons.k8s.io")["selector"], json!({"k8s-app": "metrics-server"}));
    assert_eq!(entry("coredns.addons.k8s.io")["needsPKI"], Value::Null);
    assert_eq!(entry("coredns.addons.k8s.io")["prune"], Value::Null);
    assert_eq!(entry("limit-range.addons.k8s.io")["id"], Value::Null);

    let kinds = entry("node-problem-detector.addons.k8s.io")["prune"]["kinds"].as_array().expect("a list");
    assert_eq!(kinds.len(), 13);
    let daemon_sets = kinds.iter().find(|kind| kind["kind"] == "DaemonSet").expect("are pruned");
    let expected = json!({
        "group": "apps", "kind": "DaemonSet", "namespaces": ["kube-system"],
        "labelSelector": "addon.kops.k8s.io/name=node-problem-detector.addons.k8s.io,app.kubernetes.io/managed-by=kops",
    });
    assert_eq!(*daemon_sets, expected);
}

#[test]
fn every_object_is_labelled_with_its_addon() {
    let cluster = everything();
    for (name, entry) in cluster.channel() {
        let key = entry["id"].as_str().map_or_else(|| name.clone(), |id| format!("{name}-{id}"));
        for object in cluster.documents(&key) {
            let labels = &object["metadata"]["labels"];
            assert_eq!(labels[pipeline::ADDON], name.as_str(), "{object}");
            assert_eq!(labels[MANAGED_BY], "kops", "{object}");
            for (label, value) in entry["selector"].as_object().expect("labels") {
                assert_eq!(labels[label], *value, "{object}");
            }
        }
    }
}

#[test]
fn names_are_published_as_the_spec_says() {
    let args = |cluster: Cluster| cluster.value(DNS_CONTROLLER, "Deployment/dns-controller", ARGS);
    let route53 =
        ["--watch-ingress=false", "--dns=aws-route53", "--zone=example.com", "--internal-ipv4", "--zone=*/*", "-v=2"];
    assert_eq!(args(Cluster::new(json!({}))), json!(route53));
    let watching = json!({"externalDns": {"watchIngress": true}, "dnsZone": "Z1"});
    assert_eq!(
        args(Cluster::new(watching)),
        json!(["--watch-ingress=true", "--dns=aws-route53", "--zone=*/Z1", "--internal-ipv4", "--zone=*/*", "-v=2",])
    );
    let gossip = args(Cluster::new(json!({"dnsZone": null})).named("demo.k8s.local"));
    assert_eq!(gossip[1], "--dns=gossip");
    assert_eq!(gossip[2], "--gossip-seed=127.0.0.1:3999");

    let flags = |config: Value| {
        let patch = json!({"dnsZone": null, "dnsControllerGossipConfig": config});
        let all = args(Cluster::new(patch).named("demo.k8s.local"));
        let all = all.as_array().expect("a list").iter().filter_map(Value::as_str);
        all.filter(|flag| flag.starts_with("--gossip-")).map(str::to_owned).collect::<Vec<_>>()
    };
    let whole = json!({
        "protocol": "memberlist", "listen": "0.0.0.0:3993", "secret": "a", "seed": "127.0.0.1:4000",
        "secondary": {"protocol": "mesh", "listen": "0.0.0.0:3998", "secret": "b", "seed": "127.0.0.1:3999"},
    });
    for (config, expected) in [
        (
            Value::Null,
            &[
                "--gossip-seed=127.0.0.1:3999",
                "--gossip-protocol-secondary=memberlist",
                "--gossip-listen-secondary=0.0.0.0:3993",
                "--gossip-seed-secondary=127.0.0.1:4000",
            ][..],
        ),
        (json!({"secret": "a"}), &["--gossip-secret=a", "--gossip-seed=127.0.0.1:3999"]),
        (json!({"secondary": {}}), &["--gossip-seed=127.0.0.1:3999", "--gossip-seed-secondary=127.0.0.1:4000"]),
        (
            whole.clone(),
            &[
                "--gossip-protocol=memberlist",
                "--gossip-listen=0.0.0.0:3993",
                "--gossip-secret=a",
                "--gossip-seed=127.0.0.1:4000",
                "--gossip-protocol-secondary=mesh",
                "--gossip-listen-secondary=0.0.0.0:3998",
                "--gossip-secret-secondary=b",
                "--gossip-seed-secondary=127.0.0.1:3999",
            ],
        ),
    ] {
        assert_eq!(flags(config.clone()), expected, "{config}");
    }
    assert_eq!(args(Cluster::new(json!({"dnsControllerGossipConfig": whole}))), json!(route53), "it does not gossip");

    // Something else publishes names: the manifest is empty, and what was there is deleted.
    let without_dns = json!({
        "topology": {"dns": {"type": "None"}},
        "api": {"loadBalancer": {"type": "Public", "class": "Network"}},
    });
    for patch in [without_dns, json!({"externalDns": {"provider": "external-dns"}})] {
        let cluster = Cluster::new(patch);
        assert_eq!(cluster.documents(DNS_CONTROLLER), Vec::<Value>::new());
        let entries = cluster.channel();
        let entry = entries.iter().find(|(name, _)| name == "dns-controller.addons.k8s.io").expect("is listed");
        assert!(entry.1["prune"]["kinds"].is_array());
    }
}

#[test]
fn corefiles_follow_the_spec() {
    let corefile = |cluster: Cluster| {
        let text = cluster.value(COREDNS, "ConfigMap/coredns", "/data/Corefile");
        text.as_str().expect("text").to_owned()
    };
    let usual = corefile(Cluster::new(json!({})));
    assert!(usual.contains("kubernetes cluster.local. in-addr.arpa ip6.arpa {"), "{usual}");
    assert!(usual.contains("forward . /etc/resolv.conf {") && !usual.contains("hosts"), "{usual}");
    let own = corefile(Cluster::new(json!({"kubeDNS": {"upstreamNameservers": ["192.0.2.1", "192.0.2.2"]}})));
    assert!(own.contains("forward . 192.0.2.1 192.0.2.2 {"), "{own}");
    let gossip = corefile(Cluster::new(json!({"dnsZone": null})).named("demo.k8s.local"));
    assert!(gossip.contains("hosts /rootfs/etc/hosts k8s.local {"), "{gossip}");
    assert_eq!(corefile(Cluster::new(json!({"kubeDNS": {"externalCoreFile": ".:53 {\n}\n"}}))), ".:53 {\n}\n");

    let cached = |patch: Value| {
        let cluster = Cluster::new(json!({"kubeDNS": {"nodeLocalDNS": patch}}));
        let text = cluster.value("nodelocaldns.addons.k8s.io-k8s-1.12", "ConfigMap/node-local-dns", "/data/Corefile");
        text.as_str().expect("text").to_owned()
    };
    let usual = cached(json!({"enabled": true}));
    assert!(usual.contains("health 169.254.20.10:3989") && usual.contains("__PILLAR__UPSTREAM__SERVERS__"), "{usual}");
    let through = cached(json!({"enabled": true, "forwardToKubeDNS": true, "additionalConfig": "example.org:53 {\n}"}));
    assert!(
        !through.contains("__PILLAR__UPSTREAM__SERVERS__") && through.ends_with("}\nexample.org:53 {\n}"),
        "{through}"
    );
    let padded = cached(json!({"enabled": true, "additionalConfig": "example.org:53 {\n}\n\n"}));
    assert!(padded.ends_with("}\nexample.org:53 {\n}\n") && !padded.ends_with("\n\n"), "{padded}");
}

#[test]
fn kube_dns_serves_the_cluster_in_place_of_coredns() {
    const KUBE_DNS: &str = "kube-dns.addons.k8s.io-k8s-1.12";
    let dns = json!({
        "provider": "KubeDNS", "upstreamNameservers": ["192.0.2.1"], "stubDomains": {"corp.example": ["192.0.2.2"]},
        "cacheMaxSize": 500,
    });
    let cluster = Cluster::new(json!({"kubeDNS": dns}));
    let names: Vec<String> = cluster.channel().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[1], "kube-dns.addons.k8s.io");
    assert!(!names.iter().any(|name| name == "coredns.addons.k8s.io"), "{names:?}");
    assert_eq!(cluster.value(KUBE_DNS, "Service/kube-dns", "/spec/clusterIP"), "100.64.0.10");
    let settings = cluster.value(KUBE_DNS, "ConfigMap/kube-dns", "/data");
    let expected =
        json!({"upstreamNameservers": "[\"192.0.2.1\"]\n", "stubDomains": "{\"corp.example\":[\"192.0.2.2\"]}\n"});
    assert_eq!(settings, expected);
    let cache = cluster.value(KUBE_DNS, "Deployment/kube-dns", "/spec/template/spec/containers/1/args");
    assert!(cache.as_array().expect("a list").contains(&json!("--cache-size=500")), "{cache}");
    // kops 1.36 writes a version of the API that Kubernetes has no longer.
    let budget = cluster.documents(KUBE_DNS).into_iter().find(|object| object["kind"] == "PodDisruptionBudget");
    assert_eq!(budget.expect("is there")["apiVersion"], "policy/v1");
}

#[test]
fn controllers_with_roles_of_their_own_get_a_token() {
    let patch = json!({
        "iam": {"useServiceAccountExternalPermissions": true},
        "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true},
    });
    let cluster = Cluster::new(patch.clone());
    for (key, object, role) in [
        (CLOUD_CONTROLLER, "DaemonSet/aws-cloud-controller-manager", "aws-cloud-controller-manager"),
        (EBS, "Deployment/ebs-csi-controller", "ebs-csi-controller-sa"),
        (DNS_CONTROLLER, "Deployment/dns-controller", "dns-controller"),
        (TERMINATION, "Deployment/aws-node-termination-handler", "aws-node-termination-handler"),
    ] {
        let pods = cluster.value(key, object, "/spec/template/spec");
        let volumes = pods["volumes"].as_array().expect("volumes");
        assert!(volumes.iter().any(|volume| volume["name"] == "token-amazonaws-com"), "{object}");
        let arn = format!("arn:aws:iam::123456789012:role/{role}.kube-system.sa.demo.example.com");
        for container in pods["containers"].as_array().expect("containers") {
            let variables = container["env"].as_array().expect("variables");
            assert!(variables.contains(&json!({"name": "AWS_ROLE_ARN", "value": arn})), "{object}");
        }
        assert!(pods["securityContext"]["fsGroup"].is_number(), "{object}");
        assert!(pods.get("nodeSelector").is_none_or(|selector| !selector.is_null()), "{object}");
    }
    let router =
        overlay(&patch, &json!({"networking": {"cni": null, "kuberouter": {}}, "kubeProxy": {"enabled": false}}));
    let router = Cluster::new(router).value(KUBE_ROUTER, "DaemonSet/kube-router", "/spec/template/spec");
    assert_eq!(
        router["initContainers"][0]["resources"],
        json!({}),
        "as in kops, which reads and writes the pods again"
    );
    let mounts = router["containers"][0]["volumeMounts"].as_array().expect("mounts");
    assert!(mounts.iter().all(|mount| mount["readOnly"] != false), "{mounts:?}");
    // By gossip dns-controller asks AWS for nothing. It is given the name of a role all the same, as in kops.
    let gossip = Cluster::new(overlay(&patch, &json!({"dnsZone": null}))).named("demo.k8s.local");
    let variables = gossip.value(DNS_CONTROLLER, "Deployment/dns-controller", ENV);
    let arn = "arn:aws:iam::123456789012:role/dns-controller.kube-system.sa.demo.k8s.local";
    assert!(variables.as_array().expect("a list").contains(&json!({"name": "AWS_ROLE_ARN", "value": arn})), "gossip");
    // With the role of the control plane they run on its nodes and need no token.
    let without =
        Cluster::new(json!({})).value(TERMINATION, "Deployment/aws-node-termination-handler", "/spec/template/spec");
    assert_eq!((&without["hostNetwork"], &without["volumes"]), (&json!(true), &Value::Null));
}

#[test]
fn gpus_of_one_group_are_enough_for_the_device_plugin() {
    let image = |patch: Value, group: Value| {
        let cluster = Cluster::new(json!({"containerd": {"nvidiaGPU": patch}}))
            .group(json!({"containerd": {"nvidiaGPU": group}}));
        cluster.value("nvidia.addons.k8s.io-k8s-1.16", "DaemonSet/nvidia-device-plugin-daemonset", IMAGE)
    };
    let usual = "nvcr.io/nvidia/k8s-device-plugin:v0.17.3";
    let on = json!({"enabled": true});
    assert_eq!(image(on.clone(), Value::Null), usual);
    assert_eq!(image(Value::Null, on.clone()), usual);
    assert_eq!(
        image(Value::Null, json!({"enabled": true, "image": "registry.example.com/plugin:1"})),
        "registry.example.com/plugin:1"
    );
    assert_eq!(
        image(json!({"enabled": true, "image": "registry.example.com/plugin:2"}), on),
        "registry.example.com/plugin:2"
    );
}

#[test]
fn an_identity_without_groups_is_that_of_kops() {
    let arn = "arn:aws:iam::123456789012:role/ops";
    let settings = json!({"backendMode": "CRD", "identityMappings": [{"arn": arn, "username": "ops"}]});
    let cluster = Cluster::new(json!({"authentication": {"aws": settings}}));
    let mapping = cluster.value("authentication.aws-k8s-1.12", "IAMIdentityMapping/iam-identity-mapping-0", "/spec");
    assert_eq!(mapping, json!({"arn": arn, "username": "ops", "groups": null}));
}

#[test]
fn amounts_without_a_suffix_are_numbers_unless_pods_have_a_role() {
    let request = |patch: Value| {
        let spec = json!({"cloudControllerManager": {"cpuRequest": "1000m"}});
        let requests = "/spec/template/spec/containers/0/resources/requests/cpu";
        Cluster::new(overlay(&spec, &patch)).value(CLOUD_CONTROLLER, "DaemonSet/aws-cloud-controller-manager", requests)
    };
    assert_eq!(request(json!({})), json!(1));
    assert_eq!(request(json!({"cloudControllerManager": {"cpuRequest": "1500m"}})), json!("1500m"));
    let role = json!({
        "iam": {"useServiceAccountExternalPermissions": true},
        "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true},
    });
    assert_eq!(request(role), json!("1"));
}

#[test]
fn images_come_from_the_registry_of_the_cluster_by_their_digest() {
    let image = |cluster: Cluster| cluster.value(COREDNS, "Deployment/coredns", IMAGE);
    let known = |image: &'static str| {
        move |facts: &mut crate::facts::Facts| {
            facts.image_digests.insert(image.into(), "sha256:1".into());
        }
    };
    let mirror = json!({"assets": {"containerRegistry": "mirror.example.com"}});
    let coredns = "registry.k8s.io/coredns/coredns:v1.14.2";
    assert_eq!(image(Cluster::new(json!({}))), coredns);
    assert_eq!(image(Cluster::new(json!({})).facts(known(coredns))), format!("{coredns}@sha256:1"));
    assert_eq!(image(Cluster::new(mirror)), "mirror.example.com/coredns-coredns:v1.14.2");
    let own = json!({"kubeDNS": {"coreDNSImage": "registry.example.com/dns:1"}});
    assert_eq!(image(Cluster::new(own)), "registry.example.com/dns:1");
    assert_eq!(image(Cluster::new(json!({"kubeDNS": {"coreDNSImage": ""}}))), coredns);
}

#[test]
fn settings_reach_their_container() {
    let has = |value: &Value, expected: Value| value.as_array().is_some_and(|items| items.contains(&expected));
    let flags = |patch: Value, key: &str, object: &str, pointer: &str| Cluster::new(patch).value(key, object, pointer);

    let patch = json!({"cloudLabels": {"team": "web"}});
    let controller = flags(patch, EBS, "Deployment/ebs-csi-controller", ARGS);
    assert!(has(&controller, json!("--extra-tags=KubernetesCluster=demo.example.com,team=web")), "{controller}");
    for limit in [20, 0] {
        let patch = json!({"cloudConfig": {"awsEBSCSIDriver": {"volumeAttachLimit": limit}}});
        let node = flags(patch, EBS, "DaemonSet/ebs-csi-node", ARGS);
        assert!(has(&node, json!(format!("--volume-attach-limit={limit}"))), "{node}");
    }

    let patch = json!({"cloudControllerManager": {"logLevel": 4, "concurrentNodeSyncs": 5}});
    let manager = flags(patch, CLOUD_CONTROLLER, "DaemonSet/aws-cloud-controller-manager", ARGS);
    assert!(has(&manager, json!("--v=4")) && has(&manager, json!("--concurrent-node-syncs=5")), "{manager}");
    assert!(!has(&manager, json!("--v=2")), "{manager}");

    let patch = json!({"nodeTerminationHandler": {"taintNode": true, "webhookURL": "https://hook.example.com"}});
    let handler = flags(patch, TERMINATION, "Deployment/aws-node-termination-handler", ENV);
    let url = "https://sqs.us-east-2.amazonaws.com/123456789012/demo-example-com-nth";
    for (name, value) in [("TAINT_NODE", "true"), ("WEBHOOK_URL", "https://hook.example.com"), ("QUEUE_URL", url)] {
        assert!(has(&handler, json!({"name": name, "value": value})), "{name}");
    }

    for (partition, domain) in [("aws-cn", "amazonaws.com.cn"), ("aws-iso", "c2s.ic.gov")] {
        let cluster = Cluster::new(json!({})).facts(|facts| facts.partition = partition.into());
        let settings = cluster.value(TERMINATION, "Deployment/aws-node-termination-handler", ENV);
        let url = format!("https://sqs.us-east-2.{domain}/123456789012/demo-example-com-nth");
        assert!(has(&settings, json!({"name": "QUEUE_URL", "value": url})), "{settings}");
    }

    let patch = json!({"egressProxy": {"httpProxy": {"host": "proxy", "port": 3128}, "excludes": "10.0.0.0/8"}});
    let controller = flags(patch, KOPS_CONTROLLER, "DaemonSet/kops-controller", ENV);
    for (name, value) in [("http_proxy", "http://proxy:3128"), ("NO_PROXY", "10.0.0.0/8"), ("AWS_REGION", "us-east-2")]
    {
        let is_set = controller.as_array().is_some_and(|all| {
            all.iter().any(|v| {
                v["name"] == name && {
                    let found = v["value"].as_str().unwrap_or_default();
                    found == value || found.starts_with(value)
                }
            })
        });
        assert!(is_set, "{name}: {controller}");
    }

    let patch = json!({"clusterAutoscaler": {"enabled": true, "expander": "priority"}});
    let cluster =
        Cluster::new(patch).group(json!({"autoscale": true, "autoscalePriority": 50, "minSize": 2, "maxSize": 9}));
    let command =
        cluster.value(AUTOSCALER, "Deployment/cluster-autoscaler", "/spec/template/spec/containers/0/command");
    assert!(has(&command, json!("--nodes=2:9:nodes.demo.example.com")), "{command}");
    let priorities = cluster.value(AUTOSCALER, "ConfigMap/cluster-autoscaler-priority-expander", "/data/priorities");
    assert_eq!(priorities, "50:\n- nodes.demo.example.com");
}

#[test]
fn kops_controller_gets_the_certificates_of_the_host_wherever_the_field_is_set_as_in_kops() {
    let mount = json!({"mountPath": "/etc/ssl/certs", "name": "etc-ssl-certs", "readOnly": true});
    for (patch, is_mounted) in [
        (json!({}), false),
        (json!({"useHostCertificates": false}), true),
        (json!({"useHostCertificates": true}), true),
    ] {
        let cluster = Cluster::new(patch.clone());
        let pods = cluster.value(KOPS_CONTROLLER, "DaemonSet/kops-controller", "/spec/template/spec");
        let has =
            |list: &Value, is_it: &dyn Fn(&Value) -> bool| list.as_array().is_some_and(|all| all.iter().any(is_it));
        assert_eq!(has(&pods["containers"][0]["volumeMounts"], &|found| *found == mount), is_mounted, "{patch}");
        assert_eq!(has(&pods["volumes"], &|found| found["name"] == "etc-ssl-certs"), is_mounted, "{patch}");
    }
}

#[test]
fn objects_of_the_user_are_applied_as_they_are() {
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "own"}, "data": {"a": "b"}});
    let scheduler = json!({"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": "KubeSchedulerConfiguration"});
    let cluster = Cluster::new(json!({})).object(object.clone()).object(scheduler.clone());
    assert_eq!(cluster.documents("cluster-addons.kops.k8s.io"), [object]);
    let (name, entry) = cluster.channel().pop().expect("has addons");
    assert_eq!(
        (name.as_str(), &entry["manifest"]),
        ("cluster-addons.kops.k8s.io", &json!("cluster-addons.kops.k8s.io/default.yaml"))
    );
    let only = Cluster::new(json!({})).object(scheduler);
    assert!(only.channel().iter().all(|(name, _)| name != "cluster-addons.kops.k8s.io"));
}

#[test]
fn every_image_of_the_addons_is_listed_once() {
    let context = crate::model::testing::public(json!({}));
    let images = context.with_context(crate::model::addons::images);
    assert!(images.contains("registry.k8s.io/sig-storage/csi-attacher:v4.11.0"), "{images:?}");
    assert!(images.iter().any(|image| image.starts_with("registry.k8s.io/kops/kops-controller:")), "{images:?}");
}

/// What the adaptation of cert-manager needs, without a version.
const MANIFEST: &str = "# cert-manager\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: cainjector\n  \
    namespace: cert-manager\n---\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: cert-manager}\n---\n\
    apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cert-manager, namespace: cert-manager}\n\
    spec: {template: {spec: {containers: [{name: controller}]}}}\n";
const CERT_MANAGER: &str = "certmanager.io-k8s-1.16";

#[test]
fn published_addons_come_from_the_addon_source() {
    let patch = json!({"certManager": {"enabled": true}});
    let source = |text: &'static str| {
        move |facts: &mut crate::facts::Facts| {
            facts.published_addons = Some([("certmanager.io/k8s-1.16.yaml".to_owned(), text.to_owned())].into());
        }
    };
    let cluster = Cluster::new(patch.clone()).facts(source(MANIFEST));
    let objects = cluster.documents(CERT_MANAGER);
    assert_eq!(objects.len(), 2);
    assert_eq!(objects[0]["metadata"]["labels"][pipeline::ADDON], "certmanager.io");
    let entries = cluster.channel();
    let (_, entry) = entries.iter().find(|(name, _)| name == "certmanager.io").expect("is listed");
    let accounts = &entry["prune"]["kinds"][2];
    assert_eq!(accounts["namespaces"], json!(["kube-system"]));

    // Without a source the rest is planned.
    let findings = Cluster::new(patch.clone()).findings();
    assert_eq!(findings[0].0, "addon/no-manifest");
    assert!(findings[0].1.contains("no manifest of the addon `certmanager.io`"), "{findings:?}");
    let graph = Cluster::new(patch.clone()).graph();
    assert!(graph.of_kind(crate::resource::Kind::ManagedFile).all(|(name, _)| !name.ends_with(CERT_MANAGER)));
    assert!(Cluster::new(patch.clone()).channel().iter().any(|(name, _)| name == "certmanager.io"));

    for (text, code, words) in [
        ("a: [", "addon/manifest", "cannot be read"),
        ("- a\n", "addon/manifest", "document 1 has no `apiVersion`"),
        ("apiVersion: v1\nkind: Secret\n", "addon/manifest", "`metadata.name`"),
        ("# nothing\n", "addon/manifest", "it has no object"),
        ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n", "addon/manifest", "has no Deployment `cert-manager`"),
    ] {
        let findings = Cluster::new(patch.clone()).facts(source(text)).findings();
        assert!(findings.iter().any(|(id, message)| *id == code && message.contains(words)), "{text}: {findings:?}");
    }
    let without = |facts: &mut crate::facts::Facts| facts.published_addons = Some([].into());
    let findings = Cluster::new(patch).facts(without).findings();
    assert_eq!(findings[0].0, "addon/no-manifest");
    assert!(findings[0].1.contains("`certmanager.io`"), "{findings:?}");
}

#[test]
fn a_published_manifest_of_a_state_store_gets_no_second_token() {
    let patch = json!({
        "awsLoadBalancerController": {"enabled": true},
        "certManager": {"enabled": true, "managed": false},
        "iam": {"useServiceAccountExternalPermissions": true},
        "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true},
    });
    let written = |manifest: String| {
        let location = "aws-load-balancer-controller.addons.k8s.io/k8s-1.19-irsa.yaml";
        let cluster = Cluster::new(patch.clone())
            .facts(|facts| facts.published_addons = Some([(location.to_owned(), manifest.clone())].into()));
        cluster.documents("aws-load-balancer-controller.addons.k8s.io-k8s-1.19-irsa")
    };
    let as_text = |objects: &[Value]| objects.iter().map(|object| format!("---\n{object}\n")).collect::<String>();
    let pods = json!({"serviceAccountName": "aws-load-balancer-controller", "containers": [{"name": "controller"}]});
    let published = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "aws-load-balancer-controller", "namespace": "kube-system"},
        "spec": {"template": {"spec": pods}},
    });
    let once = written(as_text(&[published]));
    assert_eq!(once[0]["spec"]["template"]["spec"]["volumes"][0]["name"], "token-amazonaws-com");
    assert_eq!(written(as_text(&once)), once);
    // Another cluster's has that cluster's role in it.
    let of_another = as_text(&once).replace("sa.demo.example.com", "sa.other.example.com");
    assert_eq!(written(of_another), once);
}

#[test]
fn karpenter_gets_a_node_pool_and_a_class_for_each_of_its_groups() {
    const KARPENTER: &str = "karpenter.sh-k8s-1.19";
    let manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: karpenter, namespace: kube-system}\n\
                    spec: {template: {spec: {containers: [{name: controller}]}}}\n";
    let patch = json!({
        "karpenter": {"enabled": true},
        "iam": {"useServiceAccountExternalPermissions": true},
        "serviceAccountIssuerDiscovery": {"discoveryStore": "s3://issuer", "enableAWSOIDCProvider": true},
    });
    let group = json!({
        "manager": "Karpenter", "image": "ssm:/images/demo", "minSize": 2, "maxSize": 9, "taints": ["team=web:NoSchedule"],
        "machineType": "t3.medium,t3.large", "rootVolumeSize": 200,
    });
    let cluster = Cluster::new(patch).group(group).facts(|facts| {
        facts.published_addons = Some([("karpenter.sh/k8s-1.19.yaml".to_owned(), manifest.to_owned())].into());
        let image = facts.images["demo"].clone();
        facts.images.insert("ssm:/images/demo".into(), image);
    });
    let spec = |kind: &str| {
        let documents = cluster.unresolved(KARPENTER);
        documents.into_iter().find(|document| document["kind"] == kind).expect("is there")["spec"].clone()
    };
    let class = spec("EC2NodeClass");
    assert_eq!(class["amiSelectorTerms"], json!([{"ssmParameter": "/images/demo"}]));
    assert_eq!(class["instanceProfile"], "nodes.demo.example.com");
    assert_eq!(class["blockDeviceMappings"][0]["ebs"]["volumeSize"], "200Gi");
    assert_eq!(class["tags"]["Name"], "nodes.demo.example.com");
    assert_eq!(class["tags"].get("kubernetes.io/cluster/demo.example.com"), None);

    let pool = spec("NodePool");
    assert_eq!((&pool["replicas"], &pool["limits"]), (&json!(2), &json!({"nodes": "9"})));
    let template = &pool["template"];
    assert_eq!(template["metadata"]["labels"], json!({"node-role.kubernetes.io/node": ""}));
    assert_eq!(template["spec"]["taints"], json!([{"key": "team", "value": "web", "effect": "NoSchedule"}]));
    let types = json!({
        "key": "node.kubernetes.io/instance-type", "operator": "In", "values": ["t3.large", "t3.medium"],
    });
    assert_eq!(template["spec"]["requirements"][1], types);
}

#[test]
fn what_the_addon_source_does_not_have_stays_that_of_the_state_store() {
    let patch = json!({"certManager": {"enabled": true}});
    let stored = |text: &str| {
        let stored: BTreeMap<_, _> = [("certmanager.io/k8s-1.16.yaml".to_owned(), text.to_owned())].into();
        move |facts: &mut crate::facts::Facts| facts.stored_addons = stored.clone()
    };
    let hash = |cluster: &Cluster| {
        let entries = cluster.channel();
        entries.into_iter().find(|(name, _)| name == "certmanager.io").expect("is listed").1["manifestHash"].clone()
    };
    let notes = |cluster: &Cluster| {
        let notes = cluster.graph().notes.into_iter().filter(|note| note.contains("cert-manager"));
        notes.collect::<Vec<_>>()
    };
    let newest = MANIFEST
        .replace("name: controller", "name: controller, image: 'quay.io/jetstack/cert-manager-controller:v1.19.5'");
    let of_store = Cluster::new(patch.clone()).facts(stored(&newest));
    assert_eq!(hash(&of_store), outputs_of_content(&newest)[&Output::Sha256]);
    assert!(of_store.graph().kept_objects.contains("addons/certmanager.io/k8s-1.16.yaml"));
    assert!(notes(&of_store)[0].contains("keeps the settings"), "{:?}", notes(&of_store));
    let both = Cluster::new(patch.clone()).facts(|facts| {
        stored(&newest)(facts);
        facts.published_addons = Some([].into());
    });
    assert_eq!(hash(&both), outputs_of_content(&newest)[&Output::Sha256]);
    let older = Cluster::new(patch.clone()).facts(stored(MANIFEST));
    assert!(notes(&older)[0].contains("keeps the version that the state store has: fetch cert-manager v1.19.5"));

    for (text, words) in
        [("", "it has no object"), ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n", "has no Deployment")]
    {
        let findings = Cluster::new(patch.clone()).facts(stored(text)).findings();
        let (code, message) = &findings[0];
        assert_eq!(*code, "addon/manifest");
        assert!(message.contains("of the state store") && message.contains(words), "{message}");
    }
}
