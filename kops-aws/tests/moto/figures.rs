//! What a plan costs, printed: `cargo test -p kops-aws --test moto -- --nocapture figures`.

use std::time::{Duration, Instant};

use kops_core::cloud::Scope;
use kops_core::plan::PlanOptions;
use kops_core::testkit::clusters::cluster_of;

use crate::clusters::{behind, graph, step};
use crate::server::Moto;
use crate::wire::Wire;

/// What every answer takes longer than moto needs for it.
const DELAY: Duration = Duration::from_millis(50);

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "measures the time")]
#[expect(clippy::print_stdout, reason = "prints what it measured")]
async fn figures() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("example.com").await;
    let text = cluster_of(3).spec();
    let world = behind(&Wire::start(moto.url(), |_| crate::wire::Fate::Pass));
    let made = graph(&world.cloud, &text).await;
    let world = step(world, &made, &Scope::of(&made), &PlanOptions::default(), &mut Vec::new()).await;

    let (wire, calls) = Wire::counting(moto.url(), DELAY);
    let world = world.with_cloud(behind(&wire).cloud);
    let began = Instant::now();
    let made = graph(&world.cloud, &text).await;
    let asked = began.elapsed();
    let for_facts = calls.lock().expect("no panic").len();
    let plan = world.plan(&made, &Scope::of(&made), &PlanOptions::default()).await.expect("a plan");
    let whole = began.elapsed();
    println!("plan of a cluster in three zones, {DELAY:?} added to every answer: {whole:?}");
    println!("{for_facts:>4} calls for facts, in {asked:?}");
    println!("{:>4} calls for the snapshot:", plan.calls.values().sum::<u32>());
    for (operation, calls) in &plan.calls {
        println!("{calls:>4} {operation}");
    }
}
