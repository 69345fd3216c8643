//! Planning and applying addons through the API of a cluster, and waiting for what they start.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::channel::{AddonChannel, ChannelAddon};
use super::data::{
    AddonEvent, AddonOptions, AddonUpdate, AddonsPlan, AddonsReport, FailedAddon, NodesToUpdate, UnreadyObject,
};
use super::observe::{authority, observe, obsolete};
use super::plan::{ANNOTATION, Decision, Entry, decide, record};
use super::{AddonError, health};
use crate::apply::{Clock, Entropy};
use crate::cluster_api::{
    ClusterApi, ClusterApiError, ClusterApiErrorKind as ErrorKind, NodeChange, ObjectId, ObjectWrite,
};
use crate::model::KUBE_SYSTEM;
use crate::naming::Role;
use crate::pki;

/// The answer to a caller that the API server does not know, who fares no better with another object.
const UNAUTHORIZED: u16 = 401;

/// What applying addons needs of the world.
#[derive(Clone, Copy)]
pub(crate) struct Ports<'a> {
    pub(crate) api: &'a dyn ClusterApi,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) entropy: &'a dyn Entropy,
}

/// The lists of addons of a cluster.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) channels: Vec<AddonChannel>,
    /// The objects of each manifest by its location, or why it cannot be applied.
    pub(crate) manifests: BTreeMap<String, Result<Vec<Value>, AddonError>>,
    /// Lists that cannot be read.
    pub(crate) failed: Vec<FailedAddon>,
}

impl Source {
    fn objects(&self, addon: &ChannelAddon) -> Result<&[Value], AddonError> {
        match self.manifests.get(&addon.manifest) {
            Some(Ok(objects)) => Ok(objects),
            Some(Err(error)) => Err(error.clone()),
            None => Err(AddonError::NotFound { location: addon.manifest.clone() }),
        }
    }
}

/// Plans which addons are applied. Nothing is changed.
pub(crate) async fn plan(
    api: &dyn ClusterApi,
    cluster: &str,
    source: &Source,
    options: &AddonOptions,
) -> Result<AddonsPlan, ClusterApiError> {
    let observed = observe(api, &source.channels).await?;
    let Decision { outdated, current } = decide(&source.channels, &observed, &options.addons);
    let current = current.into_iter().map(|entry| entry.addon.name.clone()).collect();
    let (mut updates, mut failed) = (Vec::new(), source.failed.clone());
    for (Entry { addon, .. }, update) in outdated {
        match source.objects(addon) {
            Ok(objects) => updates.push(AddonUpdate { prunes: obsolete(api, addon, objects).await?, ..update }),
            Err(error) => failed.push(FailedAddon { name: addon.name.clone(), messages: vec![error.to_string()] }),
        }
    }
    Ok(AddonsPlan { cluster: cluster.to_owned(), updates, current, failed })
}

/// Applies outdated addons, again and again until everything is applied and runs, or it is later than `end`.
pub(crate) async fn apply(
    ports: Ports<'_>,
    source: &Source,
    options: &AddonOptions,
    end: Duration,
    events: &(dyn Fn(AddonEvent) + Send + Sync),
) -> Result<AddonsReport, ClusterApiError> {
    let looks_at_all = !options.timeout.is_zero();
    let mut run = Run { ports, source, options, events, looks_at_all, applied: Vec::new(), unready: BTreeMap::new() };
    for FailedAddon { name, messages } in &source.failed {
        events(AddonEvent::Failed { addon: name.clone(), messages: messages.clone() });
    }
    loop {
        let attempt = run.attempt().await;
        let left = end.saturating_sub(ports.clock.now());
        match attempt {
            Err(error) if left.is_zero() || !error.retryable() => return Err(error),
            Err(error) => events(AddonEvent::Retrying { error: (&error).into() }),
            Ok(failed) => {
                let unready: Vec<_> = run.unready.values().flatten().cloned().collect();
                let report = AddonsReport { applied: run.applied.clone(), failed, unready };
                if left.is_zero() || report.is_complete() {
                    events(AddonEvent::Ended { report: report.clone() });
                    return Ok(report);
                }
                events(AddonEvent::Waiting { unready: report.unready });
            }
        }
        ports.clock.sleep(pause(options, left)).await;
    }
}

/// How long to wait for the next attempt, where so much time is left.
pub(crate) fn pause(options: &AddonOptions, left: Duration) -> Duration {
    options.interval.max(Duration::from_millis(1)).min(left)
}

struct Run<'a> {
    ports: Ports<'a>,
    source: &'a Source,
    options: &'a AddonOptions,
    events: &'a (dyn Fn(AddonEvent) + Send + Sync),
    /// The next attempt looks at addons that are up to date, too.
    looks_at_all: bool,
    applied: Vec<String>,
    /// What does not run yet, by the location of the list and the name of the addon.
    unready: BTreeMap<(&'a str, &'a str), Vec<UnreadyObject>>,
}

/// What came of writing the objects of an addon.
#[derive(Default)]
struct Written {
    /// What was refused.
    refused: Vec<String>,
    /// What is not healthy, so that the addon does not count as installed.
    unhealthy: Vec<String>,
    /// What does not run yet.
    unready: Vec<UnreadyObject>,
}

impl Written {
    fn problems(&self) -> Vec<String> {
        [&self.refused[..], &self.unhealthy].concat()
    }
}

impl<'a> Run<'a> {
    /// Applies what is outdated now, and looks again at what did not run yet. Returns what failed.
    ///
    /// # Errors
    /// Where the API server cannot be asked for anything.
    async fn attempt(&mut self) -> Result<Vec<FailedAddon>, ClusterApiError> {
        let source = self.source;
        let observed = observe(self.ports.api, &source.channels).await?;
        let Decision { outdated, current } = decide(&source.channels, &observed, &self.options.addons);
        let mut failed = source.failed.clone();
        for (entry, update) in outdated {
            let messages = self.update(entry, &update).await?;
            self.note_failed(&mut failed, entry, messages);
        }
        for entry in current {
            if self.looks_at_all || self.unready.contains_key(&key(entry)) {
                let messages = self.look_at(entry).await?;
                self.note_failed(&mut failed, entry, messages);
            }
        }
        self.looks_at_all = false;
        Ok(failed)
    }

    fn note_failed(&self, failed: &mut Vec<FailedAddon>, entry: Entry<'a>, messages: Vec<String>) {
        if !messages.is_empty() {
            let name = &entry.addon.name;
            (self.events)(AddonEvent::Failed { addon: name.clone(), messages: messages.clone() });
            failed.push(FailedAddon { name: name.clone(), messages });
        }
    }

    fn keep_unready(&mut self, entry: Entry<'a>, unready: Vec<UnreadyObject>) {
        match unready.is_empty() {
            true => self.unready.remove(&key(entry)),
            false => self.unready.insert(key(entry), unready),
        };
    }

    /// Writes what is applied already, which changes nothing and shows what of it runs.
    async fn look_at(&mut self, entry: Entry<'a>) -> Result<Vec<String>, ClusterApiError> {
        let objects = match self.source.objects(entry.addon) {
            Ok(objects) => objects,
            Err(error) => return Ok(vec![error.to_string()]),
        };
        let written = self.write(entry.addon, objects).await?;
        self.keep_unready(entry, written.unready);
        Ok(written.refused)
    }

    /// Brings an addon up to date, and returns what went wrong.
    async fn update(&mut self, entry: Entry<'a>, update: &AddonUpdate) -> Result<Vec<String>, ClusterApiError> {
        let addon = entry.addon;
        let objects = match self.source.objects(addon) {
            Ok(objects) => objects,
            Err(error) => return Ok(vec![error.to_string()]),
        };
        let mut problems = Vec::new();
        if update.update.is_some() {
            problems = self.install(entry, objects, update).await?;
        }
        if update.install_pki {
            problems.extend(self.install_pki(&addon.name).await?);
        }
        if problems.is_empty() {
            if !self.applied.contains(&addon.name) {
                self.applied.push(addon.name.clone());
            }
            (self.events)(AddonEvent::Applied { addon: addon.name.clone(), objects: objects.len() });
        }
        Ok(problems)
    }

    /// Writes the objects of an addon, deletes those that left it, marks nodes, and notes that it is installed.
    async fn install(
        &mut self,
        entry: Entry<'a>,
        objects: &[Value],
        update: &AddonUpdate,
    ) -> Result<Vec<String>, ClusterApiError> {
        let addon = entry.addon;
        let mut written = self.write(addon, objects).await?;
        let pruned = of_object(self.prune(addon, objects).await)?;
        if !written.problems().is_empty() && pruned.is_none() {
            // Objects of a kind that the manifest itself defines are refused at first.
            written = self.write(addon, objects).await?;
        }
        let mut problems = written.problems();
        self.keep_unready(entry, written.unready);
        problems.extend(pruned);
        if problems.is_empty() {
            problems.extend(of_object(self.record(addon, update).await)?);
        }
        Ok(problems)
    }

    /// Writes every object, also where one is refused.
    async fn write(&self, addon: &ChannelAddon, objects: &[Value]) -> Result<Written, ClusterApiError> {
        let mut written = Written::default();
        for object in objects {
            let Some(id) = ObjectId::of(object) else { continue };
            match self.ports.api.write_object(object, ObjectWrite::Apply).await {
                Ok(now) => {
                    let unhealthy = health::unhealthy(&id, &now);
                    written.unhealthy.extend(unhealthy.iter().map(|reason| format!("{id} {reason}")));
                    let reason = health::unready(&id, &now).or(unhealthy);
                    let unready = reason.map(|reason| UnreadyObject { addon: addon.name.clone(), object: id, reason });
                    written.unready.extend(unready);
                }
                Err(error) => written.refused.extend(of_object(Err(error))?),
            }
        }
        Ok(written)
    }

    /// Deletes objects of the addon's kinds and labels that its manifest does not have.
    async fn prune(&self, addon: &ChannelAddon, objects: &[Value]) -> Result<(), ClusterApiError> {
        for object in obsolete(self.ports.api, addon, objects).await? {
            self.ports.api.delete_object(&object).await?;
            (self.events)(AddonEvent::Pruned { addon: addon.name.clone(), object });
        }
        Ok(())
    }

    async fn record(&self, addon: &ChannelAddon, update: &AddonUpdate) -> Result<(), ClusterApiError> {
        let api = self.ports.api;
        if let Some(which) = update.marks_nodes {
            for node in api.nodes().await?.iter().filter(|node| is_marked(which, node.role())) {
                match api.change_node(&node.name, &NodeChange::MarkForUpdate).await {
                    // It has gone since it was listed.
                    Err(error) if error.kind == ErrorKind::NotFound => {}
                    answer => answer?,
                }
            }
        }
        let annotation = format!("{ANNOTATION}{}", addon.name);
        let namespace = json!({
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {
                "name": addon.namespace,
                "annotations": {annotation: record(&update.channel, &addon.version)},
            },
        });
        api.write_object(&namespace, ObjectWrite::Annotate).await.map(drop)
    }

    /// Makes the certificate authority of an addon, and an issuer of cert-manager that uses it, where they are not there.
    async fn install_pki(&self, addon: &str) -> Result<Option<String>, ClusterApiError> {
        let generated = {
            let (mut entropy, now) = (self.ports.entropy.rng(), self.ports.clock.unix_time());
            pki::generate(addon, entropy.as_mut(), now)
        };
        let keyset = match generated {
            Ok(keyset) => keyset,
            Err(error) => return Ok(Some(error.to_string())),
        };
        let pair = keyset.primary().and_then(|pair| Some((pair.certificate.as_ref()?, pair.private_key.as_ref()?)));
        let Some((certificate, key)) = pair else { return Ok(None) };
        let metadata = |name: &str| json!({"name": name, "namespace": KUBE_SYSTEM});
        let name = authority(addon);
        let secret = json!({
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": metadata(&name),
            "type": "kubernetes.io/tls",
            "stringData": {"tls.crt": certificate.to_pem(), "tls.key": key.to_pem().to_text().as_str()},
        });
        let issuer = json!({
            "apiVersion": "cert-manager.io/v1",
            "kind": "Issuer",
            "metadata": metadata(addon),
            "spec": {"ca": {"secretName": name}},
        });
        for object in [secret, issuer] {
            match self.ports.api.write_object(&object, ObjectWrite::Create).await {
                Err(error) if error.kind == ErrorKind::Conflict => {}
                answer => {
                    if let Some(problem) = of_object(answer.map(drop))? {
                        return Ok(Some(problem));
                    }
                }
            }
        }
        Ok(None)
    }
}

fn key<'a>(Entry { channel, addon }: Entry<'a>) -> (&'a str, &'a str) {
    (&channel.location, &addon.name)
}

/// What an answer says of one object; an error where the API server was not asked, or does not know the caller.
fn of_object(answer: Result<(), ClusterApiError>) -> Result<Option<String>, ClusterApiError> {
    let Err(error) = answer else { return Ok(None) };
    let is_refused =
        matches!(error.kind, ErrorKind::NotFound | ErrorKind::Denied | ErrorKind::Conflict | ErrorKind::Invalid);
    match (is_refused || error.status.is_some()) && error.status != Some(UNAUTHORIZED) {
        true => Ok(Some(error.to_string())),
        false => Err(error),
    }
}

fn is_marked(which: NodesToUpdate, role: Role) -> bool {
    match which {
        NodesToUpdate::ControlPlane => role == Role::Master,
        NodesToUpdate::Workers => role != Role::Master,
        NodesToUpdate::All => true,
    }
}
