//! A cluster as files for Terraform.

use std::collections::BTreeMap;

use super::{Engine, Error};
use crate::diag::Diagnostics;
use crate::facts::Facts;
use crate::render::terraform::{self, Files, ObjectStore, Target};
use crate::spec::Spec;
use crate::yaml::Source;

/// What becomes of keysets and secrets that the state store lacks. Terraform cannot make them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingKeys {
    /// Create them in the state store, as kops does.
    Create,
    /// Leave the state store alone: what the files need of them becomes variables.
    #[default]
    Variables,
}

/// Files for Terraform, and what was found in the spec that they were made from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TerraformFiles {
    /// The files, by their path below the directory that Terraform runs in.
    pub files: Files,
    /// Whether they hold the objects of the state store: only where it is in S3.
    pub holds_objects: bool,
    /// Findings about the spec that stop nothing.
    pub warnings: Diagnostics,
    /// The texts that the warnings point into.
    pub texts: Vec<Source>,
}

impl TerraformFiles {
    /// The files as texts, which Terraform requires them to be.
    pub fn into_texts(self) -> BTreeMap<String, String> {
        let text = |(path, content): (String, bytes::Bytes)| (path, String::from_utf8_lossy(&content).into_owned());
        self.files.into_iter().map(text).collect()
    }
}

impl Engine {
    /// Renders a cluster as files for Terraform, with its objects in the state store at `store_url`. The account is only read.
    ///
    /// ```
    /// use kops_core::engine::MissingKeys;
    /// use kops_core::{Engine, Spec, sim::Account};
    ///
    /// # futures::executor::block_on(async {
    /// # macro_rules! include_str { ($file:literal) => { core::include_str!(concat!("../../../examples/fairwinds/", $file)) } }
    /// let engine = Engine::simulated(Account::from_json(include_str!("account.json"))?);
    /// let spec = Spec::from_yaml("cluster_spec.yml", include_str!("cluster_spec.yml"))?;
    /// let files = engine.terraform(&spec, "s3://kops-state-store", MissingKeys::Variables).await?.into_texts();
    /// assert!(files["kubernetes.tf"].contains("aws_autoscaling_group"));
    /// # Ok::<(), kops_core::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// As [`Engine::check`], resources whose names are the same to Terraform, and [`Error::State`].
    pub async fn terraform(&self, spec: &Spec, store_url: &str, keys: MissingKeys) -> Result<TerraformFiles, Error> {
        let (graph, checked) = self.graph_to_render(spec).await?;
        let objects = object_store(store_url, checked.spec.cluster.name(), &checked.facts);
        let keysets = match keys {
            MissingKeys::Create => self.create_keys(&graph).await?,
            MissingKeys::Variables => self.keyset_outputs(&graph).await?,
        };
        let (warnings, texts) = (checked.spec.warnings.clone(), checked.spec.sources.texts());
        let holds_objects = objects.is_some();
        let target = Target::new(&checked.spec.cluster, objects).with_keysets(keysets);
        match terraform::render(&graph, &target) {
            Ok(files) => Ok(TerraformFiles { files, holds_objects, warnings, texts }),
            Err(findings) => Err(Error::Invalid { findings, texts }),
        }
    }
}

/// The location of the state store's objects for Terraform, if it is in S3.
fn object_store(url: &str, cluster: &str, facts: &Facts) -> Option<ObjectStore> {
    let path = url.strip_prefix("s3://")?.trim_end_matches('/');
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let base = if prefix.is_empty() { cluster.to_owned() } else { format!("{prefix}/{cluster}") };
    let known = facts.buckets.get(bucket);
    let region = known.map_or(&facts.region, |bucket| &bucket.region).clone();
    let has_own_key = known.is_some_and(|bucket| bucket.kms_key.is_some());
    Some(ObjectStore {
        bucket: bucket.to_owned(),
        base,
        region,
        encryption: (!has_own_key).then(|| "AES256".to_owned()),
    })
}
