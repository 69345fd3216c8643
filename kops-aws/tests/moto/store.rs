//! The state store in S3.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_sdk_s3::types::{
    BucketLocationConstraint, CreateBucketConfiguration, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};
use futures::stream::{self, StreamExt as _};
use kops_aws::{Aws, S3Store};
use kops_core::apply::{Clock as _, Lease, LockOptions, SimulatedClock};
use kops_core::cloud::{Cloud as _, ErrorKind};
use kops_core::facts::FactsQuery;
use kops_core::spec::Objects;
use kops_core::state::{Clusters, Delete, Key, Put, StateError, StateStore};
use kops_core::testkit::clusters::cluster_of;
use kops_core::testkit::store_suite;

use crate::server::{Moto, REGION, config_at};
use crate::wire::{Fate, Wire};

/// Makes a bucket in some region.
pub(crate) async fn bucket(moto: &Moto, name: &str, region: &str) {
    let place = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::from(region));
    let place = (region != "us-east-1").then(|| place.build());
    let request = moto.s3(region).create_bucket().bucket(name).set_create_bucket_configuration(place);
    request.send().await.expect("the bucket is made");
}

#[tokio::test]
async fn the_store_keeps_the_promises_of_a_store() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state", REGION).await;
    let wire = Wire::start(moto.url(), |request| if request.writes() { Fate::PassAlone } else { Fate::Pass });
    for url in ["s3://kops-state", "s3://kops-state/below/a/prefix"] {
        let store = S3Store::open(&config_at(wire.url()), url).await.expect("the store opens");
        let findings = store_suite::run(&store, "suite").await;
        assert!(findings.is_empty(), "{url}: {findings}");
    }
}

#[tokio::test]
async fn one_writer_at_a_time_holds_the_lock_of_a_cluster() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state", REGION).await;
    let clock = Arc::new(SimulatedClock::default());
    let lease = async |holder: &str| {
        let store = S3Store::open(&moto.config(), "s3://kops-state").await.expect("the store opens");
        let options = LockOptions { holder: holder.to_owned(), ..LockOptions::default() };
        Lease::acquire(Arc::new(store), clock.clone(), ["demo".to_owned()], &options).await
    };
    let key = Key::new("demo/config").expect("a key");
    let jane = lease("jane").await.expect("is free");
    assert!(matches!(lease("joe").await, Err(StateError::Locked { lock, .. }) if lock.holder == "jane"));
    clock.sleep(Duration::from_secs(100)).await;
    jane.put(&key, "jane".into(), Put::Create).await.expect("renews the lock, and writes");
    clock.sleep(Duration::from_secs(100)).await;
    assert!(matches!(lease("joe").await, Err(StateError::Locked { .. })), "was renewed");
    clock.sleep(Duration::from_secs(100)).await;
    let joe = lease("joe").await.expect("ended");
    let lost = jane.put(&key, "jane again".into(), Put::Any).await;
    assert!(matches!(lost, Err(StateError::LockLost { lock: Some(lock), .. }) if lock.holder == "joe"));
    jane.release().await;
    joe.put(&key, "joe".into(), Put::Any).await.expect("holds the lock");
    joe.release().await;
    lease("jim").await.expect("is free");
}

#[tokio::test]
async fn a_missing_bucket_gives_advice() {
    let Some(moto) = Moto::start() else { return };
    let error = S3Store::open(&moto.config(), "s3://nowhere").await.expect_err("there is no bucket");
    assert!(matches!(&error, StateError::NoStore { store } if store == "s3://nowhere"), "{error:?}");
}

#[tokio::test]
async fn a_bucket_is_found_in_its_region_and_keeps_its_encryption() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state-ireland", "eu-west-1").await;
    bucket(&moto, "kops-state-first", "us-east-1").await;
    for bucket in ["kops-state-ireland", "kops-state-first"] {
        let store = S3Store::open(&moto.config(), &format!("s3://{bucket}")).await.expect("the store opens");
        let key = Key::new("a/config").expect("a key");
        store.put(&key, "text".into(), Put::Create).await.expect("is written");
        assert_eq!(store.get(&key).await.expect("is read").expect("is there").value, "text");
        // No header about encryption goes along: the bucket's default decides.
        let head = moto.s3(REGION).head_object().bucket(bucket).key("a/config").send().await.expect("is there");
        assert_eq!(head.ssekms_key_id(), None);
    }
}

#[tokio::test]
async fn the_default_encryption_of_a_bucket_is_asked_for_where_it_is_wanted() {
    let Some(moto) = Moto::start() else { return };
    let names = ["states-kms", "states-missing", "states-plain"];
    for name in ["states-kms", "states-plain"] {
        bucket(&moto, name, "eu-west-1").await;
    }
    let key = ServerSideEncryptionByDefault::builder().sse_algorithm(ServerSideEncryption::AwsKms);
    let key = key.kms_master_key_id("alias/states").build().expect("a key");
    let rule = ServerSideEncryptionRule::builder().apply_server_side_encryption_by_default(key).build();
    let encryption = ServerSideEncryptionConfiguration::builder().rules(rule).build().expect("an encryption");
    let request = moto.s3("eu-west-1").put_bucket_encryption().bucket("states-kms");
    let request = request.server_side_encryption_configuration(encryption);
    request.send().await.expect("the bucket has an encryption");

    let calls = Arc::new(AtomicUsize::default());
    let counted = calls.clone();
    let wire = Wire::start(moto.url(), move |request| {
        counted.fetch_add(usize::from(request.asks_for("?encryption")), Ordering::SeqCst);
        Fate::Pass
    });
    let aws = Aws::new(&config_at(wire.url()));
    for (bucket_encryption, expected_calls) in [(false, 0), (true, 2)] {
        let buckets = names.map(str::to_owned).to_vec();
        let query = FactsQuery { buckets, bucket_encryption, ..FactsQuery::default() };
        let facts = aws.facts(&query).await.expect("answers");
        let found = facts.buckets.iter().map(|(name, bucket)| (name.as_str(), bucket.default_encryption));
        let expected = [("states-kms", bucket_encryption), ("states-plain", false)];
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!(calls.load(Ordering::SeqCst), expected_calls);
    }
}

#[tokio::test]
async fn the_acl_of_what_is_written_is_known_of_each_bucket() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "states", REGION).await;
    let acl = "bucket-owner-full-control";
    for (config, expected) in [(moto.config(), None), (moto.config().object_acl(acl), Some(acl))] {
        let query = FactsQuery { buckets: vec!["states".into()], ..FactsQuery::default() };
        let facts = Aws::new(&config).facts(&query).await.expect("answers");
        assert_eq!(facts.buckets["states"].object_acl.as_deref(), expected);
    }
}

#[tokio::test]
async fn a_bucket_whose_default_encryption_s3_refuses_to_tell_has_none() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "states", REGION).await;
    for (status, code, expected) in [
        (404, "ServerSideEncryptionConfigurationNotFoundError", Ok(false)),
        (403, "AccessDenied", Ok(false)),
        (405, "MethodNotAllowed", Ok(false)),
        // The same call may be answered a little later.
        (503, "SlowDown", Err(ErrorKind::Throttled)),
    ] {
        let refusal = format!("<Error><Code>{code}</Code><Message>x</Message></Error>");
        let wire = Wire::start(moto.url(), move |request| {
            if request.asks_for("?encryption") { Fate::Answered(status, refusal.clone()) } else { Fate::Pass }
        });
        let query = FactsQuery { buckets: vec!["states".into()], bucket_encryption: true, ..FactsQuery::default() };
        let answer = Aws::new(&config_at(wire.url())).facts(&query).await;
        let found = answer.map(|facts| facts.buckets["states"].default_encryption).map_err(|error| error.kind);
        assert_eq!(found, expected, "{code}");
    }
}

#[tokio::test]
async fn a_bucket_is_found_where_its_region_answers_nobody_from_elsewhere() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state-bahrain", "me-south-1").await;
    let refusal = "<Error><Code>IllegalLocationConstraintException</Code><Message>The me-south-1 location constraint is \
                   incompatible for the region specific endpoint this request was sent to.</Message></Error>";
    let wire = Wire::start(moto.url(), move |request| {
        if request.asks_for("?location") { Fate::Answered(400, refusal.to_owned()) } else { Fate::Pass }
    });
    let store = S3Store::open(&config_at(wire.url()), "s3://kops-state-bahrain").await.expect("the store opens");
    store.put(&Key::new("a/config").expect("a key"), "text".into(), Put::Create).await.expect("is written");
}

#[tokio::test]
async fn an_object_is_published_by_its_acl_where_no_policy_publishes_the_bucket() {
    let Some(moto) = Moto::start() else { return };
    for name in ["keys-private", "keys-public"] {
        bucket(&moto, name, "eu-west-1").await;
    }
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::keys-public/*"}]}"#;
    let request = moto.s3("eu-west-1").put_bucket_policy().bucket("keys-public").policy(policy);
    request.send().await.expect("the bucket has a policy");
    let asked = ["keys-private", "keys-public", "keys-missing"].map(str::to_owned).to_vec();
    let query = FactsQuery { buckets: asked.clone(), public_buckets: asked, ..FactsQuery::default() };
    let facts = Aws::new(&moto.config()).facts(&query).await.expect("answers");
    let expected = [("keys-private".to_owned(), false), ("keys-public".to_owned(), true)];
    assert_eq!(facts.public_buckets, expected.into());
    let regions: Vec<_> = facts.buckets.iter().map(|(name, bucket)| (name.as_str(), bucket.region.as_str())).collect();
    assert_eq!(regions, [("keys-private", "eu-west-1"), ("keys-public", "eu-west-1")]);

    let store = S3Store::open(&moto.config(), "s3://keys-private").await.expect("the store opens");
    let key = Key::new("openid/v1/jwks").expect("a key");
    assert!(!store.is_public(&key).await.expect("is looked up"), "what is not there is not public");
    store.put_public(&key, "{}".into(), Put::Create).await.expect("is written");
    assert!(store.is_public(&key).await.expect("is looked up"));
    store.put(&key, "{}".into(), Put::Any).await.expect("is written");
    assert!(!store.is_public(&key).await.expect("is looked up"));
    let config = moto.config().object_acl("public-read");
    let store = S3Store::open(&config, "s3://keys-private").await.expect("the store opens");
    store.put(&key, "{}".into(), Put::Any).await.expect("is written");
    assert!(store.is_public(&key).await.expect("is looked up"), "the caller's ACL is what objects get");
}

#[tokio::test]
async fn lists_go_on_for_all_pages() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state", REGION).await;
    let store = S3Store::open(&moto.config(), "s3://kops-state").await.expect("the store opens");
    let s3 = moto.s3(REGION);
    let puts = (0..1005).map(|n| s3.put_object().bucket("kops-state").key(format!("many/{n:04}")).send());
    let mut written = stream::iter(puts).buffer_unordered(16);
    while let Some(put) = written.next().await {
        put.expect("is written");
    }
    let listed = store.list(&Key::new("many").expect("a key")).await.expect("is listed");
    assert_eq!(listed.len(), 1005);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again_and_what_has_changed_is() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state", REGION).await;
    let wire = Wire::start(moto.url(), |_| Fate::Pass);
    let config = moto.config().endpoint(wire.url().parse().expect("a URL"));
    let store = S3Store::open(&config, "s3://kops-state").await.expect("the store opens");
    let other = S3Store::open(&moto.config(), "s3://kops-state").await.expect("the store opens");
    let key = Key::new("demo/instancegroup/nodes").expect("a key");
    let (old, new) = ("a".repeat(10_000), "b".repeat(10_000));
    let read = async || {
        let before = wire.passed();
        let value = store.clone().get(&key).await.expect("is read").map(|found| found.value);
        (value, wire.passed() - before > 10_000)
    };
    assert_eq!(read().await, (None, false));
    other.put(&key, old.clone().into(), Put::Create).await.expect("is written");
    assert_eq!(read().await, (Some(old.clone().into()), true));
    assert_eq!(read().await, (Some(old.clone().into()), false), "it is the same");
    other.put(&key, new.clone().into(), Put::Any).await.expect("is written");
    assert_eq!(read().await, (Some(new.into()), true), "another writer changed it");
    store.put(&key, old.clone().into(), Put::Any).await.expect("is written");
    assert_eq!(read().await, (Some(old.into()), false), "this store wrote it");
    other.delete(&key, Delete::Any).await.expect("is deleted");
    assert_eq!(read().await, (None, false), "another writer deleted it");
}

#[tokio::test]
async fn groups_are_read_at_once_and_no_more_than_32_of_them() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "kops-state", REGION).await;
    let text = cluster_of(100).spec();
    let objects = Objects::from_yaml("cluster.yaml", &text).expect("the spec is read");
    let store = S3Store::open(&moto.config(), "s3://kops-state").await.expect("the store opens");
    Clusters::new(&store).create(&objects, 0).await.expect("is stored");
    let (wire, most) = Wire::gathering(moto.url(), "/instancegroup/", 8);
    let store = S3Store::open(&moto.config().endpoint(wire.url().parse().expect("a URL")), "s3://kops-state")
        .await
        .expect("the store opens");
    let stored = Clusters::new(&store).read("demo.example.com").await.expect("is read").expect("is there");
    assert_eq!(stored.spec().expect("a spec").groups.len(), objects.groups.len());
    let most = most.load(Ordering::SeqCst);
    assert!((8..=32).contains(&most), "{most} at once");
}

#[tokio::test]
async fn a_bucket_that_takes_no_public_acls_gives_advice() {
    let Some(moto) = Moto::start() else { return };
    bucket(&moto, "keys", REGION).await;
    let blocked = "public access control lists (ACLs) are blocked by the BlockPublicAcls setting";
    for (status, code, message, has_advice) in [
        (400, "AccessControlListNotSupported", "The bucket does not allow ACLs", true),
        (403, "AccessDenied", blocked, true),
        (403, "AccessDenied", "Access Denied", false),
    ] {
        let refusal = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        let wire = Wire::start(moto.url(), move |request| {
            if request.writes() { Fate::Answered(status, refusal.clone()) } else { Fate::Pass }
        });
        let store = S3Store::open(&config_at(wire.url()), "s3://keys").await.expect("the store opens");
        let key = Key::new("openid/v1/jwks").expect("a key");
        let error = store.put_public(&key, "{}".into(), Put::Create).await.expect_err("is refused");
        let source = std::error::Error::source(&error).expect("says why").to_string();
        assert!(source.contains(message), "{source}");
        assert_eq!(source.contains("publish the bucket by a policy"), has_advice, "{source}");
    }
}
