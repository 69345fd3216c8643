//! An account that lacks one of what a plan needs is found out before the first step, and one that has exactly as many is not.

use std::collections::BTreeSet;

use futures::executor::block_on;
use kops_core::cloud::memory::{Account, Limits};
use kops_core::cloud::{
    BoundStep, Cloud, CloudError, Delegation, Outcome, PreflightFacts, PreflightQuery, Quota, Readiness, Scope,
    Snapshot,
};
use kops_core::engine::SetOptions;
use kops_core::facts::{Facts, FactsQuery, MachineType};
use kops_core::preflight::{Check, CheckResult, Preflight, check, query};
use kops_core::resource::{CloudId, Kind};
use kops_core::spec::Objects;
use kops_core::testkit::clusters::{Shape, cluster_of};
use kops_core::{Engine, Error, Plan, Spec};

const FAIRWINDS: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

fn fairwinds() -> Account {
    Account::from_json(ACCOUNT).expect("an account")
}

fn spec(text: &str) -> Spec {
    Spec::from_yaml("cluster.yml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn plan(account: &Account, text: &str) -> Plan {
    block_on(Engine::simulated(account.clone()).plan(&spec(text))).unwrap_or_else(|error| panic!("{error:?}")).plan
}

fn preflight(account: &Account, plan: &Plan) -> Preflight {
    block_on(Engine::simulated(account.clone()).preflight(plan)).expect("reads the account")
}

fn failed(found: &Preflight) -> Vec<&str> {
    found.with(CheckResult::Failed).map(|check| check.subject.as_str()).collect()
}

/// The limit of the simulated account that stands for a quota.
fn limit(limits: &mut Limits, quota: Quota) -> &mut usize {
    match quota {
        Quota::Vpcs => &mut limits.vpcs,
        Quota::InternetGateways => &mut limits.internet_gateways,
        Quota::EgressOnlyInternetGateways => &mut limits.egress_only_internet_gateways,
        Quota::SubnetsPerVpc => &mut limits.subnets_per_vpc,
        Quota::RouteTablesPerVpc => &mut limits.route_tables_per_vpc,
        Quota::RoutesPerRouteTable => &mut limits.routes_per_table,
        Quota::NatGatewaysPerZone => &mut limits.nat_gateways_per_zone,
        Quota::SecurityGroups => &mut limits.security_groups,
        Quota::RulesPerSecurityGroup => &mut limits.rules_per_group,
        Quota::ElasticIps => &mut limits.elastic_ips,
        Quota::LaunchTemplates => &mut limits.launch_templates,
        Quota::AutoscalingGroups => &mut limits.autoscaling_groups,
        Quota::ClassicLoadBalancers => &mut limits.classic_load_balancers,
        Quota::NetworkLoadBalancers => &mut limits.network_load_balancers,
        Quota::TargetGroups => &mut limits.target_groups,
        Quota::Roles => &mut limits.roles,
        Quota::InstanceProfiles => &mut limits.instance_profiles,
        Quota::PoliciesPerRole => &mut limits.attachments_per_role,
        _ => &mut limits.vcpus,
    }
}

/// The quotas that a plan meets, each with the largest number that it needs in all.
fn met(found: &Preflight) -> Vec<(Quota, usize)> {
    let number = |quota: &Quota| {
        let of_quota = |check: &&Check| check.quota.as_ref().is_some_and(|found| found.code == quota.code());
        let sums = found.checks.iter().filter(of_quota).filter_map(|check| Some(check.need? + check.used?));
        Some((*quota, usize::try_from(sums.max()?).expect("is small")))
    };
    Quota::ALL.iter().filter_map(number).collect()
}

fn clusters() -> Vec<(Account, String)> {
    let shapes = [
        cluster_of(2),
        Shape { load_balancer: Some("Classic"), bastion: true, zones: 1, control_planes: 1, ..cluster_of(1) },
        Shape { ipv6: true, ..cluster_of(1) },
        Shape { shared_vpc: true, ..cluster_of(1) },
    ];
    let policies = "spec:\n  externalPolicies:\n    node:\n    - arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess\n    \
                    - arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore\n";
    let fairwinds = (fairwinds(), FAIRWINDS.replacen("spec:\n", policies, 1));
    shapes.iter().map(|shape| (shape.account(), shape.spec())).chain([fairwinds]).collect()
}

#[test]
fn an_account_with_one_less_than_needed_is_refused_and_with_as_many_passes() {
    let mut seen = BTreeSet::new();
    for (account, text) in clusters() {
        let plan = plan(&account, &text);
        let rich = preflight(&account, &plan);
        assert!(rich.is_passed() && rich.with(CheckResult::NotChecked).next().is_none(), "{rich:?}");
        for (quota, number) in met(&rich) {
            let is_new = seen.insert(quota);
            let with = |number: usize| {
                let mut limits = Limits { elastic_ips: 9, ..Limits::default() };
                *limit(&mut limits, quota) = number;
                account.copy().with_limits(limits)
            };
            let found = preflight(&with(number - 1), &plan);
            let failed: Vec<&Check> = found.with(CheckResult::Failed).collect();
            assert!(!failed.is_empty(), "{quota:?} of {number}");
            for check in failed {
                assert_eq!(check.quota.as_ref().map(|found| found.code.as_str()), Some(quota.code()), "{check:?}");
                assert!(check.help.as_deref().is_some_and(|help| help.contains(quota.code())), "{check:?}");
                assert!(!check.resources.is_empty() && check.message.is_some(), "{check:?}");
            }
            assert!(preflight(&with(number), &plan).is_passed(), "{quota:?} of {number}");

            // What the check says is what the account then does. It starts instances whatever their vCPUs.
            if !is_new || quota.is_of_vcpus() {
                continue;
            }
            let apply = |account: Account| block_on(Engine::simulated(account).apply(&plan).into_future());
            apply(with(number)).unwrap_or_else(|error| panic!("{quota:?} of {number}: {error:?}"));
            let Err(Error::Incomplete(incomplete)) = apply(with(number - 1)) else { panic!("{quota:?} of {number}") };
            let first = &incomplete.0.failed.first().expect("a failed step").1;
            assert!(format!("{first:?}").contains("Quota"), "{quota:?}: {first:?}");
        }
    }
    let counted = Quota::ALL.iter().filter(|quota| !quota.is_of_vcpus()).chain([&Quota::OnDemandStandard]);
    let missing: Vec<_> = counted.filter(|quota| !seen.contains(quota)).collect();
    assert!(missing.is_empty(), "no cluster needs {missing:?}");
}

#[test]
fn a_rule_for_a_prefix_list_counts_as_many_rules_as_the_list_may_have_entries() {
    let list = "pl-0a1b2c3d4e5f60718";
    let text =
        FAIRWINDS.replacen("kubernetesApiAccess:\n  - 0.0.0.0/0\n", &format!("kubernetesApiAccess:\n  - {list}\n"), 1);
    let account = |rules_per_group| {
        fairwinds().with_prefix_list(list, 10).with_limits(Limits { rules_per_group, ..Limits::default() })
    };
    let plan = plan(&account(60), &text);
    let found = preflight(&account(60), &plan);
    assert!(found.is_passed() && found.with(CheckResult::NotChecked).next().is_none(), "{found:?}");
    let (_, number) =
        met(&found).into_iter().find(|(quota, _)| *quota == Quota::RulesPerSecurityGroup).expect("is met");
    // HTTPS and the messages of both families about packets that are too big, and what the control plane sends of these.
    assert_eq!(number, 31);
    for (limit, is_enough) in [(number, true), (number - 1, false)] {
        assert_eq!(preflight(&account(limit), &plan).is_passed(), is_enough, "{limit}");
        let applied = block_on(Engine::simulated(account(limit)).apply(&plan).into_future());
        assert_eq!(applied.is_ok(), is_enough, "{limit}");
    }

    // A cloud that does not know the list.
    let asked = query(&plan);
    assert_eq!(asked.prefix_lists.iter().collect::<Vec<_>>(), [list]);
    let read = block_on(account(60).preflight(&asked)).expect("reads");
    let found = check(&plan, &PreflightFacts { prefix_lists: Default::default(), ..read });
    let unknown: Vec<&Check> = found.with(CheckResult::NotChecked).collect();
    assert!(!unknown.is_empty() && unknown.iter().all(|check| check.need.is_none()), "{unknown:?}");
    let message = "how many rules the prefix list `pl-0a1b2c3d4e5f60718` counts as is not known";
    assert!(unknown.iter().all(|check| check.message.as_deref() == Some(message)), "{unknown:?}");
}

/// Sizes a group of nodes.
fn nodes(min_size: usize) -> String {
    FAIRWINDS.replace("maxSize: 3\n  minSize: 3", &format!("maxSize: {min_size}\n  minSize: {min_size}"))
}

#[test]
fn subnets_need_room_for_the_smallest_size_of_the_groups_in_them() {
    // AWS leaves 11 of the 16 addresses in a /28, and the control plane takes one of them.
    let small = |min_size| {
        (16..19).fold(nodes(min_size), |text, i| text.replace(&format!("172.20.{i}.0/24"), &format!("172.20.{i}.0/28")))
    };
    let account = fairwinds();
    assert_eq!(failed(&preflight(&account, &plan(&account, &small(32)))), [""; 0]);
    let found = preflight(&account, &plan(&account, &small(33)));
    let checks: Vec<&Check> = found.with(CheckResult::Failed).collect();
    let [check] = checks.as_slice() else { panic!("{checks:?}") };
    assert_eq!((check.need, check.limit), (Some(34), Some(33)));
    assert!(check.subject.contains("us-east-2a.demo.kube.example.com, us-east-2b"), "{}", check.subject);
    assert_eq!(check.message.as_deref(), Some("34 are needed, and 33 are free"));
}

#[test]
fn a_load_balancer_needs_eight_addresses_of_a_subnet_unless_its_own_is_given() {
    let account = fairwinds();
    let subject = "addresses in us-east-2a.demo.kube.example.com";
    // The control plane takes one more.
    for (address, need) in [("", 9), (", privateIPv4Address: 172.20.16.9", 2)] {
        let balancer = format!("subnets: [{{name: us-east-2a{address}}}]\n      type: Internal");
        let found = preflight(&account, &plan(&account, &FAIRWINDS.replacen("type: Public", &balancer, 1)));
        let check = found.checks.iter().find(|check| check.subject == subject).expect("a check");
        assert_eq!(check.need, Some(need), "{address}");
    }
}

#[test]
fn a_load_balancer_that_gets_another_subnet_needs_addresses_in_that_one_only() {
    for class in ["Network", "Classic"] {
        let account = fairwinds();
        let engine = Engine::simulated(account.clone());
        let within = |subnets: &str| {
            let balancer = format!("class: {class}\n      subnets: [{subnets}]\n      type: Internal");
            let text = FAIRWINDS.replacen("class: Network\n      type: Public", &balancer, 1);
            block_on(engine.plan(&spec(&text))).unwrap_or_else(|error| panic!("{error:?}")).plan
        };
        let first = within("{name: us-east-2a}");
        block_on(engine.apply(&first).into_future()).expect("applies");
        let found = preflight(&account, &within("{name: us-east-2a}, {name: us-east-2b}"));
        let of_addresses = found.checks.iter().filter(|check| check.subject.starts_with("addresses in"));
        let needs: Vec<_> = of_addresses.map(|check| (check.need, check.limit)).collect();
        // AWS leaves 251 of the 256 addresses in a /24, and at most two of the three nodes are in this subnet.
        let [(Some(8), Some(free))] = needs[..] else { panic!("{class}: {needs:?}") };
        assert!((249..=251).contains(&free), "{class}: {free}");
    }
}

#[test]
fn a_group_that_grows_needs_vcpus_and_addresses_for_the_new_instances_only() {
    let account = fairwinds();
    let engine = Engine::simulated(account.clone());
    let plan = |text: &str| block_on(engine.plan(&spec(text))).unwrap_or_else(|error| panic!("{error:?}")).plan;
    block_on(engine.apply(&plan(FAIRWINDS)).into_future()).expect("applies");
    // A plan that does nothing needs nothing.
    assert_eq!(preflight(&account, &plan(FAIRWINDS)).checks, []);

    let grown = plan(&nodes(5));
    let with = |vcpus| preflight(&account.copy().with_limits(Limits { vcpus, ..Limits::default() }), &grown);
    let found = with(12);
    assert!(found.is_passed(), "{found:?}");
    let check = |subject: &str| found.checks.iter().find(|check| check.subject.starts_with(subject)).expect("a check");
    assert_eq!((check("vCPUs").need, check("vCPUs").used, check("vCPUs").limit), (Some(4), Some(8), Some(12)));
    // Of the 3 x 251 addresses that AWS leaves the instances have four.
    assert_eq!((check("addresses").need, check("addresses").limit), (Some(2), Some(749)));
    assert_eq!(failed(&with(11)), ["vCPUs of on-demand standard instances"]);
}

#[test]
fn mixed_instances_count_on_demand_and_as_spot_with_their_smallest_type() {
    let mixed = |types: &str| {
        FAIRWINDS.replace(
            "machineType: t3.large\n",
            &format!("machineType: t3.large\n  mixedInstancesPolicy: {{instances: [{types}], onDemandBase: 1, onDemandAboveBase: 50}}\n"),
        )
    };
    let vcpus = |types| {
        let large = MachineType {
            architectures: vec!["x86_64".into()],
            vcpus: 4,
            memory_mib: 131_072,
            ..MachineType::default()
        };
        let account = fairwinds().with_machine_type("x2iedn.xlarge", large);
        let found = preflight(&account, &plan(&account, &mixed(types)));
        let of_vcpus = found.checks.into_iter().filter(|check| check.subject.starts_with("vCPUs"));
        of_vcpus.map(|check| (check.subject, check.need, check.result)).collect::<Vec<_>>()
    };
    let passed = |subject: &str, need| (subject.to_owned(), Some(need), CheckResult::Passed);
    // Of three nodes two are on demand, as is the control plane; each has two vCPUs at least.
    let expected = [passed("vCPUs of on-demand standard instances", 6), passed("vCPUs of standard spot instances", 2)];
    assert_eq!(vcpus("t3.large, m5.xlarge"), expected);
    // Which quota they count against is not known.
    let [control_plane, nodes] = &vcpus("t3.large, x2iedn.xlarge")[..] else { panic!("two checks") };
    assert_eq!(*control_plane, passed("vCPUs of on-demand standard instances", 2));
    assert_eq!((nodes.1, nodes.2), (None, CheckResult::NotChecked));
}

#[test]
fn a_call_that_the_caller_may_not_make_is_found_before_the_first_step() {
    for action in ["ec2:CreateSubnet", "iam:CreateRole", "autoscaling:CreateAutoScalingGroup", "iam:PassRole"] {
        let account = fairwinds();
        let plan = plan(&account, FAIRWINDS);
        let found = preflight(&account.copy().without_permission(action), &plan);
        assert_eq!(failed(&found), [action]);
        let check = found.with(CheckResult::Failed).next().expect("a check");
        assert!(!check.resources.is_empty(), "{check:?}");
        if action != "iam:PassRole" {
            let applied =
                block_on(Engine::simulated(account.copy().without_permission(action)).apply(&plan).into_future());
            let Err(Error::Incomplete(incomplete)) = applied else { panic!("{action}") };
            assert!(format!("{:?}", incomplete.0.failed).contains(action), "{:?}", incomplete.0.failed);
        }
    }
}

#[test]
fn records_need_a_hosted_zone_that_the_dns_leads_to() {
    let account = fairwinds();
    let plan = plan(&account, FAIRWINDS);
    let asked = query(&plan);
    let [zone] = asked.hosted_zones.iter().collect::<Vec<_>>()[..] else { panic!("{:?}", asked.hosted_zones) };
    let facts = |delegation: Delegation| {
        let read = block_on(account.preflight(&asked)).expect("reads");
        PreflightFacts { hosted_zones: [(zone.clone(), delegation)].into(), ..read }
    };
    let servers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    let public = Delegation {
        name: "example.com".into(),
        name_servers: servers(&["ns-1.awsdns-00.com", "ns1.example.com"]),
        ..Delegation::default()
    };
    let of_zone = |delegation: Delegation| {
        let found = check(&plan, &facts(delegation));
        let check = found.checks.into_iter().find(|check| check.subject == "delegation of example.com");
        check.map(|check| {
            assert!(!check.resources.is_empty(), "{check:?}");
            (check.result, check.message.unwrap_or_default(), check.help.unwrap_or_default())
        })
    };
    let to = |names: &[&str]| Delegation { delegated_to: Some(servers(names)), ..public.clone() };

    for names in [&["ns-1.awsdns-00.com"][..], &["ns1.example.com", "ns2.example.com"]] {
        assert_eq!(of_zone(to(names)), Some((CheckResult::Passed, String::new(), String::new())));
    }
    // No zone is above it, or another zone of this name is the one that answers.
    for (names, expected) in [(&[][..], "no name server"), (&["ns-9.awsdns-09.org"], "to others, ns-9.awsdns-09.org,")]
    {
        let (result, message, help) = of_zone(to(names)).expect("is checked");
        assert!(result == CheckResult::Failed && message.contains(expected), "{message}");
        assert!(help.contains("ns-1.awsdns-00.com, ns1.example.com"), "{help}");
    }
    let unknown = Delegation { unknown: Some("the name server does not answer".into()), ..public.clone() };
    let expected = (CheckResult::NotChecked, "the name server does not answer".to_owned(), String::new());
    assert_eq!(of_zone(unknown), Some(expected));
    // A zone that cannot be read has its id only.
    let hidden = Delegation { unknown: Some("denied".into()), ..Delegation::default() };
    let found = check(&plan, &facts(hidden));
    assert!(found.checks.iter().any(|check| check.subject == format!("delegation of {zone}")), "{found:?}");
    // Nothing leads to a private zone.
    assert_eq!(of_zone(Delegation { private: true, ..public.clone() }), None);

    let found = preflight(&account.copy().without_delegation(zone), &plan);
    assert_eq!(failed(&found).len(), 1, "{:?}", failed(&found));
}

#[test]
fn calls_of_ec2_can_be_tried_for_what_is_there_and_for_what_needs_nothing() {
    let account = fairwinds();
    let engine = Engine::simulated(account.clone());
    let tried = |plan: &Plan| {
        let calls = query(plan).dry_runs;
        assert!(calls.iter().all(|call| call.action.starts_with("ec2:")), "{calls:?}");
        calls.into_iter().map(|call| (call.action, call.id)).collect::<Vec<_>>()
    };
    let vpc = Some("vpc-0a1b2c3d4e5f60718".to_owned());
    let created = tried(&plan(&account, FAIRWINDS));
    // Rules, routes and tags are of what is new.
    let expected = [
        ("ec2:CreateSubnet", vpc.clone()),
        ("ec2:CreateRouteTable", vpc.clone()),
        ("ec2:CreateSecurityGroup", vpc),
        ("ec2:CreateVolume", None),
        ("ec2:CreateLaunchTemplate", None),
    ];
    assert_eq!(created, expected.map(|(action, id)| (action.to_owned(), id)));

    let creation = plan(&account, FAIRWINDS);
    block_on(engine.apply(&creation).into_future()).expect("applies");
    let deletion = block_on(engine.plan_deletion(&spec(FAIRWINDS))).expect("a plan").plan;
    let deleted = tried(&deletion);
    assert!(deleted.iter().any(|(action, _)| action == "ec2:DeleteSubnet"), "{deleted:?}");
    assert!(deleted.iter().all(|(_, id)| id.is_some()), "{deleted:?}");
}

#[test]
fn what_is_known_to_be_denied_fails_whatever_is_not_known() {
    let account = fairwinds();
    let plan = plan(&account, FAIRWINDS);
    let asked = query(&plan);
    let denied = asked.permissions.iter().filter(|request| request.action == "ec2:CreateVolume").cloned().collect();
    let read = block_on(account.preflight(&asked)).expect("reads");
    let why = "the simulation is denied";
    let found = check(&plan, &PreflightFacts { denied: Some(denied), denied_unknown: Some(why.to_owned()), ..read });
    assert_eq!(failed(&found), ["ec2:CreateVolume"]);
    let rest = found.with(CheckResult::NotChecked).map(|check| (check.subject.as_str(), check.message.as_deref()));
    assert_eq!(rest.collect::<Vec<_>>(), [("permissions", Some(why))]);
}

/// Two clusters, each of which has room in the subnets that both are in, and in the quotas.
#[test]
fn clusters_of_a_set_need_room_for_all_of_them_together() {
    let text =
        include_str!("../scenarios/gossip/cluster.yml").replace("axSize: 2\n  minSize: 2", "axSize: 12\n  minSize: 12");
    let both = format!("{text}---\n{}", text.replace("small.k8s.local", "other.k8s.local"));
    let account = include_str!("../scenarios/gossip/account.json");
    let found = |mask: &str, autoscaling_groups| {
        let account = account.replace("172.20.0.0/24", &format!("172.20.0.0/{mask}"));
        let account =
            Account::from_json(&account.replace("172.20.1.0/24", &format!("172.20.1.0/{mask}"))).expect("an account");
        let engine = Engine::simulated(account.with_limits(Limits { autoscaling_groups, ..Limits::default() }));
        let objects = Objects::from_yaml("set.yml", &both).expect("objects");
        let plan =
            block_on(engine.plan_set(&objects, &SetOptions::default())).unwrap_or_else(|error| panic!("{error:?}"));
        let found = block_on(engine.preflight_set(&plan)).expect("reads the account");
        assert!(found.clusters.len() == 2 && found.clusters.iter().all(Preflight::is_passed), "{found:?}");
        let failed = found.together.iter().filter(|check| check.result == CheckResult::Failed);
        let failed: Vec<_> =
            failed.map(|check| (check.subject.clone(), check.message.clone().unwrap_or_default())).collect();
        assert_eq!(found.is_passed(), failed.is_empty());
        failed
    };
    let named = |subject: &str, message: &str| (subject.to_owned(), message.to_owned());
    assert_eq!(found("24", 4), []);
    // Each needs 13 for instances and eight in each subnet for its load balancer, and AWS leaves 27 of the 32 addresses in a /27.
    let subnets = "addresses in subnet-0aa00000000000001, subnet-0bb00000000000002";
    assert_eq!(found("27", 4), [named(subnets, "the clusters need 58 together, and 54 are free")]);
    assert_eq!(
        found("24", 3),
        [named("autoscaling groups", "the clusters need 4 more together, and 0 of 3 are in use")]
    );
}

/// A cloud that says nothing about what it has left.
#[derive(Debug)]
struct Silent(Account);

#[async_trait::async_trait]
impl Cloud for Silent {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.0.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.0.observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        self.0.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.0.probe(kind, id).await
    }
}

#[test]
fn what_the_account_does_not_say_is_not_checked_and_stops_nothing() {
    let plan = plan(&fairwinds(), FAIRWINDS);
    let found = block_on(Engine::builder(Silent(fairwinds())).build().preflight(&plan)).expect("is no error");
    let known = found.checks.iter().filter(|check| check.result != CheckResult::NotChecked);
    // What the plan alone decides: rooms of new subnets.
    assert!(known.clone().all(|check| check.subject.starts_with("addresses in")), "{:?}", known.collect::<Vec<_>>());
    assert!(found.is_passed() && found.with(CheckResult::NotChecked).count() > 5, "{found:?}");
    assert!(found.with(CheckResult::NotChecked).all(|check| check.message.is_some()), "{found:?}");
}

#[test]
fn a_preflight_is_the_same_as_json() {
    let account = fairwinds();
    let found = preflight(&account, &plan(&account, FAIRWINDS));
    let json = serde_json::to_string(&found).expect("is JSON");
    assert_eq!(serde_json::from_str::<Preflight>(&json).expect("reads"), found);
    let query = query(&plan(&account, FAIRWINDS));
    let json = serde_json::to_string(&query).expect("is JSON");
    assert_eq!(serde_json::from_str::<PreflightQuery>(&json).expect("reads"), query);
}
