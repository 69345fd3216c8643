//! The simulated cluster keeps the promises of its port, and the suite finds those that are broken.

use super::super::cluster_suite::{self, ClusterSubject};
use super::block_on;
use crate::cloud::Fault;
use crate::cluster_api::memory::{SimulatedCluster, Workload};
use crate::cluster_api::{ClusterApi, FaultInjecting, PodQuery};
use crate::{Engine, Spec, sim::Account};

fn cluster() -> SimulatedCluster {
    let account = include_str!("../../../../examples/fairwinds/account.json");
    let account = Account::from_json(account).expect("an account");
    let spec = include_str!("../../../../examples/fairwinds/cluster_spec.yml");
    let spec = Spec::from_yaml("cluster.yml", spec).expect("a spec");
    let engine = Engine::simulated(account.clone());
    let plan = block_on(engine.plan(&spec)).expect("plans");
    block_on(engine.apply(&plan).into_future()).expect("is applied");
    let cluster = SimulatedCluster::new(account, spec.cluster.name())
        .with_workload(Workload::new("free", 2))
        .with_workload(Workload::new("guarded", 1).with_budget(1));
    for _ in 0..2 {
        block_on(cluster.nodes()).expect("are listed");
        block_on(cluster.pods(&PodQuery::default())).expect("are listed");
    }
    cluster
}

#[test]
fn the_simulated_cluster_passes() {
    let api: &dyn ClusterApi = &cluster();
    let findings = block_on(cluster_suite::run(ClusterSubject { api, free: "free", guarded: "guarded" }));
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn a_cluster_that_refuses_every_change_does_not() {
    let api: &dyn ClusterApi = &FaultInjecting::new(cluster()).at(1, Fault::Denied);
    let findings = block_on(cluster_suite::run(ClusterSubject { api, free: "free", guarded: "guarded" }));
    let failed: Vec<&str> = findings.iter().map(|finding| finding.check).collect();
    let reads = ["addresses/resolve", "nodes/of-instances", "pods/on-nodes", "budgets/cover"];
    assert!(reads.iter().all(|check| !failed.contains(check)) && failed.len() == 18, "{failed:?}");
}
