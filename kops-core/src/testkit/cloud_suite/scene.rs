//! The sample cluster on a subject, made in whole or in part, and cleared away afterwards.

use crate::cloud::{BoundAction, BoundStep, CloudError, ErrorKind};
use crate::resource::{Kind, Resource, ResourceId};
use crate::testkit::samples::{self, Sample};
use crate::testkit::{StepRunner, Subject};

/// What came of a check.
pub(super) type Result<T = ()> = std::result::Result<T, String>;

/// A cluster of samples and the hand that makes it.
pub(super) struct Scene<'a> {
    pub(super) subject: &'a Subject,
    pub(super) hand: StepRunner<'a>,
    pub(super) samples: Vec<Sample>,
    made: Vec<Sample>,
}

impl<'a> Scene<'a> {
    /// A scene in which nothing is made yet.
    pub(super) fn empty(subject: &'a Subject) -> Self {
        Self::of(subject, "conformance.example.com")
    }

    /// A scene of a cluster with this name.
    pub(super) fn of(subject: &'a Subject, cluster: &str) -> Self {
        let samples = samples::cluster(subject, cluster);
        Self { subject, hand: StepRunner::new(subject, cluster), samples, made: Vec::new() }
    }

    /// A scene in which these samples are made, and all that they refer to.
    pub(super) async fn with(subject: &'a Subject, wanted: &[(Kind, &str)]) -> Result<Self> {
        let mut scene = Self::empty(subject);
        for (kind, name) in wanted {
            scene.make(&ResourceId::new(*kind, *name)).await?;
        }
        Ok(scene)
    }

    /// A scene in which everything is made.
    pub(super) async fn full(subject: &'a Subject) -> Result<Self> {
        let mut scene = Self::empty(subject);
        for sample in scene.samples.clone() {
            scene.make(&sample.id).await?;
        }
        Ok(scene)
    }

    /// Makes a sample, after those that it refers to.
    pub(super) async fn make(&mut self, id: &ResourceId) -> Result {
        let mut open = vec![id.clone()];
        while let Some(next) = open.last().cloned() {
            let sample = self.sample(&next)?;
            let made = |id: &ResourceId| self.made.iter().any(|made| made.id == *id);
            let missing: Vec<_> = needs(&sample).into_iter().filter(|id| !made(id)).collect();
            if made(&next) {
                open.pop();
            } else if missing.is_empty() {
                let result = self.hand.create(&sample.id, &sample.resource).await;
                result.map_err(|error| format!("creating {next}: {}", words(&error)))?;
                self.made.push(sample);
            } else {
                open.extend(missing);
            }
        }
        Ok(())
    }

    /// A sample by its id.
    pub(super) fn sample(&self, id: &ResourceId) -> Result<Sample> {
        let found = self.samples.iter().find(|sample| sample.id == *id).cloned();
        found.ok_or_else(|| format!("there is no sample {id}"))
    }

    /// The step by which a sample was made.
    pub(super) fn creation_of(&self, id: &ResourceId) -> Result<BoundStep> {
        self.hand.creation(id).cloned().ok_or_else(|| format!("{id} was not made"))
    }

    /// What was made, in the order in which it was.
    pub(super) fn made(&self) -> Vec<Sample> {
        self.made.clone()
    }

    /// A step that makes something, with a token of its own.
    pub(super) fn creation(&mut self, resource: &Resource) -> BoundStep {
        let bound = self.hand.bind(resource);
        self.hand.step(&ResourceId::new(resource.kind(), "under test"), BoundAction::Create { desired: bound })
    }

    /// Expects that a deletion is refused as long as something uses what is to go.
    pub(super) async fn expect_in_use(&mut self, kind: Kind, name: &str) -> Result {
        let sample = self.sample(&ResourceId::new(kind, name))?;
        let action = BoundAction::Delete { id: self.hand.id(&sample.id), current: self.hand.bind(&sample.resource) };
        let step = self.hand.step(&sample.id, action);
        let what = format!("deleting {}, which is in use,", sample.id);
        expect_error(&what, ErrorKind::InUse, self.subject.cloud.execute(&step).await)
    }

    /// Deletes what was made, the last first.
    pub(super) async fn clear(mut self) -> Result {
        while let Some(sample) = self.made.pop() {
            let result = self.hand.delete(&sample.id, &sample.resource).await;
            result.map_err(|error| format!("deleting {}: {}", sample.id, words(&error)))?;
        }
        Ok(())
    }
}

/// What must be there before a sample: what it refers to, and a VPC's gateway for what is public.
fn needs(sample: &Sample) -> Vec<ResourceId> {
    let mut needs: Vec<_> = sample.resource.references().into_iter().map(|(id, _)| id).collect();
    let public = [Kind::NatGateway, Kind::ClassicLoadBalancer, Kind::NetworkLoadBalancer];
    if public.contains(&sample.id.kind) {
        needs.push(ResourceId::new(Kind::InternetGateway, "gateway"));
    }
    needs
}

/// An error in one line.
pub(super) fn words(error: &CloudError) -> String {
    format!("{:?}: {error}", error.kind)
}

/// Expects an error of a kind.
pub(super) fn expect_error<T>(what: &str, kind: ErrorKind, result: std::result::Result<T, CloudError>) -> Result {
    match result {
        Err(error) if error.kind == kind => Ok(()),
        Err(error) => Err(format!("{what} should fail as {kind:?} and failed as {}", words(&error))),
        Ok(_) => Err(format!("{what} should fail as {kind:?} and did not fail")),
    }
}

/// Expects that two things are the same.
pub(super) fn expect_equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Result {
    if found == wanted { Ok(()) } else { Err(format!("{what} should be {wanted:?} and is {found:?}")) }
}

/// Expects that something is true.
pub(super) fn expect(what: &str, holds: bool) -> Result {
    if holds { Ok(()) } else { Err(format!("it does not hold that {what}")) }
}

/// Turns an error of the cloud into a finding.
pub(super) fn fine<T>(what: &str, result: std::result::Result<T, CloudError>) -> Result<T> {
    result.map_err(|error| format!("{what}: {}", words(&error)))
}
