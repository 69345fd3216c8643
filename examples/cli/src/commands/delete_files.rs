//! `kops delete -f`: plans the deletion of the objects in files; with `--yes` applies it.

use kops_core::spec::Objects;
use kops_core::state::clusters_of;

use super::{delete, delete_group, ssh_key};
use crate::args::{DeleteArgs, DeleteClusterArgs, DeleteGroupArgs, Files, PlanFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Deletes the clusters of the files, and the instance groups and SSH keys of other clusters.
pub(crate) async fn run(session: &Session, args: &DeleteArgs) -> Result<(), Failure> {
    if args.files.files.is_empty() {
        return Err(Failure::usage("no file specified: pass a spec file with -f, or see `kops delete --help`"));
    }
    let objects = input::some_objects(&args.files)?;
    check_additional(&objects)?;
    for cluster in &objects.clusters {
        delete::run(session, &whole_cluster(cluster.name(), args.yes)).await?;
    }
    let goes_with_its_cluster =
        |label: Option<&str>| objects.clusters.iter().any(|cluster| objects.owner(label) == Some(cluster.name()));
    for group in objects.groups.iter().filter(|group| !goes_with_its_cluster(group.cluster_label())) {
        let group_args = DeleteGroupArgs {
            group: group.name().to_owned(),
            yes: args.yes,
            skip_preflight: false,
            format: PlanFormat::default(),
        };
        delete_group::run(session, group.cluster_label(), &group_args).await?;
    }
    for key in objects.ssh_credentials.iter().filter(|key| !goes_with_its_cluster(key.cluster_label())) {
        let cluster = session.cluster(key.cluster_label())?;
        if args.yes {
            ssh_key::delete(session, Some(&cluster)).await?;
        } else {
            output::hint(&format!("run again with --yes to delete the SSH public keys of {cluster}"));
        }
    }
    Ok(())
}

/// Fails where there are objects that are not kops's without the one cluster that they are for.
fn check_additional(objects: &Objects) -> Result<(), Failure> {
    if objects.clusters.len() == 1 {
        return Ok(());
    }
    let Objects { additional, sources, .. } = objects;
    let additional = Objects { additional: additional.clone(), sources: sources.clone(), ..Objects::default() };
    clusters_of(&additional).map(drop).map_err(|error| Failure::write(error, objects))
}

fn whole_cluster(name: &str, yes: bool) -> DeleteClusterArgs {
    DeleteClusterArgs {
        cluster: Some(name.to_owned()),
        files: Files::default(),
        yes,
        unregister: false,
        skip_preflight: false,
        allow: Vec::new(),
        format: PlanFormat::default(),
    }
}
