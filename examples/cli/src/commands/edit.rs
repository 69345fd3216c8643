//! `kops edit`, `kops set` and `kops unset`: change an object of the state store, in the user's editor or by the paths of fields.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use kops_core::spec::{Cluster, InstanceGroup, Objects, Spec, encode};
use kops_core::state::Clusters;
use tempfile::NamedTempFile;

use crate::args::{EditArgs, EditWhat, FieldArgs, Files};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::{environment, input, output};

/// Opens the object in the editor, or changes the fields that are given, and saves the result if it is valid.
pub(crate) async fn run(session: &Session, args: &EditArgs) -> Result<(), Failure> {
    let (cluster, group, fields) = match &args.what {
        EditWhat::Cluster { cluster, fields } => (cluster.as_deref(), None, fields),
        EditWhat::InstanceGroup { group, fields } => (None, Some(group.as_str()), fields),
    };
    let loaded = session.load(cluster, &Files::default()).await?;
    output::findings(&loaded.spec.warnings, &loaded.spec.sources.texts());
    let before = text_of(&loaded.spec, group)?;
    if fields.is_given() {
        return set(session, &loaded, group, &before, fields).await;
    }
    let (file, ended) = edited(&before)?;
    if input::bytes(file.path()).is_ok_and(|after| after == before.as_bytes()) {
        ended?;
        output::note("no changes");
        return Ok(());
    }
    // From here on the user's edits must not be lost.
    let stored = match ended {
        Ok(()) => {
            let objects = input::objects(&Files { files: vec![file.path().to_owned()], ..Files::default() });
            async { store(session, &loaded, group, &before, &objects?).await }.await
        }
        Err(failure) => Err(failure),
    };
    stored.map_err(|failure| keep(file, failure, "replace"))
}

/// Opens a text in the editor. Returns the file, and how the editor ended.
pub(super) fn edited(text: &str) -> Result<(NamedTempFile, Result<(), Failure>), Failure> {
    let mut file = tempfile::Builder::new().prefix("kops-edit-").suffix(".yaml").tempfile()?;
    file.write_all(text.as_bytes())?;
    let ended = open_editor(file.path());
    Ok((file, ended))
}

/// Changes fields, and saves the object if it is valid.
async fn set(
    session: &Session,
    loaded: &Loaded,
    group: Option<&str>,
    before: &str,
    fields: &FieldArgs,
) -> Result<(), Failure> {
    let invalid = |findings| Failure::Invalid { findings, texts: loaded.spec.sources.texts() };
    let spec = loaded.spec.edited(group, &fields.set(), &fields.unset()).map_err(invalid)?;
    if text_of(&spec, group)? == before {
        output::note("no changes");
        return Ok(());
    }
    let objects = match group {
        None => Objects { clusters: vec![spec.cluster], ..Objects::default() },
        Some(name) => Objects { groups: vec![group_of(&spec, name)?.clone()], ..Objects::default() },
    };
    store(session, loaded, group, before, &objects).await
}

/// Saves the object if it is valid and was not modified concurrently.
async fn store(
    session: &Session,
    loaded: &Loaded,
    group: Option<&str>,
    before: &str,
    objects: &Objects,
) -> Result<(), Failure> {
    if !is_same_object(objects, loaded, group) {
        return Err(Failure::message(
            "the edited file must contain exactly one object with the same kind, name and cluster",
        ));
    }
    let store = session.store().await?;
    session.check_changed(&store, changed(loaded, objects)).await?;
    let lease = session.lock_cluster(loaded.spec.cluster.name()).await?;
    let replace = async {
        let clusters = Clusters::new(&lease);
        let (now, stored) = clusters.load_stored(loaded.spec.cluster.name()).await?;
        if text_of(&now, group)? != before {
            return Err(Failure::message("the object was modified by someone else while you were editing it"));
        }
        let replaced = clusters.replace_unchanged(objects, &stored, input::now()).await;
        replaced.map_err(|error| Failure::write(error, objects))
    };
    let replaced = lease.during(replace).await?;
    session.save()?;
    let lines: Vec<_> = replaced.iter().map(|object| format!("changed {object}\n")).collect();
    Ok(output::result(&lines.concat())?)
}

/// Whether the file contains only the object that was opened.
fn is_same_object(objects: &Objects, loaded: &Loaded, group: Option<&str>) -> bool {
    let cluster = loaded.spec.cluster.name();
    let is_object = match (group, objects.clusters.as_slice(), objects.groups.as_slice()) {
        (None, [edited], []) => edited.name() == cluster,
        (Some(name), [], [edited]) => edited.name() == name && edited.cluster_label() == Some(cluster),
        _ => false,
    };
    is_object && objects.ssh_credentials.is_empty() && objects.additional.is_empty()
}

/// The cluster as it would be after the edit.
fn changed(loaded: &Loaded, objects: &Objects) -> Spec {
    let mut loaded = loaded.clone();
    let spec = &mut loaded.spec;
    spec.sources = objects.sources.clone();
    spec.warnings = objects.warnings.clone();
    if let Some(cluster) = objects.clusters.first() {
        spec.cluster = cluster.clone();
    }
    for group in &objects.groups {
        spec.groups.iter_mut().filter(|old| old.name() == group.name()).for_each(|old| *old = group.clone());
    }
    loaded.placed()
}

fn text_of(spec: &Spec, group: Option<&str>) -> Result<String, Failure> {
    Ok(match group {
        None => encode::to_yaml::<Cluster>(&spec.cluster),
        Some(name) => encode::to_yaml::<InstanceGroup>(group_of(spec, name)?),
    })
}

fn group_of<'a>(spec: &'a Spec, name: &str) -> Result<&'a InstanceGroup, Failure> {
    spec.group(name).map_err(|problem| Failure::Invalid { findings: problem.into(), texts: Vec::new() })
}

/// Runs the editor as git does, so that it may have arguments.
fn open_editor(file: &Path) -> Result<(), Failure> {
    let editor = environment::variable("EDITOR").unwrap_or_else(|| "vi".to_owned());
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(&editor).arg(file).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::message(format!("editor `{editor}` failed with {status}; nothing was saved"))),
        Err(error) => Err(Failure::file("running editor", Path::new(&editor), error)),
    }
}

/// Keeps the edited file and prints its path, with the command that stores it.
pub(super) fn keep(file: NamedTempFile, failure: Failure, command: &str) -> Failure {
    let path = file.path().display().to_string();
    failure.advise(match file.keep() {
        Ok(_) => format!("nothing was saved; fix the file and run: kops {command} -f {path}"),
        Err(error) => format!("nothing was saved, and your edits could not be kept: {}", io::Error::from(error)),
    })
}
