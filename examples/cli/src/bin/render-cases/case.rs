//! One case: a spec with what is said beside it.

use std::collections::BTreeMap;
use std::path::Path;

use kops_core::diag::{Diagnostics, Report};
use kops_core::graph::Graph;
use kops_core::naming::s3;
use kops_core::render::terraform::{self, Files, ObjectStore, Target};
use kops_core::resource::{Kind, Output, Outputs};
use kops_core::spec::{self, Cluster, ObjectMeta, Objects, SshCredential, SshCredentialSpec, UnknownFields};
use kops_core::yaml::Source;
use kops_core::{defaults, model, validate};
use serde::Deserialize;

use super::environment::Environment;
use super::text;

/// The bucket that stands for a state store in memory.
pub(crate) const MEMORY_BUCKET: &str = "testingBucket";

/// A spec to render.
#[derive(Debug)]
pub(crate) struct Case {
    source: Source,
    ssh_public_key: Option<String>,
}

/// What is said of a case beside its spec.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Settings {
    ssh_public_key: bool,
}

/// Why a case was not rendered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotRendered {
    /// Its files could not be read.
    #[error("{0}")]
    Files(String),
    /// The spec or what was made of it is wrong.
    #[error("{0}")]
    Findings(String),
}

impl Case {
    /// Reads a case's folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, NotRendered> {
        let read = |name: &str| text(&folder.join(name)).map_err(NotRendered::Files);
        let settings: Settings = serde_json::from_str(&read("case.json")?)
            .map_err(|error| NotRendered::Files(format!("`case.json` cannot be read: {error}")))?;
        let ssh_public_key = settings.ssh_public_key.then(|| read("id_rsa.pub")).transpose()?;
        Ok(Self { source: Source::new("in.yaml", read("in.yaml")?), ssh_public_key })
    }

    /// Renders it; returns what was found on the way beside the files.
    pub(crate) fn render(&self, environment: &Environment) -> Result<(Files, String), NotRendered> {
        let report = |findings: &Diagnostics| Report::new(findings, std::slice::from_ref(&self.source)).to_string();
        match self.stages(environment) {
            Ok((files, warnings)) => Ok((files, report(&warnings))),
            Err(findings) => Err(NotRendered::Findings(report(&findings))),
        }
    }

    fn stages(&self, environment: &Environment) -> Result<(Files, Diagnostics), Diagnostics> {
        // One case has a field that the format does not know and that kops passes over.
        let mut spec =
            spec::read(std::slice::from_ref(&self.source), UnknownFields::Warn).and_then(Objects::into_spec)?;
        if let Some(key) = &self.ssh_public_key {
            let metadata = ObjectMeta::named("admin");
            let spec_of_key = SshCredentialSpec { public_key: Some(key.clone()) };
            spec.ssh_credentials.push(SshCredential { metadata, spec: spec_of_key });
        }
        let facts = environment.facts(&spec);
        let spec = validate::check(defaults::fill(spec, &facts), &facts)?;
        let graph = model::build(&spec, &facts)?;
        let target = Target::new(&spec.cluster, object_store(&spec.cluster, environment));
        let target = target.with_keysets(keysets(&graph));
        Ok((terraform::render(&graph, &target)?, spec.warnings.clone()))
    }
}

/// Stands in for the keys of a cluster, which no two clusters share and no comparison looks at.
fn keysets(graph: &Graph) -> BTreeMap<String, Outputs> {
    let outputs = [
        (Output::Certificates, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        (Output::KeypairId, "1"),
        (Output::PublicKeys, "-----BEGIN RSA PUBLIC KEY-----\n-----END RSA PUBLIC KEY-----\n"),
        (Output::Jwks, "{\n  \"keys\": []\n}\n"),
    ];
    let outputs: Outputs = outputs.into_iter().map(|(output, text)| (output, text.to_owned())).collect();
    let keysets = graph.nodes.keys().filter(|id| id.kind == Kind::Keyset);
    keysets.map(|id| (id.name.clone(), outputs.clone())).collect()
}

/// The part of a bucket that holds the cluster's objects.
fn object_store(cluster: &Cluster, environment: &Environment) -> Option<ObjectStore> {
    let url = cluster.spec.config_base.as_deref()?;
    let (bucket, base) = match url.strip_prefix("memfs://") {
        Some(path) => (MEMORY_BUCKET, path.trim_end_matches('/')),
        None => s3::folder(url)?,
    };
    Some(ObjectStore {
        bucket: bucket.to_owned(),
        base: base.to_owned(),
        region: environment.region.clone(),
        ..ObjectStore::default()
    })
}
