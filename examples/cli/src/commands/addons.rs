//! `kops toolbox addons`: applies the addons of a running cluster, and lists those that it runs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use kops_core::cluster_api::ClusterApi;
use kops_core::lifecycle::addons::{
    AddonChannel, AddonEvent, AddonOptions, AddonUpdate, AddonVersion, AddonsPlan, AddonsReport, ChannelAddon,
    FailedAddon, InstalledAddon, NodesToUpdate, UnreadyObject,
};

use crate::args::{ApiArgs, ApplyAddonsArgs, Files, ListAddonsArgs, RunningFormat};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::table::table;
use crate::{cluster_api, document, location, output};

/// How much of a hash tells two manifests apart.
const SHORT_HASH: usize = 12;

/// Shows which addons would be applied; with `--yes` applies them.
pub(crate) async fn apply(session: &Session, args: &ApplyAddonsArgs) -> Result<(), Failure> {
    let (loaded, api) = connect(session, &args.files, &args.api).await?;
    let engine = session.engine_of_running(&loaded).await?;
    let spec = loaded.placed();
    let of_spec: Vec<String> = spec.cluster.spec.addons.iter().filter_map(|addon| addon.manifest.clone()).collect();
    let options = AddonOptions {
        addons: args.only.iter().cloned().collect(),
        files: texts(if args.channels.is_empty() { &of_spec } else { &args.channels }).await,
        channels: args.channels.clone(),
        timeout: Duration::from_secs(args.wait.unwrap_or_default()),
        ..AddonOptions::default()
    };
    if !args.yes {
        let plan = engine.plan_addons(&spec, api.as_ref(), &options).await.map_err(Failure::engine)?;
        return show(&plan, args.format);
    }
    let events = |event: AddonEvent| print(&event, args.format);
    let report =
        engine.apply_addons(&spec, api.as_ref()).options(options).events(events).await.map_err(Failure::engine)?;
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
            [addon.namespace.clone(), addon.name.clone(), short(Some(&addon.version), false), channel]
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

/// The texts of lists that are files or at URLs, and of the manifests that they name there. What cannot be read is left out with a warning,
/// so that the rest is applied; the library says that it is missing, as it reads what is in buckets.
async fn texts(lists: &[String]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for location in lists {
        let Some(text) = text(location).await else { continue };
        let manifests = AddonChannel::parse(location, &text).map(|list| list.addons).unwrap_or_default();
        texts.insert(location.clone(), text);
        for ChannelAddon { manifest, .. } in manifests {
            if !texts.contains_key(&manifest)
                && let Some(text) = self::text(&manifest).await
            {
                texts.insert(manifest, text);
            }
        }
    }
    texts
}

async fn text(location: &str) -> Option<String> {
    let read = location::text(location).await?;
    read.map_err(|failure| output::warning(&format!("`{location}` cannot be read: {}", failure.reason()))).ok()
}

fn show(plan: &AddonsPlan, format: RunningFormat) -> Result<(), Failure> {
    if let Some(text) = document::whole(format, plan) {
        return Ok(output::data(&text)?);
    }
    for failed in &plan.failed {
        output::warning(&format!("{}: {}", failed.name, failed.messages.join("; ")));
    }
    if plan.updates.is_empty() && plan.failed.is_empty() {
        output::note("Every addon is up to date.");
    }
    if !plan.updates.is_empty() {
        output::result(&updates(plan))?;
        output::hint("run again with --yes to apply them");
    }
    refuse(&plan.failed)
}

/// The addons to apply as a table, and below it the objects that are deleted.
fn updates(plan: &AddonsPlan) -> String {
    let row = |update: &AddonUpdate| {
        let nodes = match update.marks_nodes {
            Some(NodesToUpdate::ControlPlane) => "control plane",
            Some(NodesToUpdate::Workers) => "nodes",
            Some(NodesToUpdate::All) => "all",
            None => "-",
        };
        let pki = if update.install_pki { "yes" } else { "no" };
        let (current, new) = (update.current.as_ref(), update.update.as_ref());
        let same_hash =
            |version: &&AddonVersion| current.is_some_and(|current| current.manifest_hash == version.manifest_hash);
        let with_id = new.is_some_and(|new| same_hash(&new));
        let (current, new) = (short(current, with_id), short(new, with_id));
        [update.name.clone(), current, new, pki.to_owned(), nodes.to_owned()]
    };
    let rows: Vec<_> = plan.updates.iter().map(row).collect();
    let deleted = plan.updates.iter().flat_map(|update| {
        update.prunes.iter().map(|object| format!("to delete: {object}, which left {}\n", update.name))
    });
    let deleted: String = deleted.collect();
    let space = if deleted.is_empty() { "" } else { "\n" };
    table(["NAME", "CURRENT", "UPDATE", "PKI", "NODES TO ROLL"], &rows) + space + &deleted
}

/// What tells a version from another one: its hash, where that is the same with its id.
fn short(version: Option<&AddonVersion>, with_id: bool) -> String {
    let Some(version) = version else { return "-".to_owned() };
    let hash: String = version.manifest_hash.chars().take(SHORT_HASH).collect();
    let id = version.id.as_deref().filter(|_| with_id || hash.is_empty());
    let parts: Vec<&str> = [Some(hash.as_str()).filter(|hash| !hash.is_empty()), id].into_iter().flatten().collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
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
        AddonEvent::Retrying { error } => output::note(&format!("trying again: {}", error.message)),
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

/// Fails where an addon or a list did.
fn refuse(failed: &[FailedAddon]) -> Result<(), Failure> {
    match failed {
        [] => Ok(()),
        [failed] => Err(Failure::message(format!("`{}` could not be applied", failed.name))),
        [first, ..] => {
            let count = output::count(failed.len(), "addon");
            Err(Failure::message(format!("{count} could not be applied, the first of which is `{}`", first.name)))
        }
    }
}

fn finish(report: &AddonsReport, args: &ApplyAddonsArgs) -> Result<(), Failure> {
    refuse(&report.failed)?;
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
