//! Nodes read what updates write: in the folder of their cluster in the state store.

use super::{Engine, Error};
use crate::naming::s3;
use crate::spec::Spec;
use crate::validate;

/// Refuses a spec whose nodes would read elsewhere than in the bucket that updates write to.
pub(super) fn refuse_other(spec: &Spec, store_url: &str) -> Result<(), Error> {
    if !store_url.starts_with("s3://") {
        return Ok(());
    }
    match validate::check_store(&spec.cluster, &spec.sources, store_url) {
        Some(finding) => Err(Error::Invalid { findings: finding.into(), texts: spec.sources.texts() }),
        None => Ok(()),
    }
}

/// A spec with its `configBase`, where the state store at a URL is in S3. One that is set stays.
pub(super) fn placed(spec: &Spec, store_url: &str) -> Spec {
    let spec = spec.clone();
    if s3::folder(store_url).is_some() { spec.in_store(store_url) } else { spec }
}

impl Engine {
    /// Refuses a spec whose nodes would read elsewhere than in the state store of this engine.
    pub(super) fn refuse_other_config_base(&self, spec: &Spec) -> Result<(), Error> {
        self.store.url().map_or(Ok(()), |url| refuse_other(spec, &url))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use bytes::Bytes;
    use futures::executor::block_on;

    use super::super::{SetOptions, terraform_offline};
    use super::*;
    use crate::apply::{Retrying, SimulatedClock};
    use crate::cloud::memory::Account;
    use crate::facts::Facts;
    use crate::spec::Objects;
    use crate::state::{Delete, Key, MemoryStore, Put, StateError, StateStore, Version, Versioned};

    const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
    const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

    /// A store with a URL.
    #[derive(Debug)]
    struct Named(MemoryStore, &'static str);

    #[async_trait]
    impl StateStore for Named {
        async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
            self.0.get(key).await
        }

        async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
            self.0.put(key, value, mode).await
        }

        async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
            self.0.delete(key, mode).await
        }

        async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
            self.0.list(prefix).await
        }

        fn url(&self) -> Option<String> {
            Some(self.1.to_owned())
        }
    }

    fn engine(url: &'static str) -> Engine {
        engine_in(Account::from_json(ACCOUNT).expect("an account"), url)
    }

    fn engine_in(account: Account, url: &'static str) -> Engine {
        let store = Retrying::new(Named(MemoryStore::default(), url), Arc::new(SimulatedClock::default()));
        Engine::builder(account).store(store).clock(SimulatedClock::default()).build()
    }

    #[test]
    fn the_bucket_of_the_engine_is_asked_for_where_a_spec_has_no_config_base() {
        let mut spec = Spec::from_yaml("spec.yml", SPEC).expect("a spec");
        spec.cluster.spec.config_base = None;
        let account = ACCOUNT.replacen('{', "{\"encryptedBuckets\": [\"kops-state-store\"],", 1);
        for (url, expected) in [("s3://kops-state-store", true), ("s3://other", false), ("memfs://", false)] {
            let account = Account::from_json(&account).expect("an account");
            let facts = block_on(engine_in(account, url).facts_to_render(&spec)).expect("facts");
            assert_eq!(facts.buckets.contains_key("kops-state-store"), expected, "{url}");
        }
    }

    /// What is wrong, and in which lines.
    fn found<T>(result: Result<T, Error>) -> Vec<(&'static str, u32)> {
        match result {
            Ok(_) => Vec::new(),
            Err(Error::Invalid { findings, .. }) => {
                let lines = findings.iter().filter_map(|found| Some((found.code, found.location.as_ref()?.line)));
                lines.collect()
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_config_base_outside_of_the_bucket_of_the_engine_is_not_planned() {
        let spec = Spec::from_yaml("spec.yml", SPEC).expect("a spec");
        let objects = Objects::from_yaml("spec.yml", SPEC).expect("objects");
        let refused = ("cluster/config-base", 14);
        let cases: [(&str, &[(&str, u32)]); 5] = [
            ("s3://kops-state-store", &[]),
            ("s3://kops-state-store/", &[]),
            ("s3://other", &[refused]),
            ("s3://kops-state-store/below", &[refused]),
            // Whether a spec is planned in a folder or in memory says nothing of where its nodes read.
            ("file:///var/lib/kops", &[]),
        ];
        for (url, expected) in cases {
            let engine = engine(url);
            assert_eq!(found(block_on(engine.plan(&spec))), expected, "{url}");
            assert_eq!(found(block_on(engine.plan_set(&objects, &SetOptions::default()))), expected, "{url}");
            assert!(block_on(engine.plan_deletion(&spec)).is_ok(), "{url}");
            let offline = found(terraform_offline(&spec, url, Facts::built_in("us-east-2")));
            assert_eq!(offline.contains(&refused), !expected.is_empty(), "{url}: {offline:?}");
        }
    }
}
