//! Every kind has its row, policies fit AWS's limits, and an evaluator of policies lets through what steps call and nothing else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::engine::graph_offline;
use crate::plan::PlanOptions;
use crate::spec::Spec;

const FAIRWINDS: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");

fn graphs() -> Vec<Graph> {
    let texts = [
        FAIRWINDS,
        include_str!("../../tests/scenarios/public/cluster.yml"),
        include_str!("../../tests/scenarios/private-ha-bastion/cluster.yml"),
        include_str!("../../tests/scenarios/private-shared/cluster.yml"),
        include_str!("../../tests/scenarios/gossip/cluster.yml"),
        include_str!("../../tests/scenarios/classic-changed/cluster.yml"),
    ];
    texts.iter().map(|text| graph(text)).collect()
}

fn graph(text: &str) -> Graph {
    let spec = Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"));
    graph_offline(&spec).unwrap_or_else(|error| panic!("{error}")).graph
}

fn place(graph: &Graph) -> Place {
    Place::new(&graph.region, "123456789012", &graph.cluster, Some("s3://states/clusters"))
}

/// A call as IAM sees it: an action on a resource with what is known of the request.
struct Request<'a> {
    action: &'a str,
    resource: &'a str,
    context: Value,
}

/// IAM's rules for policies that only allow: one statement must match action, resource and every condition.
fn allows(policies: &[Policy], request: &Request<'_>) -> bool {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
    };
    let statements = policies.iter().flat_map(|policy| policy.document["Statement"].as_array().into_iter().flatten());
    statements.into_iter().any(|statement| {
        texts(&statement["Action"]).iter().any(|pattern| is_like(pattern, request.action))
            && texts(&statement["Resource"]).iter().any(|pattern| is_like(pattern, request.resource))
            && statement["Condition"]
                .as_object()
                .into_iter()
                .flatten()
                .all(|(operator, keys)| holds(operator, keys, &request.context))
    })
}

fn holds(operator: &str, keys: &Value, context: &Value) -> bool {
    keys.as_object().into_iter().flatten().all(|(key, expected)| match operator {
        "StringEquals" => {
            expected == &context[key] || expected.as_array().is_some_and(|any| any.contains(&context[key]))
        }
        "Null" => (expected == "true") == context[key].is_null(),
        other => panic!("{other} is not evaluated"),
    })
}

/// `*` stands for any text.
fn is_like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, rest)) => text.strip_prefix(before).is_some_and(|after| {
            (0..=after.len()).filter(|at| after.is_char_boundary(*at)).any(|at| is_like(rest, &after[at..]))
        }),
    }
}

#[test]
fn every_kind_in_aws_has_a_row_with_known_services() {
    for kind in Kind::ALL {
        let Some(row) = actions(*kind) else {
            assert!(kind.is_in_store(), "{kind}");
            continue;
        };
        let is_created = !row.create.is_empty() || kind.properties().made_in_cluster;
        assert!(!row.read.is_empty() && is_created && !row.delete.is_empty(), "{kind}");
        let needs = row.create.iter().chain(row.update).chain(row.delete).map(|need| need.action);
        for action in needs.chain(row.read.iter().copied()) {
            let (service, name) = action.split_once(':').expect("has a service");
            assert!(service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{action}");
            assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{action}");
        }
    }
}

#[test]
fn policies_are_within_the_size_of_a_managed_policy_also_with_many_groups() {
    let mut text = FAIRWINDS.to_owned();
    for i in 0..100 {
        text.push_str(&format!(
            "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  labels:\n    kops.k8s.io/cluster: \
             demo.kube.example.com\n  name: workers-of-team-{i}\nspec:\n  machineType: m5.large\n  maxSize: 9\n  minSize: 1\n  \
             role: Node\n  subnets:\n  - us-east-2a\n"
        ));
    }
    for graph in graphs().into_iter().chain([graph(&text)]) {
        let Policies { plan, apply, delete } = of_graph(&graph, &place(&graph));
        for policy in plan.iter().chain(&apply).chain(&delete) {
            let size = policy.document.to_string().len();
            assert!(size <= POLICY_LIMIT, "{}: {size}", policy.name);
        }
        // A role takes ten managed policies by default.
        assert!(plan.len() + apply.len() + delete.len() <= 10, "{}: {}", graph.cluster, apply.len());
    }
}

#[test]
fn deleting_a_cluster_deletes_what_its_controllers_made_and_not_what_those_of_another_made() {
    let graph = graph(FAIRWINDS);
    let place = place(&graph);
    let Policies { plan, apply, delete } = of_graph(&graph, &place);
    let balancing = |path: &str| place.arn("elasticloadbalancing", path);
    for (action, resource) in [
        ("elasticloadbalancing:DeleteLoadBalancer", balancing("loadbalancer/app/k8s-shop/1")),
        ("elasticloadbalancing:DeleteLoadBalancer", balancing("loadbalancer/net/k8s-shop/1")),
        ("elasticloadbalancing:DeleteLoadBalancer", balancing("loadbalancer/a0123456789")),
        ("elasticloadbalancing:DeleteTargetGroup", balancing("targetgroup/k8s-shop/1")),
        ("ec2:DeleteLaunchTemplate", place.arn("ec2", "launch-template/lt-1")),
        ("ec2:DeleteVolume", place.arn("ec2", "volume/vol-1")),
        ("ec2:DeleteSnapshot", place.arn("ec2", "snapshot/snap-1")),
        ("ec2:DeleteSecurityGroup", place.arn("ec2", "security-group/sg-1")),
        ("ec2:DeleteNetworkInterface", place.arn("ec2", "network-interface/eni-1")),
        ("ec2:TerminateInstances", place.arn("ec2", "instance/i-1")),
    ] {
        for (own, key) in [
            (json!({"aws:ResourceTag/KubernetesCluster": graph.cluster}), "the cluster's tag"),
            (
                json!({"aws:ResourceTag/kubernetes.io/cluster/demo.kube.example.com": "owned"}),
                "the tag of the cloud controller manager and of Karpenter",
            ),
            (json!({"aws:ResourceTag/elbv2.k8s.aws/cluster": graph.cluster}), "the load balancer controller's tag"),
            (
                json!({"aws:ResourceTag/cluster.k8s.amazonaws.com/name": graph.cluster}),
                "the tag of Amazon VPC's networking",
            ),
        ] {
            let request = |context: Value| Request { action, resource: &resource, context };
            assert!(allows(&delete, &request(own.clone())), "{action} {resource} by {key}");
            assert!(!allows(&plan, &request(own.clone())), "planning does not take {action}");
            let theirs =
                Value::from_iter(own.as_object().into_iter().flatten().map(|(key, _)| (key.clone(), json!("other"))));
            assert!(!allows(&delete, &request(theirs)), "{action} {resource} by {key} of another cluster");
        }
    }
    assert!(!apply.is_empty());
}

#[test]
fn what_steps_call_is_allowed_for_the_cluster_and_not_for_another() {
    let graph = graph(FAIRWINDS);
    let place = place(&graph);
    let Policies { plan, apply, delete } = of_graph(&graph, &place);
    let arn = |service: &str, resource: &str| place.arn(service, resource);
    let own = json!({"aws:ResourceTag/KubernetesCluster": graph.cluster});
    let theirs = json!({"aws:ResourceTag/KubernetesCluster": "other.example.com"});
    let role = |cluster: &str| place.iam(&format!("role/nodes.{cluster}"));
    for (policies, action, resource, context, expected) in [
        (&plan, "ec2:DescribeVpcs", "*".to_owned(), json!({"aws:RequestedRegion": "us-east-2"}), true),
        (&plan, "ec2:DescribeVpcs", "*".to_owned(), json!({"aws:RequestedRegion": "eu-west-1"}), false),
        (
            &plan,
            "ec2:CreateSubnet",
            arn("ec2", "subnet/*"),
            json!({"aws:RequestTag/KubernetesCluster": graph.cluster}),
            false,
        ),
        (
            &plan,
            "s3:GetObject",
            "arn:aws:s3:::states/clusters/demo.kube.example.com/config".to_owned(),
            json!({}),
            true,
        ),
        (
            &plan,
            "s3:PutObject",
            "arn:aws:s3:::states/clusters/demo.kube.example.com/config".to_owned(),
            json!({}),
            false,
        ),
        (
            &apply,
            "s3:PutObject",
            "arn:aws:s3:::states/clusters/demo.kube.example.com/config".to_owned(),
            json!({}),
            true,
        ),
        (&apply, "s3:PutObject", "arn:aws:s3:::states/clusters/other.example.com/config".to_owned(), json!({}), false),
        (
            &apply,
            "ec2:CreateSubnet",
            arn("ec2", "subnet/*"),
            json!({"aws:RequestTag/KubernetesCluster": graph.cluster}),
            true,
        ),
        (&apply, "ec2:CreateSubnet", arn("ec2", "subnet/*"), json!({}), false),
        (&apply, "ec2:CreateSubnet", arn("ec2", "vpc/vpc-1"), json!({}), true),
        // A VPC can be shared by another account; nothing of the cluster is.
        (&apply, "ec2:CreateSubnet", "arn:aws:ec2:us-east-2:210987654321:vpc/vpc-1".to_owned(), json!({}), true),
        (
            &apply,
            "ec2:CreateSubnet",
            "arn:aws:ec2:us-east-2:210987654321:subnet/*".to_owned(),
            json!({"aws:RequestTag/KubernetesCluster": graph.cluster}),
            false,
        ),
        (&apply, "ec2:DescribeAccountAttributes", "*".to_owned(), json!({"aws:RequestedRegion": "us-east-2"}), true),
        // No account says which id the zone `kube.example.com` has.
        (
            &apply,
            "route53:ChangeResourceRecordSets",
            "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ".to_owned(),
            json!({}),
            true,
        ),
        (&apply, "ec2:ModifySubnetAttribute", arn("ec2", "subnet/subnet-1"), own.clone(), true),
        (&apply, "ec2:ModifySubnetAttribute", arn("ec2", "subnet/subnet-1"), theirs.clone(), false),
        (&apply, "ec2:DeleteSubnet", arn("ec2", "subnet/subnet-1"), own.clone(), false),
        (&delete, "ec2:DeleteSubnet", arn("ec2", "subnet/subnet-1"), own, true),
        (&delete, "ec2:DeleteSubnet", arn("ec2", "subnet/subnet-1"), theirs, false),
        // The VPC is shared: it is never created or deleted.
        (
            &delete,
            "ec2:DeleteVpc",
            arn("ec2", "vpc/vpc-1"),
            json!({"aws:ResourceTag/KubernetesCluster": graph.cluster}),
            false,
        ),
        (&apply, "iam:PutRolePolicy", role(&graph.cluster), json!({}), true),
        (&apply, "iam:PutRolePolicy", role("other.example.com"), json!({}), false),
        (&apply, "iam:PassRole", role(&graph.cluster), json!({"iam:PassedToService": "ec2.amazonaws.com"}), true),
        (&apply, "iam:PassRole", role(&graph.cluster), json!({"iam:PassedToService": "lambda.amazonaws.com"}), false),
        (
            &delete,
            "autoscaling:DeleteAutoScalingGroup",
            arn("autoscaling", &format!("autoScalingGroup:1:autoScalingGroupName/nodes.{}", graph.cluster)),
            json!({}),
            true,
        ),
        (
            &delete,
            "autoscaling:DeleteAutoScalingGroup",
            arn("autoscaling", "autoScalingGroup:1:autoScalingGroupName/nodes.other.example.com"),
            json!({}),
            false,
        ),
    ] {
        let found = allows(policies, &Request { action, resource: &resource, context: context.clone() });
        assert_eq!(found, expected, "{action} on {resource} with {context}");
    }
}

#[test]
fn the_policies_of_a_plan_are_for_its_steps_only() {
    let old = Spec::from_yaml("cluster.yml", FAIRWINDS).expect("is valid");
    let reads = |action: &str| {
        let operation = action.split(':').nth(1).unwrap_or_default();
        ["Describe", "Get", "List", "Simulate"].iter().any(|reading| operation.starts_with(reading))
    };
    let cases: [(&str, &str, &[&str]); 2] = [
        (
            "machineType: t3.large",
            "machineType: t3.xlarge",
            &["ec2:CreateLaunchTemplateVersion", "ec2:CreateTags", "ec2:DeleteTags", "ec2:ModifyLaunchTemplate"],
        ),
        // Another size launches nothing with a role of the caller's choice.
        ("maxSize: 3", "maxSize: 4", &["autoscaling:UpdateAutoScalingGroup"]),
    ];
    for (from, to, expected) in cases {
        let new = Spec::from_yaml("cluster.yml", &FAIRWINDS.replace(from, to)).expect("is valid");
        let plan = crate::engine::diff(&old, &new).expect("plans").plan;
        let place = Place::new(&plan.region, "", &plan.cluster, None);
        let policies = of_plan(&plan, &place);
        let writes: BTreeSet<&str> = policies
            .iter()
            .flat_map(|policy| policy.document["Statement"].as_array().into_iter().flatten())
            .flat_map(|statement| statement["Action"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .filter(|action| !reads(action))
            .collect();
        assert_eq!(writes.into_iter().collect::<Vec<_>>(), expected, "{to}");
    }
}

#[test]
fn only_the_zone_of_the_spec_is_changed_where_it_says_the_id() {
    let graph = changed("dnsZone: kube.example.com", "dnsZone: Z0123456789ABC");
    let apply = of_graph(&graph, &place(&graph)).apply;
    for (id, expected) in [("Z0123456789ABC", true), ("Z0123456789ABD", false)] {
        let resource = format!("arn:aws:route53:::hostedzone/{id}");
        let request = Request { action: "route53:ChangeResourceRecordSets", resource: &resource, context: json!({}) };
        assert_eq!(allows(&apply, &request), expected, "{id}");
    }
}

#[test]
fn what_auto_scaling_asks_of_the_caller_is_allowed_for_the_role_of_the_instances() {
    let own = FAIRWINDS
        .replace(
            "  role: Master\n",
            "  role: Master\n  iam: {profile: 'arn:aws:iam::123456789012:instance-profile/a/cp'}\n",
        )
        .replace(
            "  role: Node\n",
            "  role: Node\n  iam: {profile: 'arn:aws:iam::123456789012:instance-profile/a/np'}\n",
        );
    let mixed = FAIRWINDS
        .replace("  role: Node\n", "  role: Node\n  mixedInstancesPolicy: {instances: [t3.large, t3.xlarge]}\n");
    let group = FAIRWINDS.rsplit("---\n").next().expect("is the group of nodes");
    let second = format!("{FAIRWINDS}---\n{}", group.replace("  name: nodes\n", "  name: second\n"));
    let apply = |text: &str| of_graph(&graph(text), &place(&graph(text))).apply;
    let of_plan = |old: &str, new: &str| {
        let spec = |text: &str| Spec::from_yaml("cluster.yml", text).expect("is valid");
        let plan = crate::engine::diff(&spec(old), &spec(new)).expect("plans").plan;
        super::of_plan(&plan, &Place::new(&plan.region, "123456789012", &plan.cluster, None))
    };
    for (policies, what, role, other) in [
        (apply(FAIRWINDS), "the cluster", "nodes.demo.kube.example.com", Some("theirs")),
        (apply(&own), "profiles of the user's own, whose roles only the account knows", "a/theirs", None),
        (
            of_plan(FAIRWINDS, &second),
            "a new group",
            "nodes.demo.kube.example.com",
            Some("masters.demo.kube.example.com"),
        ),
        (of_plan(FAIRWINDS, &mixed), "other types, and a launch template of which the plan has the id", "theirs", None),
    ] {
        let allowed = |action: &str, resource: String, context| {
            allows(&policies, &Request { action, resource: &resource, context })
        };
        let passes = |role: &str, service: &str| {
            let resource = format!("arn:aws:iam::123456789012:role/{role}");
            allowed("iam:PassRole", resource, json!({"iam:PassedToService": service}))
        };
        assert!(passes(role, "ec2.amazonaws.com"), "{what}");
        assert!(!passes(role, "lambda.amazonaws.com"), "{what}");
        assert!(!other.is_some_and(|other| passes(other, "ec2.amazonaws.com")), "{what}");
        let tags = |cluster: &str| {
            let instance = "arn:aws:ec2:us-east-2:123456789012:instance/*".to_owned();
            let context = json!({"ec2:CreateAction": "RunInstances", "aws:RequestTag/KubernetesCluster": cluster});
            allowed("ec2:CreateTags", instance, context)
        };
        assert!(tags("demo.kube.example.com") && !tags("other.example.com"), "{what}");
        let runs = allowed("ec2:RunInstances", "*".to_owned(), json!({"aws:RequestedRegion": "us-east-2"}));
        assert!(runs, "{what}");
    }
}

/// The Fairwinds cluster with something else in its spec.
fn changed(from: &str, to: &str) -> Graph {
    assert!(FAIRWINDS.contains(from), "{from}");
    graph(&FAIRWINDS.replacen(from, to, 1))
}

#[test]
fn files_in_other_buckets_are_read_written_and_published_and_nothing_else_in_them() {
    let issuer = "s3://issuers/demo";
    let discovery =
        changed("spec:\n", &format!("spec:\n  serviceAccountIssuerDiscovery: {{discoveryStore: '{issuer}'}}\n"));
    let backups = changed("name: main", "name: main\n    backups: {backupStore: s3://backups/demo/main}");
    let document = "arn:aws:s3:::issuers/demo/.well-known/openid-configuration";
    let control = "arn:aws:s3:::backups/demo/main/control/etcd-cluster-spec";
    for (graph, what, action, resource, expected) in [
        (&discovery, "plan", "s3:GetObject", document, true),
        (&discovery, "plan", "s3:GetObjectAcl", document, true),
        (&discovery, "plan", "s3:ListBucket", "arn:aws:s3:::issuers", true),
        (&discovery, "plan", "s3:GetBucketLocation", "arn:aws:s3:::issuers", true),
        (&discovery, "plan", "s3:GetBucketPolicyStatus", "arn:aws:s3:::issuers", true),
        (&discovery, "plan", "s3:GetEncryptionConfiguration", "arn:aws:s3:::issuers", true),
        (&discovery, "plan", "s3:GetEncryptionConfiguration", "arn:aws:s3:::states", true),
        (&discovery, "plan", "s3:GetEncryptionConfiguration", "arn:aws:s3:::backups", false),
        (&discovery, "plan", "s3:PutObject", document, false),
        (&discovery, "apply", "s3:PutObject", document, true),
        (&discovery, "apply", "s3:PutObjectAcl", document, true),
        (&discovery, "apply", "s3:PutObject", "arn:aws:s3:::issuers/other/keys", false),
        (&discovery, "delete", "s3:DeleteObject", document, true),
        (&backups, "plan", "s3:GetObject", control, true),
        (&backups, "plan", "s3:GetBucketPolicyStatus", "arn:aws:s3:::backups", false),
        (&backups, "plan", "s3:GetEncryptionConfiguration", "arn:aws:s3:::backups", true),
        (&backups, "apply", "s3:GetEncryptionConfiguration", "arn:aws:s3:::backups", false),
        (&backups, "apply", "s3:PutObject", control, true),
        (&backups, "apply", "s3:PutObjectAcl", control, false),
        (&backups, "apply", "s3:PutObject", "arn:aws:s3:::backups/demo/main/2026-01-01/etcd.backup.gz", false),
        (&backups, "apply", "s3:PutObject", "arn:aws:s3:::states/clusters/demo.kube.example.com/config", true),
    ] {
        let policies = of_graph(graph, &place(graph));
        let policies = match what {
            "plan" => &policies.plan,
            "apply" => &policies.apply,
            _ => &policies.delete,
        };
        let found = allows(policies, &Request { action, resource, context: json!({}) });
        assert_eq!(found, expected, "to {what}: {action} on {resource}");
    }
}

#[test]
fn volumes_with_a_key_of_the_account_need_it_through_ec2_only() {
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let key = |name: &str| format!("arn:aws:kms:us-east-2:123456789012:{name}");
    let through = |service: &str| json!({"kms:ViaService": format!("{service}.us-east-2.amazonaws.com")});
    let without = of_graph(&graph(FAIRWINDS), &place(&graph(FAIRWINDS)));
    assert!(!without.apply.iter().any(|policy| policy.document.to_string().contains("kms:")));
    for (named, other_key_is_allowed) in [
        (id.to_owned(), false),
        (key(&format!("key/{id}")), false),
        // Policies know no aliases.
        ("alias/etcd".to_owned(), true),
    ] {
        let graph = changed("encryptedVolume: true", &format!("encryptedVolume: true\n      kmsKeyId: '{named}'"));
        let apply = of_graph(&graph, &place(&graph)).apply;
        for action in ["kms:CreateGrant", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"] {
            let allowed = |name: &str, service| {
                allows(&apply, &Request { action, resource: &key(name), context: through(service) })
            };
            assert!(allowed(&format!("key/{id}"), "ec2"), "{action} on {named}");
            assert!(!allowed(&format!("key/{id}"), "s3"), "{action} on {named}");
            assert_eq!(allowed("key/another", "ec2"), other_key_is_allowed, "{action} on {named}");
        }
    }
}

#[test]
fn ec2_has_the_domain_of_the_partition() {
    let graph = changed("encryptedVolume: true", "encryptedVolume: true\n      kmsKeyId: alias/etcd");
    for (region, partition, domain) in [
        ("us-east-2", "aws", "amazonaws.com"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
    ] {
        let place = Place::new(region, "123456789012", &graph.cluster, None);
        assert_eq!(place.partition, partition);
        let apply = of_graph(&graph, &place).apply;
        let role = place.iam(&format!("role/nodes.{}", graph.cluster));
        for (action, resource, context) in [
            ("iam:PassRole", role, json!({"iam:PassedToService": format!("ec2.{domain}")})),
            ("kms:CreateGrant", place.arn("kms", "key/1"), json!({"kms:ViaService": format!("ec2.{region}.{domain}")})),
        ] {
            assert!(allows(&apply, &Request { action, resource: &resource, context }), "{action} in {region}");
        }
    }
}

#[test]
fn rules_of_a_shared_security_group_are_allowed_in_that_group_only() {
    let graph = changed("  role: Master\n", "  role: Master\n  securityGroupOverride: sg-0123456789abcdef0\n");
    let Policies { apply, delete, .. } = of_graph(&graph, &place(&graph));
    let group = |id: &str| place(&graph).arn("ec2", &format!("security-group/{id}"));
    let allowed = |policies, action, id, context| allows(policies, &Request { action, resource: &group(id), context });
    let authorize = "ec2:AuthorizeSecurityGroupIngress";
    assert!(allowed(&apply, authorize, "sg-0123456789abcdef0", json!({})));
    assert!(!allowed(&apply, authorize, "sg-0fedcba9876543210", json!({})));
    assert!(!allowed(&delete, "ec2:DeleteSecurityGroup", "sg-0123456789abcdef0", json!({})));
    let own = json!({"aws:ResourceTag/KubernetesCluster": graph.cluster});
    assert!(allowed(&apply, authorize, "sg-0fedcba9876543210", own));
}

#[test]
fn what_iam_is_asked_beforehand_is_what_the_policies_of_a_plan_allow() {
    let nothing = Graph::default();
    for graph in graphs() {
        let nothing = Graph { cluster: graph.cluster.clone(), region: graph.region.clone(), ..nothing.clone() };
        let plan = crate::plan::between(&nothing, &graph, &PlanOptions::default()).expect("plans");
        let place = Place::new(&graph.region, "123456789012", &graph.cluster, None);
        let policies = of_plan(&plan, &place);
        let requests = requests(&plan, &place);
        assert!(requests.len() > 40, "{}: {}", graph.cluster, requests.len());
        for (request, steps) in &requests {
            let context = serde_json::to_value(&request.context).expect("is JSON");
            // Which call creates what is tagged is not said beforehand.
            let mut context = context;
            context["ec2:CreateAction"] = "CreateVpc".into();
            let allowed = allows(&policies, &Request { action: &request.action, resource: &request.resource, context });
            assert!(allowed && !steps.is_empty(), "{request:?}");
        }
    }
}
