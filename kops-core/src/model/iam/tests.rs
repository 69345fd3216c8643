//! What roles may do, rule by rule.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::graph::{Graph, Ownership};
use crate::model::codes;
use crate::model::testing::{self, Demo, get};
use crate::resource::{Kind, Resource, ResourceId, Role};

/// A cluster with a group of each role.
fn demo(patch: Value) -> Demo {
    testing::public(json!({
        "iam": {"allowContainerRegistry": true},
        "nodeTerminationHandler": {"enabled": true},
        "etcdClusters": [etcd("main", "s3://states/demo.example.com/backups/etcd/main")],
    }))
    .patch(patch)
    .group("api", json!({"role": "APIServer", "subnets": ["us-east-2a"]}))
    .group("bastions", json!({"role": "Bastion", "subnets": ["us-east-2a"]}))
}

fn etcd(name: &str, backups: &str) -> Value {
    let members = json!([{"name": "a", "instanceGroup": "control-plane"}]);
    json!({"name": name, "version": "3.6.12", "backups": {"backupStore": backups}, "etcdMembers": members})
}

/// The inline policy of a role, by its name without the cluster's.
fn policy<'a>(graph: &'a Graph, name: &str) -> &'a Value {
    match get(graph, Kind::RolePolicy, &format!("{name}.demo.example.com")) {
        Resource::RolePolicy(policy) => &policy.policy,
        other => panic!("{other:?}"),
    }
}

fn role<'a>(graph: &'a Graph, name: &str) -> &'a Role {
    match get(graph, Kind::Role, &format!("{name}.demo.example.com")) {
        Resource::Role(role) => role,
        other => panic!("{other:?}"),
    }
}

/// Statements that name the action.
fn statements<'a>(policy: &'a Value, action: &str) -> Vec<&'a Value> {
    let names = |statement: &Value| match &statement["Action"] {
        Value::Array(actions) => actions.iter().any(|a| a == action),
        one => one == action,
    };
    policy["Statement"].as_array().expect("a list").iter().filter(|statement| names(statement)).collect()
}

fn roles_with(graph: &Graph, action: &str) -> String {
    let may = |role: &&str| !statements(policy(graph, role), action).is_empty();
    ["masters", "apiservers", "nodes", "bastions"].into_iter().filter(may).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_role_may_do_what_its_machines_need() {
    let none = json!({});
    let network = |option: Value| json!({"networking": option});
    let ipv6 = json!({"nonMasqueradeCIDR": "::/0"});
    for (action, patch, expected) in [
        ("ec2:DescribeInstanceTypes", none.clone(), "masters apiservers nodes"),
        ("ec2:DescribeRegions", none.clone(), "masters bastions"),
        ("s3:Get*", none.clone(), "masters apiservers"),
        ("s3:PutObject", none.clone(), "masters"),
        ("route53:ChangeResourceRecordSets", none.clone(), "masters"),
        ("route53:ChangeResourceRecordSets", json!({"topology": {"dns": {"type": "None"}}}), ""),
        ("ec2:CreateVolume", none.clone(), "masters"),
        ("sqs:ReceiveMessage", none.clone(), "masters"),
        ("sqs:ReceiveMessage", json!({"nodeTerminationHandler": null}), ""),
        ("sqs:ReceiveMessage", json!({"nodeTerminationHandler": {"enableSQSTerminationDraining": false}}), ""),
        ("ecr:BatchGetImage", none.clone(), "masters apiservers nodes"),
        ("ecr:BatchGetImage", json!({"iam": null}), ""),
        ("ecr:CreateRepository", none.clone(), ""),
        (
            "ecr:CreateRepository",
            json!({"containerd": {"useECRCredentialsForMirrors": true}}),
            "masters apiservers nodes",
        ),
        ("ec2:AssignIpv6Addresses", ipv6.clone(), "masters apiservers nodes"),
        ("ec2:DescribeNetworkInterfaces", ipv6, "masters"),
        ("ec2:CreateSnapshot", none.clone(), ""),
        ("ec2:CreateSnapshot", json!({"snapshotController": {"enabled": true}}), "masters"),
        ("wafv2:AssociateWebACL", json!({"awsLoadBalancerController": {"enabled": true}}), ""),
        (
            "wafv2:AssociateWebACL",
            json!({"awsLoadBalancerController": {"enabled": true, "enableWAFv2": true}}),
            "masters",
        ),
        ("elasticloadbalancing:SetSecurityGroups", none.clone(), ""),
        (
            "elasticloadbalancing:SetSecurityGroups",
            json!({"cloudConfig": {"nlbSecurityGroupMode": "Managed"}}),
            "masters",
        ),
        ("ec2:UnassignPrivateIpAddresses", network(json!({"amazonvpc": {}})), "masters apiservers nodes"),
        ("ec2:UnassignPrivateIpAddresses", network(json!({"cilium": {"ipam": "eni"}})), "masters apiservers"),
        ("ec2:ModifyNetworkInterfaceAttribute", network(json!({"calico": {}})), "masters apiservers nodes"),
        ("ec2:ModifyNetworkInterfaceAttribute", network(json!({"calico": {"awsSrcDstCheck": "DoNothing"}})), ""),
        ("ec2:CreateRoute", network(json!({"kubenet": {}})), "masters"),
        ("ec2:ModifyInstanceAttribute", network(json!({"kuberouter": {}})), "masters nodes"),
        ("ec2:ModifyInstanceAttribute", network(json!({"kindnet": {}})), "masters apiservers nodes"),
    ] {
        let graph = demo(patch.clone()).build();
        assert_eq!(roles_with(&graph, action), expected, "{action} with {patch}");
    }
}

#[test]
fn an_encryption_provider_may_use_keys_itself() {
    for (encrypts, through_services) in [(false, true), (true, false)] {
        let own_roles = json!({"useServiceAccountExternalPermissions": true});
        let graph = demo(json!({"encryptionConfig": encrypts, "iam": own_roles})).build();
        let found = statements(policy(&graph, "masters"), "kms:Decrypt")[0];
        assert_eq!(found["Condition"].is_object(), through_services);
    }
}

#[test]
fn nodes_of_a_gossip_cluster_read_the_state_store_themselves() {
    let graph = testing::public(json!({})).named("demo.k8s.local").build();
    let policy = |role: &str| match get(&graph, Kind::RolePolicy, &format!("{role}.demo.k8s.local")) {
        Resource::RolePolicy(policy) => policy.policy.clone(),
        other => panic!("{other:?}"),
    };
    let nodes = policy("nodes");
    assert_eq!(
        statements(&nodes, "s3:Get*")[0]["Resource"],
        json!([
            "arn:aws:s3:::states/demo.example.com/cluster-completed.spec",
            "arn:aws:s3:::states/demo.example.com/igconfig/node/*"
        ])
    );
    assert!(!statements(&nodes, "ec2:DescribeInstances").is_empty());
    assert!(statements(&policy("masters"), "route53:GetChange").is_empty());
}

#[test]
fn a_warm_pool_with_a_hook_lets_its_role_complete_it() {
    for (hook, expected) in [(false, ""), (true, "apiservers nodes")] {
        let patch = json!({"nodeTerminationHandler": null, "warmPool": {"enableLifecycleHook": hook}});
        assert_eq!(roles_with(&demo(patch).build(), "autoscaling:CompleteLifecycleAction"), expected);
    }
}

#[test]
fn documents_follow_the_partition() {
    for (partition, service) in [
        ("aws", "ec2.amazonaws.com"),
        ("aws-cn", "ec2.amazonaws.com.cn"),
        ("aws-us-gov", "ec2.amazonaws.com"),
        ("aws-iso", "ec2.c2s.ic.gov"),
    ] {
        let graph = demo(json!({})).facts(|facts| facts.partition = partition.into()).build();
        assert_eq!(role(&graph, "masters").assume_role_policy["Statement"][0]["Principal"]["Service"], service);
        let text = policy(&graph, "masters").to_string();
        let arns = text.matches("\"arn:").count();
        assert!(arns > 0);
        assert_eq!(text.matches(&format!("\"arn:{partition}:")).count(), arns, "{partition}");
    }
}

#[test]
fn controllers_with_roles_of_their_own_leave_that_of_the_control_plane() {
    let graph = demo(json!({
        "iam": {"useServiceAccountExternalPermissions": true, "permissionsBoundary": "arn:aws:iam::1:policy/bound"},
        "awsLoadBalancerController": {"enabled": true},
        "certManager": {"enabled": true, "hostedZoneIDs": ["Z9"]},
        "clusterAutoscaler": {"enabled": true},
        "externalDns": {"provider": "external-dns"},
        "karpenter": {"enabled": true},
        "networking": {"kuberouter": {}},
    }))
    .build();
    let control_plane = policy(&graph, "masters");
    for (account, action) in [
        ("aws-cloud-controller-manager", "elasticloadbalancing:CreateLoadBalancer"),
        ("aws-load-balancer-controller", "acm:DescribeCertificate"),
        ("aws-node-termination-handler", "sqs:ReceiveMessage"),
        ("cert-manager", "route53:ListHostedZonesByName"),
        ("cluster-autoscaler", "autoscaling:SetDesiredCapacity"),
        ("ebs-csi-controller-sa", "ec2:CreateVolume"),
        ("karpenter", "ec2:CreateFleet"),
        ("kube-router", "ec2:ModifyInstanceAttribute"),
    ] {
        assert!(statements(control_plane, action).is_empty(), "{action}");
        let name = format!("{account}.kube-system.sa");
        assert!(!statements(policy(&graph, &name), action).is_empty(), "{account}");
        let role = role(&graph, &name);
        assert_eq!(role.permissions_boundary.as_deref(), Some("arn:aws:iam::1:policy/bound"));
        assert_eq!(role.tags["service-account.kops.k8s.io/name"], account);
        let trust = &role.assume_role_policy["Statement"][0];
        let provider = "arn:aws:iam::123456789012:oidc-provider/issuer.example.com";
        assert_eq!(trust["Principal"]["Federated"], provider);
        let subject = format!("system:serviceaccount:kube-system:{account}");
        assert_eq!(trust["Condition"]["StringEquals"]["issuer.example.com:sub"], subject.as_str());
    }
    // The control plane keeps the records of the API itself, whatever keeps the others.
    assert!(!statements(control_plane, "route53:ChangeResourceRecordSets").is_empty());
    let names: Vec<&str> = graph.of_kind(Kind::Role).map(|(name, _)| name).collect();
    assert!(names.contains(&"external-dns.kube-system.sa.demo.example.com"));
    assert!(!names.contains(&"dns-controller.kube-system.sa.demo.example.com"));
}

#[test]
fn users_give_permissions_to_their_own_service_accounts() {
    let statement = json!([{"Effect": "Allow", "Action": ["es:*"], "Resource": ["*"]}]);
    let arns = json!(["arn:aws:iam::1:policy/a", "arn:aws:iam::1:policy/b"]);
    let graph = demo(json!({"iam": {"serviceAccountExternalPermissions": [
        {"namespace": "team-*", "name": "app", "aws": {"policyARNs": arns}},
        {"namespace": "web", "name": "app", "aws": {"inlinePolicy": statement.to_string()}},
    ]}}))
    .build();
    let wild = role(&graph, "app.team-wildcard.sa");
    let trust = &wild.assume_role_policy["Statement"][0];
    let subject = "system:serviceaccount:team-*:app";
    assert_eq!(trust["Condition"]["StringLike"]["issuer.example.com:sub"], subject);
    assert_eq!(wild.tags["service-account.kops.k8s.io/namespace"], "team-wildcard");
    assert_eq!(graph.of_kind(Kind::RolePolicyAttachment).count(), 2);
    let inline = ResourceId::new(Kind::RolePolicy, "app.team-wildcard.sa.demo.example.com");
    assert!(!graph.nodes.contains_key(&inline));
    assert_eq!(policy(&graph, "app.web.sa")["Statement"], statement);
}

#[test]
fn policies_of_the_user_are_added_to_the_role_that_the_key_names() {
    let statements = r#"[{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]"#;
    for (key, role) in [("master", "masters"), ("control-plane", "masters"), ("node", "nodes"), ("bastion", "bastions")]
    {
        let graph = demo(json!({
            "additionalPolicies": {key: statements},
            "externalPolicies": {key: ["arn:aws:iam::1:policy/p"]},
        }))
        .build();
        assert_eq!(policy(&graph, &format!("additional.{role}"))["Statement"][0]["Effect"], "Deny");
        let attached: Vec<_> = graph.of_kind(Kind::RolePolicyAttachment).collect();
        let [(_, node)] = attached.as_slice() else { panic!("{key}: {attached:?}") };
        let expected = ResourceId::new(Kind::Role, format!("{role}.demo.example.com"));
        assert_eq!(node.resource.references()[0].0, expected);
    }
}

#[test]
fn groups_may_bring_their_own_profile() {
    let own = json!({"iam": {"profile": "arn:aws:iam::1:instance-profile/path/theirs"}});
    let with_own = testing::public(json!({})).group("nodes", own.clone());
    let graph = with_own.build();
    let node = &graph.nodes[&ResourceId::new(Kind::InstanceProfile, "theirs")];
    assert_eq!(node.ownership, Ownership::Shared("theirs".into()));
    assert_eq!(testing::list(&graph, Kind::Role), ["masters"], "nodes need no role");
    let other = json!({"iam": {"profile": "arn:aws:iam::1:instance-profile/other/theirs"}});
    assert_eq!(with_own.clone().group("control-plane", other).problems(), ["iam/profile-name"]);
    assert_eq!(with_own.group("control-plane", own).problems(), ["iam/profile-of-two-roles"]);
}

#[test]
fn wrong_input_is_reported() {
    let wildcard = json!([{"namespace": "a", "name": "b*"}]);
    for (patch, expected) in [
        (json!({}), vec![]),
        (json!({"configBase": "gs://states/demo", "etcdClusters": []}), vec!["iam/state-store"]),
        (json!({"additionalPolicies": {"node": r#"{"Effect": "Allow"}"#}}), vec!["iam/statements"]),
        (json!({"iam": {"serviceAccountExternalPermissions": wildcard}}), vec!["iam/service-account-wildcard"]),
    ] {
        assert_eq!(demo(patch.clone()).problems(), expected, "{patch}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// What IAM would refuse is refused before anything is made.
    #[test]
    fn no_role_is_too_large_unless_that_is_said(
        clusters in 1..30_usize,
        extra in 0..120_usize,
        controller in any::<bool>(),
        own_roles in any::<bool>(),
    ) {
        let names: Vec<String> = (0..clusters).map(|i| format!("etcd-{i}")).collect();
        let backups = |name: &String| etcd(name, &format!("s3://states/demo.example.com/backups/etcd/{name}"));
        let statement = r#"{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/*"]}"#;
        let demo = demo(json!({
            "etcdClusters": names.iter().map(backups).collect::<Vec<_>>(),
            "additionalPolicies": {"master": format!("[{}]", vec![statement; extra].join(","))},
            "awsLoadBalancerController": {"enabled": controller},
            "iam": {"useServiceAccountExternalPermissions": own_roles},
        }));
        match demo.try_build() {
            Ok(graph) => for (name, _) in graph.of_kind(Kind::Role) {
                prop_assert!(inline_size(&graph, name) <= 10_240, "{name}");
            },
            Err(problems) => {
                let errors = problems.without(&[codes::NO_ADDON_MANIFEST]);
                prop_assert!(errors.iter().all(|error| error.code == "iam/policy-size"), "{errors}");
            }
        }
    }
}

fn inline_size(graph: &Graph, role: &str) -> usize {
    let sizes = graph.of_kind(Kind::RolePolicy).filter_map(|(_, node)| match &node.resource {
        Resource::RolePolicy(policy) if policy.role == crate::resource::Ref::to(Kind::Role, role) => {
            Some(policy.policy.to_string().chars().filter(|c| !c.is_whitespace()).count())
        }
        _ => None,
    });
    sizes.sum()
}
