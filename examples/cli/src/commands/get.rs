//! `kops get`: displays clusters, instance groups, keypairs, secrets and SSH keys as tables, YAML or JSON.

use std::collections::BTreeSet;
use std::path::Path;

use kops_core::defaults::FullSpec;
use kops_core::diag::{Diagnostic, ObjectRef};
use kops_core::engine;
use kops_core::model::{FileAsset, ImageAsset};
use kops_core::spec::{self, Cluster, InstanceGroup, Role, Spec, Subnet};
use kops_core::yaml;
use serde::Serialize;
use serde_json::Value;

use super::{instances, keypair, secret, ssh_key};
use crate::args::{Files, FillArgs, GetArgs, GetAssetsArgs, GetClusterArgs, GetGroupsArgs, GetWhat, ObjectFormat};
use crate::failure::Failure;
use crate::output;
use crate::session::{Loaded, Session};
use crate::table::{table, table_to_fit};

/// Displays the selected objects.
pub(crate) async fn run(session: &Session, args: GetArgs) -> Result<(), Failure> {
    let GetArgs { what, files, format } = args;
    if format == ObjectFormat::Plaintext && !matches!(what, Some(GetWhat::Secrets { .. })) {
        return Err(Failure::usage("-o plaintext is for `kops get secrets` only"));
    }
    let is_stored_only =
        matches!(what, Some(GetWhat::Keypairs(_) | GetWhat::Secrets { .. } | GetWhat::SshPublicKeys { .. }));
    if is_stored_only && !files.files.is_empty() {
        return Err(Failure::usage(
            "-f cannot be used here: keypairs, secrets and SSH keys are in the state store only",
        ));
    }
    let text = match what {
        Some(GetWhat::Keypairs(args)) => return keypair::get(session, &args, format).await,
        Some(GetWhat::Secrets { names }) => secret::get(session, &names, format).await?,
        Some(GetWhat::SshPublicKeys { cluster }) => ssh_key::get(session, cluster.as_deref(), format).await?,
        Some(GetWhat::Cluster(args)) => clusters(session, &args, &files, format).await?,
        Some(GetWhat::InstanceGroups(args)) => groups(session, &args, &files, format).await?,
        Some(GetWhat::Assets(args)) => assets(session, &args, &files, format).await?,
        Some(GetWhat::Instances(args)) => instances::get(session, &args, &files, format).await?,
        Some(GetWhat::All { cluster }) => all(session, cluster.as_deref(), &files, format).await?,
        None => all(session, None, &files, format).await?,
    };
    print(&text, format)
}

/// Prints objects: a table for people, or data as it is.
pub(super) fn print(text: &str, format: ObjectFormat) -> Result<(), Failure> {
    let print = if format == ObjectFormat::Table { output::result } else { output::data };
    Ok(print(text)?)
}

async fn clusters(
    session: &Session,
    args: &GetClusterArgs,
    files: &Files,
    format: ObjectFormat,
) -> Result<String, Failure> {
    let names = asked_for(session, &args.clusters, files)?;
    if args.fill.explain {
        let loaded = match &names[..] {
            [] => session.load_to_show(None, files).await?,
            [name] => session.load(Some(name), files).await?,
            _ => return Err(Failure::usage("--explain is for one cluster")),
        };
        let full = explained(session, loaded, args.fill.facts.as_deref()).await?;
        return Ok(explanation(format, &full, &[full.cluster.reference()], full.explained_cluster()));
    }
    let mut found = Vec::new();
    for loaded in to_show(session, &names, files, args.fill.full).await? {
        found.push(spec_of(session, loaded, &args.fill).await?.cluster);
    }
    if found.is_empty() {
        output::note(&session.no_clusters()?);
    }
    if format == ObjectFormat::Table {
        return Ok(cluster_table(&found));
    }
    Ok(data(found.iter().map(spec::encode::to_value).collect(), format, names.len() == 1))
}

/// The clusters that the arguments name, or else the environment; files say by themselves which cluster they define.
fn asked_for<'a>(session: &'a Session, given: &'a [String], files: &Files) -> Result<Vec<&'a str>, Failure> {
    if given.is_empty() {
        let name = if files.files.is_empty() { session.cluster_if_any(None)? } else { session.typed(None)? };
        return Ok(name.into_iter().collect());
    }
    let names = given.iter().map(|name| session.typed(Some(name)));
    Ok(names.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The clusters that are asked for, or without any all of the state store, or the one that files define. Defaults depend on instance
/// groups, so that with them clusters of the state store must be whole.
async fn to_show(session: &Session, asked_for: &[&str], files: &Files, whole: bool) -> Result<Vec<Loaded>, Failure> {
    if asked_for.is_empty() && files.files.is_empty() {
        return session.load_all(whole).await;
    }
    if asked_for.is_empty() {
        return Ok(vec![session.load(None, files).await?]);
    }
    let mut found = Vec::new();
    for &name in asked_for {
        found.push(match whole || !files.files.is_empty() {
            true => session.load(Some(name), files).await?,
            false => session.load_cluster(name).await?,
        });
    }
    Ok(found)
}

async fn groups(
    session: &Session,
    args: &GetGroupsArgs,
    files: &Files,
    format: ObjectFormat,
) -> Result<String, Failure> {
    let loaded = session.load_to_show(None, files).await?;
    if args.fill.explain {
        let full = explained(session, loaded, args.fill.facts.as_deref()).await?;
        let found = groups_of(&full.spec, &args.groups)?;
        let objects: Vec<ObjectRef> = found.iter().map(|group| group.reference()).collect();
        let texts: Vec<String> = found.into_iter().map(|group| full.explained_group(group)).collect();
        return Ok(explanation(format, &full, &objects, texts.join("\n---\n\n")));
    }
    let spec = spec_of(session, loaded, &args.fill).await?;
    let mut found = groups_of(&spec, &args.groups)?;
    if format == ObjectFormat::Table {
        found.sort_by(|a, b| a.name().cmp(b.name()));
        return Ok(group_table(&spec.cluster, &found));
    }
    Ok(data(found.into_iter().map(spec::encode::to_value).collect(), format, true))
}

async fn assets(
    session: &Session,
    args: &GetAssetsArgs,
    files: &Files,
    format: ObjectFormat,
) -> Result<String, Failure> {
    let loaded = session.load_to_show(args.cluster.as_deref(), files).await?;
    let assets = engine::list_assets(&shown(loaded));
    if format == ObjectFormat::Table {
        let known = |digest: &Option<String>| digest.clone().unwrap_or_else(|| "-".to_owned());
        let image = |image: &ImageAsset| [image.canonical.clone(), image.download.clone(), known(&image.digest)];
        let file = |file: &FileAsset| [file.canonical.clone(), file.download.clone(), known(&file.sha)];
        let images: Vec<_> = assets.images.iter().map(image).collect();
        let files: Vec<_> = assets.files.iter().map(file).collect();
        let images = table_to_fit(["CANONICAL", "DOWNLOAD", "DIGEST"], &images);
        let files = table_to_fit(["CANONICAL", "DOWNLOAD", "SHA"], &files);
        return Ok(format!("Images\n{images}\nFiles\n{files}"));
    }
    let value = serde_json::to_value(assets).expect("assets serialise");
    Ok(if format == ObjectFormat::Json { format!("{value:#}") } else { yaml::to_yaml(&value) })
}

async fn all(session: &Session, cluster: Option<&str>, files: &Files, format: ObjectFormat) -> Result<String, Failure> {
    let spec = shown(session.load_to_show(cluster, files).await?);
    if format == ObjectFormat::Table {
        let groups: Vec<_> = spec.groups.iter().collect();
        let cluster = cluster_table(std::slice::from_ref(&spec.cluster));
        let groups = group_table(&spec.cluster, &groups);
        let additional = additional_table(&spec.additional);
        return Ok(format!("Cluster\n{cluster}\nInstance Groups\n{groups}{additional}"));
    }
    let groups = spec.groups.iter().map(spec::encode::to_value);
    let objects = std::iter::once(spec::encode::to_value(&spec.cluster)).chain(groups);
    Ok(data(objects.chain(spec.additional.iter().cloned()).collect(), format, false))
}

/// The cluster as written. Prints warnings.
fn shown(loaded: Loaded) -> Spec {
    output::findings(&loaded.spec.warnings, &loaded.spec.sources.texts());
    loaded.spec
}

/// The cluster as written, or with defaults where the arguments ask for them. Prints warnings.
async fn spec_of(session: &Session, loaded: Loaded, args: &FillArgs) -> Result<Spec, Failure> {
    if args.full { Ok(explained(session, loaded, args.facts.as_deref()).await?.spec) } else { Ok(shown(loaded)) }
}

/// The cluster with defaults, and where they come from. Prints warnings.
async fn explained(session: &Session, loaded: Loaded, facts: Option<&Path>) -> Result<FullSpec, Failure> {
    let full = session.fill(loaded, facts).await?;
    output::findings(&full.warnings, &full.sources.texts());
    Ok(full)
}

/// The values of some objects with where they come from: as JSON, or as YAML with comments.
fn explanation(format: ObjectFormat, full: &FullSpec, objects: &[ObjectRef], text: String) -> String {
    if format != ObjectFormat::Json {
        return text;
    }
    let values = full.explained().into_iter().filter(|value| objects.contains(&value.field.object));
    format!("{:#}", values.map(|value| serde_json::to_value(value).expect("values serialise")).collect::<Value>())
}

/// The instance groups with some names, in their order, or all of them where there are no names.
fn groups_of<'a>(spec: &'a Spec, names: &[String]) -> Result<Vec<&'a InstanceGroup>, Failure> {
    if names.is_empty() {
        return Ok(spec.groups.iter().collect());
    }
    let invalid = |problem: Diagnostic| Failure::Invalid { findings: problem.into(), texts: Vec::new() };
    names.iter().map(|name| spec.group(name).map_err(invalid)).collect()
}

/// YAML documents, or JSON in kops's shape: a list, or a single object itself where `one` allows that. kops does so for every instance group
/// that is alone, and for a cluster that was asked for by name.
fn data(mut objects: Vec<Value>, format: ObjectFormat, one: bool) -> String {
    match format {
        ObjectFormat::Json if one && objects.len() == 1 => format!("{:#}", objects.remove(0)),
        ObjectFormat::Json => format!("{:#}", Value::Array(objects)),
        _ => objects.iter().map(yaml::to_yaml).collect::<Vec<_>>().join("\n---\n\n"),
    }
}

/// A list as YAML or JSON.
pub(super) fn values(items: &[impl Serialize], format: ObjectFormat) -> Result<String, Failure> {
    let list = serde_json::to_value(items)?;
    Ok(if format == ObjectFormat::Json { format!("{list:#}") } else { yaml::to_yaml(&list) })
}

fn cluster_table(clusters: &[Cluster]) -> String {
    let row = |cluster: &Cluster| [cluster.name().to_owned(), "aws".to_owned(), zones(cluster.spec.subnets.iter())];
    table(["NAME", "CLOUD", "ZONES"], &clusters.iter().map(row).collect::<Vec<_>>())
}

fn group_table(cluster: &Cluster, groups: &[&InstanceGroup]) -> String {
    let row = |group: &&InstanceGroup| {
        let spec = &group.spec;
        let number = |number: Option<i32>| number.map_or("-".to_owned(), |n| n.to_string());
        [
            group.name().to_owned(),
            spec.role.map(role).unwrap_or_default(),
            spec.machine_type.clone().unwrap_or_default(),
            number(spec.min_size),
            number(spec.max_size),
            zones(cluster.spec.subnets.iter().filter(|s| s.name.as_ref().is_some_and(|n| spec.subnets.contains(n)))),
        ]
    };
    let head = ["NAME", "ROLE", "MACHINETYPE", "MIN", "MAX", "ZONES"];
    table(head, &groups.iter().map(row).collect::<Vec<_>>())
}

/// The objects of others that are stored with a cluster, below a heading; nothing where there are none.
fn additional_table(objects: &[Value]) -> String {
    let row = |object: &Value| {
        let texts = [&object["metadata"]["name"], &object["kind"], &object["spec"]["version"]];
        texts.map(|text| text.as_str().unwrap_or_default().to_owned())
    };
    let mut rows: Vec<_> = objects.iter().map(row).collect();
    rows.sort();
    match rows.is_empty() {
        true => String::new(),
        false => format!("\nAddon Objects\n{}", table(["NAME", "KIND", "VERSION"], &rows)),
    }
}

/// The role as kops displays it, which differs from the spec format.
pub(super) fn role(role: Role) -> String {
    if role == Role::Master { "ControlPlane".to_owned() } else { role.to_string() }
}

/// The distinct zones of subnets.
fn zones<'a>(subnets: impl Iterator<Item = &'a Subnet>) -> String {
    let zones: BTreeSet<&str> = subnets.filter_map(|subnet| subnet.zone.as_deref()).collect();
    zones.into_iter().collect::<Vec<_>>().join(",")
}
