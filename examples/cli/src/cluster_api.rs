//! The API of a running cluster: a real one, or the simulated one of a simulated account.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kops_core::cluster_api::ClusterApi;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::engine::{self, fill_offline};
use kops_core::kubeconfig::{self, ADMIN_LIFETIME, Kubeconfig, KubeconfigOptions};
use kops_core::naming::keysets::KUBERNETES_CA;
use kops_core::state::Clusters;

use crate::args::ApiArgs;
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::{environment, input, output};

/// Connects to the API of a cluster. A simulated account runs a simulated cluster, unless a real API server is named.
pub(crate) async fn connect(
    session: &Session,
    loaded: &Loaded,
    args: &ApiArgs,
) -> Result<Arc<dyn ClusterApi>, Failure> {
    connect_within(session, loaded, args, Limits::default()).await
}

/// How long a connection lasts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// No call takes longer than this.
    pub(crate) call: Option<Duration>,
    /// How many seconds a certificate is valid that is made for it.
    pub(crate) certificate: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { call: None, certificate: ADMIN_LIFETIME }
    }
}

/// As [`connect`], for as long as these limits say.
pub(crate) async fn connect_within(
    session: &Session,
    loaded: &Loaded,
    args: &ApiArgs,
    limits: Limits,
) -> Result<Arc<dyn ClusterApi>, Failure> {
    if let Some(cluster) = simulated(session, loaded, args).await? {
        return Ok(Arc::new(cluster));
    }
    let name = loaded.spec.cluster.name();
    if args.has_kubeconfig() {
        let files = kubeconfig_files(args.kubeconfig.as_deref())?.into_iter();
        let texts = files.filter_map(|file| match input::text(&file) {
            Ok(text) => text.map(|text| Ok((file, text))),
            Err(error) => Some(Err(error)),
        });
        let texts = texts.collect::<Result<Vec<_>, Failure>>()?;
        return linked::connect(&texts, (Some(name), args.api_server.as_deref()), limits.call).await;
    }
    let options = KubeconfigOptions {
        admin: Some(limits.certificate),
        admin_name: environment::user(),
        api_server: args.api_server.clone(),
        ..KubeconfigOptions::default()
    };
    let made = describe(session, loaded, &options).await?.merge_into("")?;
    let text = String::from_utf8_lossy(made.expose()).into_owned();
    linked::connect(&[(PathBuf::new(), text)], (None, None), limits.call).await
}

/// The simulated cluster of a simulated account, unless a real API server is named. Its nodes run the version that was applied last.
pub(crate) async fn simulated(
    session: &Session,
    loaded: &Loaded,
    args: &ApiArgs,
) -> Result<Option<SimulatedCluster>, Failure> {
    let Some(account) = session.simulated_account().filter(|_| !args.is_given()) else { return Ok(None) };
    let name = loaded.spec.cluster.name();
    let cluster = SimulatedCluster::new(account, name);
    let applied = session.engine(loaded).await?.applied(name).await.map_err(Failure::engine)?;
    if let Some(version) = applied.and_then(|applied| applied.spec.kubernetes_version) {
        cluster.set_kubelet_version(&format!("v{}", version.trim_start_matches('v')));
    }
    Ok(Some(cluster))
}

/// Describes a cluster for a client, with a certificate where the options want one.
pub(crate) async fn describe(
    session: &Session,
    loaded: &Loaded,
    options: &KubeconfigOptions,
) -> Result<Kubeconfig, Failure> {
    let cluster = fill_offline(&loaded.spec).cluster.clone();
    let mut host = None;
    if kubeconfig::is_behind_load_balancer(&cluster, options) {
        host = session.engine(loaded).await?.api_host(&cluster).await.map_err(Failure::engine)?;
        if host.is_none() {
            output::warning("the load balancer of the API does not exist; using its DNS name");
        }
    }
    let store = session.store().await?;
    let authority = Clusters::new(store.as_ref()).keyset(cluster.name(), KUBERNETES_CA).await?;
    let mut entropy = input::entropy();
    Ok(engine::kubeconfig(&cluster, host.as_deref(), &authority, options, entropy.as_mut(), input::now())?)
}

/// The kubeconfig files, which are read as one: the one that is given, or else those in `KUBECONFIG`, or else `~/.kube/config`.
pub(crate) fn kubeconfig_files(given: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    if let Some(given) = given {
        return Ok(vec![given.to_owned()]);
    }
    let files = environment::paths("KUBECONFIG");
    if !files.is_empty() {
        return Ok(files);
    }
    match environment::home() {
        Some(home) => Ok(vec![Path::new(&home).join(".kube").join("config")]),
        None => Err(Failure::usage("no kubeconfig file: pass --kubeconfig or set KUBECONFIG")),
    }
}

#[cfg(feature = "aws")]
mod linked {
    use kops_kube::{Connection, Kube};

    use super::*;

    pub(super) async fn connect(
        kubeconfigs: &[(PathBuf, String)],
        (context, server): (Option<&str>, Option<&str>),
        timeout: Option<Duration>,
    ) -> Result<Arc<dyn ClusterApi>, Failure> {
        let (context, server) = (context.map(str::to_owned), server.map(str::to_owned));
        let connection = Connection { context, server, timeout, ..Connection::default() };
        Ok(Arc::new(Kube::connect_files(kubeconfigs, &connection).await?))
    }
}

#[cfg(not(feature = "aws"))]
mod linked {
    use super::*;

    pub(super) async fn connect(
        _: &[(PathBuf, String)],
        _: (Option<&str>, Option<&str>),
        _: Option<Duration>,
    ) -> Result<Arc<dyn ClusterApi>, Failure> {
        Err(Failure::message(
            "this build of kops reaches no real cluster: use a simulated account with --cloud sim:FILE, or build with `--features aws`",
        ))
    }
}
