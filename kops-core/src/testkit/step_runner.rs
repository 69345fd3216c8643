//! A toy executor: makes, changes and deletes resources one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Observed, Outcome, Readiness, Scope, Snapshot};
use crate::resource::{Change, CloudId, Output, Outputs, Resource, ResourceId};

/// Executes single steps on a [`Subject`], resolves references by what it made, repeats what may succeed later, and
/// waits until things are ready.
#[derive(Debug)]
pub struct StepRunner<'a> {
    subject: &'a Subject,
    /// The cluster that steps are for.
    pub cluster: String,
    known: BTreeMap<ResourceId, Outputs>,
    creations: BTreeMap<ResourceId, BoundStep>,
    steps: u32,
}

impl<'a> StepRunner<'a> {
    /// A hand that has made nothing yet.
    pub fn new(subject: &'a Subject, cluster: &str) -> Self {
        Self { subject, cluster: cluster.to_owned(), known: BTreeMap::new(), creations: BTreeMap::new(), steps: 0 }
    }

    /// What the cloud assigned to something that this hand made.
    pub fn outputs(&self, id: &ResourceId) -> Outputs {
        self.known.get(id).cloned().unwrap_or_default()
    }

    /// Takes note of what the cloud assigned.
    pub fn learn(&mut self, id: &ResourceId, outputs: Outputs) {
        self.known.insert(id.clone(), outputs);
    }

    /// The cloud's id of something that this hand made, empty where it made none.
    pub fn id(&self, id: &ResourceId) -> CloudId {
        self.outputs(id).get(&Output::Id).cloned().unwrap_or_default().into()
    }

    /// The step by which this hand made something.
    pub fn creation(&self, id: &ResourceId) -> Option<&BoundStep> {
        self.creations.get(id)
    }

    /// A resource with its references resolved by what this hand made.
    pub fn bind(&self, resource: &Resource) -> Resource {
        resource.bind(&|id, output| self.known.get(id)?.get(&output).cloned())
    }

    /// A step with a token that no other step has.
    pub fn step(&mut self, resource: &ResourceId, action: BoundAction) -> BoundStep {
        self.steps += 1;
        let token = format!("{}-{}", self.cluster, self.steps);
        BoundStep { cluster: self.cluster.clone(), resource: resource.clone(), token, action }
    }

    /// Makes a resource and waits until it can be used.
    ///
    /// # Errors
    /// Where the cloud refuses it for good.
    pub async fn create(&mut self, id: &ResourceId, resource: &Resource) -> Result<Outputs, CloudError> {
        let step = self.step(id, BoundAction::Create { desired: self.bind(resource) });
        let outputs = self.execute(&step).await?.outputs;
        self.known.insert(id.clone(), outputs.clone());
        self.settle(&step, |readiness| *readiness == Readiness::Ready).await?;
        self.creations.insert(id.clone(), step);
        Ok(outputs)
    }

    /// Changes every field that the second version sets and in which it differs from the first.
    ///
    /// # Errors
    /// Where the cloud refuses it for good.
    pub async fn update(&mut self, id: &ResourceId, from: &Resource, to: &Resource) -> Result<Outputs, CloudError> {
        let (current, desired) = (self.bind(from), self.bind(to));
        let fields = differences(&current, &desired);
        let action = BoundAction::Update { id: self.id(id), current, desired, fields };
        let step = self.step(id, action);
        let outputs = self.execute(&step).await?.outputs;
        self.known.insert(id.clone(), outputs.clone());
        Ok(outputs)
    }

    /// Deletes a resource and waits until it is gone.
    ///
    /// # Errors
    /// Where the cloud refuses it for good.
    pub async fn delete(&mut self, id: &ResourceId, resource: &Resource) -> Result<(), CloudError> {
        let action = BoundAction::Delete { id: self.id(id), current: self.bind(resource) };
        let step = self.step(id, action);
        self.execute(&step).await?;
        self.settle(&step, |readiness| !matches!(readiness, Readiness::Pending(_))).await
    }

    /// Executes a step and repeats it as long as the error says that this helps.
    ///
    /// # Errors
    /// The last error, where patience is at its end or repeating does not help.
    pub async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        let mut tries = 1;
        loop {
            match self.subject.cloud.execute(step).await {
                Err(error) if error.retryable() && tries < self.subject.patience => tries += 1,
                result => return result,
            }
            (self.subject.pause)().await;
        }
    }

    /// Reads what belongs to the cluster: by its tags, and by the names and records of these resources and of all that this
    /// hand made, as the scope of a whole graph has them.
    ///
    /// # Errors
    /// Where the cloud cannot be read.
    pub async fn observe(&self, resources: &[Resource]) -> Result<Snapshot, CloudError> {
        let made = self.creations.values().filter_map(|step| match &step.action {
            BoundAction::Create { desired } => Some(desired.clone()),
            _ => None,
        });
        let bound: Vec<_> = resources.iter().map(|resource| self.bind(resource)).chain(made).collect();
        self.subject.cloud.observe(&scope(&self.cluster, &bound)).await
    }

    /// Reads what there is of something that this hand made.
    ///
    /// # Errors
    /// Where the cloud cannot be read.
    pub async fn look(&self, id: &ResourceId, resource: &Resource) -> Result<Option<Observed>, CloudError> {
        let snapshot = self.observe(std::slice::from_ref(resource)).await?;
        let wanted = (id.kind, self.id(id));
        Ok(snapshot.resources.into_iter().find(|found| (found.resource.kind(), found.id.clone()) == wanted))
    }

    async fn settle(&self, step: &BoundStep, enough: impl Fn(&Readiness) -> bool) -> Result<(), CloudError> {
        let id = match &step.action {
            BoundAction::Delete { id, .. } | BoundAction::Update { id, .. } => id.clone(),
            BoundAction::Create { .. } => self.id(&step.resource),
        };
        let mut last = Readiness::Gone;
        for _ in 0..self.subject.patience {
            last = self.subject.cloud.probe(step.resource.kind, &id).await?;
            if enough(&last) {
                return Ok(());
            }
            (self.subject.pause)().await;
        }
        let message = format!("`{id}` did not settle: {last:?}");
        Err(CloudError::new(ErrorKind::NotReady, "probe", message).resource(step.resource.to_string()))
    }
}

/// What to observe to see these resources.
fn scope(cluster: &str, bound: &[Resource]) -> Scope {
    let mut scope = Scope { cluster: cluster.to_owned(), ..Scope::default() };
    for resource in bound {
        let name = resource.kind().properties().found_by.name().map(|field| resource.value(field));
        if let Resource::DnsRecord(record) = resource {
            scope.records.entry(record.zone.clone()).or_default().insert(record.name.clone());
        } else if let Some(name) = name.as_ref().and_then(|name| name.as_str()) {
            let names: &mut BTreeSet<String> = scope.names.entry(resource.kind()).or_default();
            names.insert(name.to_owned());
        }
    }
    scope
}

/// The fields that `desired` sets and in which it differs, but those that matter only when a resource is made.
pub(super) fn differences(current: &Resource, desired: &Resource) -> Vec<String> {
    let (old, new) = (current.to_value(), desired.to_value());
    let names = current.kind().fields().iter().filter(|field| field.change != Change::Initial).map(|field| field.name);
    names.filter(|name| new.contains_key(*name) && old.get(*name) != new.get(*name)).map(str::to_owned).collect()
}
