//! A cluster as files for Terraform.

use std::collections::BTreeMap;

use super::diff::graph;
use super::turn::next_turn;
use super::{Checked, Engine, Error, config_base};
use crate::diag::Diagnostics;
use crate::facts::{self, Facts, HostedZone};
use crate::graph::Graph;
use crate::naming::s3;
use crate::render::terraform::{self, Files, MAIN_FILE, MOVED_FILE, ObjectStore, Target};
use crate::spec::{Cluster, Spec};
use crate::validate::codes;
use crate::yaml::Source;
use crate::{defaults, model};

/// What to do about keysets and secrets that are not in the state store. Terraform cannot create them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Adds what leads from the files that were rendered before to these: `moved.tf` where subnets had other names in them (see
    /// [`moved`](terraform::moved)), and an empty list where an autoscaling group had load balancers or target groups in them and has none
    /// now. Without that, Terraform would leave the group attached to them.
    #[must_use]
    pub fn moved_from(mut self, previous: &Files) -> Self {
        if let Some(text) = terraform::detached(previous, &self.files) {
            self.files.insert(MAIN_FILE.to_owned(), text);
        }
        if let Some(text) = terraform::moved(previous, &self.files) {
            self.files.insert(MOVED_FILE.to_owned(), text);
        }
        self
    }

    /// The files as texts, which Terraform requires them to be.
    pub fn into_texts(self) -> BTreeMap<String, String> {
        let text = |(path, content): (String, bytes::Bytes)| (path, String::from_utf8_lossy(&content).into_owned());
        self.files.into_iter().map(text).collect()
    }
}

impl Engine {
    /// Renders a cluster as files for Terraform, with its objects in the state store at `store_url`. The account is only read. Where that
    /// store is in S3, a spec without `configBase` gets its folder there.
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
    /// As [`Engine::check`], a `configBase` that is not in the bucket of `store_url`, unless the account is simulated, resources whose
    /// names are the same to Terraform, and [`Error::State`].
    pub async fn terraform(&self, spec: &Spec, store_url: &str, keys: MissingKeys) -> Result<TerraformFiles, Error> {
        let spec = config_base::placed(spec, store_url);
        let (graph, checked) = self.graph_to_render(&spec).await?;
        // Nodes of a simulated account read nothing.
        if !checked.facts.simulated {
            config_base::refuse_other(&spec, store_url)?;
        }
        let keysets = match keys {
            MissingKeys::Create => self.create_keys(&graph).await?,
            MissingKeys::Variables => self.keyset_outputs(&graph).await?,
        };
        next_turn().await;
        let Checked { spec, facts, mut warnings } = checked;
        warnings.extend(spec.warnings.clone());
        warnings.sort();
        let target = target(store_url, &spec.cluster, &facts).with_keysets(keysets);
        rendered(&graph, &target, warnings, &spec)
    }
}

/// Renders a cluster as files for Terraform without an account. Keys are variables, and the files are those of a cluster whose API
/// load balancer does not exist yet.
///
/// `known` is what is known of the account: [`Facts::from_yaml`] reads it from a file. Nothing is assumed.
///
/// ```
/// use kops_core::{Engine, Error, Spec, engine::terraform_offline, facts::Facts, sim::Account};
///
/// # futures::executor::block_on(async {
/// # macro_rules! include_str { ($file:literal) => { core::include_str!(concat!("../../../examples/fairwinds/", $file)) } }
/// let spec = Spec::from_yaml("cluster_spec.yml", include_str!("cluster_spec.yml"))?;
/// let unknown = terraform_offline(&spec, "s3://kops-state-store", Facts::built_in("us-east-2")).unwrap_err();
/// assert!(matches!(unknown, Error::Invalid { findings, .. } if findings.has_errors()));
///
/// let engine = Engine::simulated(Account::from_json(include_str!("account.json"))?);
/// let facts = engine.facts_to_render(&spec).await?;
/// let files = terraform_offline(&spec, "s3://kops-state-store", facts)?.into_texts();
/// assert!(files["kubernetes.tf"].contains("aws_autoscaling_group"));
/// # Ok::<(), kops_core::Error>(()) }).unwrap();
/// ```
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the spec, and with each fact that the files depend on and that is not known.
pub fn terraform_offline(spec: &Spec, store_url: &str, known: Facts) -> Result<TerraformFiles, Error> {
    if !known.simulated {
        config_base::refuse_other(spec, store_url)?;
    }
    let spec = spec.clone().in_store(store_url);
    let texts = spec.sources.texts();
    let mut guessed = Facts::assumed_in(&spec, &known.components);
    let is_known =
        |guess: &HostedZone| known.hosted_zones.iter().any(|zone| facts::is_hosted_zone(&spec, &guess.id, zone));
    guessed.hosted_zones.retain(|guess| !is_known(guess));
    let assumed = Facts { simulated: known.simulated, ..known.clone().with(guessed) };
    let assumed = Facts { api_addresses: Some(known.api_addresses.clone().unwrap_or_default()), ..assumed };
    let files = |facts: &Facts| {
        let (graph, _) = model::build_partial(&defaults::fill(spec.clone(), facts), facts);
        terraform::render(&graph, &target(store_url, &spec.cluster, facts)).ok()
    };
    let unknown = facts::unknown(&spec, &known, &assumed, files);
    let (built, mut warnings) = match graph(spec.clone(), &assumed, &texts) {
        Ok(built) if unknown.is_empty() => built,
        Ok(_) => return Err(Error::Invalid { findings: unknown, texts }),
        Err(Error::Invalid { mut findings, texts }) => {
            findings.extend(unknown);
            findings.sort();
            return Err(Error::Invalid { findings, texts });
        }
        Err(error) => return Err(error),
    };
    // Whether instances can read the state store is for those to know who have the account.
    warnings = warnings.without(&[codes::CONFIG_BASE_FOLDER]);
    warnings.extend(facts::unknown_api_addresses(&spec, &known, &assumed, files));
    rendered(&built, &target(store_url, &spec.cluster, &assumed), warnings, &spec)
}

fn rendered(graph: &Graph, target: &Target, warnings: Diagnostics, spec: &Spec) -> Result<TerraformFiles, Error> {
    let texts = spec.sources.texts();
    match terraform::render(graph, target) {
        Ok(files) => Ok(TerraformFiles { files, holds_objects: target.objects.is_some(), warnings, texts }),
        Err(mut findings) => {
            findings.locate(|path| spec.sources.locate(path));
            Err(Error::Invalid { findings, texts })
        }
    }
}

fn target(store_url: &str, cluster: &Cluster, facts: &Facts) -> Target {
    Target::new(cluster, object_store(store_url, cluster.name(), facts))
}

/// The location of the state store's objects for Terraform, if it is in S3.
fn object_store(url: &str, cluster: &str, facts: &Facts) -> Option<ObjectStore> {
    let (bucket, prefix) = s3::folder(url)?;
    let base = if prefix.is_empty() { cluster.to_owned() } else { format!("{prefix}/{cluster}") };
    let encrypted = facts.buckets.iter().filter(|(_, bucket)| bucket.default_encryption);
    let acls = facts.buckets.iter().filter_map(|(name, bucket)| Some((name.clone(), bucket.object_acl.clone()?)));
    Some(ObjectStore {
        bucket: bucket.to_owned(),
        base,
        region: facts.region_of_bucket(bucket).to_owned(),
        encrypted_buckets: encrypted.map(|(name, _)| name.clone()).collect(),
        object_acls: acls.collect(),
    })
}
