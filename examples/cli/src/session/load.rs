//! Reading specs: from files, or from the state store.

use std::sync::Arc;

use kops_core::Spec;
use kops_core::diag::Diagnostic;
use kops_core::spec::{self, SshCredential};
use kops_core::state::{Clusters, LoadError, StateStore};

use super::{NOWHERE, Session};
use crate::args::Files;
use crate::failure::Failure;
use crate::{input, output};

/// A cluster spec and its state store.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// The spec as written.
    pub(crate) spec: Spec,
    /// Whether nothing of the cluster was left out because it cannot be read.
    pub(crate) is_whole: bool,
    pub(crate) store_url: String,
    /// The store it was read from. A spec file needs no state store before it is planned.
    pub(super) store: Option<Arc<dyn StateStore>>,
}
impl Session {
    /// Loads a cluster from files, or by name from the state store. The caller prints the warnings.
    pub(crate) async fn load(&self, name: Option<&str>, files: &Files) -> Result<Loaded, Failure> {
        if files.files.is_empty() {
            let name = self.cluster(name)?;
            let (store, store_url) = (self.store().await?, self.store_url()?.to_owned());
            let spec = self.load_stored(&Clusters::new(store.as_ref()), &name).await?;
            return Ok(Loaded { spec, is_whole: true, store_url, store: Some(store) });
        }
        self.loaded_from_files(name, input::spec(files)?)
    }

    /// Loads a cluster of the configured state store, which is named where it has none at all.
    async fn load_stored(&self, clusters: &Clusters<'_>, name: &str) -> Result<Spec, Failure> {
        match clusters.load(name).await {
            Err(error @ LoadError::NoCluster { .. }) if clusters.names().await.is_ok_and(|names| names.is_empty()) => {
                Err(load_failure(error).advise(self.no_clusters()?))
            }
            loaded => loaded.map_err(load_failure),
        }
    }

    /// As [`Session::load`], for a deletion, which takes no more than a cluster's name: what is wrong with the files is only
    /// warned of.
    pub(crate) async fn load_to_delete(&self, name: Option<&str>, files: &Files) -> Result<Loaded, Failure> {
        if files.files.is_empty() {
            return self.load(name, files).await;
        }
        let texts = files.files.iter().map(|path| input::read(path)).collect::<Result<Vec<_>, _>>()?;
        let (mut objects, found) = spec::read_leniently(&texts);
        objects.clusters.retain(|cluster| !cluster.name().is_empty());
        if let [cluster] = &objects.clusters[..] {
            let of_cluster = |label: Option<&str>| label.is_none_or(|label| label == cluster.name());
            objects.groups.retain(|group| of_cluster(group.cluster_label()));
            objects.ssh_credentials.retain(|credential| of_cluster(credential.cluster_label()));
        }
        match objects.into_spec() {
            Ok(spec) => {
                let warnings = found.into_iter().map(Diagnostic::into_warning).collect();
                self.loaded_from_files(name, Spec { warnings, ..spec })
            }
            Err(further) => {
                let mut findings = found;
                findings.extend(further);
                Err(Failure::Invalid { findings, texts })
            }
        }
    }

    fn loaded_from_files(&self, name: Option<&str>, spec: Spec) -> Result<Loaded, Failure> {
        self.expect(name, spec.cluster.name(), "the files define")?;
        let store_url = self.global.state.as_deref().or(spec.store_url()).unwrap_or(NOWHERE).to_owned();
        Ok(Loaded { spec, is_whole: true, store_url, store: None })
    }

    /// As [`Session::load`], from the state store, for what the cluster's own object is enough for: what else of it cannot be read is warned
    /// of, and all but that object is then left out.
    pub(crate) async fn load_cluster(&self, name: &str) -> Result<Loaded, Failure> {
        let failure = match self.load(Some(name), &Files::default()).await {
            Err(failure @ Failure::Invalid { .. }) => failure,
            other => return other,
        };
        let (store, store_url) = (self.store().await?, self.store_url()?.to_owned());
        let stored = Clusters::new(store.as_ref()).read(name).await?;
        let Some(Ok(spec)) = stored.map(|stored| stored.cluster_alone()) else { return Err(failure) };
        output::warning(&format!("parts of cluster `{name}` are left out: {}", failure.reason()));
        Ok(Loaded { spec, is_whole: false, store_url, store: Some(store) })
    }

    /// Reads the SSH public keys of a cluster of the configured state store, also where other objects of it cannot be read.
    pub(crate) async fn ssh_credentials(&self, name: &str) -> Result<Vec<SshCredential>, Failure> {
        match Clusters::new(self.store().await?.as_ref()).read(name).await? {
            Some(stored) => {
                stored.ssh_credentials().map_err(|findings| Failure::Invalid { findings, texts: stored.texts() })
            }
            // Says that there is no such cluster, as other commands do.
            None => Ok(self.load(Some(name), &Files::default()).await?.spec.ssh_credentials),
        }
    }

    /// Reads all clusters of the configured state store, each whole or, where that is enough, as [`Session::load_cluster`]. One that cannot
    /// be read is warned of and left out, as in kops.
    pub(crate) async fn load_all(&self, whole: bool) -> Result<Vec<Loaded>, Failure> {
        let mut found = Vec::new();
        for name in self.stored_clusters().await? {
            let loaded = match whole {
                true => self.load(Some(&name), &Files::default()).await,
                false => self.load_cluster(&name).await,
            };
            match loaded {
                Ok(loaded) => found.push(loaded),
                Err(failure) => output::warning(&format!("cluster `{name}` is left out: {}", failure.reason())),
            }
        }
        Ok(found)
    }

    /// The names of all clusters in the configured state store.
    async fn stored_clusters(&self) -> Result<Vec<String>, Failure> {
        Ok(Clusters::new(self.store().await?.as_ref()).names().await?)
    }

    /// That the configured state store has no cluster. It is named, because it may be another one than the user thinks.
    pub(crate) fn no_clusters(&self) -> Result<String, Failure> {
        Ok(format!("no clusters found in the state store `{}`", self.store_url()?))
    }

    /// Like [`Session::load`], for commands that only display. The name may be omitted if the state store has one
    /// cluster, as in `kops get ig nodes`.
    pub(crate) async fn load_to_show(&self, name: Option<&str>, files: &Files) -> Result<Loaded, Failure> {
        if !files.files.is_empty() || self.cluster_if_any(name)?.is_some() {
            return self.load(name, files).await;
        }
        let names = self.stored_clusters().await?;
        match &names[..] {
            [only] => self.load(Some(only), files).await,
            [] => Err(Failure::message(self.no_clusters()?)),
            several => Err(Failure::usage(format!(
                "no cluster specified: set --name or KOPS_CLUSTER_NAME to one of {}",
                several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ))),
        }
    }
}

impl Loaded {
    /// The spec with its `configBase`.
    pub(crate) fn placed(self) -> Spec {
        self.spec.in_store(&self.store_url)
    }

    /// Whether it was read from a state store.
    pub(crate) fn is_stored(&self) -> bool {
        self.store.is_some()
    }

    /// Whether neither the spec nor the options specify a state store.
    pub(crate) fn has_no_store(&self) -> bool {
        self.store_url == NOWHERE
    }
}
/// Faults of objects in the state store are reported as those in files.
pub(super) fn load_failure(error: LoadError) -> Failure {
    match error {
        LoadError::Invalid { findings, texts, .. } => Failure::Invalid { findings, texts },
        other => other.into(),
    }
}
