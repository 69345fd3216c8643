//! `kops get`: shows clusters and groups, as tables, YAML or JSON.

use kops_core::spec::{self, Cluster, InstanceGroup};
use kops_core::state::Clusters;
use kops_core::text;
use serde_json::Value;

use crate::args::{GetAllArgs, GetArgs, GetClusterArgs, GetGroupsArgs, GetWhat, ObjectFormat};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::table::table;

/// Shows what was asked for.
pub(crate) async fn run(session: &Session, args: GetArgs) -> Result<(), Failure> {
    let text = match args.what {
        Some(GetWhat::Cluster(args)) => clusters(session, &args).await?,
        Some(GetWhat::InstanceGroups(args)) => groups(session, &args).await?,
        Some(GetWhat::All(rest)) => all(session, &rest).await?,
        None => all(session, &args.all).await?,
    };
    Ok(output::result(&text)?)
}

async fn clusters(session: &Session, args: &GetClusterArgs) -> Result<String, Failure> {
    let mut names = args.cluster.iter().cloned().map(Some).collect::<Vec<_>>();
    if !args.rest.files.files.is_empty() {
        names = vec![args.cluster.clone()];
    } else if names.is_empty() {
        let store = session.store().await?;
        names = Clusters::new(store.as_ref()).names().await?.into_iter().map(Some).collect();
    }
    let mut found = Vec::new();
    for name in names {
        let loaded = session.load(name.as_deref(), &args.rest.files.files).await?;
        found.push(if args.full { session.fill(loaded).await?.cluster } else { loaded.spec.cluster });
    }
    if args.rest.format == ObjectFormat::Table {
        return Ok(cluster_table(&found));
    }
    Ok(data(found.iter().map(spec::encode::to_value).collect(), args.rest.format))
}

async fn groups(session: &Session, args: &GetGroupsArgs) -> Result<String, Failure> {
    let loaded = session.load_to_show(&args.rest.files.files).await?;
    let cluster = loaded.spec.cluster.name().to_owned();
    let groups = if args.full { session.fill(loaded).await?.groups } else { loaded.spec.groups };
    let is_wanted =
        |group: &&InstanceGroup| args.groups.is_empty() || args.groups.iter().any(|name| name == group.name());
    let found: Vec<_> = groups.iter().filter(is_wanted).collect();
    if let Some(missing) = args.groups.iter().find(|name| found.iter().all(|group| group.name() != *name)) {
        let known: Vec<_> = groups.iter().map(|group| format!("`{}`", group.name())).collect();
        return Err(Failure::message(format!("`{cluster}` has no group `{missing}`; it has {}", known.join(", "))));
    }
    if args.rest.format == ObjectFormat::Table {
        return Ok(group_table(&found));
    }
    Ok(data(found.into_iter().map(spec::encode::to_value).collect(), args.rest.format))
}

async fn all(session: &Session, args: &GetAllArgs) -> Result<String, Failure> {
    let spec = session.load_to_show(&args.files.files).await?.spec;
    if args.format == ObjectFormat::Table {
        let groups: Vec<_> = spec.groups.iter().collect();
        let cluster = cluster_table(std::slice::from_ref(&spec.cluster));
        return Ok(format!("Cluster\n{cluster}\nInstance Groups\n{}", group_table(&groups)));
    }
    let groups = spec.groups.iter().map(spec::encode::to_value);
    let objects = std::iter::once(spec::encode::to_value(&spec.cluster)).chain(groups);
    Ok(data(objects.chain(spec.additional.iter().cloned()).collect(), args.format))
}

/// One object as itself, several as YAML documents or a JSON list.
fn data(mut objects: Vec<Value>, format: ObjectFormat) -> String {
    match format {
        ObjectFormat::Json if objects.len() == 1 => format!("{:#}", objects.remove(0)),
        ObjectFormat::Json => format!("{:#}", Value::Array(objects)),
        _ => objects.iter().map(text::to_yaml).collect::<Vec<_>>().join("\n---\n\n"),
    }
}

fn cluster_table(clusters: &[Cluster]) -> String {
    let row = |cluster: &Cluster| {
        let zones = cluster.spec.subnets.iter().filter_map(|subnet| subnet.zone.clone());
        let zones: std::collections::BTreeSet<_> = zones.collect();
        [cluster.name().to_owned(), "aws".to_owned(), zones.into_iter().collect::<Vec<_>>().join(",")]
    };
    table(["NAME", "CLOUD", "ZONES"], &clusters.iter().map(row).collect::<Vec<_>>())
}

fn group_table(groups: &[&InstanceGroup]) -> String {
    let row = |group: &&InstanceGroup| {
        let spec = &group.spec;
        let number = |number: Option<i32>| number.map(|n| n.to_string()).unwrap_or_default();
        [
            group.name().to_owned(),
            spec.role.as_ref().map(ToString::to_string).unwrap_or_default(),
            spec.machine_type.clone().unwrap_or_default(),
            number(spec.min_size),
            number(spec.max_size),
            spec.subnets.join(","),
        ]
    };
    let head = ["NAME", "ROLE", "MACHINETYPE", "MIN", "MAX", "ZONES"];
    table(head, &groups.iter().map(row).collect::<Vec<_>>())
}
