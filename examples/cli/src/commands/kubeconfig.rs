//! `kops export kubeconfig`, and the command that `kubectl` runs for credentials.

use std::fs;
use std::path::Path;

use kops_core::kubeconfig::{self, KubeconfigFile, KubeconfigOptions};
use kops_core::naming::keysets::KUBERNETES_CA;
use kops_core::state::Clusters;

use crate::args::{KubeconfigArgs, KubeconfigContext, UpdateClusterArgs};
use crate::cluster_api::{describe, kubeconfig_files};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::write::{self, Readers};
use crate::{environment, input, output};

/// Adds clusters to the kubeconfig files.
pub(crate) async fn export(session: &Session, args: &KubeconfigArgs) -> Result<(), Failure> {
    let clusters = match args.all {
        true => session.load_all(false).await?,
        false => vec![session.load_cluster(&session.cluster(args.cluster.as_deref())?).await?],
    };
    if clusters.is_empty() {
        return Err(Failure::message(session.no_clusters()?));
    }
    let options = KubeconfigOptions {
        api_server: args.api_server.clone(),
        auth_plugin: args.auth_plugin.then(|| session.store_url().map(str::to_owned)).transpose()?,
        ..options(&args.context)
    };
    for loaded in clusters {
        match refuse_to_guess(&loaded, &options) {
            Err(failure) if args.all => {
                output::warning(&format!("cluster `{}` is left out: {}", loaded.spec.cluster.name(), failure.reason()));
                continue;
            }
            refused => refused?,
        }
        add(session, &loaded, &options, args.kubeconfig.as_deref()).await?;
    }
    Ok(())
}

/// Fails where only instance groups say how the API is reached, and some of them may be left out.
fn refuse_to_guess(loaded: &Loaded, options: &KubeconfigOptions) -> Result<(), Failure> {
    let cluster = &loaded.spec.cluster;
    let is_said = cluster.spec.api.as_ref().is_some_and(|api| api.dns.is_some() || api.load_balancer.is_some());
    if loaded.is_whole || is_said || options.api_server.is_some() || options.internal {
        return Ok(());
    }
    let message = format!(
        "how the API of `{}` is reached follows from its instance groups, as the cluster's `spec.api` does not say it",
        cluster.name()
    );
    Err(Failure::message(message).advise("restore what cannot be read, or pass --api-server or --internal"))
}

/// Adds a cluster that was updated to the default kubeconfig files, where that is asked for.
pub(super) async fn add_updated(session: &Session, cluster: &str, args: &UpdateClusterArgs) -> Result<(), Failure> {
    let context = &args.context;
    if !args.create_kube_config && context.admin.is_none() && context.user.is_none() && !context.internal {
        return Ok(());
    }
    let loaded = session.load(Some(cluster), &args.files).await?;
    add(session, &loaded, &options(context), None).await
}

fn options(context: &KubeconfigContext) -> KubeconfigOptions {
    KubeconfigOptions {
        admin: context.admin,
        admin_name: environment::user(),
        user: context.user.clone(),
        internal: context.internal,
        ..KubeconfigOptions::default()
    }
}

async fn add(
    session: &Session,
    loaded: &Loaded,
    options: &KubeconfigOptions,
    file: Option<&Path>,
) -> Result<(), Failure> {
    let paths = kubeconfig_files(file)?;
    let made = describe(session, loaded, options).await?;
    let mut files = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, Failure>>()?;
    let changed = made.add_to(&mut files).map_err(|source| Unusable { file: shown(&paths), source })?;
    let changed: Vec<_> = changed.into_iter().map(|at| (&paths[at], &files[at])).collect();
    for (path, file) in &changed {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| Failure::file("creating", folder, error))?;
        }
        write::write(path, file.to_text().expose(), Readers::Owner)?;
        warn_of_readers(path);
    }
    let (name, changed) = (loaded.spec.cluster.name(), shown(changed.into_iter().map(|(path, _)| path)));
    output::note(&format!("added cluster {name} to {changed} as the current context"));
    Ok(())
}

fn read(path: &Path) -> Result<KubeconfigFile, Failure> {
    let text = input::text(path)?;
    let file = KubeconfigFile::read(text.as_deref()).map_err(|source| Unusable { file: shown([path]), source })?;
    Ok(file)
}

fn shown<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> String {
    let paths = paths.into_iter().map(|path| path.as_ref().display().to_string());
    paths.collect::<Vec<_>>().join(", ")
}

/// Takes a cluster that was deleted out of the kubeconfig files that have it. The cluster is gone either way, so that it does not fail.
pub(super) fn remove_deleted(cluster: &str) {
    for file in kubeconfig_files(None).unwrap_or_default() {
        let removed = input::text_or_empty(&file).and_then(|existing| {
            let left = kubeconfig::remove_cluster(&existing, cluster);
            let left = left.map_err(|source| Unusable { file: shown([&file]), source })?;
            left.map(|left| write::write(&file, left.expose(), Readers::Owner)).transpose()
        });
        let file = file.display();
        match removed {
            Ok(None) => {}
            Ok(Some(_)) => output::note(&format!("removed cluster {cluster} from {file}")),
            Err(_) => {
                output::warning(&format!("cannot read or change `{file}`, which may still have cluster {cluster}"))
            }
        }
    }
}

/// Prints a certificate of an administrator for `kubectl`.
pub(crate) async fn credential(session: &Session, cluster: &str, version: &str, lifetime: u64) -> Result<(), Failure> {
    let store = session.store().await?;
    let authority = Clusters::new(store.as_ref()).keyset(cluster, KUBERNETES_CA).await?;
    let (name, mut entropy) = (environment::user(), input::entropy());
    let (certificate, key) =
        kubeconfig::administrator(name.as_deref(), lifetime, &authority, entropy.as_mut(), input::now())?;
    output::data(&kubeconfig::exec_credential(version, &certificate, &key).to_text())?;
    Ok(())
}

#[cfg(unix)]
fn warn_of_readers(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    let others = fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0);
    if others {
        let file = file.display();
        output::warning(&format!("other users can access `{file}`; run: chmod 600 {file}"));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_file: &Path) {}

/// A kubeconfig file that cannot be changed.
#[derive(Debug, thiserror::Error)]
#[error("cannot use `{file}`")]
struct Unusable {
    file: String,
    #[source]
    source: kubeconfig::KubeconfigError,
}
