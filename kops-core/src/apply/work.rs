//! A step with every reference resolved: a call to the cloud, or a write to the state store.

use std::collections::BTreeMap;
use std::fmt;

use super::StepError;
use crate::cloud::{BoundAction, BoundStep};
use crate::plan::{Action, Plan, Step};
use crate::resource::{Kind, ManagedFile, Outputs, Resource, ResourceId, outputs_of_content, sha256};
use crate::state::{self, Key, Layout, StateError, StoreView};

/// What is left to do for a step.
#[derive(Debug)]
pub(super) enum Work {
    /// A call to the cloud.
    Cloud(Box<BoundStep>),
    /// A write to the state store.
    File(FileWork),
    /// A keyset that is to be made.
    Keyset(String),
    /// A secret that is to be made.
    Secret(String),
}

/// A managed file that is to be made, changed or deleted.
pub(super) struct FileWork {
    /// The bucket that holds it, where it is not in the state store.
    pub(super) bucket: Option<String>,
    /// The key of the object.
    pub(super) key: Key,
    /// What was in it when the plan was made; `None` where there was none.
    pub(super) before: Option<String>,
    /// What should be in it; `None` where there should be none.
    pub(super) after: Option<String>,
    /// Everyone should be able to read it.
    pub(super) public: bool,
}

impl FileWork {
    /// What others may refer to once it is written.
    pub(super) fn outputs(&self) -> Outputs {
        self.after.as_deref().map(outputs_of_content).unwrap_or_default()
    }
}

/// Shows how much there is and nothing of it.
impl fmt::Debug for FileWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |content: &Option<String>| content.as_ref().map(String::len);
        let (before, after) = (size(&self.before), size(&self.after));
        f.debug_struct("FileWork")
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("before", &before)
            .field("after", &after)
            .field("public", &self.public)
            .finish()
    }
}

/// What the client tokens of one run have in common: the plan, when the run began, and the caller's number. Another plan, or
/// the same one at another time, is another run.
#[derive(Clone, Debug)]
pub(super) struct RunId(String);

impl RunId {
    pub(super) fn new(plan: &Plan, began: u64, nonce: u64) -> Self {
        Self(format!("{}\n{began}\n{nonce}", plan.hash()))
    }

    /// A client token: the cloud takes two calls with the same one for one call. 32 hexadecimal digits fit every service.
    fn token(&self, step: &Step) -> String {
        let mut token = sha256(&format!("{}\n{}\n{}", self.0, step.id.0, step.resource));
        token.truncate(32);
        token
    }
}

/// Resolves what a step refers to, by what is known so far.
pub(super) fn bind(
    plan: &Plan,
    step: &Step,
    known: &BTreeMap<ResourceId, Outputs>,
    run: &RunId,
) -> Result<Work, StepError> {
    match (&step.action, step.resource.kind) {
        (_, Kind::ManagedFile) => return file_work(plan, step, known).map(Work::File),
        (Action::Create { desired: Resource::Keyset(keyset) }, _) => return Ok(Work::Keyset(keyset.name.clone())),
        (Action::Create { desired: Resource::Secret(secret) }, _) => return Ok(Work::Secret(secret.name.clone())),
        _ => {}
    }
    let action = match &step.action {
        Action::Create { desired } => BoundAction::Create { desired: resolve(step, desired, known)? },
        Action::Update { id, current, desired, changes } => BoundAction::Update {
            id: id.clone(),
            current: current.clone(),
            desired: resolve(step, desired, known)?,
            fields: changes.iter().map(|change| change.field.clone()).collect(),
        },
        Action::Delete { id, current, .. } => BoundAction::Delete { id: id.clone(), current: current.clone() },
    };
    Ok(Work::Cloud(Box::new(BoundStep {
        cluster: plan.cluster.clone(),
        resource: step.resource.clone(),
        token: run.token(step),
        action,
    })))
}

/// The past participle of what a step does.
pub(super) fn verb(action: &Action) -> &'static str {
    match action {
        Action::Create { .. } => "created",
        Action::Update { .. } => "changed",
        Action::Delete { .. } => "deleted",
    }
}

fn file_work(plan: &Plan, step: &Step, known: &BTreeMap<ResourceId, Outputs>) -> Result<FileWork, StepError> {
    let (before, after) = match &step.action {
        Action::Create { desired } => (None, Some(resolve(step, desired, known)?)),
        Action::Update { current, desired, .. } => (Some(current), Some(resolve(step, desired, known)?)),
        Action::Delete { current, .. } => (Some(current), None),
    };
    let file = |resource: &Resource| match resource {
        Resource::ManagedFile(file) => Some(file.clone()),
        _ => None,
    };
    let (before, after) = (before.and_then(file), after.as_ref().and_then(file));
    let path = after.as_ref().or(before.as_ref()).map(|file| file.key.as_str()).unwrap_or_default();
    let place = match &after {
        Some(file) if file.public && !StoreView::may_be_public(path) => {
            Err(StateError::Public { key: path.to_owned() })
        }
        _ => place(plan, path),
    };
    let failed = |source| StepError::State { resource: step.resource.clone(), verb: verb(&step.action), source };
    let content = |file: Option<&ManagedFile>| file.and_then(|file| file.content.known()).map(str::to_owned);
    let (bucket, key) = place.map_err(failed)?;
    let public = after.as_ref().is_some_and(|file| file.public);
    Ok(FileWork { bucket, key, before: content(before.as_ref()), after: content(after.as_ref()), public })
}

/// Returns the bucket of an object, where it is not in the state store, and its key.
fn place(plan: &Plan, path: &str) -> Result<(Option<String>, Key), StateError> {
    match state::elsewhere(path)? {
        Some((bucket, key)) => Ok((Some(bucket.to_owned()), key)),
        None => Ok((None, Layout::new(&plan.cluster)?.file(path)?)),
    }
}

fn resolve(step: &Step, desired: &Resource, known: &BTreeMap<ResourceId, Outputs>) -> Result<Resource, StepError> {
    let bound = desired.bind(&|id, output| known.get(id)?.get(&output).cloned());
    match bound.references().into_iter().next() {
        Some((missing, _)) => Err(StepError::Unbound { resource: step.resource.clone(), missing }),
        None => Ok(bound),
    }
}
