mod common;
use kops_core::cloud::{Cloud, Scope};
use kops_core::facts::FactsQuery;
use kops_core::resource::Kind;
#[tokio::test]
async fn an_empty_account_has_nothing_of_a_cluster() {
    let Some(moto) = common::Moto::start() else { return };
    let aws = kops_aws::Aws::new(&moto.config());
    let mut scope = Scope::default();
    scope.cluster = "demo.example.com".into();
    scope.names.insert(Kind::Queue, ["demo-example-com-nth".to_owned()].into());
    let s = aws.observe(&scope).await.unwrap();
    println!("{s:#?}");
    let mut q = FactsQuery::default();
    q.machine_types = vec!["t3.medium".into(), "nope".into()];
    q.images = vec!["ami-12345".into(), "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20220609".into()];
    let s = aws.facts(&q).await.unwrap();
    println!("{s:#?}");
}
