//! What the commands of the Fairwinds example do, with the cluster in a bucket and its resources at AWS.

use kops_aws::{Aws, S3Store, TokioClock};
use kops_core::plan::Action;
use kops_core::spec::Objects;
use kops_core::{Engine, Error, Plan};

use crate::clusters::{fairwinds, file_hashes, steps};
use crate::network::{self, inventory};
use crate::server::{Moto, REGION};
use crate::store::bucket;

const CLUSTER: &str = "demo.kube.example.com";

#[tokio::test]
async fn the_article_works_with_a_bucket_and_an_account() {
    let Some(moto) = Moto::start() else { return };
    moto.hosted_zone("kube.example.com").await;
    bucket(&moto, "kops-state-store", REGION).await;
    let network = network::create(&moto).await;
    let before = inventory(&moto).await;
    let store = S3Store::open(&moto.config(), "s3://kops-state-store").await.expect("the store opens");
    let engine = Engine::builder(Aws::new(&moto.config())).store(store).clock(TokioClock::start());
    let engine = engine.file_hashes(file_hashes()).build();

    let text = fairwinds(&network);
    let objects = Objects::from_yaml("cluster_spec.yml", &text).expect("the spec is read");
    engine.create(&objects).await.expect("the cluster is stored");
    assert_eq!(engine.clusters().await.expect("are listed"), [CLUSTER]);

    let mut elsewhere = engine.load(CLUSTER).await.expect("is stored");
    elsewhere.cluster.spec.config_base = Some(format!("s3://elsewhere/{CLUSTER}"));
    match engine.plan(&elsewhere).await {
        Err(Error::Invalid { findings, .. }) => assert!(findings.to_string().contains("s3://elsewhere"), "{findings}"),
        other => panic!("nodes would not read what is written: {other:?}"),
    }

    let plan = plan(&engine).await;
    assert!(plan.steps.iter().all(|step| matches!(step.action, Action::Create { .. })), "all is new");
    apply(&engine, &plan).await;
    assert_eq!(steps(&self::plan(&engine).await), [""; 0], "a second plan has nothing to do");

    let spec = engine.load(CLUSTER).await.expect("is stored");
    let deletion = engine.plan_deletion(&spec).await.expect("a plan");
    apply(&engine, &deletion).await;
    engine.forget(CLUSTER).await.expect("is forgotten");
    assert_eq!(engine.clusters().await.expect("are listed"), [""; 0]);
    assert_eq!(inventory(&moto).await, before, "the network is as it was before");
    let left = moto.s3(REGION).list_objects_v2().bucket("kops-state-store").send().await.expect("is listed");
    assert_eq!(left.contents().len(), 0, "{left:?}");
}

async fn plan(engine: &Engine) -> Plan {
    let spec = engine.load(CLUSTER).await.expect("is stored");
    engine.plan(&spec).await.expect("a plan").plan
}

async fn apply(engine: &Engine, plan: &Plan) {
    engine.apply(plan).await.expect("is applied");
}
