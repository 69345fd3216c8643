//! `kops toolbox addons`: applies the addons of a running cluster, and lists those that it runs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kops_core::cluster_api::ClusterApi;
use kops_core::lifecycle::addons::{
    AddonChannel, AddonEvent, AddonOptions, AddonUpdate, AddonVersion, AddonsPlan, AddonsReport, InstalledAddon,
    NodesToUpdate, UnreadyObject,
};

use crate::args::{ApiArgs, ApplyAddonsArgs, Files, ListAddonsArgs, RunningFormat};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::table::table;
use crate::{cluster_api, document, input, output};

/// How much of a hash tells two manifests apart.
const SHORT_HASH: usize = 12;

/// Shows which addons would be applied; with `--yes` applies them.
pub(crate) async fn apply(session: &Session, args: &ApplyAddonsArgs) -> Result<(), Failure> {
    let (loaded, api) = connect(session, &args.files, &args.api).await?;
    let engine = session.engine_of_running(&loaded).await?;
    let spec = loaded.placed();
    let options = AddonOptions {
        addons: args.only.iter().cloned().collect(),
        channels: args.channels.clone(),
        files: local(&args.channels)?,
        timeout: Duration::from_secs(args.wait.unwrap_or_default()),
        ..AddonOptions::default()
    };
    if !args.yes {
        let plan = engine.plan_addons(&spec, api.as_ref(), &options).await.map_err(Failure::engine)?;
        return show(&plan, args.format);
    }
    let events = |event: AddonEvent| print(&event, args.format);
    let report = engine.apply_addons(&spec, api.as_ref(), &options, &events).await.map_err(Failure::engine)?;
    finish(&report, args)
}

/// Lists the addons that a cluster runs.
pub(crate) async fn list(session: &Session, args: &ListAddonsArgs) -> Result<(), Failure> {
    let (loaded, api) = connect(session, &args.files, &args.api).await?;
    let engine = session.engine_of_running(&loaded).await?;
    let installed = engine.installed_addons(api.as_ref()).await.map_err(Failure::engine)?;
    if let Some(text) = document::whole(args.format, &installed) {
        output::data(&text)?;
    } else if installed.is_empty() {
        output::note("No managed addons found");
    } else {
        let row = |addon: &InstalledAddon| {
            let channel = addon.channel.clone().unwrap_or_else(|| "?".to_owned());
            [addon.namespace.clone(), addon.name.clone(), short(Some(&addon.version)), channel]
        };
        let rows: Vec<_> = installed.iter().map(row).collect();
        output::result(&table(["NAMESPACE", "NAME", "HASH", "CHANNEL"], &rows))?;
    }
    Ok(())
}

async fn connect(session: &Session, files: &Files, api: &ApiArgs) -> Result<(Loaded, Arc<dyn ClusterApi>), Failure> {
    let loaded = session.load(None, files).await?;
    if session.simulated_account().is_some() && !api.is_given() {
        output::note("the cluster is simulated: it runs no addons before this command, and none after it");
    }
    let api = cluster_api::connect(session, &loaded, api).await?;
    Ok((loaded, api))
}

/// The texts of lists that are files, and of the manifests beside them.
fn local(channels: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let path = |location: &str| match location.split_once("://") {
        Some(("file", path)) => Some(path.to_owned()),
        Some(_) => None,
        None => Some(location.to_owned()),
    };
    let mut files = BTreeMap::new();
    for location in channels {
        let Some(file) = path(location) else { continue };
        let text = input::read(Path::new(&file))?.text;
        let list = AddonChannel::parse(location, &text).map_err(|error| Failure::Error(Box::new(error)))?;
        for addon in list.addons {
            if let Some(file) = path(&addon.manifest).filter(|_| addon.manifest != *location) {
                files.insert(addon.manifest, input::read(Path::new(&file))?.text.to_string());
            }
        }
        files.insert(location.clone(), text.to_string());
    }
    Ok(files)
}

fn show(plan: &AddonsPlan, format: RunningFormat) -> Result<(), Failure> {
    if let Some(text) = document::whole(format, plan) {
        return Ok(output::data(&text)?);
    }
    if plan.updates.is_empty() {
        output::note("Every addon is up to date.");
        return Ok(());
    }
    let row = |update: &AddonUpdate| {
        let nodes = match update.marks_nodes {
            Some(NodesToUpdate::ControlPlane) => "control plane",
            Some(NodesToUpdate::Workers) => "nodes",
            Some(NodesToUpdate::All) => "all",
            None => "-",
        };
        let pki = if update.install_pki { "yes" } else { "no" };
        let (current, new) = (short(update.current.as_ref()), short(update.update.as_ref()));
        [update.name.clone(), current, new, pki.to_owned(), nodes.to_owned()]
    };
    let rows: Vec<_> = plan.updates.iter().map(row).collect();
    output::result(&table(["NAME", "CURRENT", "UPDATE", "PKI", "NODES TO ROLL"], &rows))?;
    output::hint("run again with --yes to apply them");
    Ok(())
}

fn short(version: Option<&AddonVersion>) -> String {
    let hash = version.map(|version| version.manifest_hash.chars().take(SHORT_HASH).collect::<String>());
    hash.filter(|hash| !hash.is_empty()).unwrap_or_else(|| "-".to_owned())
}

fn print(event: &AddonEvent, format: RunningFormat) {
    if let Some(text) = document::one_of_several(format, event) {
        return drop(output::data(&text));
    }
    match event {
        AddonEvent::Applied { addon, objects } => {
            output::note(&format!("applied {addon}: {}", output::count(*objects, "object")));
        }
        AddonEvent::Pruned { addon, object } => output::note(&format!("deleted {object}, which left {addon}")),
        AddonEvent::Failed { addon, messages } => output::warning(&format!("{addon}: {}", messages.join("; "))),
        AddonEvent::Waiting { unready } => {
            let what = if unready.is_empty() { String::new() } else { format!(": {}", reasons(unready)) };
            output::note(&format!("waiting{what}"));
        }
        _ => {}
    }
}

fn reasons(unready: &[UnreadyObject]) -> String {
    let reasons: Vec<String> = unready.iter().map(|unready| format!("{} {}", unready.object, unready.reason)).collect();
    reasons.join("; ")
}

fn finish(report: &AddonsReport, args: &ApplyAddonsArgs) -> Result<(), Failure> {
    if let Some(failed) = report.failed.first() {
        let (count, first) = (report.failed.len(), &failed.name);
        return Err(Failure::message(match count {
            1 => format!("the addon `{first}` could not be applied"),
            _ => format!("{count} addons could not be applied, the first of which is `{first}`"),
        }));
    }
    if args.wait.is_some() && !report.unready.is_empty() {
        let reasons = reasons(&report.unready);
        return Err(Failure::message(format!("the addons do not run, and the time to wait is over: {reasons}")));
    }
    match report.applied.len() {
        0 => output::note("Every addon is up to date."),
        count => output::note(&format!("applied {}", output::count(count, "addon"))),
    }
    Ok(())
}
