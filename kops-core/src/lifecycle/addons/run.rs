//! Applying addons through the API of a cluster, and waiting for what they start.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::channel::{AddonChannel, ChannelAddon, PrunedKind};
use super::data::{AddonEvent, AddonOptions, AddonUpdate, AddonsReport, FailedAddon, NodesToUpdate, UnreadyObject};
use super::plan::{ANNOTATION, Observed, installed, plan, record};
use super::{AddonError, AddonsPlan, health};
use crate::apply::{Clock, Entropy};
use crate::cluster_api::{
    ClusterApi, ClusterApiError, ClusterApiErrorKind as ErrorKind, NodeChange, ObjectId, ObjectQuery, ObjectWrite,
};
use crate::naming::Role;
use crate::pki;
use crate::spec::Version;

/// The namespace of certificate authorities and issuers of addons.
const KUBE_SYSTEM: &str = "kube-system";

/// What applying addons needs of the world.
#[derive(Clone, Copy)]
pub(crate) struct Ports<'a> {
    pub(crate) api: &'a dyn ClusterApi,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) entropy: &'a dyn Entropy,
}

/// The lists of addons of a cluster, and the objects of each manifest that is there, by its location.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) channels: Vec<AddonChannel>,
    pub(crate) manifests: BTreeMap<String, Vec<Value>>,
}

/// Reads what a cluster has of its addons.
pub(crate) async fn observe(api: &dyn ClusterApi, channels: &[AddonChannel]) -> Result<Observed, ClusterApiError> {
    let version = api.server_version().await?;
    let unknown = || {
        let message = format!("`{version}` is not a version of Kubernetes");
        ClusterApiError::new(ErrorKind::Invalid, "get version", message)
    };
    let kubernetes = Version::parse(&version).ok_or_else(unknown)?;
    let namespaces = ObjectQuery { kind: "Namespace".to_owned(), ..ObjectQuery::default() };
    let installed = installed(&api.objects(&namespaces).await?);
    let mut without_pki = BTreeSet::new();
    for addon in channels.iter().flat_map(|channel| &channel.addons).filter(|addon| addon.needs_pki) {
        if !has_pki(api, &addon.name).await? {
            without_pki.insert(addon.name.clone());
        }
    }
    Ok(Observed { kubernetes, installed, without_pki })
}

async fn has_pki(api: &dyn ClusterApi, addon: &str) -> Result<bool, ClusterApiError> {
    let query = |group: &str, kind: &str, name: &str| ObjectQuery {
        group: group.to_owned(),
        kind: kind.to_owned(),
        namespace: Some(KUBE_SYSTEM.to_owned()),
        field_selector: Some(format!("metadata.name={name}")),
        ..ObjectQuery::default()
    };
    let secret = api.objects(&query("", "Secret", &authority(addon))).await?;
    let issuer = api.objects(&query("cert-manager.io", "Issuer", addon)).await?;
    Ok(!secret.is_empty() && !issuer.is_empty())
}

/// The secret with the certificate authority of an addon.
fn authority(addon: &str) -> String {
    format!("{addon}-ca")
}

/// Applies outdated addons, again and again until everything is applied and runs, or time is up.
pub(crate) async fn apply(
    ports: Ports<'_>,
    cluster: &str,
    source: &Source,
    options: &AddonOptions,
    events: &(dyn Fn(AddonEvent) + Send + Sync),
) -> Result<AddonsReport, ClusterApiError> {
    let began = ports.clock.now();
    let mut run = Run { ports, source, events, applied: Vec::new(), unready: BTreeMap::new() };
    loop {
        let attempt = run.attempt(cluster, &options.addons).await;
        let is_late = ports.clock.now().saturating_sub(began) >= options.timeout;
        match attempt {
            Err(error) if is_late || !error.kind.retryable() => return Err(error),
            Err(_) => {}
            Ok(failed) => {
                let unready: Vec<_> = run.unready.values().flatten().cloned().collect();
                let report = AddonsReport { applied: run.applied.clone(), failed, unready };
                if is_late || report.is_complete() {
                    events(AddonEvent::Ended { report: report.clone() });
                    return Ok(report);
                }
                events(AddonEvent::Waiting { unready: report.unready });
            }
        }
        ports.clock.sleep(options.interval.max(Duration::from_millis(1))).await;
    }
}

struct Run<'a> {
    ports: Ports<'a>,
    source: &'a Source,
    events: &'a (dyn Fn(AddonEvent) + Send + Sync),
    applied: Vec<String>,
    /// What does not run yet, by addon.
    unready: BTreeMap<String, Vec<UnreadyObject>>,
}

/// What came of writing the objects of an addon.
#[derive(Default)]
struct Written {
    /// What was refused, and what is unhealthy.
    problems: Vec<String>,
    unready: Vec<UnreadyObject>,
}

impl Run<'_> {
    /// Applies what is outdated now, and looks again at what did not run yet. Returns what failed.
    ///
    /// # Errors
    /// Where the API server cannot be asked for anything.
    async fn attempt(&mut self, cluster: &str, only: &BTreeSet<String>) -> Result<Vec<FailedAddon>, ClusterApiError> {
        let observed = observe(self.ports.api, &self.source.channels).await?;
        let AddonsPlan { updates, .. } = plan(cluster, &self.source.channels, &observed, only);
        let waited_for: Vec<String> = self.unready.keys().cloned().collect();
        for name in waited_for.iter().filter(|name| updates.iter().all(|update| update.name != **name)) {
            let Some(addon) = self.addon(name) else { continue };
            let written = self.write(addon).await?;
            self.keep_unready(name, written.unready);
        }
        let mut failed = Vec::new();
        for update in &updates {
            let messages = self.update(update).await?;
            if !messages.is_empty() {
                let (addon, name) = (update.name.clone(), update.name.clone());
                (self.events)(AddonEvent::Failed { addon, messages: messages.clone() });
                failed.push(FailedAddon { name, messages });
            }
        }
        Ok(failed)
    }

    fn addon(&self, name: &str) -> Option<&ChannelAddon> {
        self.source.channels.iter().flat_map(|channel| &channel.addons).rfind(|addon| addon.name == name)
    }

    fn keep_unready(&mut self, addon: &str, unready: Vec<UnreadyObject>) {
        match unready.is_empty() {
            true => self.unready.remove(addon),
            false => self.unready.insert(addon.to_owned(), unready),
        };
    }

    /// Brings an addon up to date, and returns what went wrong.
    async fn update(&mut self, update: &AddonUpdate) -> Result<Vec<String>, ClusterApiError> {
        let channel = self.source.channels.iter().find(|channel| channel.location == update.channel);
        let same = |addon: &&ChannelAddon| update.update.as_ref().is_none_or(|version| addon.version == *version);
        let addons = channel.into_iter().flat_map(|channel| &channel.addons);
        let Some(addon) = addons.filter(|addon| addon.name == update.name).rfind(same) else { return Ok(Vec::new()) };
        if !self.source.manifests.contains_key(&addon.manifest) {
            return Ok(vec![AddonError::NotFound { location: addon.manifest.clone() }.to_string()]);
        }
        let mut problems = Vec::new();
        if update.update.is_some() {
            problems = self.install(addon, update).await?;
        }
        if update.install_pki {
            problems.extend(self.install_pki(&addon.name).await?);
        }
        if problems.is_empty() {
            if !self.applied.contains(&addon.name) {
                self.applied.push(addon.name.clone());
            }
            let objects = self.objects(addon).len();
            (self.events)(AddonEvent::Applied { addon: addon.name.clone(), objects });
        }
        Ok(problems)
    }

    fn objects(&self, addon: &ChannelAddon) -> &[Value] {
        self.source.manifests.get(&addon.manifest).map_or(&[], Vec::as_slice)
    }

    /// Writes the objects of an addon, deletes those that left it, marks nodes, and notes that it is installed.
    async fn install(&mut self, addon: &ChannelAddon, update: &AddonUpdate) -> Result<Vec<String>, ClusterApiError> {
        let mut written = self.write(addon).await?;
        let pruned = sorted(self.prune(addon).await)?;
        if !written.problems.is_empty() && pruned.is_none() {
            // Objects of a kind that the manifest itself defines are refused at first.
            written = self.write(addon).await?;
        }
        self.keep_unready(&addon.name, written.unready);
        let mut problems = written.problems;
        problems.extend(pruned);
        if problems.is_empty() {
            problems.extend(sorted(self.record(addon, update).await)?);
        }
        Ok(problems)
    }

    /// Writes every object, also where one is refused.
    async fn write(&self, addon: &ChannelAddon) -> Result<Written, ClusterApiError> {
        let mut written = Written::default();
        for object in self.objects(addon) {
            let Some(id) = ObjectId::of(object) else { continue };
            match self.ports.api.write_object(object, ObjectWrite::Apply).await {
                Ok(now) => {
                    written.problems.extend(health::unhealthy(&id, &now).map(|problem| format!("{id} {problem}")));
                    let unready = health::unready(&id, &now);
                    written.unready.extend(unready.map(|reason| UnreadyObject {
                        addon: addon.name.clone(),
                        object: id,
                        reason,
                    }));
                }
                Err(error) => written.problems.extend(sorted(Err(error))?),
            }
        }
        Ok(written)
    }

    /// Deletes objects of the addon's kinds and labels that its manifest does not have.
    async fn prune(&self, addon: &ChannelAddon) -> Result<(), ClusterApiError> {
        let kept: BTreeSet<ObjectId> = self.objects(addon).iter().filter_map(ObjectId::of).collect();
        for query in addon.prune.iter().flat_map(queries) {
            for found in self.ports.api.objects(&query).await? {
                if !kept.contains(&found.id) {
                    self.ports.api.delete_object(&found.id).await?;
                    (self.events)(AddonEvent::Pruned { addon: addon.name.clone(), object: found.id });
                }
            }
        }
        Ok(())
    }

    async fn record(&self, addon: &ChannelAddon, update: &AddonUpdate) -> Result<(), ClusterApiError> {
        let api = self.ports.api;
        if let Some(which) = update.marks_nodes {
            for node in api.nodes().await?.iter().filter(|node| is_marked(which, node.role())) {
                api.change_node(&node.name, &NodeChange::MarkForUpdate).await?;
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
                    if let Some(problem) = sorted(answer.map(drop))? {
                        return Ok(Some(problem));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// What an answer says of one object; an error where no other object would fare better.
fn sorted(answer: Result<(), ClusterApiError>) -> Result<Option<String>, ClusterApiError> {
    match answer {
        Ok(()) => Ok(None),
        Err(error)
            if matches!(
                error.kind,
                ErrorKind::NotFound | ErrorKind::Denied | ErrorKind::Conflict | ErrorKind::Invalid
            ) =>
        {
            Ok(Some(error.to_string()))
        }
        Err(error) => Err(error),
    }
}

fn queries(kind: &PrunedKind) -> Vec<ObjectQuery> {
    let query = |namespace: Option<&String>| ObjectQuery {
        group: kind.group.clone(),
        kind: kind.kind.clone(),
        namespace: namespace.cloned(),
        label_selector: kind.label_selector.clone(),
        field_selector: kind.field_selector.clone(),
    };
    match kind.namespaces.is_empty() {
        true => vec![query(None)],
        false => kind.namespaces.iter().map(|namespace| query(Some(namespace))).collect(),
    }
}

fn is_marked(which: NodesToUpdate, role: Role) -> bool {
    match which {
        NodesToUpdate::ControlPlane => role == Role::Master,
        NodesToUpdate::Workers => role != Role::Master,
        NodesToUpdate::All => true,
    }
}
