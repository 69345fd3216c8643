//! Ten clusters at once in one account that limits calls as AWS does: no call is refused, and it takes little longer than it must.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures::executor::block_on;
use futures::future::try_join_all;
use kops_core::apply::{CallBudget, Clock, SimulatedClock, SimulatedEntropy, TokenBucket, token_bucket};
use kops_core::calls::{Calls, of_probe, of_step};
use kops_core::cloud::{BoundStep, Cloud, CloudError, ErrorKind, Outcome, Readiness, Scope, Snapshot};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::resource::{CloudId, Kind, ResourceId};
use kops_core::sim::{Account, Limits};
use kops_core::testkit::clusters::{Shape, cluster_of};
use kops_core::{Engine, Plan, Spec};

/// An account whose calls wait for a budget, and arrive at the token buckets of AWS.
#[derive(Debug)]
struct Limited {
    account: Account,
    clock: Arc<SimulatedClock>,
    budget: CallBudget,
    /// What each step calls, by cluster and resource.
    steps: Mutex<BTreeMap<(String, ResourceId), Calls>>,
    buckets: Mutex<Buckets>,
}

/// The token buckets of AWS, which it fills once a second.
#[derive(Debug, Default)]
struct Buckets {
    /// The size of each bucket, its tokens, and the second in which it was last filled.
    by_name: BTreeMap<String, (TokenBucket, f64, u64)>,
    used: BTreeMap<String, f64>,
    refused: Vec<String>,
}

impl Buckets {
    fn take(&mut self, service: &str, operation: &str, second: u64) -> bool {
        let Some((name, size)) = token_bucket(service, operation) else { return true };
        let (_, tokens, filled) = self.by_name.entry(name.clone()).or_insert((size, size.burst, second));
        let seconds = u32::try_from(second - *filled).expect("a short time");
        *tokens = (*tokens + f64::from(seconds) * size.per_second).min(size.burst);
        *filled = second;
        if *tokens < 1.0 {
            self.refused.push(format!("{service}:{operation}"));
            return false;
        }
        *tokens -= 1.0;
        *self.used.entry(name).or_default() += 1.0;
        true
    }

    /// The bucket that takes longest, and how many seconds its calls take at least.
    fn least(&self) -> (&str, f64) {
        let seconds = |name: &String, used: &f64| {
            let (size, ..) = self.by_name[name];
            (used - size.burst) / size.per_second
        };
        let times = self.used.iter().map(|(name, used)| (name.as_str(), seconds(name, used)));
        times.max_by(|a, b| a.1.total_cmp(&b.1)).expect("there were calls")
    }
}

impl Limited {
    fn new(account: Account) -> Self {
        let clock = Arc::new(SimulatedClock::default());
        let budget = CallBudget::new(clock.clone());
        Self { account, clock, budget, steps: Mutex::default(), buckets: Mutex::default() }
    }

    /// Notes what the steps of a plan call.
    fn expect(&self, plan: &Plan) {
        let steps = plan.steps.iter().map(|step| ((plan.cluster.clone(), step.resource.clone()), of_step(step)));
        self.steps.lock().expect("no panic").extend(steps);
    }

    async fn call(&self, calls: &Calls) -> Result<(), CloudError> {
        for (call, times) in calls {
            let (service, operation) = call.split_once(':').expect("has a service");
            for _ in 0..*times {
                self.budget.take(service, operation).await;
                let accepted =
                    self.buckets.lock().expect("no panic").take(service, operation, self.clock.now().as_secs());
                self.budget.answered(service, operation, !accepted);
                if !accepted {
                    return Err(CloudError::new(ErrorKind::Throttled, operation, "the rate is exceeded"));
                }
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Cloud for Limited {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.account.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        let snapshot = self.account.observe(scope).await?;
        self.call(&snapshot.calls).await?;
        Ok(snapshot)
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        let key = (step.cluster.clone(), step.resource.clone());
        let calls = self.steps.lock().expect("no panic")[&key].clone();
        self.call(&calls).await?;
        self.account.execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.call(&of_probe(kind)).await?;
        self.account.probe(kind, id).await
    }
}

#[test]
fn ten_clusters_at_once_are_never_throttled_and_take_at_most_a_fifth_longer_than_the_limits_allow() {
    let shape = cluster_of(6);
    let limits =
        Limits { vpcs: 10, internet_gateways: 10, elastic_ips: 30, nat_gateways_per_zone: 10, ..Limits::default() };
    let cloud = Arc::new(Limited::new(shape.account().with_limits(limits)));
    let create = async |number: usize| {
        let engine = Engine::builder(cloud.clone()).clock(cloud.clock.clone()).entropy(SimulatedEntropy).build();
        let text = Shape { name: format!("c{number}.example.com"), ..cluster_of(6) }.spec();
        let plan = engine.plan(&Spec::from_yaml("cluster.yaml", &text).expect("a spec")).await?;
        cloud.expect(&plan);
        engine.apply(&plan).await
    };
    let reports = block_on(try_join_all((0..10).map(create))).unwrap_or_else(|error| panic!("{error}"));
    let buckets = cloud.buckets.lock().expect("no panic");
    assert_eq!(buckets.refused, [""; 0]);
    let (bucket, least) = buckets.least();
    let took = cloud.clock.now().as_secs_f64();
    assert!(reports.len() == 10 && least > 20.0, "{bucket} limits it to {least} s");
    assert!(took <= 1.2 * least, "{took} s, where {bucket} allows {least} s: {:?}", buckets.used);
}
