//! `kops edit`: changes an object of the state store in the user's editor.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use kops_core::spec::{Cluster, InstanceGroup, Objects, Spec, encode};
use kops_core::state::{Absent, Clusters};
use tempfile::NamedTempFile;

use crate::args::{EditArgs, EditWhat};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::{input, output};

/// Opens the object in the editor and stores what comes back, if it is valid.
pub(crate) async fn run(session: &Session, args: &EditArgs) -> Result<(), Failure> {
    let (cluster, group) = match &args.what {
        EditWhat::Cluster { cluster } => (cluster.as_deref(), None),
        EditWhat::InstanceGroup { group } => (None, Some(group.as_str())),
    };
    let loaded = session.load(cluster, &[]).await?;
    let before = text_of(&loaded.spec, group)?;
    let mut file = tempfile::Builder::new().prefix("kops-edit-").suffix(".yaml").tempfile()?;
    file.write_all(before.as_bytes())?;
    open_editor(&args.editor, file.path())?;
    let after = input::read(file.path())?;
    if *after.text == *before {
        output::note("nothing was changed");
        return Ok(());
    }
    match store(session, &loaded, group, &before, file.path()).await {
        Ok(()) => Ok(()),
        Err(failure) => Err(keep(file, failure)),
    }
}

/// Stores the text in `file`, unless it is not valid or somebody else was faster.
async fn store(
    session: &Session,
    loaded: &Loaded,
    group: Option<&str>,
    before: &str,
    file: &Path,
) -> Result<(), Failure> {
    let objects = input::objects(&[PathBuf::from(file)])?;
    let is_same_object = match (group, objects.clusters.as_slice(), objects.groups.as_slice()) {
        (None, [cluster], []) => cluster.name() == loaded.spec.cluster.name(),
        (Some(name), [], [group]) => {
            group.name() == name && group.metadata.labels == group_of(&loaded.spec, name)?.metadata.labels
        }
        _ => false,
    };
    if !is_same_object {
        return Err(Failure::message("an edit can change one object, and neither its kind, its name nor its cluster"));
    }
    session.check(&changed(loaded, &objects)).await?;
    let now = Clusters::new(loaded.store.as_ref()).load(loaded.spec.cluster.name()).await?;
    if text_of(&now, group)? != before {
        return Err(Failure::message("somebody else changed it while you were editing"));
    }
    let replaced = Clusters::new(loaded.store.as_ref()).replace(&objects, Absent::Refuse, input::now()).await;
    let replaced = replaced.map_err(|error| Failure::write(error, &objects))?;
    session.save()?;
    let lines: Vec<_> = replaced.iter().map(|object| format!("changed {object}\n")).collect();
    Ok(output::result(&lines.concat())?)
}

/// The cluster as it would be after the edit.
fn changed(loaded: &Loaded, objects: &Objects) -> Loaded {
    let mut spec = loaded.spec.clone();
    spec.sources = objects.sources.clone();
    if let Some(cluster) = objects.clusters.first() {
        spec.cluster = cluster.clone();
    }
    for group in &objects.groups {
        spec.groups.iter_mut().filter(|old| old.name() == group.name()).for_each(|old| *old = group.clone());
    }
    Loaded { spec, ..loaded.clone() }
}

fn text_of(spec: &Spec, group: Option<&str>) -> Result<String, Failure> {
    Ok(match group {
        None => encode::to_yaml::<Cluster>(&spec.cluster),
        Some(name) => encode::to_yaml::<InstanceGroup>(group_of(spec, name)?),
    })
}

fn group_of<'a>(spec: &'a Spec, name: &str) -> Result<&'a InstanceGroup, Failure> {
    spec.groups.iter().find(|group| group.name() == name).ok_or_else(|| {
        let known: Vec<_> = spec.groups.iter().map(|group| format!("`{}`", group.name())).collect();
        Failure::message(format!("`{}` has no group `{name}`; it has {}", spec.cluster.name(), known.join(", ")))
    })
}

/// Runs the editor as git does, so that it may have arguments.
fn open_editor(editor: &str, file: &Path) -> Result<(), Failure> {
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::message(format!("the editor `{editor}` ended with {status}; nothing was changed"))),
        Err(error) => Err(Failure::file("running the editor", Path::new(editor), error)),
    }
}

/// Keeps the user's text, and says where.
fn keep(file: NamedTempFile, failure: Failure) -> Failure {
    let path = file.path().display().to_string();
    match file.keep() {
        Ok(_) => output::note(&format!("nothing was changed; your text is kept in {path}")),
        Err(error) => output::warning(&format!("your text could not be kept: {}", io::Error::from(error))),
    }
    failure
}
